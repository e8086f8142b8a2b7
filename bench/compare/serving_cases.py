"""Which questions are put to every predict server, and how is an answer put in a few words?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from bench.compare.observation import Observation

THEME = "Serving"
NO_SUCH_NOTION = "no such notion"

_FASTAPI_NAN = "https://github.com/fastapi/fastapi/issues/459"
_READY_WITH_NOTHING = "https://github.com/SeldonIO/MLServer/issues/2056"
_NOT_READY = "https://github.com/SeldonIO/MLServer/issues/1134"
_PROTOCOL = "https://github.com/kserve/open-inference-protocol"

NAN = "`NaN` for a number"
NAN_UNBOUNDED = "`NaN` for a number without bounds in the schema"
INFINITY = "`Infinity` for a number"
HUGE = "`1e999` for a number"
TRUE = "`true` for a number"
TEXT = '`"7"` for a number'
DEEP = "Lists nested 10,000 deep for a number"
MALFORMED = "JSON that breaks off"
EMPTY = "List of inputs that is empty"
SHAPE = "Shape of 3 numbers, data of 2"
UNKNOWN_FIELD = "Field that nobody knows"
CONTENT_TYPE = "JSON sent as `text/plain`"
UNKNOWN_MODEL = "Model that does not exist"
NOT_READY = "Model that is there, but not ready"
REQUEST_ID = "Request id in the answer"
MODEL_VERSION = "Model version in the answer"
READY = "Ready, with no model at all"
SAME_PAYLOAD = "Same request to two models, answers cached"

SOURCES: Mapping[str, str] = {
    NAN: _FASTAPI_NAN,
    NAN_UNBOUNDED: "",
    INFINITY: _FASTAPI_NAN,
    HUGE: _FASTAPI_NAN,
    TRUE: "",
    TEXT: "",
    DEEP: "",
    MALFORMED: "",
    EMPTY: "",
    SHAPE: "",
    UNKNOWN_FIELD: "",
    CONTENT_TYPE: "",
    UNKNOWN_MODEL: _PROTOCOL,
    NOT_READY: _NOT_READY,
    REQUEST_ID: _PROTOCOL,
    MODEL_VERSION: _PROTOCOL,
    READY: _READY_WITH_NOTHING,
    SAME_PAYLOAD: "",
}
"""Where each case is documented or discussed, in the order of the table."""

NUMBERS: Mapping[str, str] = {
    NAN: "NaN",
    NAN_UNBOUNDED: "NaN",
    INFINITY: "Infinity",
    HUGE: "1e999",
    TRUE: "true",
    TEXT: '"7"',
    DEEP: "[" * 10_000 + "]" * 10_000,
}
"""What stands in a request, letter by letter, where a number belongs."""

JSON, PLAIN = "application/json", "text/plain"
ID = "request-17"

Document: TypeAlias = "dict[str, Any] | str"

_MOST_CHARACTERS = 48


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent back.

    Attributes:
        status: the HTTP status.
        headers: by names in lower case.
        text: the body.
    """

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def document(self) -> Document:
        """What the body is as JSON; the text if it is none."""
        try:
            return cast("Document", json.loads(self.text))
        except ValueError:
            return self.text

    def mentions(self, word: str) -> bool:
        """Whether the word is in the body or in any header."""
        return word in self.text or any(
            word in each for pair in self.headers.items() for each in pair
        )


def observations(system: str, outcomes: Mapping[str, str]) -> list[Observation]:
    """One observation per case, in the order of the table; a case without outcome is an error."""
    return [
        Observation(THEME, case, system, outcomes[case], source) for case, source in SOURCES.items()
    ]


def told(answer: Answer, *, by_model: bool = False) -> str:
    """The status, and the first thing that the body complains about, shortened.

    Args:
        answer: what came back.
        by_model: whether the request had reached the model.
    """
    words = " ".join(str(_complaint(answer.document)).split()).split("; ")[0].rstrip(".")
    if "Traceback (most recent call last)" in answer.text:
        words = "a traceback"
    elif len(words) > _MOST_CHARACTERS:
        words = words[:_MOST_CHARACTERS].rsplit(" ", 1)[0] + " ..."
    status = f"{answer.status}, from the model" if by_model else f"{answer.status}"
    return f"{status}: {words or 'an empty body'}"


def taken_as(number: object) -> str:
    """How a number in a request was understood that was answered."""
    return f"200: taken as {json.dumps(number)}"


def yes_or_no(condition: object) -> str:
    """The word for it."""
    return "yes" if condition else "no"


def _complaint(document: Document) -> object:
    """The sentence in an error of FastAPI's kind, of the Open Inference Protocol's, or of ours."""
    found: object = document
    for key in ("detail", "error", "details"):
        if isinstance(found, dict) and found.get(key):
            found = found[key]
        if isinstance(found, list):
            found = found[0]
    if not isinstance(found, dict):
        return found
    reason = found.get("ctx", {}).get("error")  # FastAPI says there what is wrong with the JSON
    return reason or found.get("message") or found.get("msg") or found
