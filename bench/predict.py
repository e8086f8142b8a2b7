"""What does a prediction cost, in process and over HTTP?

Run:
    python -m bench.predict

One request, one user, 50 features from a store in memory, alias resolved, request validated. Each
score is compared with the one computed from the values that were stored. Over HTTP each service is
a uvicorn process of its own on this machine, asked over one kept-alive connection; beside it the
same server with a FastAPI handler that only reads the body.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from bench.predict_service import NAMES, SERVICE, USERS, boosted, linear, make_handler, make_store
from mlplat_core.models import load_model

BUDGET_US = 100
CALLS = 2_000


def quantiles_us(calls: int, work: Callable[[int], object]) -> tuple[float, float, float]:
    """Median, 95th and 99th percentile of a call, in microseconds."""
    seconds = []
    for number in range(calls):
        begin = time.perf_counter()
        work(number)
        seconds.append(time.perf_counter() - begin)
    cut = statistics.quantiles(seconds, n=100)
    return statistics.median(seconds) * 1e6, cut[94] * 1e6, cut[98] * 1e6


def in_process(name: str, artifact: bytes) -> int:
    """Measure a model in process and print it; how many scores were wrong."""
    store = make_store()
    handler, scorer = make_handler(artifact, store), load_model(artifact)
    bodies = [{"entity": {"user_id": number}} for number in range(USERS)]
    stored = store.get_online_features(SERVICE, [b["entity"] for b in bodies]).rows
    right = [scorer.score([row[name] for name in NAMES]) for row in stored]
    wrong = sum(
        handler.predict(body).score != score for body, score in zip(bodies, right, strict=True)
    )
    took = quantiles_us(CALLS, lambda number: handler.predict(bodies[number % USERS]))
    scoring = quantiles_us(
        CALLS, lambda number: scorer.score(list(stored[number % USERS].values())[1:])
    )
    reading = quantiles_us(
        CALLS,
        lambda number: store.get_online_features(SERVICE, [bodies[number % USERS]["entity"]]),
    )
    print(f"{name}, 50 features, in process")
    print(
        f"  predict            p50 {took[0]:7.1f} us   p95 {took[1]:7.1f}   p99 {took[2]:7.1f}"
        f"   budget {BUDGET_US} us"
    )
    print(f"  of it read         p50 {reading[0]:7.1f} us")
    print(f"  of it score        p50 {scoring[0]:7.1f} us")
    print(f"  wrong scores       {wrong} of {USERS}")
    return wrong


@contextlib.contextmanager
def server(factory: str) -> Iterator[int]:
    """A server process of one of the services; its port."""
    command = [
        *(sys.executable, "-m", "uvicorn", "--factory", f"bench.predict_service:{factory}"),
        *("--host", "127.0.0.1", "--port", "0", "--no-access-log"),
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ)
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(r"running on http://127\.0\.0\.1:(\d+)", line):
                yield int(found[1])
                return
        raise SystemExit(f"uvicorn did not start {factory}")
    finally:
        process.terminate()
        process.communicate()


def over_http(factory: str) -> tuple[float, float, float]:
    """Quantiles of a request to the service."""
    bodies = [json.dumps({"entity": {"user_id": number}}) for number in range(USERS)]
    with server(factory) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port)

        def ask(number: int) -> None:
            connection.request(
                "POST", "/predict", bodies[number % USERS], {"Content-Type": "application/json"}
            )
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == 200, body

        for number in range(100):
            ask(number)
        return quantiles_us(CALLS, ask)


def main() -> int:
    """Measure all of it and print it; 1 if a score was wrong."""
    wrong = in_process("logistic regression", linear())
    wrong += in_process("60 trees of depth 3", boosted())
    print("logistic regression over HTTP, one connection")
    bare = over_http("bare")
    for name, took in (("bare FastAPI", bare), ("mlplat_core", over_http("platform"))):
        print(
            f"  {name:18} p50 {took[0]:7.1f} us   p95 {took[1]:7.1f}   p99 {took[2]:7.1f}"
            f"   {took[0] / bare[0]:.2f} x bare FastAPI"
        )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
