"""Places in a trial follow merged contacts, and are nobody else's."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

from plugin.credit.trials import Candidate, TrialPlace
from plugin.store import carrying, terms, trials
from plugin.store.trials import Trial
from tests.store.facts import NOON, TODAY, Books, a_contact, later

STARTS = date(2026, 3, 9)


def a_trial(books: Books, *customers: str) -> Trial:
    """A trial of *gentle* over these customers, in pairs as they come."""
    trial = Trial(
        id=uuid4(), policy="gentle", policy_version=1, against="standard", against_version=1,
        key="gentle 1", starts_on=STARTS, weeks=12, groups=1, by="Ann", at=NOON,
    )  # fmt: skip
    places = [
        TrialPlace(
            Candidate(id_, "good", Decimal("99.90"), Decimal("1.5")), n // 2, n % 2 == 0, STARTS
        )
        for n, id_ in enumerate(customers)
    ]
    with books.tx() as tx:
        trials.add(tx, trial, places)
    return trial


def test_a_trial_reads_as_it_was_written(books: Books) -> None:
    """Places, figures and dates; one at a time runs."""
    books.contacts(a_contact("a"), a_contact("b"))
    trial = a_trial(books, "a", "b")
    with books.tx() as tx:
        assert trials.running(tx) == trial
        found = trials.places(tx, trial.id)
        assert [each.place.candidate.customer_id for each in found] == ["a", "b"]
        assert found[0].place.candidate.sales == Decimal("99.90")
        assert trials.next_switch(tx, after=TODAY) == STARTS
        assert [row.customer_id for row in trials.to_switch(tx, on=STARTS)] == ["a", "b"]
        assert not trials.to_switch(tx, on=TODAY)


def test_the_place_of_a_merged_contact_is_its_winners_unless_they_have_one(books: Books) -> None:
    """Nobody stands twice in a trial."""
    books.contacts(*(a_contact(id_) for id_ in ("a", "b", "c", "d", "new")))
    trial = a_trial(books, "a", "b", "c", "d")
    books.contacts(
        a_contact("a", status="archived", merged_into="new", updated_at=later(1)),
        a_contact("c", status="archived", merged_into="d", updated_at=later(1)),
    )
    with books.tx() as tx:
        placed = {
            each.place.candidate.customer_id: each.place.pair
            for each in trials.places(tx, trial.id)
        }
    assert placed == {"new": 0, "b": 0, "c": 1, "d": 1}


def test_what_a_trial_chose_is_carried_nowhere_as_a_persons_choice(books: Books) -> None:
    """Of two under the same policy only the one whom a person put there brings it along."""
    books.contacts(a_contact("a"), a_contact("b"))
    trial = a_trial(books, "a", "x")
    with books.tx() as tx:
        terms.set_policy(tx, ["a", "b"], "gentle")
        terms.set_never_chase(tx, ["a"], True)
        trials.note_switched(tx, trial.id, ["a"], at=NOON)
        carried = {each.contact.id: each.policy for each in carrying.chosen_terms(tx)}
    assert carried == {"a": None, "b": "gentle"}
