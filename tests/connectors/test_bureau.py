"""A bureau over HTTP: what it answers, and what it does not, against a local server."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from connectors.bureau import HttpBureau
from plugin.ports import OutcomeUnknown, Refused, Unavailable
from plugin.ports.bureau import BureauQuestion, NoBureau

QUESTION = BureauQuestion(
    key="q-1", name="Pier Street Coffee Ltd", country="GB", company_number="08123456", vat_number=""
)
ANSWER = {"source": "Registry House", "date": "2026-11-20", "facts": {"Status": "active", "Age": 9}}


@dataclass
class LocalBureau:
    """What it answers next, and what it was asked."""

    url: str = ""
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[dict[str, str], Any]] = field(default_factory=list)


@pytest.fixture
def local() -> Iterator[LocalBureau]:
    """A bureau on this machine."""
    bureau = LocalBureau(body=json.dumps(ANSWER).encode())

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = self.rfile.read(int(self.headers["Content-Length"]))
            bureau.asked.append((dict(self.headers), json.loads(said)))
            self.send_response(bureau.status)
            for name, value in bureau.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(bureau.body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    bureau.url = f"http://127.0.0.1:{server.server_port}/ask"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield bureau
    server.shutdown()
    thread.join()
    server.server_close()


def door(local: LocalBureau) -> HttpBureau:
    """The door to it."""
    return HttpBureau(local.url, "key-of-ours", "Registry House")


def test_it_is_told_a_business_and_answers_with_source_and_day(local: LocalBureau) -> None:
    """One JSON object there, one back; the key goes as a bearer."""
    found = door(local).ask(QUESTION)
    assert (found.source, found.dated) == ("Registry House", date(2026, 11, 20))
    assert found.lines == (("Status", "active"), ("Age", "9"))
    ((headers, told),) = local.asked
    assert headers["Authorization"] == "Bearer key-of-ours"
    assert headers["Idempotency-Key"] == told["id"] == "q-1"
    assert set(told) == {"id", "name", "country", "company_number", "vat_number"}
    assert "key-of-ours" not in repr(door(local))


@pytest.mark.parametrize(
    ("status", "raised"),
    [(404, Refused), (302, Refused), (429, Unavailable), (503, Unavailable), (500, OutcomeUnknown)],
)
def test_a_no_is_told_in_its_own_words(
    local: LocalBureau, status: int, raised: type[Exception]
) -> None:
    """And no redirect is followed: the key is for one address."""
    local.status, local.body = status, b"nothing here"
    local.headers = {"Location": local.url}
    with pytest.raises(raised, match="nothing here"):
        door(local).ask(QUESTION)
    assert len(local.asked) == 1


@pytest.mark.parametrize(
    "body", [b"", b"no", b"[]", b"{}", b'{"date": "2026-11-20", "facts": 7}', b"x" * 300_000]
)
def test_nonsense_is_no_answer(local: LocalBureau, body: bytes) -> None:
    """Nobody can say what was asked, and nothing is kept."""
    local.body = body
    with pytest.raises(OutcomeUnknown):
        door(local).ask(QUESTION)


def test_a_bureau_that_is_not_there_was_not_asked(local: LocalBureau) -> None:
    """It may be tried again; without one, nobody is asked at all."""
    gone = HttpBureau("http://127.0.0.1:1/ask", "k", "Nobody")
    with pytest.raises(Unavailable):
        gone.ask(QUESTION)
    assert NoBureau().name == ""
    with pytest.raises(Refused, match="BUREAU_URL"):
        NoBureau().ask(QUESTION)
