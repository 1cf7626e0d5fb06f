"""Webhooks of the local Xero: intent to receive, signatures, retries, disabling, replay."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

from connectors.sandbox.testing import RunningXero, running
from tests.connectors.sandbox.small import SCOPES, small_world


class Receiver:
    """A webhook receiver that verifies signatures and remembers what it accepted."""

    def __init__(self) -> None:
        self.key = ""
        self.bodies: list[bytes] = []
        self.refused = 0
        self.answer_with: int | None = None
        self.cookie = False
        self.content_types: set[str] = set()

    def answer(self, body: bytes, sign: str) -> int:
        """The status for a post."""
        digest = hmac.new(self.key.encode(), body, hashlib.sha256).digest()
        if not hmac.compare_digest(base64.b64encode(digest).decode(), sign):
            self.refused += 1
            return 401
        if self.answer_with is not None:
            return self.answer_with
        self.bodies.append(body)
        return 200

    def events(self) -> list[dict[str, Any]]:
        """Every event accepted, in the order of arrival."""
        return [event for body in self.bodies for event in json.loads(body)["events"]]


@contextmanager
def listening(receiver: Receiver) -> Iterator[str]:
    """The receiver on a free port; its address."""

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.content_types.add(self.headers["Content-Type"])
            self.send_response(receiver.answer(body, self.headers["x-xero-signature"]))
            if receiver.cookie:
                self.send_header("Set-Cookie", "a=b")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_address[1]}/hooks"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def hooked(receiver: Receiver, *, is_ready: bool = True) -> Iterator[RunningXero]:
    """A local Xero with a connected organisation that tells this receiver."""
    with listening(receiver) as url, running(small_world(), webhook_url=None) as xero:
        receiver.key = xero.webhook_key
        xero.connect(SCOPES)
        xero.sandbox.webhooks.configure(url=url)
        if is_ready:
            until(lambda: state(xero)["state"] == "ok")
        yield xero


def state(xero: RunningXero) -> dict[str, Any]:
    """GET /sandbox/webhooks."""
    found: dict[str, Any] = requests.get(f"{xero.url}/sandbox/webhooks", timeout=60).json()
    return found


def until(is_true: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for something that happens in another thread."""
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, "it did not happen in time"
        threading.Event().wait(0.02)


def act(xero: RunningXero, verb: str, tenant: str = "first", **body: object) -> Any:
    """A verb over HTTP."""
    answer = requests.post(
        f"{xero.url}/sandbox/organisations/{tenant}/{verb}", json=body, timeout=60
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_intent_to_receive_sends_good_and_bad_signatures() -> None:
    """The bad ones must be answered 401; bodies are empty of events."""
    receiver = Receiver()
    with hooked(receiver):
        assert receiver.refused == 2
        assert [json.loads(body)["events"] for body in receiver.bodies] == [[], []]
        assert json.loads(receiver.bodies[0])["firstEventSequence"] == 0


def test_who_accepts_a_bad_signature_never_passes() -> None:
    """The state stays *required*, with the reason."""
    receiver = Receiver()
    receiver.answer = lambda body, sign: 200  # type: ignore[method-assign]
    with hooked(receiver, is_ready=False) as xero:
        until(lambda: bool(state(xero)["reason"]))
        assert state(xero)["state"] == "required"
        assert "wrong signature" in state(xero)["reason"]


def test_a_cookie_in_the_answer_fails_the_intent() -> None:
    """Xero allows no cookies."""
    receiver = Receiver()
    receiver.cookie = True
    with hooked(receiver, is_ready=False) as xero:
        until(lambda: "cookie" in state(xero)["reason"])


def test_a_payment_is_told_as_an_invoice_update_with_xeros_body() -> None:
    """Signed over bytes with a space after some colons; camelCase; UTC without Z."""
    receiver = Receiver()
    with hooked(receiver) as xero:
        act(xero, "record_payment", invoice="INV-3", amount="50.00")
        until(lambda: bool(receiver.events()))
        (event,) = receiver.events()
        assert (event["eventCategory"], event["eventType"]) == ("INVOICE", "UPDATE")
        assert event["tenantId"] == xero.tenant_id
        assert event["resourceUrl"].endswith(f"/api.xro/2.0/Invoices/{event['resourceId']}")
        assert "Z" not in event["eventDateUtc"]
        assert len(event["eventDateUtc"]) == len("2025-05-01T14:32:04.198")
        body = receiver.bodies[-1]
        assert b'"firstEventSequence": 1,"lastEventSequence": 1, "entropy"' in body
        assert receiver.content_types == {"application/json; charset=utf-8"}


def test_credits_are_told_with_their_type_and_status() -> None:
    """CREDITNOTE, OVERPAYMENT and PREPAYMENT carry data; contacts do not."""
    receiver = Receiver()
    with hooked(receiver) as xero:
        for kind in ("credit_note", "overpayment", "prepayment"):
            act(xero, "raise_credit", contact="C-2", amount="10.00", kind=kind)
        act(xero, "set_email", contact="C-2", email="new@quaybistro.example")
        until(lambda: len(receiver.events()) == 4)
        told = {each["eventCategory"]: each for each in receiver.events()}
        assert told["CREDITNOTE"]["data"] == {"Type": "ACCRECCREDIT", "Status": "AUTHORISED"}
        assert set(told["OVERPAYMENT"]["data"]) == {"Type", "Status", "UpdatedDateUTCString"}
        assert told["PREPAYMENT"]["data"]["Type"] == "RECEIVE-PREPAYMENT"
        assert "data" not in told["CONTACT"]


def test_notes_and_groups_fire_nothing_and_organisations_not_connected_are_silent() -> None:
    """Only the connected organisation's documents and contacts are told."""
    receiver = Receiver()
    with hooked(receiver) as xero:
        other = list(xero.world.ledgers)[1]
        act(xero, "add_note", contact="C-1", details="Called")
        act(xero, "join_group", group="VIP", contact="C-2")
        act(xero, "record_payment", tenant=other, invoice="INV-1", amount="10.00")
        act(xero, "set_email", contact="C-1", email="last@copperkettle.example")
        until(lambda: bool(receiver.events()))
        assert [each["eventCategory"] for each in receiver.events()] == ["CONTACT"]


def test_events_of_several_organisations_share_one_sequence() -> None:
    """Two tenants, one webhook, numbers without a gap."""
    receiver = Receiver()
    with hooked(receiver) as xero:
        other = list(xero.world.ledgers)[1]
        xero.connect(SCOPES, tenant=other)
        act(xero, "record_payment", invoice="INV-3", amount="10.00")
        act(xero, "record_payment", tenant=other, invoice="INV-1", amount="1.00")
        until(lambda: len(receiver.events()) == 2)
        assert {each["tenantId"] for each in receiver.events()} == {xero.tenant_id, other}
        assert state(xero)["last_sequence"] == 2


def test_a_failed_delivery_is_tried_again_at_once_then_each_quarter_of_an_hour() -> None:
    """On the local clock; what succeeds at last is the same event."""
    receiver = Receiver()
    with hooked(receiver) as xero:
        receiver.answer_with = 500
        act(xero, "record_payment", invoice="INV-3", amount="10.00")
        until(lambda: _failures(xero) == 2)
        assert state(xero)["state"] == "failing"
        threading.Event().wait(0.4)
        assert _failures(xero) == 2
        xero.advance(0.26)
        until(lambda: _failures(xero) == 3)
        receiver.answer_with = None
        xero.advance(0.26)
        until(lambda: len(receiver.events()) == 1)
        until(lambda: state(xero)["state"] == "ok")


def _failures(xero: RunningXero) -> int:
    return sum(
        each["kind"] == "delivery" and bool(each["problem"]) for each in state(xero)["attempts"]
    )


def test_after_a_day_of_failures_it_is_disabled_and_replays_in_order_when_enabled() -> None:
    """Events that came meanwhile are kept; a new intent to receive is needed."""
    receiver = Receiver()
    with hooked(receiver) as xero:
        receiver.answer_with = 503
        act(xero, "record_payment", invoice="INV-3", amount="10.00")

        def passed() -> bool:
            xero.advance(8)
            threading.Event().wait(0.3)
            return bool(state(xero)["state"] == "disabled")

        until(passed)
        act(xero, "set_email", contact="C-1", email="later@copperkettle.example")
        receiver.answer_with = None
        assert receiver.events() == []
        requests.post(f"{xero.url}/sandbox/webhooks", json={"state": "required"}, timeout=60)
        until(lambda: state(xero)["state"] == "ok" and state(xero)["waiting"] == 0)
        told = [each["eventCategory"] for each in receiver.events()]
        assert told[0] == "INVOICE"
        assert "CONTACT" in told[1:]


def test_replay_sends_kept_events_again() -> None:
    """The same events, by their sequence numbers."""
    receiver = Receiver()
    with hooked(receiver) as xero:
        act(xero, "record_payment", invoice="INV-3", amount="10.00")
        until(lambda: len(receiver.events()) == 1)
        requests.post(f"{xero.url}/sandbox/webhooks/replay", json={"from": 1}, timeout=60)
        until(lambda: len(receiver.events()) == 2)
        first, second = receiver.events()
        assert first == second
        assert receiver.bodies[-1] != receiver.bodies[-2]  # entropy differs


def test_duplicates_and_shuffles_can_be_switched_on() -> None:
    """The same delivery twice; the events of one delivery out of order, none lost."""
    receiver = Receiver()
    with hooked(receiver) as xero:
        requests.post(
            f"{xero.url}/sandbox/webhooks", json={"duplicates": True, "shuffle": True}, timeout=60
        )
        with xero.world.lock:
            for number in ("INV-3", "INV-7", "INV-8", "INV-9"):
                act_locally(xero, number)
        until(lambda: len(receiver.events()) == 8)
        ids = [each["resourceId"] for each in receiver.events()]
        assert sorted(ids[:4]) == sorted(ids[4:])
        assert len(set(ids)) == 4


def act_locally(xero: RunningXero, number: str) -> None:
    """Mark an invoice as sent, in this thread and under its lock."""
    from connectors.sandbox import documents

    documents.mark_sent(xero.world.first, number)


def test_a_stray_event_names_a_tenant_that_nobody_knows() -> None:
    """A receiver must answer 200 and drop it."""
    receiver = Receiver()
    with hooked(receiver) as xero:
        requests.post(f"{xero.url}/sandbox/webhooks/stray", timeout=60)
        until(lambda: bool(receiver.events()))
        assert receiver.events()[0]["tenantId"] not in xero.world.ledgers


def test_one_verb_is_one_event_for_each_record_it_touches() -> None:
    """An allocation changes a credit and an invoice; a new invoice is a CREATE and nothing else."""
    receiver = Receiver()
    with hooked(receiver) as xero:
        act(xero, "allocate", credit="CN-1", invoice="INV-9", amount="20.00")
        until(lambda: len(receiver.events()) == 2)
        token = xero.token()
        body = {"Contact": {"ContactID": xero.world.first.contact("C-2").id}, "LineItems": [
            {"Description": "Late fee", "LineAmount": 5}
        ]}  # fmt: skip
        assert xero.api("PUT", "Invoices", token, json=body).status_code == 200
        until(lambda: len(receiver.events()) == 3)
        threading.Event().wait(0.3)
        told = [(each["eventCategory"], each["eventType"]) for each in receiver.events()]
        assert sorted(told[:2]) == [("CREDITNOTE", "UPDATE"), ("INVOICE", "UPDATE")]
        assert told[2:] == [("INVOICE", "CREATE")]


def test_what_is_not_known_of_payments_can_be_tried_both_ways() -> None:
    """PAYMENT events instead of INVOICE updates."""
    receiver = Receiver()
    with hooked(receiver) as xero:
        doubts = {"payment_events": True, "payment_updates_invoice": False}
        answer = requests.post(f"{xero.url}/sandbox/doubts", json=doubts, timeout=60)
        assert answer.json()["payment_events"] is True
        act(xero, "record_payment", invoice="INV-3", amount="50.00")
        until(lambda: bool(receiver.events()))
        threading.Event().wait(0.3)
        assert [each["eventCategory"] for each in receiver.events()] == ["PAYMENT"]
        assert xero.world.first.invoice("INV-3").amount_due == 200
        wrong = requests.post(f"{xero.url}/sandbox/doubts", json={"colour": True}, timeout=60)
        assert wrong.status_code == 400


@pytest.mark.long
def test_an_answer_that_takes_more_than_five_seconds_counts_as_failed() -> None:
    """Slow receivers are retried, though they took the event."""
    receiver = Receiver()
    with hooked(receiver) as xero:
        accept = receiver.answer

        def slowly(body: bytes, sign: str) -> int:
            receiver.answer = accept  # type: ignore[method-assign]
            threading.Event().wait(5.3)
            return accept(body, sign)

        receiver.answer = slowly  # type: ignore[method-assign]
        act(xero, "record_payment", invoice="INV-3", amount="50.00")
        until(lambda: _failures(xero) == 1)
        problems = {each["problem"] for each in state(xero)["attempts"]}
        assert "no answer within 5 seconds" in problems
        until(lambda: len(receiver.events()) == 2)
