"""Does a simulator work in Firefox and in WebKit, by keyboard?"""

from __future__ import annotations

from lesson import REUSE_PATH, RIGHT, SIM, Engine, Lesson
from pages_server import PagesServer


def test_a_simulator_answers(engine: Engine, site: PagesServer) -> None:
    """Moving a slider by the keyboard recomputes sentence and picture."""
    page = Lesson(engine, site.url, REUSE_PATH)
    page.until(f"{SIM}.querySelector('input[type=range]:enabled')")
    engine.evaluate(f"void {SIM}.querySelector('input[name=models]').focus()")

    engine.press(RIGHT)
    engine.press(RIGHT)

    page.until(f"{SIM}.querySelector('.mlp-text').innerText.includes('18.9 engineer-weeks')")
    page.until(f"{SIM}.querySelector('.mlp-chart__picture > div svg')")
