"""Every operation that is served answers as Xero's own description says, refusals included.

The same check runs over all that a demo of several days is answered, in `journeys/test_demo.py`.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connectors.sandbox import contacts, documents
from connectors.sandbox import credits as credit_verbs
from connectors.sandbox.fault_kinds import KINDS, Where
from connectors.sandbox.faults import Fault
from connectors.sandbox.testing import running
from tests.connectors.sandbox.every_operation import (
    NOT_SERVED,
    RESOURCES,
    every_operation,
)
from tests.connectors.sandbox.official import DEVIATIONS, OFFICIAL, description
from tests.connectors.sandbox.official_operations import (
    Operation,
    answer_complaints,
    described,
    operation,
    resolved,
    sent_complaints,
    webhook_complaints,
)
from tests.connectors.sandbox.small import SCOPES, small_world
from tests.connectors.sandbox.test_webhooks import Receiver, listening, state, until

pytestmark = pytest.mark.skipif(
    not OFFICIAL.exists(), reason="the official description is not beside the repository"
)
Line = dict[str, Any]


def recorded(path: Path) -> list[Line]:
    """The lines of a recording."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[Line]:
    """One recording of every operation."""
    path = tmp_path_factory.mktemp("recorded") / "answers.jsonl"
    with running(small_world(), has_limits=False, record=path) as xero:
        every_operation(xero)
    return recorded(path)


def test_every_answer_holds_to_the_description(answers: list[Line]) -> None:
    """Records, envelopes, refusals, tokens, connections: not one complaint."""
    assert len(answers) > 100
    assert [each for line in answers for each in answer_complaints(line)] == []


def test_every_described_operation_is_served_or_named(answers: list[Line]) -> None:
    """On the resources that are served: answered with success, or listed with a reason."""
    offered: set[Operation] = {
        (method.upper(), path)
        for path, methods in description()["paths"].items()
        if path.split("/")[1] in RESOURCES and not _is_other_file(path)
        for method in methods
        if method in {"get", "put", "post", "delete"}
    }
    done = {operation(line) for line in answers if line["status"] in {200, 204}}
    served = {each for each in offered if each in done}
    # two paths of one shape: by the id, and by the number or name
    served |= {("GET", path.replace(*pair)) for _, path in served for pair in _TWINS}
    missing = {described(each)["operationId"] for each in offered - served}
    assert missing == set(NOT_SERVED)


_TWINS = (
    ("{ContactNumber}", "{ContactID}"),
    ("{ContactID}", "{ContactNumber}"),
    ("{AttachmentID}", "{FileName}"),
    ("{FileName}", "{AttachmentID}"),
)


def _is_other_file(path: str) -> bool:
    """Files hang on invoices, contacts and credit notes here, and on nothing else."""
    with_files = ("/Invoices/", "/Contacts/", "/CreditNotes/")
    return "Attachments" in path and not path.startswith(with_files)


def test_what_is_not_served_is_refused_and_not_made_up() -> None:
    """404 or 501, never a guess."""
    with running(small_world(), has_limits=False) as xero:
        token = xero.token()
        for method, path in (("PUT", "Quotes"), ("PUT", "Overpayments"), ("GET", "Journals")):
            assert xero.api(method, path, token, json={}).status_code in {404, 501}


SPOILING = {"unknown_enum", "malformed_field", "truncated", "null_field"}
CALLS = [name for name, kind in KINDS.items() if kind.where is Where.CALL]


def test_every_fault_is_seen_as_what_it_is(tmp_path: Path) -> None:
    """Four faults spoil a body, and the check says so; all others stay within what is known."""
    path = tmp_path / "answers.jsonl"
    told: dict[str, list[str]] = {}
    with running(small_world(), has_limits=False, record=path) as xero:
        for kind in CALLS:
            token, before = xero.token(), len(recorded(path))
            xero.sandbox.set_fault(Fault(kind, path="invoices"))
            with suppress(OSError):  # some faults break the connection
                xero.api("GET", "Invoices?page=1", token)
            (line,) = recorded(path)[before + 1 :] or recorded(path)[before:]
            told[kind] = _checked(line)
    assert {kind for kind, found in told.items() if found} == SPOILING, told


def _checked(line: Line) -> list[str]:
    try:
        return answer_complaints(line)
    except ValueError as error:
        return [f"no JSON: {error}"]


def test_webhooks_of_every_category_hold_to_the_description(tmp_path: Path) -> None:
    """Intent to receive, invoices, contacts, credit notes, and what is newer, by name."""
    path, receiver = tmp_path / "answers.jsonl", Receiver()
    with listening(receiver) as url, running(small_world(), record=path) as xero:
        receiver.key = xero.webhook_key
        xero.connect(SCOPES)
        xero.sandbox.webhooks.configure(url=url)
        until(lambda: state(xero)["state"] == "ok")
        ledger = xero.world.first
        documents.record_payment(ledger, "INV-3", Decimal("1.00"))
        contacts.set_terms(ledger, "C-2", 7)
        for kind in ("credit_note", "overpayment", "prepayment"):
            credit_verbs.raise_credit(ledger, "C-2", Decimal("2.00"), kind=kind)
        wanted = {"INVOICE", "CONTACT", "CREDITNOTE", "OVERPAYMENT", "PREPAYMENT"}
        until(lambda: {event["eventCategory"] for event in receiver.events()} >= wanted)
    webhooks = [line for line in recorded(path) if line["kind"] == "webhook"]
    assert len(webhooks) > len(receiver.bodies) > 2  # those that were wrongly signed beside them
    assert [each for line in webhooks for each in webhook_complaints(line)] == []


def test_the_check_of_an_answer_sees_what_is_wrong(answers: list[Line]) -> None:
    """A wrong field, enum, date form, amount, envelope and a missing collection are all told."""
    (line,) = [each for each in answers if each["path"].endswith("/Invoices/INV-9")]
    spoiled = [
        ('"Status":"AUTHORISED"', '"Status":"UNHEARDOF"'),
        ('"Type":"ACCREC"', '"Type":"ACCREC","CreditLimit":1'),
        ('"AmountDue":450.00', '"AmountDue":450.001'),
        ('"AmountDue":450.00', '"AmountDue":"450.00"'),
        ('"Status":"OK"', '"Status":"FINE"'),
        ('"Invoices":', '"Invoice":'),
        ('"InvoiceID":"', '"InvoiceID":"x'),
    ]
    for before, after in spoiled:
        assert before in line["body"]
        assert answer_complaints({**line, "body": line["body"].replace(before, after, 1)}), after
    iso = re.sub(r'"DueDate":"[^"]*"', '"DueDate":"2026-11-30T00:00:00"', line["body"])
    assert answer_complaints({**line, "body": iso})
    assert answer_complaints({**line, "path": "/api.xro/2.0/Nothing"})
    assert answer_complaints({**line, "status": 418})


def test_the_check_of_a_call_sees_what_is_wrong(answers: list[Line]) -> None:
    """A parameter that the operation does not have, and a field that no record has."""
    (line,) = [each for each in answers if each["path"].endswith("/Invoices/INV-9")]
    assert sent_complaints({**line, "query": "unitdp=4"}) == []
    assert sent_complaints({**line, "query": "page=1"})
    (made, *_) = [each for each in answers if "Made by PUT" in each["sent"]]
    assert sent_complaints(made) == []
    assert sent_complaints({**made, "sent": '{"Contacts":[{"CreditLimit":1}]}'})


def test_the_check_of_a_webhook_sees_what_is_wrong() -> None:
    """A wrong category, a wrong form of the instant, a field too many, no data for a credit."""
    event = {
        "resourceUrl": "http://localhost:9000/api.xro/2.0/Invoices/1",
        "resourceId": "28b34070-f3b3-5c1d-9009-4716a7a4aae5",
        "tenantId": "28b34070-f3b3-5c1d-9009-4716a7a4aae6",
        "tenantType": "ORGANISATION",
        "eventCategory": "INVOICE",
        "eventType": "UPDATE",
        "eventDateUtc": "2026-11-24T09:00:00.123",
    }

    def checked(**changes: str) -> list[str]:
        body = {"events": [{**event, **changes}], "firstEventSequence": 1}
        text = json.dumps({**body, "lastEventSequence": 1, "entropy": "A"})
        return webhook_complaints({"body": text})

    assert checked() == []
    assert checked(eventCategory="UNHEARDOF")
    assert checked(eventDateUtc="2026-11-24")
    assert checked(amount="1")
    assert checked(eventCategory="CREDITNOTE")


def test_every_deviation_is_seen_in_xeros_own_examples() -> None:
    """A field that no schema names is let through only where an example of Xero's carries it."""
    seen = set(_beyond_their_schema())
    listed = {(field, schema) for field, (by, _) in DEVIATIONS.items() for schema in by.split()}
    assert listed <= seen


def _beyond_their_schema() -> Iterator[tuple[str, str]]:
    for methods in description()["paths"].values():
        for each in methods.values():
            answers = each.get("responses", {}) if isinstance(each, dict) else {}
            for answer in answers.values():
                media = resolved(answer).get("content", {}).get("application/json", {})
                if "example" in media:
                    yield from _walked(media["schema"], media["example"])


def _walked(schema: Any, example: Any) -> Iterator[tuple[str, str]]:
    name = schema.get("$ref", "").rpartition("/")[2]
    schema = resolved(schema)
    if isinstance(example, list):
        for each in example:
            yield from _walked(schema.get("items", {}), each)
    if isinstance(example, dict):
        known = schema.get("properties", {})
        for field, value in example.items():
            if field in known:
                yield from _walked(known[field], value)
            elif name:
                yield field, name
