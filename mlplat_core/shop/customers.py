"""Who shops at Halvard Market, since when, and for how much?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mlplat_core.shop.chances import Draw, between, one_of
from mlplat_core.shop.regimes import WAVE, WAVE_DAYS
from mlplat_core.shop.timeline import DAY, DAYS, END, START

COUNTRIES = ("DE", "DE", "DE", "FR", "FR", "NL", "SE")
"""Where customers live; twice as many in one that is listed twice."""

_BASKETS = (900, 1_500, 2_200, 3_000, 3_900, 5_000, 6_500, 9_000, 13_000, 21_000)
"""Steps between which as many customers lie, by what they usually pay, in cents."""


# A NamedTuple, as all that is made by the thousand here: a frozen dataclass takes three times as
# long to make, and a learner waits for it.
class Customer(NamedTuple):
    """One account.

    Attributes:
        user_id: its key.
        event: when it was opened, seconds since 1970.
        created: when the platform learned of it.
        country: where its owner lives.
        basket_cents: what an ordinary payment is about, at the prices of the first day.
        payments: how many payments its owner makes in the five months, >= 1; 0 of a thief.
    """

    user_id: str
    event: int
    created: int
    country: str
    basket_cents: int
    payments: int


def make_customers(draw: Draw, part: int) -> Iterator[Customer]:
    """Customers without end: two of three are old, one of seven comes any day, others in the wave.

    Args:
        draw: the chances.
        part: the part of the shop; it makes keys that no other part has.
    """
    number = 0
    while True:
        number += 1
        low, high = _step(draw)
        opened, payments = _opening(draw)
        yield Customer(
            f"u{part * 100_000 + number}",
            opened,
            opened + between(draw, 1, 5),
            one_of(draw, COUNTRIES),
            between(draw, low, high),
            payments,
        )


def _opening(draw: Draw) -> tuple[int, int]:
    """When an account was opened, and how many payments its owner makes from then on."""
    chance = draw()
    if chance < 0.68:
        return START - between(draw, 30 * DAY, 900 * DAY), between(draw, 2, 10)
    if chance < 0.82:
        left = between(draw, DAY, DAYS * DAY)
        return END - left, 1 + between(draw, 0, 6) * left // (DAYS * DAY)
    return WAVE + between(draw, 0, WAVE_DAYS * DAY), between(draw, 1, 3)


def _step(draw: Draw) -> tuple[int, int]:
    place = between(draw, 0, len(_BASKETS) - 2)
    return _BASKETS[place], _BASKETS[place + 1]
