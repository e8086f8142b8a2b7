"""Is every practice in the lesson on `/predict` held by a check of its lab?"""

from __future__ import annotations

import re
from pathlib import Path

from labkit.course import read_course

ROOT = Path(__file__).parents[2]
LESSON = ROOT / "docs" / "4-serving" / "when-things-fail.md"
LAB = read_course(ROOT / "labs").lab("serving/predict")
ANCHOR = re.compile(r"\]\(#lab-serving-predict-([\w-]+)\)")


def practices() -> list[str]:
    """The items of the box."""
    text = LESSON.read_text(encoding="utf-8")
    box = text.partition("## The practices")[2].partition("\n## ")[0]
    return [line for line in box.splitlines() if line.startswith("* ")]


def test_every_practice_names_a_check() -> None:
    """A practice that nothing enforces is an opinion."""
    known = {task.id for task in LAB.tasks}
    named = {practice: ANCHOR.findall(practice) for practice in practices()}

    assert named
    assert [practice for practice, checks in named.items() if not checks] == []
    assert [check for checks in named.values() for check in checks if check not in known] == []


def test_every_check_but_the_obvious_ones_is_a_practice() -> None:
    """What the lab enforces is said; that it answers at all, and the comparison, need no words."""
    named = {check for practice in practices() for check in ANCHOR.findall(practice)}

    wanted = {task.id for task in LAB.tasks[1:-1]}
    assert wanted - named == set()
