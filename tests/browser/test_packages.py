"""Does a lab get the packages that it names, and does FastAPI answer in the page as in CPython?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from client_page import PACKAGES, RUNTIME
from pages_server import PagesServer
from playwright.sync_api import Page
from predict_program import PREDICT

from labkit.runner import run_program

pytestmark = pytest.mark.browser

FASTAPI = f"{PACKAGES}fastapi.zip"
MOST_BYTES = 3_000_000

ENDPOINTS = """
import asyncio, threading
from typing import Annotated
from fastapi import Depends, FastAPI, Header, HTTPException
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field
from labkit.asgi.client import Client, UnansweredError

class Order(BaseModel):
    amount: int = Field(ge=0)

def customer(x_customer: Annotated[str, Header()] = "nobody"):
    yield x_customer

app = FastAPI()

@app.post("/order")
def order(order: Order, who: Annotated[str, Depends(customer)]):
    return {"amount": order.amount, "who": who}

@app.post("/order/async")
async def order_async(order: Order, who: Annotated[str, Depends(customer)]):
    await asyncio.sleep(0.001)
    return {"amount": order.amount, "who": who}

@app.get("/items/{number}")
def item(number: int):
    raise HTTPException(404, f"There is no item {number}.")

@app.get("/broken")
def broken():
    return 1 / 0

@app.get("/never")
async def never():
    await asyncio.Future()

@app.get("/stream")
def stream():
    return StreamingResponse(f"{number}," for number in range(3))

@app.middleware("http")
async def add_header(request, call_next):
    response = await call_next(request)
    response.headers["x-seen"] = "yes"
    return response

client = Client(app, raise_errors=False)
for method, path, options in [
    ("POST", "/order", {"json": {"amount": 1}, "headers": {"X-Customer": "Ada"}}),
    ("POST", "/order", {"json": {"amount": -1}}),
    ("POST", "/order/async", {"json": {"amount": 1}}),
    ("POST", "/order/async", {"body": "{"}),
    ("GET", "/items/7", {}),
    ("GET", "/items/x", {}),
    ("GET", "/nowhere", {}),
    ("DELETE", "/order", {}),
    ("GET", "/broken", {}),
    ("GET", "/stream", {}),
    ("GET", "/openapi.json", {}),
]:
    response = client.request(method, path, **options)
    print(method, path, response.status, sorted(response.headers.items()), response.text)
try:
    client.request("GET", "/never")
except UnansweredError as error:
    print(error)
"""


def run(page: Page, program: str, *packages: str, **request: Any) -> dict[str, Any]:
    """The report of a run; a sentence under `refused` when Python was not ready for it."""
    outcome: dict[str, Any] = page.evaluate(
        """async (request) => {
          try {
            return await python.run(request);
          } catch (error) {
            return { refused: error.message };
          }
        }""",
        {"program": program, "packages": list(packages), **request},
    )
    return json.loads(outcome["json"]) if "json" in outcome else outcome


def test_only_a_lab_that_names_a_package_downloads_it(
    client: Page, client_server: PagesServer
) -> None:
    """At most 3 MB, and nothing else than the package and its size: no second standard library."""
    assert run(client, "import json")["error"] is None
    before = set(client_server.transferred)
    assert not [name for name in before if name.startswith(PACKAGES)]

    report = run(client, "import fastapi\nprint(fastapi.FastAPI().title)", "fastapi")

    assert report == {"results": [], "stdout": "FastAPI\n", "error": None}
    fetched = set(client_server.transferred) - before
    assert {name for name in fetched if "/js/" not in name} == {FASTAPI, f"{PACKAGES}manifest.json"}
    assert sum(client_server.transferred[name] for name in fetched) <= MOST_BYTES


def test_the_client_gives_the_answers_of_cpython(client: Page, client_server: PagesServer) -> None:
    """Bodies, headers and refusals, of `def` and `async def`, without the rest of the library."""
    in_page = run(client, ENDPOINTS, "fastapi")

    assert in_page["error"] is None
    assert in_page == json.loads(run_program(ENDPOINTS).to_json())
    assert f"{RUNTIME}python_stdlib_rest.zip" not in client_server.transferred


def test_the_platforms_own_service_runs_in_the_page(client: Page) -> None:
    """`create_app` answers predictions, refusals and probes with the same bodies as in CPython."""
    in_page = run(client, PREDICT, "fastapi")

    assert in_page["error"] is None
    assert in_page == json.loads(run_program(PREDICT).to_json())
    assert 'POST /predict 200 {"id":"r1","score":0.30' in in_page["stdout"]
    assert "POST /predict 422" in in_page["stdout"]


def test_packages_know_their_versions(client: Page) -> None:
    """And keep their licences; anyio keeps its source, which it reads."""
    program = """
import importlib.metadata, pathlib
print(importlib.metadata.version("pydantic").split(".")[0])
home = pathlib.Path("/lib/packages")
print(len(list(home.glob("pydantic-*/licenses/LICENSE"))))
print((home / "anyio" / "__init__.py").exists(), (home / "fastapi" / "__init__.py").exists())
print(len(list(home.rglob("*.pyi"))))
"""

    report = run(client, program, "fastapi")

    assert (report["error"], report["stdout"]) == (None, "2\n1\nTrue False\n0\n")


def test_a_package_that_the_lab_does_not_name_is_a_sentence(client: Page) -> None:
    """What can be imported, and the line."""
    error = run(client, "\nimport fastapi")["error"]

    assert error["line"] == 2
    assert "No module named 'fastapi'" in error["message"]
    assert "the packages it names" in error["message"]


def test_after_a_stop_the_package_is_there_without_another_download(
    client: Page, client_server: PagesServer
) -> None:
    """The page keeps what it has fetched."""
    run(client, "import fastapi", "fastapi")
    client_server.transferred.clear()

    limit = run(client, "while True: pass", "fastapi", timeBudgetS=0.3)
    again = run(client, "import fastapi\nprint('there')", "fastapi")

    assert limit["kind"] == "time-limit"
    assert again["stdout"] == "there\n"
    assert not [name for name in client_server.transferred if name.startswith(PACKAGES)]


def test_loading_does_not_use_up_the_time_of_the_run(client: Page) -> None:
    """Fetching and importing FastAPI takes longer than this budget."""
    report = run(client, "import fastapi\nprint('in time')", "fastapi", timeBudgetS=0.2)

    assert report["stdout"] == "in time\n"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((404, b"Not found"), "the server answered 404 when asked for fastapi.zip"),
        ((200, b"<!doctype html>"), "fastapi.zip is not the file it should be"),
        ((200, b"PK\3\4 and then nothing"), "fastapi.zip arrived damaged"),
        (None, "there was no connection to fetch fastapi.zip"),
    ],
)
def test_a_package_that_cannot_be_had_is_an_answer_and_can_be_tried_again(
    client: Page, client_server: PagesServer, answer: tuple[int, bytes] | None, sentence: str
) -> None:
    """Python itself stays ready; once the file is right, the same page loads it."""
    if answer is None:
        client.context.route(f"**/{FASTAPI}", lambda route: route.abort())
    else:
        client_server.replaced[FASTAPI] = answer

    refused = run(client, "import fastapi", "fastapi")["refused"]

    assert refused.startswith("The package fastapi could not be loaded: ")
    assert sentence in refused
    assert run(client, "print('well')")["stdout"] == "well\n"

    client_server.replaced.clear()
    client.context.unroute_all()

    assert run(client, "import fastapi\nprint('well')", "fastapi")["stdout"] == "well\n"


def test_one_wrong_byte_is_noticed(client: Page, client_server: PagesServer) -> None:
    """In the middle of the file, where neither its beginning nor its length tells."""
    content = bytearray((client_server.folder / FASTAPI).read_bytes())
    content[len(content) // 2] ^= 0xFF
    client_server.replaced[FASTAPI] = (200, bytes(content))

    assert "fastapi.zip arrived damaged" in run(client, "import fastapi", "fastapi")["refused"]


def test_an_unknown_package_is_refused(client: Page) -> None:
    """The sentence says which, and a waiting program without packages is not disturbed."""
    assert "The package nosuch could not be loaded" in run(client, "", "nosuch")["refused"]
    assert run(client, "print('well')")["stdout"] == "well\n"


def test_progress_of_packages_is_told(client: Page) -> None:
    """Bytes up to all of them, and then that they start."""
    seen = client.evaluate(
        """async () => {
          await python.start();
          const seen = [];
          python.addEventListener("progress", (event) => seen.push(event.detail));
          await python.start(["fastapi"]);
          return seen;
        }"""
    )

    loading = [each for each in seen if each["stage"] == "Loading packages"]
    assert loading[-1]["loadedBytes"] == loading[-1]["totalBytes"] > 2_000_000
    assert seen[-1]["stage"] == "Starting packages"
