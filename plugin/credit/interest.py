"""Interest on a late invoice and compensation for it: what is due by a day, piece by piece.

It charges nothing: a person decides (rule 36). Whether a customer may be charged at all, and by
which law, is said by `law`; here it is arithmetic. Simple interest, exact to the cent with one
rounding, half up, at the end; a year has 365 days, leap years too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from plugin.credit.history import PastInvoice, balances_on
from plugin.credit.money import Money
from plugin.credit.rates import Reference, ReferenceRate, next_half_year, rate_for

_DAY = timedelta(days=1)
_NOTHING = Decimal(0)
_CENT = Decimal("0.01")
_YEAR_IN_PER_CENT = Decimal(36500)
#: points above the reference rate: Late Payment Act 1998, Directive 2011/7
STATUTORY_POINTS = Decimal(8)
#: UK: compensation by the size of the debt when it fell late, VAT included
UK_COMPENSATION = (
    (Decimal(10_000), Decimal(100)),
    (Decimal(1_000), Decimal(70)),
    (_NOTHING, Decimal(40)),
)
EU_COMPENSATION = Decimal(40)


@dataclass(frozen=True, slots=True)
class Contractual:
    """A rate that the accepted terms name, in per cent a year, and a fixed fee a late invoice."""

    per_cent: Decimal
    fee: Decimal = _NOTHING


@dataclass(frozen=True, slots=True)
class UkStatutory:
    """Bank Rate of the reference half-year, fixed for the debt, plus 8 points; 40, 70 or 100."""

    rates: tuple[ReferenceRate, ...]


@dataclass(frozen=True, slots=True)
class EuStatutory:
    """The ECB's rate of each half-year plus points (8 unless a state adds more); 40 euro."""

    rates: tuple[ReferenceRate, ...]
    points: Decimal = STATUTORY_POINTS


InterestBasis = Contractual | UkStatutory | EuStatutory


@dataclass(frozen=True, slots=True)
class InterestPiece:
    """Interest on one balance at one rate, from the first to the last day, both included.

    `amount` is exact and not rounded; `source` says where the rate comes from.
    """

    first: date
    last: date
    balance: Money
    per_cent: Decimal
    amount: Decimal
    source: str

    @property
    def days(self) -> int:
        """How many days it runs."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class InterestClaim:
    """What may be claimed beside one debt by a day; both in the debt's currency."""

    interest: Money
    compensation: Money
    pieces: tuple[InterestPiece, ...]

    @property
    def total(self) -> Money:
        """Both together."""
        return self.interest + self.compensation


def interest_on(
    invoice: PastInvoice,
    on: date,
    basis: InterestBasis,
    *,
    tolerance: Decimal = _NOTHING,
    frozen: Sequence[tuple[date, date]] = (),
    contested: Decimal = _NOTHING,
) -> InterestClaim:
    """Interest from the day after each due date up to and including `on`, as the balance fell.

    A payment counts from its own day: on that day interest runs on what is left. A balance below
    `tolerance` earns nothing (rule 4), `contested` money neither, and no day within a `frozen`
    span, both ends included (breathing space). Raises RateMissing where a day that runs has no
    rate; nothing is then claimed.
    """
    parts = invoice.parts or ((invoice.due, invoice.amount),)
    pieces: list[InterestPiece] = []
    shares = _contested_by_part([amount for _, amount in parts], contested)
    for index, (due, _) in enumerate(parts):
        for first, last, balance in _balances(invoice, index, due, on, frozen):
            runs_on = balance - shares[index]
            if runs_on <= 0 or runs_on < tolerance:
                continue
            pieces.extend(_priced(first, last, Money(runs_on, invoice.currency), due, basis))
    exact = sum((piece.amount for piece in pieces), _NOTHING)
    return InterestClaim(
        interest=Money(exact.quantize(_CENT, ROUND_HALF_UP), invoice.currency),
        compensation=Money(_compensation(invoice, on, basis, pieces), invoice.currency),
        pieces=tuple(pieces),
    )


def compensation_for(debt: Decimal, basis: InterestBasis) -> Decimal:
    """The fixed sum for one late debt of this size, in the currency of the law or the contract."""
    if isinstance(basis, Contractual):
        return basis.fee
    if isinstance(basis, EuStatutory):
        return EU_COMPENSATION
    return next(sum_ for above, sum_ in UK_COMPENSATION if debt >= above)


def _compensation(
    invoice: PastInvoice, on: date, basis: InterestBasis, pieces: Sequence[InterestPiece]
) -> Decimal:
    """Once a debt, by what was owed on the day it fell late; nothing where no interest ran."""
    if not pieces:
        return _NOTHING
    late_on = min(piece.first for piece in pieces)
    owed = sum(balances_on(invoice, min(late_on, on)), _NOTHING)
    return compensation_for(owed, basis)


def _contested_by_part(amounts: Sequence[Decimal], contested: Decimal) -> list[Decimal]:
    """A contested sum stands against the parts that fall due last; the older ones still run."""
    shares: list[Decimal] = []
    for amount in reversed(amounts):
        share = min(amount, contested)
        shares.append(share)
        contested -= share
    return shares[::-1]


def _balances(
    invoice: PastInvoice, part: int, due: date, on: date, frozen: Sequence[tuple[date, date]]
) -> Iterable[tuple[date, date, Decimal]]:
    """Spans of days on which the part's balance stood still, frozen days left out."""
    turns = {due + _DAY, on + _DAY}
    turns.update(cover.on for cover in invoice.covers if due < cover.on <= on)
    for first, last in frozen:
        turns.update(day for day in (first, last + _DAY) if due < day <= on)
    days = sorted(turns)
    for first, following in pairwise(days):
        if any(start <= first <= end for start, end in frozen):
            continue
        balance = balances_on(invoice, first)[part]
        if balance > 0 and first <= on:
            yield first, following - _DAY, balance


def _priced(
    first: date, last: date, balance: Money, due: date, basis: InterestBasis
) -> Iterable[InterestPiece]:
    """One span at its rate, or at several where a half-year turns within it (EU only)."""
    if isinstance(basis, Contractual):
        yield _piece(first, last, balance, basis.per_cent, "the accepted terms")
        return
    if isinstance(basis, UkStatutory):
        # the rate of the half-year in which interest began to run stays the debt's own
        fixed = rate_for(Reference.UK_BANK_RATE, due + _DAY, basis.rates)
        yield _piece(first, last, balance, fixed.per_cent + STATUTORY_POINTS, fixed.source)
        return
    while first <= last:
        rate = rate_for(Reference.ECB_REFINANCING, first, basis.rates)
        end = min(last, next_half_year(rate.since) - _DAY)
        yield _piece(first, end, balance, rate.per_cent + basis.points, rate.source)
        first = end + _DAY


def _piece(first: date, last: date, balance: Money, rate: Decimal, source: str) -> InterestPiece:
    days = (last - first).days + 1
    amount = balance.amount * rate * days / _YEAR_IN_PER_CENT
    return InterestPiece(first, last, balance, rate, amount, source)
