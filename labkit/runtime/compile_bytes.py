"""How do sources become byte code that is small on its way and quick to import?

Runs inside Pyodide (see in_pyodide.mjs), because only the Python that will import byte code can
write it. A zip holds its files as they are and is compressed as one: that is smaller than each
compressed by itself, and what is imported need not be unpacked then.
"""

from __future__ import annotations

import importlib.util
import io
import marshal
import zipfile
import zlib
from collections.abc import Mapping

DATE = (1980, 1, 1, 0, 0, 0)  # the same every time, so that equal inputs give equal bytes
NEVER_CHECK_SOURCE = (1).to_bytes(4, "little")  # PEP 552: hash-based, unchecked
AS_GZIP = 31  # zlib's number for a header that names neither file nor time, and a checksum


def byte_code(source: str, shown_as: str) -> bytes:
    """The content of a .pyc file that Python loads without looking for its source."""
    code = compile(source, shown_as, "exec", dont_inherit=True, optimize=0)
    header = importlib.util.MAGIC_NUMBER + NEVER_CHECK_SOURCE
    return header + importlib.util.source_hash(source.encode()) + marshal.dumps(code)


def compiled(sources: Mapping[str, str], home: str) -> dict[str, bytes]:
    """The byte code of every source, by file name; tracebacks name `home`."""
    return {
        file + "c": byte_code(source, f"{home}/{file}") for file, source in sorted(sources.items())
    }


def module_name(file: str) -> str:
    """The import name of a file in the zip: `json/__init__.py` is `json`."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def stored_zip(files: Mapping[str, bytes]) -> bytes:
    """A zip that holds the files as they are."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, each in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, DATE), each)
    return content.getvalue()


def gzipped(content: bytes) -> bytes:
    """As small as every browser can unpack by itself."""
    packer = zlib.compressobj(9, zlib.DEFLATED, AS_GZIP, 9)
    return packer.compress(content) + packer.flush()
