"""Does the file of the `/predict` lab answer under uvicorn as in the page, errors included?"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from lab_page import START_MS, LabPage
from pages_server import PagesServer
from playwright.sync_api import Page, expect

from labkit.asgi.client import Client
from labkit.course import read_course
from labkit.runner import load_learner

pytestmark = pytest.mark.browser

THE_LAB = read_course(Path(__file__).resolve().parents[2] / "labs").lab("serving/predict")
PAGE = "4-serving/when-things-fail/"
PAYMENT = {"transaction_id": "t1", "user_id": "u1", "amount": 59.9, "currency": "EUR"}
REQUESTS = [
    *((example.method, example.path, example.body) for example in THE_LAB.console),
    ("POST", "/predict", json.dumps({**PAYMENT, "currency": "CHF"})),
    ("POST", "/predict", json.dumps({"user_id": "u1"})),
    ("POST", "/predict", json.dumps([PAYMENT])),
    ("POST", "/predict", ""),
    ("GET", "/predict", ""),
    ("GET", "/nowhere", ""),
]
RUNNING = re.compile(r"Uvicorn running on (http://\S+:\d+)")
JSON = {"content-type": "application/json"}

Answer = tuple[int, Any]


def as_data(status: int, body: str) -> Answer:
    """Status and body; fractions up to the last bit, in which machines may differ."""
    return status, json.loads(body, parse_float=lambda digits: float(f"{float(digits):.12g}"))


def in_process() -> list[Answer]:
    """What the app answers without a server and without a page."""
    module, error = load_learner(THE_LAB.solution, "learner")
    assert error is None
    client = Client(module.app)
    found = [
        client.request(method, path, body=body, headers=JSON if body else {})
        for method, path, body in REQUESTS
    ]
    return [as_data(each.status, each.text) for each in found]


def over_http(server: str) -> list[Answer]:
    """What a real server answers to a client that knows nothing of us."""
    found = []
    for method, path, body in REQUESTS:
        content, headers = (body.encode(), JSON) if body else (None, {})
        request = Request(server + path, content, headers, method=method)
        try:
            with urlopen(request, timeout=60) as response:
                found.append(as_data(response.status, response.read().decode()))
        except HTTPError as refusal:
            found.append(as_data(refusal.code, refusal.read().decode()))
    return found


def in_the_page(lab: LabPage) -> list[Answer]:
    """What the request console shows."""
    lab.button("Open the console").click()
    answer = lab.lab.get_by_role("group", name="Answer", exact=True)
    found = []
    for method, path, body in REQUESTS:
        lab.lab.get_by_label("Method").select_option(method)
        lab.lab.get_by_label("Path").fill(path)
        lab.lab.get_by_label("Body, as JSON").fill(body)
        answer.evaluate("(region) => region.querySelector('[role=status]').textContent = ''")
        lab.button("Send").click()
        status = answer.get_by_role("status")
        expect(status).to_contain_text(f"{method} {path}: ", timeout=START_MS)
        said = re.search(r": (\d{3}) ", status.inner_text())
        assert said, status.inner_text()
        shown = answer.get_by_role("group", name="Body of the answer").inner_text()
        found.append(as_data(int(said.group(1)), shown))
    return found


@contextmanager
def uvicorn(folder: Path) -> Iterator[str]:
    """Serves program.py of the folder as its README says, on a free port; gives the address."""
    command = [sys.executable, "-m", "uvicorn", "program:app", "--port", "0", "--no-use-colors"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr is not None
        try:
            yield _address(server.stderr)
        finally:
            server.terminate()


def _address(log: Any) -> str:
    said = []
    for line in log:
        said.append(line)
        if found := RUNNING.search(line):
            return found.group(1)
    raise AssertionError("uvicorn did not start:\n" + "".join(said))


def test_the_downloaded_file_answers_alike_everywhere(
    site_server: PagesServer,
    page: Page,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    """In the page, under uvicorn and without either: statuses and bodies are the same."""
    record_property("counts", "journey")
    page.goto(site_server.url + PAGE)
    lab = LabPage(page, THE_LAB.id)
    lab.type_program(THE_LAB.solution)
    with page.expect_download() as download:
        lab.button("Download").click()
    download.value.save_as(tmp_path / "lab.zip")
    with zipfile.ZipFile(tmp_path / "lab.zip") as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / "predict"
    assert (folder / "program.py").read_text("utf-8").strip() == THE_LAB.solution.strip()

    with uvicorn(folder) as server:
        served = over_http(server)

    wanted = in_process()
    assert [status for status, _ in wanted][: len(THE_LAB.console)] == [200, 422, 422, *[200] * 4]
    assert served == wanted
    assert in_the_page(lab) == wanted
