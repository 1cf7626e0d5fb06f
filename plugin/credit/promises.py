"""Promises to pay: open, kept, part-kept or broken, judged from the payments alone.

What follows from a broken promise is decided by the status and the ladder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from plugin.credit.account import Account, Calendar, Invoice, Payment, Promise
from plugin.credit.debts import is_small
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
    """What became of a promise by `on`, as far as no other promise has the same money.

    Payments from the day it was made up to the deadline keep it; write-offs never do (rule 5); a
    credit note lowers what was owed. Missing less than the residue tolerance is kept (rule 4).
    """
    (outcome,) = _judge_each([promise], account, policy, on)
    return outcome


def judge_all(account: Account, policy: CreditPolicy, on: date) -> tuple[PromiseOutcome, ...]:
    """Every promise of the account made by `on`, in the order of their dates.

    Each pound keeps one promise only: the first that it comes in time for.
    """
    made = sorted((p for p in account.promises if p.made_on <= on), key=lambda p: (p.due, p.id))
    return tuple(_judge_each(made, account, policy, on))


@dataclass(slots=True)
class _Money:
    """A payment and what of it has kept no promise yet."""

    payment: Payment
    left: Decimal

    def give(self, wanted: Decimal) -> Decimal:
        given = min(self.left, max(wanted, Decimal(0)))
        self.left -= given
        return given


def _judge_each(
    promises: Sequence[Promise], account: Account, policy: CreditPolicy, on: date
) -> list[PromiseOutcome]:
    if not promises:
        return []
    came = sorted(
        (each for each in account.payments if each.on <= on),
        key=lambda each: (each.on, each.invoice_id),
    )
    purse = [_Money(each, each.amount.amount) for each in came if not each.is_write_off]
    covered = [{i.id: i for i in account.invoices if _covers(p, i)} for p in promises]
    lasts = [deadline(p.due, p.grace_days, account.calendar) for p in promises]
    in_time = [
        _take(purse, invoices, promise.made_on, last, promise.amount.amount)
        for promise, invoices, last in zip(promises, covered, lasts, strict=True)
    ]
    outcomes = []
    for promise, invoices, last, received in zip(promises, covered, lasts, in_time, strict=True):
        missing = promise.amount.amount - received
        late = _take(purse, invoices, last + timedelta(days=1), on, missing)
        after = [each for each in came if each.invoice_id in invoices and each.on > last]
        lost = [
            each
            for each in came
            if each.is_write_off and each.invoice_id in invoices and each.on >= promise.made_on
        ]
        sums = _Sums(
            in_time=received,
            late=late,
            paid_after=_sum(each for each in after if not each.is_write_off),
            written_off=_sum(lost),
            owed=_owed(invoices.values(), lost, policy),
        )
        outcomes.append(_outcome(promise, last, sums, policy, on))
    return outcomes


def _take(
    purse: Iterable[_Money],
    invoices: Mapping[str, Invoice],
    first: date,
    last: date,
    wanted: Decimal,
) -> Decimal:
    """Money for these invoices between two days, at most what is wanted; it is spent by that."""
    taken = Decimal(0)
    for each in purse:
        if each.payment.invoice_id in invoices and first <= each.payment.on <= last:
            taken += each.give(wanted - taken)
    return taken


def _owed(invoices: Iterable[Invoice], lost: Iterable[Payment], policy: CreditPolicy) -> Decimal:
    """What is unpaid of the invoices; a residue below tolerance breaks no promise (rule 4).

    What a write-off since the promise left over is no residue: giving up a part keeps nothing.
    """
    given_up: dict[str, Decimal] = {}
    for each in lost:
        given_up[each.invoice_id] = given_up.get(each.invoice_id, Decimal(0)) + each.amount.amount
    owed = Decimal(0)
    for invoice in invoices:
        whole = invoice.balance.amount + given_up.get(invoice.id, Decimal(0))
        total, currency = invoice.total.amount, invoice.balance.currency
        if invoice.is_open and not is_small(whole, total, currency, policy):
            owed += invoice.balance.amount
    return owed


def _sum(payments: Iterable[Payment]) -> Decimal:
    return sum((each.amount.amount for each in payments), Decimal(0))


@dataclass(frozen=True, slots=True)
class _Sums:
    """What came for one promise, in time and late; all that came later; what is owed and lost."""

    in_time: Decimal
    late: Decimal
    paid_after: Decimal
    written_off: Decimal
    owed: Decimal


def _covers(promise: Promise, invoice: Invoice) -> bool:
    if invoice.balance.currency != promise.amount.currency:
        return False
    return not promise.invoice_ids or invoice.id in promise.invoice_ids


def _outcome(
    promise: Promise, last_day: date, sums: _Sums, policy: CreditPolicy, on: date
) -> PromiseOutcome:
    currency = promise.amount.currency
    unpaid = sums.owed + sums.written_off
    out = promise.amount.amount - sums.in_time
    missing = max(min(out, unpaid + sums.paid_after), Decimal(0))
    still_owed = max(min(out - sums.late, unpaid), Decimal(0))
    tolerance = policy.tolerance_for(currency).residue
    return PromiseOutcome(
        promise=promise,
        state=_state(missing, sums.in_time, tolerance, on <= last_day),
        deadline=last_day,
        received=Money(sums.in_time, currency),
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
