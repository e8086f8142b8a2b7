"""Which features do requests get when the store answers, and what happens when it does not?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mlplat_core.errors import (
    CircuitOpenError,
    DefinitionError,
    FeaturesUnavailableError,
    InvalidRequestError,
    PlatformError,
    RequestError,
    UnknownEntityError,
)
from mlplat_core.serving.ask import Ask
from mlplat_core.serving.features.feature_source import FeatureSource
from mlplat_core.serving.protection.breaker import Breaker
from mlplat_core.serving.protection.deadline import Watch
from mlplat_core.serving.replies import Replies
from mlplat_core.serving.requests.problems import Problem, path_to, show
from mlplat_core.serving.response import FallbackReason


@dataclass(frozen=True, slots=True)
class ReadPolicy:
    """What happens to a request that the store has nothing for.

    Attributes:
        on_store_failure: "refuse", or go on with the "defaults" as if every feature were missing.
        unknown_entity: the same for an entity that no view knows: "refuse" or "default".

    Raises:
        DefinitionError: they are something else.

    Example:
        >>> ReadPolicy().unknown_entity
        'default'
    """

    on_store_failure: Literal["refuse", "defaults"] = "refuse"
    unknown_entity: Literal["refuse", "default"] = "default"

    def __post_init__(self) -> None:
        if self.on_store_failure not in ("refuse", "defaults"):
            raise DefinitionError(
                f"on_store_failure is {self.on_store_failure!r}; choose 'refuse' or 'defaults'."
            )
        if self.unknown_entity not in ("refuse", "default"):
            raise DefinitionError(
                f"unknown_entity is {self.unknown_entity!r}; choose 'refuse' or 'default'."
            )


class FeatureReading:
    """Gives requests their features, in one read for all of them.

    Args:
        source: has the features.
        policy: what to do without.
        breaker: keeps reads away from a store that fails.
        replies: ends requests that cannot go on.
        watch: knows when features come too late.
    """

    def __init__(
        self,
        source: FeatureSource,
        policy: ReadPolicy,
        breaker: Breaker,
        *,
        replies: Replies,
        watch: Watch,
    ) -> None:
        self._source, self._policy, self._breaker = source, policy, breaker
        self._replies, self._watch = replies, watch

    def read(self, asks: Sequence[Ask], moment: datetime) -> None:
        """Give every request its features, or its end."""
        if not self._breaker.admit():
            error = CircuitOpenError("features", self._breaker.retry_after_s)
            self._go_without(asks, "open", error, moment)
            return
        try:
            self._ask_store(asks, moment)
        except Exception as error:
            self._breaker.failed()
            reason: FallbackReason = "timeout" if isinstance(error, TimeoutError) else "features"
            self._go_without(asks, reason, _unavailable(error), moment)
            return
        self._judge([ask for ask in asks if ask.outcome is None], moment)

    def _ask_store(self, asks: Sequence[Ask], moment: datetime) -> None:
        """Fill in what the store has; a request that it cannot be asked about ends."""
        while asks:
            try:
                found = self._source.read([(ask.entity, ask.given) for ask in asks], moment)
            except RequestError as error:
                _blame(asks, error)
                asks = [ask for ask in asks if ask.outcome is None]
            except DefinitionError as error:
                # A function of an on-demand view failed: because of a row, not of the store.
                if len(asks) == 1:
                    self._go_without(asks, "features", _unavailable(error), moment)
                    return
                for ask in asks:
                    self._ask_store([ask], moment)
                return
            else:
                for ask, served in zip(asks, found, strict=True):
                    ask.served = served
                return

    def _judge(self, asks: Sequence[Ask], moment: datetime) -> None:
        """End what came too late and what the policy refuses, and tell the breaker."""
        late = [ask for ask in asks if self._watch.is_late_for_model(ask.started)]
        for ask in late:
            self._replies.instead(ask, "timeout", self._watch.exceeded("features"), moment)
        if self._policy.unknown_entity == "refuse":
            for ask in asks:
                if ask.outcome is None and ask.served is not None and ask.served.is_unknown:
                    ask.outcome = UnknownEntityError(ask.entity)
        if late:
            self._breaker.failed()
        elif asks:
            self._breaker.succeeded()
        else:
            self._breaker.abandoned()

    def _go_without(
        self,
        asks: Sequence[Ask],
        reason: FallbackReason,
        error: PlatformError,
        moment: datetime,
    ) -> None:
        for ask in asks:
            if ask.outcome is not None:
                continue
            if self._policy.on_store_failure == "defaults":
                ask.served = self._source.nothing()
            else:
                self._replies.instead(ask, reason, error, moment)


def _unavailable(cause: Exception) -> FeaturesUnavailableError:
    error = FeaturesUnavailableError()
    error.__cause__ = cause
    return error


def _blame(asks: Sequence[Ask], error: RequestError) -> None:
    """End the requests whose key is of the type that the store refused.

    Raises:
        RequestError: the error, if it is not about a key.
    """
    column = error.column
    if error.row is None or column is None or column not in asks[error.row].entity:
        raise error
    refused = type(asks[error.row].entity[column])
    for ask in asks:
        value = ask.entity[column]
        if type(value) is refused:
            message = f"is {show(value)}, but the keys of its feature view are of another type"
            problem = Problem(path_to("entity", column), message, "wrong_type")
            ask.outcome = InvalidRequestError([problem])
