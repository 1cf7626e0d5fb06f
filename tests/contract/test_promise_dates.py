"""Promise dates in Xero, in sentences: what is written, what is respected, what is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from uuid import UUID

import pytest

from connectors.sandbox import documents
from plugin.credit.account import Calendar
from plugin.credit.money import Money
from plugin.credit.policy import DEFAULT_POLICY
from plugin.credit.promises import deadline, read_promises
from plugin.letters.wording import dated, short_day
from plugin.operations import decide, policy, promised
from plugin.queries.customer import customer_page
from plugin.store import Store, accounts
from tests.contract.own_customers import Turn, customers_for, one_turn
from tests.contract.visiting import signed_in
from tests.journeys.books import books
from tests.journeys.house import BY, House, a_house
from tests.kept import Tables

#: this file's tests, with room for a few more
_TESTS = 24


@pytest.fixture(scope="module")
def shared(opened_store: Store, tables: Tables) -> Iterator[House]:
    """One house for all of these tests."""
    tables.empty()
    with a_house(opened_store, books(customers_for(_TESTS, "quay", "mill"))) as house:
        house.begin()
        yield house


@pytest.fixture(scope="module")
def turns() -> Iterator[int]:
    """Which customers are the next test's."""
    return count()


@pytest.fixture
def house(shared: House, turns: Iterator[int]) -> Iterator[Turn]:
    """Two customers of this test's own: the Quay and the Mill owe 250.00 each."""
    yield from one_turn(shared, next(turns))


def promise(house: Turn, due: date, name: str = "quay", amount: str = "250.00") -> UUID:
    """The customer promised on the phone; its id."""
    decide.note_promise(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer(name),
        invoice_ids=[house.invoice(f"INV-{name}")],
        amount=Money.of(amount, "GBP"),
        due=due,
    )
    house.settle()
    rows = house.sql("select id from promises where org_id = :org order by at desc limit 1")
    return UUID(str(rows[0][0]))


def withdraw(house: Turn, promise_id: UUID) -> None:
    """The customer took it back."""
    promised.withdraw_promise(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer("quay"),
        promise_id=promise_id,
    )
    house.settle()


def in_xero(house: Turn, number: str = "INV-quay") -> date | None:
    """The expected date that an accountant sees on the invoice."""
    found: date | None = house.ledger.invoices[house.invoice(number)].expected
    return found


def dates_sent(house: Turn) -> int:
    """How often we asked Xero to change an invoice."""
    return len(house.calls("POST", "/Invoices/"))


def test_a_promise_is_entered_once_as_the_expected_date(house: Turn) -> None:
    """Where the field is empty; and days of catching up with our own echo write nothing more."""
    promise(house, house.soon)
    assert in_xero(house) == house.soon
    house.advance(48, step=24)
    assert dates_sent(house) == 1


def test_a_moved_promise_moves_its_date(house: Turn) -> None:
    """The field holds what we wrote last, so it is ours to move; the old day is no broken word."""
    first = promise(house, house.soon)
    promised.move_promise(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer("quay"),
        promise_id=first,
        due=house.later,
    )
    house.settle()
    assert in_xero(house) == house.later
    assert dates_sent(house) == 2
    house.catch_up()
    assert silent_until(house) == {paused_to(house.later)}


def test_a_withdrawn_promise_empties_its_date(house: Turn) -> None:
    """And the ladder goes on."""
    withdraw(house, promise(house, house.soon))
    assert in_xero(house) is None
    assert silent_until(house) == set()
    house.catch_up()
    assert dates_sent(house) == 2


def test_the_earlier_promise_stands_again_when_the_later_is_withdrawn(house: Turn) -> None:
    """Two promises for one invoice: the date is that of the last one that stands."""
    promise(house, house.soon)
    withdraw(house, promise(house, house.later))
    assert in_xero(house) == house.soon


def test_a_date_that_a_person_entered_is_theirs(house: Turn) -> None:
    """It is not overwritten by a promise, nor emptied with it, and it pauses the ladder."""
    theirs = house.began + timedelta(days=6)
    documents.set_expected_date(house.ledger, house.invoice("INV-quay"), theirs)
    house.catch_up()
    assert silent_until(house) == {paused_to(theirs)}
    withdraw(house, promise(house, house.soon))
    assert in_xero(house) == theirs
    assert dates_sent(house) == 0


def test_a_date_that_a_person_changed_after_us_is_theirs_from_then(house: Turn) -> None:
    """They moved ours: nothing of ours is written there again, whatever is promised."""
    first = promise(house, house.soon)
    theirs = house.began + timedelta(days=6)
    documents.set_expected_date(house.ledger, house.invoice("INV-quay"), theirs)
    promise(house, house.later)
    withdraw(house, first)
    house.advance(24, step=24)
    assert in_xero(house) == theirs
    assert dates_sent(house) == 1


def test_a_date_that_a_person_emptied_may_be_written_by_the_next_promise(
    house: Turn,
) -> None:
    """The field is empty: the next promise is entered, and not the old one again."""
    promise(house, house.soon)
    documents.set_expected_date(house.ledger, house.invoice("INV-quay"), None)
    house.advance(24, step=24)
    assert in_xero(house) is None
    promise(house, house.later)
    assert in_xero(house) == house.later


@pytest.mark.long
def test_on_a_part_paid_invoice_a_refusal_is_shown_in_xeros_words_and_not_repeated(
    house: Turn,
) -> None:
    """Once for that promise; the note on the invoice is written all the same."""
    house.pays("INV-quay", "100.00")
    house.catch_up()
    promise(house, house.soon, amount="150.00")
    house.advance(48, step=24)
    assert dates_sent(house) == 1
    assert in_xero(house) is None
    assert "could not be entered in Xero: This document cannot be edited" in words(house)
    assert len(house.notes_on_invoice("INV-quay")) == 1
    promise(house, house.later, amount="150.00")
    assert dates_sent(house) == 2, "another promise is another question"


def test_where_xero_takes_it_on_a_part_paid_invoice_it_is_entered(house: Turn) -> None:
    """The other answer to the open question."""
    house.xero.world.doubt(expected_date_on_part_paid=True)
    house.pays("INV-quay", "100.00")
    house.catch_up()
    promise(house, house.soon, amount="150.00")
    assert in_xero(house) == house.soon
    assert words(house) == f"in Xero: expected {short_day(house.soon, house.began)}"


def test_in_a_locked_period_the_refusal_is_shown_once(house: Turn) -> None:
    """Nothing changes there, and nobody tries again for that promise."""
    house.ledger.period_lock = house.began
    promise(house, house.soon)
    house.advance(48, step=24)
    assert dates_sent(house) == 1
    assert "could not be entered in Xero: " in words(house)
    assert "lock" in words(house)
    assert len(house.notes_on_invoice("INV-quay")) == 1


@pytest.mark.parametrize("minutes", [2, 12])
def test_a_date_of_unknown_outcome_is_read_before_anything_is_sent(
    house: Turn, minutes: int
) -> None:
    """It was written and nobody said so: it is found, it is ours, and it is not sent again."""
    house.goes_wrong("timeout_after_commit", path="Invoices/", method="POST")
    first = promise(house, house.soon)
    house.advance(minutes / 60)
    assert dates_sent(house) == 1
    withdraw(house, first)
    assert in_xero(house) is None, "so it may be emptied as ours"


def test_a_date_that_never_arrived_is_sent_after_a_look(house: Turn) -> None:
    """No answer, and the invoice holds none."""
    house.goes_wrong("dropped_before_commit", path="Invoices/", method="POST")
    promise(house, house.soon)
    house.advance(0.1)
    assert in_xero(house) == house.soon
    assert dates_sent(house) == 2


def test_where_a_date_cannot_be_emptied_it_stays_and_the_contact_says_so(
    house: Turn,
) -> None:
    """Neither an empty text nor a null works: tried once each, told in the contact's note."""
    first = promise(house, house.soon)
    house.xero.world.doubt(empty_date_is_refused=True, null_date_is_ignored=True)
    withdraw(house, first)
    house.advance(48, step=24)
    assert in_xero(house) == house.soon
    assert dates_sent(house) == 3
    assert "could not be taken out of Xero" in words(house)
    assert any(
        f"no longer expected by {dated(house.soon)}" in note for note in house.notes_on("quay")
    )
    assert silent_until(house) == set(), "our own date keeps nobody silent"


def test_where_only_null_empties_it_that_is_found(house: Turn) -> None:
    """The second way is tried after the first was refused."""
    first = promise(house, house.soon)
    house.xero.world.doubt(empty_date_is_refused=True)
    withdraw(house, first)
    assert in_xero(house) is None


def test_a_kept_or_broken_promise_leaves_its_date_alone(house: Turn) -> None:
    """Past, it is a note; paid, there is nothing to expect: no call either way."""
    promise(house, house.began + timedelta(days=1))
    promise(house, house.began + timedelta(days=1), name="mill")
    house.pays("INV-mill", "250.00")
    sent = dates_sent(house)
    house.advance(24 * 6, step=24 * 3)
    assert dates_sent(house) == sent == 2
    assert in_xero(house) == in_xero(house, "INV-mill") == house.began + timedelta(days=1)


def test_nothing_is_entered_where_writing_back_is_off(house: Turn) -> None:
    """The owner said that nothing is written into Xero."""
    policy.change_settings(house.doors, org_id=house.org_id, by=BY, write_back=False)
    promise(house, house.soon)
    house.catch_up()
    assert dates_sent(house) == 0
    policy.change_settings(house.doors, org_id=house.org_id, by=BY, write_back=True)
    house.settle()
    assert in_xero(house) == house.soon, "what was intended meanwhile is done then"


def test_a_promise_is_moved_and_withdrawn_on_the_customers_page(house: Turn) -> None:
    """Two small forms beside it, and what stands in Xero beside the invoice."""
    promise_id, visit = promise(house, house.soon), signed_in(house)
    path = f"customers/{house.customer('quay')}"
    visit.post(f"{path}/promise/{promise_id}/move", due=house.later.isoformat())
    house.settle()
    assert f"in Xero: expected {short_day(house.later, house.began)}" in visit.get(path)
    moved = house.sql(
        "select id from promises where org_id = :org and customer_id = :customer"
        " and withdrawn_at is null",
        customer=house.customer("quay"),
    )
    visit.post(f"{path}/promise/{moved[0][0]}/withdraw")
    house.settle()
    page = visit.get(path)
    assert "in Xero: expected" not in page
    assert "They took it back" not in page
    assert in_xero(house) is None


def silent_until(house: Turn) -> set[date]:
    """The days until which something promised keeps INV-quay silent."""
    today = house.ledger.today()
    with house.doors.store.tenant(house.org_id) as tx:
        found = accounts.load_accounts(
            tx,
            on=today,
            customer_ids=[house.customer("quay")],
            calendar_of=lambda _: Calendar(),
            limit=1,
        )
    book = read_promises(found[0], DEFAULT_POLICY, today)
    return {until for each, until in book.silent_until if each == house.invoice("INV-quay")}


def paused_to(due: date) -> date:
    """The first day on which words go again: two working days of grace have passed."""
    return deadline(due, 2, Calendar()) + timedelta(days=1)


def words(house: Turn) -> str:
    """What the customer's page says about the expected date of INV-quay."""
    with house.doors.store.tenant(house.org_id) as tx:
        page = customer_page(tx, house.customer("quay"), on=house.ledger.today())
    assert page is not None
    return next(
        line.expected_words for line in page.invoices if line.id == house.invoice("INV-quay")
    )
