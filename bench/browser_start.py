"""How long from a press on Run to the first output of Python, beside stock Pyodide?

    python -m bench.browser_start [--site DIR] [--rounds 5]

Three sides take turns: this course's runtime, stock Pyodide in a worker, and stock Pyodide on the
main thread. All of them press in the same page, the first lesson, run the same program, the starter
of its lab, and load from the same local server. A first visit is made with a profile that has
nothing yet; the second with the same profile, after the course has kept its snapshot. Half of the
rounds are measured on a slower connection and on a slower machine, too.
"""

from __future__ import annotations

from bench.start.contest import observe
from bench.terminal import run

if __name__ == "__main__":
    run(__doc__, observe)
