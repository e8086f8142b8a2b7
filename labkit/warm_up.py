"""Does once what every run does, before a snapshot of this Python is made.

Python learns while it runs: it specializes the byte code that it meets again, and fills caches. A
Python that is restored from a snapshot has what it had learned by then, so the learner's first run
does not pay for it.
"""

from __future__ import annotations

from labkit.runner import run_program

# Byte code is specialized when it has run a few times; each round more is memory in the snapshot.
ROUNDS = 3
PROGRAM = """\
def largest(rows):
    return max(rows, key=lambda row: row[1])


print(largest([(f"row {number}", number / 2) for number in range(3)]))
"""


def warm_up() -> None:
    """Run a program as the page does; nothing is left of it that another program could see."""
    for _ in range(ROUNDS):
        run_program(PROGRAM)
