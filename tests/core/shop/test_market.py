"""What happens at Halvard Market: always the same, on two clocks, with planted changes."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from mlplat_core import RequestError
from mlplat_core.shop import (
    NEXT_MONTH,
    NOTEBOOK,
    TRAINING,
    Market,
    fraud_labels,
    make_market,
    make_markets,
    market_digest,
    payments_in,
)
from mlplat_core.shop.regimes import BURST, BURST_HOURS
from mlplat_core.shop.timeline import DAY, END, HOUR, SETTLED, START, day

SAMPLE = make_market()
BOOKS = ("customers", "devices", "payments", "clicks", "chargebacks")


def share(part: float, whole: float) -> float:
    """Part of whole, in percent."""
    return 100 * part / whole


def schemes(market: Market, days: range) -> Counter[str]:
    """How many payments of each scheme were made in these days."""
    return Counter(payment.scheme for payment in payments_in(market, days))


def test_the_same_seed_gives_the_same_bytes() -> None:
    """The digest of the course's sample is written down here: no change goes unnoticed."""
    digest = market_digest(make_market())

    assert digest == "08669a115737aff500cd09bc9cd82dfe55e098b369e11b2aedf626619ea0bc86"


@pytest.mark.parametrize("other", [{"seed": 8}, {"part": 1}, {"payments": 4_999}])
def test_another_seed_part_or_size_gives_another_shop(other: dict[str, int]) -> None:
    """Nothing of the arguments is ignored."""
    assert market_digest(make_market(**other)) != market_digest(SAMPLE)


@pytest.mark.parametrize("payments", [1, 2, 37, 1_000, 5_000])
def test_there_are_exactly_as_many_payments_as_asked_for(payments: int) -> None:
    """In order of time, within the five months, each with its own key."""
    made = make_market(payments).payments

    assert len(made) == payments
    assert sorted(made, key=lambda payment: payment.event) == list(made)
    assert all(START <= payment.event < END for payment in made)
    assert len({payment.payment_id for payment in made}) == payments


def test_a_larger_shop_begins_with_the_smaller_one() -> None:
    """Parts are independent, so that one at a time needs to be kept; no key is in two of them."""
    first, second, rest = make_markets(10_003)

    assert first == SAMPLE
    assert len(second.payments) == 5_000
    assert len(rest.payments) == 3
    users = [{each.user_id for each in market.customers} for market in (first, second, rest)]
    assert len(set.union(*users)) == sum(map(len, users))


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ({"payments": 0}, "payments"),
        ({"payments": 5_001}, "payments"),
        ({"payments": 10.0}, "payments"),
        ({"payments": True}, "payments"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**32}, "seed"),
        ({"part": 10_000}, "part"),
    ],
)
def test_arguments_out_of_range_are_refused(arguments: dict[str, Any], name: str) -> None:
    """With a sentence that says what to pass."""
    with pytest.raises(RequestError, match=rf"^{name} is .*; pass a whole number from \d"):
        make_market(**arguments)


def test_a_shop_of_no_payments_is_refused_before_anything_is_made() -> None:
    """When it is asked for, not when its first part is."""
    with pytest.raises(RequestError, match="from 1 to 50,000,000"):
        make_markets(0)


@pytest.mark.parametrize("book", BOOKS)
def test_nothing_is_known_before_it_happens(book: str) -> None:
    """Event time never lies behind created time."""
    records = getattr(SAMPLE, book)

    assert records
    assert all(record.event <= record.created for record in records)


@pytest.mark.parametrize(("book", "seconds"), [("payments", 20), ("clicks", 2)])
def test_a_few_rows_arrive_late(book: str, seconds: int) -> None:
    """About one in fifty, by minutes or hours."""
    records = getattr(SAMPLE, book)

    late = [record for record in records if record.created - record.event > seconds]

    assert 1 < share(len(late), len(records)) < 3


def test_every_key_of_a_payment_is_in_its_book() -> None:
    """Accounts were opened before they pay, and devices were seen by then."""
    opened = {each.user_id: each.event for each in SAMPLE.customers}
    seen = {each.device_id: each.event for each in SAMPLE.devices}

    assert all(opened[payment.user_id] <= payment.event for payment in SAMPLE.payments)
    assert all(seen[payment.device_id] <= payment.event for payment in SAMPLE.payments)
    assert len(seen) == len(SAMPLE.devices)


def test_chargebacks_arrive_weeks_later() -> None:
    """12 to 30 days after the payment they belong to; all are there when all is settled."""
    weeks = [(each.created - each.event) / DAY for each in SAMPLE.chargebacks]

    assert min(weeks) >= 12
    assert max(weeks) < 30
    assert max(each.created for each in SAMPLE.chargebacks) < SETTLED


def test_only_fraud_is_charged_back_and_hardly_any_is_not() -> None:
    """About two to three payments of a hundred."""
    fraud = {payment.payment_id for payment in SAMPLE.payments if payment.scheme}
    charged = {each.payment_id for each in SAMPLE.chargebacks}

    assert charged < fraud
    assert 90 < share(len(charged), len(fraud)) < 100
    assert 2 < share(len(charged), len(SAMPLE.payments)) < 3.5


def test_a_label_is_known_only_when_its_chargeback_has_arrived() -> None:
    """Asked at the end of the notebook's month, young payments look honest that are not."""
    payments = payments_in(SAMPLE, NOTEBOOK)

    at_once = fraud_labels(SAMPLE, payments, as_of=day(90))
    settled = fraud_labels(SAMPLE, payments)

    assert sum(at_once) < sum(settled)
    assert all(early <= late for early, late in zip(at_once, settled, strict=True))
    assert fraud_labels(SAMPLE, payments, as_of=day(NOTEBOOK.stop + 30)) == settled


def test_the_burst_is_a_crowd_of_attacks_within_two_days() -> None:
    """More than five times as many as in two days on average."""
    attacks = [p.event for p in SAMPLE.payments if p.scheme not in ("", "friendly")]

    in_burst = [at for at in attacks if BURST <= at < BURST + (BURST_HOURS + 6) * HOUR]

    assert len(in_burst) > 5 * len(attacks) * (BURST_HOURS + 6) / (150 * 24)


def test_the_drift_turns_thieves_to_testing_cards() -> None:
    """Seldom in the first two months, mostly in the last one."""
    shops = [SAMPLE, *(make_market(part=part) for part in (1, 2))]

    before = sum((schemes(shop, TRAINING) for shop in shops), Counter())
    after = sum((schemes(shop, NEXT_MONTH) for shop in shops), Counter())

    assert before["testing"] < before["takeover"] / 2
    assert after["testing"] > after["takeover"]


def test_the_wave_brings_new_users() -> None:
    """Their share of the payments rises from a few to a quarter."""
    ages = [
        [payment.account_age_days < 30 for payment in payments_in(SAMPLE, days)]
        for days in (NOTEBOOK, NEXT_MONTH)
    ]

    before, after = (share(sum(each), len(each)) for each in ages)

    assert before < 8
    assert after > 20


def test_thieves_of_fresh_accounts_open_them_hours_before() -> None:
    """So that nothing is known about them, nor about honest new users."""
    fresh = [payment for payment in SAMPLE.payments if payment.scheme == "fresh"]

    assert fresh
    assert {payment.account_age_days for payment in fresh} <= {0, 1}
