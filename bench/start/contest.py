"""In which order is everything about a start measured, and what comes out?"""

from __future__ import annotations

import shutil
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path

from bench.pages import LAB, ROOT, Chromium, PagesServer, chromium
from bench.series import Series, Tell, at_once, take_turns
from bench.start.conditions import CONDITIONS, DOWNLOAD, LOCAL, LOOP, Condition, add_probe, probe
from bench.start.sides import SIDES, STOCK_FOLDER, add_stock
from bench.start.visits import Lesson, first_visit, second_visit
from labkit.course import read_course

FIRST = "first visit, from the press"
SECOND = "second visit, from the press"
SECOND_WHOLE = "second visit, from the navigation"
MOMENTS = (FIRST, SECOND, SECOND_WHOLE)
PROBES = (DOWNLOAD, LOOP)
WORKER = "a worker"
HEAVY = ("assets/mlplat/app-*", "assets/mlplat/runtime-*", STOCK_FOLDER)


def about(condition: Condition, what: str) -> str:
    """The name under which one of a condition's series is kept."""
    return f"{condition.name}: {what}"


def observe(site: Path, rounds: int, tell: Tell = at_once) -> list[Series]:
    """Every condition's probes and starts, each condition finished before the next.

    Args:
        site: a built site; it is copied.
        rounds: on the local server; the other conditions get half of them, rounded up.
        tell: is given a line after every value.
    """
    found: list[Series] = []
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        copy = Path(folder) / "site"
        shutil.copytree(site, copy, ignore=shutil.ignore_patterns(".git"))
        add_stock(copy)
        add_probe(copy)
        with PagesServer(copy) as server:
            compress_once(copy, server.url)
            starts = Starts(browser, Lesson(server.url, starter_output()))
            for condition in CONDITIONS:
                number = rounds if condition == LOCAL else (rounds + 1) // 2
                found += starts.in_condition(condition, number, tell)
    return found


def starter_output() -> str:
    """What the lesson's program prints in CPython, and so has to print in the page."""
    with redirect_stdout(StringIO()) as printed:
        exec(read_course(ROOT / "labs").lab(LAB).starter, {})
    return printed.getvalue().strip()


def compress_once(site: Path, site_url: str) -> None:
    """Asks for every large file, so that the server's work does not count for who comes first."""
    for pattern in HEAVY:
        for file in (each for folder in site.glob(pattern) for each in folder.rglob("*.*")):
            address = site_url + file.relative_to(site).as_posix()
            asked = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
            with urllib.request.urlopen(asked) as answer:
                answer.read()


@dataclass(frozen=True, slots=True)
class Starts:
    """Measures on one served site."""

    browser: Chromium
    lesson: Lesson

    def in_condition(self, condition: Condition, rounds: int, tell: Tell) -> list[Series]:
        """What a worker sees of the condition, and every side's starts."""
        probes = [about(condition, what) for what in PROBES]
        moments = [about(condition, moment) for moment in MOMENTS]
        return [
            *take_turns(probes, [WORKER], rounds, lambda _: self._probes(condition), tell),
            *take_turns(moments, SIDES, rounds, partial(self.both_visits, condition), tell),
        ]

    def both_visits(self, condition: Condition, side: str) -> Iterator[tuple[str, float]]:
        """A first and a second visit of one side, with a profile of its own."""
        with self.browser.new_profile() as context:
            first = first_visit(context, self.lesson, side, condition)
            yield about(condition, FIRST), first.output - first.pressed
            second = second_visit(context, self.lesson, side, condition)
            yield about(condition, SECOND), second.output - second.pressed
            yield about(condition, SECOND_WHOLE), second.output

    def _probes(self, condition: Condition) -> Iterator[tuple[str, float]]:
        with self.browser.new_profile() as context:
            for what, milliseconds in probe(context, self.lesson.site_url, condition):
                yield about(condition, what), milliseconds
