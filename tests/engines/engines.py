"""Which other browsers do the tests drive, and what has to be installed for each?"""

from __future__ import annotations

import shutil
from pathlib import Path

from firefox import Firefox
from webkit import WebKit, mini_browser

FIREFOX = ("firefox-esr", "firefox")


def firefox() -> str | None:
    """The Firefox of this machine."""
    return next(filter(None, map(shutil.which, FIREFOX)), None)


def missing(engine: str) -> list[str]:
    """Debian's packages that an engine still needs here."""
    if engine == "firefox":
        return [] if firefox() else ["firefox-esr"]
    needs = {
        "webkit2gtk-driver": shutil.which("WebKitWebDriver") and mini_browser(),
        "xvfb": shutil.which("Xvfb"),
    }
    return [package for package, found in needs.items() if not found]


def start(engine: str) -> Firefox | WebKit:
    """A running browser; `missing` said that everything is there."""
    if engine == "firefox":
        return Firefox(str(firefox()))
    return WebKit(str(shutil.which("WebKitWebDriver")), Path(str(mini_browser())))
