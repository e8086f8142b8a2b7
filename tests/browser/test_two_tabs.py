"""Two tabs on the same lab never overwrite each other unasked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lab_page import LAB, PATH, LabPage
from pages_server import PagesServer
from playwright.sync_api import BrowserContext, expect

pytestmark = pytest.mark.browser

ONE = "print('one')\n"
TWO = "print('two')\n"
ASKED = "Another tab changed the code of this lab."


@pytest.fixture(autouse=True)
def _journey(record_property: Callable[[str, object], None]) -> None:
    record_property("counts", "journey")


@pytest.fixture
def tabs(context: BrowserContext, site: PagesServer) -> tuple[LabPage, LabPage]:
    """The lab in two tabs of one browser."""
    first, second = context.new_page(), context.new_page()
    for tab in (first, second):
        tab.goto(site.url + PATH)
    return LabPage(first), LabPage(second)


def kept_code(tab: LabPage) -> str:
    """The program in the storage, which is what the next visit gets."""
    key = f"mlplat:1:/some-project/:lab:{LAB}"
    return str(tab.page.evaluate("(key) => JSON.parse(localStorage.getItem(key)).code", key))


def disagree(tabs: tuple[LabPage, LabPage]) -> tuple[LabPage, LabPage]:
    """The first tab writes and saves, then the second one writes something else."""
    first, second = tabs
    first.type_program(ONE)
    expect(second.lab.get_by_text(ASKED)).to_be_visible()
    second.type_program(TWO)
    return first, second


def test_undecided_tab_saves_nothing(tabs: tuple[LabPage, LabPage]) -> None:
    """The first tab's code stays kept while the second one asks."""
    _, second = disagree(tabs)

    # Not a pause: the page's own timer for saving was set earlier and so has fired before this one.
    second.page.evaluate("new Promise((resolve) => setTimeout(resolve, 300))")

    assert ONE == kept_code(second)
    assert TWO.strip() == second.code().strip()


def test_second_tab_can_take_the_first_ones_code(tabs: tuple[LabPage, LabPage]) -> None:
    """Taking the other tab's code makes the two agree, and writing goes on."""
    _, second = disagree(tabs)

    second.button("Take the other tab's code").click()

    assert ONE.strip() == second.code().strip()
    expect(second.lab.get_by_text(ASKED)).to_have_count(0)
    assert ONE == kept_code(second)


def test_second_tab_can_keep_its_own_and_the_first_is_asked(
    tabs: tuple[LabPage, LabPage],
) -> None:
    """Keeping one's own saves it, and now the other direction asks."""
    first, second = disagree(tabs)

    second.button("Keep this code").click()

    assert TWO == kept_code(second)
    expect(first.lab.get_by_text(ASKED)).to_be_visible()
    assert ONE.strip() == first.code().strip()
    first.button("Take the other tab's code").click()
    assert TWO.strip() == first.code().strip()


def test_closing_the_undecided_tab_loses_neither_code(tabs: tuple[LabPage, LabPage]) -> None:
    """The saved code stays; what the closed tab held is among the earlier tries."""
    first, second = disagree(tabs)

    with second.page.expect_event("close"):
        second.page.close(run_before_unload=True)

    assert ONE == kept_code(first)
    first.page.reload()
    expect(first.editor).to_have_text(ONE.strip())
    first.editor.click()
    first.lab.get_by_text("Earlier tries (1)").click()
    expect(first.lab.get_by_text("another tab had other code")).to_be_visible()
    first.lab.get_by_role("button", name="Bring back the try of").click()
    expect(first.editor).to_have_text(TWO.strip())


def test_closing_a_tab_at_once_keeps_its_last_words(tabs: tuple[LabPage, LabPage]) -> None:
    """What was typed a moment before closing is saved, and the other tab asks."""
    first, second = tabs
    second.type_program(TWO)

    second.page.close(run_before_unload=True)

    expect(first.lab.get_by_text(ASKED)).to_be_visible()
    first.button("Take the other tab's code").click()
    expect(first.editor).to_have_text(TWO.strip())
