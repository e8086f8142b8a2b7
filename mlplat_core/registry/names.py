"""What may models and aliases be called, and how is one version of a model addressed?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mlplat_core.errors import DefinitionError

_MODEL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_ALIAS = re.compile(r"[A-Za-z0-9_-]+")
# MLflow resolves these by itself, so an alias of that name would mean two things.
_RESERVED = re.compile(r"latest|v?[0-9]+")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_SCHEME = "models:/"


def check_model_name(name: object) -> None:
    """Raise `DefinitionError` unless the name can stand in a model URI.

    Example:
        >>> check_model_name("fraud-eu")
    """
    if not isinstance(name, str) or not _MODEL.fullmatch(name):
        raise DefinitionError(
            f"{name!r} cannot name a model; use letters, digits, '_', '.' and '-', "
            "and start with a letter or digit."
        )


def normalise_alias(alias: object) -> str:
    """The alias in lower case, so that `Champion` and `champion` are never two pointers.

    Raises:
        DefinitionError: it is no name, or reserved: `latest`, digits, or `v` and digits.

    Example:
        >>> normalise_alias("Champion")
        'champion'

    Source:
        MLflow, `mlflow/utils/validation.py`; there the two spellings are two aliases.
    """
    if not isinstance(alias, str) or not _ALIAS.fullmatch(alias):
        raise DefinitionError(
            f"{alias!r} cannot be an alias; use letters, digits, '_' and '-', such as 'champion'."
        )
    lowered = alias.lower()
    if _RESERVED.fullmatch(lowered):
        raise DefinitionError(
            f"{alias!r} cannot be an alias, because it reads like a version; "
            "use a role, such as 'champion'."
        )
    return lowered


@dataclass(frozen=True, slots=True)
class ModelUri:
    """The address of one version: by number, or by whatever an alias points at.

    Attributes:
        name: the model's name.
        version: the number; None if an alias is given.
        alias: the alias, in lower case; None if a number is given.

    Example:
        >>> ModelUri.parse("models:/fraud@champion")
        ModelUri(name='fraud', version=None, alias='champion')
        >>> str(ModelUri.parse("models:/fraud/3"))
        'models:/fraud/3'

    Source:
        https://mlflow.org/docs/latest/ml/model-registry
    """

    name: str
    version: int | None = None
    alias: str | None = None

    @classmethod
    def parse(cls, text: str) -> ModelUri:
        """The address that `models:/name@alias` or `models:/name/3` spells.

        Raises:
            DefinitionError: the text is neither.
        """
        path = text.removeprefix(_SCHEME) if isinstance(text, str) else ""
        if path == text or not path:
            raise _no_uri(text)
        name, at, alias = path.partition("@")
        if at:
            check_model_name(name)
            return cls(name, alias=normalise_alias(alias))
        name, _, number = path.partition("/")
        if not _NUMBER.fullmatch(number):
            raise _no_uri(text)
        check_model_name(name)
        return cls(name, version=int(number))

    def __str__(self) -> str:
        last = f"/{self.version}" if self.alias is None else f"@{self.alias}"
        return f"{_SCHEME}{self.name}{last}"


def _no_uri(text: object) -> DefinitionError:
    return DefinitionError(
        f"{text!r} is no model URI; write 'models:/fraud@champion' or 'models:/fraud/3'."
    )
