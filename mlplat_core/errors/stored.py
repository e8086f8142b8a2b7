"""What is stored, and is not what was written?"""

from __future__ import annotations

from mlplat_core.errors.general import IntegrityError


class TamperedLogError(IntegrityError):
    """The log was changed after it was written.

    Attributes:
        number: the first event that does not fit, counted from 1.

    Example:
        >>> print(TamperedLogError(7, "its hash does not follow from its content"))
        Event 7 of the log cannot be trusted: its hash does not follow from its content.
    """

    def __init__(self, number: int, reason: str) -> None:
        self.number = number
        super().__init__(f"Event {number} of the log cannot be trusted: {reason}.")


class CorruptArtifactError(IntegrityError):
    """The stored artifact is gone, or its sha256 is another one than at registration.

    Attributes:
        artifact_hash: the sha256 that was registered.

    Example:
        >>> print(CorruptArtifactError("0f" * 32, None))
        The artifact with sha256 0f0f0f0f0f0f is missing; restore the file, ...
    """

    def __init__(self, artifact_hash: str, found: str | None) -> None:
        self.artifact_hash = artifact_hash
        state = "is missing" if found is None else f"has become {found[:12]}"
        super().__init__(
            f"The artifact with sha256 {artifact_hash[:12]} {state}; "
            "restore the file, or choose another version."
        )


class InvalidModelFileError(IntegrityError):
    """A model file was changed after it was written, or says what no model can mean.

    Attributes:
        reason: what is wrong with it.

    Example:
        >>> from mlplat_core import load_model
        >>> load_model(b"{}")
        Traceback (most recent call last):
        mlplat_core.errors.stored.InvalidModelFileError: The model file cannot be used: ...
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason.rstrip(".")
        super().__init__(
            f"The model file cannot be used: {self.reason}. Restore the file, or export it again."
        )
