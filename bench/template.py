"""How does a generated page get its text around what was measured or observed?"""

from __future__ import annotations

import re
from collections.abc import Mapping

PLACEHOLDER = re.compile(r"\{\{(.*?)\}\}")


def fill(template: str, known: Mapping[str, str]) -> str:
    """The template with every `{{name}}` replaced by what is known under that name.

    Raises:
        ValueError: a placeholder means nothing, or something known has no place in the template.
    """
    wanted = set(PLACEHOLDER.findall(template))
    if unlike := sorted(wanted ^ known.keys()):
        raise ValueError(f"The template and what there is to fill in differ in {unlike}.")
    return PLACEHOLDER.sub(lambda match: known[match[1]], template)
