"""Which name was asked for that does not exist?"""

from __future__ import annotations

from mlplat_core.errors.general import NotFoundError


class FeatureViewNotFoundError(NotFoundError):
    """No feature view has this name.

    Example:
        >>> print(FeatureViewNotFoundError("user_stat", ["user_stats"]))
        There is no feature view 'user_stat' here; there is: user_stats.
    """

    kind = "feature view"


class FeatureNotFoundError(NotFoundError):
    """The feature view has no feature of this name.

    Example:
        >>> print(FeatureNotFoundError("amuont", ["amount"], where="in view 'payments'"))
        There is no feature 'amuont' in view 'payments'; there is: amount.
    """

    kind = "feature"


class SavedDatasetNotFoundError(NotFoundError):
    """No saved dataset has this name.

    Example:
        >>> from mlplat_core import FeatureStore
        >>> FeatureStore().get_saved_dataset("churn-1")
        Traceback (most recent call last):
        mlplat_core.errors.not_found.SavedDatasetNotFoundError: There is no saved dataset ...
    """

    kind = "saved dataset"


class RegisteredModelNotFoundError(NotFoundError):
    """No registered model has this name.

    Example:
        >>> from mlplat_core import ModelRegistry
        >>> ModelRegistry().set_alias("fraud", "champion", 1)
        Traceback (most recent call last):
        mlplat_core.errors.not_found.RegisteredModelNotFoundError: There is no registered ...
    """

    kind = "registered model"


class ModelVersionNotFoundError(NotFoundError):
    """The model has no version of this number, or has it no longer.

    Example:
        >>> from mlplat_core import ModelRegistry
        >>> registry = ModelRegistry()
        >>> _ = registry.create_registered_model("fraud")
        >>> registry.get_model_version("fraud", 3)
        Traceback (most recent call last):
        mlplat_core.errors.not_found.ModelVersionNotFoundError: There is no version '3' ...
    """

    kind = "version"


class AliasNotFoundError(NotFoundError):
    """The model has no alias of this name.

    Example:
        >>> from mlplat_core import ModelRegistry
        >>> registry = ModelRegistry()
        >>> _ = registry.create_registered_model("fraud")
        >>> registry.resolve("models:/fraud@champion")
        Traceback (most recent call last):
        mlplat_core.errors.not_found.AliasNotFoundError: There is no alias 'champion' ...
    """

    kind = "alias"
