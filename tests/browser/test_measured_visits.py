"""Do the visits that `bench.browser_start` times do what it says, however long they take?"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from browsers import launch_options
from pages_server import PagesServer
from playwright.sync_api import Playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.pages import Chromium  # noqa: E402
from bench.series import OURS  # noqa: E402
from bench.start.conditions import CONDITIONS, LOCAL, Condition, add_probe, probe  # noqa: E402
from bench.start.contest import MOMENTS, PROBES, Starts, about, starter_output  # noqa: E402
from bench.start.sides import SIDES, STOCK_FOLDER, add_stock  # noqa: E402
from bench.start.visits import Lesson, first_visit, second_visit  # noqa: E402

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(
    published_pages: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PagesServer]:
    """The published site with stock Pyodide and the probe beside it."""
    site = tmp_path_factory.mktemp("measured") / "site"
    shutil.copytree(published_pages, site, ignore=shutil.ignore_patterns(".git"))
    add_stock(site)
    add_probe(site)
    with PagesServer(site) as serving:
        yield serving


@pytest.fixture
def chromium(playwright: Playwright) -> Chromium:
    """The browser, not started yet."""
    kind = playwright.chromium
    return Chromium(kind, launch_options(kind.executable_path))


@pytest.fixture
def lesson(server: PagesServer) -> Lesson:
    """The page that is visited."""
    return Lesson(server.url, starter_output())


@pytest.mark.parametrize("side", SIDES)
def test_every_side_gives_the_programs_output_on_both_visits(
    chromium: Chromium, lesson: Lesson, server: PagesServer, side: str
) -> None:
    """From its own files, and the second time without fetching Python again."""
    server.transferred.clear()

    measured = dict(Starts(chromium, lesson).both_visits(LOCAL, side))

    assert list(measured) == [about(LOCAL, moment) for moment in MOMENTS]
    assert 0 < measured[about(LOCAL, MOMENTS[1])] < measured[about(LOCAL, MOMENTS[2])]
    fetched = [name for name in server.transferred if name.endswith("pyodide.asm.wasm")]
    assert [name.startswith(STOCK_FOLDER) for name in fetched] == [side != OURS]


def test_another_output_is_no_start(chromium: Chromium, lesson: Lesson) -> None:
    """A sentence about a failure would otherwise pass for the program's output."""
    with (
        chromium.new_profile() as context,
        pytest.raises(RuntimeError, match=r"said '\[5\]' instead of 'something else'"),
    ):
        first_visit(context, replace(lesson, output="something else"), OURS, LOCAL)


def test_a_second_visit_without_a_snapshot_is_no_second_visit(
    chromium: Chromium, lesson: Lesson
) -> None:
    """It would be a first visit under another name."""
    with (
        chromium.new_profile() as context,
        pytest.raises(RuntimeError, match="from its files instead of its snapshot"),
    ):
        second_visit(context, lesson, OURS, LOCAL)


@pytest.mark.parametrize("side", SIDES)
def test_what_keeps_a_side_from_starting_is_told(
    chromium: Chromium, lesson: Lesson, server: PagesServer, side: str
) -> None:
    """Instead of waiting until the time is over."""
    for name in [path.relative_to(server.folder) for path in server.folder.rglob("pyodide.mjs")]:
        server.replaced[name.as_posix()] = (404, b"")
    try:
        with (
            chromium.new_profile() as context,
            pytest.raises(RuntimeError, match=r"pyodide\.mjs|could not be loaded"),
        ):
            first_visit(context, lesson, side, LOCAL)
    finally:
        server.replaced.clear()


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda each: each.name)
def test_a_worker_probes_every_condition(
    chromium: Chromium, server: PagesServer, condition: Condition
) -> None:
    """A download and a loop, in the browser that the condition is for."""
    with chromium.new_profile() as context:
        measured = dict(probe(context, server.url, condition))

    assert list(measured) == list(PROBES)
    assert all(milliseconds > 0 for milliseconds in measured.values())
