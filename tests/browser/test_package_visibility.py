"""Does a lab see the packages that it names and no trace of those that another lab has named?"""

from __future__ import annotations

import pytest
from browsers import forget_files
from client_page import PACKAGES
from client_runs import report_of
from pages_server import PagesServer
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# Every way in which a program could come by what is not its own.
PROBE = """
import importlib.util, sys
for statement in [
    "import fastapi",
    "from fastapi import FastAPI",
    "import pydantic_core",
    "import starlette.requests",
    "from mlplat_core.serving.http import fastapi_app",
]:
    try:
        exec(statement)
        print(statement, "worked")
    except ImportError as error:
        print(statement, type(error).__name__, error)
print(importlib.util.find_spec("pydantic"))
print([name for name in sys.modules if name.startswith(("fastapi", "pydantic", "starlette"))])
print([entry for entry in sys.path if "packages" in entry])
"""
USE = """
import fastapi, sys
from mlplat_core.serving.http import fastapi_app
print(fastapi.FastAPI().title, "pydantic" in sys.modules, len(fastapi_app.__name__) > 0)
"""
USED = "FastAPI True True\n"


def test_a_package_that_another_lab_has_loaded_is_as_if_not_there(client: Page) -> None:
    """Before it is loaded, after it, and again after going back: the same report, word for word."""
    never_loaded = report_of(client, PROBE)
    refused = report_of(client, "\nimport fastapi")

    used = report_of(client, USE, "fastapi")
    hidden = report_of(client, PROBE)
    refused_again = report_of(client, "\nimport fastapi")
    used_again = report_of(client, USE, "fastapi")

    assert (used["error"], used["stdout"]) == (None, USED)
    assert hidden == never_loaded
    assert "worked" not in hidden["stdout"]
    assert refused_again == refused
    assert "the packages it names" in refused["error"]["message"]
    assert (used_again["error"], used_again["stdout"]) == (None, USED)


def test_a_lab_without_packages_may_come_second(client: Page, client_server: PagesServer) -> None:
    """The first thing that the page does loads the package; the lab that names it pays once."""
    which = "import fastapi\nprint(id(fastapi), id(fastapi.FastAPI))"
    before = report_of(client, which, "fastapi")

    hidden = report_of(client, PROBE)
    client_server.transferred.clear()
    forget_files(client)
    again = report_of(client, which, "fastapi")

    assert before["error"] is None
    assert "worked" not in hidden["stdout"]
    assert again == before
    assert not [name for name in client_server.transferred if name.startswith(PACKAGES)]


def test_a_simulator_sees_the_packages_that_it_names(client: Page) -> None:
    """And no others, whatever ran before it."""
    source = (
        "import fastapi\n"
        "def initial(params): return fastapi.FastAPI().title\n"
        "def view(state, params): return []"
    )
    ask = """([source, packages]) =>
      python.simulate({ source, packages, params: {}, state: null, action: null })
        .then(({ state }) => state, (error) => error.message)"""

    report_of(client, USE, "fastapi")

    answers = [client.evaluate(ask, [source, packages]) for packages in ([], ["fastapi"])]

    assert answers == ["ModuleNotFoundError: No module named 'fastapi'", "FastAPI"]
