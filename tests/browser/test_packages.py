"""Does FastAPI answer in the page as in CPython?"""

from __future__ import annotations

import json

import pytest
from client_page import RUNTIME
from client_runs import report_of
from pages_server import PagesServer
from playwright.sync_api import Page
from predict_program import PREDICT

from labkit.runner import run_program

pytestmark = pytest.mark.browser

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


def test_the_client_gives_the_answers_of_cpython(client: Page, client_server: PagesServer) -> None:
    """Bodies, headers and refusals, of `def` and `async def`, without the rest of the library."""
    in_page = report_of(client, ENDPOINTS, "fastapi")

    assert in_page["error"] is None
    assert in_page == json.loads(run_program(ENDPOINTS).to_json())
    assert f"{RUNTIME}python_stdlib_rest.zip.zst" not in client_server.transferred


def test_the_platforms_own_service_runs_in_the_page(client: Page) -> None:
    """`create_app` answers predictions, refusals and probes with the same bodies as in CPython."""
    in_page = report_of(client, PREDICT, "fastapi")

    assert in_page["error"] is None
    assert in_page == json.loads(run_program(PREDICT).to_json())
    assert 'POST /predict 200 {"id":"r1","score":0.30' in in_page["stdout"]
    assert "POST /predict 422" in in_page["stdout"]


def test_packages_know_their_versions(client: Page) -> None:
    """And keep their licences; anyio keeps its source, which it reads."""
    program = """
import importlib.metadata, pathlib
print(importlib.metadata.version("pydantic").split(".")[0])
home = pathlib.Path("/lib/packages/fastapi")
print(len(list(home.glob("pydantic-*/licenses/LICENSE"))))
print((home / "anyio" / "__init__.py").exists(), (home / "fastapi" / "__init__.py").exists())
print(len(list(home.rglob("*.pyi"))))
"""

    report = report_of(client, program, "fastapi")

    assert (report["error"], report["stdout"]) == (None, "2\n1\nTrue False\n0\n")
