"""Where the application comes from, and whether it runs on a real server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from fraud_service import FraudService
from http_client import ask, with_client

from mlplat_core.serving import create_app

ROOT = Path(__file__).parents[3]
SERVER = """
import sys
sys.path[:0] = sys.argv[1:]
import socket, uvicorn
from fraud_service import FraudService
from mlplat_core.serving import create_app

listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
app = create_app(FraudService().handler())
uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])
"""


def test_a_real_server_answers() -> None:
    """Uvicorn on a free port, asked by a client that knows nothing of us."""
    command = [sys.executable, "-c", SERVER, str(ROOT), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            # The socket listens before its port is printed, so the request waits for the server.
            port = server.stdout.readline().strip()
            request = Request(
                f"http://127.0.0.1:{port}/predict",
                b'{"entity": {"user_id": "u3"}}',
                {"content-type": "application/json"},
            )
            with urlopen(request, timeout=60) as response:
                body = json.load(response)
        finally:
            server.terminate()

    assert body["score"] == pytest.approx(0.3)
    assert body["model_version"] == 1


def run(code: str, *flags: str) -> str:
    """What a program prints."""
    ran = subprocess.run(
        [sys.executable, *flags, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout


def test_without_fastapi_the_error_says_what_to_install() -> None:
    """And everything but `create_app` works."""
    code = """
import sys
sys.modules["fastapi"] = None
from fraud_service import FraudService
from mlplat_core.serving import create_app
handler = FraudService().handler()
print(handler.predict({"entity": {"user_id": "u3"}}).decision)
try:
    create_app(handler)
except ImportError as error:
    print(error)
"""

    decision, message = run(code).splitlines()

    assert decision == "approve"
    assert "pip install 'mlplat[serve]'" in message


def test_importing_serving_stays_cheap() -> None:
    """What a prediction in a page does not need is not loaded."""
    heavy = {"asyncio", "fastapi", "http", "json", "logging", "pydantic", "sqlite3", "starlette"}
    loaded = run("import sys, mlplat_core.serving; print(*sys.modules)", "-S").split()

    assert "mlplat_core.serving.handler" in loaded
    assert heavy.isdisjoint(loaded)


def test_a_page_of_the_api_is_there_if_it_is_wanted(service: FraudService) -> None:
    """Only then, because it loads scripts from another host."""
    app = create_app(service.handler(), docs_url="/docs")

    status = with_client(app, lambda client: client.get("/docs"))

    assert status.status_code == 200
    assert ask(app, "/openapi.json", method="GET").body["openapi"] == "3.1.0"
