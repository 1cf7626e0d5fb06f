"""The log of decisions and the refusals: kept whole, moved with a merger, wordless when erased."""

from __future__ import annotations

from datetime import timedelta

from plugin.credit.decision_outcomes import DecisionOutcome, Verdict
from plugin.credit.limit_suggestions import RefusedSuggestion, SuggestionKind
from plugin.credit.money import Money
from plugin.store import credit_decisions, limit_refusals
from tests.store.facts import NOON, TODAY, Books, a_contact, later


def decided(books: Books) -> None:
    """A hold was decided of the customer, and a suggested limit refused."""
    refused = RefusedSuggestion(SuggestionKind.LOYALTY, gbp("750"), gbp("500"), 82)
    with books.tx() as tx:
        credit_decisions.log(
            tx, ["acme"], kind="held", words="Held for Bo Ray", by="Lisa", at=NOON, on=TODAY
        )
        limit_refusals.refuse(
            tx, customer_id="acme", family_id=None, refused=refused, why="Bo Ray asked us to",
            by="Lisa", at=NOON,
        )  # fmt: skip


def gbp(amount: str) -> Money:
    """An amount in pounds."""
    return Money.of(amount, "GBP")


def test_a_decision_waits_ninety_days_and_is_judged_once(books: Books) -> None:
    """Due on the ninetieth day; what was found then stays."""
    books.contacts(a_contact())
    decided(books)
    found = DecisionOutcome(Verdict.LOST, (), (gbp("300"),), (), 0, (gbp("12.50"),))
    with books.tx() as tx:
        assert credit_decisions.due(tx, on=TODAY + timedelta(days=89), limit=9) == ()
        [waiting] = credit_decisions.due(tx, on=TODAY + timedelta(days=90), limit=9)
        assert (waiting.words, waiting.exposure, waiting.name) == ("Held for Bo Ray", None, "Acme")
        credit_decisions.judged(tx, waiting.id, found, on=TODAY + timedelta(days=90))
        again = DecisionOutcome(Verdict.WELL, (), (), (), 0, ())
        credit_decisions.judged(tx, waiting.id, again, on=TODAY + timedelta(days=91))
        [judged] = credit_decisions.all_judged(tx)
        assert judged.outcome == found
        assert credit_decisions.next_look(tx) is None


def test_both_follow_a_merger_in_the_ledger(books: Books) -> None:
    """What was decided of the one is the other's."""
    books.contacts(a_contact(), a_contact("beta"))
    decided(books)
    books.contacts(a_contact(status="archived", merged_into="beta", updated_at=later(1)))
    with books.tx() as tx:
        assert [each.customer_id for each in credit_decisions.newest(tx, limit=9)] == ["beta"]
        assert set(limit_refusals.refusals(tx)[0]) == {"beta"}


def test_an_erased_customer_leaves_no_words(books: Books) -> None:
    """Amounts, dates and the verdict stay; the reasons go."""
    books.contacts(a_contact())
    decided(books)
    books.contacts(a_contact(status="erase", updated_at=later(1)))
    with books.tx() as tx:
        [logged] = credit_decisions.newest(tx, limit=9)
        assert (logged.words, logged.kind) == ("", "held")
        assert limit_refusals.refusals(tx) == ({}, {})
