"""How does the point-in-time join compare with `pandas.merge_asof`, in time and in answers?

    python -m bench.point_in_time [--small]

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

from mlplat_core import (
    Entity,
    FeatureView,
    Field,
    JoinResult,
    PointInTimeIndex,
    join_views,
    point_in_time_join,
)

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


def best(repeat: int, work: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """For each piece of work the shortest CPU time of several runs.

    All take turns, so that a moment in which the machine is busy meets each of them.
    """
    seconds = dict.fromkeys(work, math.inf)
    for _ in range(repeat):
        for name, run in work.items():
            begin = time.process_time()
            result = run()
            seconds[name] = min(seconds[name], time.process_time() - begin)
            del result  # so that freeing it is nobody's time
    return seconds


def compare(labels: int, rows: int, keys: int, repeat: int) -> None:
    """Measure one size, check that both sides answer alike, print the figures."""
    entity_rows, features = make_rows(labels, rows, keys)
    left, right = pd.DataFrame(entity_rows), pd.DataFrame(features)
    indexes = {VIEW.name: PointInTimeIndex(VIEW, features)}

    def join(*, as_known: bool) -> JoinResult:
        return join_views(entity_rows, ["user_stats:amount"], indexes, as_known=as_known)

    def whole() -> JoinResult:
        return point_in_time_join(entity_rows, VIEW, features, as_known=False)

    check(join(as_known=False), merge_asof(left, right), join(as_known=True))
    took = best(
        repeat,
        {
            "pandas.merge_asof with its sorts": lambda: merge_asof(left, right),
            "mlplat_core, join on the index": lambda: join(as_known=False),
            "mlplat_core, the same as known": lambda: join(as_known=True),
            "mlplat_core, dicts to index": lambda: PointInTimeIndex(VIEW, features),
            "mlplat_core, dicts to answers in one call": whole,
            "pandas, the same dicts to DataFrames": lambda: (
                pd.DataFrame(entity_rows),
                pd.DataFrame(features),
            ),
        },
    )
    pandas_s, join_s, _, index_s, _, read_s = took.values()
    took["mlplat_core, dicts to index and join"] = ours_s = index_s + join_s
    print(f"  {labels:,} labels x {rows:,} rows, {keys:,} keys; best of {repeat}")
    for name, seconds in took.items():
        print(f"    {name:<43}{seconds:7.3f} s {seconds / pandas_s:6.2f} x")
    print(f"    both from the same dicts: {ours_s / (read_s + pandas_s):.2f} x pandas\n")


def check(ours: JoinResult, theirs: pd.DataFrame, as_known: JoinResult) -> None:
    """Stop unless all answers are equal; say how many there are."""
    found = [row["amount"] for row in ours.rows]
    expected = [None if math.isnan(value) else value for value in theirs["amount"].tolist()]
    if found != expected:
        different = sum(a != b for a, b in zip(found, expected, strict=True))
        raise SystemExit(f"{different} of {len(found)} answers differ from merge_asof")
    present = sum(value is not None for value in found)
    later = sum(a != b["amount"] for a, b in zip(found, as_known.rows, strict=True))
    print(f"all {len(found):,} answers equal; {present:,} have a value, {later:,} differ as known")


def main() -> None:
    """Run the sizes that were asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--small", action="store_true", help="only the small size")
    sizes = ["small"] if parser.parse_args().small else ["small", "large"]
    for size in sizes:
        compare(*SIZES[size])


if __name__ == "__main__":
    main()
