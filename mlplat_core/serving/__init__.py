"""How does a prediction get out, right and in time, or say honestly why it does not?"""

from mlplat_core.serving.decision import Fallback, Thresholds
from mlplat_core.serving.handler import PredictHandler
from mlplat_core.serving.http.app import create_app
from mlplat_core.serving.http.limits import Limits
from mlplat_core.serving.protection.breaker import Breaker, BreakerPolicy
from mlplat_core.serving.protection.deadline import Deadline
from mlplat_core.serving.protection.idempotency import Idempotency
from mlplat_core.serving.protection.micro_batcher import Batch, MicroBatcher, MicroBatching
from mlplat_core.serving.readiness import Readiness, ReadinessCheck
from mlplat_core.serving.records import PredictionRecord, RecordLog, ShadowScore
from mlplat_core.serving.requests.problems import Problem
from mlplat_core.serving.requests.request import PredictRequest
from mlplat_core.serving.requests.validation import RequestSchema
from mlplat_core.serving.response import FeatureProvenance, PredictResponse
from mlplat_core.serving.versions.canary import Canary
from mlplat_core.serving.versions.shadow import Shadow

__all__ = [
    "Batch",
    "Breaker",
    "BreakerPolicy",
    "Canary",
    "Deadline",
    "Fallback",
    "FeatureProvenance",
    "Idempotency",
    "Limits",
    "MicroBatcher",
    "MicroBatching",
    "PredictHandler",
    "PredictRequest",
    "PredictResponse",
    "PredictionRecord",
    "Problem",
    "Readiness",
    "ReadinessCheck",
    "RecordLog",
    "RequestSchema",
    "Shadow",
    "ShadowScore",
    "Thresholds",
    "create_app",
]
