"""The site with one more lab, whose program is a FastAPI app and which has a request console."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from published_site import ENVIRONMENT, copy_project

from labkit.new import create_lab

LAB = "serving/ask-it"
PATH = "4-serving/ask-it/"
APP = """
from fastapi import FastAPI
from pydantic import BaseModel

class Amount(BaseModel):
    amount: float

app = FastAPI()
seen = []

@app.post("/predict")
def predict(body: Amount):
    seen.append(body.amount)
    print("asked for", body.amount)
    return {"score": 10 / body.amount, "seen": len(seen)}
"""
CONSOLE = """
[console]
examples = [
    { title = "A usual amount", method = "POST", path = "/predict", body = '{"amount": 4}' },
    { title = "No amount", method = "POST", path = "/predict", body = '{}' },
    { title = "What it can do", method = "GET", path = "/openapi.json" },
]
"""


def build_console_site(folder: Path, patience_s: int | None = None) -> Path:
    """Builds that site below the empty or missing `folder`; returns where it is.

    Args:
        folder: Where the project is copied to and built.
        patience_s: For tests that are not about time and must hold on a busy machine: how long labs
            may run and the page waits for Python. Otherwise the new lab may run for 3 seconds.
    """
    project = folder / "project"
    copy_project(project)
    lab = create_lab(project / "labs", "4-serving", "Ask it")
    toml = (lab / "lab.toml").read_text("utf-8")
    toml = toml.replace("packages = []", 'packages = ["fastapi"]\ntime_budget_s = 3')
    (lab / "lab.toml").write_text(toml + CONSOLE, "utf-8")
    if patience_s is not None:
        be_patient(project, patience_s)
    for name in ("starter.py", "solution.py"):
        (lab / name).write_text((lab / name).read_text("utf-8") + APP, "utf-8")
    page = project / "docs" / "4-serving" / "ask-it.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"# Ask it\n\n## Lab\n\n<!-- lab: {LAB} -->\n", "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    done = subprocess.run(
        command, cwd=project, env={**os.environ, **ENVIRONMENT}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return project / "site"


def be_patient(project: Path, seconds: int) -> None:
    """Makes nothing give up earlier: no lab's time limit, none of the page's waits for Python."""
    for path in (project / "labs").rglob("lab.toml"):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith("time_budget_s")]
        path.write_text("".join([f"time_budget_s = {seconds}\n", *kept]), "utf-8")
    path = project / "theme" / "js" / "patience.js"
    wait = re.compile(r"^const (\w+_S) = \d+;$", re.MULTILINE)
    text, waits = wait.subn(rf"const \1 = {seconds};", path.read_text("utf-8"))
    assert waits, "the page waits somewhere else now"
    path.write_text(text, "utf-8")
