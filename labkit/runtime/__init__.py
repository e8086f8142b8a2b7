"""How is the folder built from which a page starts Python?

The npm package `pyodide` is the only input that is not ours. `pins.toml` says what its files must
contain, `compile_stdlib` byte-compiles its standard library and splits off what
`kept_modules.toml` does not keep, `trim_pyodide.py` leaves out of its wasm and script what no page
uses, `build.py` puts the folder together, `stdlib_rest.py` goes into it. `packages.toml` pins the
wheels of what a lab may name, `wheels.py` fetches them, `compile_packages` packs them. `bundle.py`
has our own modules compiled. The `compile_*.py` run inside Pyodide (`in_pyodide`). `theme.py`
bundles the scripts and styles of the pages, `vendor.py` their JavaScript libraries, both with
`esbuild.py`. None of this is needed to run a lab outside a page.
"""

from labkit.runtime.build import build_runtime
from labkit.runtime.bundle import build_compiled_bundle
from labkit.runtime.packages import build_packages
from labkit.runtime.pins import write_pins
from labkit.runtime.theme import build_theme
from labkit.runtime.vendor import build_vendor

__all__ = [
    "build_compiled_bundle",
    "build_packages",
    "build_runtime",
    "build_theme",
    "build_vendor",
    "write_pins",
]
