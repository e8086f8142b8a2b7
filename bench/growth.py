"""How do joins and reads grow from a thousand to a million rows, and what do the rows weigh?

Run:
    python -m bench.growth                          up to 1,000,000 rows
    python -m bench.growth --rows 100000            up to so many
    python -m bench.growth --plot docs/assets/growth.svg

Per size: a fifth as many labels as rows, fifty rows per key. A join is timed from dicts and on a
ready index, beside `pandas.merge_asof`, polars, DuckDB and Feast; an online read is one row of one
feature from the store in memory. Best of three, of two for Feast. Memory is what Python's allocator
hands out for the index alone, without the dicts that it points at.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import tracemalloc
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.join_engines import (
    FEAST_STORES,
    duckdb_asof,
    feast_store,
    pandas_merge_asof,
    polars_join_asof,
)
from bench.point_in_time import VIEW, Rows, make_rows
from mlplat_core import FeatureStore, PointInTimeIndex, join_views

FEATURE = ["user_stats:amount"]
SMALLEST = 1_000
COLOURS = [
    "#1d4ed8",
    "#60a5fa",
    "#0f766e",
    "#65a30d",
    "#7c3aed",
    "#b45309",
    "#b91c1c",
    "#6b7280",
]

DURATION = (
    "datum.value < 1e-3 ? round(datum.value * 1e6) + ' µs' : "
    "datum.value < 1 ? round(datum.value * 1e3) + ' ms' : datum.value + ' s'"
)


def best(repeat: int, work: Callable[[], object]) -> float:
    """The shortest of several runs, in seconds."""
    seconds = []
    for _ in range(repeat):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return min(seconds)


def measure(size: int) -> Iterator[tuple[str, float]]:
    """What was measured at one size, in seconds, by what it is."""
    labels, rows = make_rows(size // 5, size, max(size // 50, 1))
    index = {VIEW.name: PointInTimeIndex(VIEW, rows)}
    join_views(labels, FEATURE, index)
    yield (
        "mlplat_core: dicts to index, and join",
        best(3, lambda: join_views(labels, FEATURE, {VIEW.name: PointInTimeIndex(VIEW, rows)})),
    )
    yield "mlplat_core: join on a ready index", best(3, lambda: join_views(labels, FEATURE, index))
    yield "pandas.merge_asof with its sorts", best(3, pandas_merge_asof(labels, rows)[0])
    yield "polars join_asof with its sorts", best(3, polars_join_asof(labels, rows)[0])
    yield "DuckDB ASOF on loaded tables", best(3, duckdb_asof(labels, rows)[0])
    for name, store in FEAST_STORES.items():
        with feast_store(labels, rows, store()) as (join, _):
            yield name, best(2, join)
    yield "mlplat_core: one online read", online_read(rows)


def online_read(rows: Rows) -> float:
    """Seconds of one read of one row, over many, from a store that holds the rows."""
    store = FeatureStore()
    store.apply(VIEW)
    store.push(VIEW.name, rows)
    asked = [[{"user_id": row["user_id"]}] for row in rows[:1000]]

    def read_all() -> None:
        for each in asked:
            store.get_online_features(FEATURE, each)

    return best(3, read_all) / len(asked)


def index_bytes(size: int) -> int:
    """What the index of so many rows weighs, without the rows."""
    _, rows = make_rows(1, size, max(size // 50, 1))
    tracemalloc.start()
    index = PointInTimeIndex(VIEW, rows)
    weight, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(index) == size
    return weight


def draw(points: list[dict[str, object]], path: Path) -> None:
    """The points as lines on logarithmic axes, as an SVG that needs nothing else."""
    import vl_convert

    by_name = {
        "field": "what",
        "type": "nominal",
        "title": None,
        "sort": None,
        "legend": {"orient": "bottom", "columns": 2, "labelLimit": 300, "labelFontSize": 12},
    }
    spec = {
        "data": {"values": points},
        "width": 560,
        "height": 320,
        "background": "white",
        "mark": {"type": "line", "point": True},
        "config": {
            "font": "sans-serif",
            "axis": {"labelFontSize": 12, "titleFontSize": 12},
            "point": {"size": 45},
            "range": {"category": COLOURS},
        },
        "encoding": {
            "x": {
                "field": "rows",
                "type": "quantitative",
                "scale": {"type": "log"},
                "axis": {"values": [10**n for n in range(3, 7)], "format": ","},
            },
            "y": {
                "field": "seconds",
                "type": "quantitative",
                "scale": {"type": "log", "domain": [1e-6, 10], "nice": False},
                "title": "time of one call",
                "axis": {"values": [10.0**n for n in range(-6, 2)], "labelExpr": DURATION},
            },
            "color": by_name,
            "shape": {**by_name, "legend": None},
        },
    }
    path.write_text(vl_convert.vegalite_to_svg(json.dumps(spec)), encoding="utf-8")


def main() -> int:
    """Measure every size, print the table, and draw it where asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000, help="the largest number of rows")
    parser.add_argument("--plot", type=Path, help="where to write the picture, an SVG")
    options = parser.parse_args()
    warnings.filterwarnings("ignore", message="fetch_arrow_table", category=DeprecationWarning)
    points: list[dict[str, object]] = []
    size = SMALLEST
    while size <= options.rows:
        print(f"{size:,} rows, {size // 5:,} labels", flush=True)
        for what, seconds in measure(size):
            print(f"  {what:40}{seconds:12.6f} s", flush=True)
            points.append({"rows": size, "what": what, "seconds": seconds})
        size *= 10
    largest = size // 10
    weight = index_bytes(largest) * 1_000_000 / largest / 1e6
    print(f"index of the platform: {weight:.0f} MB per million rows")
    if options.plot:
        draw(points, options.plot)
    return 0


if __name__ == "__main__":
    sys.exit(main())
