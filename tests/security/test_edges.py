"""What strangers and odd input can reach: addresses, bodies, files, health."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

import pytest
from flask import Flask, request
from waitress.wasyncore import close_all

from plugin.serving import serve_on
from plugin.web.csv_file import quoted
from tests.builders import House
from tests.web.conftest import Browser


@pytest.mark.parametrize(
    "path",
    [
        "customers?page=99999999999999999999", "timeline?before=99999999999999999999",
        "customers/a%00b", "customers?search=a%00b", "timeline?search=%00",
        "customers?page=²", "timeline?before=٣", "reminders?card=x",
    ],
)  # fmt: skip
def test_odd_addresses_are_answered_and_never_break_a_page(ann: Browser, path: str) -> None:
    """Numbers beyond any row and characters that no text holds are a page, not a failure."""
    assert ann.get(path).status_code < 500


def test_odd_characters_in_a_form_are_refused_in_words(ann: Browser) -> None:
    """A character that no database keeps is refused before anything is done."""
    reply = ann.post("customers/quay/limit", limit="5", reason="a\x00b")
    assert reply.status_code == 400
    assert "Nothing was changed" in reply.get_data(as_text=True)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1", " =1"])
def test_no_cell_of_a_file_is_a_formula(name: str) -> None:
    """Also behind blanks and in the wide letters of other keyboards."""
    assert quoted(name).startswith("'")


def test_a_broken_cookie_breaks_no_page(ann: Browser) -> None:
    """Whatever stands in our cookies, a page answers."""
    for value in ("é.é", ".", "a.b", "=."):
        ann.client.set_cookie("goodterms_said", value)
        assert ann.get("").status_code == 200


def test_strangers_learn_nothing_of_our_customers_work(house: House, app: Flask) -> None:
    """How much is due is told where the ledger is the local one, and to nobody else."""
    from dataclasses import replace

    from plugin.web.app import create_console

    assert "due_now" in app.test_client().get("/healthz").get_json()
    outside = create_console(replace(house.doors, is_local=False), secure_cookies=True)
    told = outside.test_client().get("/healthz", base_url="https://localhost").get_json()
    assert set(told) == {"ok"}


@contextmanager
def served(**options: object) -> Iterator[int]:
    """A small app behind the product's own server; its port."""
    app = Flask("small")

    @app.post("/")
    def told() -> dict[str, object]:
        return {"address": request.remote_addr, "bytes": len(request.get_data())}

    server = serve_on(app, host="127.0.0.1", port=0, **options)  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server.effective_port
    finally:
        server.trigger.pull_trigger(lambda: close_all(server._map, ignore_all=True))
        thread.join(5)
        server.task_dispatcher.shutdown(timeout=1)


def post(port: int, body: bytes = b"", **headers: str) -> tuple[int, dict[str, object]]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(
        "POST", "/", body, {each.replace("_", "-"): headers[each] for each in headers}
    )
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, json.loads(text) if answer.status == 200 else {}


def test_a_stranger_cannot_say_that_they_come_from_elsewhere() -> None:
    """Attempts are counted by address, so nobody chooses theirs."""
    with served() as port:
        assert post(port, X_Forwarded_For="203.0.113.7")[1]["address"] == "127.0.0.1"
    with served(behind="198.51.100.1") as port:
        assert post(port, X_Forwarded_For="203.0.113.7")[1]["address"] == "127.0.0.1"


def test_behind_a_proxy_everybody_has_their_own_address() -> None:
    """Else thirty tries of one stranger would lock everybody out; the last word is the proxy's."""
    with served(behind="127.0.0.1") as port:
        assert post(port, X_Forwarded_For="203.0.113.7")[1]["address"] == "203.0.113.7"
        found = post(port, X_Forwarded_For="10.0.0.1, 203.0.113.7")[1]["address"]
        assert found == "203.0.113.7"


def test_a_huge_body_is_refused_before_it_is_kept() -> None:
    """The server itself takes no more than the pages do, so nobody fills the disk."""
    with served() as port, socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900000000\r\n\r\n")
        assert b" 413 " in line.recv(200)
