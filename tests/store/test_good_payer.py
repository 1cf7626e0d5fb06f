"""Good-payer letters in the store: they follow a merge and end with the person."""

from __future__ import annotations

from datetime import date

from plugin.store import good_payer
from plugin.store.good_payer import LetterState
from tests.store.facts import NOON, Books, a_contact, later


def a_letter(books: Books) -> None:
    """A letter of Acme's that was given."""
    with books.tx() as tx:
        letter_id = good_payer.ask(tx, "acme", by="customer", address="may@acme.test", at=NOON)
        kept = good_payer.approve(
            tx, letter_id, facts={"customer": "Acme Ltd"}, by="Ann", at=NOON,
            good_until=date(2027, 2, 22),
        )  # fmt: skip
        assert kept
        assert not good_payer.close(tx, letter_id, LetterState.DECLINED, by="Ann", at=NOON)


def test_a_letter_follows_a_merge(books: Books) -> None:
    """Acme is merged into Bell: its letter is Bell's, and says what it said."""
    books.contacts(a_contact(), a_contact("bell"))
    a_letter(books)
    books.contacts(a_contact(merged_into="bell", status="archived", updated_at=later(1)))
    with books.tx() as tx:
        (found,) = good_payer.letters_of(tx, "bell")
    assert found.facts == {"customer": "Acme Ltd"}


def test_nothing_is_left_of_a_letter_of_an_erased_contact(books: Books) -> None:
    """Facts, address and row go; its address shows nothing from then on."""
    books.contacts(a_contact())
    a_letter(books)
    books.contacts(a_contact(status="erase", updated_at=later(1)))
    assert books.all("select count(*) from good_payer_letters") == [(0,)]


def test_facts_and_address_lie_sealed(books: Books) -> None:
    """What a dump of the database shows names nobody."""
    books.contacts(a_contact())
    a_letter(books)
    ((facts, address),) = books.all("select facts, address from good_payer_letters")
    assert b"Acme" not in bytes(facts)
    assert b"may@acme" not in bytes(address)
