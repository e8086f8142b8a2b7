"""What a child process of the tests does: `dataset_writer.py PATH NAME COUNT VALUE`.

Says `ready`, waits for a line, then saves a dataset of COUNT rows that all hold the VALUE, and says
the beginning of its hash, or `lost` if the name belongs to other content.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from dataset_steps import keep

from mlplat_core import ConflictError, FieldStatus, JoinResult
from mlplat_core.feature_store.storage.opening import open_storage


def main(path: str, name: str, count: int, value: int) -> None:
    """Save it, at the same moment as the others."""
    rows = [{"user_id": number, "count": value} for number in range(count)]
    training = JoinResult(rows, [{"count": FieldStatus.PRESENT}] * count)
    print("ready", flush=True)
    sys.stdin.readline()
    storage = open_storage(path)
    try:
        print(keep(storage, name, training).manifest.dataset_hash[:12], flush=True)
    except ConflictError:
        print("lost", flush=True)
    storage.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
