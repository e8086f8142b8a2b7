"""How do bodies and headers of HTTP become values of the platform, and back?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlplat_core.errors import InvalidRequestError
from mlplat_core.serving.ask import Outcome
from mlplat_core.serving.http.errors import http_error
from mlplat_core.serving.readiness import Readiness
from mlplat_core.serving.requests.problems import Problem
from mlplat_core.serving.response import PredictResponse


def read_instances(document: object, most: int) -> list[Any]:
    """The requests of a batch, each still to be checked.

    Raises:
        InvalidRequestError: it is no batch, or has more than `most` requests.

    Example:
        >>> read_instances({"instances": [{}, 7]}, 1000)
        [{}, 7]
    """
    if not isinstance(document, dict) or set(document) != {"instances"}:
        message = 'is no batch; send {"instances": [...]} and nothing else'
        raise InvalidRequestError([Problem("", message, "wrong_type")])
    if not isinstance(document["instances"], list):
        message = "is no list; send a list of requests"
        raise InvalidRequestError([Problem("instances", message, "wrong_type")])
    if len(document["instances"]) > most:
        message = f"has {len(document['instances'])} requests; send at most {most} at a time"
        raise InvalidRequestError([Problem("instances", message, "too_many")])
    return document["instances"]


def is_json(headers: Mapping[str, str]) -> bool:
    """Whether the headers, by names in lower case, announce a body of plain JSON in UTF-8.

    Example:
        >>> is_json({"content-type": "application/json; charset=UTF-8"}), is_json({})
        (True, False)
    """
    announced = headers.get("content-type", "").lower()
    kind, *parameters = [part.strip() for part in announced.split(";")]
    charsets = [each[8:].strip('"') for each in parameters if each.startswith("charset=")]
    encoding = headers.get("content-encoding", "identity").lower()
    return (
        kind == "application/json"
        and all(charset in ("utf-8", "utf8") for charset in charsets)
        and encoding == "identity"
    )


def to_document(outcome: Outcome) -> dict[str, Any]:
    """One prediction of a batch, or the error in its place."""
    if isinstance(outcome, PredictResponse):
        return outcome.to_document()
    return http_error(outcome).body()


def readiness_document(readiness: Readiness) -> dict[str, Any]:
    """What a probe may read of it."""
    checks = [
        {"name": check.name, "ok": check.ok, "reason": check.reason} for check in readiness.checks
    ]
    return {"ready": readiness.ready, "model_version": readiness.model_version, "checks": checks}
