"""The site with one more lesson, which has every part that an author writes into a page."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from published_site import ENVIRONMENT, copy_project

PATH = "1-architecture/every-part/"
EXPLORER = "architecture/platform"
LESSON = """\
---
title: Every part
pillar: 1
calendar: Day 1
lead: A lesson with everything that an author can put into a page.
minutes: {reading: 6}
---

# Every part

<mlplat-decision data-decision="split-now">
<fieldset>
<legend><strong>Decide first.</strong> One system, or several?</legend>
<label><input type="radio" name="split-now" value="one"> One system, with walls inside.</label>
<label><input type="radio" name="split-now" value="many"> Several services.</label>
</fieldset>
</mlplat-decision>

The third card tells [why a bigger machine did not help](#2009-small-things-first).

## Explore

<!-- explorer: architecture/platform -->

## One after the other

<mlplat-steps markdown="1">
<section markdown="1">

### August 2008: the database is damaged

For three days no discs are sent.[^step] What failed here: speed, cost, or isolation?

</section>
<section markdown="1">

### October 2008: a meeting

A dozen engineers ask whether to patch the system or to think again.

- One thing to weigh.
- And another.

</section>
<section markdown="1">

### 2009: small things first

Logs of the encoding system move, since nobody would miss them for a day.

</section>
<section markdown="1" data-date="then">

### What this story leaves out

The start was forced, and the staff large.

</section>
</mlplat-steps>

## Move

<!-- sim: architecture/lead-time -->

## Tick off

<mlplat-checklist data-checklist="architecture/every-part" markdown="1">

- The design names one owner for each part.
- The record names [a signal](#explore) that would change the decision.
- Money moves last.

</mlplat-checklist>

## Write

<mlplat-record data-entry="architecture/every-part" markdown="1">
Which part of *your* platform would leave first, and why?

Name the signal that would make you take it back.
</mlplat-record>

## Would you still?

<mlplat-decision-recall data-decision="split-now">
<p>Most teams begin with one.</p>
</mlplat-decision-recall>

[^step]: A source that was read, 2026-11.
"""
SECOND = """\
# A second page

<mlplat-record data-entry="architecture/second" markdown="1">
What would you do in month 6?
</mlplat-record>
"""


def build_parts_site(folder: Path) -> Path:
    """Builds that site below the empty or missing `folder`; returns where it is."""
    project = folder / "project"
    copy_project(project)
    for name, text in (("every-part", LESSON), ("second", SECOND)):
        page = project / "docs" / "1-architecture" / f"{name}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, "utf-8")
    config = project / "mkdocs.yml"
    # The order of the navigation, not that of the files' names, is the order of the course.
    nav = "nav:\n  - 1-architecture/second.md\n  - 1-architecture/every-part.md\n"
    config.write_text(config.read_text("utf-8").replace("nav:\n", nav, 1), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    done = subprocess.run(
        command, cwd=project, env={**os.environ, **ENVIRONMENT}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return project / "site"
