"""What is known of one request on its way through the handler?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from mlplat_core.errors import PlatformError
from mlplat_core.serving.features.served import Served
from mlplat_core.serving.requests.request import PredictRequest
from mlplat_core.serving.response import PredictResponse
from mlplat_core.serving.versions.model_router import Route

Outcome: TypeAlias = PredictResponse | PlatformError
"""How a request ends: with an answer, or with the reason why there is none."""


@dataclass(slots=True)
class Ask:
    """One request that was found valid; each step adds what it finds out.

    Attributes:
        request: as it came.
        id: the request's, or one that was made up for it.
        started: when it arrived, in seconds of the handler's clock.
        entity: the join keys.
        given: the features of the request, of the types that the store keeps.
        route: which version answers; set before any feature is read.
        served: what the store had, or what stands for that; None before.
        outcome: None while it is on its way.
    """

    request: PredictRequest
    id: str
    started: float
    entity: dict[str, str | int]
    given: dict[str, Any]
    route: Route = field(init=False)
    served: Served | None = None
    outcome: Outcome | None = None
