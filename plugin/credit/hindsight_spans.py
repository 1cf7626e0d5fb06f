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
    rule: str, bounds: Sequence[int], past: CustomerPast, tolerance: Decimal, until: date
) -> tuple[tuple[Span, ...], ...]:
    """For each bound the spans in which a rule held, up to a civil day; one that still holds ends
    after it.

    `tolerance` is of an invoice's rest, in base currency. Raises KeyError for a rule unknown here.
    """
    return tuple(
        _joined((first, min(last, until + _DAY)) for first, last in found if first <= until)
        for found in _RULES[rule](bounds, past, tolerance, until)
    )


def _days_late(
    bounds: Sequence[int], past: CustomerPast, tolerance: Decimal, until: date
) -> list[list[Span]]:
    """Each invoice for itself: its days late only change by a payment or a moved due date."""
    found: list[list[Span]] = [[] for _ in bounds]
    softest = timedelta(days=min(bounds, default=0))
    for invoice in past.invoices:
        if invoice.is_charge or _in_time(invoice, tolerance, softest):
            continue
        for place, bound in enumerate(bounds):
            days = {due + timedelta(days=bound + 1) for due in _dues(invoice)}
            days.update((invoice.issued, *(known for known, _ in invoice.dues)))
            days.update(cover.on for cover in invoice.covers)
            steps = [
                (
                    day,
                    (day - invoice.due_on(day)).days > bound
                    and invoice.balance_on(day) * invoice.base_per_unit > tolerance,
                )
                for day in sorted(day for day in days if invoice.issued <= day <= until)
            ]
            found[place] += _of_steps(steps, until)
    return found


def _in_time(invoice: DatedInvoice, tolerance: Decimal, grace: timedelta) -> bool:
    """Whether it was covered before any bound could matter: most are, and cost nothing then."""
    if invoice.dues or not invoice.covers:
        return False
    last = invoice.due + grace
    return invoice.balance_on(last) * invoice.base_per_unit <= tolerance and last >= invoice.issued


def _late_share(
    bounds: Sequence[int], past: CustomerPast, tolerance: Decimal, until: date
) -> list[list[Span]]:
    """Late over owed, both moved by steps; a residue is on neither side."""
    moves: dict[date, tuple[Decimal, Decimal]] = {}
    for invoice in past.invoices:
        if invoice.is_charge:
            continue
        days = {due + _DAY for due in _dues(invoice)} | {invoice.issued}
        days.update(known for known, _ in invoice.dues)
        days.update(cover.on for cover in invoice.covers)
        owed = late = _NOTHING
        for day in sorted(day for day in days if invoice.issued <= day <= until):
            left = invoice.balance_on(day) * invoice.base_per_unit
            left = left if left > tolerance else _NOTHING
            part = left if day > invoice.due_on(day) else _NOTHING
            before = moves.get(day, (_NOTHING, _NOTHING))
            moves[day] = (before[0] + left - owed, before[1] + part - late)
            owed, late = left, part
    steps = []
    owed = late = _NOTHING
    for day in sorted(moves):
        owed, late = owed + moves[day][0], late + moves[day][1]
        steps.append((day, owed, late))
    return [
        _of_steps(
            [(day, part > 0 and part * _HUNDRED > of * bound) for day, of, part in steps], until
        )
        for bound in bounds
    ]


def _over_limit(
    bounds: Sequence[int], past: CustomerPast, tolerance: Decimal, until: date
) -> list[list[Span]]:
    """Approved and unpaid, less credit not used, against the limit that stood that day.

    In base currency; a limit in another cannot be compared with the past and flags nothing.
    """
    if not past.limits:
        return [[] for _ in bounds]
    moves: dict[date, Decimal] = {}
    for invoice in past.invoices:
        _step(moves, invoice.issued, invoice.total * invoice.base_per_unit)
        for cover in invoice.covers:
            day = max(cover.on, invoice.issued)
            _step(moves, day, -cover.amount * invoice.base_per_unit)
    for credit in past.credits:
        _step(moves, credit.on, -credit.amount * credit.base_per_unit)
        for day, used in credit.used:
            _step(moves, max(day, credit.on), used * credit.base_per_unit)
    limits = {day: limit for day, limit in past.limits if day <= until}
    limit: Money | None = None
    exposure = _NOTHING
    steps: list[tuple[date, Decimal, Decimal | None]] = []
    for day in sorted({day for day in moves if day <= until} | limits.keys()):
        exposure += moves.get(day, _NOTHING)
        limit = limits.get(day, limit)
        comparable = limit is not None and limit.currency == past.base_currency
        steps.append((day, exposure, limit.amount if limit is not None and comparable else None))
    return [
        _of_steps(
            [
                (day, stood is not None and used > tolerance and used * _HUNDRED > stood * bound)
                for day, used, stood in steps
            ],
            until,
        )
        for bound in bounds
    ]


def _broken_promises(
    bounds: Sequence[int], past: CustomerPast, tolerance: Decimal, until: date
) -> list[list[Span]]:
    """From the day after the deadline of the last of so many broken ones, for as long as they all
    lie within a year."""
    broken = sorted(
        promise.deadline + _DAY for promise in _broken(past, tolerance) if promise.deadline < until
    )
    return [
        [
            (broken[place], broken[place - bound + 1] + _YEAR)
            for place in range(bound - 1, len(broken))
            if broken[place] < broken[place - bound + 1] + _YEAR
        ]
        for bound in bounds
    ]


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


def _on_time_below(
    bounds: Sequence[int], past: CustomerPast, tolerance: Decimal, until: date
) -> list[list[Span]]:
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
    steps = []
    for place, (day, _) in enumerate(told):
        lately = [in_time for _, in_time in told[max(0, place + 1 - LAST_INVOICES) : place + 1]]
        steps.append((day, len(lately), sum(lately)))
    return [
        _of_steps(
            [
                (day, count >= LEAST_INVOICES and in_time * _HUNDRED < count * bound)
                for day, count, in_time in steps
            ],
            until,
        )
        for bound in bounds
    ]


def _score_below(
    bounds: Sequence[int], past: CustomerPast, tolerance: Decimal, until: date
) -> list[list[Span]]:
    """From the end of one month to that of the next."""
    del tolerance
    scores = [each for each in past.scores if each[0] <= until]
    return [
        _of_steps([(day, score is not None and score < bound) for day, score in scores], until)
        for bound in bounds
    ]


_WEEKS = Calendar()
_Rule = Callable[[Sequence[int], CustomerPast, Decimal, date], list[list[Span]]]
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
