"""The client asks real FastAPI apps, and answers alike wherever it runs."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import pytest
from fastapi import BackgroundTasks, Depends, FastAPI, Header, HTTPException, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from labkit.asgi.client import Client, UnansweredError


class Order(BaseModel):
    """A body with rules."""

    amount: int = Field(ge=0)
    parts: list[float] = []


def customer(x_customer: Annotated[str, Header()] = "nobody") -> Iterator[str]:
    """A dependency that is a generator, and no coroutine."""
    yield x_customer


def shop() -> tuple[FastAPI, list[str]]:
    """An app with one endpoint for each thing that matters here, and what happened in it."""
    happened: list[str] = []

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, str]]:
        happened.append("up")
        yield {"shop": "open"}
        happened.append("down")

    app = FastAPI(lifespan=lifespan)

    @app.post("/order")
    def order(order: Order, who: Annotated[str, Depends(customer)]) -> dict[str, Any]:
        return {"sum": order.amount + sum(order.parts), "who": who}

    @app.post("/order/async")
    async def order_async(order: Order, who: Annotated[str, Depends(customer)]) -> dict[str, Any]:
        await asyncio.sleep(0.001)
        return {"sum": order.amount + sum(order.parts), "who": who}

    @app.get("/items/{number}")
    def item(number: int, request: Request, tag: str = "none") -> dict[str, Any]:
        if number > 3:
            raise HTTPException(404, "There is no such item.")
        return {"number": number, "tag": tag, "shop": request.state.shop}

    @app.get("/broken")
    def broken() -> float:
        return 1 / 0

    @app.get("/never")
    async def never() -> None:
        await asyncio.Future()

    @app.get("/thread")
    def thread() -> bool:
        return threading.current_thread() is threading.main_thread()

    @app.get("/thread/asyncio")
    async def asyncio_thread() -> bool:
        return await asyncio.to_thread(thread)

    @app.get("/stream")
    def stream() -> StreamingResponse:
        return StreamingResponse(f"{number}\n" for number in range(3))

    @app.get("/later")
    def later(tasks: BackgroundTasks) -> str:
        tasks.add_task(happened.append, "later")
        return "now"

    @app.get("/cookies")
    def cookies(response: Response) -> None:
        response.set_cookie("a", "1")
        response.set_cookie("b", "2")

    return app, happened


@pytest.fixture
def client() -> Iterator[Client]:
    """A client of a fresh shop that is open."""
    with Client(shop()[0]) as client:
        yield client


@pytest.mark.parametrize("path", ["/order", "/order/async"])
def test_def_and_async_def_answer_alike(client: Client, path: str) -> None:
    """With a JSON body, a header and a dependency that is a generator."""
    response = client.request(
        "post", path, json={"amount": 1, "parts": [0.5]}, headers={"X-Customer": "Ada"}
    )

    assert (response.status, response.json()) == (200, {"sum": 1.5, "who": "Ada"})
    assert response.headers["content-type"] == "application/json"


@pytest.mark.parametrize("path", ["/order", "/order/async"])
def test_a_wrong_body_is_422(client: Client, path: str) -> None:
    """What FastAPI says about it arrives as data."""
    response = client.request("POST", path, json={"amount": -1})

    assert response.status == 422
    assert response.json()["detail"][0]["loc"] == ["body", "amount"]


def test_a_body_may_be_no_json(client: Client) -> None:
    """It is sent as it is, so that a test can send a broken one."""
    headers = {"content-type": "application/json"}

    response = client.request("POST", "/order", body="{broken", headers=headers)

    assert response.status == 422
    assert response.json()["detail"][0]["type"] == "json_invalid"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/items/9", 404), ("GET", "/nowhere", 404), ("DELETE", "/items/1", 405)],
)
def test_refusals_are_answers(client: Client, method: str, path: str, status: int) -> None:
    """Nothing is raised for them."""
    assert client.request(method, path).status == status


def test_query_strings_come_from_the_path_and_from_params(client: Client) -> None:
    """Both are decoded once."""
    by_path = client.request("GET", "/items/%31?tag=a%26b")
    by_params = client.request("GET", "/items/1", params={"tag": "a&b"})

    assert by_path.json() == by_params.json() == {"number": 1, "tag": "a&b", "shop": "open"}


def test_an_error_in_the_app_is_raised_as_itself(client: Client) -> None:
    """With its traceback, so that the learner's line can be marked."""
    with pytest.raises(ZeroDivisionError) as raised:
        client.request("GET", "/broken")

    assert raised.traceback[-1].name == "broken"


def test_or_it_is_the_500_that_a_visitor_gets() -> None:
    """And the app goes on."""
    client = Client(shop()[0], raise_errors=False)

    assert client.request("GET", "/broken").status == 500
    assert client.request("POST", "/order", json={"amount": 1}).status == 200


@pytest.mark.parametrize("raise_errors", [True, False])
def test_an_endless_wait_is_told(raise_errors: bool) -> None:
    """No hanging, and no 500: the sentence names the request."""
    client = Client(shop()[0], raise_errors=raise_errors)

    with pytest.raises(UnansweredError, match="The answer to GET /never never comes"):
        client.request("GET", "/never")
    assert client.request("POST", "/order", json={"amount": 1}).status == 200


@pytest.mark.parametrize("path", ["/thread", "/thread/asyncio"])
def test_nothing_runs_on_another_thread(client: Client, path: str) -> None:
    """A page has none, and both sides are to do the same."""
    assert client.request("GET", path).json() is True


def test_threads_are_as_they_were_afterwards(client: Client) -> None:
    """What the client replaces is in place again, after an error as well."""
    import anyio.to_thread

    with pytest.raises(ZeroDivisionError):
        client.request("GET", "/broken")

    assert anyio.to_thread.run_sync.__module__ == "anyio.to_thread"


def test_streams_and_background_tasks_are_complete() -> None:
    """The request has ended when all that belongs to it has."""
    app, happened = shop()
    client = Client(app)

    assert client.request("GET", "/stream").text == "0\n1\n2\n"
    assert client.request("GET", "/later").json() == "now"
    assert happened == ["later"]


def test_a_repeated_header_has_both_values(client: Client) -> None:
    """With a comma between."""
    assert client.request("GET", "/cookies").headers["set-cookie"].count("Path=/") == 2


def test_the_lifespan_begins_once_and_ends_with_the_block() -> None:
    """What it yields is there for every request."""
    app, happened = shop()

    with Client(app) as client:
        assert happened == ["up"]
        client.request("GET", "/items/1")
        client.request("GET", "/items/2")

    assert happened == ["up", "down"]


def test_an_error_at_the_start_is_raised_as_itself() -> None:
    """Not as a failed request."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        raise LookupError("no model")
        yield

    with pytest.raises(LookupError, match="no model"), Client(FastAPI(lifespan=lifespan)):
        pass


def test_middleware_works() -> None:
    """It runs the endpoint in a task of its own."""
    app, _ = shop()

    @app.middleware("http")
    async def add_header(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        response = await call_next(request)
        response.headers["x-shop"] = "1"
        return response

    response = Client(app).request("GET", "/thread")

    assert (response.status, response.headers["x-shop"]) == (200, "1")


async def silent(scope: Any, receive: Any, send: Any) -> None:
    """An app that knows no lifespan and never answers."""
    assert scope["type"] == "http"


def test_an_app_without_an_answer_is_told() -> None:
    """That it has no lifespan is allowed; that it says nothing is not."""
    with (
        pytest.raises(UnansweredError, match="ended without an answer to GET /"),
        Client(silent) as client,
    ):
        client.request("GET", "/")


def test_it_works_inside_a_running_loop(client: Client) -> None:
    """As in the page, whose loop always runs; and the outer loop goes on afterwards."""

    async def outer() -> tuple[int, bool]:
        task = asyncio.current_task()
        status = client.request("POST", "/order/async", json={"amount": 1}).status
        is_current = asyncio.current_task() is task
        await asyncio.sleep(0)
        return status, is_current

    assert asyncio.run(outer()) == (200, True)


def test_posts_are_under_way_together() -> None:
    """Each has begun before one ends, and each gets its own answer."""
    app, under_way = FastAPI(), []
    most: list[int] = []

    @app.post("/wait")
    async def wait(order: Order) -> int:
        under_way.append(order.amount)
        await asyncio.sleep(0)
        most.append(len(under_way))
        under_way.remove(order.amount)
        return order.amount

    answers = Client(app).post_together("/wait", [{"amount": 1}, {"amount": 2}, {"amount": 3}])

    assert [answer.json() for answer in answers] == [1, 2, 3]
    assert max(most) == 3


def test_of_posts_together_one_may_fail() -> None:
    """Its error is raised, or is a 500 beside the answers of the others."""
    app = FastAPI()

    @app.post("/inverse")
    async def inverse(order: Order) -> float:
        await asyncio.sleep(0)
        return 1 / order.amount

    bodies = [{"amount": 0}, {"amount": 2}, {"amount": -1}]

    answers = Client(app, raise_errors=False).post_together("/inverse", bodies)

    assert [answer.status for answer in answers] == [500, 200, 422]
    with pytest.raises(ZeroDivisionError):
        Client(app).post_together("/inverse", bodies)


def test_a_plain_endpoint_may_run_a_loop_of_its_own() -> None:
    """As on a server, where it has a thread without one; a coroutine may not, as there."""
    app = FastAPI()

    async def soon() -> int:
        await asyncio.sleep(0.001)
        return 7

    @app.get("/plain")
    def plain() -> int:
        return asyncio.run(soon())

    @app.get("/async")
    async def inside() -> str:
        never = soon()
        try:
            return str(asyncio.run(never))
        except RuntimeError as error:
            never.close()
            return str(error)

    assert Client(app).request("GET", "/plain").json() == 7
    assert "running event loop" in Client(app).request("GET", "/async").text
