"""What both storages must do alike, asked through their ports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from events import events_view
from on_demand_views import comparing
from timeline import view_of

from mlplat_core import Entity, FeatureService, FeatureView, Field, FieldStatus
from mlplat_core.feature_store.storage.opening import Storage, open_storage
from mlplat_core.feature_store.storage.ports import EventTime, FeatureRow, Version, Watermark

KEY = ("u1", 7)


def fact(
    event: int, created: int = 0, sequence: int = 0, key: tuple[str | int, ...] = KEY
) -> FeatureRow:
    """A row with these times in microseconds."""
    return FeatureRow(key, event, created, {"count": event}, sequence)


@pytest.fixture(params=["memory", "sqlite"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    """A new storage of each kind."""
    opened = open_storage(tmp_path / "platform.db" if request.param == "sqlite" else None)
    yield opened
    opened.close()


def test_the_log_numbers_rows_of_all_views_in_one_sequence(storage: Storage) -> None:
    """From 1, ascending, and the row comes back as it was given."""
    log = storage.offline

    first, second, third = (
        log.append("a", fact(5)),
        log.append("b", fact(5)),
        log.append("a", fact(3)),
    )

    assert first.sequence < second.sequence < third.sequence
    assert log.scan("a") == [first, third]
    assert log.first("a") == first
    assert first == fact(5, sequence=first.sequence)
    assert first.sequence == 1


def test_a_scan_is_bounded_by_sequence_and_event(storage: Storage) -> None:
    """`after` excludes its row; both event bounds include theirs; times may be negative."""
    log = storage.offline
    rows = [log.append("a", fact(event)) for event in (5, -3, 4)]

    assert log.scan("a", after=rows[0].sequence) == rows[1:]
    assert log.scan("a", since=4, until=5) == [rows[0], rows[2]]
    assert log.scan("a", until=-3) == [rows[1]]
    assert log.scan("a", after=rows[2].sequence) == log.scan("b") == []
    assert log.first("b") is None


def test_rows_of_one_key_are_found_in_order_of_time(storage: Storage) -> None:
    """Those of one event time in sequence order, and 7 is not "7"."""
    log = storage.offline
    events = [5, 3, 5, -9, 8]
    rows = [log.append("a", fact(event, created)) for created, event in enumerate(events)]
    log.append("a", fact(5, key=("u1", "7")))
    log.append("b", fact(5))
    ordered = [rows[number] for number in (3, 1, 0, 2, 4)]

    assert log.of_key("a", KEY) == ordered
    assert log.of_key("a", KEY, since=5, until=5) == [rows[0], rows[2]]
    assert log.of_key("a", KEY, since=4) == ordered[2:]
    assert log.of_key("a", KEY, until=4) == ordered[:2]
    assert log.of_key("a", KEY, newest=2) == ordered[-2:]
    assert log.of_key("a", KEY, since=3, until=7, newest=9) == ordered[1:4]
    assert log.of_key("a", KEY, until=5, newest=1) == [rows[2]]
    assert log.of_key("a", KEY, since=9) == log.of_key("c", KEY) == log.of_key("a", ("u2", 7)) == []


def test_online_reads_find_the_effective_version(storage: Storage) -> None:
    """Per key in the order asked, with duplicates, or why there is none."""
    early, late = Version(5, fact(5, 1, 1)), Version(9, fact(9, 1, 2))
    assert storage.online.write("a", [late, early], now=20) == 1

    other = ("u2", 7)
    assert storage.online.read("a", [other, KEY, KEY], 8) == [FieldStatus.NOT_FOUND, early, early]
    assert storage.online.read("a", [KEY], 9) == [late]
    assert storage.online.read("a", [KEY], 4) == [FieldStatus.NOT_YET]
    assert storage.online.read("b", [KEY], 9) == [FieldStatus.NOT_FOUND]
    assert storage.online.current("a", 8) == [early]
    assert storage.online.current("a", 4) == []


def test_a_covered_version_is_gone_and_a_repeated_one_is_no_write(storage: Storage) -> None:
    """A newer row that is effective no later leaves nothing to the older."""
    older, newer = Version(9, fact(5, 9, 1)), Version(8, fact(6, 8, 2))

    assert storage.online.write("a", [older, newer, newer], now=0) == 0
    assert storage.online.write("a", [older], now=0) == 1
    assert storage.online.read("a", [KEY], 9) == [newer]


def test_versions_that_only_the_past_could_see_count_as_stale(storage: Storage) -> None:
    """They answer reads of the past, but none from now on."""
    storage.online.write("a", [Version(9, fact(9, 9, 1))], now=9)

    assert storage.online.write("a", [Version(5, fact(5, 5, 2))], now=8) == 0
    assert storage.online.write("a", [Version(4, fact(4, 4, 3))], now=9) == 1
    assert storage.online.read("a", [KEY], 4) == [Version(4, fact(4, 4, 3))]


def test_definitions_come_back_equal(storage: Storage) -> None:
    """One of the same kind and name is replaced; kinds do not meet."""
    entity = Entity("stats", ["user_id"])
    view = FeatureView("stats", [entity], [Field("f", "float32")], view_of(ttl=2).ttl, "exclusive")
    service = FeatureService("stats", ["stats:f"])
    events, computed = events_view(lateness=1.5), comparing()

    storage.catalog.save([view_of(), entity, service, events, computed])
    assert set(storage.catalog.load()) == {view_of(), entity, service, events, computed}
    storage.catalog.save([view])

    assert set(storage.catalog.load()) == {view, entity, service, events, computed}


def test_definitions_are_the_very_same_until_one_changes(storage: Storage) -> None:
    """So that whoever made something of them can tell at once."""
    storage.catalog.save([view_of()])
    kept = storage.catalog.load()

    storage.offline.append("stats", fact(1))
    assert storage.catalog.load() is kept
    storage.catalog.save([view_of(ttl=2)])

    assert storage.catalog.load() is not kept


def test_watermarks_are_kept_per_view(storage: Storage) -> None:
    """The last one set counts."""
    catalog = storage.catalog
    assert catalog.watermark("a") is None

    catalog.set_watermark("a", Watermark(3, -5))
    catalog.set_watermark("a", Watermark(4, 5))

    assert (catalog.watermark("a"), catalog.watermark("b")) == (Watermark(4, 5), None)


def test_event_times_are_kept_per_view(storage: Storage) -> None:
    """The last one set counts."""
    times = storage.event_times
    assert times.event_time("a") == EventTime(None, 0)

    times.set_event_time("a", EventTime(-5, 1))
    times.set_event_time("a", EventTime(7, 3))

    assert (times.event_time("a"), times.event_time("b")) == (EventTime(7, 3), EventTime())
