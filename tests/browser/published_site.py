"""The site as `mkdocs gh-deploy` publishes it: built, pushed to a bare repository, checked out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Who commits, and where: the page for unknown addresses needs to know its site's path.
ENVIRONMENT = {
    "SITE_URL": "http://127.0.0.1/some-project/",
    "NO_MKDOCS_2_WARNING": "1",
    "GIT_AUTHOR_NAME": "Test",
    "GIT_AUTHOR_EMAIL": "test@example.org",
    "GIT_COMMITTER_NAME": "Test",
    "GIT_COMMITTER_EMAIL": "test@example.org",
}


def publish(folder: Path) -> Path:
    """Publish the working tree, uncommitted changes included, with nothing but `gh-deploy`.

    Args:
        folder: An empty folder to work in, created if need be.

    Returns:
        The checked-out branch `gh-pages`, what GitHub Pages would serve.
    """
    folder.mkdir(parents=True, exist_ok=True)
    project, remote, pages = folder / "project", folder / "remote.git", folder / "pages"
    copy_project(project)
    _run("git", "init", "--quiet", "--bare", str(remote), cwd=folder)
    _run("git", "init", "--quiet", "--initial-branch=main", cwd=project)
    _run("git", "add", "--all", cwd=project)
    _run("git", "commit", "--quiet", "--message", "test", cwd=project)
    _run("git", "remote", "add", "origin", str(remote), cwd=project)
    _run(sys.executable, "-m", "mkdocs", "gh-deploy", "--strict", cwd=project)
    _run("git", "clone", "--quiet", "--branch", "gh-pages", str(remote), str(pages), cwd=folder)
    return pages


def copy_project(target: Path) -> None:
    """Copy every file of the working tree that git does not ignore; share what is built."""
    listed = _run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in filter(None, listed.split("\0")):
        source, path = ROOT / name, target / name
        if source.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, path)
    # Built once for all: npm packages, and the runtime by the hash of its inputs.
    for shared in ("node_modules", ".cache"):
        (ROOT / shared).mkdir(exist_ok=True)
        (target / shared).symlink_to(ROOT / shared, target_is_directory=True)


def _run(*command: str, cwd: Path) -> str:
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, env={**os.environ, **ENVIRONMENT}
    )
    assert done.returncode == 0, f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}"
    return done.stdout
