"""How does a benchmark of the page look on a terminal?"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.budgets import told
from bench.pages import publish
from bench.series import Series, line

ROUNDS = 5


def run(about: str | None, observe: Callable[[Path, int], list[Series]]) -> None:
    """Measures on a built site as the command line says, and prints what came out.

    Args:
        about: the benchmark's own words.
        observe: measures on a built site, in so many rounds.
    """
    parser = _parser(about)
    parser.add_argument("--site", type=Path, help="a built site; published anew without it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report(observe(options.site or publish(Path(folder)), options.rounds))


def run_alone(about: str | None, observe: Callable[[int], list[Series]]) -> None:
    """Like `run`, for a benchmark that needs no site."""
    report(observe(_parser(about).parse_args().rounds))


def report(series: Iterable[Series]) -> None:
    """Prints every series, and how the budgets stand that they are for."""
    known = tuple(series)
    print("", *map(line, known), *told(known), sep="\n")


def _parser(about: str | None) -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=about, formatter_class=raw)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    return parser
