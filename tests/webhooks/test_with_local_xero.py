"""The receiver behind a real server, told by the local Xero as the real one would tell it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal

import pytest
from flask import Flask
from werkzeug.serving import make_server

from connectors.sandbox import documents
from tests.connectors.xero.connected import Connected, connected
from webhooks.notices import Notice
from webhooks.receiver import receiver


@contextmanager
def receiving(keys: Callable[[], Sequence[str]], notices: list[Notice]) -> Iterator[str]:
    """A receiver on a free port that keeps its notices in a list; its address."""
    app = Flask("receiving")
    app.register_blueprint(receiver(keys=keys, store=notices.extend))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}/webhooks/xero"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def until(what: Callable[[], bool]) -> None:
    """Wait, ten seconds at most, for something to be so."""
    end = time.monotonic() + 10
    while not what():
        assert time.monotonic() < end, "it did not happen within ten seconds"
        time.sleep(0.02)


@pytest.fixture
def here() -> Iterator[Connected]:
    """A connected organisation."""
    with connected() as fresh:
        yield fresh


def test_the_intent_to_receive_passes_and_a_payment_arrives_as_a_notice(here: Connected) -> None:
    """Good signatures 200, altered ones 401; then the invoice that was paid is named."""
    notices: list[Notice] = []
    hooks = here.xero.sandbox.webhooks
    with receiving(lambda: [here.xero.webhook_key], notices) as url:
        hooks.configure(url=url)
        until(lambda: hooks.shown()["state"] == "ok")
        assert notices == []
        invoice = here.open_sale()
        documents.record_payment(here.inside, invoice.id, Decimal("10.00"))
        until(lambda: any(notice.resource_id == invoice.id for notice in notices))
        (found,) = [notice for notice in notices if notice.resource == "INVOICE"]
        assert (found.tenant_id, found.kind) == (here.connection.ledger_id, "UPDATE")
        assert abs((found.at - here.clock.now()).total_seconds()) < 60


def test_duplicates_shuffles_and_replays_make_no_second_key(here: Connected) -> None:
    """However often and in whatever order Xero tells it."""
    notices: list[Notice] = []
    hooks = here.xero.sandbox.webhooks
    with receiving(lambda: [here.xero.webhook_key], notices) as url:
        hooks.configure(url=url, duplicates=True, shuffle=True)
        until(lambda: hooks.shown()["state"] == "ok")
        for _ in range(3):
            documents.record_payment(here.inside, here.open_sale().id, Decimal("1.00"))
        until(lambda: hooks.shown()["waiting"] == 0 and len(notices) >= 6)
        told, keys = len(notices), {notice.key for notice in notices}
        assert len(keys) == hooks.shown()["last_sequence"] < told
        hooks.replay()
        until(lambda: hooks.shown()["waiting"] == 0 and len(notices) > told)
        assert {notice.key for notice in notices} == keys


def test_a_receiver_without_the_key_never_passes_the_intent(here: Connected) -> None:
    """And is handed nothing."""
    notices: list[Notice] = []
    hooks = here.xero.sandbox.webhooks
    with receiving(lambda: ["another key"], notices) as url:
        hooks.configure(url=url)
        until(lambda: bool(hooks.shown()["attempts"]))
        hooks.ask_intent()
        assert hooks.shown()["state"] == "required"
    assert notices == []
