"""Firefox and WebKit, and the site they open."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "engines"), str(TESTS / "browser")]

from engines import missing, start  # noqa: E402
from lesson import Engine  # noqa: E402
from pages_server import PagesServer  # noqa: E402
from published_site import publish  # noqa: E402


def pytest_configure(config: pytest.Config) -> None:
    """Selenium's own WebKit driver uses a way of Selenium that Selenium warns of."""
    warning = "ignore:setting remote_server_addr in RemoteConnection:DeprecationWarning"
    config.addinivalue_line("filterwarnings", warning)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PagesServer]:
    """The published site, served as GitHub Pages would, below `/some-project/`."""
    with PagesServer(publish(tmp_path_factory.mktemp("published"))) as server:
        yield server


@pytest.fixture(scope="session", params=["firefox", "webkit"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """One browser for all its tests."""
    if lacks := missing(request.param):
        pytest.skip(f"not installed: {', '.join(lacks)}; `make test-engines` installs them")
    with start(request.param) as browser:
        yield browser
