"""What does MLServer do with requests? A real one, as a process."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from bench.compare import serving_cases as cases
from bench.compare.mlserver_process import Models, Server, make_environment, running
from bench.compare.observation import Observation
from bench.compare.serving_cases import Answer

SYSTEM = "MLServer"
OBSERVED = Path(__file__).parent / "observed" / "mlserver.json"

MODELS: Models = {"alpha": 1.0, "beta": 1000.0, "late": None}
NOTHING: Models = {}


def observe() -> list[Observation]:
    """What MLServer does in every case; its environment must exist, see `refresh`."""
    with running(MODELS) as server:
        outcomes = {case: _number(server, text) for case, text in cases.NUMBERS.items()}
        outcomes |= _requests(server) | _answers(server)
    with running(NOTHING) as server:
        outcomes[cases.READY] = cases.told(server.get("/v2/health/ready"))
    with running(MODELS, cached=True) as server:
        outcomes[cases.SAME_PAYLOAD] = _same_payload(server)
    return cases.observations(SYSTEM, outcomes)


def refresh() -> Path:
    """The file that says what MLServer does, made anew, and its environment if there is none.

    It has the `system`, its `version` as the server itself says it, the `date` of the run, and the
    `observations` with the attributes of `Observation`.
    """
    make_environment()
    with running(NOTHING) as server:
        version = _document(server.get("/v2"))["version"]
    document = {
        "system": SYSTEM,
        "version": version,
        "date": datetime.now(UTC).date().isoformat(),
        "observations": [asdict(each) for each in observe()],
    }
    OBSERVED.parent.mkdir(exist_ok=True)
    OBSERVED.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return OBSERVED


def _request(data: str = "[7.0]", *, shape: str = "[1]", more: str = "") -> str:
    """An inference request, with these numbers."""
    tensor = f'{{"name": "amount", "datatype": "FP64", "shape": {shape}, "data": {data}}}'
    return f'{{"inputs": [{tensor}]{more}}}'


def _number(server: Server, text: str) -> str:
    return _outcome(server, _request(f"[{text}]"))


def _requests(server: Server) -> dict[str, str]:
    """What is done about requests that are wrong in other ways than in their number."""
    return {
        cases.MALFORMED: _outcome(server, _request()[:-1]),
        cases.EMPTY: _outcome(server, '{"inputs": []}'),
        cases.SHAPE: _outcome(server, _request("[7.0, 8.0]", shape="[3]")),
        cases.UNKNOWN_FIELD: _outcome(server, _request(more=', "nobody_knows": 1')),
        cases.CONTENT_TYPE: _outcome(server, _request(), content_type=cases.PLAIN),
        cases.UNKNOWN_MODEL: _outcome(server, _request(), model="nope"),
        cases.NOT_READY: _outcome(server, _request(), model="late"),
    }


def _answers(server: Server) -> dict[str, str]:
    """What is in the answer to a request that is right."""
    document = _document(server.infer(_request(more=f', "id": "{cases.ID}"'), model="alpha"))
    version = document.get("model_version")
    return {
        cases.REQUEST_ID: cases.yes_or_no(document.get("id") == cases.ID),
        cases.MODEL_VERSION: f"yes: {version}" if version else "no",
    }


def _same_payload(server: Server) -> str:
    server.infer(_request(), model="alpha")
    second = _document(server.infer(_request(), model="beta"))
    return f"{second['model_name']} answers: beta was asked"


def _outcome(
    server: Server, body: str, *, model: str = "alpha", content_type: str = cases.JSON
) -> str:
    """What the model made of it, or the complaint, and whether the model had been asked."""
    before = server.calls()
    answer = server.infer(body, model=model, content_type=content_type)
    if answer.status == 200:
        return cases.taken_as(_document(answer)["outputs"][0]["data"][0])
    return cases.told(answer, by_model=server.calls() > before)


def _document(answer: Answer) -> dict[str, Any]:
    return cast("dict[str, Any]", answer.document)
