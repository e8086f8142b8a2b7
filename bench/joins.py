"""How fast is a point-in-time join beside other engines, and who answers rightly?

Run:
    python -m bench.joins             10,000 x 50,000 and 100,000 x 500,000
    python -m bench.joins --small     only the first

Wall-clock seconds, first call and the best of the ones after it. The platform starts from a list of
dicts, the others from typed columns that are loaded already, Feast from the parquet file that it
always reads; Feast also keeps a registry of definitions and works with warehouses, which costs it
time here. polars and Feast may use both cores. The answers are compared with
`pandas.merge_asof`, label by label: rows returned, rows lost, rows with another value.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from typing import Any, TypeAlias

from bench.join_engines import ENGINES, FEAST_STORES, Answers, Join, Read, feast_store
from bench.point_in_time import SIZES, Rows, make_rows

Measured: TypeAlias = tuple[float, float, Answers]
"""Seconds of the first call, of the best one after it, and the answers."""

REFERENCE = "pandas"
OURS = "mlplat_core"


def timed(join: Join, repeat: int) -> tuple[float, float, Any]:
    """Seconds of the first call, the best of the others, and what the last one returned."""
    seconds = []
    for _ in range(repeat + 1):
        result = None  # frees the result of the run before outside the measured time
        begin = time.perf_counter()
        result = join()
        seconds.append(time.perf_counter() - begin)
    return seconds[0], min(seconds[1:]), result


def run_all(labels: Rows, rows: Rows, repeat: int) -> dict[str, Measured]:
    """Every engine's times and answers, by its name."""
    measured: dict[str, Measured] = {}

    def measure(name: str, join: Join, read: Read) -> None:
        first, best, result = timed(join, repeat)
        measured[name] = first, best, read(result)

    for name, engine in ENGINES.items():
        measure(name, *engine(labels, rows))
    for name, store in FEAST_STORES.items():
        with feast_store(labels, rows, store()) as (join, read):
            measure(name, join, read)
    return measured


def chosen(measured: dict[str, Measured], start: str) -> Measured:
    """What was measured of the engine whose name starts so."""
    return next(found for name, found in measured.items() if name.startswith(start))


def report(measured: dict[str, Measured]) -> int:
    """Print the table; how many answers of the platform differ from the reference."""
    expected, ours = chosen(measured, REFERENCE)[2], chosen(measured, OURS)
    print(f"  {'':34}{'first':>9}{'best':>9}{'x ours':>8}{'returned':>10}{'lost':>8}{'wrong':>7}")
    for name, (first, best, answers) in measured.items():
        lost = expected.keys() - answers.keys()
        wrong = sum(expected[number] != value for number, value in answers.items())
        print(
            f"  {name:34}{first:8.3f}s{best:8.3f}s{best / ours[1]:8.2f}"
            f"{len(answers):10,}{len(lost):8,}{wrong:7,}"
        )
    return sum(expected[number] != value for number, value in ours[2].items())


def compare(size: str) -> int:
    """Measure one size; how many answers of the platform are wrong."""
    labels, rows, keys, repeat = SIZES[size]
    print(f"{labels:,} labels x {rows:,} rows, {keys:,} keys")
    return report(run_all(*make_rows(labels, rows, keys), repeat))


def main() -> int:
    """Measure the sizes that were asked for; 1 if the platform answered wrongly."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--small", action="store_true", help="only the small size")
    # ibis, which Feast's DuckDB store is built on, calls what DuckDB has renamed.
    warnings.filterwarnings("ignore", message="fetch_arrow_table", category=DeprecationWarning)
    sizes = ["small"] if parser.parse_args().small else ["small", "large"]
    return int(any([compare(size) for size in sizes]))


if __name__ == "__main__":
    sys.exit(main())
