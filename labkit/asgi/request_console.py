"""What does the learner's app answer to a request typed into the page?

The app is kept until the program changes, as a server keeps it until it is deployed anew: a counter
counts on, and what was sent before is still there. A changed program starts with nothing.
"""

from __future__ import annotations

import inspect
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from http import HTTPStatus
from types import ModuleType
from typing import Any, TextIO

from labkit.asgi.client import Client, UnansweredError
from labkit.mistakes.tracebacks import describe_error
from labkit.runner import ProgramError, captured_output, load_learner, module_registered

NAME = "learner"
NO_APP = (
    "There is no app to ask. Make one at the end of the program, such as app = create_app(...), "
    "or define create_app() without parameters."
)


class NoAppError(Exception):
    """The program makes no app."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the console shows.

    Attributes:
        status: Such as 200; 0 when there is no answer at all.
        reason: The status in words.
        headers: In the order they came.
        text: The body.
        milliseconds: How long the app took.
        restarted: Whether the program was started for this request.
        stdout: What was printed meanwhile.
        error: What ended the program or the request, or None.
    """

    status: int
    reason: str
    headers: list[tuple[str, str]]
    text: str
    milliseconds: float
    restarted: bool
    stdout: str
    error: ProgramError | None

    def to_json(self) -> str:
        """The answer as one JSON string."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass
class _Kept:
    program: str
    module: ModuleType
    client: Client


class Console:
    """Asks the app of one program after another.

    `ask` never raises what the program raised; that is part of the answer.
    """

    def __init__(self) -> None:
        self._kept: _Kept | None = None

    def ask(self, program: str, request: str, echo: TextIO | None = None) -> Answer:
        """What the program's app answers.

        Args:
            program: The learner's source text.
            request: JSON with `method`, `path`, and `body`: a text, empty for none.
            echo: Where output goes as it is printed, besides the answer.
        """
        asked = json.loads(request)
        restarted = self._kept is None or self._kept.program != program
        with captured_output(echo) as output:
            status, text, took = 0, "", 0.0
            headers: list[tuple[str, str]] = []
            error = self._start(program) if restarted else None
            if error is None and self._kept is not None:
                begin = time.perf_counter()
                status, headers, text, error = _ask(self._kept, asked)
                took = (time.perf_counter() - begin) * 1000
        reason = _words(status)
        return Answer(status, reason, headers, text, took, restarted, output.text(), error)

    def close(self) -> None:
        """Ends the app that is kept, as a server does before the next one starts."""
        kept, self._kept = self._kept, None
        if kept is not None:
            # What an app that goes raises is of no interest to the one that comes.
            with suppress(Exception), module_registered(kept.module):
                kept.client.__exit__(None, None, None)

    def _start(self, program: str) -> ProgramError | None:
        """Loads the program and its app; what went wrong, if anything did."""
        self.close()
        module, error = load_learner(program, NAME)
        if error is not None:
            return error
        try:
            with module_registered(module):
                client = Client(_app_of(module)).__enter__()
        except NoAppError:
            return ProgramError(NO_APP, None)
        except Exception as problem:
            return ProgramError(*describe_error(problem))
        self._kept = _Kept(program, module, client)
        return None


def _app_of(module: ModuleType) -> Any:  # noqa: ANN401  # any ASGI application
    app = getattr(module, "app", None)
    if callable(app):
        return app
    make = getattr(module, "create_app", None)
    if callable(make) and not _required_parameters(make):
        return make()
    raise NoAppError


def _required_parameters(function: Callable[..., object]) -> list[str]:
    return [
        name
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.default is parameter.empty
        and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    ]


def _ask(
    kept: _Kept, asked: dict[str, str]
) -> tuple[int, list[tuple[str, str]], str, ProgramError | None]:
    headers = {"content-type": "application/json"} if asked["body"] else {}
    try:
        with module_registered(kept.module):
            response = kept.client.request(
                asked["method"], asked["path"], body=asked["body"], headers=headers
            )
    except UnansweredError as problem:
        return 0, [], "", ProgramError(str(problem), None)
    except Exception as problem:  # a visitor of a server would get a 500 and none of the reasons
        return 500, [], "", ProgramError(*describe_error(problem))
    return response.status, list(response.headers.items()), response.text, None


def _words(status: int) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else ""


_console = Console()


def ask(program: str, request: str, echo: TextIO | None = None) -> str:
    """The JSON of the page's one console."""
    return _console.ask(program, request, echo).to_json()
