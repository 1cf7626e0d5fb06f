"""A server that answers what it was told to, for answers that the local Xero never gives."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Canned:
    """One answer: after `wait` seconds, its body byte by byte `pause` seconds apart.

    Status 0 hangs up without a word; `keep` hangs up after so many bytes of the body.
    """

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0
    pause: float = 0.0
    keep: int | None = None


@dataclass
class Telling:
    """A running canned server: what it will say, and what it was asked."""

    url: str
    answers: list[Canned] = field(default_factory=list)
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def telling(*answers: Canned) -> Iterator[Telling]:
    """A server on a free port that gives these answers in turn, the last one for ever."""
    here = Telling("", list(answers))

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def _reply(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            here.asked.append((self.command, self.path, headers, self.rfile.read(length)))
            canned = here.answers.pop(0) if len(here.answers) > 1 else here.answers[0]
            time.sleep(canned.wait)
            if canned.status == 0:
                self.close_connection = True
                return
            self.send_response(canned.status)
            for name, value in canned.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(canned.body)))
            self.end_headers()
            sent = canned.body[: canned.keep]
            self.close_connection = canned.keep is not None
            step = 1 if canned.pause else len(sent)
            for at in range(0, len(sent), step or 1):
                self.wfile.write(sent[at : at + step])
                self.wfile.flush()
                time.sleep(canned.pause)

        do_GET = do_POST = do_PUT = do_DELETE = _reply  # noqa: N815 - the names are given

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            """A client that hung up is what some tests are about."""

    server = Quiet(("127.0.0.1", 0), Answers)
    here.url = f"http://localhost:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
