"""Where does the service for real HTTP come from, and what if its extra is not installed?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlplat_core.serving.handler import PredictHandler
from mlplat_core.serving.http.limits import Limits
from mlplat_core.serving.protection.micro_batcher import MicroBatching

if TYPE_CHECKING:
    from mlplat_core.serving.http.fastapi_app import App

_LIMITS = Limits()


def create_app(
    handler: PredictHandler,
    *,
    limits: Limits = _LIMITS,
    batching: MicroBatching | None = None,
    docs_url: str | None = None,
) -> App:
    """A FastAPI application that serves the handler's predictions.

    `POST /predict`, `POST /predict/batch`, `GET /health/live`, `GET /health/ready`, and
    `GET /openapi.json`, which describes them exactly. Whatever a client sends, the answer is JSON.

    Args:
        handler: what predicts. It runs on the event loop itself, as it must where there are no
            threads; in memory a prediction takes about as long as handing it to one.
        limits: how much one request may hold; a longer body is refused without being read.
        batching: lets single requests wait for each other and be scored together; None scores each
            at once.
        docs_url: where a page shows the API, such as "/docs"; None for no page, because it loads
            its scripts from another host.

    Raises:
        ImportError: FastAPI is not installed.

    Example:
        >>> from mlplat_core import Entity, FeatureStore, FeatureView, Field, ModelRegistry
        >>> store = FeatureStore()
        >>> store.apply(FeatureView("stats", [Entity("user", ["user_id"])], [Field("txns", int)]))
        >>> handler = PredictHandler(
        ...     registry=ModelRegistry(),
        ...     store=store,
        ...     model="models:/fraud@champion",
        ...     features=["stats:txns"],
        ... )
        >>> app = create_app(handler)  # `uvicorn module:app` serves it
        >>> sorted(app.openapi()["paths"])
        ['/health/live', '/health/ready', '/predict', '/predict/batch']
    """
    try:
        from mlplat_core.serving.http.fastapi_app import build_app
    except ModuleNotFoundError as error:
        raise ImportError(
            f"create_app needs FastAPI, and {error.name!r} is not installed; "
            "run: pip install 'mlplat[serve]'"
        ) from error
    return build_app(handler, limits, batching, docs_url)
