"""How long do registry operations take beside MLflow's on SQLite, and do both end alike?

Run:
    python -m bench.registry

One model, a hundred versions with a tag each, an alias that moves over all of them. The three take
turns in blocks of ten calls, so that a busy moment of the machine hits all of them; times are
medians of single calls. MLflow's first call also makes its tables, so that one is stated apart.

MLflow pays for generality: it speaks to any SQL database through SQLAlchemy, and checks for each
call whether the model is a prompt. Ours pays for its log: every write is hashed, chained and, on
SQLite, flushed to disk before it counts, as MLflow's is. Its reads are quick because the process
keeps the state that the log adds up to: a read asks the file only whether there is anything new. An
MLflow version here is only a row, its artifact stored elsewhere; ours stores it in the transaction.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mlplat_core import ModelRegistry

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"  # before MLflow is imported

VERSIONS = 100
REPEAT = 3  # how often every version is looked at
BLOCK = 10
ARTIFACT = b"weights" * 100

Act = Callable[[int], object]
Acts = dict[str, Act]
State = tuple[dict[int, dict[str, str]], dict[str, int]]


def ours(path: Path | None) -> tuple[Acts, Callable[[], State]]:
    """What can be done to our registry, in memory or in a file, and how it looks."""
    registry = ModelRegistry(path)
    registry.create_registered_model("fraud")

    def state() -> State:
        versions = registry.model_versions("fraud")
        aliases = registry.get_registered_model("fraud").aliases
        return {each.version: dict(each.tags) for each in versions}, dict(aliases)

    acts: Acts = {
        "create_model_version": lambda n: registry.create_model_version(
            "fraud", ARTIFACT, tags={"turn": str(n)}
        ),
        "set_alias": lambda n: registry.set_alias("fraud", "champion", n),
        "get_model_version_by_alias": lambda n: registry.get_model_version_by_alias(
            "fraud", "champion"
        ),
        "get_model_version": lambda n: registry.get_model_version("fraud", n),
        f"list {VERSIONS} versions": lambda n: registry.model_versions("fraud"),
    }
    return acts, state


def mlflow(path: Path) -> tuple[Acts, Callable[[], State], float]:
    """The same of MLflow in a file, and how many seconds its first call took."""
    from mlflow import MlflowClient

    uri = f"sqlite:///{path}"
    start = time.perf_counter()
    client: Any = MlflowClient(uri, uri)
    client.create_registered_model("fraud")
    first = time.perf_counter() - start

    def state() -> State:
        versions = client.search_model_versions("name='fraud'")
        aliases = client.get_registered_model("fraud").aliases
        return (
            {int(each.version): dict(each.tags) for each in versions},
            {alias: int(version) for alias, version in aliases.items()},
        )

    acts: Acts = {
        "create_model_version": lambda n: client.create_model_version(
            "fraud", "file:///artifact", tags={"turn": str(n)}
        ),
        "set_alias": lambda n: client.set_registered_model_alias("fraud", "champion", str(n)),
        "get_model_version_by_alias": lambda n: client.get_model_version_by_alias(
            "fraud", "champion"
        ),
        "get_model_version": lambda n: client.get_model_version("fraud", str(n)),
        f"list {VERSIONS} versions": lambda n: client.search_model_versions("name='fraud'"),
    }
    return acts, state, first


def median_ms(acts: list[Act], repeat: int) -> list[float]:
    """The median time of each act in milliseconds, called for each version so many times."""
    times: list[list[float]] = [[] for _ in acts]
    for _ in range(repeat):
        for start in range(1, VERSIONS + 1, BLOCK):
            for act, spent in zip(acts, times, strict=True):
                for number in range(start, start + BLOCK):
                    begin = time.perf_counter()
                    act(number)
                    spent.append(time.perf_counter() - begin)
    return [statistics.median(spent) * 1e3 for spent in times]


def main() -> int:
    """Measure, compare the end states, print the figures; 1 if the three do not end alike."""
    with tempfile.TemporaryDirectory() as folder:
        memory, memory_state = ours(None)
        file, file_state = ours(Path(folder) / "platform.db")
        theirs, their_state, first = mlflow(Path(folder) / "mlflow.db")
        print(f"{VERSIONS} versions of one model, medians in ms; x: how much longer MLflow takes")
        print(f"  {'':<28}{'MLflow':>9}{'ours, SQLite':>18}{'ours, memory':>20}   end state")
        alike = True
        for name in theirs:
            repeat = 1 if name == "create_model_version" else REPEAT
            slow, disk, fast = median_ms([theirs[name], file[name], memory[name]], repeat)
            same = memory_state() == file_state() == their_state()
            alike = alike and same
            print(
                f"  {name:<28}{slow:9.2f}{disk:10.3f} {slow / disk:5.0f} x"
                f"{fast:12.4f} {slow / fast:5.0f} x   {'equal' if same else 'DIFFERENT'}"
            )
        print(f"  MLflow's first call, which makes its tables: {first:.2f} s, without its import")
    return 0 if alike else 1


if __name__ == "__main__":
    sys.exit(main())
