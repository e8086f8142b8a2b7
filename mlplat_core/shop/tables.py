"""How is a part of the shop written down, line by line, and how can two be told to be the same?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from mlplat_core.feature_store.names import CREATED_TIMESTAMP, EVENT_TIMESTAMP
from mlplat_core.shop.chargebacks import Chargeback
from mlplat_core.shop.clicks import Click
from mlplat_core.shop.customers import Customer
from mlplat_core.shop.device_history import DeviceRow, device_rows
from mlplat_core.shop.devices import Device
from mlplat_core.shop.market import Market
from mlplat_core.shop.payments import Payment
from mlplat_core.shop.timeline import DAY, to_datetime
from mlplat_core.shop.user_history import UserRow, user_rows

_TIMES = {"event": EVENT_TIMESTAMP, "created": CREATED_TIMESTAMP}
_Records: TypeAlias = Callable[[Market], Iterable[tuple[Any, ...]]]


class Truth(NamedTuple):
    """What a payment really was. The shop does not know it, so it stands in a table of its own.

    Attributes:
        payment_id: the payment.
        scheme: which fraud it is; empty if it is none.
    """

    payment_id: str
    scheme: str


def _customers(market: Market) -> Iterator[tuple[Any, ...]]:
    """The accounts, without what their owners are going to do."""
    return (customer[:4] for customer in market.customers)


def _payments(market: Market) -> Iterator[tuple[Any, ...]]:
    return (payment[:-1] for payment in market.payments)


def _truths(market: Market) -> Iterator[Truth]:
    return (Truth(payment.payment_id, payment.scheme) for payment in market.payments)


_TABLES: dict[str, tuple[tuple[str, ...], _Records]] = {
    "customers": (Customer._fields[:4], _customers),
    "devices": (Device._fields, lambda market: market.devices),
    "payments": (Payment._fields[:-1], _payments),
    "clicks": (Click._fields, lambda market: market.clicks),
    "chargebacks": (Chargeback._fields, lambda market: market.chargebacks),
    "user_stats": (UserRow._fields, user_rows),
    "device_stats": (DeviceRow._fields, device_rows),
    "truth": (Truth._fields, _truths),
}

TABLES = tuple(_TABLES)
"""The names of all tables: five of what happened, two of features, and the truth."""


def header(table: str) -> str:
    r"""The first line of a table: the names of its columns.

    Example:
        >>> header("chargebacks")
        'payment_id,user_id,device_id,event_timestamp,created_timestamp,amount_cents\n'
    """
    columns, _ = _TABLES[table]
    return ",".join(_TIMES.get(column, column) for column in columns) + "\n"


def table_lines(market: Market, table: str) -> Iterator[str]:
    r"""The rows of a table as comma-separated values, times as ISO 8601 in UTC.

    Args:
        market: the part of the shop.
        table: one of `TABLES`.

    Example:
        >>> from mlplat_core.shop import make_market
        >>> first = next(table_lines(make_market(100), "payments"))
        >>> first.startswith("p1,u"), first.count(","), first.endswith("\n")
        (True, 8, True)
    """
    columns, records = _TABLES[table]
    forms = [_time if column in _TIMES else _plain for column in columns]
    for record in records(market):
        values = [form(value) for form, value in zip(forms, record, strict=True)]
        yield ",".join(values) + "\n"


def market_digest(market: Market) -> str:
    """The sha256 of all tables with their headers: the same shop has the same, on every machine.

    Example:
        >>> from mlplat_core.shop import make_market
        >>> market_digest(make_market(100))[:12]
        'b8220fbb68b1'
    """
    state = hashlib.sha256()
    for table in TABLES:
        state.update(header(table).encode("ascii"))
        state.update("".join(table_lines(market, table)).encode("ascii"))
    return state.hexdigest()


@cache
def _date(days: int) -> str:
    return to_datetime(days * DAY).date().isoformat()


def _time(moment: int) -> str:
    days, seconds = divmod(moment, DAY)
    return f"{_date(days)}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}Z"


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
