"""What can be wrong with a lab folder, the site's parts or the machine that builds them.

LabError    a maintainer can mend it: the message names the place, the problem and the fix
"""

from __future__ import annotations


class LabError(Exception):
    """A problem that the maintainer can mend, said in one line.

    Args:
        problem: What is wrong, as a sentence fragment without a final full stop.
        fix: What to do about it, as an instruction without a final full stop.
        path: The file or folder concerned, or None where no single one is.
    """

    def __init__(self, problem: str, fix: str, path: object | None = None) -> None:
        self.problem = problem
        self.fix = fix
        self.path = path
        place = f"{path}: " if path is not None else ""
        super().__init__(f"{place}{problem}. Fix: {fix}.")
