"""What was agreed, contested, held and said, for an organisation's own tools. It decides nothing.

What may tell of a person's life (words, private reasons of a hold) is given only where asked for
with `words`, which a key needs a scope of its own for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from plugin.calendars import calendar_for
from plugin.credit.account import Account, HoldKind
from plugin.credit.money import Money
from plugin.credit.plan_defaults import PlanOutcome, judge_plans
from plugin.credit.policy import CreditPolicy
from plugin.credit.promises import PromiseState, judge_all
from plugin.queries.tool_shapes import (
    Dispute,
    Event,
    Hold,
    Instalment,
    LimitChange,
    Plan,
    Promise,
    PromiseTold,
)
from plugin.store import Tx, accounts, policies
from plugin.store.exporting import opened
from plugin.store.reading import Record, tools, work

_FIRST = UUID(int=0)
_STATES: Mapping[PromiseState, PromiseTold] = {
    PromiseState.OPEN: "open",
    PromiseState.KEPT: "kept",
    PromiseState.PART_KEPT: "part_kept",
    PromiseState.BROKEN: "broken",
}
#: holds whose very kind is nobody's business without the words
_PRIVATE = frozenset(
    {HoldKind.HARDSHIP, HoldKind.DECEASED, HoldKind.BREATHING_SPACE, HoldKind.INSOLVENT}
)
#: lines of the timeline whose sentence is made of amounts, dates, numbers and names of ours
_PLAIN = frozenset(
    {"limit", "limit_refused", "status", "flag", "promised", "promise_withdrawn", "order", "stop",
     "message_sent", "statement_sent", "segment", "policy", "planned", "first_sync", "connected",
     "payment_seen", "never_chase"}
)  # fmt: skip


def promises_after(
    tx: Tx, after: UUID | None, *, on: date, size: int, customer_id: str | None
) -> tuple[Promise, ...]:
    """The next promises after an id, each judged as of the civil day `on`."""
    rows = tools.promises(tx, after=after or _FIRST, customer_id=customer_id, limit=size)
    return _judged(tx, rows, on)


def promise_of(tx: Tx, promise_id: UUID, *, on: date) -> Promise | None:
    """One promise; None where there is no such."""
    rows = tools.promises(tx, after=_FIRST, customer_id=None, promise_id=promise_id, limit=1)
    return next(iter(_judged(tx, rows, on)), None)


def _judged(tx: Tx, rows: Iterable[Record], on: date) -> tuple[Promise, ...]:
    made = list(rows)
    states = {
        outcome.promise.id: _STATES[outcome.state]
        for account, policy in _accounts(tx, {row.customer_id for row in made}, on)
        for outcome in judge_all(account, policy, on)
    }
    return tuple(
        Promise(
            id=row.id,
            customer_id=row.customer_id,
            invoice_ids=tuple(row.invoice_ids),
            amount=Money(row.amount, row.currency),
            due=row.due,
            made_on=row.made_on,
            source=row.source,
            by=row.by,
            state="withdrawn" if row.withdrawn_at else states.get(str(row.id), "unknown"),
        )
        for row in made
    )


def plans_after(
    tx: Tx, after: UUID | None, *, on: date, size: int, customer_id: str | None
) -> tuple[Plan, ...]:
    """The next plans after an id; what was paid of one that stands is judged as of `on`."""
    rows = tools.plans(tx, after=after or _FIRST, customer_id=customer_id, limit=size)
    standing = {row.customer_id for row in rows if row.ended_on is None}
    judged = {
        outcome.standing.plan.id: outcome
        for account, policy in _accounts(tx, standing, on)
        for outcome in judge_plans(account, policy, on)
    }
    return tuple(_plan(row, judged.get(str(row.id))) for row in rows)


def _plan(row: Record, judged: PlanOutcome | None) -> Plan:
    paid = [part.paid for part in judged.parts] if judged is not None else []
    return Plan(
        id=row.id,
        customer_id=row.customer_id,
        invoice_ids=tuple(row.invoice_ids),
        agreed_on=row.agreed_on,
        by=row.by,
        instalments=tuple(
            Instalment(
                date.fromisoformat(due),
                Money(Decimal(amount), row.currency),
                paid[at] if at < len(paid) else None,
            )
            for at, (due, amount) in enumerate(row.parts or ())
        ),
        rest=Money(judged.standing.rest, row.currency) if judged is not None else None,
        ended_on=row.ended_on,
    )


def _accounts(
    tx: Tx, customer_ids: Iterable[str], on: date
) -> tuple[tuple[Account, CreditPolicy], ...]:
    """These customers' accounts, each with the policy that it was last reviewed under."""
    ids = sorted(customer_ids)
    if not ids:
        return ()
    years = (on.year - 1, on.year, on.year + 1)
    held, in_force = policies.policy_held(tx, ids), policies.in_force(tx)
    loaded = accounts.load_accounts(
        tx,
        on=on,
        customer_ids=ids,
        calendar_of=lambda country: calendar_for(country, years),
        limit=len(ids),
    )
    return tuple((each, in_force.named(held.get(each.customer.id))) for each in loaded)


def disputes_after(
    tx: Tx, after: UUID | None, *, size: int, customer_id: str | None, only_open: bool, words: bool
) -> tuple[Dispute, ...]:
    """The next disputes after an id."""
    rows = tools.disputes(
        tx, after=after or _FIRST, customer_id=customer_id, only_open=only_open, limit=size
    )
    return tuple(
        Dispute(
            id=row.id,
            customer_id=row.customer_id,
            invoice_id=row.invoice_id,
            amount=Money(row.amount, row.currency) if row.amount is not None else None,
            reason=row.reason,
            opened_on=row.opened_on,
            deadline=row.deadline,
            outcome=row.outcome,
            words=opened(tx, row.words) if words else None,
        )
        for row in rows
    )


def holds_after(
    tx: Tx, after: UUID | None, *, on: date, size: int, customer_id: str | None, words: bool
) -> tuple[Hold, ...]:
    """The next holds in force on a civil day, after an id."""
    rows = tools.holds(tx, on=on, after=after or _FIRST, customer_id=customer_id, limit=size)
    return tuple(_hold(row, words) for row in rows)


def hold_of(tx: Tx, hold_id: UUID, *, on: date, words: bool) -> Hold | None:
    """One hold in force on a civil day; None where there is no such."""
    rows = tools.holds(tx, on=on, after=_FIRST, customer_id=None, hold_id=hold_id, limit=1)
    return _hold(rows[0], words) if rows else None


def _hold(row: Record, words: bool) -> Hold:
    kind = HoldKind(row.kind)
    return Hold(
        id=row.id,
        customer_id=row.customer_id,
        invoice_id=row.invoice_id,
        kind=kind.value if words or kind not in _PRIVATE else "private",
        since=row.since,
        until=row.until,
        by=row.by,
    )


def events_before(
    tx: Tx, before: int | None, *, size: int, customer_id: str, words: bool
) -> tuple[Event, ...]:
    """The timeline of a customer, newest first, from below an id."""
    rows = work.events(tx, customer_id=customer_id, before=before, limit=size)
    return tuple(
        Event(
            id=row.id,
            at=row.at,
            kind=row.kind,
            by=row.by,
            customer_id=row.customer_id,
            summary=row.summary if words or row.kind in _PLAIN else None,
            said=opened(tx, row.said) if words else None,
        )
        for row in rows
    )


def limit_changes_before(
    tx: Tx, before: int | None, *, size: int, customer_id: str
) -> tuple[LimitChange, ...]:
    """Changes of a customer's limit, newest first, from below an id."""
    rows = tools.limit_changes(
        tx, before=before if before is not None else 2**62, customer_id=customer_id, limit=size
    )
    return tuple(
        LimitChange(
            id=row.id,
            at=row.at,
            by=row.by,
            reason=row.reason,
            before=_maybe(row.limit_before, row.currency_before),
            after=_maybe(row.limit_after, row.currency_after),
        )
        for row in rows
    )


def _maybe(amount: Decimal | None, currency: str | None) -> Money | None:
    return Money(amount, currency) if amount is not None and currency else None
