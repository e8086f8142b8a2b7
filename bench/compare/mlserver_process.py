"""How is a real MLServer started, in an environment and a folder of its own, and ended again?"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.compare.serving_cases import JSON, Answer

HERE = Path(__file__).parent
ENVIRONMENT = HERE.parents[1] / ".cache" / "compare" / "mlserver"
CONSTRAINTS = HERE / "mlserver-constraints.txt"

LOADED_WITHIN_S, ENDED_WITHIN_S = 120.0, 20.0
MODEL_VERSION = "v3"

# After a failure it closes the connection, so each request has one of its own.
_ONE_EACH = httpx.Limits(max_keepalive_connections=0)

Models = Mapping[str, float | None]
"""What each model multiplies its sum with; None for a model that is never ready."""


@dataclass(frozen=True, slots=True)
class Server:
    """An MLServer that answers.

    Attributes:
        client: sends requests to it.
        folder: where it runs.
    """

    client: httpx.Client
    folder: Path

    def infer(self, body: str, *, model: str, content_type: str = JSON) -> Answer:
        """The answer to an inference request."""
        headers = {"content-type": content_type}
        path = f"/v2/models/{model}/infer"
        return _answer(self.client.post(path, content=body, headers=headers))

    def get(self, path: str) -> Answer:
        """The answer to a question without a body."""
        return _answer(self.client.get(path))

    def calls(self) -> int:
        """How many requests have reached a model."""
        file = self.folder / "calls.txt"
        return len(file.read_text("utf-8").splitlines()) if file.exists() else 0


def make_environment() -> None:
    """Make a virtual environment with MLServer in it, unless there is one."""
    if _program("mlserver").exists():
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True)
    install = ("-m", "pip", "install", "--quiet", "--requirement", CONSTRAINTS)
    subprocess.run([_program("python"), *install], check=True)


@contextmanager
def running(models: Models, *, cached: bool = False) -> Iterator[Server]:
    """A server with these models, for this machine only, which ends with the block.

    Args:
        models: what is served.
        cached: whether it keeps its answers for when a request comes again.

    Raises:
        RuntimeError: it did not load its models in time; the message has its log.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        port = _write_settings(folder, models, cached=cached)
        log = stack.enter_context((folder / "server.log").open("wb"))
        command = [str(_program("mlserver")), "start", "."]
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
        stack.callback(_end, process)
        client = httpx.Client(
            base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30.0, limits=_ONE_EACH
        )
        server = Server(stack.enter_context(client), folder)
        _wait_until_loaded(server, models, process)
        yield server


def _write_settings(folder: Path, models: Models, *, cached: bool) -> int:
    """The port for requests, having written everything that the server reads."""
    http, grpc, metrics = _free_ports(3)
    settings = {
        "host": "127.0.0.1",
        "http_port": http,
        "grpc_port": grpc,
        "metrics_port": metrics,
        "parallel_workers": 0,
        "cache_enabled": cached,
    }
    (folder / "settings.json").write_text(json.dumps(settings), "utf-8")
    shutil.copy(HERE / "mlserver_model.py", folder)
    for name, scale in models.items():
        model = {
            "name": name,
            "implementation": "mlserver_model.Sum",
            "parameters": {"version": MODEL_VERSION, "extra": {"scale": scale}},
            "cache_enabled": cached,
        }
        (folder / name).mkdir()
        (folder / name / "model-settings.json").write_text(json.dumps(model), "utf-8")
    return http


def _free_ports(count: int) -> list[int]:
    """Ports that nobody listens at, all different."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _wait_until_loaded(server: Server, models: Models, process: subprocess.Popen[bytes]) -> None:
    """Return when each model has been loaded; "/v2/health/ready" would say so of no model, too."""
    wanted = {f"/v2/models/{name}/ready": 400 if models[name] is None else 200 for name in models}
    wanted["/v2/health/live"] = 200
    deadline = time.monotonic() + LOADED_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if all(server.get(path).status == status for path, status in wanted.items()):
                return
        except httpx.TransportError:
            pass  # it does not listen yet
        time.sleep(0.1)
    log = (server.folder / "server.log").read_text("utf-8", "replace")
    raise RuntimeError(f"MLServer had not loaded its models, {dict(models)}. Its log:\n{log}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(ENDED_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _program(name: str) -> Path:
    return ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin") / name


def _answer(response: httpx.Response) -> Answer:
    return Answer(response.status_code, response.headers, response.text)
