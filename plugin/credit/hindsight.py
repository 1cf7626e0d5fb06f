"""What a flag would have done: rules an owner could choose, tried on the past as it was known.

*This rule would have flagged 7 of your 9 write-offs and 3 good payers.* On each day a rule sees
only what the ledger's own dates, the promises made and the limits set by then could tell; what
became of a customer is looked at afterwards and never by a rule. Nothing is fitted: the bounds are
the owner's, the constants stand below. It proposes nothing and flags nobody.

- A *write-off* is what was written off of one customer on one day, above the tolerance, within the
  two years looked at. It is flagged where the rule held on some day of the year before, and in time
  where it held before something of what was lost was issued.
- A *good payer* had nothing written off, at least six invoices settled with money, nine in ten of
  them within a week of their due date, and has nothing more than 30 days late today.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from plugin.credit.hindsight_spans import CustomerPast, Span, spans_by
from plugin.credit.history import CoverKind
from plugin.credit.ledger_past import DatedInvoice

_NOTHING = Decimal(0)
_DAY = timedelta(days=1)
#: how far back write-offs and good payers are looked for
LOOKED_AT = timedelta(days=730)
#: a flag of longer ago than this before a write-off says nothing of it
BEFORE_A_LOSS = timedelta(days=365)
#: what makes a good payer
GOOD_INVOICES, GOOD_PER_CENT, GOOD_DAYS, GOOD_LATE_NOW = 6, 90, 7, 30
_HUNDRED = 100


class FlagRule(StrEnum):
    """By what a customer would be flagged; the bound is a number of its own unit."""

    #: an invoice is more than so many days late
    DAYS_LATE = "days_late"
    #: more than so many per cent of what they owe is late
    LATE_SHARE = "late_share"
    #: more than so many per cent of their limit is used
    OVER_LIMIT = "over_limit"
    #: so many promises were broken within a year
    BROKEN_PROMISES = "broken_promises"
    #: under so many per cent of their last twelve invoices were paid in time
    ON_TIME_BELOW = "on_time_below"
    #: the score at the end of a month is under so many points
    SCORE_BELOW = "score_below"


@dataclass(frozen=True, slots=True)
class Flagging:
    """One rule with its bound."""

    rule: FlagRule
    bound: int


#: what the page tries by itself; scores of the past take long, and are tried where asked for
TRIED: tuple[Flagging, ...] = (
    *(Flagging(FlagRule.DAYS_LATE, bound) for bound in (14, 30, 60, 90)),
    *(Flagging(FlagRule.LATE_SHARE, bound) for bound in (25, 50, 75)),
    *(Flagging(FlagRule.OVER_LIMIT, bound) for bound in (100, 125)),
    *(Flagging(FlagRule.BROKEN_PROMISES, bound) for bound in (1, 2)),
    *(Flagging(FlagRule.ON_TIME_BELOW, bound) for bound in (30, 50, 70)),
)
#: between which bounds a rule can be asked for
BOUNDS: dict[FlagRule, tuple[int, int]] = {
    FlagRule.DAYS_LATE: (1, 365),
    FlagRule.LATE_SHARE: (1, 99),
    FlagRule.OVER_LIMIT: (50, 500),
    FlagRule.BROKEN_PROMISES: (1, 12),
    FlagRule.ON_TIME_BELOW: (1, 100),
    FlagRule.SCORE_BELOW: (1, 100),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LossSeen:
    """What was written off of a customer on a day, in base currency.

    `flagged_on` is the first day of the year before on which the rule held, None where it never
    did; `sold_after` is what of the loss was issued on that day or later.
    """

    customer_id: str
    on: date
    amount: Decimal
    flagged_on: date | None = None
    sold_after: Decimal = _NOTHING

    @property
    def is_in_time(self) -> bool:
        """Something of what was lost could still have been kept back."""
        return self.sold_after > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindsight:
    """What one rule would have done; each customer stands in one of the groups."""

    flagging: Flagging
    losses: tuple[LossSeen, ...]
    good_flagged: tuple[str, ...]
    good_spared: tuple[str, ...]
    others_flagged: tuple[str, ...]
    #: whom it would flag today
    still: tuple[str, ...]

    @property
    def caught(self) -> tuple[LossSeen, ...]:
        """The write-offs that it would have flagged."""
        return tuple(each for each in self.losses if each.flagged_on is not None)

    @property
    def in_time(self) -> tuple[LossSeen, ...]:
        """Those of them that were still being sold to."""
        return tuple(each for each in self.caught if each.is_in_time)


def losses_of(past: CustomerPast, tolerance: Decimal, on: date) -> tuple[LossSeen, ...]:
    """The write-offs of a customer in the two years before a day, oldest first."""
    by_day: dict[date, Decimal] = {}
    for invoice in past.invoices:
        for cover in invoice.covers:
            if cover.kind is CoverKind.WRITE_OFF and on - LOOKED_AT < cover.on <= on:
                amount = cover.amount * invoice.base_per_unit
                by_day[cover.on] = by_day.get(cover.on, _NOTHING) + amount
    return tuple(
        LossSeen(customer_id=past.customer_id, on=day, amount=amount)
        for day, amount in sorted(by_day.items())
        if amount > tolerance
    )


def is_good_payer(past: CustomerPast, tolerance: Decimal, on: date) -> bool:
    """What a customer turned out to be, seen from a day; no rule is told."""
    settled = in_time = 0
    for invoice in past.invoices:
        if invoice.issued > on or invoice.is_charge:
            continue
        kinds = {cover.kind for cover in invoice.covers if cover.on <= on}
        if CoverKind.WRITE_OFF in kinds:
            return False
        due, left = invoice.due_on(on), invoice.balance_on(on) * invoice.base_per_unit
        if left > tolerance:
            if (on - due).days > GOOD_LATE_NOW:
                return False
            continue
        if CoverKind.PAYMENT in kinds and due > on - LOOKED_AT:
            settled += 1
            in_time += _closed_on(invoice, tolerance, on) <= due + timedelta(days=GOOD_DAYS)
    return settled >= GOOD_INVOICES and in_time * _HUNDRED >= settled * GOOD_PER_CENT


def _closed_on(invoice: DatedInvoice, tolerance: Decimal, on: date) -> date:
    """The day from which no more than the tolerance was left of it."""
    left = invoice.total * invoice.base_per_unit
    for cover in invoice.covers:
        left -= cover.amount * invoice.base_per_unit
        if left <= tolerance:
            return cover.on
    return on


def tried(
    flaggings: Sequence[Flagging],
    pasts: Iterable[CustomerPast],
    *,
    tolerance: Decimal,
    on: date,
) -> tuple[Hindsight, ...]:
    """Try each rule on every customer's past up to and including a civil day.

    `tolerance` is of an invoice's rest, in base currency (rule 4).
    """
    seen = [_Seen() for _ in flaggings]
    by_rule: dict[FlagRule, list[int]] = {}
    for place, flagging in enumerate(flaggings):
        by_rule.setdefault(flagging.rule, []).append(place)
    for past in pasts:
        losses = losses_of(past, tolerance, on)
        is_good = not losses and is_good_payer(past, tolerance, on)
        for rule, places in by_rule.items():
            bounds = [flaggings[place].bound for place in places]
            found_by = spans_by(rule.value, bounds, past, tolerance, on)
            for place, spans in zip(places, found_by, strict=True):
                seen[place].note(past, spans, losses, is_good=is_good, on=on)
    return tuple(
        Hindsight(
            flagging=flagging,
            losses=tuple(found.losses),
            good_flagged=tuple(found.good_flagged),
            good_spared=tuple(found.good_spared),
            others_flagged=tuple(found.others),
            still=tuple(found.still),
        )
        for flagging, found in zip(flaggings, seen, strict=True)
    )


class _Seen:
    """What one rule has found so far."""

    def __init__(self) -> None:
        self.losses: list[LossSeen] = []
        self.good_flagged: list[str] = []
        self.good_spared: list[str] = []
        self.others: list[str] = []
        self.still: list[str] = []

    def note(
        self,
        past: CustomerPast,
        spans: Sequence[Span],
        losses: Sequence[LossSeen],
        *,
        is_good: bool,
        on: date,
    ) -> None:
        self.losses += [_judged(each, past, spans) for each in losses]
        held = any(first <= on and last > on - LOOKED_AT for first, last in spans)
        if is_good:
            (self.good_flagged if held else self.good_spared).append(past.customer_id)
        elif held and not losses:
            self.others.append(past.customer_id)
        if any(first <= on < last for first, last in spans):
            self.still.append(past.customer_id)


def _judged(loss: LossSeen, past: CustomerPast, spans: Sequence[Span]) -> LossSeen:
    """When the rule first held in the year before this write-off, and what was sold after."""
    since = loss.on - BEFORE_A_LOSS
    days = [max(first, since) for first, last in spans if first < loss.on and last > since]
    if not days:
        return loss
    flagged_on = min(days)
    sold_after = sum(
        (
            cover.amount * invoice.base_per_unit
            for invoice in past.invoices
            if invoice.issued >= flagged_on
            for cover in invoice.covers
            if cover.kind is CoverKind.WRITE_OFF and cover.on == loss.on
        ),
        _NOTHING,
    )
    return replace(loss, flagged_on=flagged_on, sold_after=sold_after)
