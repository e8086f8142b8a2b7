"""What happened at Halvard Market? One call makes a sample, another makes a million payments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mlplat_core.errors import RequestError
from mlplat_core.shop.attacks import attack
from mlplat_core.shop.chances import chances
from mlplat_core.shop.chargebacks import Chargeback, make_chargebacks
from mlplat_core.shop.clicks import Click, make_clicks
from mlplat_core.shop.customers import Customer, make_customers
from mlplat_core.shop.devices import Device, make_devices
from mlplat_core.shop.payments import Payment, make_payments
from mlplat_core.shop.timeline import START
from mlplat_core.shop.visits import Visit, honest_visits

PART = 5_000
"""So many payments there are in one part of the shop; a larger shop has more parts."""
MOST_PARTS = 10_000
SEED = 4
"""The seed of the course; with it the numbers in the lessons come out."""

_ATTACKS_PER_MILLE = 8


@dataclass(frozen=True, slots=True)
class Market:
    """One part of the shop in its five months: customers, devices, and what happened.

    Everything knows when it happened (`event`) and when the platform learned of it (`created`),
    both in seconds since 1970, UTC.

    Attributes:
        seed: what it was made from.
        part: which part it is, from 0; no key of it is in another part.
        customers: by key, those without a payment included.
        devices: by key.
        payments: in order of time.
        clicks: by payment, the last click first.
        chargebacks: in order of the payments.
    """

    seed: int
    part: int
    customers: tuple[Customer, ...]
    devices: tuple[Device, ...]
    payments: tuple[Payment, ...]
    clicks: tuple[Click, ...]
    chargebacks: tuple[Chargeback, ...]


def make_market(payments: int = PART, *, seed: int = SEED, part: int = 0) -> Market:
    """One part of the shop; the same arguments give the same one, on every machine.

    Args:
        payments: exactly how many, 1 to 5,000.
        seed: 0 to 2**32 - 1.
        part: which part, 0 to 9,999; all parts live through the same five months.

    Raises:
        RequestError: an argument is none of these.

    Example:
        >>> market = make_market(200)
        >>> len(market.payments), market == make_market(200)
        (200, True)
    """
    _check("payments", payments, 1, PART)
    _check("seed", seed, 0, 2**32 - 1)
    _check("part", part, 0, MOST_PARTS - 1)
    customers, visits = _make_visits(payments, seed, part)
    made = tuple(make_payments(chances(seed, part, 3), visits, part))
    return Market(
        seed,
        part,
        customers,
        tuple(make_devices(made, customers)),
        made,
        tuple(make_clicks(chances(seed, part, 4), visits)),
        tuple(make_chargebacks(chances(seed, part, 5), made)),
    )


def make_markets(payments: int, *, seed: int = SEED) -> Iterator[Market]:
    """The parts of a shop of any size, one at a time: only one needs to be kept in memory.

    Args:
        payments: exactly how many in all, >= 1.
        seed: as for `make_market`.

    Raises:
        RequestError: an argument is none of these.

    Example:
        >>> [len(market.payments) for market in make_markets(10_500)]
        [5000, 5000, 500]
    """
    _check("payments", payments, 1, PART * MOST_PARTS)
    _check("seed", seed, 0, 2**32 - 1)
    parts, rest = divmod(payments, PART)
    sizes = [PART] * parts + [rest] * (rest > 0)
    return (make_market(size, seed=seed, part=part) for part, size in enumerate(sizes))


def _check(name: str, value: object, least: int, most: int) -> None:
    if type(value) is not int or not least <= value <= most:
        raise RequestError(f"{name} is {value!r}; pass a whole number from {least:,} to {most:,}.")


def _make_visits(
    count: int, seed: int, part: int
) -> tuple[tuple[Customer, ...], tuple[Visit, ...]]:
    """All accounts, and as many visits as asked for, in order of time."""
    draw = chances(seed, part, 1)
    arriving = make_customers(draw, part)
    customers = [next(arriving)]
    honest = list(honest_visits(draw, customers[0]))
    # The last one is old, so that there is somebody to steal from.
    while len(honest) < count or customers[-1].event >= START:
        customers.append(next(arriving))
        honest += honest_visits(draw, customers[-1])
    victims = [each for each in customers if each.event < START]
    draw, attacks = chances(seed, part, 2), max(1, count * _ATTACKS_PER_MILLE // 1_000)
    numbers = range(1, attacks + 1)
    stolen = [visit for number in numbers for visit in attack(draw, victims, part, number)][:count]
    visits = sorted([*honest[: count - len(stolen)], *stolen], key=lambda visit: visit.event)
    thieves = {visit.customer.user_id: visit.customer for visit in stolen}
    known = {each.user_id: each for each in customers} | thieves
    return tuple(known.values()), tuple(visits)
