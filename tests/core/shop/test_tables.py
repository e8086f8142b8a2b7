"""The shop as files: every row as text, in memory that does not grow."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from mlplat_core.__main__ import main
from mlplat_core.shop import TABLES, Market, header, make_market, table_lines, write_tables

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def market() -> Market:
    """A small shop."""
    return make_market(300)


def read(folder: Path, table: str) -> list[dict[str, str]]:
    """The rows of a table."""
    with (folder / f"{table}.csv").open(encoding="ascii", newline="") as file:
        return list(csv.DictReader(file))


def test_files_hold_what_the_market_holds(market: Market, tmp_path: Path) -> None:
    """One row each, times in ISO 8601, truth values as in JSON."""
    assert list(write_tables(tmp_path, 300)) == [300]

    payments = read(tmp_path, "payments")
    assert [row["payment_id"] for row in payments] == [p.payment_id for p in market.payments]
    assert payments[0]["event_timestamp"].startswith("2026-06-0")
    assert {row["abroad"] for row in payments} == {"true", "false"}
    assert len(read(tmp_path, "clicks")) == len(market.clicks)
    assert len(read(tmp_path, "chargebacks")) == len(market.chargebacks)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_both_clocks_but_the_truth(market: Market, table: str) -> None:
    """Of everything the platform knows, it knows when it happened and when it was learned."""
    columns = header(table).strip().split(",")

    assert ({"event_timestamp", "created_timestamp"} <= {*columns}) is (table != "truth")
    assert all(line.count(",") == len(columns) - 1 for line in table_lines(market, table))


@pytest.mark.parametrize("table", [table for table in TABLES if table != "truth"])
def test_no_table_gives_the_answer_away(table: str) -> None:
    """What a payment really was, and what customers are going to do, is in no other table."""
    assert {"scheme", "payments", "basket_cents"}.isdisjoint(header(table).strip().split(","))


def test_a_smaller_shop_is_the_beginning_of_a_larger_one(tmp_path: Path) -> None:
    """Byte by byte, up to whole parts."""
    small, large = tmp_path / "small", tmp_path / "large"

    assert [*write_tables(small, 5_000), *write_tables(large, 5_200)] == [5_000, 5_000, 5_200]

    for table in TABLES:
        name = f"{table}.csv"
        assert (large / name).read_bytes().startswith((small / name).read_bytes())


def test_the_command_writes_the_files_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Progress goes to standard error, so that the output can be kept."""
    code = main(["shop", "--payments", "120", "--seed", "3", "--out", str(tmp_path / "shop")])

    printed = capsys.readouterr()
    assert code == 0
    assert printed.out.startswith("Wrote 120 payments of seed 3")
    assert "120 payments" in printed.err
    assert {file.stem for file in (tmp_path / "shop").iterdir()} == {*TABLES}


def test_a_refused_shop_leaves_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence, and what was there before stays."""
    code = main(["shop", "--payments", "0", "--out", str(tmp_path / "shop")])

    assert code == 1
    assert capsys.readouterr().err.startswith("error: payments is 0; pass a whole number")
    assert not (tmp_path / "shop").exists()


def test_memory_does_not_grow_with_the_shop(tmp_path: Path) -> None:
    """Three times as many payments need no more memory: at most two parts are kept at a time."""
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from mlplat_core.shop import write_tables\n"
        "for _ in write_tables(Path(sys.argv[1]), int(sys.argv[2])): pass\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )

    def peak(payments: int) -> int:
        command = [sys.executable, "-c", code, str(tmp_path), str(payments)]
        return int(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)

    assert peak(30_000) < 1.1 * peak(10_000)
