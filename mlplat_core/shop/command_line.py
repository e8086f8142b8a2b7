"""How is a shop of any size written from the command line? `python -m mlplat_core shop ...`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from mlplat_core.shop.files import write_tables
from mlplat_core.shop.market import SEED
from mlplat_core.shop.tables import TABLES

DESCRIPTION = f"""\
Writes what happened at the invented shop Halvard Market, one CSV file per table:
{", ".join(TABLES)}.
The same seed gives the same bytes on every machine. Memory does not grow with the shop."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes, and what it runs."""
    parser.add_argument("--payments", metavar="N", type=int, default=5_000, help="default: 5000")
    parser.add_argument("--seed", metavar="N", type=int, default=SEED, help=f"default: {SEED}")
    parser.add_argument(
        "--out", metavar="DIR", type=Path, required=True, help="folder of the files"
    )
    parser.set_defaults(run=_write)


def _write(chosen: argparse.Namespace) -> Iterable[str]:
    """Write the tables; progress goes to standard error."""
    written = 0
    for written in write_tables(chosen.out, chosen.payments, seed=chosen.seed):
        print(f"\r{written:,} payments", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    yield f"Wrote {written:,} payments of seed {chosen.seed} to {chosen.out}:"
    for table in TABLES:
        file = chosen.out / f"{table}.csv"
        yield f"  {file.name}, {file.stat().st_size:,} bytes"
