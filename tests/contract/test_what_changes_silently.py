"""What Xero changes without saying so, or what was lost, is found by comparing what is open.

A round compares every open invoice and credit with ours, page by page, puts right what differs,
counts it, says it to people, and has whoever it concerns reviewed again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from urllib.parse import parse_qs

import pytest

from connectors.sandbox import credits as credit_verbs
from connectors.sandbox import documents
from plugin.jobs import What
from plugin.operations.compare import CALLS_A_DAY, between
from plugin.store import Store, due
from tests.contract.comparing import (
    compare,
    do_the_rest,
    found,
    held,
    paths,
    read_by_a_clock_that_runs_ahead,
    shown,
    told,
    until_due,
    while_comparing,
    words,
)
from tests.contract.visiting import signed_in
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import House, a_house

#: the due date of Q-1 as it was first read
DUE = DAY - timedelta(days=5)
LATER = DAY + timedelta(days=30)


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """Read once: a part-paid invoice that was not sent yet, and one that nobody touched."""
    quay = a_customer("quay", "Quay Bistro", a_debt("Q-1", "500.00", late=5, is_sent=False))
    kettle = a_customer("kettle", "Copper Kettle", a_debt("K-1", "90.00", late=-20))
    with a_house(store, books([quay, kettle])) as house:
        house.pays("Q-1", "100.00")
        house.xero.advance(0.2)
        house.connect()
        house.settle()
        yield house


# --- what Xero does not say ---------------------------------------------------------------


def test_a_due_date_that_moved_on_a_part_paid_invoice_is_found_and_put_right(
    house: House,
) -> None:
    """UpdatedDateUTC stays as it was: no reading by change sees it, the comparison does."""
    oldest = (
        "select decision #>> '{ageing,0,oldest_days}' from assessments"
        " where org_id = :org and customer_id = :quay"
    )
    documents.set_due_date(house.ledger, "Q-1", LATER)
    house.catch_up()
    assert held(house, "due") == DUE, "a reading by change saw it, so nothing is proved here"
    assert house.sql(oldest, quay=house.customer("quay")) == [("5",)]
    compare(house)
    assert held(house, "due") == LATER
    assert found(house) == [("Q-1", "due", str(DUE), str(LATER), "silent")]
    assert told(house, "quay") == [
        "Q-1: due date was 19 November 2026 here and is 24 December 2026 in Xero; put right"
    ]
    assert paths(house) == ["Invoices", "CreditNotes", "Overpayments", "Prepayments"]
    asked = {name: found[0] for name, found in parse_qs(house.calls()[0].query).items()}
    assert asked.pop("where") == 'Type=="ACCREC"'
    assert asked == {
        "Statuses": "AUTHORISED",
        "summaryOnly": "true",
        "page": "1",
        "pageSize": "1000",
    }
    assert house.sql(oldest, quay=house.customer("quay")) == [("0",)], "nobody reviewed it again"


def test_an_invoice_marked_as_sent_after_a_part_payment_is_found(house: House) -> None:
    """The mark bumps nothing; from the day it was seen the invoice may be chased (rule 3)."""
    assert held(house, "sent_on") is None
    documents.mark_sent(house.ledger, "Q-1")
    house.catch_up()
    assert held(house, "sent") is False
    compare(house)
    assert (held(house, "sent"), held(house, "sent_on")) == (True, DAY)
    assert found(house) == [("Q-1", "sent", "false", "true", "silent")]


def test_books_that_are_equal_are_said_to_be_equal(house: House) -> None:
    """Two open invoices and no difference; the next round is in line within a day."""
    assert shown(house).at is None
    compare(house)
    page = shown(house)
    assert (page.listed, page.documents, page.lines, page.calls) == (2, 0, (), 4)
    assert page.at is not None
    assert house.sql("select 1 from events where org_id = :org and kind = 'put_right'") == []
    again = house.when(What.COMPARE)
    assert again is not None
    assert timedelta(hours=5.5) < again - page.at <= timedelta(days=1)


def test_what_was_found_is_counted_and_shown_in_words(house: House) -> None:
    """Settings: how many documents differed, each field with what stood here and in Xero."""
    documents.set_due_date(house.ledger, "Q-1", LATER)
    documents.mark_sent(house.ledger, "Q-1")
    compare(house)
    page = shown(house)
    assert (page.documents, page.listed) == (1, 2)
    assert [(line.document, line.customer, line.field, line.theirs) for line in page.lines] == [
        ("Invoice Q-1", "Quay Bistro", "due date", "24 December 2026"),
        ("Invoice Q-1", "Quay Bistro", "sent to the customer", "yes"),
    ]
    assert told(house, "quay") == [
        "Q-1: due date and sent to the customer differed from Xero; put right"
    ]
    compare(house)
    assert shown(house).documents == 1, "what was put right was found again"


def test_settings_say_it_in_words_and_open_into_every_difference(house: House) -> None:
    """Before the first round, all equal, then what differed with what stood here and in Xero."""
    lisa = signed_in(house)
    assert "Compared with Xero not yet" in words(lisa.get("settings"))
    compare(house)
    assert "2 open documents, all equal" in words(lisa.get("settings"))
    documents.set_due_date(house.ledger, "Q-1", LATER)
    compare(house)
    page = words(lisa.get("settings"))
    assert "2 open documents 1 difference in 30 days, put right" in page
    assert "Invoice Q-1 of Quay Bistro Due date (Xero did not say that it changed)" in page
    assert "19 November 2026 24 December 2026" in page
    assert "Q-1: due date was 19 November 2026 here" in words(
        lisa.get(f"customers/{house.customer('quay')}")
    )


# --- what was lost ------------------------------------------------------------------------


def test_what_a_clock_lost_is_found_and_put_right(house: House) -> None:
    """A payment, a new invoice and a credit, all older than what the next reading asked for."""
    read_by_a_clock_that_runs_ahead(house)
    house.pays("Q-1", "150.00")
    documents.raise_invoice(house.ledger, "kettle", Decimal("40.00"), number="K-2")
    credit = credit_verbs.raise_credit(house.ledger, "kettle", Decimal("25.00"))
    house.advance(1.5, step=1.5)
    assert held(house, "balance") == Decimal("400.00"), "the reading saw it"
    compare(house)
    assert held(house, "balance") == Decimal("250.00")
    assert held(house, "balance", "K-2") == Decimal("40.00")
    remaining = "select remaining from credits where org_id = :org"
    assert house.sql(remaining) == [(Decimal("25.00"),)]
    assert [(number, field, why) for number, field, _, _, why in found(house)] == [
        (credit.number, "id", "missed"),
        ("K-2", "id", "missed"),
        ("Q-1", "balance", "missed"),
        ("Q-1", "paid", "missed"),
    ]
    assert told(house, "kettle") == [
        f"{number}: was missing here; put right" for number in ("K-2", credit.number)
    ]


@pytest.mark.long
def test_what_is_open_here_and_nowhere_else_is_read_by_its_id(house: House) -> None:
    """Paid, voided and used up while nobody looked: the list does not name them any more."""
    credit = credit_verbs.raise_credit(house.ledger, "kettle", Decimal("25.00"))
    read_by_a_clock_that_runs_ahead(house)
    house.pays("Q-1", "400.00")
    credit_verbs.void_credit(house.ledger, credit.id)
    documents.void_invoice(house.ledger, "K-1")
    house.advance(1.5, step=1.5)
    house.forget_calls()
    compare(house)
    assert (held(house, "state"), held(house, "balance")) == ("paid", Decimal(0))
    assert held(house, "state", "K-1") == "voided"
    assert house.sql("select live, remaining from credits where org_id = :org") == [(False, 0)]
    assert {number for number, *_ in found(house)} == {credit.number, "K-1", "Q-1"}
    assert paths(house) == [
        *("Invoices", "Invoices"),
        *("CreditNotes", credit.id),
        *("Overpayments", "Prepayments"),
    ]
    house.forget_calls()
    compare(house)
    assert len(house.calls()) == 4, "what is settled was read by its id again"


def test_an_invoice_that_xero_does_not_know_any_more_is_owed_by_nobody(house: House) -> None:
    """Neither listed nor given by its id; it is closed here, and said, once."""
    gone = house.invoice("K-1")
    del house.ledger.invoices[gone]
    house.ledger.invoices_of[house.customer("kettle")].remove(gone)
    house.ledger.forget_order()
    compare(house)
    assert (held(house, "state", "K-1"), held(house, "balance", "K-1")) == ("deleted", 0)
    assert told(house, "kettle") == ["K-1: is not known to Xero any more; put right"]
    compare(house)
    assert [(number, field, why) for number, field, _, _, why in found(house)] == [
        ("K-1", "id", "gone")
    ]


# --- what is no difference ----------------------------------------------------------------


def test_what_changes_while_the_round_runs_is_no_difference(house: House) -> None:
    """A payment, a new invoice and one paid in full during the round: saved, never counted."""

    def happens() -> None:
        house.pays("Q-1", "150.00")
        documents.raise_invoice(house.ledger, "kettle", Decimal("40.00"), number="K-2")
        house.pays("K-1", "90.00")

    compare(while_comparing(house, "open_invoices", happens))
    assert held(house, "balance") == Decimal("250.00")
    assert held(house, "balance", "K-2") == Decimal("40.00")
    assert held(house, "state", "K-1") == "paid"
    assert found(house) == []


def test_what_the_next_reading_would_have_brought_is_no_difference(house: House) -> None:
    """It changed since the last reading, as Xero says itself; the comparison only came first."""
    house.xero.advance(1.5)
    house.catch_up()
    house.pays("Q-1", "150.00")
    house.xero.advance(0.6)
    assert house.work(What.COMPARE) == "done"
    assert held(house, "balance") == Decimal("250.00")
    assert found(house) == []


# --- how a round runs ---------------------------------------------------------------------


def test_a_round_that_was_stopped_goes_on_where_it_was(house: House) -> None:
    """An outage after the invoices: they are not read again, and the round is one round."""
    until_due(house)
    house.goes_wrong("unavailable_503", path="Overpayments", method="GET")
    assert house.work(What.COMPARE) == "postponed"
    assert shown(house).under_way == 2
    house.forget_calls()
    house.xero.advance(0.1)
    do_the_rest(house)
    assert house.work(What.COMPARE) == "done"
    assert paths(house) == ["Overpayments", "Prepayments"]
    page = shown(house)
    assert (page.listed, page.calls, page.under_way) == (2, 4, None)


def test_other_work_of_the_organisation_goes_between_two_pages(house: House) -> None:
    """A sync that is due waits for one page and not for the round."""

    def sync_is_due() -> None:
        with house.doors.store.house() as tx:
            due.put(tx, What.SYNC, house.doors.clock.now(), org_id=house.org_id)

    until_due(house)
    house.forget_calls()
    busy = while_comparing(house, "open_invoices", sync_is_due)
    assert busy.work(What.COMPARE) == "done"
    assert paths(house) == ["Invoices"]
    house.xero.advance(0.01)
    assert house.settle()[0] == "sync: done"
    house.xero.advance(0.01)
    house.settle()
    assert shown(house).at is not None


def test_a_round_that_stood_still_for_days_is_begun_anew(house: House) -> None:
    """Too much has moved since its first page to tell what it left out."""
    until_due(house)
    house.goes_wrong("unavailable_503", path="Prepayments", method="GET")
    assert house.work(What.COMPARE) == "postponed"
    house.xero.advance(50)
    compare(house)
    assert paths(house) == ["Invoices", "CreditNotes", "Overpayments", "Prepayments"]


@pytest.mark.parametrize(
    ("open_documents", "hours"), [(50, 6), (10_000, 7.8), (25_000, 16.8), (400_000, 24)]
)
def test_the_larger_the_open_set_the_rarer_the_rounds(open_documents: int, hours: float) -> None:
    """Every six hours where that is cheap, at least daily; between them 40 calls a day."""
    calls = -(-open_documents // 1000) + 3
    assert between(calls) == timedelta(hours=hours)
    if timedelta(hours=6) < between(calls) < timedelta(days=1):
        assert calls * (timedelta(days=1) / between(calls)) == pytest.approx(CALLS_A_DAY)
