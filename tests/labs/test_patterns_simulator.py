"""The patterns simulator computes the worked table and knows which patterns a deadline leaves."""

from __future__ import annotations

import copy
import importlib
import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from labkit.course import read_course
from labkit.simulation import load_simulator
from mlplat_core import MicroBatcher, MicroBatching

FOLDER = read_course(Path(__file__).parents[2] / "labs").simulators["serving/patterns"]
DEFAULTS = FOLDER.defaults()
PATTERNS = next(each.options for each in FOLDER.controls if each.id == "pattern")
simulator = load_simulator(FOLDER.source, FOLDER.modules)

Blocks = list[dict[str, Any]]


def show(**changed: Any) -> Blocks:
    """The view with the defaults, except for what is changed; with plain spaces."""
    params = DEFAULTS | changed
    text = json.dumps(simulator.view(simulator.initial(params), params))
    blocks: Blocks = json.loads(text.replace("\\u00a0", " "))
    return blocks


def current(table: dict[str, Any]) -> list[str]:
    """The marked row of a table."""
    row = table["rows"][table["current"]]
    return [cell if isinstance(cell, str) else cell["text"] for cell in row]


@pytest.fixture(scope="module")
def burst() -> Iterator[ModuleType]:
    """The module with the model."""
    sys.path.insert(0, str(FOLDER.folder))
    yield importlib.import_module("burst")
    sys.path.remove(str(FOLDER.folder))
    sys.modules.pop("burst", None)


@pytest.mark.parametrize(
    ("requests", "at_once", "batches", "job", "best", "words"),
    [
        (1, "30 ms", "116 ms", "60.0 s", 1, "99 % within 50 ms"),
        (20, "110 ms", "135 ms", "60.0 s", 1, "Send all 20 rows **in one call**"),
        (28, "150 ms", "143 ms", "60.0 s", 2, "from 25 on, **small batches"),
        (100, "510 ms", "179 ms", "60.0 s", 2, "**answer with a job id**"),
        (10_000, "50.0 s", "2.8 s", "60.2 s", 2, "**Keep no connection open**"),
        (100_000, "500 s", "27.1 s", "62.0 s", 2, "one by one they take 500 s"),
        (250_000, "21 min", "67.5 s", "65.0 s", 5, "**a job** takes to start"),
        (1_000_000, "83 min", "270 s", "80.0 s", 5, "**one job at night**"),
    ],
)
def test_table_shows_the_worked_example(
    requests: int, at_once: str, batches: str, job: str, best: int, words: str
) -> None:
    """Four workers: every figure of the course's table, what is shortest, and its sentence."""
    advice, *_, table = show(requests=requests)

    row = current(table)
    assert [f"{requests:,}", at_once, batches, job] == [
        text.removeprefix("✓ ") for text in (row[0], row[1], row[2], row[5])
    ]
    assert [best] == [place for place, text in enumerate(row) if text.startswith("✓")]
    assert words in advice["text"]


def test_first_answer_does_not_wait_for_the_last() -> None:
    """One by one the first is there at once; of two batches the smaller one comes first."""
    _, _, table, *_ = show(requests=100)
    rows = {row[0]: row[1:3] for row in table["rows"]}

    assert rows["synchronous"] == ["30 ms", "510 ms"]
    assert rows["micro-batches"] == ["151 ms", "179 ms"]
    assert rows["batch job"] == ["60.0 s", "60.0 s"]


def test_deadline_crosses_out_what_cannot() -> None:
    """Of one request three patterns answer within 200 ms; of 10,000 none does."""
    advice, _, table, _, by_requests = show(deadline=True)

    assert ["✓ yes", "✓ yes", "✓ yes", "✕ too late", "✕ too late"] == [
        row[-1]["text"] for row in table["rows"]
    ]
    assert advice["text"].endswith("Within 200 ms: synchronous, micro-batches, nearline.")
    assert "✕ 60.0 s" in current(by_requests)
    assert "**no pattern**" in show(requests=10_000, deadline=True)[0]["text"]
    assert show(requests=10_000, deadline=True)[0]["tone"] == "bad"


def test_old_features_bring_the_job_back() -> None:
    """With features of yesterday a read is enough, and the night's work is paid all the same."""
    before = show(requests=100, deadline=True, pattern="batch job")
    after = show(requests=100, deadline=True, pattern="batch job", day_old=True)

    assert current(before[2]) == [
        "batch job",
        "60.0 s",
        "60.0 s",
        "60.0",
        "60.0 s",
        "✕ too late",
    ]
    assert current(after[2]) == ["batch job", "15 ms", "15 ms", "80.0", "up to 24 h", "✓ yes"]
    assert "**look it up**" in after[0]["text"]
    assert "nothing of this request" in after[1]["text"]


def test_slider_stops_where_the_shortest_pattern_changes() -> None:
    """From 24 to 25 requests and from 230,000 to 240,000; elsewhere it stays."""
    stops = next(control.stops for control in FOLDER.controls if control.id == "requests")
    rows = {each: current(show(requests=each)[-1]) for each in stops}
    best = {
        each: next(place for place, text in enumerate(row) if text.startswith("✓"))
        for each, row in rows.items()
    }

    changes = [pair for pair in itertools.pairwise(stops) if best[pair[0]] != best[pair[1]]]

    assert changes == [(24, 25), (230_000, 240_000)]


@pytest.mark.parametrize("workers", [1, 3, 4])
def test_micro_batches_are_those_of_the_platform(burst: ModuleType, workers: int) -> None:
    """The formula's batches and times, against `MicroBatcher` and workers played one by one."""
    limits = MicroBatching(max_batch_size=burst.BATCH_ROWS, max_wait_ms=1, max_queue_rows=10_000)
    for n in (1, 63, 64, 65, 128, 200, 256, 257, 1000, 1024):
        batcher = MicroBatcher[int](limits)
        batches = [batch for number in range(n) for batch in batcher.add(number, 0.0)]
        batches += batcher.due(1.0)

        free = [burst.ACKNOWLEDGE + burst.POLLING] * workers
        ends = []
        for batch in batches:
            free.sort()
            free[0] += burst.BATCH_CALL + batch.rows * burst.BATCH_ROW
            ends.append(free[0])

        answers = burst.queued(n, workers)
        assert answers.last == pytest.approx(max(ends)), n
        assert answers.first == pytest.approx(min(ends)), n


def test_queue_wins_from_the_number_it_names(burst: ModuleType) -> None:
    """One request fewer, and answering at once is no slower."""
    for workers in (1, 4, 16, 64):
        n = burst.queue_wins_from(workers)

        assert burst.queued(n, workers).last < burst.synchronous(n, workers).last
        assert burst.queued(n - 1, workers).last >= burst.synchronous(n - 1, workers).last
    assert burst.queue_wins_from(4) == 25


def test_what_was_prepared_costs_nothing_to_wait_for(burst: ModuleType) -> None:
    """Old features never make an answer later, and never make the work less."""
    for n, workers in itertools.product((1, 28, 10_000, 1_000_000), (1, 4, 64)):
        fresh = burst.all_answers(n, workers, False)
        old = burst.all_answers(n, workers, True)
        for name in PATTERNS:
            assert old[name].last <= fresh[name].last, (name, n)
            assert old[name].work >= fresh[name].work, (name, n)


def test_extremes_of_every_control() -> None:
    """Every combination of ends and choices gives five complete blocks."""
    for requests, workers, pattern, deadline, day_old in itertools.product(
        (1, 1_000_000), (1, 64), PATTERNS, (False, True), (False, True)
    ):
        blocks = show(
            requests=requests, workers=workers, pattern=pattern, deadline=deadline, day_old=day_old
        )

        assert ["text", "text", "table", "chart", "table"] == [block["type"] for block in blocks]
        assert all(block["text"].count("**") == 2 for block in blocks if block["type"] == "text")
        json.dumps(blocks, allow_nan=False)
        assert pattern in current(blocks[2])


def test_pure() -> None:
    """Neither parameters nor state change, and equal input gives equal output."""
    params, state = dict(DEFAULTS), simulator.initial(dict(DEFAULTS))
    before = copy.deepcopy((params, state))

    after = simulator.act(state, {"type": "set", "control": "requests"}, params)
    first, second = simulator.view(after, params), simulator.view(after, params)

    assert (params, state) == before
    assert first == second


def test_chart_tells_lines_apart_without_colour() -> None:
    """Five patterns, five dashes, and no colour that is not the theme's."""
    spec = show(deadline=True)[3]["spec"]
    lines = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "line")
    dashes = lines["encoding"]["strokeDash"]["scale"]

    assert tuple(dashes["domain"]) == PATTERNS
    assert len({tuple(dash) for dash in dashes["range"]}) == len(PATTERNS)
    assert "#" not in json.dumps(spec)
