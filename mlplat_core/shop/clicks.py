"""What does somebody click before paying, and which clicks arrive late?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mlplat_core.shop.chances import Draw, between, one_of
from mlplat_core.shop.timeline import HOUR, MINUTE
from mlplat_core.shop.visits import Visit

_PAGES = ("search", "item", "item", "item", "basket", "checkout")


class Click(NamedTuple):
    """One click in the shop.

    Attributes:
        user_id: who clicked.
        event: when, seconds since 1970.
        created: when the platform learned of it; of one in fifty, hours later.
        page: search, item, basket or checkout.
    """

    user_id: str
    event: int
    created: int
    page: str


def make_clicks(draw: Draw, visits: Iterable[Visit]) -> Iterator[Click]:
    """The clicks before each payment, the last first.

    Args:
        draw: the chances.
        visits: in order of time.
    """
    for visit in visits:
        event, user_id = visit.event, visit.customer.user_id
        for _ in range(visit.clicks):
            event -= between(draw, 3, visit.pace)
            yield Click(user_id, event, event + _delay(draw), one_of(draw, _PAGES))


def _delay(draw: Draw) -> int:
    """Seconds until a click arrives; a telephone without a net sends them hours later."""
    return between(draw, 0, 2) if draw() < 0.98 else between(draw, 10 * MINUTE, 6 * HOUR)
