"""What does axe complain about on an open page, in one colour scheme and in both?"""

from __future__ import annotations

from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# For the contrast of a text axe looks for whatever lies behind it, which takes longer than all the
# other rules, and a listing has a thousand texts of a dozen looks. So of texts that look alike,
# as does everything they stand in, one is judged.
ONE_OF_EACH_LOOK = """(root) => {
  const looks = new Map();
  const seen = new Map();
  for (const element of [root, ...root.querySelectorAll("*")]) {
    const { color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight, position } =
      getComputedStyle(element);
    const own = [element.tagName, ...element.classList, color, backgroundColor, backgroundImage,
      opacity, fontSize, fontWeight, position].join(" ");
    const look = `${looks.get(element.parentElement) ?? ""}>${own}`;
    looks.set(element, look);
    const says = element.matches("input, select, textarea")
      || [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (says && element.checkVisibility() && !seen.has(look)) seen.set(look, element);
  }
  return [...seen.values()];
}"""
# The answer of axe also lists what passed, which is much, and which nobody here reads.
# What is off by default would be on where its tag is named: the contrast that only AAA asks for.
FIND = """async ({ context, onlyColour }) => {
  const only = (rules) => ({ resultTypes: ["violations"], ...rules });
  const off = { enabled: false };
  const roots = context ? [...document.querySelectorAll(context)] : [document.body];
  const include = roots.flatMap(ONE_OF_EACH_LOOK);
  const answers = [
    await axe.run({ include }, only({ runOnly: { type: "rule", values: ["color-contrast"] } })),
    await axe.run(context ?? document, only({
      ...(onlyColour ? { runOnly: ["cat.color"] } : {}),
      rules: { "color-contrast": off, "color-contrast-enhanced": off },
    })),
  ];
  return answers.flatMap(({ violations }) => violations).flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary: why }) => `${id}: ${html.slice(0, 160)} ${why}`));
}""".replace("ONE_OF_EACH_LOOK", ONE_OF_EACH_LOOK)
SCHEMES = {"light": "default", "dark": "slate"}
HAS_SWITCHED = """(scheme) =>
  document.body.dataset.mdColorScheme === scheme && document.getAnimations().length === 0
"""


def violations(page: Page, *, context: str | None = None, only_colour: bool = False) -> list[str]:
    """What axe complains about, one line each.

    Args:
        page: The page as it is to be judged.
        context: A selector of the part that is judged; else the whole page.
        only_colour: Whether only the rules about colours are asked.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(FIND, {"context": context, "onlyColour": only_colour})
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
    dark = violations(page, context=context, only_colour=True)
    return [f"light: {each}" for each in light] + [f"dark: {each}" for each in dark]
