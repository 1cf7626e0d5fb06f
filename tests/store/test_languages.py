"""The language that a person chose for a customer's letters is kept, and follows a merger."""

from __future__ import annotations

from plugin.store.languages import language_of, speak, spoken
from tests.store.facts import Books, a_contact, later


def test_a_language_is_chosen_and_given_back(books: Books) -> None:
    """Only whoever really changed is named; a stranger's id is nobody."""
    books.contacts(a_contact(), a_contact("b"))
    with books.tx() as tx:
        assert language_of(tx, "acme") is None
        assert speak(tx, ["acme", "nobody"], "fr-FR") == {"acme"}
        assert speak(tx, ["acme", "b"], "fr-FR") == {"b"}
        assert (language_of(tx, "acme"), spoken(tx)) == ("fr-FR", {"fr-FR": 2})
    assert books.account().customer.language == "fr-FR"
    with books.tx() as tx:
        assert speak(tx, ["acme"], None) == {"acme"}
    assert books.account().customer.language == ""


def test_the_language_of_a_merged_customer_goes_to_the_winner_that_has_none(books: Books) -> None:
    """Two contacts of one customer are merged in the ledger."""
    books.contacts(a_contact(), a_contact("winner"))
    with books.tx() as tx:
        speak(tx, ["acme"], "de-DE")
    books.contacts(a_contact(status="archived", merged_into="winner", updated_at=later(1)))
    with books.tx() as tx:
        assert language_of(tx, "winner") == "de-DE"
