"""What a child process of the tests does to a registry, as a program: `writer.py PATH WHO COUNT`.

Says `ready`, waits for a line, opens or creates the file, registers COUNT versions (0: without
end), each time moving an alias, and says the number of a version only after the registry has
acknowledged both. At the end it says whether it won the one race for the alias `trophy`.
"""

from __future__ import annotations

import itertools
import sys
from contextlib import suppress

from mlplat_core import ConflictError, ModelRegistry


def main(path: str, who: str, count: int) -> None:
    """Write until done or killed."""
    print("ready", flush=True)
    sys.stdin.readline()
    registry = ModelRegistry(path)
    with suppress(ConflictError):  # another process was faster
        registry.create_registered_model("fraud")
    for turn in itertools.count() if count == 0 else range(count):
        content = f"{who} {turn} ".encode() * 200
        version = registry.create_model_version("fraud", content, actor=who).version
        registry.set_alias("fraud", "champion", version, actor=who)
        print(version, flush=True)
    try:
        registry.set_alias("fraud", "trophy", version, expected=None, actor=who)
        print("won")
    except ConflictError:
        print("lost")
    registry.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
