"""Lets the tests of models import the helpers beside them, and keeps scikit-learn to one thread."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from threadpoolctl import threadpool_limits

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Models as small as these take longer to share than to fit, above all on a busy machine."""
    with threadpool_limits(limits=1):
        yield
