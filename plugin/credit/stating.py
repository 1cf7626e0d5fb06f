"""Statements within a review: what they replace today, which are proposed, which wait and why.

When one is due at all is `scheduled`, where it is also said how statement and ladder live together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from plugin.credit.account import Account, HoldKind, PastMessage
from plugin.credit.climbing import Findings
from plugin.credit.contact import must_wait
from plugin.credit.decisions import (
    ProposedStatement,
    StatementWait,
    Task,
    TaskKind,
    Wait,
    WaitKind,
)
from plugin.credit.dunning import NOWHERE
from plugin.credit.message import Reached, Today, reasons_to_ask
from plugin.credit.scheduled import (
    CAUGHT_UP_FOR,
    REPLACES_WITHIN,
    StatementDue,
    monthly_terms,
    stated_before_due,
)
from plugin.credit.statements import PastStatement, StatementFate, StatementKind

_DAY = timedelta(days=1)


def without_replaced(
    today: Today,
    currency: str,
    late: list[Reached],
    courtesies: list[Reached],
    found: Findings,
) -> tuple[list[Reached], list[Reached]]:
    """What is left of the levels that were reached, once a statement stands in their place."""
    due = today.statements.get(currency)
    if due is None:
        return late, courtesies
    if late and all(_is_first(today, each) for each in late):
        until = _replaced_until(due, late, today.on)
        if until is not None:
            for each in late:
                found.wait(Wait(WaitKind.STATEMENT, until, each.debt.invoice.id))
            late = []
    kept = [each for each in courtesies if not _lapses(today, due, each)]
    if len(kept) < len(courtesies):
        left = {each.debt.key for each in kept}
        for each in courtesies:
            if each.debt.key not in left:
                found.wait(Wait(WaitKind.STATEMENT, None, each.debt.invoice.id))
    return late, kept


def _is_first(today: Today, each: Reached) -> bool:
    """The first level of a debt that has taken none; a returned payment or the like is more."""
    place = today.places.get(each.debt.key, NOWHERE)
    ladder = today.rungs.ladder
    return place.taken is None and bool(ladder) and each.level.number == ladder[0].number


def _replaced_until(due: StatementDue, late: Sequence[Reached], on: date) -> date | None:
    """Until when a statement stands in place of these first reminders; None where none does."""
    days = [each.from_day or on for each in late]
    for day, goes in _days_of(due, on):
        if all(abs(each - day) <= REPLACES_WITHIN for each in days):
            until = day + REPLACES_WITHIN + _DAY if on >= day else day
            if goes and until > on:
                return until
    return None


def _days_of(due: StatementDue, on: date) -> list[tuple[date, bool]]:
    """The days of the statement at hand and of the next, each with whether it went or will go."""
    found: list[tuple[date, bool]] = []
    past = due.past
    if due.at_hand is not None:
        went = past is not None and past.fate is StatementFate.WENT
        found.append(
            (past.on if past is not None and went else due.at_hand.day, went or due.is_open)
        )
    will = due.is_enough and due.silent is None and not due.coming_is_off
    found.append((due.coming.day, will))
    return found


def _lapses(today: Today, due: StatementDue, each: Reached) -> bool:
    """Whether a statement stands in place of this courtesy."""
    if due.may_go(today.on):
        return True
    day = each.from_day or today.on
    if any(goes and abs(day - at) <= REPLACES_WITHIN for at, goes in _days_of(due, today.on)):
        return True
    terms = monthly_terms(today.account, due.currency)
    if terms is None:
        return False
    plan, calendar = today.policy.statements, today.account.calendar
    return stated_before_due(each.debt, plan, terms, calendar)


def propose_statements(today: Today, found: Findings) -> None:
    """Propose the statements whose day has come, note why others wait, and when to look again."""
    for currency, due in today.statements.items():
        # a first reminder may be held back from three days before on, and proposed three after
        found.days.append(due.coming.day)
        if due.at_hand is None or due.past is not None:
            continue
        found.days.append(due.at_hand.day + CAUGHT_UP_FOR + _DAY)
        if not due.is_enough:
            continue
        wait = _waits(today, currency, due, found)
        if wait is not None:
            found.statement_waits.append(wait)
            if wait.until is not None:
                found.days.append(wait.until)
            continue
        found.statements.append(_proposed(today, due))


def _waits(today: Today, currency: str, due: StatementDue, found: Findings) -> StatementWait | None:
    if due.silent is not None:
        return StatementWait(currency, due.silent, due.silent_until)
    if currency in today.pending or any(each.currency == currency for each in found.messages):
        return StatementWait(currency, WaitKind.PROPOSAL_OPEN, None)
    account = today.account
    owed = [each for each in account.bills_owed if each.amount > 0]
    if owed and not account.set_off_settled:
        same = next((each for each in owed if each.currency == currency), owed[0])
        found.tasks.append(Task(TaskKind.SET_OFF, amount=same))
        return StatementWait(currency, HoldKind.SET_OFF, None)
    nobody = _nobody_to_write_to(account, found)
    if nobody is not None:
        return StatementWait(currency, nobody, None)
    under_way = today.pending | today.pending_courtesies | {m.currency for m in found.messages}
    under_way |= {each.currency for each in found.statements}
    wait = must_wait(
        account,
        today.policy,
        today.on,
        today.history,
        currency,
        beside=len(under_way - {currency}),
        mention=False,
    )
    return None if wait is None else StatementWait(currency, wait.kind, wait.until)


def _nobody_to_write_to(account: Account, found: Findings) -> WaitKind | None:
    """Why no mail may go: theirs waits to be read, ours came back, or there is no address."""
    if account.customer.reach.answered:
        return WaitKind.ANSWERED
    if account.customer.reach.bounced:
        return WaitKind.BOUNCED
    if account.customer.has_email:
        return None
    found.tasks.append(Task(TaskKind.NO_EMAIL))
    return WaitKind.NO_EMAIL


def _proposed(today: Today, due: StatementDue) -> ProposedStatement:
    assert due.at_hand is not None
    plan = today.policy.statements
    last = today.account.statements.last_in(due.currency, today.on)
    activity = plan.kind is StatementKind.ACTIVITY
    since = (last or _month_before(due.at_hand.day)) + _DAY if activity else None
    return ProposedStatement(
        currency=due.currency,
        period=due.at_hand.period,
        kind=plan.kind,
        since=since,
        listed=tuple(dict.fromkeys(each.invoice.id for each in due.listed)),
        total=due.total,
        late=due.late,
        credit=due.credit,
        ask=reasons_to_ask(today),
    )


def _month_before(day: date) -> date:
    """With no statement before it, an activity goes back to the end of the month before last."""
    first = day.replace(day=1)
    return (first - _DAY).replace(day=1) - _DAY


def as_stated(account: Account, gone: Sequence[ProposedStatement], on: date) -> Account:
    """The account after these statements went on that day: they count as messages (rule 23)."""
    if not gone:
        return account
    past = tuple(PastStatement(each.currency, each.period, on) for each in gone)
    known = account.statements
    return replace(
        account,
        statements=replace(known, past=(*known.past, *past)),
        messages=(*account.messages, *(PastMessage(on, each.currency) for each in gone)),
    )
