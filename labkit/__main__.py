"""`python -m labkit`: what a maintainer does with labs besides editing them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from labkit.bundle import digest
from labkit.course import read_course
from labkit.errors import LabError

GOLDEN = Path("tests/labs/golden/messages.json")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 with sentences on standard error when not."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except LabError as problem:
        print(problem, file=sys.stderr)
        return 1


def new(options: argparse.Namespace) -> int:
    """Create a lab folder that passes `check`, ready to be rewritten."""
    from labkit.new import create_lab

    print(f"Created {create_lab(options.labs, options.module, options.title)}")
    return 0


def check(options: argparse.Namespace) -> int:
    """Read the labs and lessons, run every recorded program, and report every broken rule."""
    from labkit.rules.behaviour import run_recorded_programs
    from labkit.rules.course import course_problems
    from labkit.rules.explorer import explorer_problems
    from labkit.rules.form import form_problems

    course = read_course(options.labs)
    problems = course_problems(course, options.docs)
    wrong = 0
    for lab in course.labs.values():
        problems += form_problems(lab)
        problems += run_recorded_programs(lab).problems
        wrong += len(lab.wrong)
    for explorer in course.explorers.values():
        problems += explorer_problems(explorer)
    for problem in problems:
        print(problem, file=sys.stderr)
    print(
        f"{len(course.labs)} labs with {wrong} wrong answers, "
        f"{len(course.simulators)} simulators, {len(course.explorers)} explorers: "
        f"{len(problems)} problems"
    )
    return 1 if problems else 0


def notebooks(options: argparse.Namespace) -> int:
    """Run the notebooks of the site afresh and store what they show and state."""
    from labkit.notebooks.notebook import find_notebooks
    from labkit.notebooks.running import renew

    for path in options.notebooks or find_notebooks(options.docs):
        print(f"{path}: {'renewed' if renew(path) else 'as it was'}")
    return 0


def bundle(options: argparse.Namespace) -> int:
    """Write the file with the Python that the page runs."""
    from labkit.runtime.bundle import NAME, build_compiled_bundle

    content = build_compiled_bundle(Path(), Path(".cache/labkit"))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_bytes(content)
    print(f"{options.output}: {len(content):,} bytes, {digest({NAME: content})}")
    return 0


def runtime(options: argparse.Namespace) -> int:
    """Build the Pyodide files that the site publishes, or pin those of a new version."""
    from labkit.runtime.build import build_runtime
    from labkit.runtime.pins import write_pins

    if options.pin:
        print(f"Pinned Pyodide {write_pins().version}")
        return 0
    folder = build_runtime(Path(".cache/labkit"))
    for file in sorted(folder.iterdir()):
        print(f"{file.stat().st_size:>12,}  {file}")
    return 0


def packages(options: argparse.Namespace) -> int:
    """Build the packages that labs may name, or pin them anew."""
    from labkit.runtime.packages import build_packages
    from labkit.runtime.wheels import read_wheels, write_wheels

    known = {*read_wheels(), *options.names}
    if options.pin:
        for name, wheels in write_wheels(sorted(known)).items():
            print(f"Pinned {name}: {', '.join(f'{each.name} {each.version}' for each in wheels)}")
        return 0
    folder = build_packages(Path(".cache/labkit"), options.names or known)
    for file in sorted(folder.iterdir()):
        print(f"{file.stat().st_size:>12,}  {file}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m labkit", description=__doc__)
    parser.add_argument("--labs", type=Path, default=Path("labs"), help="folder of labs")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in (new, check, notebooks, bundle, runtime, packages):
        sub = commands.add_parser(command.__name__, help=(command.__doc__ or "").split("\n")[0])
        sub.set_defaults(command=command)
        if command is new:
            sub.add_argument("module", help="module folder, such as 2-feature-store")
            sub.add_argument("title", help="the lab's title")
        if command is notebooks:
            sub.add_argument("notebooks", nargs="*", type=Path, help="files; all without it")
        if command in (check, notebooks):
            sub.add_argument("--docs", type=Path, default=Path("docs"), help="folder of lessons")
        if command is bundle:
            sub.add_argument("--output", type=Path, default=Path(".cache/labkit/bundle.zip.gz"))
        if command is runtime:
            sub.add_argument("--pin", action="store_true", help="accept the files now installed")
        if command is packages:
            sub.add_argument("names", nargs="*", help="packages; all that are known without it")
            sub.add_argument("--pin", action="store_true", help="resolve anew, and add new names")
    return parser


if __name__ == "__main__":
    sys.exit(main())
