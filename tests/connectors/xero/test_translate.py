"""How Xero's JSON becomes invoices; documents made by hand, and properties."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.xero import translate
from connectors.xero.values import civil, instant
from plugin.ports import LedgerDocumentKind, LedgerInvoice, Malformed
from tests.connectors.xero.wire_samples import (
    MIDNIGHT,
    UPDATED,
    an_invoice,
    in_page,
)


def one(**fields: Any) -> LedgerInvoice:
    """The one invoice of a page."""
    (found,) = translate.invoices(in_page("Invoices", an_invoice(**fields))).items
    return found


def test_a_sales_invoice_arrives_whole() -> None:
    """Every field, amounts exact, dates civil, the instant in UTC."""
    assert one(
        Reference="PO 7",
        ExpectedPaymentDate="2018-11-30T00:00:00",
        FullyPaidOnDate=MIDNIGHT,
        RepeatingInvoiceID="r-1",
    ) == LedgerInvoice(
        id="i-1",
        kind=LedgerDocumentKind.SALE,
        number="INV-1",
        contact_id="c-1",
        contact_name="Ada",
        state="approved",
        issued=date(2018, 10, 20),
        due=date(2018, 11, 19),
        currency="GBP",
        total=Decimal("120.00"),
        balance=Decimal("100.50"),
        paid=Decimal("19.50"),
        credited=Decimal(0),
        updated_at=datetime(2018, 2, 15, 9, 12, 30, 940000, tzinfo=UTC),
        reference="PO 7",
        base_per_unit=Decimal(1),
        sent=True,
        expected_on=date(2018, 11, 30),
        fully_paid_on=date(2018, 10, 20),
        repeating_id="r-1",
    )


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("DRAFT", "draft"),
        ("SUBMITTED", "awaiting_approval"),
        ("AUTHORISED", "approved"),
        ("PAID", "paid"),
        ("VOIDED", "voided"),
        ("DELETED", "deleted"),
        ("Authorised", "approved"),
    ],
)
def test_every_status_has_its_state(status: str, state: str) -> None:
    """In whatever letters it comes."""
    assert one(Status=status).state == state


def test_a_status_unheard_of_is_placed_only_where_nothing_is_due() -> None:
    """Then it changes no decision; with something due the page is refused with its field."""
    assert one(Status="ARCHIVED", AmountDue=0).state == "paid"
    assert one(Status="ARCHIVED", AmountDue=0, AmountPaid=0).state == "voided"
    page = in_page("Invoices", an_invoice(), an_invoice(Status="ARCHIVED"))
    with pytest.raises(Malformed, match=r"^page 4, Invoices\[1\]\.Status: unknown: 'ARCHIVED'$"):
        translate.invoices(page, page=4)


def test_currencies_and_countries_unheard_of_pass() -> None:
    """They are names, not decisions."""
    assert one(CurrencyCode="XXZ").currency == "XXZ"


def test_credits_among_invoices_are_left_to_their_own_pages_and_unknown_types_are_not() -> None:
    """Xero's enum of invoice types holds eight words, two of which are invoices."""
    for word in ("ACCRECCREDIT", "ACCPAYCREDIT", "AROVERPAYMENT", "APPREPAYMENT"):
        assert translate.invoices(in_page("Invoices", an_invoice(Type=word))).items == ()
    assert one(Type="ACCPAY").kind is LedgerDocumentKind.BILL
    with pytest.raises(Malformed, match=r"Invoices\[0\]\.Type"):
        one(Type="ACCOTHER")


@pytest.mark.parametrize(
    ("field", "value", "where"),
    [
        ("DueDate", "/Date(soon)/", "Invoices[0].DueDate"),
        ("DueDate", "/Date(99999999999999999)/", "Invoices[0].DueDate"),
        ("Date", None, "Invoices[0].Date"),
        ("UpdatedDateUTC", "", "Invoices[0].UpdatedDateUTC"),
        ("AmountDue", None, "Invoices[0].AmountDue"),
        ("AmountDue", "NaN", "Invoices[0].AmountDue"),
        ("AmountDue", 1e300, "Invoices[0].AmountDue"),
        ("Total", "a lot", "Invoices[0].Total"),
        ("InvoiceID", None, "Invoices[0].InvoiceID"),
        ("Contact", None, "Invoices[0].Contact.ContactID"),
        ("Contact", {"Name": "Ada"}, "Invoices[0].Contact.ContactID"),
        ("InvoiceNumber", {"a": 1}, "Invoices[0].InvoiceNumber"),
        ("CurrencyCode", "", "Invoices[0].CurrencyCode"),
    ],
)
def test_what_cannot_be_read_is_named(field: str, value: Any, where: str) -> None:
    """Page and path, so that a person can show it to Xero."""
    with pytest.raises(Malformed) as failure:
        translate.invoices(in_page("Invoices", an_invoice(**{field: value})), page=7)
    assert (failure.value.page, failure.value.where) == (7, where)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b'"x"', b'{"a":', b"\xff\xfe"])
def test_what_is_no_envelope_is_malformed(body: bytes) -> None:
    """Never an empty page: that would close every debt."""
    with pytest.raises(Malformed):
        translate.invoices(body)


def test_an_empty_page_is_one_but_an_absent_collection_is_not() -> None:
    """An error dressed as 200 has no Invoices."""
    assert translate.invoices(in_page("Invoices")).items == ()
    with pytest.raises(Malformed, match="Payments: missing"):
        translate.payments(in_page("Invoices", an_invoice()))


def test_quoted_numbers_and_booleans_and_nulls_are_taken() -> None:
    """Xero's own examples have them."""
    found = one(
        Total="120.00",
        SentToContact="true",
        Reference=None,
        ExpectedPaymentDate=None,
        AmountCredited=None,
        InvoiceNumber="null",
    )
    assert (found.total, found.sent, found.reference) == (Decimal("120.00"), True, "")
    assert (found.expected_on, found.credited, found.number) == (None, Decimal(0), "null")


def test_a_draft_without_a_date_is_placed_on_the_day_it_changed() -> None:
    """It is not owed yet; an approved one must have a date."""
    assert one(Status="DRAFT", Date=None).issued == date(2018, 2, 15)


@given(cents=st.integers(-(10**13), 10**13), quoted=st.booleans())
def test_amounts_are_exact_to_the_cent(cents: int, quoted: bool) -> None:
    """Never through a binary fraction."""
    text = f"{Decimal(cents) / 100:.2f}"
    body = json.dumps({"Invoices": [an_invoice(Total="@")]}).replace(
        '"@"', f'"{text}"' if quoted else text
    )
    (found,) = translate.invoices(body.encode()).items
    assert found.total == Decimal(text)


@given(day=st.dates(date(1900, 1, 1), date(2200, 1, 1)), offset=st.integers(-14, 14))
def test_a_document_date_is_the_utc_day_in_every_form(day: date, offset: int) -> None:
    """Whatever offset somebody once saw it with, before and after 1970."""
    ms = (day.toordinal() - date(1970, 1, 1).toordinal()) * 86_400_000
    sign = "-" if offset < 0 else "+"
    assert civil(f"/Date({ms})/") == day
    assert civil(f"/Date({ms}{sign}{abs(offset):02}00)/") == day
    assert civil(f"{day.isoformat()}T00:00:00") == civil(day.isoformat()) == day


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)))  # noqa: DTZ001 - made aware below
def test_an_instant_is_the_same_in_every_form(at: datetime) -> None:
    """Milliseconds, ISO in UTC, ISO without an offset, and seen from elsewhere."""
    moment = at.replace(microsecond=at.microsecond // 1000 * 1000, tzinfo=UTC)
    ms = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    elsewhere = moment.astimezone(ZoneInfo("Pacific/Auckland"))
    assert instant(f"/Date({ms}+1300)/") == moment
    assert instant(moment.isoformat()) == instant(elsewhere.isoformat()) == moment
    assert instant(moment.replace(tzinfo=None).isoformat()) == moment
    assert instant(elsewhere.isoformat()).tzinfo is UTC


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@given(field=st.sampled_from(sorted(an_invoice())), value=_JSON)
def test_any_value_in_any_field_is_read_or_named(field: str, value: Any) -> None:
    """No other error ever comes out of translation, and the complaint leads to the record."""
    try:
        (found,) = translate.invoices(in_page("Invoices", an_invoice(**{field: value}))).items
    except Malformed as error:
        assert error.where.startswith(f"Invoices[0].{field}")
    else:
        assert found.balance.is_finite()


def test_the_ledgers_rate_is_turned_round() -> None:
    """Xero writes foreign units for one base unit; 1.25 dollars a pound is 0.80 pounds a dollar."""
    assert one(CurrencyRate=1.25).base_per_unit == Decimal("0.8")
    assert one(CurrencyRate="1.0000000000").base_per_unit == Decimal(1)
    assert one(CurrencyRate=None).base_per_unit == Decimal(1)
    assert one(CurrencyRate=0).base_per_unit == Decimal(1)
    assert abs(one(CurrencyRate=3).base_per_unit * 3 - 1) < Decimal("1e-14")


def test_a_page_says_how_many_there_are_and_guesses_only_where_xero_is_silent() -> None:
    """Quotes have no pagination: a full page of 100 means that there may be more."""
    said = in_page(
        "Invoices",
        an_invoice(),
        pagination={"page": 2, "pageSize": 1000, "pageCount": 3, "itemCount": 2001},
    )
    page = translate.invoices(said, page=2)
    assert (page.page, page.page_count, page.item_count) == (2, 3, 2001)
    quote = {
        "QuoteID": "q",
        "Contact": {"ContactID": "c"},
        "Status": "ACCEPTED",
        "CurrencyCode": "GBP",
        "Total": 1,
        "UpdatedDateUTC": UPDATED,
    }
    assert translate.quotes(in_page("Quotes", *[quote] * 100)).page_count == 2
    assert translate.quotes(in_page("Quotes", *[quote] * 99)).page_count == 1


def test_a_thousand_invoices_take_a_few_milliseconds() -> None:
    """A generous bound for a busy machine; models of the SDK take a hundred."""
    body = in_page("Invoices", *(an_invoice(InvoiceID=f"i-{n}") for n in range(1000)))
    took = []
    for _ in range(5):
        began = time.process_time()
        assert len(translate.invoices(body).items) == 1000
        took.append(time.process_time() - began)
    assert min(took) < 0.05
