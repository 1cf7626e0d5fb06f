"""What a person called off is kept with who and when, reaches the account, and is merged."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from plugin.credit.called_off import CalledOff
from plugin.credit.decisions import ProposedMessage, ProposedStep
from plugin.credit.money import Money
from plugin.store import called_off
from tests.store.facts import NOON, TODAY, Books, a_contact, a_sale, later

NEXT = TODAY + timedelta(days=3)
SECOND = ProposedStep("i1", 0, 2, Money.of("120", "GBP"), 17)
MESSAGE = ProposedMessage(
    currency="GBP",
    level=2,
    is_courtesy=False,
    is_final=False,
    chased=(SECOND,),
    also=(),
    netted=Money.of("0", "GBP"),
    total=Money.of("120", "GBP"),
)


def some_books(books: Books) -> Books:
    """A customer with one invoice, of which the second reminder is called off."""
    books.contacts(a_contact("a", name="Acme"), a_contact("b"))
    books.invoices(a_sale("i1", contact_id="a", number="INV-1", amount="120"))
    with books.tx() as tx:
        called_off.call_off(tx, "a", MESSAGE, foreseen=NEXT, until=None, by="Ann", at=NOON)
    return books


def test_a_skipped_level_reaches_the_account_until_it_is_undone(books: Books) -> None:
    """With its day; undone by a named person, the account knows nothing of it any more."""
    some_books(books)
    assert books.account("a").called_off == (CalledOff("i1", 0, 2, NEXT),)
    with books.tx() as tx:
        (found,) = called_off.standing(tx, on=TODAY)
        assert (found.customer, found.numbers, found.by) == ("Acme", ("INV-1",), "Ann")
        assert called_off.undo(tx, found.id, by="Bo", at=later(1), on=TODAY)
        assert not called_off.undo(tx, found.id, by="Bo", at=later(1), on=TODAY)
    assert books.account("a").called_off == ()
    assert books.all("select undone_by from called_off") == [("Bo",)]


def test_once_its_day_has_passed_it_stands(books: Books) -> None:
    """On the day itself it can be undone, the day after not; the level stays skipped."""
    some_books(books)
    with books.tx() as tx:
        assert called_off.standing(tx, on=NEXT)
        after = NEXT + timedelta(days=1)
        assert called_off.standing(tx, on=after) == ()
        (decision,) = (each.id for each in called_off.standing(tx, on=NEXT))
        assert not called_off.undo(tx, decision, by="Bo", at=later(1), on=after)
        assert not called_off.undo(tx, uuid4(), by="Bo", at=later(1), on=TODAY)
    assert books.account("a").called_off


def test_it_goes_with_a_merged_contact(books: Books) -> None:
    """The invoice is the winner's, and so is what was called off of it."""
    some_books(books)
    books.contacts(a_contact("a", merged_into="b", status="archived", updated_at=later(1)))
    assert [each.invoice_id for each in books.account("b").called_off] == ["i1"]
