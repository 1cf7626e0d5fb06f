"""Promises to pay: open, kept, part-kept or broken, judged from the payments alone.

What follows from a broken promise is decided by the status and the ladder.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from plugin.credit.account import Account, Calendar, Invoice, Payment, Promise
from plugin.credit.money import Money
from plugin.credit.policy import CreditPolicy
from plugin.credit.working_days import add_working_days


class PromiseState(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    PART_KEPT = "part_kept"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class PromiseOutcome:
    """A promise on a day: its state, the last day on which money counts, what was missing then.

    `still_owed` is what of the missing money has not come by now either.
    """

    promise: Promise
    state: PromiseState
    deadline: date
    received: Money
    missing: Money
    still_owed: Money


def deadline(due: date, grace_days: int, calendar: Calendar) -> date:
    """The last day on which a payment keeps a promise: `grace_days` working days after `due`.

    Without grace, a promise for a weekend or holiday is kept on the next working day (rule 1).
    """
    return add_working_days(due, grace_days, calendar)


def judge(promise: Promise, account: Account, policy: CreditPolicy, on: date) -> PromiseOutcome:
    """What became of a promise by `on`.

    Payments from the day it was made up to the deadline keep it; write-offs never do (rule 5); a
    credit note lowers what was owed. Missing less than the residue tolerance is kept (rule 4).
    """
    invoices = {each.id: each for each in account.invoices if _covers(promise, each)}
    payments = [each for each in account.payments if each.invoice_id in invoices]
    return _judge(promise, invoices.values(), payments, account.calendar, policy, on)


def judge_all(account: Account, policy: CreditPolicy, on: date) -> tuple[PromiseOutcome, ...]:
    """Every promise of the account made by `on`, in the order of their dates."""
    made = sorted((p for p in account.promises if p.made_on <= on), key=lambda p: (p.due, p.id))
    return tuple(judge(promise, account, policy, on) for promise in made)


def _covers(promise: Promise, invoice: Invoice) -> bool:
    if invoice.balance.currency != promise.amount.currency:
        return False
    return not promise.invoice_ids or invoice.id in promise.invoice_ids


def _judge(
    promise: Promise,
    invoices: Iterable[Invoice],
    payments: Iterable[Payment],
    calendar: Calendar,
    policy: CreditPolicy,
    on: date,
) -> PromiseOutcome:
    currency = promise.amount.currency
    last_day = deadline(promise.due, promise.grace_days, calendar)
    in_time = late = written_off = Decimal(0)
    for payment in payments:
        if payment.on < promise.made_on or payment.on > on:
            continue
        if payment.is_write_off:
            written_off += payment.amount.amount
        elif payment.on <= last_day:
            in_time += payment.amount.amount
        else:
            late += payment.amount.amount
    owed_now = sum((each.balance.amount for each in invoices if each.is_open), Decimal(0))
    unpaid = owed_now + written_off
    missing = max(min(promise.amount.amount - in_time, unpaid + late), Decimal(0))
    still_owed = max(min(promise.amount.amount - in_time - late, unpaid), Decimal(0))
    return PromiseOutcome(
        promise=promise,
        state=_state(missing, in_time, policy.tolerance_for(currency).residue, on <= last_day),
        deadline=last_day,
        received=Money(in_time, currency),
        missing=Money(missing, currency),
        still_owed=Money(still_owed, currency),
    )


def _state(missing: Decimal, received: Decimal, tolerance: Decimal, in_time: bool) -> PromiseState:
    if missing == 0 or missing < tolerance:
        return PromiseState.KEPT
    if in_time:
        return PromiseState.OPEN
    return PromiseState.PART_KEPT if received > tolerance else PromiseState.BROKEN


@dataclass(frozen=True, slots=True)
class PromiseBook:
    """All that the promises of an account say on one day.

    `silent_until` names, per invoice, the first day on which a pause ends by itself.
    """

    outcomes: tuple[PromiseOutcome, ...]
    silent_until: tuple[tuple[str, date], ...]

    @property
    def broken(self) -> tuple[PromiseOutcome, ...]:
        """Promises that passed their deadline without any of the money."""
        return tuple(each for each in self.outcomes if each.state is PromiseState.BROKEN)


def read_promises(account: Account, policy: CreditPolicy, on: date) -> PromiseBook:
    """Judge the promises and say which invoices they keep silent.

    A date that a person entered in the ledger pauses its invoice until that date plus grace; once
    past it is a note, never a broken promise (rule 22).
    """
    outcomes = judge_all(account, policy, on)
    silent: dict[str, date] = {}
    for outcome in outcomes:
        if outcome.state is PromiseState.OPEN:
            ids = outcome.promise.invoice_ids or tuple(each.id for each in account.invoices)
            _extend(silent, ids, outcome.deadline + timedelta(days=1))
    for invoice in account.invoices:
        if invoice.expected_on is not None and invoice.is_open:
            last_day = deadline(invoice.expected_on, policy.promise_grace_days, account.calendar)
            if on <= last_day:
                _extend(silent, (invoice.id,), last_day + timedelta(days=1))
    return PromiseBook(outcomes, tuple(sorted(silent.items())))


def _extend(silent: dict[str, date], ids: Iterable[str], until: date) -> None:
    for each in ids:
        silent[each] = max(until, silent.get(each, until))
