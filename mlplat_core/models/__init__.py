"""How does an exported model score a row, without the library that trained it?"""

from mlplat_core.models.contributions import (
    Contributions,
    PathContributions,
    PathStep,
    linear_contributions,
)
from mlplat_core.models.gradient_boosting import GradientBoostingScorer
from mlplat_core.models.linear import LinearScorer
from mlplat_core.models.model_card import ModelCard
from mlplat_core.models.model_file import dump_model, load_model, read_card
from mlplat_core.models.probes import probe_rows
from mlplat_core.models.scorer import Scorer
from mlplat_core.models.trees import Split, Tree

__all__ = [
    "Contributions",
    "GradientBoostingScorer",
    "LinearScorer",
    "ModelCard",
    "PathContributions",
    "PathStep",
    "Scorer",
    "Split",
    "Tree",
    "dump_model",
    "linear_contributions",
    "load_model",
    "probe_rows",
    "read_card",
]
