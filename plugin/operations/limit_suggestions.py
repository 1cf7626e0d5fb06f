"""Limit suggestions of a whole book: found, bounded by the loss budget, accepted, changed, refused.

The rules are the engine's. Every answer is a person's, made under the customer's lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from plugin.credit.account import Account
from plugin.credit.covered import covering
from plugin.credit.limit_book import Book, Looked, RefusedBefore, Suggestions
from plugin.credit.limit_suggestions import (
    RAISED_FROM,
    RefusedSuggestion,
    is_news,
    suggested_limit,
)
from plugin.credit.loss_budget import (
    AtRisk,
    Wanted,
    best_first,
    within_budget,
)
from plugin.credit.money import Money
from plugin.credit.score import score_of
from plugin.operations.doors import Doors, local_date
from plugin.operations.families import joined
from plugin.operations.ground import Ground, ground
from plugin.operations.loss_budget import book_of
from plugin.store import Tx, accounts, credit_decisions, limit_refusals
from plugin.store.reading import book as read

#: customers that are looked at, of each reason to look
MOST = 500


def suggestions(tx: Tx, on: Ground) -> Suggestions:
    """What is suggested on this day, live from the accounts; at most `MOST` looked at a reason."""
    ids = read.worth_a_look(tx, raised_from=RAISED_FROM, limit=MOST)
    looked = [*look(tx, on, ids), *look_at_families(tx, on)]
    customers, families = limit_refusals.refusals(tx)
    open_now: list[Looked] = []
    refused: list[RefusedBefore] = []
    for each in looked:
        if each.suggestion is None:
            continue
        before = (
            families.get(each.family_id)
            if each.family_id is not None
            else customers.get(each.customer_id)
        )
        if before is None or is_news(before.refused, each.suggestion, each.score.total):
            open_now.append(each)
        else:
            refused.append(RefusedBefore(each, before.refused, before.why, before.by, before.at))
    book = as_looked(book_of(tx, on), looked)
    budget = limit_refusals.loss_budget(tx)
    wanted = {each.subject: each for each in open_now if _is_raise(each)}
    within = within_budget(
        budget.amount.amount if budget is not None else None,
        book.at_risk.values(),
        [_wanted(book, each) for each in wanted.values()],
    )
    cuts = [each for each in open_now if not _is_raise(each)]
    return Suggestions(
        budget=budget,
        book=book,
        within=within,
        raises=tuple(wanted[each] for each in within.granted),
        held_back=tuple((wanted[each.subject], each) for each in within.held_back),
        cuts=tuple(sorted(cuts, key=lambda each: (each.score.total or 0, each.name))),
        refused=tuple(refused),
    )


def look(tx: Tx, on: Ground, customer_ids: Sequence[str]) -> tuple[Looked, ...]:
    """Look at these customers, each by itself."""
    ids = list(dict.fromkeys(customer_ids))
    found: list[Looked] = []
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        set_at = read.limits_set_at(tx, some)
        for account in accounts.load_accounts(
            tx, on=on.today, customer_ids=some, calendar_of=on.calendar_of, limit=len(some)
        ):
            customer = account.customer
            at = set_at.get(customer.id)
            since = local_date(on.organisation, at) if at is not None else None
            found.append(_looked(on, f"c:{customer.id}", customer.name, account, since))
    return tuple(found)


def look_at_families(tx: Tx, on: Ground, only: str | None = None) -> tuple[Looked, ...]:
    """Look at each family with a shared limit as at one customer (rule 10)."""
    named = {id_: what for id_, what in read.families(tx).items() if only is None or id_ == only}
    members: dict[str, list[str]] = {}
    for customer, family in read.members_of(tx).items() if named else ():
        members.setdefault(family, []).append(customer)
    changed = credit_decisions.family_changed_on(tx) if named else {}
    found: list[Looked] = []
    for family, (name, _) in named.items():
        loaded = accounts.load_accounts(
            tx,
            on=on.today,
            customer_ids=members.get(family, []),
            calendar_of=on.calendar_of,
            limit=len(members.get(family, [])),
        )
        if loaded:
            since = changed.get(family)
            found.append(_looked(on, f"f:{family}", name, joined(loaded), since))
    return tuple(found)


def look_at(tx: Tx, on: Ground, subject: str) -> Looked | None:
    """Look at one, by its subject; None where there is no such."""
    kind, _, id_ = subject.partition(":")
    found = look_at_families(tx, on, only=id_) if kind == "f" else look(tx, on, [id_])
    return found[0] if found else None


def as_looked(book: Book, looked: Sequence[Looked]) -> Book:
    """The book with the scores that were found just now."""
    at_risk = dict(book.at_risk)
    for each in looked:
        known = at_risk.get(each.subject)
        if known is None:
            limit = each.suggestion.before if each.suggestion is not None else None
            amount = limit.amount if limit is not None else None
            known = AtRisk(each.subject, amount, Decimal(0), each.score.total)
        at_risk[each.subject] = replace(known, score=each.score.total)
    return replace(book, at_risk=at_risk)


def loss_of(book: Book, looked: Looked, limit: Money) -> Decimal:
    """By how much this limit would raise (or, below zero, lower) the book's expected loss."""
    at = book.at_risk[looked.subject]
    return replace(at, limit=limit.amount).expected_loss - at.expected_loss


def in_order(book: Book, looked: Sequence[Looked]) -> list[Looked]:
    """Best customers first, as the budget is given out."""
    by_subject = {each.subject: each for each in looked}
    wanted = [_wanted(book, each) for each in looked if each.suggestion is not None]
    return [by_subject[each.at.subject] for each in best_first(wanted)]


def refused_by(looked: Looked) -> RefusedSuggestion:
    """What is remembered when a person refuses what is suggested."""
    suggestion = looked.suggestion
    assert suggestion is not None
    return RefusedSuggestion(suggestion.kind, suggestion.to, suggestion.before, looked.score.total)


def suggestions_now(doors: Doors, org_id: UUID) -> Suggestions:
    """The suggestions of an organisation, read in a transaction of their own."""
    with doors.store.tenant(org_id) as tx:
        return suggestions(tx, ground(tx, now=doors.clock.now()))


def _is_raise(each: Looked) -> bool:
    return each.suggestion is not None and each.suggestion.kind.is_raise


def _wanted(book: Book, each: Looked) -> Wanted:
    assert each.suggestion is not None
    return Wanted(book.at_risk[each.subject], each.suggestion.to.amount)


def _looked(on: Ground, subject: str, name: str, account: Account, since: date | None) -> Looked:
    account, segment, policy = covering(account, on.policies.policies, on.today)
    policy = policy or on.house
    score = score_of(account, on.today, policy)
    return Looked(
        subject=subject,
        name=name,
        account=account,
        policy=policy,
        score=score,
        segment=segment,
        limit_since=since,
        suggestion=suggested_limit(account, on.today, policy, score, segment, limit_since=since),
    )
