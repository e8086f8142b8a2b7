"""What the browser's storage may do to a learner: be full, be forbidden, be older or newer."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsers import forget_files
from lab_page import LAB, PATH, LabPage
from pages_server import PagesServer
from playwright.sync_api import BrowserContext, Page, expect

from labkit.runner import run_program
from labkit.runtime import build_theme
from labkit.runtime.places import ROOT

pytestmark = pytest.mark.browser

MINE = "print('mine')\n"
SAID = "This browser keeps nothing for this page"
KEY = f"1:/some-project/:lab:{LAB}"
FULL = """() => {
  let size = 4_000_000;
  let filler = "";
  while (size > 0) {
    try { localStorage.setItem("filler", filler + "x".repeat(size)); filler += "x".repeat(size); }
    catch { size = Math.floor(size / 2); }
  }
}"""
FORBIDDEN = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("Access is denied for this document.", "SecurityError"); },
});"""
# What a later version of this course might publish: one step that changes every kept program.
NEXT_VERSION = b"""export const steps = [(name, value) =>
  name.startsWith("lab:") ? { ...value, code: value.code + "# brought over" } : value,
];"""


@pytest.fixture(autouse=True)
def _journey(record_property: Callable[[str, object], None]) -> None:
    record_property("counts", "journey")


@pytest.fixture
def lab(site: PagesServer, page: Page) -> LabPage:
    """The lesson's lab on a first visit."""
    page.goto(site.url + PATH)
    return LabPage(page)


@pytest.fixture(scope="module")
def next_scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of a later version of this course."""
    project = tmp_path_factory.mktemp("next")
    shutil.copytree(ROOT / "theme", project / "theme")
    shutil.copy(ROOT / "package-lock.json", project)
    (project / "node_modules").symlink_to(ROOT / "node_modules")
    (project / "theme" / "js" / "storage-steps.js").write_bytes(NEXT_VERSION)
    return build_theme(project / "cache", project) / "js"


@pytest.fixture
def publish_next_version(
    site: PagesServer, lab: LabPage, next_scripts: Path
) -> Iterator[Callable[[], None]]:
    """Makes the server give the next version's scripts; afterwards it gives this one's again."""
    app = lab.page.locator('meta[name="mlplat-app"]').get_attribute("content") or ""
    folder = f"{app.removeprefix('../../')}js/"

    def publish() -> None:
        for file in next_scripts.iterdir():
            site.replaced[folder + file.name] = (200, file.read_bytes())
        forget_files(lab.page)

    yield publish
    site.replaced.clear()


def expect_work_to_go_on(lab: LabPage) -> None:
    """Edit and run twice: everything answers, and one notice says that nothing is kept."""
    for number in (1, 2):
        program = f"print({number} * 21)\n"
        lab.type_program(program)
        lab.button("Run").click()
        expect(lab.output).to_contain_text(run_program(program).stdout.strip(), timeout=30_000)
        expect(lab.lab.get_by_text(SAID)).to_have_count(1)


def test_full_storage_is_said_once_and_work_goes_on(lab: LabPage) -> None:
    """With not one character of room left, the page still works from its memory."""
    lab.page.evaluate(FULL)

    expect_work_to_go_on(lab)

    lab.check()
    expect(lab.lab.get_by_text("Earlier tries (1)")).to_be_visible()


def test_forbidden_storage_is_said_once_and_work_goes_on(
    open_context: Callable[..., BrowserContext], site: PagesServer
) -> None:
    """Where even looking at the storage is an error, nothing breaks."""
    context = open_context()
    context.add_init_script(FORBIDDEN)
    page = context.new_page()
    page.goto(site.url + PATH)

    expect_work_to_go_on(LabPage(page))

    page.goto(site.url + "your-work/")
    expect(page.get_by_text("This browser keeps nothing for this site")).to_be_visible()
    expect(page.get_by_role("button", name="Export")).to_be_disabled()


def test_next_version_finds_the_work_of_this_one(
    lab: LabPage, site: PagesServer, publish_next_version: Callable[[], None]
) -> None:
    """After a step the older work is there, changed as the step says, and the original stays."""
    lab.type_program(MINE)
    lab.page.goto("about:blank")
    publish_next_version()

    lab.page.goto(site.url + PATH)

    lab.editor.click()
    expect(lab.editor).to_have_attribute("contenteditable", "true")
    assert MINE + "# brought over" == lab.code()
    lab.type_program("print('newer')\n")
    lab.page.reload()
    kept = lab.page.evaluate("(key) => localStorage.getItem('mlplat:' + key)", KEY)
    assert "mine" in kept
    assert "newer" not in kept


def test_older_page_leaves_newer_work_alone_and_says_so(
    lab: LabPage, site: PagesServer, publish_next_version: Callable[[], None]
) -> None:
    """A page from before an update saves nothing beside or over what the update has kept."""
    lab.type_program(MINE)
    newer = "mlplat:" + KEY.replace("1:", "2:", 1)
    lab.page.evaluate("([key, code]) => localStorage.setItem(key, code)", [newer, '{"code": "x"}'])
    before = lab.page.evaluate("({...localStorage})")

    lab.page.reload()
    lab.type_program("print('typed into the old page')\n")

    expect(lab.lab.get_by_text("A newer version of this course keeps your work.")).to_be_visible()
    assert before == lab.page.evaluate("({...localStorage})")


def test_changed_starter_keeps_mine_until_the_learner_takes_it(lab: LabPage) -> None:
    """A lab that has changed asks; mine is kept, and the new starter can be undone."""
    lab.type_program(MINE)
    lab.page.evaluate(
        """(key) => addEventListener("pagehide", () => {
          const work = JSON.parse(localStorage.getItem(key));
          localStorage.setItem(key, JSON.stringify({ ...work, starter: "00000000" }));
        })""",
        "mlplat:" + KEY,
    )
    lab.page.reload()
    expect(lab.lab.get_by_text("This lab has a new starter. Your code is kept.")).to_be_visible()
    expect(lab.editor).to_have_text(MINE.strip())

    lab.button("Take the new starter").click()
    expect(lab.editor).to_contain_text("TODO")

    lab.button("Undo reset").click()
    expect(lab.editor).to_have_text(MINE.strip())
