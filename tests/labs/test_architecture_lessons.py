"""The lessons on architecture quote what their labs compute, and draw what their labs count."""

from __future__ import annotations

import re
import runpy
import tomllib
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LESSONS = ROOT / "docs" / "1-architecture"
LABS = ROOT / "labs" / "1-architecture"
PAIR_IN_WORDS = re.compile(r"(\w+) and (\w+): (\d+)")


def solved(lab: str) -> dict[str, Any]:
    """What the solution of the lab leaves behind, its example included."""
    return runpy.run_path(str(LABS / lab / "solution.py"))


@pytest.fixture(scope="module")
def cut_lab() -> dict[str, Any]:
    """The solved lab on cuts, with its sixty commits."""
    return solved("3-would-this-cut-hurt")


@pytest.fixture(scope="module")
def where_to_cut() -> str:
    """The lesson around it."""
    return (LESSONS / "where-to-cut.md").read_text(encoding="utf-8")


def test_lesson_quotes_the_share_of_every_cut(cut_lab: dict[str, Any], where_to_cut: str) -> None:
    """Training crosses least, and the text says by how much for each of the three cuts."""
    shares = {row["cut"]: row["crossing, %"] for row in cut_lab["table"]}

    assert 60 == len(cut_lab["commits"])
    assert "training leaves" == min(shares, key=lambda cut: shares[cut])
    for share in shares.values():
        assert f"{share} %" in where_to_cut


def test_cut_of_ones_own_falls_between(cut_lab: dict[str, Any], where_to_cut: str) -> None:
    """Features and scoring leaving together is what the lesson says it is."""
    modules = cut_lab["MODULES"].values()
    service_of = {
        name: "prediction" if name in ("features", "scoring") else "app" for name in modules
    }

    share = cut_lab["cross_rate"](cut_lab["commits"], service_of)

    assert f"at {100 * share:.0f} %" in where_to_cut


def test_picture_counts_the_commits_of_the_lab(cut_lab: dict[str, Any], where_to_cut: str) -> None:
    """Each line's number, in the picture and in its description, is counted from the commits."""
    together = Counter(
        pair for commit in cut_lab["commits"] for pair in combinations(sorted(commit), 2)
    )
    picture = where_to_cut[where_to_cut.index("<svg") : where_to_cut.index("</svg>")]

    described = {
        tuple(sorted((one, other))): int(number)
        for one, other, number in PAIR_IN_WORDS.findall(picture)
    }
    drawn = sorted(int(number) for number in re.findall(r">(\d+)</text>", picture))

    assert dict(together) == described
    assert sorted(together.values()) == drawn


@pytest.mark.parametrize("leaving", ["training", "features"])
def test_picture_says_how_many_commits_cross(
    cut_lab: dict[str, Any], where_to_cut: str, leaving: str
) -> None:
    """The number beside a dashed line is the lab's own count."""
    crossing = [
        commit for commit in cut_lab["commits"] if leaving in commit and len(set(commit)) > 1
    ]

    assert re.search(rf">{leaving} leaves?: {len(crossing)} cross<", where_to_cut)


def test_call_chain_of_the_picture_is_that_of_the_lab() -> None:
    """The request of the lab takes as long as the picture says, with and without a time-out."""
    lesson = (LESSONS / "call-chains.md").read_text(encoding="utf-8")
    lab = solved("2-call-chain")
    gateway, together, scoring = lab["checkout"]
    required = [call for call in together if call[2]]
    given_25_ms = [(min(ms, 25), share, False) for ms, share, needed in together if not needed]

    latency_ms, _ = lab["chain"](lab["checkout"])
    shorter_ms, _ = lab["chain"]([gateway, required + given_25_ms, scoring])

    assert f"answer, {latency_ms} ms" in lesson
    assert f"ends after {shorter_ms}." in lesson


@pytest.fixture(scope="module")
def three_shapes() -> str:
    """The lesson around the simulator of lead time."""
    return (LESSONS / "three-shapes.md").read_text(encoding="utf-8")


def verdict(**moved: float) -> str:
    """The simulator's first sentence, with these controls moved."""
    folder = LABS / "lead-time.sim"
    controls = tomllib.loads((folder / "sim.toml").read_text(encoding="utf-8"))["controls"]
    params = {control["id"]: control["default"] for control in controls} | moved
    simulator = runpy.run_path(str(folder / "sim.py"))
    first: str = simulator["view"](simulator["initial"](params), params)[0]["text"]
    return first


def test_first_task_has_the_answer_of_the_lesson(three_shapes: str) -> None:
    """Six services win with 19 % of crossing changes and no more with 20 %."""
    assert "At 19 % the six services win, at 20 % they do not" in three_shapes
    assert "services are faster" in verdict(crossing=19)
    assert "one lane is faster" in verdict(crossing=20)


def test_second_task_has_the_answer_of_the_lesson(three_shapes: str) -> None:
    """A faster pipeline moves the number of engineers from which services win."""
    assert "they win from 53 engineers on, instead of 14" in three_shapes
    assert "Services win from 14 engineers on" in verdict()
    assert "Services win from 53 engineers on" in verdict(pipeline=5)


def test_lesson_quotes_the_minutes_of_the_simulator(three_shapes: str) -> None:
    """34 minutes become 39 or 26, and bad boundaries cost 71 against 60."""
    assert "34.3 minutes through one lane and 39.1" in verdict()
    assert "and 25.6 through" in verdict(crossing=10)
    assert "60.0 minutes through one lane and 71.1" in verdict(engineers=16, crossing=60)
    assert "the 34 minutes become 39; if one in ten does, 26" in three_shapes
    assert "with 16 engineers, 71 minutes against 60" in three_shapes
