"""Which modules has a browser fetched before a script runs?

A browser learns of an import only when it has read the module that asks for it, so a chain of five
costs five waits. Told in the page, all of them are asked for at once.
"""

from __future__ import annotations

import re
from pathlib import Path

# `import ... from "./x.js"`, `export ... from "./x.js"` and `import "./x.js"`, each at the start of
# a line; `import("./x.js")` is fetched when it is called, and a comment's has a star before it.
STATIC_IMPORT = re.compile(
    r"""^(?:import|export)\b(?:[^;"'(]*?\bfrom)?\s*["']\./([\w./-]+)["']""", re.MULTILINE
)


def static_imports(folder: Path, entry: str) -> list[str]:
    """The modules that `entry` needs, in the order in which they are met.

    Args:
        folder: where the scripts are, one beside the other.
        entry: file name of the first one, which is not in the answer.

    Raises:
        FileNotFoundError: a module imports one that is not there.
    """
    found = [entry]
    for name in found:  # which grows
        text = (folder / name).read_text(encoding="utf-8")
        found += [each for each in dict.fromkeys(STATIC_IMPORT.findall(text)) if each not in found]
    return found[1:]
