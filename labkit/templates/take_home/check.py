"""Check program.py as the page does: python check.py."""

import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - who takes a lab home may start it with an older one
    sys.exit("This needs Python 3.11 or newer; this is Python " + sys.version.split()[0] + ".")

from labkit.runner import run_checks

HERE = Path(__file__).resolve().parent
WORDS = {True: "passed", False: "FAILED", None: "not run"}


def main():
    """Print what the program prints and what each check found; return whether all passed."""
    sys.stdout.reconfigure(errors="replace")  # an old console may lack a character
    try:
        program = (HERE / "program.py").read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        print(f"program.py could not be read: {problem}")
        return False
    checks = (HERE / "checks.py").read_text(encoding="utf-8")
    report = run_checks(program, checks, echo=sys.stdout)
    if report.stdout and not report.stdout.endswith("\n"):
        print()
    for result in report.results:
        print(f"{WORDS[result.passed]:<8} {result.title}")
        for line in result.message.splitlines():
            print(f"         {line}".rstrip())
    passed = sum(result.passed is True for result in report.results)
    print(f"{passed} of {len(report.results)} checks passed")
    if report.error and all(result.passed is None for result in report.results):
        print(f"The checks could not run. {report.error.message}")
    return report.passed


if __name__ == "__main__":
    try:
        sys.exit(0 if main() else 1)
    except KeyboardInterrupt:
        sys.exit("Stopped.")
