"""How does one entry of the log vouch for all before it?

The body of an entry is a JSON text. Its hash is the sha256 of the previous hash, a line feed and
the body, so that changing, moving or dropping any entry breaks every hash after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, get_args

from mlplat_core.errors import RequestError, TamperedLogError
from mlplat_core.registry.canonical import canonical_json, sha256
from mlplat_core.registry.events import Event
from mlplat_core.registry.gates import GateResult
from mlplat_core.registry.store import GENESIS, StoredEntry
from mlplat_core.registry.versions import Lineage

_KINDS: dict[str, Any] = {kind.__name__: kind for kind in get_args(Event)}


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One fact in the log: what happened, when, by whom, why, and the hash that seals it.

    The hash covers the entry and the hash before it, so a change anywhere breaks all that follow.

    Attributes:
        number: its place in the log, from 1.
        moment: when it was written, UTC; never earlier than the entry before.
        actor: who did it; None if nobody said.
        reason: why, in their words.
        event: what happened.
        previous_hash: the hash of the entry before; 64 zeros for the first.
        hash: its own.

    Example:
        >>> from mlplat_core import ModelRegistry
        >>> registry = ModelRegistry()
        >>> _ = registry.create_registered_model("fraud", actor="ana")
        >>> entry = registry.history("fraud")[0]
        >>> entry.number, entry.actor, type(entry.event).__name__
        (1, 'ana', 'ModelRegistered')
    """

    number: int
    moment: datetime
    actor: str | None
    reason: str
    event: Event
    previous_hash: str
    hash: str


def utc(moment: object, what: str) -> datetime:
    """The moment in UTC; `RequestError` unless it is a datetime that knows its time zone."""
    if not isinstance(moment, datetime) or moment.utcoffset() is None:
        raise RequestError(
            f"{what} is {moment!r}; pass a datetime with a time zone, "
            "such as datetime(2026, 11, 23, 14, 3, tzinfo=timezone.utc)."
        )
    return moment.astimezone(UTC)


def seal(
    event: Event, after: LogEntry | None, moment: datetime, actor: str | None, reason: str
) -> StoredEntry:
    """The event as the entry that follows `after`, ready to be stored.

    A clock that went back does not take the log with it: the moment is at least that of `after`.
    """
    number, head = (after.number + 1, after.hash) if after else (1, GENESIS)
    body = canonical_json(
        {
            "actor": actor,
            "data": event,
            "kind": type(event).__name__,
            "moment": max(moment, after.moment if after else moment).isoformat(),
            "number": number,
            "reason": reason,
        }
    )
    return StoredEntry(number, body, _link(head, body))


def unseal(stored: StoredEntry, after: LogEntry | None) -> LogEntry:
    """The entry as it was written.

    Raises:
        TamperedLogError: it does not follow `after`, its hash is wrong, or it says nothing that a
            registry could have written.
    """
    number, head = (after.number + 1, after.hash) if after else (1, GENESIS)
    if stored.number != number:
        raise TamperedLogError(number, f"number {stored.number!r} stands in its place")
    if not isinstance(stored.body, str) or _link(head, stored.body) != stored.hash:
        raise TamperedLogError(number, "its hash does not match its content and the entry before")
    try:
        entry = _decode(stored, head)
    except (KeyError, TypeError, ValueError) as error:
        raise TamperedLogError(number, f"its content makes no sense ({error})") from error
    if entry.number != number or (after and entry.moment < after.moment):
        raise TamperedLogError(number, "its content belongs to another place in the log")
    return entry


def _decode(stored: StoredEntry, head: str) -> LogEntry:
    import json  # as in canonical.py

    body = json.loads(stored.body)
    data = body["data"]
    if "lineage" in data:
        data["lineage"] = Lineage(**data["lineage"])
    if "results" in data:
        data["results"] = tuple(GateResult(**result) for result in data["results"])
    return LogEntry(
        number=body["number"],
        moment=utc(datetime.fromisoformat(body["moment"]), "moment"),
        actor=body["actor"],
        reason=body["reason"],
        event=_KINDS[body["kind"]](**data),
        previous_hash=head,
        hash=stored.hash,
    )


def _link(head: str, body: str) -> str:
    return sha256(f"{head}\n{body}".encode("utf-8", "surrogatepass"))
