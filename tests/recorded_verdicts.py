"""What CPython says about the recorded programs of a lab, asked once per test run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from built_once import built_once

from labkit.lab import Lab
from labkit.rules.behaviour import run_recorded_programs


@dataclass(frozen=True)
class RecordedVerdict:
    """A `labkit.rules.behaviour.Verdict` that another process may have asked for.

    Attributes:
        problems: The sentences about the rules of behaviour that the lab breaks.
        messages: Text of the first failing check, by the wrong answer's file name.
        reports: What checking says, as JSON text, by the program's path in the lab folder.
    """

    problems: list[str]
    messages: dict[str, str]
    reports: dict[str, str]


def recorded_verdict(factory: pytest.TempPathFactory, lab: Lab) -> RecordedVerdict:
    """The verdict on `lab`; the first process of this run that asks runs its programs."""

    def ask(folder: Path) -> Path:
        verdict = run_recorded_programs(lab)
        file = folder / "verdict.json"
        kept = {
            "problems": [str(problem) for problem in verdict.problems],
            "messages": dict(verdict.messages),
            "reports": dict(verdict.reports),
        }
        file.write_text(json.dumps(kept), encoding="utf-8")
        return file

    file = built_once(factory, f"verdict-{lab.number}", ask)
    return RecordedVerdict(**json.loads(file.read_text(encoding="utf-8")))
