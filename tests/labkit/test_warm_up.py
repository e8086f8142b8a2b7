"""Does warming up do what a run does, and leave nothing behind?"""

from __future__ import annotations

import random
import sys

import pytest

from labkit import warm_up
from labkit.runner import run_checks, run_program


def test_it_leaves_nothing_behind(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither output nor modules, and the next random number is the same."""
    warm_up.warm_up()  # imports what is not there yet
    modules, drawn = set(sys.modules), random.getstate()

    warm_up.warm_up()

    assert set(sys.modules) == modules
    assert random.getstate() == drawn
    assert capsys.readouterr() == ("", "")


def test_its_programs_reach_what_learners_reach() -> None:
    """Output, an error, and a failed check; a slip in them would go unseen."""
    assert run_program(warm_up.PROGRAM).stdout == "Row(name='row 2', value=1.0)\n"
    assert run_program(warm_up.PROGRAM + warm_up.MISTAKE).error is not None
    (result,) = run_checks(warm_up.PROGRAM, warm_up.CHECKS).results
    assert (result.passed, result.message) == (False, "It is not a.")
