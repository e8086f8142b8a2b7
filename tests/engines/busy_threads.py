"""Which threads of a browser keep the processor busy?"""

from __future__ import annotations

import os
import time
from pathlib import Path

PROC = Path("/proc")
LOOK_S = 1.0
# A thread that spins gets at least as much, even with other tests beside it on two cores.
BUSY = 0.2
PARENT, USER, SYSTEM = 1, 11, 12


def busy_threads(leader: int) -> set[int]:
    """Threads of a process and its children that run for a good part of the next second.

    Args:
        leader: id of the process that has started all others.
    """
    before = _seconds(leader)
    time.sleep(LOOK_S)  # the span that is measured
    after = _seconds(leader)
    return {
        thread for thread, used in after.items() if used - before.get(thread, 0) > BUSY * LOOK_S
    }


def _seconds(leader: int) -> dict[int, float]:
    """How long each thread has run so far."""
    ticks = os.sysconf("SC_CLK_TCK")
    used = {}
    for process in _family(leader):
        for thread in (PROC / str(process) / "task").glob("*"):
            if fields := _fields(thread / "stat"):
                used[int(thread.name)] = (int(fields[USER]) + int(fields[SYSTEM])) / ticks
    return used


def _family(leader: int) -> set[int]:
    parents = {
        int(process.parent.name): int(fields[PARENT])
        for process in PROC.glob("[0-9]*/stat")
        if (fields := _fields(process))
    }
    family = {leader}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def _fields(stat: Path) -> list[str]:
    """What stands behind the name, which may hold blanks; nothing if the thread has ended."""
    try:
        return stat.read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
