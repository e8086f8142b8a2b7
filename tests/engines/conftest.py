"""Firefox and WebKit, and the site they open."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "engines"), str(TESTS / "browser")]

from console_site import build_console_site  # noqa: E402
from engines import ENGINES, start  # noqa: E402
from lesson import WAIT_S, Engine, Lesson  # noqa: E402
from pages_server import PagesServer  # noqa: E402


def pytest_configure(config: pytest.Config) -> None:
    """Selenium's own WebKit driver uses a way of Selenium that Selenium warns of."""
    warning = "ignore:setting remote_server_addr in RemoteConnection:DeprecationWarning"
    config.addinivalue_line("filterwarnings", warning)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PagesServer]:
    """The site, with a FastAPI lab, served as GitHub Pages would, below `/some-project/`."""
    built = build_console_site(tmp_path_factory.mktemp("built"), patience_s=WAIT_S)
    with PagesServer(built) as server:
        yield server


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """One browser for all its tests."""
    with start(request.param) as browser:
        yield browser


@pytest.fixture(scope="module")
def lesson(engine: Engine, site: PagesServer) -> Lesson:
    """The lesson, opened once: its tests do not mind what was done there before."""
    return Lesson(engine, site.url)
