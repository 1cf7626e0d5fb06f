"""Writes to Xero, in sentences: none twice, none for ever, refusals in Xero's own words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from connectors.sandbox import contacts
from connectors.sandbox.testing import running
from plugin.credit.account import HoldKind
from plugin.credit.decisions import TaskKind
from plugin.credit.money import Money
from plugin.jobs import What
from plugin.operations import decide, limits
from plugin.ports import NoteOn, OutcomeUnknown
from plugin.queries import tasks as task_query
from plugin.store import Store, due, writes
from tests.connectors.xero.canned import Canned, telling
from tests.connectors.xero.connected import Connected, an_app
from tests.journeys.books import Customer, a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house

WATCH = "Goodterms: watch"


def owing(key: str) -> Customer:
    """Owes 250.00, not late yet: nothing is said to it, and no flag stands on it."""
    return a_customer(key, f"The {key.title()}", a_debt(f"INV-{key}", "250.00", late=-20))


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """Two customers who owe, everything quiet, calls counted from here."""
    with a_house(store, books([owing("quay"), owing("mill")])) as house:
        house.begin()
        house.forget_calls()
        yield house


def over_limit(house: House, key: str, amount: str = "100") -> None:
    """A person sets a limit that the debt is above: the customer is to be on watch."""
    limits.set_limit(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer(key),
        limit=Money.of(amount, "GBP"),
        reason="as agreed",
    )
    house.settle()


def dispute(house: House, key: str) -> None:
    """A person notes a dispute about the customer's invoice: a note on it follows."""
    decide.hold(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer(key),
        until=None,
        kind=HoldKind.DISPUTED,
        invoice_id=house.invoice(f"INV-{key}"),
    )
    house.settle()


def refusals(house: House) -> list[str]:
    """What the screen says about writes that Xero refused."""
    with house.doors.store.tenant(house.org_id) as tx:
        shown = task_query.open_tasks(tx, on=house.ledger.today())
    return [task.words for task in shown if task.kind is TaskKind.LEDGER_REFUSED]


def answer(house: House, words: str) -> None:
    """A person answers the one refusal that is open."""
    (task,) = house.tasks(TaskKind.LEDGER_REFUSED)
    decide.close_task(house.doors, org_id=house.org_id, by=BY, task_id=task.id, answer=words)
    house.settle()


def days_pass(house: House) -> None:
    """Two days, looked at when a write may be looked for and once a day."""
    for hours in (0.05, 0.15, 1.1, 6.5, 16.5, 24.0):
        house.advance(hours, step=hours)


def entries(house: House) -> int:
    """How often somebody was to be put into a group."""
    return sent(house, "ContactGroups/")


def sent(house: House, path: str) -> int:
    """How many writes went to addresses with this in them."""
    return len(house.calls("PUT", path))


def test_a_key_names_the_tenant_and_fits_however_long_the_operation(
    shared: Connected,
) -> None:
    """Xero's keys are per app and have 128 letters at most; two tenants must never share one."""
    done = Canned(200, b'{"HistoryRecords": []}', {"Content-Type": "application/json"})
    with telling(done) as server:
        ledger = shared.opened(app=an_app(shared.xero, api_url=server.url))
        for key in ("short", "long" * 60):
            ledger.add_note(NoteOn.CONTACT, "c-1", "Dear all", key=key)
    keys = [headers["idempotency-key"] for *_, headers, _ in server.asked]
    assert all(shared.connection.ledger_id in key and len(key) <= 128 for key in keys)
    assert len(set(keys)) == 2


@pytest.mark.parametrize("minutes", [2, 12])
def test_a_note_of_unknown_outcome_is_looked_for_by_its_own_link(
    house: House, minutes: int
) -> None:
    """With Xero still remembering the key and with the key forgotten: it stands once."""
    house.goes_wrong("timeout_after_commit", path="History", method="PUT")
    dispute(house, "quay")
    house.advance(minutes / 60)
    assert len(house.notes_on_invoice("INV-quay")) == 1
    assert sent(house, "History") == 1
    assert len(house.calls("GET", "History")) == 1


def test_a_note_that_never_arrived_is_written_after_a_look(house: House) -> None:
    """No answer and no note: it is looked for, and only then written."""
    house.goes_wrong("dropped_before_commit", path="History", method="PUT")
    dispute(house, "quay")
    house.advance(0.1)
    assert len(house.notes_on_invoice("INV-quay")) == 1
    history = [call.method for call in house.calls(path="History")]
    assert history == ["PUT", "GET", "PUT"]


def test_what_xero_never_answers_is_tried_five_times_and_then_shown(house: House) -> None:
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


def test_a_group_of_unknown_outcome_is_found_by_its_name(house: House) -> None:
    """The group was made and nobody said so: it is used, not made again."""
    house.goes_wrong("timeout_after_commit", path="ContactGroups", method="PUT")
    over_limit(house, "quay")
    house.advance(0.1)
    assert house.groups_of("quay") == [WATCH]
    assert len(house.ledger.groups) == 1
    assert [call.path.count("/Contacts") for call in house.calls("PUT", "ContactGroups")] == [0, 1]


def test_a_flag_of_unknown_outcome_is_looked_for_among_the_members(house: House) -> None:
    """The customer is in the group already: no second entry, one note."""
    over_limit(house, "mill")
    house.forget_calls()
    house.goes_wrong("timeout_after_commit", path="/Contacts", method="PUT")
    over_limit(house, "quay")
    house.advance(0.1)
    assert house.groups_of("quay") == [WATCH]
    assert entries(house) == 1
    assert len(house.notes_on("quay")) == 1


def test_a_flag_that_xero_never_answers_is_given_up_and_shown(house: House) -> None:
    """Five attempts over a day and a half, then a person; nobody else's flag waits for it."""
    over_limit(house, "mill")
    house.forget_calls()
    house.goes_wrong("error_500", path="/Contacts", method="PUT", count=100)
    over_limit(house, "quay")
    days_pass(house)
    assert entries(house) == 5
    assert len(refusals(house)) == 1
    house.xero.sandbox.faults.clear()
    answer(house, "try_again")
    assert house.groups_of("quay") == [WATCH]


def test_the_limit_of_a_hundred_groups_is_one_task_and_no_loop(house: House) -> None:
    """Two customers to flag, days pass: asked for once, told in Xero's words, made when it can be.

    The answer that Xero remembers for six minutes is not taken for a fresh one.
    """
    for n in range(100):
        contacts.add_group(house.ledger, f"Group {n}")
    over_limit(house, "quay")
    over_limit(house, "mill")
    house.advance(48, step=24)
    assert sent(house, "ContactGroups") == 1
    (words,) = refusals(house)
    assert "You’ve reached the limit of 100 contact groups." in words
    assert "Nothing of it was done." in words
    assert "Delete a contact group" in words
    answer(house, "try_again")
    assert len(refusals(house)) == 1, "it was tried again, and refused again"
    first = next(iter(house.ledger.groups))
    contacts.delete_group(house.ledger, first)
    with house.doors.store.tenant(house.org_id) as tx:
        due.put(tx, What.WRITE_BACK, house.doors.clock.now())
    house.settle()
    assert house.groups_of("quay") == house.groups_of("mill") == [WATCH]
    assert refusals(house) == []
    assert sent(house, "ContactGroups") == 3 + entries(house) == 3 + 2


def test_a_group_of_our_name_in_other_capitals_is_used(house: House) -> None:
    """Xero would refuse the name as in use."""
    contacts.add_group(house.ledger, "GOODTERMS: Watch")
    over_limit(house, "quay")
    assert house.groups_of("quay") == ["GOODTERMS: Watch"]
    assert refusals(house) == []


def test_an_archived_contact_is_one_task_and_recovers_when_restored(house: House) -> None:
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


def test_nothing_is_written_about_a_contact_that_asked_to_be_forgotten(house: House) -> None:
    """Erased in Xero: not a note, not a flag, from then on."""
    over_limit(house, "mill")
    contacts.erase_contact(house.ledger, house.customer("mill"))
    contacts.erase_contact(house.ledger, house.customer("quay"))
    house.catch_up()
    house.forget_calls()
    over_limit(house, "quay")
    house.advance(24, step=24)
    assert house.calls("PUT") == []


def test_a_contact_merged_meanwhile_is_flagged_as_the_one_that_stands(house: House) -> None:
    """Merged away before we heard of it: one refusal at most, then the winner carries the flag."""
    quay, mill = house.customer("quay"), house.customer("mill")
    contacts.merge_contacts(house.ledger, quay, mill)
    over_limit(house, "quay")
    days_pass(house)
    assert entries(house) <= 2
    assert house.groups_of("mill") == [WATCH]
    assert refusals(house) == []


def test_a_note_on_an_invoice_that_is_gone_is_told_once(house: House) -> None:
    """Xero knows it no more: its own words, one attempt."""
    house.goes_wrong("timeout_after_commit", path="History", method="PUT")
    dispute(house, "quay")
    del house.ledger.invoices[house.invoice("INV-quay")]
    days_pass(house)
    assert sent(house, "History") == 1
    assert ["cannot be found" in words for words in refusals(house)] == [True]


def test_a_day_that_has_more_to_say_than_a_note_holds_goes_on_the_day_after(
    house: House,
) -> None:
    """2,500 letters a note: nothing is cut off in silence, and none is too long for Xero."""
    now, long = datetime(2026, 11, 24, 9, tzinfo=UTC), "x" * 1500
    with house.doors.store.tenant(house.org_id) as tx:
        for n in range(4):
            writes.put_day_note(
                tx,
                house.customer("quay"),
                f"{n}{long}\nhttp://localhost:8000/n/{{id}}",
                on=now.date(),
                now=now,
                next_morning=now.replace(day=25, hour=6),
            )
    house.settle()
    house.advance(72, step=24)
    notes = house.notes_on("quay")
    assert [note[0] for note in notes] == ["0", "1", "2", "3"]
    assert max(len(note) for note in notes) <= 2500


def test_without_an_answer_the_outcome_is_called_unknown(shared: Connected) -> None:
    """Neither done nor refused."""
    with telling(Canned(0)) as server:
        ledger = shared.opened(app=an_app(shared.xero, api_url=server.url))
        with pytest.raises(OutcomeUnknown):
            ledger.add_note(NoteOn.CONTACT, "c-1", "Dear all", key="k")


@pytest.fixture(scope="module")
def shared() -> Iterator[Connected]:
    """An organisation connected to a local Xero whose answers are canned."""
    with running(books([owing("quay")]), has_limits=False) as xero:
        here = Connected(xero)
        yield here
        here.ledger.close()
