"""A small explorer that keeps every rule, for tests that break one."""

from __future__ import annotations

from pathlib import Path

FACTS = 'does = "Works."\nowns = "Things."\nfails = "It hurts."\nleaves = "Late."\n'
EXPLORER = f"""\
format = 1
title = "Two designs"
task = "Compare."
sources = []

[[tabs]]
id = "one"
label = "One process"
summary = "Everything together."

[[tabs.components]]
id = "people"
name = "People"
shape = "person"
row = 1
column = 1
needs = ["web"]

[[tabs.components]]
id = "web"
name = "Web"
shape = "service"
row = 1
column = 2
process = "app"
needs = ["data"]
{FACTS}
[[tabs.components]]
id = "model"
name = "Model"
shape = "model"
row = 2
column = 1
process = "app"
{FACTS}
[[tabs.components]]
id = "data"
name = "Data"
shape = "store"
row = 2
column = 2
{FACTS}
[[tabs]]
id = "two"
label = "Two services"
summary = "Apart."

[[tabs.components]]
id = "web"
name = "Web"
shape = "service"
row = 1
column = 1
uses = {{ model = "answers by a rule" }}
{FACTS}
[[tabs.components]]
id = "model"
name = "Model"
shape = "model"
row = 1
column = 2
takes = "A time-out."
{FACTS}"""


def write_explorer(labs_root: Path) -> Path:
    """Put `architecture/designs` into `labs_root`; returns its folder."""
    folder = labs_root / "1-architecture" / "designs.explorer"
    folder.mkdir(parents=True)
    (folder / "explorer.toml").write_text(EXPLORER, encoding="utf-8")
    return folder
