"""Which errors can the platform raise, and what does each one mean?

PlatformError
  ├ DefinitionError              a view, entity or service is not well formed    (a ValueError)
  ├ NotFoundError                a name that was asked for does not exist        (a LookupError)
  │   ├ FeatureViewNotFoundError
  │   ├ FeatureNotFoundError
  │   ├ SavedDatasetNotFoundError
  │   ├ RegisteredModelNotFoundError
  │   ├ ModelVersionNotFoundError
  │   └ AliasNotFoundError
  ├ ConflictError                the registry's state does not allow it, or changed meanwhile
  │   └ VersionNotReadyError     the version is pending, failed or archived
  ├ PromotionRejectedError       at least one gate refused the version
  ├ IntegrityError               what is stored is not what was written
  │   ├ TamperedLogError
  │   ├ CorruptArtifactError
  │   └ InvalidModelFileError
  ├ RequestError                 rows or arguments do not fit the view           (a ValueError)
  │   └ InvalidRequestError      a predict request does not fit: all its problems at once
  └ ServingError                 a prediction cannot be given
      ├ UnknownEntityError       no feature view knows the entity, and the policy is to refuse
      ├ IdempotencyConflictError the key belongs to another request
      ├ OverloadedError          too many requests are waiting
      ├ ModelNotReadyError       no version can answer: no alias, a damaged artifact, other features
      ├ FeaturesUnavailableError the store does not answer, or a feature has no value
      ├ CircuitOpenError         it failed too often a moment ago, so nobody asks again yet
      ├ DeadlineExceededError    the answer would come too late
      └ InferenceError           the model failed, or its score is no number

A message says what is wrong, which value it is and what to do; attributes carry the same values for
programs. No error knows about HTTP: the serving edge maps a class to a status.
"""

from mlplat_core.errors.general import (
    ConflictError,
    DefinitionError,
    IntegrityError,
    NotFoundError,
    PlatformError,
    RequestError,
)
from mlplat_core.errors.not_found import (
    AliasNotFoundError,
    FeatureNotFoundError,
    FeatureViewNotFoundError,
    ModelVersionNotFoundError,
    RegisteredModelNotFoundError,
    SavedDatasetNotFoundError,
)
from mlplat_core.errors.registry import (
    PromotionRejectedError,
    VersionNotReadyError,
)
from mlplat_core.errors.serving import (
    CircuitOpenError,
    DeadlineExceededError,
    FeaturesUnavailableError,
    IdempotencyConflictError,
    InferenceError,
    InvalidRequestError,
    ModelNotReadyError,
    OverloadedError,
    ServingError,
    UnknownEntityError,
)
from mlplat_core.errors.stored import (
    CorruptArtifactError,
    InvalidModelFileError,
    TamperedLogError,
)

__all__ = [
    "AliasNotFoundError",
    "CircuitOpenError",
    "ConflictError",
    "CorruptArtifactError",
    "DeadlineExceededError",
    "DefinitionError",
    "FeatureNotFoundError",
    "FeatureViewNotFoundError",
    "FeaturesUnavailableError",
    "IdempotencyConflictError",
    "InferenceError",
    "IntegrityError",
    "InvalidModelFileError",
    "InvalidRequestError",
    "ModelNotReadyError",
    "ModelVersionNotFoundError",
    "NotFoundError",
    "OverloadedError",
    "PlatformError",
    "PromotionRejectedError",
    "RegisteredModelNotFoundError",
    "RequestError",
    "SavedDatasetNotFoundError",
    "ServingError",
    "TamperedLogError",
    "UnknownEntityError",
    "VersionNotReadyError",
]
