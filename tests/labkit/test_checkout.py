"""What the labs on `/predict` stand on: the given store and champion, and the oracle."""

from __future__ import annotations

import asyncio
from types import ModuleType

import pytest
from fastapi import FastAPI

from labkit.checkout import given
from labkit.checkout.given import READS, STORED, champion, online_store, try_out
from labkit.checkout.platform_answer import BROKEN, CHAMPION, LINEAR, NAN, NONE, platform_answer
from labkit.checkout.service import PAYMENT, Service
from labkit.checkout.stand_ins import KNOWN, CountedStore, StandInModel


def test_the_store_gives_what_it_has() -> None:
    """The asked ones among the stored features; nothing about a stranger."""
    get = online_store.get

    assert asyncio.run(get("u1", ["txn_count_7d", "amount"])) == {"txn_count_7d": 4}
    assert asyncio.run(get("u2", STORED)) == {"txn_count_7d": 9}
    assert asyncio.run(get("nobody-knows", STORED)) == {}
    assert asyncio.run(get("u1", [])) == {}


def test_the_store_is_slow_for_one_user() -> None:
    """So that a learner can try what happens then."""
    with pytest.raises(TimeoutError):
        asyncio.run(online_store.get("u-slow", STORED))


def test_the_champion_is_found_by_its_alias(monkeypatch: pytest.MonkeyPatch) -> None:
    """A promotion is seen at the next question."""
    monkeypatch.setattr(given, "_models", given._registry())
    vector = [59.9, *KNOWN.values()]
    before = champion()

    given._models.set_alias("fraud", "champion", 1)

    assert (before.version, champion().version) == ("fraud@2", "fraud@1")
    assert before.score(vector) < champion().score(vector)


def test_trying_out_shows_every_answer(capsys: pytest.CaptureFixture[str]) -> None:
    """Also those of an app that has no such endpoint."""
    try_out(FastAPI())

    assert capsys.readouterr().out.splitlines() == [
        f'{payment["user_id"]} pays {payment["amount"]}: 404 {{"detail":"Not Found"}}'
        for payment in given.TRIED
    ]


def test_the_counted_store_answers_in_an_order_of_its_own() -> None:
    """A vector in the order of its answer is not the model's."""
    store = CountedStore()

    found = asyncio.run(store.get("u1", STORED))

    assert found == KNOWN
    assert list(found) != list(STORED)
    assert store.calls == 1


def test_no_value_stands_for_two_features() -> None:
    """The message about the order finds names by values."""
    values = [PAYMENT["amount"], *KNOWN.values()]

    assert tuple(KNOWN) == STORED == READS[1:]
    assert len(set(values)) == len(values)


PARTLY = {"avg_amount_30d": 55.0}


@pytest.mark.parametrize(
    ("change", "stored", "model", "wanted"),
    [
        ({"amount": 0}, KNOWN, CHAMPION, 422),
        ({"colour": "red"}, KNOWN, CHAMPION, 422),
        ({}, KNOWN, NONE, 503),
        ({}, KNOWN, BROKEN, 503),
        ({}, KNOWN, NAN, 503),
        ({}, PARTLY, CHAMPION, {"degraded": True, "features_missing": list(STORED[1:])}),
        ({}, None, CHAMPION, {"score": None, "decision": "review", "degraded": True}),
        ({}, {}, CHAMPION, {"score": LINEAR.score([59.9, 42.0, 1, 30]), "decision": "approve"}),
    ],
)
def test_the_platform_keeps_the_contract_of_the_lab(
    change: dict[str, object],
    stored: dict[str, float] | None,
    model: str,
    wanted: int | dict[str, object],
) -> None:
    """Its own service says by itself what the lab asks for."""
    answer = platform_answer({**PAYMENT, **change}, stored, model)

    if isinstance(wanted, int):
        assert answer == wanted
    else:
        assert isinstance(answer, dict)
        assert {**wanted} == {name: _plain(answer[name]) for name in wanted}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def test_a_program_without_an_app_is_told() -> None:
    """Whether the function or its return is missing."""
    learner = ModuleType("learner")
    with pytest.raises(AssertionError, match="a function named create_app"):
        Service(learner)

    learner.create_app = lambda store, get_model: None  # type: ignore[attr-defined]

    with pytest.raises(AssertionError, match="gave no app back"):
        Service(learner, model=StandInModel())
