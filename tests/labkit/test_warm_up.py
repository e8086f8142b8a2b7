"""Does warming up do what a run does, and leave nothing behind?"""

from __future__ import annotations

import random
import sys

import pytest

from labkit import warm_up
from labkit.runner import run_program


def test_it_leaves_nothing_behind(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither output nor modules, and the next random number is the same."""
    modules, drawn = set(sys.modules), random.getstate()

    warm_up.warm_up()

    assert set(sys.modules) == modules
    assert random.getstate() == drawn
    assert capsys.readouterr() == ("", "")


def test_its_program_runs_to_its_end() -> None:
    """A slip in it would go unseen, because nobody reads its report."""
    assert run_program(warm_up.PROGRAM).stdout == "('row 2', 1.0)\n"
