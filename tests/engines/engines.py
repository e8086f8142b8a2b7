"""Which other browsers do the tests drive, and what has to be installed for each?"""

from __future__ import annotations

import shutil
from pathlib import Path

from firefox import Firefox
from webkit import WebKit, mini_browser

ENGINES = ("firefox", "webkit")
FIREFOX = ("firefox-esr", "firefox")


def firefox() -> str | None:
    """The Firefox of this machine."""
    return next(filter(None, map(shutil.which, FIREFOX)), None)


def missing() -> list[str]:
    """Debian's packages that the engines still need here."""
    needs = {
        "firefox-esr": firefox(),
        "webkit2gtk-driver": shutil.which("WebKitWebDriver") and mini_browser(),
        "xvfb": shutil.which("Xvfb"),
    }
    return [package for package, found in needs.items() if not found]


def start(engine: str) -> Firefox | WebKit:
    """A running browser."""
    if lacks := missing():
        raise RuntimeError(f"Not installed: {', '.join(lacks)}. `make test-engines` installs them")
    if engine == "firefox":
        return Firefox(str(firefox()))
    return WebKit(str(shutil.which("WebKitWebDriver")), Path(str(mini_browser())))
