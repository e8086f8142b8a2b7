"""What is in a snapshot: Python's memory without its empty pages, and what Python imports from."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from client_page import MODULES
from playwright.sync_api import Page
from warm_page import printed, snapshot

pytestmark = pytest.mark.browser

KEPT_AND_MEMORY = """async (modules) => {
  const { divided } = await import(new URL(modules + "snapshot-content.js", document.baseURI).href);
  const [name] = (await caches.keys()).filter((name) => name.startsWith("mlplat:1:/some-project/"));
  const cache = await caches.open(name);
  const kept = await cache.match((await cache.keys())[0]);
  const bytes = new Uint8Array(await kept.arrayBuffer());
  const { memory, library } = divided(bytes);
  const files = library.stdlib.length + library.bundle.length;
  return [bytes.length - files, memory.length, library.lock];
}"""
# Of each memory, made of its length and of places that are not zero: how long it is when packed,
# and whether it comes back.
PACKED = """async ([modules, memories, PAGE]) => {
  const { packed, PackedMemory } = await import(
    new URL(modules + "sparse-memory.js", document.baseURI).href
  );
  return memories.map(([length, ...places]) => {
    const memory = new Uint8Array(length);
    for (const place of places) memory[place] = 1 + (place % 255);
    const bytes = packed(memory);
    const kept = new PackedMemory(bytes);
    const whole = String(kept.slice(0, length)) === String(memory);
    const parts = [[1, 3], [PAGE - 1, PAGE + 1], [0, PAGE], [2 * PAGE + 3, length]]
      .filter(([start, end]) => start <= end && end <= length)
      .every(([start, end]) => String(kept.slice(start, end)) === String(memory.slice(start, end)));
    return [bytes.length, whole && parts];
  });
}"""
PAGE = 4096
HEAD = 2 * 4
NUMBERED_PAGE = 4 + PAGE
# Memory as for PACKED, and how many of its pages are kept.
MEMORIES = [
    ([0], 0),
    ([PAGE * 3], 0),
    ([PAGE, 0], 1),
    ([PAGE * 5, PAGE - 1, PAGE, PAGE * 5 - 1], 3),
    ([PAGE * 2 + 8, PAGE * 2 + 7], 1),
]


def test_a_packed_memory_has_the_pages_that_are_not_empty(client: Page) -> None:
    """Two numbers, a number for each such page, its bytes; whole and in parts as it was."""
    found = client.evaluate(PACKED, [MODULES, [memory for memory, _ in MEMORIES], PAGE])

    assert found == [[HEAD + kept * NUMBERED_PAGE, True] for _, kept in MEMORIES]


def test_the_snapshot_leaves_out_empty_memory(open_client: Callable[..., Page]) -> None:
    """What the browser keeps is less than half of the memory it stands for."""
    page = open_client()
    printed(page, "print('cold')")
    assert snapshot(page) == "kept"

    kept, memory, lock = page.evaluate(KEPT_AND_MEMORY, MODULES)

    print(f"kept {kept / 1e6:.1f} MB of {memory / 1e6:.1f} MB")
    assert kept < memory / 2
    assert json.loads(lock)
