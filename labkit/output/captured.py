"""Where does what a program prints and shows go?"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from typing import TextIO

from labkit.blocks import Block, for_page

OUTPUT_LIMIT = 1_000_000
"""Characters a run may print before it is ended."""

Page = Callable[[str], object]
"""Shows blocks, given as a JSON list of what `labkit.blocks.for_page` makes of them."""


class OutputLimitReached(BaseException):
    """The program printed more than `OUTPUT_LIMIT` characters.

    A BaseException, so that `except Exception` in the learner's program does not swallow it.
    """


class PassedOn(io.TextIOBase):
    """Another stream, which a program that closes this one leaves open."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Print text."""
        return self._stream.write(text)

    def flush(self) -> None:
        """Send on what the other stream still holds."""
        self._stream.flush()


class CapturedOutput(io.TextIOBase):
    """Keeps what is printed, passes it on, and ends a program that prints without end."""

    def __init__(self, echo: TextIO | None, page: Page | None) -> None:
        self._echo = echo
        self._page = page
        self._parts: list[str] = []
        self._left = OUTPUT_LIMIT

    def write(self, text: str) -> int:
        """Print text."""
        kept = self._keep(text)
        if kept and self._echo is not None:
            self._echo.write(kept)
        return self._all(text, kept)

    def show(self, blocks: Sequence[Block], text: str) -> None:
        """Show blocks where there is a page, and their text where there is none.

        The report has the text either way, so that it is the same everywhere.
        """
        if self._page is None:
            self.write(text)
            return
        kept = self._keep(text)
        # What does not fit as text is not shown as a picture either.
        if len(kept) == len(text):
            self.flush()
            self._page(json.dumps([for_page(block) for block in blocks]))
        self._all(text, kept)

    def flush(self) -> None:
        """Send on what the stream behind this one still holds."""
        if self._echo is not None:
            self._echo.flush()

    def text(self) -> str:
        """All that was printed, cut at the limit."""
        return "".join(self._parts)

    def _keep(self, text: str) -> str:
        kept = text[: self._left]
        self._left -= len(kept)
        self._parts.append(kept)
        return kept

    def _all(self, text: str, kept: str) -> int:
        if len(kept) < len(text):
            raise OutputLimitReached
        return len(text)
