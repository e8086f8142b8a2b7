"""Where the stores of these tests keep their rows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # so that tests can import the helpers beside them

from timeline import MakeStore, store_of

from mlplat_core import FeatureStore, FeatureView


@pytest.fixture(params=["memory", "sqlite"])
def make_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeStore]:
    """Makes empty stores of one kind that know a view, and closes them."""
    made: list[FeatureStore] = []

    def make(view: FeatureView | None = None, *, hours: float = 100) -> FeatureStore:
        path = tmp_path / f"{len(made)}.db" if request.param == "sqlite" else None
        made.append(store_of(view, hours=hours, path=path))
        return made[-1]

    yield make
    for store in made:
        store.close()
