"""How is a whole browser slowed, its workers included?

The DevTools protocol slows a page's main thread and refuses workers ("only supported for pages").
So all processes of the browser are paused together, for a few milliseconds at a time, as a machine
with a slower processor would have got less far in them.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

RUNS_S = 0.01


@contextmanager
def slowed(leader: int, times: float) -> Iterator[None]:
    """While the block runs, a group of processes runs only one part in `times` of the time.

    Args:
        leader: a process that leads its group; all processes of the group are paused with it.
        times: at least 1; 1 changes nothing.

    Raises:
        ValueError: the process leads no group, so that others would be paused, too.
    """
    if os.getpgid(leader) != leader:
        raise ValueError(f"Process {leader} does not lead its group.")
    if times == 1:
        yield
        return
    over = Event()
    pausing = Thread(target=_pause_by_turns, args=(leader, times, over), daemon=True)
    pausing.start()
    try:
        yield
    finally:
        over.set()
        pausing.join()


def _pause_by_turns(group: int, times: float, over: Event) -> None:
    owed = 0.0  # what a turn oversleeps is made good in the next ones
    try:
        while not over.is_set():
            began = time.perf_counter()
            time.sleep(RUNS_S)
            paused = time.perf_counter()
            owed += (times - 1) * (paused - began)
            os.killpg(group, signal.SIGSTOP)
            over.wait(max(owed, 0))
            os.killpg(group, signal.SIGCONT)
            owed -= time.perf_counter() - paused
    except ProcessLookupError:
        pass  # the browser has ended
    finally:
        _let_run(group)


def _let_run(group: int) -> None:
    try:
        os.killpg(group, signal.SIGCONT)
    except ProcessLookupError:
        pass
