"""Does the reference of the `/predict` lab keep to its own document, whatever it is sent?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.openapi import from_asgi

from labkit.asgi.client import Client
from labkit.course import read_course
from labkit.runner import load_learner

LAB = read_course(Path(__file__).resolve().parents[2] / "labs").lab("serving/predict")


def app_of(program: str) -> Any:
    """The app that a recorded program makes, on the store and the champion that are given."""
    module, error = load_learner(program, "learner")
    assert error is None, error
    return module.app


reference = from_asgi("/openapi.json", app_of(LAB.solution))
other_way = from_asgi("/openapi.json", app_of(LAB.right["plain_def"]))
fuzz = settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)


@reference.parametrize()
@fuzz
def test_the_reference_keeps_to_its_document(case: Case) -> None:
    """No body makes it fail, and every answer is one that the document describes."""
    case.call_and_validate()


@other_way.parametrize()
@fuzz
def test_so_does_a_plain_def(case: Case) -> None:
    """Written with `def` and a dependency."""
    case.call_and_validate()


@pytest.mark.parametrize("example", LAB.console, ids=lambda example: example.title)
def test_the_console_suggests_what_the_contract_is_about(example: Any) -> None:
    """Every suggestion is answered, and none with a fault of the service."""
    headers = {"content-type": "application/json"} if example.body else {}

    answer = Client(app_of(LAB.solution)).request(
        example.method, example.path, body=example.body, headers=headers
    )

    wanted = {"A negative amount": 422, "A misspelt field": 422}.get(example.title, 200)
    assert answer.status == wanted
