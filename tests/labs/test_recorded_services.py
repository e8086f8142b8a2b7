"""The three services of the percentile lab have one mean, and come out of a seed."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from labkit.course import read_course
from labkit.runner import run_program

LAB = read_course(Path(__file__).parents[2] / "labs").labs["serving/percentiles"]
RECORDING = re.compile(r'^(\w+) = """\n([\d\s]+)"""$', re.MULTILINE)
CALLS = 100
MEAN_MS = 40
SEED = 42
# For each service: how many of the hundred calls take about so long, in milliseconds.
KINDS_OF_CALLS = {
    "ledger": [(100, 32, 48)],  # every call does the same work
    "catalogue": [(70, 8, 16), (30, 88, 112)],  # the cache has it, or has not
    "profiles": [(98, 14, 30), (2, 880, 940)],  # two calls met a pause
}


def record(kinds: list[tuple[int, int, int]], rng: random.Random) -> list[int]:
    """A hundred seeded latencies, nudged until their mean is the same as everybody's."""
    calls = [
        low + int(rng.random() * (high - low)) for many, low, high in kinds for _ in range(many)
    ]
    usual = kinds[0][0]
    place = 0
    while sum(calls) != CALLS * MEAN_MS:
        calls[place % usual] += 1 if sum(calls) < CALLS * MEAN_MS else -1
        place += 1
    return sorted(calls, key=lambda _: rng.random())


def recordings(program: str) -> dict[str, list[int]]:
    """What a program of the lab has recorded, by service."""
    return {
        name.lower(): [int(call) for call in text.split()]
        for name, text in RECORDING.findall(program)
    }


@pytest.mark.parametrize("program", [LAB.starter, LAB.solution], ids=["starter", "solution"])
def test_recorded_services_come_out_of_the_seed(program: str) -> None:
    """Whoever wants to know how the services were made can make them again."""
    rng = random.Random(SEED)

    made = {name: record(kinds, rng) for name, kinds in KINDS_OF_CALLS.items()}

    assert recordings(program) == made


def test_recorded_services_have_equal_means() -> None:
    """A hundred calls each, 40 ms on average: the mean cannot tell them apart."""
    services = recordings(LAB.solution)

    assert len(services) == 3
    for calls in services.values():
        assert (len(calls), sum(calls)) == (CALLS, CALLS * MEAN_MS)


def test_solution_tells_the_services_apart() -> None:
    """What the lesson says about the three is what the learner's table shows."""
    report = run_program(LAB.solution)

    assert report.error is None
    rows = [line.split() for line in report.stdout.splitlines()]
    assert ["ledger", "40.0", "40", "47", "48"] in rows
    assert ["catalogue", "40.0", "16", "106", "109"] in rows
    assert ["profiles", "40.0", "23", "30", "887"] in rows


def test_starter_shows_three_equal_services() -> None:
    """The task begins with the mean, by which the three are one."""
    report = run_program(LAB.starter)

    assert report.error is None
    assert report.stdout.count("40.0") == 3 * 4
