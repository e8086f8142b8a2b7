"""Who belongs to the share that a canary serves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlplat_core.errors import DefinitionError
from mlplat_core.serving import Canary
from mlplat_core.serving.versions.canary import BUCKETS, bucket

KEYS = st.tuples(st.text() | st.integers(-(2**63), 2**63 - 1))


@given(KEYS, st.text(), st.integers(0, 10_000), st.integers(0, 10_000))
def test_raising_the_percentage_only_adds_entities(
    key: tuple[str | int, ...], salt: str, one: int, other: int
) -> None:
    """Nobody is taken back who has seen the new version."""
    smaller, larger = sorted((one, other))

    if Canary("next", smaller / 100, salt).takes(key):
        assert Canary("next", larger / 100, salt).takes(key)


@given(KEYS, st.text())
def test_nobody_and_everybody(key: tuple[str | int, ...], salt: str) -> None:
    """0 percent is nobody, 100 percent is everybody."""
    assert not Canary("next", 0, salt).takes(key)
    assert Canary("next", 100, salt).takes(key)
    assert 0 <= bucket(salt, key) < BUCKETS


@pytest.mark.parametrize("percent", [0.01, 0.07, 1, 10, 29, 57.3])
def test_the_share_is_exactly_so_many_buckets(percent: float) -> None:
    """0.07 percent are 7 of 10,000 buckets, though 0.07 * 100 is a little more than 7."""
    canary = Canary("next", percent)
    taken = {bucket("", (n,)) for n in range(20_000) if canary.takes((n,))}
    left = {bucket("", (n,)) for n in range(20_000) if not canary.takes((n,))}

    assert max(taken, default=-1) < round(percent * 100) <= min(left)


def test_the_share_is_the_same_in_every_process() -> None:
    """The hash is one that no seed of the interpreter changes."""
    code = "from mlplat_core.serving.versions.canary import bucket; print(bucket('s', ('u1', 7)))"
    root = Path(__file__).parents[3]

    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert seen == {f"{bucket('s', ('u1', 7))}\n"}


def test_another_salt_draws_other_entities() -> None:
    """Or the same people would try out everything."""
    one = {n for n in range(2000) if Canary("next", 50, "a").takes((n,))}
    other = {n for n in range(2000) if Canary("next", 50, "b").takes((n,))}

    assert 400 < len(one & other) < 600


def test_keys_that_look_alike_are_told_apart() -> None:
    """Parts are never joined into one text."""
    keys = [(1,), ("1",), ("a", "b"), ("a, b",), ("a', 'b",), ("a",), ("", "a")]

    assert len({bucket("s", key) for key in keys}) == len(keys)


@pytest.mark.parametrize("percent", [-1, 100.01, 33.333, float("nan")])
def test_a_percentage_that_cannot_be_kept_is_refused(percent: float) -> None:
    """Rounding it quietly would serve another share than was said."""
    with pytest.raises(DefinitionError, match="two decimals"):
        Canary("next", percent)


def test_an_alias_is_one_of_the_registry() -> None:
    """In lower case, as the registry keeps it."""
    assert Canary("Next", 1).alias == "next"
    with pytest.raises(DefinitionError, match="cannot be an alias"):
        Canary("latest", 1)
