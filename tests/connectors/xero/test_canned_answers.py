"""Answers that the local Xero never gives, and what must not be done about them."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from email.utils import format_datetime

import pytest

from connectors.xero import Seat, XeroLedger
from connectors.xero.client import XeroClient
from connectors.xero.transport import Deadline, NoAnswer, Transport
from plugin.ports import Limit, Malformed, NoteOn, OutcomeUnknown, Refused, Unavailable
from tests.connectors.xero.canned import Canned, Telling, telling
from tests.connectors.xero.connected import Connected, an_app
from tests.doors import UNSAID

JSON = {"Content-Type": "application/json; charset=utf-8"}
INVOICE = "55d84274-a3da-4829-a7c0-0cab601b95cc"
FORBIDDEN = b'{"Title":"Forbidden","Status":403,"Detail":"AuthenticationUnsuccessful"}'


@contextmanager
def told(here: Connected, *answers: Canned) -> Iterator[tuple[XeroLedger, Telling]]:
    """The connected organisation's ledger, its accounting calls answered as told."""
    with telling(*answers) as server:
        yield here.opened(app=an_app(here.xero, api_url=server.url)), server


def an_invoice(**fields: object) -> bytes:
    known = {
        "Type": "ACCREC",
        "InvoiceID": INVOICE,
        "Contact": {"ContactID": "c-1"},
        "Status": "AUTHORISED",
        "Date": "/Date(1793491200000+0000)/",
        "CurrencyCode": "GBP",
        "Total": 10.00,
        "AmountDue": 10.00,
        "UpdatedDateUTC": "/Date(1793491200000+0000)/",
    }
    return json.dumps({"Invoices": [known | fields]}).encode()


def test_a_403_while_still_connected_is_a_refusal_in_xeros_words(here: Connected) -> None:
    """The person who connected may have lost a permission: nobody is disconnected for that."""
    with (
        told(here, Canned(403, FORBIDDEN, JSON)) as (ledger, _),
        pytest.raises(Refused, match="AuthenticationUnsuccessful"),
    ):
        ledger.organisation()


def test_what_is_no_pdf_is_never_taken_for_one(here: Connected) -> None:
    """A page of a proxy with a friendly status must not reach a customer as their invoice."""
    page = Canned(200, b"<html>Back soon</html>", {"Content-Type": "application/pdf"})
    with told(here, page) as (ledger, server), pytest.raises(Malformed, match="no whole PDF"):
        ledger.invoice_pdf(INVOICE)
    assert server.asked[0][2]["accept"] == "application/pdf"


def test_a_token_refused_even_when_fresh_is_asked_about_and_not_refreshed_for_ever(
    here: Connected,
) -> None:
    """One refresh, one replay, one look at the connections."""
    with told(here, Canned(401, FORBIDDEN, JSON)) as (ledger, server):
        with pytest.raises(Refused):
            ledger.organisation()
        assert len(server.asked) == 2
        assert server.asked[0][2]["authorization"] != server.asked[1][2]["authorization"]
    assert len(here.vault.saved) == 2


def test_a_400_that_is_a_web_page_is_a_refusal_and_no_decoding_error(here: Connected) -> None:
    """The SDK's own exception would raise JSONDecodeError when printed."""
    page = Canned(400, b"<html><body>Bad request</body></html>", {"Content-Type": "text/html"})
    with told(here, page) as (ledger, _):
        with pytest.raises(Refused, match="400 with a web page") as refusal:
            ledger.invoices()
        assert "<" not in str(refusal.value)


def test_all_validation_messages_are_shown_once_each(here: Connected) -> None:
    """In Xero's own words, whatever the outer message says."""
    body = {
        "ErrorNumber": 10,
        "Type": "ValidationException",
        "Message": "A validation exception occurred",
        "Elements": [
            {"ValidationErrors": [{"Message": "The period is locked"}, {"Message": "No such one"}]},
            {"ValidationErrors": [{"Message": "The period is locked"}]},
        ],
    }
    with (
        told(here, Canned(400, json.dumps(body).encode(), JSON)) as (ledger, _),
        pytest.raises(Refused, match=r"^The period is locked; No such one$"),
    ):
        ledger.create_group("A", key="a")


def test_a_redirect_is_not_followed_with_the_token(here: Connected) -> None:
    """The token is for one address only."""
    with telling(Canned(200, b"{}", JSON)) as elsewhere:
        away = Canned(302, b"", {"Location": f"{elsewhere.url}/api.xro/2.0/Organisation"})
        with told(here, away) as (ledger, server):
            with pytest.raises(Unavailable, match="302"):
                ledger.organisation()
            assert len(server.asked) == 1
        assert elsewhere.asked == []


def test_a_retry_after_that_is_a_date_is_counted_on_the_business_clock(here: Connected) -> None:
    """Whoever writes a date means Xero's clock."""
    until = format_datetime(here.clock.now() + timedelta(seconds=90))
    headers = {"Retry-After": until, "X-Rate-Limit-Problem": "minute"}
    with told(here, Canned(429, b"", headers)) as (ledger, _):
        with pytest.raises(Unavailable):
            ledger.organisation()
        _, seconds = here.budget.pauses[0]
        assert seconds is not None
        assert 80 <= seconds <= 90


@pytest.mark.parametrize(
    "said",
    [
        "soon",
        "-5",
        "0",
        "1.5",
        "\N{SUPERSCRIPT TWO}",
        "9" * 5_000,
        "Tue, 24 Nov 2026 25:61:61 GMT",
        "Tue, 99 Nov 99999 09:00:00 +9999999",
        "Mon, 01 Jan 2024 09:00:00 GMT",
    ],
)
def test_a_retry_after_that_makes_no_sense_is_as_good_as_none(here: Connected, said: str) -> None:
    """Words, a date that is none or that has gone by: we choose how long, and nothing breaks."""
    headers = {"Retry-After": said, "X-Rate-Limit-Problem": "minute"}
    with told(here, Canned(429, b"", headers)) as (ledger, _):
        with pytest.raises(Unavailable) as failure:
            ledger.organisation()
        assert here.budget.pauses == [(Limit.MINUTE, None)]
        assert failure.value.retry_after == timedelta(seconds=UNSAID)


@pytest.mark.parametrize("zone", ["GMT", "-0000", ""])
def test_a_retry_after_of_years_is_a_week(here: Connected, zone: str) -> None:
    """Somebody looks by then; a date of HTTP is GMT whatever stands behind it."""
    headers = {"Retry-After": f"Sun, 24 Nov 2030 09:00:00 {zone}", "X-Rate-Limit-Problem": "day"}
    with told(here, Canned(429, b"", headers)) as (ledger, _):
        with pytest.raises(Unavailable):
            ledger.organisation()
        assert here.budget.pauses == [(Limit.DAY, 7 * 86_400)]


def test_a_limit_that_nobody_has_heard_of_pauses_too(here: Connected) -> None:
    """A new kind of limit tomorrow, or a 429 of a proxy that names none."""
    for headers in ({"X-Rate-Limit-Problem": "fortnight"}, {}):
        with (
            told(here, Canned(429, b"", headers)) as (ledger, _),
            pytest.raises(Unavailable, match="rate limit"),
        ):
            ledger.organisation()
    assert here.budget.pauses == [(Limit.UNNAMED, None)] * 2
    assert [spent.refused for spent in here.budget.spent_calls] == [True, True]


def test_an_error_page_of_200_is_malformed_not_an_empty_page(here: Connected) -> None:
    """An empty ledger would close every debt."""
    with (
        told(here, Canned(200, b'{"Status":"OK"}', JSON)) as (ledger, _),
        pytest.raises(Malformed, match="Invoices: missing"),
    ):
        ledger.invoices()


def test_compressed_bytes_are_counted_as_they_came(here: Connected) -> None:
    """Egress is billed by what is on the wire."""
    body = gzip.compress(an_invoice())
    with told(here, Canned(200, body, JSON | {"Content-Encoding": "gzip"})) as (ledger, server):
        page = ledger.invoices()
        assert page.items[0].id == INVOICE
        assert page.bytes == len(body)
        assert server.asked[0][2]["accept-encoding"] == "gzip"


def test_a_compressed_answer_cut_short_is_unavailable(here: Connected) -> None:
    """Less than was announced is no answer, whatever of it could be unpacked."""
    body = gzip.compress(an_invoice())
    headers = JSON | {"Content-Encoding": "gzip"}
    with told(here, Canned(200, body, headers, keep=20)) as (ledger, _), pytest.raises(Unavailable):
        ledger.invoices()


def test_since_goes_out_in_the_form_that_xero_documents(here: Connected) -> None:
    """Seconds in UTC without an offset."""
    since = here.clock.now().replace(microsecond=987_654)
    with told(here, Canned(200, an_invoice(), JSON)) as (ledger, server):
        ledger.invoices(since=since)
        assert server.asked[0][2]["if-modified-since"] == f"{since:%Y-%m-%dT%H:%M:%S}"
        assert "pageSize=1000" in server.asked[0][1]


def test_emptying_an_expected_date_tries_an_empty_text_and_then_a_null(here: Connected) -> None:
    """Whether either works is not known, so each is told by what it did."""
    refusal = Canned(400, b'{"Message":"not a date"}', JSON)
    with told(here, refusal, Canned(200, an_invoice(), JSON)) as (ledger, server):
        ledger.set_expected_date(INVOICE, None, key="k")
        sent = [json.loads(body)["Invoices"][0] for _, _, _, body in server.asked]
        assert [one["ExpectedPaymentDate"] for one in sent] == ["", None]
        keys = [headers["idempotency-key"] for _, _, headers, _ in server.asked]
        assert len(set(keys)) == 2
        assert all(key.startswith(here.connection.ledger_id) for key in keys)


def test_a_date_that_xero_says_yes_to_and_does_not_take_is_a_refusal(here: Connected) -> None:
    """Or we would believe for ever that it stands there."""
    kept = an_invoice(ExpectedPaymentDate="/Date(1793491200000+0000)/")
    with told(here, Canned(200, kept, JSON)) as (ledger, _):
        with pytest.raises(Refused, match="2026-11-01"):
            ledger.set_expected_date(INVOICE, date(2026, 12, 24), key="k")
        with pytest.raises(Refused, match="2026-11-01"):
            ledger.set_expected_date(INVOICE, None, key="k")


def test_a_write_whose_answer_cannot_be_read_is_of_unknown_outcome(here: Connected) -> None:
    """It was done; look before doing it again."""
    with (
        told(here, Canned(200, b"not json", JSON)) as (ledger, _),
        pytest.raises(OutcomeUnknown),
    ):
        ledger.create_group("A", key="a")
    with told(here, Canned(0)) as (ledger, server):
        with pytest.raises(OutcomeUnknown):
            ledger.add_note(NoteOn.CONTACT, "c-1", "Hello", key="n")
        assert len(server.asked) == 1


def test_a_slow_write_is_sent_once_and_given_up_at_the_deadline() -> None:
    """The SDK alone would send a PUT four times and wait for ever."""
    with telling(Canned(200, b"{}", JSON, wait=1.0)) as server:
        transport = Transport(server.url)
        began = time.monotonic()
        with pytest.raises(NoAnswer) as failure:
            transport.send("t", Deadline(0.4), "create_contact_group", "tenant", {"A": []})
        assert failure.value.was_sent
        assert failure.value.is_late, "Xero may still be at it"
        assert time.monotonic() - began < 0.9
        assert len(server.asked) == 1
        transport.close()


def test_a_call_that_is_given_up_keeps_its_slot(here: Connected) -> None:
    """One that Xero may still be at counts as under way; one that was cut off has ended."""
    seat = Seat(
        org_id=here.org_id,
        tenant_id=here.connection.ledger_id,
        grant_id=here.grant_id,
        vault=here.vault,
        consent=here.consent,
        budget=here.budget,
        clock=here.clock,
    )
    for answer, given_up in ((Canned(200, b"{}", JSON, wait=1.0), 1), (Canned(0), 1)):
        with telling(answer) as server:
            client = XeroClient(seat, api_url=server.url)
            with pytest.raises(Unavailable):
                client.read("get_organisations", deadline=Deadline(0.3))
            client.close()
        assert here.budget.given_up == given_up


def test_a_body_that_drips_is_given_up_at_the_deadline() -> None:
    """A read timeout alone counts anew with every byte."""
    with telling(Canned(200, b"{" + b" " * 200, JSON, pause=0.05)) as server:
        transport = Transport(server.url)
        began = time.monotonic()
        with pytest.raises(NoAnswer) as failure:
            transport.send("t", Deadline(0.5), "get_organisations", "tenant")
        assert failure.value.is_late
        assert time.monotonic() - began < 1.0
        transport.close()


def test_what_never_left_was_certainly_not_sent() -> None:
    """So a write to a Xero that does not answer the door may simply be tried again."""
    with telling(Canned(200)) as server:
        nowhere = server.url
    transport = Transport(nowhere)
    with pytest.raises(NoAnswer) as failure:
        transport.send("t", Deadline(2), "create_contact_group", "tenant", {"A": []})
    assert not failure.value.was_sent
    assert not failure.value.is_late
    transport.close()


def test_no_request_ever_carries_another_organisations_token() -> None:
    """The SDK's configuration is shared by all clients unless each is given its own."""
    with telling(Canned(200, b"{}", JSON)) as server:

        def an_organisation(name: str) -> None:
            transport = Transport(server.url)
            for turn in range(10):
                transport.send(f"{name}.{turn}", Deadline(5), "get_organisations", name)
            transport.close()

        names = [f"tenant-{number}" for number in range(4)]
        threads = [threading.Thread(target=an_organisation, args=(name,)) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(server.asked) == 40
        for _, _, headers, _ in server.asked:
            assert headers["authorization"].startswith(f"Bearer {headers['xero-tenant-id']}.")
