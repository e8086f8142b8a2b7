"""The panel shows what the platform served and what the models computed, and it adds up."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path
from typing import Any

import pytest

from labkit.simulation import advance, load_simulator
from mlplat_core.models import GradientBoostingScorer, LinearScorer
from mlplat_core.shop import FEATURES, FraudFeatures, Market, fraud_model, make_market, vector

FOLDER = Path(__file__).parents[2] / "labs" / "5-platform" / "meet-the-model.sim"
CONTROLS = {
    control["id"]: control
    for control in tomllib.loads((FOLDER / "sim.toml").read_text(encoding="utf-8"))["controls"]
}
DEFAULTS = {name: control["default"] for name, control in CONTROLS.items()}
KINDS, MODELS = CONTROLS["kind"]["options"], CONTROLS["model"]["options"]
TREES, LINEAR, LEAKY = MODELS

MINUS = "\N{MINUS SIGN}"

Block = dict[str, Any]


simulator = load_simulator((FOLDER / "sim.py").read_text("utf-8"))


def show(**changed: Any) -> list[Block]:
    """The blocks with the defaults, except for what is changed."""
    params = DEFAULTS | changed
    blocks: list[Block] = simulator.view(simulator.initial(params), params)
    return blocks


def text_of(cell: str | dict[str, str]) -> str:
    """What stands in the cell, with a hyphen for the minus sign."""
    return (cell if isinstance(cell, str) else cell["text"]).replace(MINUS, "-")


def column(table: Block, label: str) -> list[str]:
    """The cells of one column."""
    place = [each["label"] for each in table["columns"]].index(label)
    return [text_of(row[place]) for row in table["rows"]]


@pytest.fixture(scope="module")
def market() -> Market:
    """The part of the shop that the panel shows."""
    return make_market()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("kind", ["stolen accounts", "accounts opened to steal"])
def test_score_is_that_of_the_joined_payment(market: Market, model: str, kind: str) -> None:
    """Found by another way: the join of the whole market, and the model's own file."""
    payment = simulator.payments_of(kind, "fraud_v1")[6]
    (row,) = FraudFeatures(market).join([payment])

    sentence, _, table, _, total = show(kind=kind, model=model, which=7)

    name = model.split(":")[0]
    score = fraud_model(name).scorer.score(vector(row))
    assert f"{name} scores it {score:.3f}," in sentence["text"]
    assert total["text"].endswith(f"is {score:.3f}.")
    assert column(table, "feature") == list(FEATURES)


@pytest.mark.parametrize("model", MODELS)
def test_what_the_features_add_adds_up(market: Market, model: str) -> None:
    """Base and features are the raw score: of the sum to a rounding, of the trees to 2**-45."""
    name = model.split(":")[0]
    scorer = fraud_model(name).scorer
    assert isinstance(scorer, LinearScorer | GradientBoostingScorer)
    for payment in market.payments[::97]:
        values = vector(simulator.look_up(payment).row)
        if name == "linear":
            parts = simulator.linear_contributions(scorer, values)
        else:
            parts = simulator.paths(name).of(values)

        assert parts.total() == pytest.approx(scorer.raw_score(values), rel=2**-45)


@pytest.mark.parametrize("model", MODELS)
def test_the_chart_and_the_table_say_the_same(model: str) -> None:
    """The bars are the largest of the column, in order, and the last one is the rest."""
    for which in (1, 3, 11, 40):
        _, chart, table, _, _ = show(model=model, which=which)
        bars = chart["spec"]["data"]["values"]
        shown = dict(zip(column(table, "feature"), column(table, "adds"), strict=True))

        assert len(bars) == 7
        for bar in bars[:6]:
            assert shown[bar["feature"]] == text_of(bar["text"])
            assert f"{bar['feature']} {bar['text']}" in chart["alt"]
        sizes = [abs(bar["adds"]) for bar in bars[:6]]
        assert sizes == sorted(sizes, reverse=True)
        left_out = {*shown} - {bar["feature"] for bar in bars}
        assert all(abs(float(shown[each])) <= sizes[-1] + 0.005 for each in left_out)


def test_ages_tell_when_a_value_was_true_and_known() -> None:
    """The request is known now; a nightly row was true before it was known; gaps are named."""
    found = set()
    for kind, which in itertools.product(("any payment", "stolen accounts"), range(1, 41)):
        table = show(kind=kind, which=which)[2]
        for feature, value, true, known in zip(
            *(column(table, label) for label in ("feature", "value", "true for", "known for")),
            strict=True,
        ):
            if feature in ("payment_amount", "is_night", "is_abroad", "account_age"):
                assert (true, known) == ("now", "now")
            elif true in ("nothing known", "no click"):
                assert known == ""
                assert value.startswith("none, read as") or value == "0"
                found.add(true)
            else:
                assert seconds(true) >= seconds(known)
                found.add("older than known" if seconds(true) > seconds(known) else "as old")

    assert found == {"nothing known", "no click", "older than known", "as old"}


def seconds(age: str) -> int:
    """The age in seconds, rounded down to its unit."""
    number, unit = age.split()
    sizes = {"d": 86_400, "h": 3_600, "min": 60, "s": 1}
    return int(number.replace(",", "")) * sizes[unit]


def test_the_way_through_a_tree_is_one() -> None:
    """Each answer follows from value and threshold, and each mean before is the last one after."""
    for which in range(1, 41):
        _, _, table, way, _ = show(kind="any payment", which=which)
        values = dict(zip(column(table, "feature"), column(table, "value"), strict=True))
        before, after = column(way, "mean before"), column(way, "mean after")

        assert before[1:] == after[:-1]
        for question, answer in zip(column(way, "question"), column(way, "answer"), strict=True):
            feature, _, threshold = question.rstrip("?").split()
            value, said = answer.split(": ")
            assert (float(value.replace(",", "")) <= float(threshold.replace(",", ""))) == (
                said == "yes"
            )
            assert values[feature] in (
                value,
                f"none, read as {value}",
                {"0": "no", "1": "yes"}.get(value),
            )


def test_the_products_are_the_linear_sum() -> None:
    """Value minus mean, divided by scale, times weight is what the other table says it adds."""
    _, _, table, products, _ = show(model=LINEAR, which=7)
    adds = [float(each) for each in column(table, "adds")]

    labels = ("value", "mean", "scale", "weight")
    for shown, numbers in zip(
        adds, zip(*(column(products, label) for label in labels), strict=True), strict=True
    ):
        value, mean, scale, weight = (float(each.replace(",", "")) for each in numbers)
        # Everything is shown with two digits, so the product is known to a few hundredths only.
        assert abs((value - mean) / scale * weight - shown) < 0.1 + abs(shown) * 0.2


@pytest.mark.parametrize(
    ("kind", "ends", "tone"),
    [
        ("honest, yet looked at", "It was honest.", "bad"),
        ("fraud, yet let through", ".", "bad"),
        ("stolen accounts", "somebody else paid with this account.", None),
        ("cards being tried", "a program was trying the card.", None),
        ("accounts opened to steal", "the account was opened to steal.", None),
        ("honest", "It was honest.", None),
    ],
)
def test_a_kind_shows_payments_of_that_kind(kind: str, ends: str, tone: str | None) -> None:
    """And a verdict that is wrong has the tone of one."""
    for which, model in itertools.product((1, 2, 7, 40), MODELS):
        sentence = show(kind=kind, which=which, model=model)[0]

        assert sentence["text"].endswith(ends)
        if tone:
            assert sentence["tone"] == tone
        right = ("a person looks" in sentence["text"]) == ("It was fraud" in sentence["text"])
        assert sentence["tone"] == ("good" if right else "bad")


def test_the_first_view_answers_the_task() -> None:
    """The two honest models disagree about the fraud that is shown first."""
    sentences = [show(model=model)[0]["text"] for model in (TREES, LINEAR)]

    assert "a person looks at it" in sentences[0]
    assert "it goes through" in sentences[1]
    assert all("It was fraud" in each for each in sentences)


def test_no_setting_raises() -> None:
    """Every kind, every model, both ends of the slider, through the door that the page uses."""
    source = (FOLDER / "sim.py").read_text(encoding="utf-8")
    for kind, model, which in itertools.product(KINDS, MODELS, (1, 40)):
        _, blocks = advance(source, {"kind": kind, "model": model, "which": which}, None, None)

        assert [block["type"] for block in blocks] == ["text", "chart", "table", "table", "text"]


def test_a_kind_without_payments_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trained anew, a model might let no fraud through; the panel must not fail then."""
    monkeypatch.setitem(simulator.KINDS, "honest", lambda payment, name: False)
    simulator.payments_of.cache_clear()

    blocks = show(kind="honest")

    simulator.payments_of.cache_clear()
    assert [block["text"] for block in blocks] == [
        "This model has none of this kind. Choose another."
    ]
