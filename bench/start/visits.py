"""What happens in one visit to the lesson, from the navigation to the first output of Python?"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page, TimeoutError

from bench.pages import PATH, wait_for_snapshot
from bench.series import OURS
from bench.start.conditions import Condition
from bench.start.sides import visit_script

STARTED_FROM = "document.documentElement.dataset.mlplatStart"
DONE = "visit.output || visit.problem"
REST_MS = 40_000


@dataclass(frozen=True, slots=True)
class Visit:
    """When what happened, in milliseconds since the navigation began.

    Attributes:
        pressed: Run was pressed.
        output: the program's first output was there.
    """

    pressed: float
    output: float


@dataclass(frozen=True, slots=True)
class Lesson:
    """The page that is visited.

    Attributes:
        site_url: where the site begins.
        output: what its program prints, wherever it runs.
    """

    site_url: str
    output: str


def first_visit(context: BrowserContext, lesson: Lesson, side: str, condition: Condition) -> Visit:
    """A visit whose press comes when the page has loaded and nothing happens any more.

    Args:
        context: a profile that has nothing yet.
        lesson: the page.
        side: one of `sides.SIDES`.
        condition: the connection; the machine is slowed from the press on.

    Raises:
        RuntimeError: the program gave another output, or ours did not start from its files.
    """
    page = _new_page(context, condition, visit_script(side, lesson.site_url, at_once=False))
    _come_to_rest(page, lesson.site_url + PATH)
    page.wait_for_function("window.visit.ready")
    with condition.slow(context):
        page.evaluate("visit.press()")
        page.wait_for_function(DONE)
    return _left(page, lesson, side, "files")


def second_visit(context: BrowserContext, lesson: Lesson, side: str, condition: Condition) -> Visit:
    """A visit whose press comes as soon as Run can be pressed; otherwise like `first_visit`.

    The profile is that of the first visit, the machine is slowed from the navigation on, and ours
    has to start from its snapshot.
    """
    page = _new_page(context, condition, visit_script(side, lesson.site_url, at_once=True))
    with condition.slow(context):
        page.goto(lesson.site_url + PATH, wait_until="commit")
        page.wait_for_function(DONE)
    return _left(page, lesson, side, "snapshot")


def _come_to_rest(page: Page, url: str) -> None:
    """Opens the page, once more if need be: Chromium's slow network loses an answer now and then.

    Nothing of Python has been asked for by then.
    """
    try:
        page.goto(url, wait_until="networkidle", timeout=REST_MS)
    except TimeoutError:
        page.goto(url, wait_until="networkidle")


def _new_page(context: BrowserContext, condition: Condition, script: str) -> Page:
    page = context.new_page()
    condition.limit_network(page)
    page.add_init_script(script)
    return page


def _left(page: Page, lesson: Lesson, side: str, wanted_start: str) -> Visit:
    """What was seen on the page, which is left when all is as it should be."""
    found = page.evaluate("({ ...visit, press: null })")
    if found["problem"]:
        raise RuntimeError(found["problem"])
    if found["text"] != lesson.output:
        raise RuntimeError(f"The program said {found['text']!r} instead of {lesson.output!r}.")
    if side == OURS:
        wait_for_snapshot(page)
        if (start := page.evaluate(STARTED_FROM)) != wanted_start:
            raise RuntimeError(f"Python started from its {start} instead of its {wanted_start}.")
    page.close()
    return Visit(found["pressed"], found["output"])
