"""The service that these tests ask for predictions."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # so that tests can import the helpers beside them

from fraud_service import FraudService


@pytest.fixture
def service() -> FraudService:
    """A fresh fraud service."""
    return FraudService()
