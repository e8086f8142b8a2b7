"""Plays the incident for its tests, and computes its losses a second time, in another way."""

from __future__ import annotations

import itertools
from collections import deque
from pathlib import Path
from typing import Any

from labkit.course import read_course
from labkit.simulation import load_simulator
from mlplat_core.shop import NEXT_MONTH, FraudFeatures, fraud_model, make_market, read_examples

FOLDER = read_course(Path(__file__).parents[2] / "labs").simulators["model-registry/incident"]
OPTIONS = {control.id: control.options for control in FOLDER.controls}
WITHOUT, WITH = OPTIONS["round"]
UNTIL_TODAY, TODAY, ELSE = OPTIONS["claim"][1:]
LINE = 3 / 60
CALL, CLOSING = 40, 250
FEATURES = FraudFeatures(make_market())
ROWS = read_examples(FEATURES, NEXT_MONTH)
BEFORE = read_examples(FEATURES, range(90, 120))
SURE = ("ask every file about last month", "restore model_final.json")  # in the first game
simulator = load_simulator(FOLDER.source, FOLDER.modules)

Blocks = list[dict[str, Any]]
State = dict[str, Any]


def option(start: str) -> tuple[str, str, str]:
    """The select with an option that begins so, its button, and the option."""
    for select, button in (("question", "look"), ("change", "do"), ("claim", "say")):
        for each in OPTIONS[select]:
            if each.partition(", ")[0] == start:
                return select, button, each
    raise KeyError(start)


def play(*moves: str, name: str = WITHOUT, state: State | None = None) -> State:
    """The state after these moves in a round."""
    params = FOLDER.defaults() | {"round": name}
    state = simulator.initial(params) if state is None else state
    for move in moves:
        select, button, chosen = option(move)
        params |= {select: chosen}
        for action in ({"type": "set", "control": select}, {"type": "press", "control": button}):
            state = simulator.act(state, action, params)
    return state


def look(state: State, name: str = WITHOUT) -> Blocks:
    """The view of a round."""
    blocks: Blocks = simulator.view(state, FOLDER.defaults() | {"round": name})
    return blocks


def said(*moves: str, name: str = WITHOUT) -> str:
    """The first sentences after these moves."""
    text: str = look(play(*moves, name=name), name)[0]["text"]
    return text


def rows(blocks: Blocks, caption: str) -> list[list[str]]:
    """The cells of the table whose caption has these words."""
    (found,) = (each for each in blocks if each["type"] == "table" and caption in each["caption"])
    return [
        [cell if isinstance(cell, str) else cell["text"] for cell in row] for row in found["rows"]
    ]


def losses(*moves: str, name: str = WITHOUT) -> dict[str, tuple[int, int]]:
    """What the afternoon has cost so far, and what it would have cost."""
    found = rows(look(play(*moves, name=name), name), "as their charge-backs will tell")
    return {what: (number(now), number(usual)) for what, now, usual in found}


def drawn(chart: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that a chart draws."""
    values: list[dict[str, Any]] = chart["spec"]["data"]["values"]
    return values


def number(text: str) -> int:
    """The number in a cell."""
    return int(text.replace(",", "").replace("\N{MINUS SIGN}", "-").replace("+", ""))


def suspected(model: str, examples: Any = ROWS) -> list[bool]:
    """Which payments this model sends to the desk, in order."""
    return [score >= LINE for score in examples.scores(fraud_model(model).scorer)]


def flags_of(*deployed: tuple[int, str]) -> list[bool]:
    """Which payments of the afternoon are suspected, with these models from these minutes on."""
    flags: list[bool] = []
    for (start, model), (end, _) in itertools.pairwise([*deployed, (CLOSING, "")]):
        flags += suspected(model)[start * 5 : end * 5]
    return flags


def desk_by_the_clock(flags: list[bool]) -> tuple[dict[int, bool], list[int]]:
    """For each payment at the desk whether it was looked at, and how many waited at each tick.

    Ticks are fifths of a minute. Whoever is called first in a tick has waited longest; after half
    an hour one is called no more.
    """
    queue: deque[int] = deque()
    busy, fate, waiting = [0, 0], {}, []
    for tick in range(2 * CLOSING * 5):
        if tick < CLOSING * 5 and flags[tick]:
            queue.append(tick)
        for person, free_at in enumerate(busy):
            if free_at <= tick and queue:
                fate[queue.popleft()] = True
                busy[person] = tick + 20
        while queue and queue[0] + 150 <= tick:
            fate[queue.popleft()] = False
        waiting.append(len(queue))
    return fate, waiting


def recomputed(*deployed: tuple[int, str], until: int = CLOSING) -> dict[str, int]:
    """The same losses from the queue by the clock, for these models from these minutes on."""
    fate, _ = desk_by_the_clock(flags_of(*deployed))
    came = {place: seen for place, seen in fate.items() if place < until * 5}
    looked_at = {place for place, seen in came.items() if seen}
    frauds = {place for place in range(until * 5) if ROWS.labels[place]}
    honest, through = len(came.keys() - frauds), len(frauds - looked_at)
    return {
        "honest, sent to the desk": honest,
        "waved through, for want of time": len(came) - len(looked_at),
        "fraud, let through": through,
        "decided wrongly": honest + through,
        "cost of looks and of fraud, euros": 3 * len(looked_at) + 60 * through,
    }
