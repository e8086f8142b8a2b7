"""The explorer: every component opened and failed, by mouse and by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from pages_server import PagesServer
from parts_site import PATH
from playwright.sync_api import BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.browser

TABS = {"Monolith": 8, "Modular monolith": 8, "Services": 10}


@pytest.fixture
def explorer(page: Page, parts_site: PagesServer) -> Locator:
    """The explorer on its page."""
    page.goto(parts_site.url + PATH)
    found = page.locator("mlplat-explorer")
    expect(found).to_have_attribute("data-state", "ready")
    return found


def option(explorer: Locator, name: str) -> Locator:
    """The component of that name in the design that shows."""
    return explorer.get_by_role("option", name=name, exact=True)


def named(tab: str) -> re.Pattern[str]:
    """The name of a design's picture and of its table; one tab's name ends with another's."""
    return re.compile(f"^{tab}: ")


def effects(explorer: Locator) -> dict[str, str]:
    """What the picture says about each component, where it says something."""
    found: dict[str, str] = explorer.evaluate(
        """(explorer) => Object.fromEntries([...explorer.querySelectorAll(
          "section:not([hidden]) .mlp-node[data-component]")]
          .map((node) => [node, node.querySelector(".mlp-node__state").textContent])
          .filter(([, state]) => state)
          .map(([node, state]) => [node.dataset.component, state]))"""
    )
    return found


def test_every_component_opens_and_fails_by_mouse(explorer: Locator) -> None:
    """Each shows its facts, and a failure that names it."""
    for tab, number in TABS.items():
        explorer.get_by_role("tab", name=tab, exact=True).click()
        options = explorer.get_by_role("option")
        expect(options).to_have_count(number)
        for each in options.all():
            name = each.get_attribute("aria-label") or ""
            each.click()
            expect(each).to_have_attribute("aria-selected", "true")
            expect(explorer.get_by_role("heading", name=name, exact=True, level=4)).to_be_visible()
            facts = explorer.locator("section:not([hidden]) dl")
            expect(facts.locator("dt")).to_have_count(5 if tab == "Services" else 4)
            explorer.get_by_role("button", name="Fail this component").click()
            expect(explorer.get_by_text(f"{name} fails: ")).to_be_visible()


def test_failure_shows_in_picture_and_words_and_can_be_repaired(explorer: Locator) -> None:
    """The monolith's process is one fate; the bus takes two services and slows three."""
    option(explorer, "Model file and scorer").click()
    explorer.get_by_role("button", name="Fail this component").click()
    assert {
        "customers": "✕ stopped",
        "web": "✕ stopped",
        "shop": "✕ stopped",
        "scorer": "✕ failed",
        "features": "✕ stopped",
    } == effects(explorer)
    expect(explorer.get_by_text("Customers: get no answer.")).to_be_visible()

    explorer.get_by_role("button", name="Repair it").click()
    assert {} == effects(explorer)

    explorer.get_by_role("tab", name="Services").click()
    option(explorer, "Event bus").click()
    explorer.get_by_role("button", name="Fail this component").click()
    assert {
        "bus": "✕ failed",
        "labels": "✕ stopped",
        "training": "✕ stopped",
        "prediction": "~ with less",
        "pipelines": "~ with less",
        "monitoring": "~ with less",
    } == effects(explorer)
    summary = "Event bus fails: 2 of 10 others stop with it, 3 go on with less, 5 notice nothing."
    expect(explorer.get_by_text(summary)).to_be_visible()


def test_choosing_another_component_ends_the_failure(explorer: Locator) -> None:
    """What shows belongs to the component that is open."""
    option(explorer, "Shared database").click()
    explorer.get_by_role("button", name="Fail this component").click()

    option(explorer, "Training job").click()

    assert {} == effects(explorer)
    expect(explorer.get_by_role("button", name="Fail this component")).to_be_visible()


def test_keyboard_alone_is_enough(explorer: Locator, page: Page) -> None:
    """Arrows move between tabs and between components, Enter opens, Tab goes on to the button."""
    explorer.get_by_role("tab", name="Monolith", exact=True).focus()
    page.keyboard.press("ArrowLeft")
    expect(explorer.get_by_role("tab", name="Services")).to_be_focused()
    page.keyboard.press("Tab")
    expect(option(explorer, "API gateway")).to_be_focused()

    for key, arrives in (
        ("ArrowRight", "Roll-out service"),
        ("ArrowDown", "Model registry"),
        ("ArrowLeft", "Prediction service"),
        ("ArrowUp", "API gateway"),
        ("ArrowUp", "API gateway"),
        ("End", "Label store"),
        ("Home", "API gateway"),
        ("ArrowDown", "Prediction service"),
    ):
        page.keyboard.press(key)
        expect(option(explorer, arrives)).to_be_focused()

    page.keyboard.press("Enter")
    expect(option(explorer, "Prediction service")).to_be_focused()
    expect(explorer.get_by_text("Prediction service is open below the picture.")).to_be_attached()
    page.keyboard.press("Tab")
    expect(explorer.get_by_role("button", name="Fail this component")).to_be_focused()
    page.keyboard.press("Space")
    expect(explorer.get_by_text("API gateway: lets a rule decide about payments.")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(option(explorer, "Prediction service")).to_be_focused()


def test_focus_can_be_seen(explorer: Locator, page: Page) -> None:
    """The component that has the focus has a heavier outline than all others."""
    explorer.get_by_role("tab", name="Monolith", exact=True).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")

    widths = explorer.evaluate(
        """(explorer) => [...explorer.querySelectorAll("section:not([hidden]) [role=option]")]
          .map((node) => [node === document.activeElement,
            parseFloat(getComputedStyle(node.querySelector("path")).strokeWidth)])"""
    )

    assert {6} == {width for focused, width in widths if focused}
    assert {2} == {width for focused, width in widths if not focused}


def test_table_has_the_same_words(explorer: Locator) -> None:
    """Folded below the picture stands everything, with the reach of each failure."""
    explorer.get_by_text("All components as a table").first.click()

    rows = explorer.locator("section:not([hidden])").get_by_role("row")
    expect(rows).to_have_count(1 + TABS["Monolith"])
    expect(rows.filter(has_text="Shared database").last).to_contain_text("Stops with it: ")


def test_on_a_phone_words_can_be_read_and_components_tapped(
    parts_site: PagesServer, open_context: Callable[..., BrowserContext]
) -> None:
    """At 390 px a name has 12 px or more and stays in its component, which is 44 px high."""
    page = open_context(viewport={"width": 390, "height": 844}, has_touch=True).new_page()
    page.goto(parts_site.url + PATH)
    explorer = page.locator("mlplat-explorer")
    for tab in TABS:
        explorer.get_by_role("tab", name=tab, exact=True).click()
        measured = explorer.evaluate(
            """(explorer) => [...explorer.querySelectorAll("section:not([hidden]) [role=option]")]
              .map((node) => {
                const box = node.querySelector("path").getBoundingClientRect();
                const name = node.querySelector(".mlp-node__name");
                const text = name.getBoundingClientRect();
                const size = parseFloat(getComputedStyle(name).fontSize)
                  * node.getScreenCTM().a;
                return [size, box.height, Math.max(box.left - text.left, text.right - box.right)];
              })"""
        )
        assert all(size >= 12 and height >= 44 and over < 0 for size, height, over in measured)
    explorer.get_by_role("option", name="Event bus").tap()
    expect(explorer.get_by_role("heading", name="Event bus")).to_be_visible()


def test_without_scripts_every_design_shows(
    parts_site: PagesServer, open_context: Callable[..., BrowserContext]
) -> None:
    """Three pictures and three tables, and nothing that looks as if it could be pressed."""
    page = open_context(java_script_enabled=False).new_page()
    page.goto(parts_site.url + PATH)
    explorer = page.locator("mlplat-explorer")

    for tab in TABS:
        expect(explorer.get_by_role("heading", name=tab, exact=True)).to_be_visible()
        expect(explorer.get_by_role("img", name=named(tab))).to_be_visible()
        expect(explorer.get_by_role("table", name=named(tab))).to_be_visible()
    expect(explorer.get_by_role("button")).to_have_count(0)
    expect(explorer.get_by_text("Goes on with less: Prediction service").first).to_be_visible()


def test_paper_shows_every_design(explorer: Locator, page: Page) -> None:
    """Printed, the tabs that do not show come too, with their tables."""
    page.emulate_media(media="print")

    for tab in TABS:
        expect(explorer.get_by_role("heading", name=tab, exact=True)).to_be_visible()
        expect(explorer.get_by_role("table", name=named(tab))).to_be_visible()
