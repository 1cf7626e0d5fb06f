"""How Xero's JSON becomes the ledger's facts; documents made by hand, and properties."""

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
from xero_python.accounting.models import TimeZone

from connectors.xero import translate, translate_people
from connectors.xero.timezones import iana
from connectors.xero.values import civil, instant
from plugin.ports import LedgerDocumentKind, LedgerInvoice, LedgerPaymentKind, Malformed

MIDNIGHT = "/Date(1539993600000+0000)/"  # 2018-10-20T00:00:00Z
UPDATED = "/Date(1518685950940+0000)/"


def in_page(name: str, *records: Any, **envelope: Any) -> bytes:
    return json.dumps({"Status": "OK", **envelope, name: list(records)}).encode()


def an_invoice(**fields: Any) -> dict[str, Any]:
    known = {
        "Type": "ACCREC",
        "InvoiceID": "i-1",
        "InvoiceNumber": "INV-1",
        "Contact": {"ContactID": "c-1", "Name": "Ada"},
        "Status": "AUTHORISED",
        "Date": MIDNIGHT,
        "DueDate": "/Date(1542585600000+0000)/",
        "CurrencyCode": "GBP",
        "CurrencyRate": 1.0000000000,
        "Total": 120.00,
        "AmountDue": 100.50,
        "AmountPaid": 19.50,
        "AmountCredited": 0.00,
        "SentToContact": True,
        "UpdatedDateUTC": UPDATED,
    }
    return known | fields


def a_payment(**fields: Any) -> dict[str, Any]:
    return {
        "PaymentID": "p-1",
        "PaymentType": "ACCRECPAYMENT",
        "Status": "AUTHORISED",
        "Date": MIDNIGHT,
        "Amount": 19.50,
        "IsReconciled": True,
        "Account": {"AccountID": "a-1", "Code": "090"},
        "Invoice": {"InvoiceID": "i-1", "CurrencyCode": "EUR", "Type": "ACCREC"},
        "UpdatedDateUTC": UPDATED,
    } | fields


def a_credit(**fields: Any) -> dict[str, Any]:
    return {
        "CreditNoteID": "n-1",
        "CreditNoteNumber": "CN-1",
        "Type": "ACCRECCREDIT",
        "Contact": {"ContactID": "c-1"},
        "Status": "AUTHORISED",
        "Date": MIDNIGHT,
        "CurrencyCode": "GBP",
        "Total": 50.00,
        "RemainingCredit": 20.00,
        "UpdatedDateUTC": UPDATED,
    } | fields


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


def test_payments_of_sales_bills_and_refunds_are_told_apart_and_suppliers_refunds_left() -> None:
    """What a supplier pays back to us is nobody's debt to us."""
    kinds = {
        "ACCRECPAYMENT": LedgerPaymentKind.SALE,
        "ACCPAYPAYMENT": LedgerPaymentKind.BILL,
        "ARCREDITPAYMENT": LedgerPaymentKind.REFUND,
        "AROVERPAYMENTPAYMENT": LedgerPaymentKind.REFUND,
        "ARPREPAYMENTPAYMENT": LedgerPaymentKind.REFUND,
    }
    for word, kind in kinds.items():
        (found,) = translate.payments(in_page("Payments", a_payment(PaymentType=word))).items
        assert (found.kind, found.document_id, found.currency) == (kind, "i-1", "EUR")
    for word in ("APCREDITPAYMENT", "APOVERPAYMENTPAYMENT", "APPREPAYMENTPAYMENT"):
        assert translate.payments(in_page("Payments", a_payment(PaymentType=word))).items == ()
    with pytest.raises(Malformed, match="PaymentType"):
        translate.payments(in_page("Payments", a_payment(PaymentType="OTHER")))


def test_a_refund_names_its_document_under_whichever_name_xero_nests_it() -> None:
    """Xero uses Invoice for all of them in lists, and the document's own name elsewhere."""
    for name, key in (
        ("CreditNote", "CreditNoteID"),
        ("Overpayment", "OverpaymentID"),
        ("Prepayment", "PrepaymentID"),
    ):
        nested = a_payment(PaymentType="ARCREDITPAYMENT", Invoice=None, **{name: {key: "d-9"}})
        (found,) = translate.payments(in_page("Payments", nested)).items
        assert found.document_id == "d-9"


def test_a_deleted_payment_says_so() -> None:
    """A reversal never edits."""
    (found,) = translate.payments(in_page("Payments", a_payment(Status="DELETED"))).items
    assert found.deleted


def test_a_credit_keeps_live_allocations_and_the_accounts_of_its_lines() -> None:
    """Allocations taken back are gone; account codes become ids of the chart, once each."""
    page = translate.credit_notes(
        in_page(
            "CreditNotes",
            a_credit(
                Allocations=[
                    {"Amount": 10.00, "Date": MIDNIGHT, "Invoice": {"InvoiceID": "i-1"}},
                    {"Amount": 20.00, "Invoice": {"InvoiceID": "i-2"}},
                    {"Amount": 5.00, "Invoice": {"InvoiceID": "i-3"}, "IsDeleted": True},
                ],
                LineItems=[{"AccountCode": "404"}, {"AccountCode": "404"}, {"AccountID": "a-9"}],
            ),
        )
    )
    (credit,) = translate.with_account_ids(page, {"404": "a-1"}).items
    assert [(part.invoice_id, part.amount) for part in credit.allocations] == [
        ("i-1", Decimal("10.00")),
        ("i-2", Decimal("20.00")),
    ]
    assert credit.allocations[1].on == credit.on == date(2018, 10, 20)
    assert credit.account_ids == ("a-1", "a-9")
    assert credit.live


@pytest.mark.parametrize(
    ("status", "live"),
    [
        ("AUTHORISED", True),
        ("PAID", True),
        ("DRAFT", False),
        ("SUBMITTED", False),
        ("VOIDED", False),
    ],
)
def test_only_approved_and_used_up_credits_are_live(status: str, live: bool) -> None:
    """A draft credit note lowers nobody's debt."""
    (credit,) = translate.credit_notes(in_page("CreditNotes", a_credit(Status=status))).items
    assert credit.live is live


def test_suppliers_credits_are_left_out() -> None:
    """What a supplier owes us is no customer's money."""
    for read, name, word in (
        (translate.credit_notes, "CreditNotes", "ACCPAYCREDIT"),
        (translate.overpayments, "Overpayments", "SPEND-OVERPAYMENT"),
        (translate.prepayments, "Prepayments", "APPREPAYMENT"),
    ):
        assert read(in_page(name, a_credit(Type=word))).items == ()


def test_a_contact_arrives_with_people_phone_country_and_group_ids() -> None:
    """And the winner of a merge."""
    contact = {
        "ContactID": "c-1",
        "ContactNumber": "C1",
        "ContactStatus": "ACTIVE",
        "Name": "Ada & Sons",
        "EmailAddress": " ada@example.org ",
        "Phones": [
            {"PhoneType": "FAX", "PhoneNumber": "9"},
            {
                "PhoneType": "DEFAULT",
                "PhoneNumber": "960031",
                "PhoneAreaCode": "1632",
                "PhoneCountryCode": "44",
            },
        ],
        "Addresses": [
            {"AddressType": "POBOX", "Country": "France"},
            {"AddressType": "STREET", "Country": ""},
        ],
        "ContactPersons": [
            {"FirstName": "Bo", "EmailAddress": "bo@x.example", "IncludeInEmails": 1}
        ],
        "ContactGroups": [{"ContactGroupID": "g-1", "Name": "VIP"}],
        "MergedToContactID": "c-2",
        "IsCustomer": "true",
        "UpdatedDateUTC": UPDATED,
    }
    (found,) = translate_people.contacts(in_page("Contacts", contact)).items
    assert (found.email, found.phone, found.country) == (
        "ada@example.org",
        "+44 1632 960031",
        "France",
    )
    assert (found.people[0].name, found.people[0].included) == ("Bo", True)
    assert (found.groups, found.merged_into, found.is_customer) == (("g-1",), "c-2", True)


@pytest.mark.parametrize(
    ("word", "status"),
    [("ACTIVE", "active"), ("ARCHIVED", "archived"), ("GDPRREQUEST", "erase"), ("NEW", "archived")],
)
def test_a_contact_status_unheard_of_counts_as_archived(word: str, status: str) -> None:
    """Its debts are seen; nothing is sent and nothing is written."""
    contact = {"ContactID": "c", "ContactStatus": word, "UpdatedDateUTC": UPDATED}
    (found,) = translate_people.contacts(in_page("Contacts", contact)).items
    assert found.status == status


def an_organisation(**fields: Any) -> bytes:
    return in_page(
        "Organisations",
        {
            "Name": "Harbour Lane",
            "BaseCurrency": "NZD",
            "CountryCode": "NZ",
            "Timezone": "NEWZEALANDSTANDARDTIME",
        }
        | fields,
    )


def test_the_organisation_has_an_iana_zone_its_later_lock_date_and_terms_in_days() -> None:
    """Terms that are not days after the invoice date are left unsaid."""
    found = translate_people.organisation(
        an_organisation(
            PeriodLockDate=MIDNIGHT,
            EndOfYearLockDate="/Date(1522454400000+0000)/",
            PaymentTerms={"Sales": {"Day": 14, "Type": "DAYSAFTERBILLDATE"}},
        ),
        ledger_id="t-1",
    )
    assert found.timezone == "Pacific/Auckland"
    assert (found.lock_date, found.sales_terms_days) == (date(2018, 10, 20), 14)
    terms = {"Sales": {"Day": 20, "Type": "OFFOLLOWINGMONTH"}}
    other = translate_people.organisation(an_organisation(PaymentTerms=terms), ledger_id="t-1")
    assert (other.sales_terms_days, other.lock_date) == (None, None)


def test_a_zone_unheard_of_is_complained_of_by_name() -> None:
    """To guess it would move every due date."""
    with pytest.raises(Malformed, match=r"Organisations\[0\]\.Timezone: unknown: 'MARSTIME'"):
        translate_people.organisation(an_organisation(Timezone="MARSTIME"), ledger_id="t")


def test_every_zone_of_xeros_enum_is_a_zone_of_this_machine() -> None:
    """All of them, as the official SDK lists them."""
    words = [zone.value for zone in TimeZone]
    assert len(words) > 130
    for word in words:
        name = iana(word)
        assert name, word
        assert ZoneInfo(name)


@pytest.mark.parametrize(
    ("word", "hours_in_january", "hours_in_july"),
    [
        ("GMTSTANDARDTIME", 0, 1),
        ("GREENWICHSTANDARDTIME", 0, 0),
        ("AUSEASTERNSTANDARDTIME", 11, 10),
        ("EAUSTRALIASTANDARDTIME", 10, 10),
        ("USEASTERNSTANDARDTIME", -5, -4),
        ("USMOUNTAINSTANDARDTIME", -7, -7),
        ("UTC02", -2, -2),
        ("UTC+12", 12, 12),
        ("ROMANCESTANDARDTIME", 1, 2),
        ("SINGAPORESTANDARDTIME", 8, 8),
    ],
)
def test_zones_have_the_hours_they_should(
    word: str, hours_in_january: int, hours_in_july: int
) -> None:
    """An oracle other than the table: the offsets that Windows documents."""
    zone = ZoneInfo(iana(word) or "")
    for month, hours in ((1, hours_in_january), (7, hours_in_july)):
        assert datetime(2026, month, 15, tzinfo=zone).utcoffset() == timedelta(hours=hours)


def test_history_is_told_oldest_first_and_entries_without_text_are_left_out() -> None:
    """A note is looked for by its text."""
    found = translate_people.notes(
        in_page(
            "HistoryRecords",
            {"Changes": "Note", "DateUTC": MIDNIGHT, "User": "System Generated", "Details": "B"},
            {"Changes": "Note", "DateUTCString": "2018-02-15T09:12:30", "Details": "A"},
            {"Changes": "Edited", "DateUTC": UPDATED, "User": "Tom"},
        )
    )
    assert [(note.text, note.by) for note in found] == [("A", ""), ("B", "System Generated")]


def test_a_thousand_invoices_take_a_few_milliseconds() -> None:
    """A generous bound for a busy machine; models of the SDK take a hundred."""
    body = in_page("Invoices", *(an_invoice(InvoiceID=f"i-{n}") for n in range(1000)))
    took = []
    for _ in range(5):
        began = time.process_time()
        assert len(translate.invoices(body).items) == 1000
        took.append(time.process_time() - began)
    assert min(took) < 0.05
