"""Writes to Xero, in sentences: none twice, none for ever, refusals in Xero's own words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest

from connectors.sandbox import contacts
from connectors.sandbox.testing import running
from plugin.credit.agreements import DisputeReason
from plugin.operations import disputes
from plugin.ports import NoteOn, OutcomeUnknown
from plugin.store import Store, writes
from tests.connectors.xero.canned import Canned, telling
from tests.connectors.xero.connected import Connected, an_app
from tests.contract.own_customers import (
    Turn,
    answer,
    customers_for,
    days_pass,
    entries,
    one_turn,
    over_limit,
    refusals,
    sent,
)
from tests.journeys.books import books
from tests.journeys.house import BY, House, a_house
from tests.kept import Tables

WATCH = "Goodterms: watch"
#: this file's tests, with room for a few more
_TESTS = 16


@pytest.fixture(scope="module")
def shared(opened_store: Store, tables: Tables) -> Iterator[House]:
    """One house for most of these tests; our group stands, with one customer on watch in it."""
    tables.empty()
    customers = customers_for(_TESTS, "quay", "mill")
    with a_house(opened_store, books(customers)) as house:
        house.begin()
        over_limit(Turn(**vars(house), turn=_TESTS - 1), "mill")
        yield house


@pytest.fixture(scope="module")
def turns() -> Iterator[int]:
    """Which customers are the next test's."""
    return count()


@pytest.fixture
def house(shared: House, turns: Iterator[int]) -> Iterator[Turn]:
    """Two customers of this test's own owe 250.00 each; everything is quiet, calls are counted."""
    yield from one_turn(shared, next(turns))


def dispute(house: Turn, key: str) -> None:
    """A person notes a dispute about the customer's invoice: a note on it follows."""
    disputes.open_dispute(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer(key),
        invoice_id=house.invoice(f"INV-{key}"),
        reason=DisputeReason.NOT_RECEIVED,
    )
    house.settle()


def test_a_key_names_the_tenant_and_fits_however_long_the_operation(
    connected_app: Connected,
) -> None:
    """Xero's keys are per app and have 128 letters at most; two tenants must never share one."""
    done = Canned(200, b'{"HistoryRecords": []}', {"Content-Type": "application/json"})
    with telling(done) as server:
        ledger = connected_app.opened(app=an_app(connected_app.xero, api_url=server.url))
        for key in ("short", "long" * 60):
            ledger.add_note(NoteOn.CONTACT, "c-1", "Dear all", key=key)
    keys = [headers["idempotency-key"] for *_, headers, _ in server.asked]
    assert all(connected_app.connection.ledger_id in key and len(key) <= 128 for key in keys)
    assert len(set(keys)) == 2


@pytest.mark.parametrize("minutes", [2, 12])
def test_a_note_of_unknown_outcome_is_looked_for_by_its_own_link(house: Turn, minutes: int) -> None:
    """With Xero still remembering the key and with the key forgotten: it stands once."""
    house.goes_wrong("timeout_after_commit", path="History", method="PUT")
    dispute(house, "quay")
    house.advance(minutes / 60)
    assert len(house.notes_on_invoice("INV-quay")) == 1
    assert sent(house, "History") == 1
    assert len(house.calls("GET", "History")) == 1


def test_a_note_that_never_arrived_is_written_after_a_look(house: Turn) -> None:
    """No answer and no note: it is looked for, and only then written."""
    house.goes_wrong("dropped_before_commit", path="History", method="PUT")
    dispute(house, "quay")
    house.advance(0.1)
    assert len(house.notes_on_invoice("INV-quay")) == 1
    history = [call.method for call in house.calls(path="History")]
    assert history == ["PUT", "GET", "PUT"]


@pytest.mark.long
def test_what_xero_never_answers_is_tried_five_times_and_then_shown(house: Turn) -> None:
    """Two days of silence at one address: five attempts, one task, and the rest goes on."""
    house.goes_wrong("error_500", path="History", method="PUT", count=100)
    dispute(house, "quay")
    days_pass(house)
    assert sent(house, "History") == 5
    assert ["answer to 5 attempts" in words for words in refusals(house)] == [True]
    house.xero.sandbox.faults.clear()
    answer(house, "try_again")
    assert len(house.notes_on_invoice("INV-quay")) == 1
    assert refusals(house) == []


def test_a_flag_of_unknown_outcome_is_looked_for_among_the_members(house: Turn) -> None:
    """The customer is in the group already: no second entry, one note."""
    house.goes_wrong("timeout_after_commit", path="/Contacts", method="PUT")
    over_limit(house, "quay")
    house.advance(0.1)
    assert house.groups_of("quay") == [WATCH]
    assert entries(house) == 1
    assert len(house.notes_on("quay")) == 1


@pytest.mark.long
def test_a_flag_that_xero_never_answers_is_given_up_and_shown(house: Turn) -> None:
    """Five attempts over a day and a half, then a person; nobody else's flag waits for it."""
    house.goes_wrong("error_500", path="/Contacts", method="PUT", count=100)
    over_limit(house, "quay")
    days_pass(house)
    assert entries(house) == 5
    assert len(refusals(house)) == 1
    house.xero.sandbox.faults.clear()
    answer(house, "try_again")
    assert house.groups_of("quay") == [WATCH]


@pytest.mark.long
def test_an_archived_contact_is_one_task_and_recovers_when_restored(house: Turn) -> None:
    """Archived a moment ago: Xero refuses, it is told once, and no day repeats the attempt."""
    contacts.archive_contact(house.ledger, house.customer("quay"))
    over_limit(house, "quay")
    (words,) = refusals(house)
    assert "Archived contacts cannot be added to a contact group." in words
    days_pass(house)
    assert entries(house) == 1
    assert house.notes_on("quay") == []
    contacts.restore_contact(house.ledger, house.customer("quay"))
    house.advance(24, step=24)
    assert house.groups_of("quay") == [WATCH]
    assert refusals(house) == []


def test_nothing_is_written_about_a_contact_that_asked_to_be_forgotten(house: Turn) -> None:
    """Erased in Xero: not a note, not a flag, from then on."""
    over_limit(house, "mill")
    contacts.erase_contact(house.ledger, house.customer("mill"))
    contacts.erase_contact(house.ledger, house.customer("quay"))
    house.catch_up()
    house.forget_calls()
    over_limit(house, "quay")
    house.advance(24, step=24)
    assert house.calls("PUT") == []


@pytest.mark.long
def test_a_contact_merged_meanwhile_is_flagged_as_the_one_that_stands(house: Turn) -> None:
    """Merged away before we heard of it: one refusal at most, then the winner carries the flag."""
    quay, mill = house.customer("quay"), house.customer("mill")
    contacts.merge_contacts(house.ledger, quay, mill)
    over_limit(house, "quay")
    days_pass(house)
    assert entries(house) <= 2
    assert house.groups_of("mill") == [WATCH]
    assert refusals(house) == []


def test_want_of_permission_is_one_task_for_all_and_one_attempt_a_day(house: Turn) -> None:
    """Whoever connected may only read: not a task a customer, and it goes on when they may."""
    house.goes_wrong("forbidden", method="PUT", count=100)
    over_limit(house, "quay")
    over_limit(house, "mill")
    dispute(house, "quay")
    assert len(house.calls("PUT")) == 1
    house.advance(48, step=24)
    assert len(house.calls("PUT")) == 3
    (words,) = refusals(house)
    assert words.startswith("All customers: Xero refused every change, for want of permission.")
    assert "AuthenticationUnsuccessful" in words
    house.xero.sandbox.faults.clear()
    answer(house, "try_again")
    assert house.groups_of("quay") == house.groups_of("mill") == [WATCH]
    assert len(house.notes_on_invoice("INV-quay")) == 1
    assert refusals(house) == []


def test_a_note_on_an_invoice_that_is_gone_is_told_once(house: Turn) -> None:
    """Xero knows it no more: its own words, one attempt."""
    house.goes_wrong("timeout_after_commit", path="History", method="PUT")
    dispute(house, "quay")
    gone = house.ledger.invoices.pop(house.invoice("INV-quay"))
    days_pass(house)
    house.ledger.invoices[gone.id] = gone
    assert sent(house, "History") == 1
    assert ["cannot be found" in words for words in refusals(house)] == [True]


@pytest.mark.long
def test_a_day_that_has_more_to_say_than_a_note_holds_goes_on_the_day_after(
    house: Turn,
) -> None:
    """2,500 letters a note: nothing is cut off in silence, and none is too long for Xero."""
    now, long = house.doors.clock.now(), "x" * 1500
    with house.doors.store.tenant(house.org_id) as tx:
        for n in range(4):
            writes.put_day_note(
                tx,
                house.customer("quay"),
                f"{n}{long}\nhttp://localhost:8000/n/{{id}}",
                on=house.began,
                now=now,
                next_morning=now + timedelta(hours=21),
            )
    house.settle()
    house.advance(72, step=24)
    notes = house.notes_on("quay")
    assert [note[0] for note in notes] == ["0", "1", "2", "3"]
    assert max(len(note) for note in notes) <= 2500


def test_without_an_answer_the_outcome_is_called_unknown(connected_app: Connected) -> None:
    """Neither done nor refused."""
    with telling(Canned(0)) as server:
        ledger = connected_app.opened(app=an_app(connected_app.xero, api_url=server.url))
        with pytest.raises(OutcomeUnknown):
            ledger.add_note(NoteOn.CONTACT, "c-1", "Dear all", key="k")


@pytest.fixture(scope="module")
def connected_app() -> Iterator[Connected]:
    """An organisation connected to a local Xero whose answers are canned."""
    with running(books(customers_for(1, "quay")), has_limits=False) as xero:
        here = Connected(xero)
        yield here
        here.ledger.close()
