"""What was known about accounts and devices, row by row, against a count from first principles."""

from __future__ import annotations

from itertools import pairwise

import pytest

from mlplat_core.shop import Market, device_rows, make_market, user_rows
from mlplat_core.shop.timeline import DAY, HOUR, START, next_night

PARTS = [make_market(1_500, part=part) for part in (0, 1)]


@pytest.mark.parametrize("market", PARTS, ids=["part 0", "part 1"])
def test_every_row_of_an_account_says_what_was_known_when_it_was_written(market: Market) -> None:
    """Counted again from all payments and charge-backs, for each row on its own."""
    rows = [row for row in user_rows(market) if row.event >= START]

    assert len(rows) > len(market.payments)
    for row in rows:
        paid = [p for p in market.payments if p.user_id == row.user_id and p.event <= row.event]
        month = [p.amount_cents for p in paid if p.event >= row.event - 30 * DAY]
        known = [
            each
            for each in market.chargebacks
            if each.user_id == row.user_id
            and row.event - 180 * DAY <= each.event <= row.event
            and each.created <= row.created
        ]
        assert row.txn_count_7d == sum(p.event >= row.event - 7 * DAY for p in paid)
        assert abs(row.avg_amount_30d - sum(month) / len(month) / 100) <= 0.005 + 1e-9
        assert row.chargebacks_180d == len(known)


@pytest.mark.parametrize("market", PARTS, ids=["part 0", "part 1"])
def test_every_row_of_a_device_says_what_the_night_job_knew(market: Market) -> None:
    """Counted again, with the charge-backs that a night job had seen."""
    first = {each.device_id: each.event for each in market.devices}
    rows = [row for row in device_rows(market) if row.event >= START]

    assert len(rows) > len(market.payments)
    for row in rows:
        recent = {
            p.user_id
            for p in market.payments
            if p.device_id == row.device_id and row.event - 30 * DAY <= p.event <= row.event
        }
        known = [
            each
            for each in market.chargebacks
            if each.device_id == row.device_id
            and each.event <= row.event
            and next_night(each.created) <= row.created
        ]
        assert row.device_users_30d == len(recent)
        assert row.device_age_days == (row.event - first[row.device_id]) // DAY
        assert row.device_chargebacks_180d == len(known)
        assert row.created % DAY == 2 * HOUR


def test_a_chargeback_corrects_the_rows_since_its_payment() -> None:
    """The wrong row stays; the same event is written again, later, with a higher count."""
    rows = list(user_rows(PARTS[0]))

    corrected = [(one, next_) for one, next_ in pairwise(rows) if one[:2] == next_[:2]]

    assert len(corrected) >= len(PARTS[0].chargebacks)
    for before, after in corrected:
        assert before.created < after.created
        assert before.chargebacks_180d < after.chargebacks_180d


def test_old_accounts_and_devices_have_a_row_before_the_first_day() -> None:
    """The history before the shop's first day is one row each."""
    market = PARTS[0]
    old_users = {each.user_id for each in market.customers if each.event < START}
    old_devices = {each.device_id for each in market.devices if each.event < START}

    assert {row.user_id for row in user_rows(market) if row.event < START} == old_users
    assert {row.device_id for row in device_rows(market) if row.event < START} == old_devices
