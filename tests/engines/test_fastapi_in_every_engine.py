"""Does a lab with a package, and its request console, work in Firefox and in WebKit?"""

from __future__ import annotations

import json

import pytest
from console_site import PATH
from lesson import LAB, Engine, Lesson
from pages_server import PagesServer

ANSWER = f"""{LAB}.querySelector('[role=group][aria-label="Answer"]')"""


@pytest.fixture(scope="module")
def console(engine: Engine, site: PagesServer) -> Lesson:
    """The lab whose program is a FastAPI app, with its request console open."""
    page = Lesson(engine, site.url, PATH)
    page.press_button("Open the console")
    page.until(ANSWER)
    return page


def send(console: Lesson, example: str) -> None:
    """Press the button that fills in an example, and then Send."""
    console.press_button(example)
    console.press_button("Send")


def until_answer(console: Lesson, *parts: str) -> None:
    """Wait until the answer says all of this."""
    for part in parts:
        console.until(f"{ANSWER}.innerText.includes({json.dumps(part)})")


def test_fastapi_answers(console: Lesson) -> None:
    """The package is fetched and imported, and a plain `def` endpoint answers without threads."""
    send(console, "A usual amount")

    until_answer(console, "POST /predict: 200 OK in ", '"score": 2.5')


def test_pydantic_refuses(console: Lesson) -> None:
    """Its compiled core runs too, and a refusal is an answer."""
    send(console, "No amount")

    until_answer(console, "POST /predict: 422 ", "Field required")
