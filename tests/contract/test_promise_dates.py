"""Promise dates in Xero, in sentences: what is written, what is respected, what is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest

from connectors.sandbox import documents
from plugin.credit.account import Calendar
from plugin.credit.money import Money
from plugin.credit.policy import DEFAULT_POLICY
from plugin.credit.promises import read_promises
from plugin.operations import decide, policy, promised
from plugin.queries.customer import customer_page
from plugin.store import Store, accounts
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house

FRIDAY = DAY + timedelta(days=10)
LATER = DAY + timedelta(days=17)


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """Quay Bistro owes one invoice, 37 days late, and one that falls due in a week."""
    quay = a_customer(
        "quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37), a_debt("INV-2", "80.00", late=-7)
    )
    with a_house(store, books([quay])) as house:
        house.begin()
        house.forget_calls()
        yield house


def promise(house: House, due: date, number: str = "INV-1", amount: str = "250.00") -> UUID:
    """The customer promised on the phone; its id."""
    decide.note_promise(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer("quay"),
        invoice_ids=[house.invoice(number)],
        amount=Money.of(amount, "GBP"),
        due=due,
    )
    house.settle()
    rows = house.sql("select id from promises where org_id = :org order by at desc limit 1")
    return UUID(str(rows[0][0]))


def withdraw(house: House, promise_id: UUID) -> None:
    """The customer took it back."""
    promised.withdraw_promise(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer("quay"),
        promise_id=promise_id,
    )
    house.settle()


def in_xero(house: House, number: str = "INV-1") -> date | None:
    """The expected date that an accountant sees on the invoice."""
    found: date | None = house.ledger.invoice(number).expected
    return found


def dates_sent(house: House) -> int:
    """How often we asked Xero to change an invoice."""
    return len(house.calls("POST", "/Invoices/"))


def test_a_promise_is_entered_once_as_the_expected_date(house: House) -> None:
    """Where the field is empty; and days of catching up with our own echo write nothing more."""
    promise(house, FRIDAY)
    assert in_xero(house) == FRIDAY
    house.pass_a_day()
    house.pass_a_day()
    assert dates_sent(house) == 1


def test_a_moved_promise_moves_its_date(house: House) -> None:
    """The field holds what we wrote last, so it is ours to move; the old day is no broken word."""
    first = promise(house, FRIDAY)
    promised.move_promise(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer("quay"),
        promise_id=first,
        due=LATER,
    )
    house.settle()
    assert in_xero(house) == LATER
    assert dates_sent(house) == 2
    house.catch_up()
    assert silent_until(house) == {LATER + timedelta(days=5)}


def test_a_withdrawn_promise_empties_its_date(house: House) -> None:
    """And the ladder goes on."""
    withdraw(house, promise(house, FRIDAY))
    assert in_xero(house) is None
    assert silent_until(house) == set()
    house.catch_up()
    assert dates_sent(house) == 2


def test_the_earlier_promise_stands_again_when_the_later_is_withdrawn(house: House) -> None:
    """Two promises for one invoice: the date is that of the last one that stands."""
    promise(house, FRIDAY)
    withdraw(house, promise(house, LATER))
    assert in_xero(house) == FRIDAY


def test_a_date_that_a_person_entered_is_theirs(house: House) -> None:
    """It is not overwritten by a promise, nor emptied with it, and it pauses the ladder."""
    theirs = DAY + timedelta(days=6)
    documents.set_expected_date(house.ledger, "INV-1", theirs)
    house.catch_up()
    assert silent_until(house) == {theirs + timedelta(days=3)}
    withdraw(house, promise(house, FRIDAY))
    assert in_xero(house) == theirs
    assert dates_sent(house) == 0


def test_a_date_that_a_person_changed_after_us_is_theirs_from_then(house: House) -> None:
    """They moved ours: nothing of ours is written there again, whatever is promised."""
    first = promise(house, FRIDAY)
    theirs = DAY + timedelta(days=6)
    documents.set_expected_date(house.ledger, "INV-1", theirs)
    promise(house, LATER)
    withdraw(house, first)
    house.pass_a_day()
    assert in_xero(house) == theirs
    assert dates_sent(house) == 1


def test_a_date_that_a_person_emptied_may_be_written_by_the_next_promise(house: House) -> None:
    """The field is empty: the next promise is entered, and not the old one again."""
    promise(house, FRIDAY)
    documents.set_expected_date(house.ledger, "INV-1", None)
    house.pass_a_day()
    assert in_xero(house) is None
    promise(house, LATER)
    assert in_xero(house) == LATER


def test_on_a_part_paid_invoice_a_refusal_is_shown_in_xeros_words_and_not_repeated(
    house: House,
) -> None:
    """Once for that promise; the note on the invoice is written all the same."""
    house.pays("INV-1", "100.00")
    house.catch_up()
    promise(house, FRIDAY, amount="150.00")
    for _ in range(3):
        house.advance(24, step=24)
    assert dates_sent(house) == 1
    assert in_xero(house) is None
    assert "could not be entered in Xero: This document cannot be edited" in words(house)
    assert len(house.notes_on_invoice("INV-1")) == 1
    promise(house, LATER, amount="150.00")
    assert dates_sent(house) == 2, "another promise is another question"


def test_where_xero_takes_it_on_a_part_paid_invoice_it_is_entered(house: House) -> None:
    """The other answer to the open question."""
    house.xero.world.doubt(expected_date_on_part_paid=True)
    house.pays("INV-1", "100.00")
    house.catch_up()
    promise(house, FRIDAY, amount="150.00")
    assert in_xero(house) == FRIDAY
    assert words(house) == "in Xero: expected 4 December 2026"


def test_in_a_locked_period_the_refusal_is_shown_once(house: House) -> None:
    """Nothing changes there, and nobody tries again for that promise."""
    house.ledger.period_lock = DAY
    promise(house, FRIDAY)
    house.advance(48, step=24)
    assert dates_sent(house) == 1
    assert "could not be entered in Xero: " in words(house)
    assert "lock" in words(house)
    assert len(house.notes_on_invoice("INV-1")) == 1


@pytest.mark.parametrize("minutes", [2, 12])
def test_a_date_of_unknown_outcome_is_read_before_anything_is_sent(
    house: House, minutes: int
) -> None:
    """It was written and nobody said so: it is found, it is ours, and it is not sent again."""
    house.goes_wrong("timeout_after_commit", path="Invoices/", method="POST")
    first = promise(house, FRIDAY)
    house.advance(minutes / 60)
    assert dates_sent(house) == 1
    withdraw(house, first)
    assert in_xero(house) is None, "so it may be emptied as ours"


def test_a_date_that_never_arrived_is_sent_after_a_look(house: House) -> None:
    """No answer, and the invoice holds none."""
    house.goes_wrong("dropped_before_commit", path="Invoices/", method="POST")
    promise(house, FRIDAY)
    house.advance(0.1)
    assert in_xero(house) == FRIDAY
    assert dates_sent(house) == 2


def test_where_a_date_cannot_be_emptied_it_stays_and_the_contact_says_so(house: House) -> None:
    """Neither an empty text nor a null works: tried once each, told in the contact's note."""
    first = promise(house, FRIDAY)
    house.xero.world.doubt(empty_date_is_refused=True, null_date_is_ignored=True)
    withdraw(house, first)
    house.advance(48, step=24)
    assert in_xero(house) == FRIDAY
    assert dates_sent(house) == 3
    assert "could not be taken out of Xero" in words(house)
    assert any("no longer expected by 4 December" in note for note in house.notes_on("quay"))
    assert silent_until(house) == set(), "our own date keeps nobody silent"


def test_where_only_null_empties_it_that_is_found(house: House) -> None:
    """The second way is tried after the first was refused."""
    first = promise(house, FRIDAY)
    house.xero.world.doubt(empty_date_is_refused=True)
    withdraw(house, first)
    assert in_xero(house) is None


def test_a_kept_or_broken_promise_leaves_its_date_alone(house: House) -> None:
    """Past, it is a note; paid, there is nothing to expect: no call either way."""
    promise(house, DAY + timedelta(days=1))
    promise(house, DAY + timedelta(days=1), number="INV-2", amount="80.00")
    house.pays("INV-2", "80.00")
    sent = dates_sent(house)
    house.advance(24 * 6, step=24)
    assert dates_sent(house) == sent == 2
    assert in_xero(house) == in_xero(house, "INV-2") == DAY + timedelta(days=1)


def test_nothing_is_entered_where_writing_back_is_off(house: House) -> None:
    """The owner said that nothing is written into Xero."""
    policy.change_settings(house.doors, org_id=house.org_id, by=BY, write_back=False)
    promise(house, FRIDAY)
    house.pass_a_day()
    assert dates_sent(house) == 0


def silent_until(house: House) -> set[date]:
    """The days until which something promised keeps INV-1 silent."""
    with house.doors.store.tenant(house.org_id) as tx:
        found = accounts.load_accounts(
            tx,
            on=house.ledger.today(),
            customer_ids=[house.customer("quay")],
            calendar_of=lambda _: Calendar(),
            limit=1,
        )
    book = read_promises(found[0], DEFAULT_POLICY, house.ledger.today())
    return {until for each, until in book.silent_until if each == house.invoice("INV-1")}


def words(house: House) -> str:
    """What the customer's page says about the expected date of INV-1."""
    with house.doors.store.tenant(house.org_id) as tx:
        page = customer_page(tx, house.customer("quay"), on=house.ledger.today())
    assert page is not None
    return next(line.expected_words for line in page.invoices if line.number == "INV-1")
