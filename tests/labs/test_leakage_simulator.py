"""The leakage simulator measures what it shows, and shows of the next month what was asked for."""

from __future__ import annotations

import copy
import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score as sklearn_auc

from labkit.course import read_course
from labkit.simulation import load_simulator
from mlplat_core import FeatureStore
from mlplat_core.shop import (
    DEFINITIONS,
    FRAUD,
    NEXT_MONTH,
    NOTEBOOK,
    entity_row,
    feature_rows,
    fraud_model,
    make_market,
    payments_in,
    user_rows,
    vector,
)
from mlplat_core.shop.timeline import SETTLED, to_datetime

FOLDER = read_course(Path(__file__).parents[2] / "labs").simulators["feature-store/leakage"]
LATEST, EVENT_TIME, BOTH = JOINS = ("latest value", "event time", "both clocks")
MODELS = {LATEST: "leaky_latest", EVENT_TIME: "leaky_event_time", BOTH: "fraud_v1"}
MARKET = make_market()
simulator = load_simulator(FOLDER.source, FOLDER.modules)

Blocks = list[dict[str, Any]]
Moves = list[tuple[str, str]]


def show(*moves: tuple[str, str]) -> Blocks:
    """Sentence, chart and both tables after the moves, each a `set` or a `press` and its join."""
    params = FOLDER.defaults()
    state = simulator.initial(params)
    for kind, join in moves:
        params = params | {"join": join}
        state = simulator.act(state, {"type": kind}, params)
    blocks: Blocks = simulator.view(state, params)
    return blocks


def everything() -> Blocks:
    """What stands there once every join was tried and every model used."""
    return show(*itertools.product(["set", "press"], JOINS))


@pytest.fixture(scope="module")
def store() -> FeatureStore:
    """The whole shop in a feature store, on the day when all charge-backs have arrived."""
    filled = FeatureStore(clock=lambda: to_datetime(SETTLED))
    filled.apply(DEFINITIONS)
    for name, rows in feature_rows(MARKET).items():
        filled.push(name, rows, to="offline")
    return filled


def scored(store: FeatureStore, join: str, days: range, how: str) -> tuple[list[int], list[float]]:
    """Labels and scores of these days, with features from the store and scikit-learn's AUC."""
    payments = payments_in(MARKET, days)
    asked = [entity_row(payment) for payment in payments]
    if how == LATEST:
        asked = [{**row, "event_timestamp": to_datetime(SETTLED)} for row in asked]
    rows = store.get_historical_features(asked, FRAUD, as_known=how == BOTH).rows
    charged_back = {each.payment_id for each in MARKET.chargebacks}
    scorer = fraud_model(MODELS[join]).scorer
    labels = [int(payment.payment_id in charged_back) for payment in payments]
    return labels, [scorer.score(vector(row)) for row in rows]


@pytest.mark.parametrize("place", range(3), ids=JOINS)
def test_aucs_are_those_of_the_feature_store_and_scikit_learn(
    place: int, store: FeatureStore
) -> None:
    """The promise is measured as the model was trained, what it keeps as it is served."""
    join = JOINS[place]
    promised = sklearn_auc(*scored(store, join, NOTEBOOK, join))
    kept = sklearn_auc(*scored(store, join, NEXT_MONTH, BOTH))

    _, _, table, _ = everything()

    said = [cell.split()[0] for cell in table["rows"][place][1:3]]
    assert said == [f"{promised:.2f}", f"{kept:.2f}"]


def test_the_more_a_join_reads_ahead_the_more_it_promises_and_the_less_it_keeps() -> None:
    """As the lesson says: least promised, most kept, and with the latest value below a coin."""
    promises, _ = simulator.measured()

    promised = [promises[join].notebook.auc for join in JOINS]
    kept = [promises[join].next_month.auc for join in JOINS]

    assert promised == sorted(promised, reverse=True)
    assert kept == sorted(kept)
    assert kept[0] < 0.5
    assert [False, False, True] == [promises[join].is_kept() for join in JOINS]
    assert promises[LATEST].seen.frauds == promises[LATEST].seen.frauds_with


def test_ranges_hold_what_chance_does_to_other_payments(store: FeatureStore) -> None:
    """Of payments drawn again from the same, nineteen AUCs in twenty lie in the range."""
    labels, scores = (np.array(each) for each in scored(store, BOTH, NEXT_MONTH, BOTH))
    generator = np.random.default_rng(5)
    ones, zeros = np.flatnonzero(labels), np.flatnonzero(labels == 0)
    drawn = []
    for _ in range(500):
        rows = np.concatenate([generator.choice(side, side.size) for side in (ones, zeros)])
        drawn.append(sklearn_auc(labels[rows], scores[rows]))

    low, high = simulator.measured()[0][BOTH].next_month.reach()

    assert np.quantile(drawn, [0.025, 0.975]) == pytest.approx([low, high], abs=0.02)


def test_table_says_on_how_many_payments_it_rests() -> None:
    """The numbers of payments and frauds are those of the two months."""
    charged_back = {each.payment_id for each in MARKET.chargebacks}
    told = []
    for days in (NOTEBOOK, NEXT_MONTH):
        payments = payments_in(MARKET, days)
        frauds = sum(payment.payment_id in charged_back for payment in payments)
        told.append(f"{len(payments):,} payments with {frauds} frauds")

    caption = show()[2]["caption"]

    assert f"{told[0]} in the notebook, {told[1]} next month" in caption


def test_next_month_is_shown_of_used_models_only() -> None:
    """Before the button is pressed, no block holds what the month would bring."""
    kept = f"{simulator.measured()[0][EVENT_TIME].next_month.auc:.2f}"
    tried, used = show(("set", EVENT_TIME)), show(("set", EVENT_TIME), ("press", EVENT_TIME))

    assert kept not in json.dumps(tried)
    assert [row[2] for row in tried[2]["rows"]] == ["not used yet"] * 2
    assert "next month" not in tried[1]["alt"]
    assert f"next month brought **{kept}**" in used[0]["text"]
    assert f"event time, next month {kept}" in used[1]["alt"]
    assert used[2]["rows"][1][2].startswith(f"{kept} (")


@pytest.mark.parametrize("tried", [JOINS[:1], JOINS[:2], (LATEST, BOTH), JOINS])
def test_only_joins_that_were_tried_are_shown(tried: tuple[str, ...]) -> None:
    """In chart and tables, in the order of the control, the chosen one marked."""
    moves = [("set", join) for join in tried]

    _, chart, aucs, example = show(*reversed(moves))

    assert list(tried) == [row[0] for row in aucs["rows"]] == [row[0] for row in example["rows"]]
    assert list(tried) == [point["join"] for point in chart["spec"]["data"]["values"]]
    assert aucs["current"] == example["current"] == 0


@pytest.mark.parametrize(
    ("used", "said", "tone"),
    [
        ([BOTH], "You reached the honest number without looking at the answer.", "good"),
        ([LATEST, BOTH], "you had looked at the answer once before.", "good"),
        ([EVENT_TIME, LATEST, BOTH], "you had looked at the answer twice before.", "good"),
        ([BOTH, LATEST, BOTH], "You reached the honest number without looking", "good"),
        ([LATEST], "too far down to be chance. The notebook had read ahead.", "bad"),
        ([EVENT_TIME], "too far down to be chance. The notebook had read ahead.", "bad"),
    ],
)
def test_sentence_judges_and_counts_the_looks(used: list[str], said: str, tone: str) -> None:
    """The task is done by reasoning when the honest model is the first to be used."""
    moves = [(kind, join) for join in used for kind in ("set", "press")]

    text, *_ = show(*moves)

    assert said in text["text"]
    assert text["tone"] == tone


def test_example_shows_the_row_that_each_join_takes(store: FeatureStore) -> None:
    """Value and both times are a row of the log, and the store joins this value."""
    _, example = simulator.measured()
    asked = entity_row(example.payment)
    late = {**asked, "event_timestamp": to_datetime(SETTLED)}
    feature = ["user_stats:chargebacks_180d"]
    log = {(row.event, row.created, row.chargebacks_180d) for row in user_rows(MARKET)}

    joined = [
        store.get_historical_features([row], feature, as_known=as_known).rows[0]
        for row, as_known in ((late, False), (asked, False), (asked, True))
    ]
    taken = [example.taken[join] for join in JOINS]

    values = [row.values["chargebacks_180d"] for row in taken]
    assert values == [row["chargebacks_180d"] for row in joined]
    assert len({*values}) == 3
    for row in taken:
        times = row.event_timestamp.timestamp(), row.created_timestamp.timestamp()
        assert (*times, row.values["chargebacks_180d"]) in log


def test_example_names_the_clock_that_would_have_kept_the_row_out() -> None:
    """It follows from the times beside it."""
    made = to_datetime(simulator.measured()[1].payment.event)
    taken = simulator.measured()[1].taken

    told = {row[0]: row[4] for row in everything()[3]["rows"]}

    assert taken[LATEST].event_timestamp > made
    assert "event time" in told[LATEST]["text"]
    assert taken[EVENT_TIME].event_timestamp < made < taken[EVENT_TIME].created_timestamp
    assert "created time" in told[EVENT_TIME]["text"]
    assert taken[BOTH].created_timestamp <= made
    assert told[BOTH] == {"text": "true and known", "tone": "good"}


def test_extremes_of_every_control() -> None:
    """Each join, first of all, used or not, gives four complete blocks."""
    for join, moves in itertools.product(JOINS, ([], ["press"], ["press", "press", "set"])):
        params = FOLDER.defaults() | {"join": join}
        state = simulator.initial(params)
        for kind in moves:
            state = simulator.act(state, {"type": kind}, params)

        text, chart, aucs, example = simulator.view(state, params)

        assert text["text"].count("**") in (2, 4)
        assert join in chart["alt"]
        assert (len(aucs["rows"]), len(example["rows"])) == (1, 1)
        json.dumps([state, text, chart, aucs, example], allow_nan=False)


def test_pure() -> None:
    """Neither parameters nor state change, and equal input gives equal output."""
    params = FOLDER.defaults()
    state = simulator.initial(params)
    before = copy.deepcopy((params, state))

    after = simulator.act(state, {"type": "press", "control": "use"}, params)
    first, second = simulator.view(after, params), simulator.view(after, params)

    assert (params, state) == before
    assert first == second
    assert json.loads(json.dumps(after)) == after


def test_chart_uses_the_theme_s_colours_only() -> None:
    """No colour is written down in the chart; each is a variable of the theme."""
    _, chart, _, _ = everything()

    assert "#" not in json.dumps(chart["spec"])
    assert "var(--mlp-accent)" in json.dumps(chart["spec"])
