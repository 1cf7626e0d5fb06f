"""On which days a rule held for one customer, by what was known on each of those days.

Nothing later than a day tells on it: a document counts from its issue, a payment from its date, a
due date from the day on which it was known, a promise from the day it was made, a limit from the
day it was set. The days are those of the ledger; when a line was typed into it, it does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.account import Calendar
from plugin.credit.history import CoverKind
from plugin.credit.ledger_past import DatedCredit, DatedInvoice
from plugin.credit.money import Money
from plugin.credit.working_days import is_working_day, next_working_day

#: from a day on which it holds to the first on which it does not
Span = tuple[date, date]

_NOTHING = Decimal(0)
_DAY = timedelta(days=1)
_YEAR = timedelta(days=365)
#: of the on-time record: how many invoices, and how many there must be to say anything
LAST_INVOICES, LEAST_INVOICES = 12, 4
_HUNDRED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseSeen:
    """A promise as it was made: until its `deadline`, with its grace, money was waited for."""

    made_on: date
    deadline: date
    amount: Money
    invoice_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerPast:
    """One customer's past. `limits` are those set from a day on, oldest first, None for none set;
    `scores` those of the ends of months, None where there was none yet."""

    customer_id: str
    base_currency: str
    invoices: tuple[DatedInvoice, ...]
    credits: tuple[DatedCredit, ...] = ()
    promises: tuple[PromiseSeen, ...] = ()
    limits: tuple[tuple[date, Money | None], ...] = ()
    scores: tuple[tuple[date, int | None], ...] = ()


def spans_by(
    rule: str, bound: int, past: CustomerPast, tolerance: Decimal, until: date
) -> tuple[Span, ...]:
    """The spans in which a rule held, up to a civil day; one that still holds ends after it.

    `tolerance` is of an invoice's rest, in base currency. Raises KeyError for a rule unknown here.
    """
    found = _RULES[rule](bound, past, tolerance, until)
    return _joined((first, min(last, until + _DAY)) for first, last in found if first <= until)


def _days_late(bound: int, past: CustomerPast, tolerance: Decimal, until: date) -> list[Span]:
    """Each invoice for itself: its days late only change by a payment or a moved due date."""
    found: list[Span] = []
    after = timedelta(days=bound + 1)
    for invoice in past.invoices:
        if invoice.is_charge:
            continue
        days = {due + after for due in _dues(invoice)} | {invoice.issued}
        days.update(known for known, _ in invoice.dues)
        days.update(cover.on for cover in invoice.covers)
        found += _held(
            sorted(day for day in days if invoice.issued <= day <= until),
            lambda day, each=invoice: (  # type: ignore[misc]  # bound to this invoice
                (day - each.due_on(day)).days > bound
                and each.balance_on(day) * each.base_per_unit > tolerance
            ),
            until,
        )
    return found


def _late_share(bound: int, past: CustomerPast, tolerance: Decimal, until: date) -> list[Span]:
    """Late over owed, both moved by steps; a residue is on neither side."""
    owed: dict[date, Decimal] = {}
    late: dict[date, Decimal] = {}
    for invoice in past.invoices:
        if invoice.is_charge:
            continue
        days = {due + _DAY for due in _dues(invoice)} | {invoice.issued}
        days.update(known for known, _ in invoice.dues)
        days.update(cover.on for cover in invoice.covers)
        before = (_NOTHING, _NOTHING)
        for day in sorted(day for day in days if invoice.issued <= day <= until):
            left = invoice.balance_on(day) * invoice.base_per_unit
            left = left if left > tolerance else _NOTHING
            now = (left, left if day > invoice.due_on(day) else _NOTHING)
            owed[day] = owed.get(day, _NOTHING) + now[0] - before[0]
            late[day] = late.get(day, _NOTHING) + now[1] - before[1]
            before = now
    return _swept(
        owed, late, lambda all_of_it, part: part > 0 and part * _HUNDRED > all_of_it * bound, until
    )


def _over_limit(bound: int, past: CustomerPast, tolerance: Decimal, until: date) -> list[Span]:
    """Approved and unpaid, less credit not used, against the limit that stood that day.

    In base currency; a limit in another cannot be compared with the past and flags nothing.
    """
    if not past.limits:
        return []
    exposure: dict[date, Decimal] = {}
    for invoice in past.invoices:
        _step(exposure, invoice.issued, invoice.total * invoice.base_per_unit)
        for cover in invoice.covers:
            day = max(cover.on, invoice.issued)
            _step(exposure, day, -cover.amount * invoice.base_per_unit)
    for credit in past.credits:
        _step(exposure, credit.on, -credit.amount * credit.base_per_unit)
        for day, used in credit.used:
            _step(exposure, max(day, credit.on), used * credit.base_per_unit)
    limits = {day: limit for day, limit in past.limits if day <= until}
    limit: Money | None = None
    used = _NOTHING
    holds_from: date | None = None
    found: list[Span] = []
    for day in sorted({day for day in exposure if day <= until} | limits.keys()):
        used += exposure.get(day, _NOTHING)
        limit = limits.get(day, limit)
        comparable = limit is not None and limit.currency == past.base_currency
        over = (
            comparable
            and limit is not None
            and used > tolerance
            and used * _HUNDRED > limit.amount * bound
        )
        holds_from = _noted(found, holds_from, day, over)
    return _ended(found, holds_from, until)


def _broken_promises(bound: int, past: CustomerPast, tolerance: Decimal, until: date) -> list[Span]:
    """From the day after the deadline of the last of so many broken ones, for as long as they all
    lie within a year."""
    broken = sorted(
        promise.deadline + _DAY for promise in _broken(past, tolerance) if promise.deadline < until
    )
    found: list[Span] = []
    for place in range(bound - 1, len(broken)):
        first, oldest = broken[place], broken[place - bound + 1]
        if first < oldest + _YEAR:
            found.append((first, oldest + _YEAR))
    return found


def _broken(past: CustomerPast, tolerance: Decimal) -> list[PromiseSeen]:
    """Money counts once, for the promise whose deadline came first; a write-off never (rule 5)."""
    left: dict[tuple[str, int], Decimal] = {}
    by_id = {invoice.id: invoice for invoice in past.invoices}
    found = []
    for promise in sorted(past.promises, key=lambda each: (each.deadline, each.made_on)):
        wanted = promise.amount.amount
        for invoice_id in promise.invoice_ids:
            invoice = by_id.get(invoice_id)
            for place, cover in enumerate(invoice.covers if invoice is not None else ()):
                in_time = promise.made_on <= cover.on <= promise.deadline
                if cover.kind is not CoverKind.PAYMENT or not in_time:
                    continue
                rest = left.get((invoice_id, place), cover.amount)
                taken = min(rest, wanted)
                left[invoice_id, place], wanted = rest - taken, wanted - taken
        if wanted > tolerance:
            found.append(promise)
    return found


def _on_time_below(bound: int, past: CustomerPast, tolerance: Decimal, until: date) -> list[Span]:
    """Told on the day after each due date, or its next working day (rule 1)."""
    told: list[tuple[date, bool]] = []
    for invoice in past.invoices:
        if invoice.is_charge:
            continue
        due = _due_as_known(invoice)
        last = due if is_working_day(due, _WEEKS) else next_working_day(due, _WEEKS)
        if last >= until or invoice.issued > last:
            continue
        left = invoice.balance_on(last) * invoice.base_per_unit
        by_money = any(
            cover.kind is CoverKind.PAYMENT for cover in invoice.covers if cover.on <= last
        )
        if left > tolerance or by_money:
            told.append((last + _DAY, left <= tolerance))
    told.sort()
    held: list[tuple[date, bool]] = []
    for place in range(len(told)):
        lately = [in_time for _, in_time in told[max(0, place + 1 - LAST_INVOICES) : place + 1]]
        known = len(lately) >= LEAST_INVOICES
        held.append((told[place][0], known and sum(lately) * _HUNDRED < len(lately) * bound))
    return _of_steps(held, until)


def _score_below(bound: int, past: CustomerPast, tolerance: Decimal, until: date) -> list[Span]:
    """From the end of one month to that of the next."""
    del tolerance
    steps = [(day, score is not None and score < bound) for day, score in past.scores]
    return _of_steps([each for each in steps if each[0] <= until], until)


_WEEKS = Calendar()
_Rule = Callable[[int, CustomerPast, Decimal, date], list[Span]]
_RULES: Mapping[str, _Rule] = {
    "days_late": _days_late,
    "late_share": _late_share,
    "over_limit": _over_limit,
    "broken_promises": _broken_promises,
    "on_time_below": _on_time_below,
    "score_below": _score_below,
}


def _dues(invoice: DatedInvoice) -> tuple[date, ...]:
    return tuple(due for _, due in invoice.dues) or (invoice.due,)


def _due_as_known(invoice: DatedInvoice) -> date:
    """The due date that stood when it came: one moved later, before it had come, is the one."""
    due = invoice.due_on(invoice.issued)
    for known_from, moved in invoice.dues:
        if known_from <= due:
            due = moved
    return due


def _step(into: dict[date, Decimal], day: date, amount: Decimal) -> None:
    into[day] = into.get(day, _NOTHING) + amount


def _held(days: Sequence[date], holds: Callable[[date], bool], until: date) -> list[Span]:
    return _of_steps([(day, holds(day)) for day in days], until)


def _swept(
    owed: Mapping[date, Decimal],
    late: Mapping[date, Decimal],
    holds: Callable[[Decimal, Decimal], bool],
    until: date,
) -> list[Span]:
    all_of_it = part = _NOTHING
    steps = []
    for day in sorted(owed):
        all_of_it, part = all_of_it + owed[day], part + late[day]
        steps.append((day, holds(all_of_it, part)))
    return _of_steps(steps, until)


def _of_steps(steps: Iterable[tuple[date, bool]], until: date) -> list[Span]:
    """Spans of what holds from a day to the next step."""
    found: list[Span] = []
    holds_from: date | None = None
    for day, holds in steps:
        holds_from = _noted(found, holds_from, day, holds)
    return _ended(found, holds_from, until)


def _noted(found: list[Span], holds_from: date | None, day: date, holds: bool) -> date | None:
    if holds:
        return holds_from if holds_from is not None else day
    if holds_from is not None and holds_from < day:
        found.append((holds_from, day))
    return None


def _ended(found: list[Span], holds_from: date | None, until: date) -> list[Span]:
    if holds_from is not None:
        found.append((holds_from, until + _DAY))
    return found


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days with no two spans that touch."""
    ordered = sorted(span for span in spans if span[0] < span[1])
    joined: list[Span] = []
    for first, last in ordered:
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)
