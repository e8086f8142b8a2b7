"""The platform's own service as a program that runs in CPython and in the page."""

from __future__ import annotations

PREDICT = """
import itertools
from datetime import datetime, timedelta, timezone
from mlplat_core import Entity, FeatureStore, FeatureView, Field, ModelRegistry
from mlplat_core.models import LinearScorer, dump_model
from mlplat_core.serving import MicroBatching, PredictHandler, create_app
from labkit.asgi.client import Client

NOON = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
store = FeatureStore(clock=lambda: NOON)
user = Entity("user", join_keys=["user_id"])
store.apply(FeatureView("stats", [user], [Field("txns", int)], ttl=timedelta(days=3)))
row = {"user_id": "u3", "txns": 3, "event_timestamp": NOON, "created_timestamp": NOON}
store.push("stats", [row])
registry = ModelRegistry(clock=lambda: NOON)
registry.create_registered_model("fraud")
registry.create_model_version("fraud", dump_model(LinearScorer(("txns",), (0.1,), 0.0)))
registry.set_alias("fraud", "champion", 1)
seconds = itertools.count()  # a clock that moves only when it is looked at
handler = PredictHandler(
    registry=registry, store=store, model="models:/fraud@champion", features=["stats:txns"],
    key_types={"user_id": str}, clock=lambda: NOON, monotonic=lambda: next(seconds) / 100,
    id_source=lambda: "r1",
)
entity = {"entity": {"user_id": "u3"}}
REQUESTS = [
    ("POST", "/predict", {"json": entity}),
    ("POST", "/predict", {"json": {**entity, "explain": True}}),
    ("POST", "/predict", {"json": {"entity": {"user_id": 3}, "colour": "red"}}),
    ("POST", "/predict", {"json": {"entity": {"user_id": "nobody"}}}),
    ("POST", "/predict", {"body": "{", "headers": {"content-type": "application/json"}}),
    ("POST", "/predict", {"body": "hello"}),
    ("POST", "/predict/batch", {"json": {"instances": [entity, 7]}}),
    ("GET", "/predict", {}),
    ("GET", "/nowhere", {}),
    ("GET", "/health/live", {}),
    ("GET", "/health/ready", {}),
    ("GET", "/openapi.json", {}),
]
for batching in (None, MicroBatching(max_wait_ms=1)):
    with Client(create_app(handler, batching=batching)) as client:
        for method, path, options in REQUESTS:
            headers = {"X-Request-ID": "r1", **options.pop("headers", {})}
            response = client.request(method, path, headers=headers, **options)
            options["headers"] = headers
            print(method, path, response.status, response.text)
"""
