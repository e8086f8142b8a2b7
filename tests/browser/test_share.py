"""A link carries a learner's code to somebody else, and nothing of theirs is touched by it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from lab_page import PATH, START_MS, LabPage
from pages_server import PagesServer
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

PROGRAM = "def pit_join(labels, rows, ttl):\n    return []  # ünïcode ✓\n"
MINE = "print('mine')\n"
CLIPBOARD = ["clipboard-read", "clipboard-write"]
Open = Callable[..., BrowserContext]


@pytest.fixture(autouse=True)
def _journey(record_property: Callable[[str, object], None]) -> None:
    record_property("counts", "journey")


@pytest.fixture(scope="module")
def link(site_server: PagesServer, browser: Browser) -> str:
    """A link that somebody made with the Share button."""
    context = browser.new_context(permissions=CLIPBOARD)
    page = context.new_page()
    page.goto(site_server.url + PATH)
    lab = LabPage(page)
    lab.type_program(PROGRAM)
    lab.button("Share").click()
    expect(lab.lab.get_by_text("The link is copied.")).to_be_visible()
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    context.close()
    return copied


def opened(page: Page, address: str) -> LabPage:
    """The lab on the page that a link leads to."""
    page.goto(address)
    return LabPage(page)


def test_link_names_the_lab_and_keeps_the_code_from_the_server(
    site: PagesServer, link: str
) -> None:
    """The code stands behind #, which browsers do not send, in letters any address may hold."""
    start = f"{site.url}{PATH}#code=1.feature-store/point-in-time-join."

    assert link.startswith(start)
    assert re.fullmatch(r"[\w.-]+", link.removeprefix(start))


def test_shared_code_waits_until_it_is_taken(page: Page, site: PagesServer, link: str) -> None:
    """Opening a link changes and starts nothing; taking the code can be undone."""
    lab = opened(page, site.url + PATH)
    lab.type_program(MINE)
    page.goto("about:blank")

    lab = opened(page, link)
    expect(lab.lab.get_by_text("This is someone else's code")).to_be_in_viewport()
    expect(lab.editor).to_have_text(MINE.strip())

    lab.button("Use it in place of mine").click()
    lab.editor.click()
    expect(lab.editor).to_have_attribute("contenteditable", "true")
    expect(lab.editor).to_contain_text(PROGRAM.splitlines()[-1].strip())  # drawn to its end
    assert PROGRAM.strip() == lab.code().strip()
    assert page.url == site.url + PATH

    lab.button("Bring mine back").click()
    expect(lab.editor).to_have_text(MINE.strip())


def test_own_code_is_among_the_earlier_tries_after_a_reload(
    page: Page, site: PagesServer, link: str
) -> None:
    """Days after shared code took its place, the learner's own is still to be had."""
    lab = opened(page, site.url + PATH)
    lab.type_program(MINE)
    page.goto("about:blank")
    lab = opened(page, link)
    lab.button("Use it in place of mine").click()
    expect(lab.lab.get_by_text("This is the code from the link")).to_be_visible()
    page.reload()

    lab.editor.click()
    lab.lab.get_by_text("Earlier tries (1)").click()
    lab.lab.get_by_role("button", name="Bring back the try of").click()

    assert MINE.strip() == lab.code().strip()


def test_shared_code_can_be_compared_first(page: Page, link: str) -> None:
    """Looking shows the difference and leaves the question open."""
    lab = opened(page, link)

    lab.button("Look at it").click()

    shown = lab.lab.get_by_role("region", name="Shared code")
    expect(shown.locator("ins").first).to_contain_text("return []  # ünïcode ✓")
    expect(lab.button("Dismiss")).to_be_visible()


def test_link_starts_no_python(page: Page, link: str) -> None:
    """Somebody new who opens a link has read something, and run nothing."""
    lab = opened(page, link)
    expect(lab.lab.get_by_text("This is someone else's code")).to_be_in_viewport()

    page.wait_for_load_state("networkidle")

    assert "off" == page.evaluate("document.documentElement.dataset.mlplatRuntime")


def test_dismissed_code_is_gone_from_page_and_address(
    page: Page, site: PagesServer, link: str
) -> None:
    """After Dismiss, a reload asks nothing."""
    lab = opened(page, link)
    lab.button("Dismiss").click()
    assert page.url == site.url + PATH

    page.reload()

    lab.editor.click()
    expect(lab.editor).to_have_attribute("contenteditable", "true")
    expect(lab.lab.get_by_text("This is someone else's code")).to_have_count(0)


def test_link_pasted_into_the_open_page_is_offered_too(
    page: Page, site: PagesServer, link: str
) -> None:
    """A change of the fragment alone does not load the page again."""
    lab = opened(page, site.url + PATH)
    expect(lab.button("Run")).to_be_enabled()

    page.goto(link)

    expect(lab.lab.get_by_text("This is someone else's code")).to_be_visible()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda link: link[:-9], "damaged"),
        (lambda link: link.split("#")[0] + "#code=hello%", "damaged"),
        (lambda link: link.replace("#code=1.", "#code=2."), "newer version"),
        (lambda link: link + "A" * 200_000, "more code than a lab can take"),
        (lambda link: re.sub(r"point-in-time-join\.", "other-lab.", link), "another lab"),
        (lambda link: re.sub(r"join\.\w+", "join.00000000", link), "another version of this lab"),
        (lambda link: link.replace("/point", "%2Fpoint") + ").", "This is someone else's code"),
    ],
    ids=["cut off", "foreign", "newer", "too large", "other lab", "older starter", "decorated"],
)
def test_link_that_is_not_as_it_was_gets_one_sentence(
    page: Page, link: str, change: Callable[[str], str], says: str
) -> None:
    """Whatever happened to a link on its way, one calm notice says so, and no code is touched."""
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    lab = opened(page, change(link))

    notice = lab.lab.locator(".mlp-notice")

    expect(notice).to_have_count(1)
    expect(notice).to_contain_text(says)
    expect(lab.editor).to_contain_text("TODO")
    assert [] == failures


def test_small_link_that_unpacks_to_a_giant_is_refused(page: Page, link: str) -> None:
    """The text is given up while it is unpacked, long before it fills the memory."""
    lab = opened(page, link.split("#")[0])
    giant = page.evaluate(
        """async () => {
          const zeros = new Blob([new Uint8Array(50_000_000)]).stream();
          const packed = zeros.pipeThrough(new CompressionStream("deflate-raw"));
          const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
          return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
            .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
        }"""
    )

    page.goto(f"{link.rsplit('.', 1)[0]}.{giant}")

    expect(lab.lab.get_by_text("more code than a lab can take")).to_be_visible()


def test_refused_clipboard_leaves_a_field_to_copy_from(open_context: Open, link: str) -> None:
    """Where the browser forbids the clipboard, the link is there, selected."""
    page = open_context().new_page()
    devtools = page.context.new_cdp_session(page)
    context_id = devtools.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    forbid = {"permission": {"name": "clipboard-write"}, "setting": "denied"}
    devtools.send("Browser.setPermission", {**forbid, "browserContextId": context_id})
    lab = opened(page, link)
    lab.button("Use it in place of mine").click()
    expect(lab.lab.get_by_text("This is the code from the link")).to_be_visible()

    lab.button("Share").click()

    field = lab.lab.get_by_role("textbox", name="Link to your code")
    expect(field).to_be_focused()
    expect(field).to_have_value(link)
    assert link == page.evaluate("getSelection().toString()")


def test_phone_shares_in_its_own_way(open_context: Open, site: PagesServer) -> None:
    """A phone that can share is given the link; there is none on this machine, so a stand-in is."""
    context = open_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800})
    context.add_init_script("navigator.share = async (what) => { window.shared = what; };")
    page = context.new_page()
    lab = opened(page, site.url + PATH)

    lab.button("Share").tap()

    page.wait_for_function("window.shared", timeout=START_MS)
    assert "#code=1." in page.evaluate("window.shared.url")
    expect(lab.lab.locator(".mlp-notice")).to_have_count(0)
