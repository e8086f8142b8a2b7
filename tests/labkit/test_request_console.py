"""The console keeps an app until its program changes, and tells errors as the runner does."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from labkit.asgi.request_console import Answer, Console

COUNTER = """
from fastapi import FastAPI
app = FastAPI()
calls = []

@app.get("/count")
def count():
    calls.append(1)
    print("called")
    return len(calls)

@app.post("/share")
def share(body: dict):
    return 1 / body["of"]
"""
FACTORY = """
from fastapi import FastAPI

def create_app():
    app = FastAPI()

    @app.get("/")
    def home():
        return "made"

    return app
"""


def ask(console: Console, program: str, path: str, method: str = "GET", body: str = "") -> Answer:
    """The answer to one request."""
    return console.ask(program, json.dumps({"method": method, "path": path, "body": body}))


@pytest.fixture
def console() -> Iterator[Console]:
    """A console without an app."""
    console = Console()
    yield console
    console.close()


def test_an_app_counts_on_until_its_program_changes(console: Console) -> None:
    """As a server does until it is deployed anew; and every answer says which it was."""
    answers = [ask(console, COUNTER, "/count") for _ in range(2)]
    changed = ask(console, COUNTER + "\n", "/count")

    assert [answer.text for answer in answers] == ["1", "2"]
    assert [answer.restarted for answer in answers] == [True, False]
    assert (changed.text, changed.restarted) == ("1", True)


def test_an_answer_has_the_status_in_words_and_what_was_printed(console: Console) -> None:
    """And its headers."""
    answer = ask(console, COUNTER, "/count")

    assert (answer.status, answer.reason, answer.stdout) == (200, "OK", "called\n")
    assert ("content-type", "application/json") in answer.headers
    assert json.loads(answer.to_json())["error"] is None


def test_create_app_is_called_where_there_is_no_app(console: Console) -> None:
    """If it needs nothing."""
    assert ask(console, FACTORY, "/").text == '"made"'


@pytest.mark.parametrize("program", ["x = 1", FACTORY.replace("create_app()", "create_app(store)")])
def test_a_program_without_an_app_is_told_what_to_write(console: Console, program: str) -> None:
    """Whether it has none or only one that we cannot make."""
    answer = ask(console, program, "/")

    assert answer.status == 0
    assert answer.error is not None
    assert "app = create_app(...)" in answer.error.message


def test_an_error_in_an_endpoint_names_the_line(console: Console) -> None:
    """A visitor would get a 500; the learner gets the reason, and the app goes on."""
    answer = ask(console, COUNTER, "/share", "POST", '{"of": 0}')

    assert (answer.status, answer.reason) == (500, "Internal Server Error")
    assert answer.error is not None
    assert answer.error.line == 14
    assert ask(console, COUNTER, "/share", "POST", '{"of": 2}').text == "0.5"


def test_a_program_that_does_not_run_names_the_line(console: Console) -> None:
    """As Run does; a mended one starts."""
    answer = ask(console, "app = nothing\n", "/")

    assert answer.error is not None
    assert answer.error.line == 1
    assert ask(console, FACTORY, "/").status == 200


LIFESPAN = """
from contextlib import asynccontextmanager
from fastapi import FastAPI

@asynccontextmanager
async def lifespan(app):
    yield
    print("ended")

app = FastAPI(lifespan=lifespan)
"""


def test_the_app_before_ends_before_the_next_one_starts(console: Console) -> None:
    """Its lifespan is complete."""
    first = ask(console, LIFESPAN, "/")

    second = ask(console, LIFESPAN + "\n", "/")

    assert (first.stdout, second.stdout) == ("", "ended\n")
