"""Every figure of the data card is what the code computes now."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlplat_core.shop import (
    LEARNED_FROM,
    NEXT_MONTH,
    NOTEBOOK,
    TABLES,
    FraudFeatures,
    chargebacks_in_sight,
    fraud_model,
    make_market,
    measure_leakage,
    read_examples,
    table_lines,
)

CARD = (Path(__file__).parents[3] / "docs" / "reference" / "data.md").read_text("utf-8")
MARKET = make_market()
JOINS = {
    "latest": "latest value",
    "event_time": "event time",
    "known": "event time and created time",
}


@pytest.mark.parametrize("table", TABLES)
def test_the_card_counts_the_rows_of_the_sample(table: str) -> None:
    """Table by table."""
    rows = sum(1 for _ in table_lines(MARKET, table))

    assert f"| `{table}` | {rows:,} |" in CARD


@pytest.mark.parametrize("how", JOINS)
def test_the_card_tells_the_leak_of_the_sample(how: str) -> None:
    """Both AUCs, and how many frauds had a charge-back in sight."""
    features = FraudFeatures(MARKET)
    notebook, used = read_examples(features, NOTEBOOK, how), read_examples(features, NEXT_MONTH)

    leakage = measure_leakage(fraud_model(LEARNED_FROM[how]).scorer, notebook, used)
    sight = chargebacks_in_sight(notebook)

    figures = f"{leakage.notebook_auc:.3f} | {leakage.next_month_auc:.3f}"
    assert f"| {JOINS[how]} | {figures} | {sight.frauds_with} of {sight.frauds} |" in CARD
    in_use = chargebacks_in_sight(used)
    assert f"{in_use.frauds_with} of {in_use.frauds} frauds have one in sight" in CARD
    assert in_use.others_with < in_use.others == len(used.labels) - in_use.frauds


@pytest.mark.parametrize("how", JOINS)
def test_the_card_tells_the_leak_of_all_parts(how: str) -> None:
    """As the models' own cards have it."""
    metrics = fraud_model(LEARNED_FROM[how]).card.metrics

    figures = f"{metrics['notebook_auc']:.3f} | {metrics['auc']:.3f}"
    assert f"| {JOINS[how]} | {figures} |\n" in CARD


@pytest.mark.parametrize("name", ["fraud_v1", "fraud_v2", "fraud_v3", "linear"])
def test_the_card_tells_what_each_author_found(name: str) -> None:
    """On the whole evaluation set, and for new users."""
    card = fraud_model(name).card

    (line,) = [line for line in CARD.splitlines() if line.startswith(f"| `{name}` |")]
    new_users = card.slices["new users"]["auc"]
    assert line.endswith(f"| {card.metrics['auc']:.3f} | {new_users:.3f} |")
