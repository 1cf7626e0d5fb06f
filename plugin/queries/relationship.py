"""What a customer's page shows of the relationship: notes, check-ins, who is never asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from plugin.calendars import calendar_for
from plugin.credit.account import Account, Calendar, HoldKind
from plugin.credit.check_in_facts import CheckIn
from plugin.credit.check_ins import check_in_of, is_put_off
from plugin.credit.policy import CreditPolicy
from plugin.credit.silence import is_in_force
from plugin.credit.talking_points import talking_points
from plugin.credit.task_kinds import TaskKind
from plugin.letters.check_in_words import point_words
from plugin.letters.context_words import effect_words, fact_words
from plugin.letters.wording import dated
from plugin.queries.mail import conversation
from plugin.queries.tasks import open_tasks
from plugin.store import Tx, accounts, check_ins, context_notes, feedback, never_asked, policies
from plugin.store.check_ins import SPOKE
from plugin.store.reading import customers

_DAY = timedelta(days=1)
#: questions of theirs that are not about money
_OPEN = frozenset(
    {TaskKind.ASKED, TaskKind.ORDER_ROUTE, TaskKind.GOOD_PAYER_LETTER, TaskKind.TALK_UNREAD}
)
_WROTE_WITHIN = timedelta(days=120)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """One note: what it says, what it changes, and who said so; `last` is its last day."""

    id: str
    says: str
    changes: str
    words: str
    by: str
    at: datetime
    since: date
    last: date
    begins_later: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine:
    """What came of one check-in."""

    on: date
    spoke: bool
    words: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """Everything of one customer that is not about asking for money.

    `every_weeks` and `next_on` are None where nobody rings to say hello; `is_due` where the day has
    come; `put_off` where a dispute or a hardship stands in its way.
    """

    notes: tuple[NoteLine, ...]
    is_in_hardship: bool
    every_weeks: int | None
    next_on: date | None
    by_policy: bool
    is_due: bool
    put_off: bool
    points: tuple[str, ...]
    calls: tuple[CallLine, ...]
    #: who said that they are never asked for a recommendation; empty where nobody did
    never_asked_by: str
    asks_at_all: bool


def relationship(tx: Tx, customer_id: str, *, on: date) -> Relationship | None:
    """The relationship with one customer on a civil day; None where there is no account."""
    loaded = _account(tx, customer_id, on)
    if loaded is None:
        return None
    account, policy = loaded
    plan = check_in_of(account, policy, on)
    return Relationship(
        notes=_notes(tx, customer_id, on),
        is_in_hardship=any(
            hold.kind is HoldKind.HARDSHIP and is_in_force(hold, on) for hold in account.holds
        ),
        every_weeks=plan.every_weeks if plan is not None else None,
        next_on=_next(plan, on),
        by_policy=plan is not None and account.check_in is None,
        is_due=plan is not None and plan.next_on <= on,
        put_off=is_put_off(account, on),
        points=(*point_words(talking_points(account, policy, on), on), *_said(tx, customer_id, on)),
        calls=tuple(
            CallLine(on=each.on, spoke=each.outcome == SPOKE, words=each.words, by=each.by)
            for each in check_ins.past(tx, customer_id)
        ),
        never_asked_by=never_asked.refused_by(tx, customer_id) or "",
        asks_at_all=policy.kind_words.recommend,
    )


def name_of(tx: Tx, customer_id: str) -> str:
    """The name of a customer; empty where there is none."""
    return customers.names(tx, [customer_id]).get(customer_id, "")


def _next(plan: CheckIn | None, on: date) -> date | None:
    return None if plan is None else max(plan.next_on, on)


def _account(tx: Tx, customer_id: str, on: date) -> tuple[Account, CreditPolicy] | None:
    def calendar_of(country: str) -> Calendar:
        return calendar_for(country, (on.year - 1, on.year, on.year + 1))

    loaded = accounts.load_accounts(
        tx, on=on, customer_ids=[customer_id], calendar_of=calendar_of, limit=1
    )
    if not loaded:
        return None
    held = policies.policy_held(tx, [customer_id]).get(customer_id)
    return loaded[0], policies.in_force(tx).named(held)


def _notes(tx: Tx, customer_id: str, on: date) -> tuple[NoteLine, ...]:
    return tuple(
        NoteLine(
            id=each.note.id,
            says=fact_words(each.note.fact),
            changes=effect_words(each.note.fact),
            words=each.words,
            by=each.note.by,
            at=each.at,
            since=each.note.since,
            last=each.note.until - _DAY,
            begins_later=each.note.since > on,
        )
        for each in context_notes.standing(tx, customer_id, on=on)
    )


def _said(tx: Tx, customer_id: str, on: date) -> tuple[str, ...]:
    """What waits for an answer, what they wrote lately, and how they said it went."""
    said = [
        each.words for each in open_tasks(tx, on=on, customer_id=customer_id) if each.kind in _OPEN
    ]
    written, _ = conversation(tx, customer_id, limit=1)
    for each in written:
        if each.at.date() >= on - _WROTE_WITHIN and each.snippet:
            waits = " It waits for an answer." if each.waits else ""
            said.append(f"They wrote on {dated(each.at.date())}: “{each.snippet}”.{waits}")
    last = feedback.last_of(tx, customer_id)
    if last is not None and last.score is not None and last.answered_on is not None:
        words = f": “{last.words}”" if last.words else ""
        said.append(f"On {dated(last.answered_on)} they scored you {last.score} of 5{words}.")
    return tuple(said)
