"""What does axe complain about on an open page, in one colour scheme and in both?"""

from __future__ import annotations

from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# The answer of axe also lists what passed, which is much, and which nobody here reads.
# What is off by default would be on where its tag is named: the contrast that only AAA asks for.
FIND = """async ({ context, tags }) => {
  const only = tags && { runOnly: tags, rules: { "color-contrast-enhanced": { enabled: false } } };
  const options = { resultTypes: ["violations"], ...only };
  const { violations } = await axe.run(context ?? document, options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`));
}"""
ABOUT_COLOUR = ["cat.color"]
SCHEMES = {"light": "default", "dark": "slate"}
HAS_SWITCHED = """(scheme) =>
  document.body.dataset.mdColorScheme === scheme && document.getAnimations().length === 0
"""


def violations(
    page: Page, *, context: str | None = None, tags: list[str] | None = None
) -> list[str]:
    """What axe complains about, one line each.

    Args:
        page: The page as it is to be judged.
        context: A selector of the part that is judged; else the whole page.
        tags: What the rules are about, in axe's words; else all of them are judged.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(FIND, {"context": context, "tags": tags})
    return found


def in_light(page: Page) -> Page:
    """The page, to be opened by a reader whose system is light and wants no motion."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return page


def switch(page: Page, scheme: Literal["light", "dark"]) -> None:
    """The reader's system turns light or dark, and the page has followed."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(HAS_SWITCHED, arg=SCHEMES[scheme])


def violations_in_both_schemes(page: Page, *, context: str | None = None) -> list[str]:
    """What axe complains about in a page `in_light`, and what when the system turns dark.

    There the rules about colours judge again; what the others look at is the same.
    """
    switch(page, "light")
    light = violations(page, context=context)
    switch(page, "dark")
    dark = violations(page, context=context, tags=ABOUT_COLOUR)
    return [f"light: {each}" for each in light] + [f"dark: {each}" for each in dark]
