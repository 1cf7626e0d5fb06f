"""Each open question of the real Xero can be answered both ways, and a client sees the answer."""

from datetime import timedelta
from typing import Any

import pytest
import requests

from connectors.sandbox.doubts import QUESTIONS, Doubts
from connectors.sandbox.testing import RunningXero
from tests.connectors.sandbox.test_webhooks import Receiver, act, hooked, until


def doubt(xero: RunningXero, **answers: bool) -> None:
    """Answer questions over HTTP."""
    requests.post(f"{xero.url}/sandbox/doubts", json=answers, timeout=60).raise_for_status()


def one(xero: RunningXero, token: str, path: str) -> dict[str, Any]:
    """The single record at a path."""
    body = xero.api("GET", path, token).json()
    found: dict[str, Any] = next(each for each in body.values() if isinstance(each, list))[0]
    return found


def test_every_switch_is_a_question_and_shown_at_its_address(xero: RunningXero) -> None:
    """Nothing is switchable that is not asked."""
    assert list(QUESTIONS) == list(Doubts.__dataclass_fields__)
    assert set(requests.get(f"{xero.url}/sandbox/doubts", timeout=60).json()) == set(QUESTIONS)


def test_balances_are_raw_or_in_the_base_currency(xero: RunningXero, token: str) -> None:
    """900 euros at 1.2 a pound are 750 pounds."""
    seen = []
    for answer in (False, True):
        doubt(xero, balances_in_base=answer)
        contact = one(xero, token, "Contacts/C-3")
        seen.append(contact["Balances"]["AccountsReceivable"]["Outstanding"])
    assert seen == [900, 750]


def test_an_expected_date_on_a_part_paid_invoice_is_refused_or_written(
    xero: RunningXero, token: str
) -> None:
    """INV-9 has 50 of 500 paid."""
    body = {"Invoices": [{"InvoiceNumber": "INV-9", "ExpectedPaymentDate": "2026-12-18"}]}
    assert xero.api("POST", "Invoices", token, json=body).status_code == 400
    doubt(xero, expected_date_on_part_paid=True)
    assert xero.api("POST", "Invoices", token, json=body).ok
    assert str(xero.world.first.invoice("INV-9").expected) == "2026-12-18"


@pytest.mark.parametrize(
    ("sent", "answers", "status", "stays"),
    [
        ("", {}, 200, False),
        (None, {}, 200, False),
        ("", {"empty_date_is_refused": True}, 400, True),
        (None, {"null_date_is_ignored": True}, 200, True),
    ],
)
def test_an_expected_date_is_emptied_by_an_empty_text_or_by_null_or_by_neither(
    xero: RunningXero,
    token: str,
    sent: str | None,
    answers: dict[str, bool],
    status: int,
    stays: bool,
) -> None:
    """Nobody knows which of them the real one takes."""
    doubt(xero, expected_date_on_part_paid=True)
    for value, expected in (("2026-12-18", 200), (sent, status)):
        body = {"Invoices": [{"InvoiceNumber": "INV-9", "ExpectedPaymentDate": value}]}
        assert xero.api("POST", "Invoices", token, json=body).status_code == expected
        doubt(xero, **answers)
    assert (xero.world.first.invoice("INV-9").expected is not None) is stays


def test_amounts_are_numbers_or_quoted(xero: RunningXero, token: str) -> None:
    """The same digits either way."""
    assert '"AmountDue":370.00' in xero.api("GET", "Invoices/INV-1", token).text
    doubt(xero, quoted_numbers=True)
    assert '"AmountDue":"370.00"' in xero.api("GET", "Invoices/INV-1", token).text


def test_nothing_modified_is_an_empty_list_or_304(xero: RunningXero, token: str) -> None:
    """Only where If-Modified-Since was sent and nothing matches."""
    later = (xero.world.now() + timedelta(minutes=1)).isoformat()
    since = {"If-Modified-Since": later}
    assert xero.api("GET", "Invoices", token, headers=since).json()["Invoices"] == []
    doubt(xero, unmodified_is_304=True)
    answer = xero.api("GET", "Invoices", token, headers=since)
    assert (answer.status_code, answer.content) == (304, b"")
    assert xero.api("GET", 'Invoices?where=Type=="NONE"', token).json()["Invoices"] == []


def test_two_contacts_may_have_one_name_or_not(xero: RunningXero, token: str) -> None:
    """Keyed by ContactID a client does not mind."""
    body = {"Contacts": [{"Name": "Quay Bistro", "ContactNumber": "C-77"}]}
    assert xero.api("PUT", "Contacts", token, json=body).status_code == 400
    doubt(xero, names_may_repeat=True)
    assert xero.api("PUT", "Contacts", token, json=body).ok


@pytest.mark.parametrize(("answer", "status"), [(False, 400), (True, 413)])
def test_a_large_request_is_read_or_refused_by_its_size(
    xero: RunningXero, token: str, answer: bool, status: int
) -> None:
    """Four megabytes that say nothing are 400 where they are read, 413 where they are not."""
    doubt(xero, small_requests=answer)
    body = b" " * 4_000_000
    assert xero.api("POST", "Invoices", token, data=body).status_code == status


def test_a_request_over_ten_megabytes_is_always_refused(xero: RunningXero, token: str) -> None:
    """Whatever it says."""
    answer = xero.api("POST", "Invoices", token, data=b" " * 10_000_001)
    assert answer.status_code == 413
    assert "X-DayLimit-Remaining" in answer.headers


def test_the_day_is_a_fixed_window_or_the_last_24_hours(xero: RunningXero, token: str) -> None:
    """Rolling, a spent day ends 24 hours after its first call, not at a fixed second."""
    doubt(xero, day_window_rolls=True)
    xero.advance(5)
    requests.post(
        f"{xero.url}/sandbox/limits", json={"spend": {"day": 5000}}, timeout=60
    ).raise_for_status()
    fresh = xero.token()
    refused = xero.api("GET", "Organisation", fresh)
    assert refused.headers["X-Rate-Limit-Problem"] == "day"
    assert 86_390 < int(refused.headers["Retry-After"]) <= 86_400
    xero.advance(23.9)
    assert xero.api("GET", "Organisation", xero.token()).status_code == 429
    xero.advance(0.2)
    assert xero.api("GET", "Organisation", xero.token()).ok


def test_event_types_are_capitals_or_words() -> None:
    """A client compares without case."""
    receiver = Receiver()
    with hooked(receiver) as xero:
        act(xero, "mark_sent", invoice="INV-3")
        until(lambda: len(receiver.events()) == 1)
        doubt(xero, event_types_in_words=True)
        act(xero, "record_payment", invoice="INV-3", amount="1.00")
        until(lambda: len(receiver.events()) == 2)
        assert [each["eventType"] for each in receiver.events()] == ["UPDATE", "Update"]
