"""Killed anywhere and started again: no reminder twice, no flag twice, nothing lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from plugin.credit.account import StepState
from plugin.credit.decisions import TaskKind
from plugin.credit.money import Money
from plugin.jobs import What
from plugin.operations import limits
from plugin.operations.notices import grouped, take_notices
from plugin.store import Store, due, outbox
from plugin.store.inbox import Notice
from tests.journeys.books import Customer, a_customer, a_debt, books
from tests.journeys.conftest import Mortals
from tests.journeys.house import BY, House, a_house

#: far more steps than any life in these journeys has
MANY = 20
WATCH = "Goodterms: watch"


#: to die at every step takes a while: make long
pytestmark = pytest.mark.long


def customers(how_many: int, *, late: int = -1) -> list[Customer]:
    """So many customers, each with one invoice of 250.00."""
    return [
        a_customer(f"c{n}", f"Customer {n}", a_debt(f"INV-{n}", "250.00", late=late))
        for n in range(how_many)
    ]


def die_everywhere(
    mortals: Mortals, house: House, prepare: Callable[[str, str], object]
) -> Iterator[tuple[str, str, str]]:
    """One customer after the other: prepare, die one step later than the last one did.

    Yields the customer, its invoice and the step at which work died; ends after the first life
    that did not reach its end.
    """
    for n in range(1, MANY):
        key, number = f"c{n}", f"INV-{n}"
        prepare(key, number)
        step = mortals.live(house, die_at=n)
        yield key, number, f"step {n}, {step or 'none: it lived'}"
        if not step:
            return
    raise AssertionError("a life without an end")


@pytest.fixture
def many(shared_store: Store) -> Iterator[House]:
    """Twenty customers five days late, their first reminders proposed; the first one was sent."""
    with a_house(shared_store, books(customers(MANY))) as house:
        house.begin()
        house.xero.advance(24 * 6 + 1.5)
        house.settle()
        approve(house, "c0")
        house.settle()
        house.advance(0.6, step=0.6)
        assert len(house.mails()) == 1
        yield house


def approve(house: House, key: str) -> None:
    """Say yes to the message of one customer; the ten minutes are over at once."""
    customer_id, now = house.customer(key), house.doors.clock.now()
    (message,) = [
        each for each in house.messages(StepState.PROPOSED) if each.customer_id == customer_id
    ]
    with house.doors.store.tenant(house.org_id) as tx:
        outbox.approve(tx, message.id, by=BY, now=now, send_after=now)
        due.put(tx, What.SEND, now)


def test_no_reminder_goes_twice_wherever_sending_dies(many: House, mortals: Mortals) -> None:
    """Killed at every step of sending: one mail, or none and a person is asked."""
    unconfirmed = 0
    for key, number, step in die_everywhere(mortals, many, lambda key, _: approve(many, key)):
        many.settle()
        (message,) = [
            each
            for each in many.messages()
            if each.customer_id == many.customer(key) and not each.is_courtesy
        ]
        got = [mail for mail in many.mails() if f"{key}@{key}.example" in mail.recipients]
        notes = many.notes_on_invoice(number)
        if message.state is StepState.DONE:
            assert len(got) == 1, step
            assert len(notes) == 1, step
        else:
            assert message.state is StepState.UNCONFIRMED, step
            assert len(got) <= 1, step
            assert notes == [], step
            unconfirmed += 1
    asked = many.tasks(TaskKind.UNCONFIRMED)
    assert len(asked) == unconfirmed
    assert 1 <= unconfirmed <= 3, "only between the claim and its settling may nobody know"


def over_the_limit(house: House, key: str) -> None:
    """A person sets a limit that the customer's debt is above."""
    limits.set_limit(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer(key),
        limit=Money.of("100", "GBP"),
        reason="a test of nerves",
    )


def tell(house: House, number: str) -> None:
    """A webhook tells that an invoice changed."""
    now = house.doors.clock.now()
    notice = Notice(f"{number}:{now}", "INVOICE", house.invoice(number), "UPDATE", now)
    assert take_notices(house.doors, grouped([(house.xero.tenant_id, notice)])) == 1


def test_no_flag_is_written_twice_wherever_writing_dies(many: House, mortals: Mortals) -> None:
    """Killed at every step from a crossed limit to its note: one flag, one note."""
    for key, _, step in die_everywhere(mortals, many, lambda key, _: over_the_limit(many, key)):
        many.settle()
        assert many.groups_of(key) == [WATCH], step
        assert len(many.notes_on(key)) == 1, step
        added = many.calls("PUT", "ContactGroups/")
        assert len(added) == int(key.removeprefix("c")), step


def test_a_payment_made_while_nobody_lived_leaves_no_flag(many: House, mortals: Mortals) -> None:
    """Killed while flagging, paid before the restart: no flag is left behind."""

    def crossed(key: str, _: str) -> None:
        over_the_limit(many, key)

    for key, number, step in die_everywhere(mortals, many, crossed):
        many.pays(number, "250.00")
        tell(many, number)
        many.work(What.NOTICES)
        many.work(What.ASSESS)
        many.settle()
        assert many.groups_of(key) == [], step
        assert len(many.notes_on(key)) <= 2, step
    assert many.tasks(TaskKind.FLAG_REMOVED) == []


def test_a_payment_is_never_lost_wherever_reading_dies(many: House, mortals: Mortals) -> None:
    """Killed at every step from a notice to the cleared flag: seen once, cleared once."""

    def paid(key: str, number: str) -> None:
        over_the_limit(many, key)
        many.settle()
        many.pays(number, "250.00")
        tell(many, number)

    for key, number, step in die_everywhere(mortals, many, paid):
        many.settle()
        rows = many.sql(
            "select i.balance, (select count(*) from payments p where p.org_id = :org"
            " and p.document_id = i.id) from invoices i where i.org_id = :org and i.number = :n",
            n=number,
        )
        assert rows == [(0, 1)], step
        assert many.groups_of(key) == [], step
        assert len(many.notes_on(key)) == 2, step
    assert many.tasks(TaskKind.FLAG_REMOVED) == []
    assert many.sql("select 1 from notices where handled_at is null") == []


def test_a_first_reading_killed_again_and_again_ends_whole(
    shared_store: Store, mortals: Mortals
) -> None:
    """Each start of the first sync dies one step later than the one before: all is read, once."""
    with a_house(shared_store, books(customers(3, late=20))) as house:
        house.connect()
        for n in range(1, 60):
            if not mortals.live(house, die_at=n):
                break
        else:
            raise AssertionError("a reading without an end")
        assert n > 12, "the first reading has more steps than that"
        assert house.settle() == []
        assert house.sql(
            "select (select count(*) from contacts where org_id = :org),"
            " (select count(*) from invoices where org_id = :org),"
            " (select count(*) from payments where org_id = :org),"
            " (select count(*) from cursors where org_id = :org and finished),"
            " (select count(*) from tasks where org_id = :org and state = 'open')"
        ) == [(4, 4, 1, 7, 0)]
        assert house.place() == 3
        house.start()
        house.settle()
        assert len(house.messages(StepState.PROPOSED)) == 3


def test_two_workers_on_the_same_rows_send_and_note_once(many: House) -> None:
    """Two runs at once, as after a rescue that came too early: one mail and one note each."""
    for n in range(1, MANY):
        approve(many, f"c{n}")
        over_the_limit(many, f"c{n}")
    many.work(What.ASSESS)
    at_once(*[lambda: many.work(What.SEND)] * 2)
    at_once(*[lambda: many.work(What.WRITE_BACK)] * 2)
    many.settle()
    for n in range(1, MANY):
        got = [mail for mail in many.mails() if f"c{n}@c{n}.example" in mail.recipients]
        assert len(got) <= 1
        assert len(many.notes_on(f"c{n}")) <= 1
        assert len(many.notes_on_invoice(f"INV-{n}")) <= 1
    states = {message.state for message in many.messages() if not message.is_courtesy}
    assert states <= {StepState.DONE, StepState.UNCONFIRMED, StepState.DROPPED}


def at_once(*runs: Callable[[], object]) -> None:
    """Run these in threads that start together; what one raises is raised."""
    start = threading.Barrier(len(runs))

    def run(it: Callable[[], object]) -> None:
        start.wait()
        it()

    with ThreadPoolExecutor(len(runs)) as pool:
        for done in [pool.submit(run, each) for each in runs]:
            done.result()
