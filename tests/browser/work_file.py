"""The file of a learner's whole work, given to the page that takes it."""

from __future__ import annotations

from playwright.sync_api import Page


def import_file(page: Page, content: bytes) -> None:
    """Press Import and choose a file with that content."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import", exact=True).click()
    file = {"name": "work.json", "mimeType": "application/json", "buffer": content}
    chooser.value.set_files(files=[file])  # type: ignore[list-item]
