"""Are slowed processes paused by turns, and do they run again afterwards, whatever happens?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bench.start.slowed import slowed

COUNTING = "while True: pass"


@pytest.fixture
def leader() -> Iterator[int]:
    """A busy process that leads a group of its own."""
    process = subprocess.Popen([sys.executable, "-c", COUNTING], start_new_session=True)
    yield process.pid
    process.kill()
    process.wait()


def is_paused(process: int) -> bool:
    """Whether the process is stopped by a signal just now."""
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=True
    )
    return state.stdout.startswith("T")


def is_seen(process: int, *, paused: bool) -> bool:
    """Whether one of a thousand looks finds the process paused, or running."""
    return any(is_paused(process) == paused for _ in range(1000))


def test_a_slowed_process_is_paused_and_runs_again_afterwards(leader: int) -> None:
    """By turns inside of the block, and not at all behind it."""
    with slowed(leader, times=4):
        seen = [is_seen(leader, paused=paused) for paused in (True, False, True)]

    assert seen == [True, True, True]
    assert not is_paused(leader)


def test_an_error_in_the_block_leaves_nobody_paused(leader: int) -> None:
    """A visit that fails must not leave a browser that nobody can close."""

    def visit() -> None:
        with slowed(leader, times=1000):
            assert is_seen(leader, paused=True)
            raise RuntimeError("no output")

    with pytest.raises(RuntimeError, match="no output"):
        visit()

    assert not is_paused(leader)


def test_a_process_that_ends_meanwhile_is_no_error() -> None:
    """The browser may crash or be closed."""
    process = subprocess.Popen([sys.executable, "-c", COUNTING], start_new_session=True)

    with slowed(process.pid, times=4):
        process.kill()
        process.wait()

    assert process.returncode != 0


def test_a_group_that_is_not_the_processs_own_is_not_touched() -> None:
    """Else the benchmark, or the terminal that it runs in, would pause itself."""
    process = subprocess.Popen([sys.executable, "-c", COUNTING])
    try:
        with pytest.raises(ValueError, match="does not lead"), slowed(process.pid, times=4):
            pass
    finally:
        process.kill()
        process.wait()

    assert os.getpgid(0) != process.pid
