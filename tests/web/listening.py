"""Somebody's own server that is told by webhook: real HTTP, on a free port of this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


@dataclass
class Listener:
    """Keeps what it is told, and answers as it is told to; `more` are further headers."""

    url: str = ""
    status: int = 204
    more: dict[str, str] = field(default_factory=dict)
    told: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def a_listener() -> Iterator[Listener]:
    """A listener until the end of the block."""
    found = Listener()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Keep it, and answer."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.told.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(found.status)
            for name, value in found.more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    found.url = f"http://127.0.0.1:{server.server_port}/told?by=goodterms"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
