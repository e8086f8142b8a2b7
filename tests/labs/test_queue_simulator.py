"""The queue simulator keeps to queueing theory, by formula and simulated, and to worked figures."""

from __future__ import annotations

import copy
import importlib
import itertools
import json
import sys
from collections.abc import Iterator
from math import exp
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from labkit.course import read_course
from labkit.simulation import load_simulator

FOLDER = read_course(Path(__file__).parents[2] / "labs").simulators["serving/queue"]
DEFAULTS = FOLDER.defaults()
simulator = load_simulator(FOLDER.source, FOLDER.modules)

Blocks = list[dict[str, Any]]


@pytest.fixture(scope="module")
def modules() -> Iterator[dict[str, ModuleType]]:
    """The modules of the simulator by name."""
    sys.path.insert(0, str(FOLDER.folder))
    yield {name: importlib.import_module(name) for name in ("theory", "traffic")}
    sys.path.remove(str(FOLDER.folder))
    for name in ("theory", "traffic"):
        sys.modules.pop(name, None)


def show(**changed: Any) -> Blocks:
    """The view with the defaults, except for what is changed; with plain spaces."""
    params = DEFAULTS | changed
    text = json.dumps(simulator.view(simulator.initial(params), params))
    blocks: Blocks = json.loads(text.replace("\\u00a0", " "))
    return blocks


def texts(row: list[Any]) -> list[str]:
    """What stands in a row of a table."""
    return [cell if isinstance(cell, str) else cell["text"] for cell in row]


def current(table: dict[str, Any]) -> list[str]:
    """The marked row of a table."""
    return texts(table["rows"][table["current"]])


def share_later(queue: Any, seconds: float) -> float:
    """The textbook's tail of wait and service together, for any number of workers."""
    offered, rate = queue.arrivals * queue.service, 1 / queue.service
    spare = queue.workers - 1 - offered
    grown = (1 - exp(-rate * seconds * spare)) / spare if abs(spare) > 1e-9 else rate * seconds
    return float(exp(-rate * seconds) * (1 + queue.waiting_share * grown))


@pytest.mark.parametrize(
    ("workers", "busy", "wait", "answer"),
    [
        (4, "90.0 %", "39.4", "59.4"),
        (5, "72.0 %", "5.9", "25.9"),
        (6, "60.0 %", "1.6", "21.6"),
        (8, "45.0 %", "0.16", "20.2"),
    ],
)
def test_table_shows_the_worked_example(workers: int, busy: str, wait: str, answer: str) -> None:
    """180 requests a second, 50 for each worker."""
    table = show(workers=workers)[2]

    assert [str(workers), busy, wait, answer] == current(table)[:4]


@pytest.mark.parametrize(
    ("arrivals", "mean", "p99"),
    [
        (50, "20.0", "92.1"),
        (80, "50.0", "230"),
        (90, "100", "461"),
        (95, "200", "921"),
        (99, "1,000", "4,605"),
    ],
)
def test_one_worker_has_closed_forms(arrivals: int, mean: str, p99: str) -> None:
    """Service of 10 ms, from half to nearly full."""
    details = show(arrivals=arrivals, workers=1, service=10)[4]
    formula = {row[0]: row[1] for row in details["rows"]}

    assert (formula["mean"], formula["P99"]) == (mean, p99)


def test_five_is_the_smallest_number_below_thirty() -> None:
    """The answer to the first task."""
    means = {row[0]: float(row[3]) for row in map(texts, show()[2]["rows"])}

    assert min((int(workers) for workers, mean in means.items() if mean < 30)) == 5
    assert means["4"] > 30


def test_pooling_beats_splitting() -> None:
    """Eight workers at 320 a second: the answer to the second task."""
    *_, told, table = show(arrivals=320, workers=8)
    pooled, split = map(texts, table["rows"])

    assert pooled[1] == "25.7"
    assert split[1:3] == ["100", "461"]
    assert "**3.9 times**" in told["text"]


@pytest.mark.parametrize("workers", [1, 2, 3, 8, 16])
@pytest.mark.parametrize("busy", [0.3, 0.6, 0.8, 0.9])
def test_erlang_c_is_the_sum_over_states(
    modules: dict[str, ModuleType], workers: int, busy: float
) -> None:
    """The recursion gives what the probabilities of 0, 1, 2, ... in the system add up to."""
    queue = modules["theory"].Queue(busy * workers * 50, workers, 0.02)
    weights = [1.0]
    for number in range(1, 4000):
        weights.append(weights[-1] * busy * workers / min(number, workers))
    total = sum(weights)
    in_system = sum(number * weight for number, weight in enumerate(weights)) / total

    assert queue.waiting_share == pytest.approx(sum(weights[workers:]) / total)
    assert queue.in_flight == pytest.approx(in_system)


@pytest.mark.parametrize(
    ("arrivals", "workers", "service"),
    [(50, 1, 0.01), (90, 1, 0.01), (180, 4, 0.02), (180, 6, 0.02), (320, 8, 0.02), (280, 16, 0.05)],
)
def test_what_is_simulated_agrees_with_theory(
    modules: dict[str, ModuleType], arrivals: float, workers: int, service: float
) -> None:
    """The mean within its stated error, percentiles within 6 %, shares over 100 ms within 0.03."""
    queue = modules["theory"].Queue(float(arrivals), workers, service)
    run = modules["traffic"].play(queue)

    assert abs(run.mean - queue.mean_time) <= run.error
    for percent in (95, 99):
        share = share_later(queue, run.percentile(percent) / 1.06)
        beyond = share_later(queue, run.percentile(percent) * 1.06)
        assert beyond <= 1 - percent / 100 <= share
    assert run.share_later(0.1) == pytest.approx(share_later(queue, 0.1), abs=0.03)


def test_stated_error_holds_for_other_seeds(
    modules: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 72 % utilisation, nine of ten runs have the formula's mean within twice the error."""
    traffic = modules["traffic"]
    queue = modules["theory"].Queue(180.0, 5, 0.02)
    near = 0
    for seed in range(20):
        monkeypatch.setattr(traffic, "SEED", seed)
        traffic.dice.cache_clear()
        traffic.play.cache_clear()
        run = traffic.play(queue)
        near += abs(run.mean - queue.mean_time) <= 2 * run.error
    traffic.dice.cache_clear()
    traffic.play.cache_clear()

    assert near >= 18


def test_little_counts_who_is_in_the_system(modules: dict[str, ModuleType]) -> None:
    """Rate times mean time is the mean number of requests present, counted over the same run."""
    text = show()[1]["text"]
    assert "59.4 ms = **10.7 requests**" in text
    assert "3.6 of them being worked on and 7.1 waiting" in text

    queue, traffic = modules["theory"].Queue(180.0, 5, 0.02), modules["traffic"]
    arrived = list(itertools.accumulate(gap / 180 for gap, _ in traffic.dice()))
    arrived = arrived[traffic.FILLING :]
    times = traffic.play(queue).times
    events = sorted(
        [(moment, 1) for moment in arrived]
        + [(moment + time, -1) for moment, time in zip(arrived, times, strict=True)]
    )
    present, area, last = 0, 0.0, arrived[0]
    for moment, change in events:
        area += present * (moment - last)
        present, last = present + change, moment
    assert area / (arrived[-1] - arrived[0]) == pytest.approx(queue.in_flight, rel=0.05)


def test_saturated_queue_has_words_and_no_number() -> None:
    """More than the workers can do, and exactly as much."""
    told, table, chart = show(workers=3)
    assert "**the queue has no end**, 30 more are waiting every second" in told["text"]
    assert told["tone"] == "bad"
    assert current(table) == ["3", "100 %", "no end", "no end", "no end"]
    assert chart["type"] == "chart"

    told, *_ = show(arrivals=150, workers=3)
    assert "and never shrinks. It takes at least 4 workers." in told["text"]


def test_nearly_full_run_is_doubted() -> None:
    """The page says so where the run is too short, and only there."""
    assert "too short" in show(arrivals=195)[4]["caption"]
    assert "too short" not in show(arrivals=190)[4]["caption"]


def test_timeout_counts_in_both_columns() -> None:
    """A longer time-out leaves fewer answers over it, by formula and simulated."""
    shares = []
    for timeout in (20, 100, 500):
        row = texts(show(arrivals=80, workers=1, service=10, timeout=timeout)[4]["rows"][-1])
        shares.append([float(cell.removesuffix(" %")) for cell in row[1:]])

    assert shares == sorted(shares, reverse=True)
    assert shares[1][0] == pytest.approx(100 * exp(-20 * 0.1), abs=0.05)


def test_curves_stay_in_the_picture() -> None:
    """Each has points, none above the upper end, and the dot lies on the curve of its workers."""
    for arrivals, workers, service in itertools.product((1, 180, 400), (1, 4, 16), (5, 20, 50)):
        chart = next(
            block
            for block in show(arrivals=arrivals, workers=workers, service=service)
            if block["type"] == "chart"
        )
        top = chart["spec"]["encoding"]["y"]["scale"]["domain"][1]
        values = [layer["data"]["values"] for layer in chart["spec"]["layer"]]

        assert all(0 <= point["wait"] <= top for points in values for point in points)
        assert all(0 <= point["utilisation"] <= 100 for points in values for point in points)
        assert "#" not in json.dumps(chart["spec"])


def test_extremes_of_every_control() -> None:
    """Every combination of smallest and largest values has a table and a chart, and no infinity."""
    ends = [(control.min, control.max) for control in FOLDER.controls]
    for values in itertools.product(*ends):
        blocks = show(**dict(zip(DEFAULTS, values, strict=True)))

        assert {"text", "table", "chart"} == {block["type"] for block in blocks}
        assert all(block["text"].count("**") == 2 for block in blocks if block["type"] == "text")
        json.dumps(blocks, allow_nan=False)


def test_pure() -> None:
    """Neither parameters nor state change, and equal input gives equal output."""
    params, state = dict(DEFAULTS), simulator.initial(dict(DEFAULTS))
    before = copy.deepcopy((params, state))

    after = simulator.act(state, {"type": "set", "control": "workers"}, params)
    first, second = simulator.view(after, params), simulator.view(after, params)

    assert (params, state) == before
    assert first == second
