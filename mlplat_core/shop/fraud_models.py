"""Which fraud models were trained, and what does each teach?

The files beside this module are made by `python -m mlplat_core train`; nobody edits them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from mlplat_core.errors import InvalidModelFileError, RequestError
from mlplat_core.models.model_card import ModelCard
from mlplat_core.models.model_file import load_model, read_card
from mlplat_core.models.scorer import Scorer
from mlplat_core.shop.fraud_features import FEATURES, SCHEMA

MODELS = (
    "fraud_v1",
    "fraud_v2",
    "fraud_v3",
    "linear",
    "leaky_latest",
    "leaky_event_time",
)
"""The names of all models; the first three are versions of one, for the registry."""


@dataclass(frozen=True, slots=True)
class FraudModel:
    """A trained model, as its file has it.

    Attributes:
        name: one of `MODELS`.
        artifact: the file's bytes, which a registry keeps.
        scorer: the model.
        card: where it comes from, and how good it was.
    """

    name: str
    artifact: bytes
    scorer: Scorer
    card: ModelCard


def fraud_model(name: str) -> FraudModel:
    """The model of this name, checked against its checksum.

    Raises:
        RequestError: there is none.
        InvalidModelFileError: its file was changed.

    Example:
        >>> fraud_model("fraud_v1").scorer.feature_names[0]
        'payment_amount'
    """
    if name not in MODELS:
        raise RequestError(f"There is no model {name!r}; choose one of {', '.join(MODELS)}.")
    return read_fraud_model(name, _artifact(name))


def _artifact(name: str) -> bytes:
    # Asked of the loader, because a page has this module in a zip; `pkgutil` would be one download
    # more there.
    loader: Any = __spec__.loader
    path = Path(__file__).parent / "models" / f"{name}.json"
    content: bytes = loader.get_data(str(path))
    return content


def read_fraud_model(name: str, artifact: bytes) -> FraudModel:
    """The model in a file, known to read what the shop serves before it scores a row.

    Args:
        name: what to call it.
        artifact: the file's bytes.

    Raises:
        InvalidModelFileError: it is no model file, or was changed, or is of a future format; or the
            model reads other features than the shop has, or these in another order; or nothing
            says where it comes from.

    Example:
        >>> from mlplat_core import LinearScorer, dump_model
        >>> read_fraud_model("mine", dump_model(LinearScorer(("age",), (0.5,), 1.0)))
        Traceback (most recent call last):
        mlplat_core.errors.stored.InvalidModelFileError: The model file cannot be used: ...
    """
    scorer, card = load_model(artifact), read_card(artifact)
    for place, (own, served) in enumerate(zip_longest(scorer.feature_names, FEATURES)):
        if own != served:
            raise InvalidModelFileError(
                f"its feature {place} is {own!r}, but the shop serves {served!r} there"
            )
    if card is None:
        raise InvalidModelFileError("it has no card, so that nobody could make it again")
    return FraudModel(name, artifact, scorer, card)


def version_arguments(model: FraudModel) -> dict[str, Any]:
    """What `ModelRegistry.create_model_version` takes, besides name, artifact and author.

    Example:
        >>> from mlplat_core import ModelRegistry
        >>> registry, model = ModelRegistry(), fraud_model("fraud_v1")
        >>> _ = registry.create_registered_model("fraud")
        >>> facts = version_arguments(model)
        >>> registry.create_model_version("fraud", model.artifact, **facts).version
        1
    """
    # Imported here: who only scores should not wait for a registry.
    from mlplat_core.registry.versions import Lineage

    card = model.card
    return {
        "metrics": card.metrics,
        "slices": card.slices,
        "evaluation_set": card.evaluation_set,
        "schema": SCHEMA,
        "description": card.description,
        "lineage": Lineage(
            dataset_hash=str(card.dataset["sha256"]),
            feature_view_hashes=card.feature_views,
            code_hash=card.code,
            parameters=card.parameters,
        ),
    }
