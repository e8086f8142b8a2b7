"""Several threads and processes at once, and processes that are killed in the middle."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from mlplat_core import ConflictError, ModelRegistry, VersionRegistered
from mlplat_core.registry.store import RegistryStore

WRITER = Path(__file__).with_name("writer.py")
Child = subprocess.Popen[str]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that is not there yet."""
    return tmp_path / "platform.db"


@contextmanager
def writers(path: Path, processes: int, count: int) -> Iterator[list[Child]]:
    """Child processes that all begin to write at the same moment; dead when the block ends."""
    children = [
        subprocess.Popen(
            [sys.executable, str(WRITER), str(path), f"p{number}", str(count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(processes)
    ]
    try:
        for child in children:
            assert child.stdout
            assert child.stdout.readline() == "ready\n"
        for child in children:
            assert child.stdin
            child.stdin.write("go\n")
            child.stdin.flush()
        yield children
    finally:
        for child in children:
            child.kill()
            child.communicate()


def test_eight_processes_share_numbers_and_one_wins(path: Path) -> None:
    """Distinct consecutive versions, one winner of a compare-and-set, and a log that verifies."""
    with writers(path, processes=8, count=10) as children:
        said = [child.communicate(timeout=60)[0].split() for child in children]

    assert [child.returncode for child in children] == [0] * 8
    numbers = [int(word) for words in said for word in words[:-1]]
    assert sorted(numbers) == list(range(1, 81))
    assert sorted(words[-1] for words in said) == ["lost"] * 7 + ["won"]
    with closing(ModelRegistry(path)) as registry:
        registry.verify()
        assert [v.version for v in registry.model_versions("fraud")] == list(range(1, 81))
        winner = registry.get_model_version_by_alias("fraud", "trophy")
        assert winner.author == next(f"p{i}" for i, words in enumerate(said) if words[-1] == "won")


@pytest.mark.parametrize("after", [1, 97, 233])
def test_a_killed_process_leaves_all_that_it_acknowledged(path: Path, after: int) -> None:
    """SIGKILL in the middle of hundreds of writes: nothing lost, nothing half there."""
    with writers(path, processes=2, count=0) as children:
        acknowledged: list[list[int]] = []
        assert children[0].stdout
        told = [int(children[0].stdout.readline()) for _ in range(after)]
        for child, already in zip(children, (told, []), strict=True):
            child.kill()
            assert child.stdout
            # The last line may be cut, so only whole ones count as said.
            rest = child.stdout.read().splitlines(keepends=True)
            acknowledged.append(already + [int(line) for line in rest if line.endswith("\n")])

    with closing(ModelRegistry(path)) as registry:
        registry.verify()
        versions = registry.model_versions("fraud")
        assert [v.version for v in versions] == list(range(1, len(versions) + 1))
        author = {v.version: v.author for v in versions}
        for who, numbers in enumerate(acknowledged):
            assert {author[number] for number in numbers} <= {f"p{who}"}
        assert len(acknowledged[0]) >= after
        # At most the one version that each was about to report is there beyond that.
        assert 0 <= len(versions) - sum(map(len, acknowledged)) <= 2
        for version in versions:
            registry.load_artifact(f"models:/fraud/{version.version}")
        registry.create_model_version("fraud", b"life goes on")


@pytest.mark.parametrize("shared", [True, False])
def test_threads_share_numbers_and_one_wins(
    reopen: Callable[[], RegistryStore], shared: bool
) -> None:
    """Whether they share one registry or only its home."""
    one = ModelRegistry(store=reopen())
    one.create_registered_model("fraud")
    registries = [one if shared else ModelRegistry(store=reopen()) for _ in range(8)]

    def work(registry: ModelRegistry) -> tuple[list[int], bool]:
        numbers = [registry.create_model_version("fraud", b"w").version for _ in range(10)]
        try:
            registry.set_alias("fraud", "champion", numbers[0], expected=None)
        except ConflictError:
            return numbers, False
        return numbers, True

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(work, registries))

    assert sorted(n for numbers, _ in done for n in numbers) == list(range(1, 81))
    assert [won for _, won in done].count(True) == 1
    events = [entry.event for entry in one.history() if isinstance(entry.event, VersionRegistered)]
    assert [event.version for event in events] == list(range(1, 81))
    one.verify()
