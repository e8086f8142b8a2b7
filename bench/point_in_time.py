"""How does the point-in-time join compare with `pandas.merge_asof`, in time and in answers?

Run:
    python bench/point_in_time.py            both sizes
    python bench/point_in_time.py --small    only 10,000 labels and 50,000 rows

Both sides answer the same question on the same rows in the same run: one feature, one join key, a
ttl of three days, 30 days of rows in random order, one row in a thousand a correction of another
(same event time, its own created time). Every figure is the best of several repetitions in CPU
seconds, so that other programs do not decide; both sides use one thread.

Each side starts from its own natural input: ours from a list of dicts with datetimes, pandas from
DataFrames whose columns are typed already. Its sorts are counted, because merge_asof needs sorted
input and breaks ties rightly only if its right side is sorted by event and created time. What
pandas needs to read the same dicts is shown beside it. merge_asof cannot answer "as known at the
time", so answers are compared with `as_known=False`; the platform's own default is timed too.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd

from mlplat_core import Entity, FeatureView, Field, PointInTimeIndex, join_views

Rows = list[dict[str, Any]]

START = datetime(2026, 1, 1, tzinfo=UTC)
SPAN_US = 30 * 24 * 3600 * 1_000_000
TTL = timedelta(days=3)
VIEW = FeatureView("user_stats", [Entity("user", ["user_id"])], [Field("amount", float)], ttl=TTL)
SIZES = {"small": (10_000, 50_000, 1_000, 5), "large": (100_000, 500_000, 10_000, 3)}


def make_rows(labels: int, rows: int, keys: int, seed: int = 7) -> tuple[Rows, Rows]:
    """Entity rows and feature rows in random order, each created up to an hour after its event."""
    rng = random.Random(seed)

    def moment() -> datetime:
        return START + timedelta(microseconds=rng.randrange(SPAN_US))

    def lag() -> timedelta:
        return timedelta(microseconds=rng.randrange(3_600_000_000))

    entity_rows = [
        {"user_id": rng.randrange(keys), "event_timestamp": moment()} for _ in range(labels)
    ]
    features: Rows = []
    for _ in range(rows):
        if features and rng.random() < 0.001:
            source = rng.choice(features)
            user, event = source["user_id"], source["event_timestamp"]
        else:
            user, event = rng.randrange(keys), moment()
        features.append(
            {
                "user_id": user,
                "event_timestamp": event,
                "created_timestamp": event + lag(),
                "amount": rng.random(),
            }
        )
    return entity_rows, features


def merge_asof(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """The same join in pandas: both sorts, the merge, and the entity rows' order restored."""
    numbered = left.assign(number=range(len(left))).sort_values("event_timestamp", kind="stable")
    ordered = right.sort_values(["event_timestamp", "created_timestamp"], kind="stable")
    merged = pd.merge_asof(
        numbered, ordered, on="event_timestamp", by="user_id", tolerance=pd.Timedelta(TTL)
    )
    return merged.sort_values("number")


def best(repeat: int, work: Callable[[], Any]) -> tuple[float, Any]:
    """The shortest of several runs in seconds, and what the last one returned."""
    seconds = math.inf
    for _ in range(repeat):
        result = None  # frees the result of the run before outside the measured time
        begin = time.process_time()
        result = work()
        seconds = min(seconds, time.process_time() - begin)
    return seconds, result


def compare(labels: int, rows: int, keys: int, repeat: int) -> None:
    """Measure one size, check that both sides answer alike, print the figures."""
    entity_rows, features = make_rows(labels, rows, keys)
    read_s, (left, right) = best(
        repeat, lambda: (pd.DataFrame(entity_rows), pd.DataFrame(features))
    )
    pandas_s, merged = best(repeat, lambda: merge_asof(left, right))
    build_s, index = best(repeat, lambda: PointInTimeIndex(VIEW, features))
    indexes = {VIEW.name: index}

    def join(*, as_known: bool) -> list[Any]:
        result = join_views(entity_rows, ["user_stats:amount"], indexes, as_known=as_known)
        return [row["amount"] for row in result.rows]

    join_s, ours = best(repeat, lambda: join(as_known=False))
    known_s, known = best(repeat, lambda: join(as_known=True))
    theirs = [None if math.isnan(value) else value for value in merged["amount"].tolist()]
    if ours != theirs:
        different = sum(a != b for a, b in zip(ours, theirs, strict=True))
        raise SystemExit(f"{different} of {labels} answers differ from merge_asof")

    found = sum(value is not None for value in ours)
    later = sum(a != b for a, b in zip(ours, known, strict=True))
    print(f"{labels:,} labels x {rows:,} rows, {keys:,} keys; best of {repeat}")
    print(f"  pandas.merge_asof with its sorts         {pandas_s:7.3f} s")
    print(f"  mlplat_core, join on the index           {join_s:7.3f} s   {join_s / pandas_s:.2f} x")
    print(
        f"  mlplat_core, the same as known           {known_s:7.3f} s   {known_s / pandas_s:.2f} x"
    )
    print(f"  mlplat_core, dicts to index              {build_s:7.3f} s")
    ours_s, theirs_s = build_s + join_s, read_s + pandas_s
    print(f"  mlplat_core, dicts to index and join     {ours_s:7.3f} s   {ours_s / pandas_s:.2f} x")
    print(f"  pandas, the same dicts to DataFrames     {read_s:7.3f} s")
    print(f"  both from the same dicts                 {ours_s / theirs_s:.2f} x pandas")
    print(f"  all {labels:,} answers equal; {found:,} have a value; {later:,} differ as known\n")


def main() -> None:
    """Run the sizes that were asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--small", action="store_true", help="only the small size")
    sizes = ["small"] if parser.parse_args().small else ["small", "large"]
    for size in sizes:
        compare(*SIZES[size])


if __name__ == "__main__":
    main()
