"""On the Starter tier's 1,000 calls a day a large ledger still works, and nothing is fetched twice.

A day is accelerated: readings, notices, a comparison every few hours, flags, mail. The quick one
has 3,000 open invoices; the long one 10,000 of 400 customers, a fifth of them late.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from connectors.sandbox import credits as credit_verbs
from connectors.sandbox import documents
from connectors.sandbox.seed import SeedGroup, SeedWorld
from plugin.credit.account import StepState
from plugin.credit.policy import Mode
from plugin.jobs import What
from plugin.operations import notices
from plugin.operations.ingest import reread_balances
from plugin.store import Store, comparisons, due, inbox
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import House, a_house

ALLOWED = 1_000


# --- verbs --------------------------------------------------------------------------------


def a_large_ledger(customers: int, each: int, *, late_every: int) -> SeedWorld:
    """So many customers with so many open invoices each; every so many-th has three late ones."""
    made = []
    for number in range(customers):
        is_late = number % late_every == 0
        debts = [
            a_debt(f"I-{number}-{at}", f"{100 + at}.00", late=9 if is_late and at < 3 else -30 - at)
            for at in range(each)
        ]
        made.append(a_customer(f"c{number}", f"Customer {number}", *debts))
    return books(made)


def something_happens(house: House, number: int) -> None:
    """The customer of this number pays, pays a part, or gets a new invoice."""
    first = f"I-{number}-4"
    match number % 4:
        case 0:
            house.pays(first, str(house.ledger.invoice(first).amount_due))
        case 1:
            house.pays(first, "40.00")
        case 2:
            documents.raise_invoice(house.ledger, f"c{number}", Decimal("55.00"))
        case _:
            house.pays(first, "40.00")


def something_changes_silently(house: House, number: int) -> None:
    """The due date of a part-paid invoice moves; nobody is told."""
    if number > 0 and number % 4 == 3:
        documents.set_due_date(house.ledger, f"I-{number}-4", DAY + timedelta(days=90))


def is_told(house: House, category: str, *ids: str) -> None:
    """Xero tells of these; each is a notice of its own."""
    now = house.doors.clock.now()
    told = [
        inbox.Notice(f"{category}:{each}:{now.isoformat()}", category, each, "UPDATE", now)
        for each in ids
    ]
    notices.take_notices(house.doors, {house.ledger.tenant: told})


def lives_a_day(house: House, *, steps: int, changes: int) -> None:
    """A day and a night in so many steps, in each so many changes that Xero tells at once.

    Due dates of what was paid in part a third of a day before move, and nobody is told.
    """
    number = 0
    for _ in range(steps):
        house.approve_all()
        for _ in range(changes):
            something_happens(house, number)
            changed = house.ledger.invoices_of[house.customer(f"c{number}")][-1]
            is_told(house, "INVOICE", changed, house.invoice(f"I-{number}-4"))
            house.settle()
            house.xero.advance(24 / steps / (changes + 1))
            something_changes_silently(house, number - steps * changes // 3)
            number += 1
        for hours in (24 / steps / (changes + 1), 0.01):
            # a comparison that stepped aside for what it put right goes on a second later
            house.xero.advance(hours)
            house.settle()


def paths(house: House) -> list[str]:
    """Method and path of every call, ids left out."""
    found = []
    for call in house.calls():
        parts = [part for part in call.path.split("/") if part]
        found.append(" ".join([call.method, *("{}" if len(p) == 36 else p for p in parts)]))
    return found


def most_in_a_day(house: House) -> int:
    """The most calls within any 24 hours: whenever Xero's day begins, it saw no more."""
    instants = sorted(call.at for call in house.calls())
    within = timedelta(days=1)
    most = start = 0
    for place, at in enumerate(instants):
        while instants[start] <= at - within:
            start += 1
        most = max(most, place - start + 1)
    return most


def ends_the_round(house: House) -> None:
    """Whatever a comparison stepped aside for is done, and the comparison too."""
    house.catch_up()
    for _ in range(60):
        with house.doors.store.tenant(house.org_id) as tx:
            if comparisons.running(tx) is None:
                return
        house.xero.advance(0.01)
        house.settle()


def waits(house: House) -> list[Any]:
    """Whatever still waits: due work, notices, mail, writes."""
    now = house.doors.clock.now()
    with house.doors.store.house() as tx:
        late: list[Any] = [
            row.what for row in due.of_organisation(tx, house.org_id) if row.at <= now
        ]
    with house.doors.store.tenant(house.org_id) as tx:
        late += [f"{inbox.waiting(tx)} notices"] if inbox.waiting(tx) else []
    late += house.messages(StepState.APPROVED)
    flags = (
        "select customer_id from assessments a where org_id = :org and status <> 'open' and not"
        " exists (select from flags f where f.org_id = :org and f.customer_id = a.customer_id)"
    )
    return (
        late
        + house.sql(flags)
        + house.sql(
            "select kind, state from ledger_writes where org_id = :org"
            " and state not in ('done', 'refused', 'dropped')"
        )
    )


def agrees(house: House) -> bool:
    """Every open invoice here is what it is there: amount due, due date, sent."""
    ours = house.sql(
        "select id, balance, due, sent from invoices where org_id = :org and kind = 'sale'"
        " and state = 'approved'"
    )
    theirs = [
        (each.id, each.amount_due, each.due, each.is_sent)
        for each in house.ledger.invoices.values()
        if each.kind == "ACCREC" and each.status == "AUTHORISED"
    ]
    return sorted(ours) == sorted(theirs)


def a_day_on_starter(house: House, *, steps: int, changes: int) -> None:
    """Connect, settle the past, live a day and the night; then what every such day must be."""
    house.connect()
    house.settle()
    house.place()
    house.start(Mode.AUTOMATIC)
    house.settle()
    lives_a_day(house, steps=steps, changes=changes)
    assert 429 not in {call.status for call in house.calls()}
    assert most_in_a_day(house) <= ALLOWED
    assert house.mails(), "nobody was reminded, so nothing is proved here"
    assert house.sql("select 1 from differences where org_id = :org and why = 'silent'")
    rounds = "select count(*) from comparisons where org_id = :org and finished_at is not null"
    assert house.sql(rounds)[0][0] >= 2
    assert waits(house) == []
    house.advance(8, step=4)
    ends_the_round(house)
    assert agrees(house)


# --- a day --------------------------------------------------------------------------------


@pytest.mark.long
def test_a_day_of_3000_open_invoices_fits_into_1000_calls_and_nothing_waits(store: Store) -> None:
    """First connection, notices, readings, comparisons, flags and mail."""
    world = a_large_ledger(60, 50, late_every=20)
    with a_house(store, world, has_limits=True, tier="starter") as house:
        a_day_on_starter(house, steps=8, changes=1)


@pytest.mark.long
def test_a_day_of_10000_open_invoices_fits_into_1000_calls_and_nothing_waits(
    store: Store,
) -> None:
    """400 customers, 80 of them late; five changes an hour."""
    world = a_large_ledger(400, 25, late_every=5)
    with a_house(store, world, has_limits=True, tier="starter") as house:
        a_day_on_starter(house, steps=24, changes=5)


# --- nothing twice ------------------------------------------------------------------------


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """Two customers, read once."""
    quay = a_customer("quay", "Quay Bistro", a_debt("Q-1", "500.00", late=5))
    kettle = a_customer("kettle", "Copper Kettle", a_debt("K-1", "90.00", late=-20))
    groups = tuple(SeedGroup(f"Group {at}", ("quay",)) for at in range(5))
    with a_house(store, books([quay, kettle], groups=groups)) as house:
        house.connect()
        house.settle()
        yield house


def test_a_first_connection_asks_for_nothing_twice(house: House) -> None:
    """Each list, the organisation, its chart and settings: one call each; a call for each group."""
    asked = Counter(paths(house))
    assert asked.pop("GET ContactGroups {}") == 5
    assert asked.pop("GET Organisation") == 1
    assert set(asked.values()) == {1}, asked
    assert asked.keys() == {
        f"GET {path}"
        for path in (
            *("Accounts", "InvoiceReminders Settings", "Contacts", "Invoices", "CreditNotes"),
            *("Overpayments", "Prepayments", "Payments", "Quotes", "RepeatingInvoices"),
            "ContactGroups",
        )
    }


def test_a_notice_costs_the_calls_that_bring_something(house: House) -> None:
    """A new invoice one call, a payment two, a credit note set against it no chart."""
    house.xero.advance(0.1)
    made = documents.raise_invoice(house.ledger, "kettle", Decimal("40.00"), number="K-2")
    house.forget_calls()
    is_told(house, "INVOICE", made.id)
    house.settle()
    assert paths(house) == ["GET Invoices"]
    house.pays("K-2", "10.00")
    house.forget_calls()
    is_told(house, "INVOICE", made.id)
    house.settle()
    assert paths(house) == ["GET Invoices", "GET Payments"]
    credit_verbs.credit_invoice(house.ledger, "K-2", Decimal("5.00"))
    house.forget_calls()
    is_told(house, "INVOICE", made.id)
    house.settle()
    assert paths(house) == [
        *("GET Invoices", "GET CreditNotes", "GET Overpayments", "GET Prepayments")
    ]
    held = "select paid, credited, balance from invoices where org_id = :org and number = 'K-2'"
    assert house.sql(held) == [(10, 5, 25)]


def test_a_balance_read_before_a_send_hides_no_payment_from_the_notice(house: House) -> None:
    """The balance is known already, the payment's date is not: it is still read."""
    house.xero.advance(0.1)
    house.pays("Q-1", "100.00")
    paid = house.invoice("Q-1")
    reread_balances(house.doors, house.org_id, house.doors.ledger(house.org_id), [paid])
    house.forget_calls()
    is_told(house, "INVOICE", paid)
    house.settle()
    assert paths(house) == ["GET Invoices", "GET Payments"]
    found = "select paid_on from payments where org_id = :org and document_id = :paid"
    assert house.sql(found, paid=paid) == [(DAY,)]


@pytest.mark.long
def test_members_of_groups_that_mean_nothing_are_read_in_turn(house: House) -> None:
    """Five groups nobody gave a meaning: over a week each is read once, not seven times."""
    house.forget_calls()
    for _ in range(7):
        house.xero.advance(24)
        assert house.work(What.CHECK_CONNECTION) == "done"
    asked = Counter(call.path for call in house.calls("GET", "ContactGroups/"))
    assert len(asked) == 5
    assert set(asked.values()) == {1}


@pytest.mark.long
def test_notices_share_calls_once_calls_run_low(store: Store) -> None:
    """The first drains at once; those that follow wait for each other, a quarter of an hour."""
    quay = a_customer("quay", "Quay Bistro", *(a_debt(f"Q-{n}", "9.00", late=-n) for n in range(9)))
    with a_house(store, books([quay]), has_limits=True, tier="starter") as house:
        house.connect()
        house.settle()
        now = house.xero.world.now()
        house.xero.sandbox.limits.spend(
            house.xero.client_id, house.xero.tenant_id, now, minute=0, day=600
        )
        house.catch_up()
        house.xero.advance(0.1)
        house.forget_calls()
        for number in range(9):
            is_told(house, "INVOICE", house.invoice(f"Q-{number}"))
            house.settle()
            house.xero.advance(0.01)
        assert len(house.calls("GET", "Invoices")) == 1
        waits_until = house.when(What.NOTICES)
        assert isinstance(waits_until, datetime)
        assert waits_until - house.doors.clock.now() < timedelta(hours=1)
        house.advance(1.1, step=1.1)
        with house.doors.store.tenant(house.org_id) as tx:
            assert inbox.waiting(tx) == 0
        assert sum("IDs=" in call.query for call in house.calls("GET", "Invoices")) == 2
