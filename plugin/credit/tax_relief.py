"""What of the value added tax on a bad debt may be reclaimed, by the law of the seller's country.

Only the United Kingdom has a rule here; every other country is named as not covered, and so are
the schemes that have a rule of their own. It files nothing and is no advice: it lists what to look
at, with its dates.

Source: Value Added Tax Act 1994, section 36; Value Added Tax Regulations 1995, part XIX (165 to
172J); HMRC, *Relief from VAT on bad debts*, VAT Notice 700/18. In short: the tax was accounted for
and paid; the debt is written off in the books as a bad debt; it has been unpaid for six months
after the later of the day on which it was due and the day of supply; and the claim is made within
four years and six months of the later of those days. Of a debt that was paid in part the relief is
the same part of the tax as of the debt. Under cash accounting no tax was accounted for, so there
is nothing to reclaim.

What a ledger does not tell is taken as it usually is, and said on the page: the invoice's date
stands for the day of supply, the tax on it for tax that was paid.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from plugin.credit.money import Money
from plugin.credit.months import months_after

#: months for which a debt has to have been unpaid
UNPAID_FOR = 6
#: months after which nothing can be claimed any more: four years and six months
CLAIMED_WITHIN = 54

_PENNY = Decimal("0.01")
_NOTHING = Decimal(0)


class TaxBasis(StrEnum):
    """How an organisation accounts for tax on its sales."""

    ACCRUAL = "accrual"
    CASH = "cash"
    FLAT_RATE_CASH = "flat_rate_cash"
    FLAT_RATE_ACCRUAL = "flat_rate_accrual"
    #: not registered
    NONE = "none"


class ReliefRule(StrEnum):
    """Whether there is a rule for an organisation, or why there is none."""

    COVERED = "covered"
    #: no rule is published here for the country
    COUNTRY = "country"
    #: how tax is accounted for is not known: asked
    NOT_SAID = "not_said"
    #: tax is paid only when the customer pays
    CASH = "cash"
    #: a flat-rate scheme works its own relief out
    FLAT_RATE = "flat_rate"
    NOT_REGISTERED = "not_registered"


class ReliefState(StrEnum):
    """Where the tax on one lost invoice stands."""

    #: written off, old enough: it may go into the next return
    READY = "ready"
    #: old enough, but still open in the books
    WRITE_OFF_FIRST = "write_off_first"
    #: written off, but not yet unpaid for long enough
    NOT_YET = "not_yet"
    #: the time for claiming has passed
    TOO_LATE = "too_late"
    #: written off by a credit note that takes its tax back itself
    BY_CREDIT_NOTE = "by_credit_note"
    #: the ledger did not say how much tax there is on it
    TAX_NOT_KNOWN = "tax_not_known"


@dataclass(frozen=True, slots=True, kw_only=True)
class LostSale:
    """A sales invoice with something unpaid for good or for long; amounts in its currency.

    `lost` was written off and bears its tax still, `lost_with_tax` was written off by credit notes
    that carry tax of their own. `open` is unpaid in the books. `tax` is the tax within `total`;
    None where the ledger does not say.
    """

    id: str
    number: str
    customer_id: str
    issued: date
    due: date
    total: Money
    tax: Decimal | None
    lost: Decimal = _NOTHING
    lost_with_tax: Decimal = _NOTHING
    open: Decimal = _NOTHING


@dataclass(frozen=True, slots=True)
class Relief:
    """The tax of one invoice that may be reclaimed; `amount` None where the tax is not known.

    `debt` is the part of the invoice that it is the tax of. It may be claimed from `first` to
    `last`, both included.
    """

    sale: LostSale
    state: ReliefState
    debt: Money
    amount: Money | None
    first: date
    last: date


def relief_rule(country: str, basis: TaxBasis | None) -> ReliefRule:
    """Whether the rule holds for an organisation of a country that accounts for tax so."""
    if country != "GB":
        return ReliefRule.COUNTRY
    match basis:
        case None:
            return ReliefRule.NOT_SAID
        case TaxBasis.CASH | TaxBasis.FLAT_RATE_CASH:
            return ReliefRule.CASH
        case TaxBasis.FLAT_RATE_ACCRUAL:
            return ReliefRule.FLAT_RATE
        case TaxBasis.NONE:
            return ReliefRule.NOT_REGISTERED
        case TaxBasis.ACCRUAL:
            return ReliefRule.COVERED


def claim_days(issued: date, due: date) -> tuple[date, date]:
    """The first and the last day on which the tax of a bad debt may be claimed."""
    later = max(issued, due)
    return months_after(later, UNPAID_FOR), months_after(later, CLAIMED_WITHIN)


def reliefs(sales: Iterable[LostSale], *, on: date) -> tuple[Relief, ...]:
    """What may be reclaimed, what has to be done first, and what is too late; soonest end first.

    An invoice without tax is none. What is open counts only once it has been unpaid for six
    months; whoever still hopes for the money leaves it open.
    """
    found = [each for sale in sales for each in _of(sale, on)]
    return tuple(sorted(found, key=lambda its: (its.last, its.sale.number, its.sale.id, its.state)))


def _of(sale: LostSale, on: date) -> list[Relief]:
    if sale.tax is not None and sale.tax <= 0:
        return []
    first, last = claim_days(sale.issued, sale.due)
    found = []
    if sale.lost > 0:
        found.append(_relief(sale, _written_off(sale, first, last, on), sale.lost, first, last))
    if sale.lost_with_tax > 0:
        state = ReliefState.BY_CREDIT_NOTE
        found.append(_relief(sale, state, sale.lost_with_tax, first, last))
    if sale.open > 0 and on >= first:
        known = sale.tax is not None
        state = ReliefState.WRITE_OFF_FIRST if known else ReliefState.TAX_NOT_KNOWN
        state = ReliefState.TOO_LATE if on > last else state
        found.append(_relief(sale, state, sale.open, first, last))
    return found


def _written_off(sale: LostSale, first: date, last: date, on: date) -> ReliefState:
    if on > last:
        return ReliefState.TOO_LATE
    if sale.tax is None:
        return ReliefState.TAX_NOT_KNOWN
    return ReliefState.READY if on >= first else ReliefState.NOT_YET


def _relief(sale: LostSale, state: ReliefState, debt: Decimal, first: date, last: date) -> Relief:
    currency = sale.total.currency
    amount = None
    if sale.tax is not None and sale.total.amount > 0:
        part = sale.tax * min(debt, sale.total.amount) / sale.total.amount
        amount = Money(part.quantize(_PENNY, ROUND_DOWN), currency)
    return Relief(sale, state, Money(debt, currency), amount, first, last)
