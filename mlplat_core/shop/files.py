"""How does a shop of any size become files, in memory that does not grow with it?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from mlplat_core.shop.market import SEED, make_markets
from mlplat_core.shop.tables import TABLES, header, table_lines


def write_tables(folder: Path, payments: int, *, seed: int = SEED) -> Iterator[int]:
    """Write one CSV file per table, part by part; yields how many payments are written so far.

    Rows are in order of time within a part, and a table has one part after the other. The files of
    a smaller shop are the beginning of those of a larger one, up to whole parts of 5,000.

    Args:
        folder: is made if needed; files of these names in it are replaced.
        payments: how many, >= 1.
        seed: 0 to 2**32 - 1.

    Raises:
        RequestError: the number of payments or the seed is none.
        OSError: a file cannot be written.
    """
    markets = make_markets(payments, seed=seed)
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    with ExitStack() as opened:
        files = {
            table: opened.enter_context(
                (folder / f"{table}.csv").open("w", encoding="ascii", newline="")
            )
            for table in TABLES
        }
        for table, file in files.items():
            file.write(header(table))
        for market in markets:
            for table, file in files.items():
                file.writelines(table_lines(market, table))
            written += len(market.payments)
            yield written
