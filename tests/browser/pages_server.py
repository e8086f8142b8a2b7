"""A web server that does with files what GitHub Pages does.

Under a project's path, compressed, to be kept for ten minutes.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from urllib.parse import unquote, urlsplit

TYPES = {
    ".mjs": "text/javascript; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".wasm": "application/wasm",
    ".json": "application/json; charset=utf-8",
    ".zip": "application/zip",
    ".gz": "application/gzip",
    ".woff2": "font/woff2",
}
COMPRESSED = (
    "text/",
    "application/wasm",
    "application/json",
    "application/octet-stream",
    "image/svg",
)


class PagesServer:
    """Serves `folder` on 127.0.0.1 while the `with` block runs.

    Attributes:
        url: Where the site begins, such as `http://127.0.0.1:40123/some-project/`.
        transferred: Bytes of the bodies sent so far, by path below `url`.
        replaced: Answers to give instead of a file, by path below `url`: a status and a body. A
            test that wants a damaged file or a failing server writes here.
        sent_by: How to send a body that shall not go at once, by path below `url`: a function that
            yields its pieces. It may wait in between; when it ends early, the connection breaks.
    """

    def __init__(self, folder: Path, prefix: str = "/some-project/") -> None:
        self.folder = folder
        self.prefix = prefix
        self.transferred: Counter[str] = Counter()
        self.replaced: dict[str, tuple[int, bytes]] = {}
        self.sent_by: dict[str, Callable[[bytes], Iterator[bytes]]] = {}
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}{prefix}"

    def __enter__(self) -> PagesServer:
        Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._http.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Else a body that follows its head waits up to 40 ms for the browser to acknowledge it.
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                path = unquote(urlsplit(self.path).path)
                if not path.startswith(server.prefix):
                    self._send(404, b"Not found", "text/plain", "")
                    return
                name = path.removeprefix(server.prefix)
                file = server.folder / name
                if name in server.replaced:
                    status, body = server.replaced[name]
                    self._send(status, body, type_of(file), name)
                elif file.is_dir() and not path.endswith("/"):
                    self.send_response(301)
                    self.send_header("Location", path + "/")
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                else:
                    self._send_file(file / "index.html" if file.is_dir() else file, name)

            def _send_file(self, file: Path, name: str) -> None:
                if file.is_file():
                    self._send(200, file.read_bytes(), type_of(file), name)
                    return
                missing = server.folder / "404.html"
                body = missing.read_bytes() if missing.is_file() else b"Not found"
                self._send(404, body, "text/html; charset=utf-8", name)

            def _send(self, status: int, body: bytes, kind: str, name: str) -> None:
                etag = f'"{hashlib.md5(body).hexdigest()}"'
                if status == 200 and self.headers.get("If-None-Match") == etag:
                    status, body = 304, b""
                wants_gzip = "gzip" in self.headers.get("Accept-Encoding", "")
                compress = bool(body) and wants_gzip and kind.startswith(COMPRESSED)
                if compress:
                    body = compressed(body)
                server.transferred[name] += len(body)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Cache-Control", "max-age=600")
                self.send_header("ETag", etag)
                self.send_header("Vary", "Accept-Encoding")
                if compress:
                    self.send_header("Content-Encoding", "gzip")
                self.end_headers()
                sent = 0
                for piece in server.sent_by.get(name, whole)(body):
                    self.wfile.write(piece)
                    sent += len(piece)
                self.close_connection |= sent < len(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


def whole(body: bytes) -> Iterator[bytes]:
    """The body in one piece."""
    yield body


@lru_cache(maxsize=200)
def compressed(body: bytes) -> bytes:
    """Compressed once, so that the server's own work does not show in measurements."""
    return gzip.compress(body, 6, mtime=0)


def type_of(file: Path) -> str:
    """The Content-Type of a file; unknown ones are octet streams."""
    suffix = file.suffix or ".html"
    return TYPES.get(suffix) or mimetypes.guess_type(f"x{suffix}")[0] or "application/octet-stream"
