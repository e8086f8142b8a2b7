"""How do thieves pay at Halvard Market: with whose account, which device, how often?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlplat_core.shop.chances import Draw, between, one_of
from mlplat_core.shop.customers import COUNTRIES, Customer
from mlplat_core.shop.regimes import BURST, BURST_HOURS, BURST_SHARE, testing_share
from mlplat_core.shop.timeline import DAY, DAYS, HOUR, MINUTE, START
from mlplat_core.shop.visits import Visit, home_device

RING_DEVICES = 12
"""So many devices the thieves of one part share; each month they have others."""


def attack(draw: Draw, victims: Sequence[Customer], part: int, number: int) -> Iterator[Visit]:
    """One to five payments of one thief, within hours, with one device.

    Args:
        draw: the chances.
        victims: accounts that can be taken over: n >= 1, opened before the first day.
        part: the part of the shop.
        number: which attack of this part it is; an account opened for it is called after it.
    """
    begin = _begin(draw)
    month = (begin - START) // (30 * DAY)
    device = f"d{part * 100_000 + 90_000 + month * 100 + between(draw, 1, RING_DEVICES)}"
    if draw() < 0.2:
        yield from _fresh(draw, begin, device, f"u{part * 100_000 + 90_000 + number}")
        return
    victim = one_of(draw, victims)
    if draw() < 0.6:
        device = home_device(victim)  # malware on it pays behind its owner's back
    if draw() * 1_000 < testing_share(begin):
        yield from _testing(draw, begin, device, victim)
    else:
        yield from _takeover(draw, begin, device, victim)


def _begin(draw: Draw) -> int:
    """When an attack begins: in the burst, or at any time of any day."""
    if between(draw, 1, 100) <= BURST_SHARE:
        return BURST + between(draw, 0, BURST_HOURS * HOUR)
    return START + between(draw, 0, DAYS * DAY - 8 * HOUR)


def _takeover(draw: Draw, begin: int, device: str, victim: Customer) -> Iterator[Visit]:
    """A stolen password: large baskets, with few clicks, often from abroad."""
    for step in range(between(draw, 1, 4)):
        event = begin + step * between(draw, 10 * MINUTE, 90 * MINUTE)
        cents = victim.basket_cents * between(draw, 60, 300) // 100
        abroad, clicks = draw() < 0.3, between(draw, 0, 3)
        yield Visit(event, victim, device, cents, abroad, clicks, 90, "takeover")


def _testing(draw: Draw, begin: int, device: str, victim: Customer) -> Iterator[Visit]:
    """A program tries cards with small baskets, one after the other, and clicks without rest."""
    for step in range(between(draw, 2, 5)):
        event = begin + step * between(draw, 4 * MINUTE, 40 * MINUTE)
        cents = victim.basket_cents * between(draw, 15, 90) // 100
        abroad, clicks = draw() < 0.12, between(draw, 2, 6)
        yield Visit(event, victim, device, cents, abroad, clicks, 60, "testing")


def _fresh(draw: Draw, begin: int, device: str, user_id: str) -> Iterator[Visit]:
    """An account opened for the theft: small baskets of what sells again, and many clicks."""
    opened = begin - between(draw, 10 * MINUTE, 20 * HOUR)
    country, basket = one_of(draw, COUNTRIES), between(draw, 1_500, 5_000)
    thief = Customer(user_id, opened, opened + between(draw, 1, 5), country, basket, 0)
    for step in range(between(draw, 1, 4)):
        event = begin + step * between(draw, 5 * MINUTE, 60 * MINUTE)
        cents = basket * between(draw, 60, 140) // 100
        abroad, clicks = draw() < 0.15, between(draw, 2, 6)
        yield Visit(event, thief, device, cents, abroad, clicks, 60, "fresh")
