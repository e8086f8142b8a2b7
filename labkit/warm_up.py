"""Does once what every run does, before a snapshot of this Python is made.

Python learns while it runs: it specializes the byte code that it meets again, and fills caches. A
Python that is restored from a snapshot has what it had learned by then, so the learner's first run
does not pay for it.
"""

from __future__ import annotations

from labkit.runner import run_checks, run_program

# Byte code is specialized when it has run a few times.
ROUNDS = 3

PROGRAM = """\
from dataclasses import dataclass

import mlplat_core


@dataclass(frozen=True)
class Row:
    name: str
    value: float


def largest(rows: list[Row]) -> Row:
    return max(rows, key=lambda row: row.value)


print(largest([Row(f"row {number}", number / 2) for number in range(3)]))
"""
MISTAKE = "\nlargest([])\n"
CHECKS = '''\
def check_largest(learner):
    """It finds the largest."""
    assert learner.largest([learner.Row("a", 1.0)]).name == "b", "It is not a."
'''


def warm_up() -> None:
    """Run a program, a program with an error in it, and a check that fails.

    It leaves what a run leaves: nothing that another program could see.
    """
    for _ in range(ROUNDS):
        run_program(PROGRAM)
        run_program(PROGRAM + MISTAKE)
        run_checks(PROGRAM, CHECKS)
