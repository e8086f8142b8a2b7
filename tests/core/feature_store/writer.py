"""A process that pushes rows until it is killed; run by the tests, with a file and a user id.

Each acknowledged push is one line of output. Given a third argument, the process kills itself in
the middle of that push: after the log was written and before the online store was.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from timeline import row, store_of

from mlplat_core.feature_store.writing import push


def die(*_: object) -> int:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def main(path: str, user: str, last: int | None) -> None:
    """Push one row after the other, and say so."""
    store = store_of(path=Path(path), hours=10_000)
    for number in itertools.count(1):
        if number == last:
            push.write_online = die
        store.push("stats", [row(number, number, created=number, user=user)])
        print(number, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else None)
