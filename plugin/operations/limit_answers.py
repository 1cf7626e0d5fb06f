"""A person's answer to suggested limits: accept line by line, another amount, or no.

Each is looked at anew under its lock; raises are set only as far as the loss budget carries them,
best customers first. A loyalty step leaves a thank-you to be approved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from plugin.credit.limit_book import Book, Looked
from plugin.credit.limit_suggestions import OnTimeInARow, SuggestionKind
from plugin.credit.loss_budget import Wanted, still_fits
from plugin.credit.money import Money
from plugin.jobs import What
from plugin.letters.limit_words import KIND_WORDS
from plugin.letters.wording import money
from plugin.operations.decide import record
from plugin.operations.decision_log import ask_for_outcome
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import Ground, ground
from plugin.operations.limit_suggestions import (
    as_looked,
    in_order,
    look,
    look_at_families,
    refused_by,
)
from plugin.operations.loss_budget import book_of
from plugin.store import Tx, assessments, credit_decisions, limit_refusals, terms
from plugin.store.reading.customers import names
from plugin.store.terms import LimitSet

_AFTER = (What.ASSESS, What.WRITE_BACK)


@dataclass(frozen=True, slots=True)
class LimitsAccepted:
    """How many limits were set, how many earn thanks, and of each other line why it was not."""

    set: int
    thanked: int
    refused: tuple[tuple[str, str], ...]


def accept_suggestions(
    doors: Doors, *, org_id: UUID, by: str, asked: Mapping[str, Decimal]
) -> LimitsAccepted:
    """Set these suggested limits, each subject with the amount that the person saw.

    A line is left out, with its reason, where the suggestion is another by now or the budget does
    not carry it; the others are set.
    """
    with decided(doors, org_id, *_AFTER) as tx:
        on, looked, book, budget = _looked_at(tx, doors, list(asked))
        refused: list[tuple[str, str]] = []
        done = thanked = 0
        known = {each.subject: each for each in looked}
        refused.extend((each, "not known here any more") for each in asked if each not in known)
        stale = [each for each in looked if not _is_as_seen(each, asked[each.subject])]
        refused.extend((each.name, "another is suggested by now: look again") for each in stale)
        for each in in_order(book, [one for one in looked if one not in stale]):
            assert each.suggestion is not None
            to = each.suggestion.to
            if not _fits(book, budget, each, to):
                refused.append((each.name, _no_room(book, budget, each, to)))
                continue
            _set(
                tx, on, by, each, to, f"Suggested and accepted: {KIND_WORDS[each.suggestion.kind]}"
            )
            book = _with_limit(book, each, to)
            done += 1
            thanked += each.suggestion.kind is SuggestionKind.LOYALTY
        return LimitsAccepted(done, thanked, tuple(refused))


def set_another(
    doors: Doors, *, org_id: UUID, by: str, subject: str, amount: Decimal, why: str
) -> None:
    """Set another limit than the suggested one, with a reason, within the loss budget.

    Raises NotPossible, where nothing was changed.
    """
    if not why.strip():
        raise NotPossible("Nothing was changed: another amount than the suggested has a reason.")
    if amount < 0:
        raise NotPossible("Nothing was changed: a limit is zero or more.")
    with decided(doors, org_id, *_AFTER) as tx:
        on, looked, book, budget = _looked_at(tx, doors, [subject])
        if not looked:
            raise NotPossible("This customer is not known here. Nothing was changed.")
        [each] = looked
        to = Money(amount, on.organisation.base_currency).rounded()
        if not _fits(book, budget, each, to):
            room = _no_room(book, budget, each, to)
            raise NotPossible(f"Nothing was changed: {room}.")
        _set(tx, on, by, each, to, why.strip(), as_suggested=False)


def refuse_suggestion(doors: Doors, *, org_id: UUID, by: str, subject: str, why: str) -> None:
    """Refuse what is suggested, with a reason; it comes back only when the facts have changed.

    Raises NotPossible where nothing is suggested any more, or no reason is given.
    """
    if not why.strip():
        raise NotPossible("Nothing was changed: a refusal is remembered with its reason.")
    with decided(doors, org_id) as tx:
        on, looked, _, _ = _looked_at(tx, doors, [subject])
        if not looked or looked[0].suggestion is None:
            raise NotPossible("Nothing is suggested for this customer any more.")
        [each] = looked
        suggestion = looked[0].suggestion
        limit_refusals.refuse(
            tx,
            customer_id=None if each.family_id is not None else each.customer_id,
            family_id=each.family_id,
            refused=refused_by(each),
            why=why.strip(),
            by=by,
            at=on.now,
        )
        words = f"Refused the suggested limit of {money(suggestion.to)}: {why.strip()}"
        record(tx, on, by, each.customer_id, "limit_refused", words)


def _looked_at(
    tx: Tx, doors: Doors, subjects: Sequence[str]
) -> tuple[Ground, list[Looked], Book, Decimal | None]:
    """These subjects anew, under their locks, with the book and the budget of this moment."""
    limit_refusals.one_at_a_time(tx)
    on = ground(tx, now=doors.clock.now())
    # only of customers that there are: a lock makes a row for whoever it is asked of
    ids = sorted(names(tx, [each[2:] for each in subjects if each.startswith("c:")]))
    assessments.lock(tx, ids)
    looked = list(look(tx, on, ids))
    for each in subjects:
        if each.startswith("f:"):
            looked.extend(look_at_families(tx, on, only=each[2:]))
    book = as_looked(book_of(tx, on), looked)
    budget = limit_refusals.loss_budget(tx)
    return on, looked, book, budget.amount.amount if budget is not None else None


def _is_as_seen(each: Looked, amount: Decimal) -> bool:
    return each.suggestion is not None and each.suggestion.to.amount == amount


def _fits(book: Book, budget: Decimal | None, each: Looked, to: Money) -> bool:
    wanted = Wanted(book.at_risk[each.subject], to.amount)
    return still_fits(budget, book.at_risk.values(), wanted)


def _no_room(book: Book, budget: Decimal | None, each: Looked, to: Money) -> str:
    costs = Wanted(book.at_risk[each.subject], to.amount).costs
    left = max((budget or Decimal(0)) - sum(
        (one.expected_loss for one in book.at_risk.values()), Decimal(0)
    ), Decimal(0))  # fmt: skip
    return (
        f"{money(to)} for {each.name} adds {money(Money(costs, to.currency))} to the book’s"
        f" expected loss, and the loss budget has {money(Money(left, to.currency))} left"
    )


def _with_limit(book: Book, each: Looked, to: Money) -> Book:
    at = replace(book.at_risk[each.subject], limit=to.amount)
    return replace(book, at_risk={**book.at_risk, each.subject: at})


def _set(
    tx: Tx, on: Ground, by: str, each: Looked, to: Money, why: str, *, as_suggested: bool = True
) -> None:
    """Set it, log it, and leave the thank-you that a loyalty step earns to the next review."""
    words = f"Limit set to {money(to)}: {why}"
    if each.family_id is not None:
        _set_family(tx, on, by, each, to, words)
        return
    suggestion = each.suggestion if as_suggested else None
    used = each.suggestion.consequence if each.suggestion is not None else None
    row = LimitSet(
        each.customer_id, to, why, used.used if used is not None else None,
        suggestion.basis if suggestion is not None else (),
    )  # fmt: skip
    terms.set_limits(tx, [row], by=by, at=on.now)
    reasons = suggestion.reasons if suggestion is not None else ()
    earned = next((one.count for one in reasons if isinstance(one, OnTimeInARow)), None)
    record(tx, on, by, each.customer_id, "limit", words, earned=earned)
    assessments.touch(tx, [each.customer_id])


def _set_family(tx: Tx, on: Ground, by: str, each: Looked, to: Money, words: str) -> None:
    assert each.family_id is not None
    customer = each.account.customer
    terms.save_family(tx, each.family_id, name=each.name, limit=to)
    told = f"{each.name}: {words[:1].lower()}{words[1:]}"
    record(tx, on, by, customer.id, "family_limit", told)
    used = each.suggestion.consequence if each.suggestion is not None else None
    look_on = credit_decisions.log_family(
        tx,
        each.family_id,
        before=customer.family_limit,
        after=to,
        exposure=[used.used] if used is not None else [],
        score=each.score.total,
        words=words,
        by=by,
        at=on.now,
        on=on.today,
    )
    ask_for_outcome(tx, on, look_on)
