"""The score of a customer: 0 to 100 from six named parts, each with its points and its numbers.

It looks at this customer's own ledger and at nobody else's, and it decides nothing by itself: it
orders the book for `loss_budget` and is one reason of a suggested limit. The segment answers
another question, which policy covers a customer, and counts invoices where the score weighs money.

The rule, in points:

- *on time* 40: of the money that fell due or came in the last 365 days, the share paid by its due
  date (or on the next working day where that is none, rule 1). What is late counts from the day
  after; what was written off counts as never paid (rule 5); a disputed part and a residue below
  tolerance count on neither side (rule 4).
- *lately* 15: the same of the last 90 days; of the year where nothing fell due or came in these.
- *oldest debt* 20: nothing late 20, then 15 from the first day late, 10 from the 15th, 5 from the
  31st, none from the 61st.
- *promises* 10: of the money promised and fallen due in a year, the share that came in time.
- *history* 10: one for each invoice due in the last 365 days that money has settled, up to ten.
- *use of the limit* 5: 5 up to 80 per cent, 3 up to 100, none above or where it cannot be compared;
  without a limit 5, because unset is not zero (rule 10).

Under three invoices in the year there is no score: *not enough history yet*. More payment never
lowers it, and the same payment on a later day never raises it, as long as no promise was made and
no dispute opened between the two days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from plugin.credit.account import Account, InvoiceState
from plugin.credit.decisions import CannotCompare, Exposure, LimitUse
from plugin.credit.exposure import family_exposure, limit_in_force, limit_use, measure, newest_rates
from plugin.credit.money import Money
from plugin.credit.policy import DEFAULT_POLICY, CreditPolicy
from plugin.credit.promises import judge_all
from plugin.credit.score_parts import (
    MOST_POINTS,
    HistoryDepth,
    LimitUsed,
    OldestDebt,
    PaidLately,
    PaidOnTime,
    PromisesKept,
    Score,
)
from plugin.credit.score_view import LATELY, OLDEST_STEPS, YEAR, Counts, View, counts_of

__all__ = ["NEEDED", "Score", "score_of"]

_NOTHING = Decimal(0)
_DAY = timedelta(days=1)
#: fewer invoices than this in the year say nothing yet
NEEDED = 3
#: points of the use of the limit up to so many per cent; above all of them none
USE_STEPS = ((Decimal(80), 5), (Decimal(100), 3))
_CLOSED = frozenset({InvoiceState.APPROVED, InvoiceState.PAID})


@dataclass(slots=True)
class _Sums:
    """Money of one window in the base currency: paid in time, and all of it."""

    on_time: Decimal = _NOTHING
    counted: Decimal = _NOTHING
    invoices: int = 0

    def add(self, on_time: Decimal, late: Decimal) -> None:
        self.on_time += on_time
        self.counted += on_time + late
        self.invoices += 1


def score_of(
    account: Account,
    on: date,
    policy: CreditPolicy = DEFAULT_POLICY,
    exposures: tuple[Exposure, ...] | None = None,
) -> Score:
    """The score on a civil day, in the base currency at the newest rate of the ledger (rule 9).

    `exposures` are those of that day where a review has found them already; `look_again_on` is the
    first day on which the calendar alone could change it. Money in a currency without a rate is
    left out, and its code stands in `left_out`.
    """
    rates = newest_rates(account, on) if account.rates else {}
    view = View(account, policy, on, rates)
    late = view.late_by_invoice()
    year, lately, settled = _Sums(), _Sums(), 0
    for invoice in account.invoices:
        if invoice.is_charge or invoice.state not in _CLOSED:
            continue
        rate = view.rate(invoice.total.currency)
        if rate is None:
            continue
        counts = counts_of(view, invoice, late.get(invoice.id, _NOTHING))
        if counts is None:
            continue
        view.note_leaving(counts)
        _add(year, counts, on - YEAR, rate)
        _add(lately, counts, on - LATELY, rate)
        settled += invoice.due > on - YEAR and counts.is_settled
    again = min((day for day in view.days if day > on), default=None)
    if year.invoices < NEEDED:
        return Score(None, (), counted=year.invoices, look_again_on=again)
    base = account.base_currency
    parts = (
        _on_time(year, base),
        _lately(lately, year, base),
        _oldest(view),
        _promises(view),
        HistoryDepth(min(MOST_POINTS[HistoryDepth], settled), settled),
        _use(_limit_use(account, policy, on, exposures)),
    )
    again = min((day for day in view.days if day > on), default=None)
    return Score(
        sum(each.points for each in parts),
        parts,
        counted=year.invoices,
        look_again_on=again,
        rates=tuple(rates[code] for code in sorted(view.used)),
        left_out=tuple(sorted(view.left_out)),
    )


def _add(sums: _Sums, counts: Counts, since: date, rate: Decimal) -> None:
    on_time = counts.on_time if counts.due > since else _NOTHING
    late = sum((amount for day, amount in counts.late if day is None or day > since), _NOTHING)
    if on_time or late:
        sums.add(on_time * rate, late * rate)


def _on_time(year: _Sums, base: str) -> PaidOnTime:
    points = _share_of(MOST_POINTS[PaidOnTime], year.on_time, year.counted)
    return PaidOnTime(points, _money(year.on_time, base), _money(year.counted, base), year.invoices)


def _lately(lately: _Sums, year: _Sums, base: str) -> PaidLately:
    seen = lately if lately.counted else year
    points = _share_of(MOST_POINTS[PaidLately], seen.on_time, seen.counted)
    return PaidLately(
        points,
        _money(seen.on_time, base),
        _money(seen.counted, base),
        _percent(year),
        is_of_year=not lately.counted,
    )


def _oldest(view: View) -> OldestDebt:
    days, number = view.oldest
    most = MOST_POINTS[OldestDebt]
    points = next((points for least, points in OLDEST_STEPS if days >= least), most)
    return OldestDebt(points, days, number)


def _promises(view: View) -> PromisesKept:
    """By amount, as the promise-kept figure: what came in time of what fell due in a year."""
    on, base = view.on, view.account.base_currency
    kept = fell_due = _NOTHING
    count = whole = 0
    for outcome in judge_all(view.account, view.policy, on) if view.account.promises else ():
        gone = outcome.deadline + YEAR
        if on <= outcome.deadline:
            view.days.append(outcome.deadline + _DAY)
            continue
        rate = view.rate(outcome.promise.amount.currency)
        both = (outcome.received + outcome.missing).amount
        if gone <= on or rate is None or not both:
            continue
        view.days.append(gone)
        count += 1
        tolerance = view.policy.tolerance_for(outcome.missing.currency).residue
        is_kept = outcome.missing.amount < tolerance or not outcome.missing
        whole += is_kept
        kept += (both if is_kept else outcome.received.amount) * rate
        fell_due += both * rate
    most = MOST_POINTS[PromisesKept]
    points = _share_of(most, kept, fell_due) if fell_due else most
    return PromisesKept(points, _money(kept, base), _money(fell_due, base), whole, count)


def _limit_use(
    account: Account, policy: CreditPolicy, on: date, exposures: tuple[Exposure, ...] | None
) -> LimitUse | CannotCompare | None:
    limit = limit_in_force(account)
    if limit is None or exposures is None:
        return limit_use(account, policy, on)
    own = (each.amount for each in exposures)
    return measure(account, limit, (*own, *family_exposure(account)), on)


def _use(use: LimitUse | CannotCompare | None) -> LimitUsed:
    if use is None:
        return LimitUsed(MOST_POINTS[LimitUsed], None, has_limit=False)
    if isinstance(use, CannotCompare):
        return LimitUsed(0, None, has_limit=True)
    points = next((points for most, points in USE_STEPS if use.utilisation <= most), 0)
    return LimitUsed(points, use.utilisation, has_limit=True)


def _share_of(points: int, part: Decimal, whole: Decimal) -> int:
    return int((points * part / whole).quantize(Decimal(1), ROUND_HALF_UP)) if whole else 0


def _percent(sums: _Sums) -> Decimal:
    share = sums.on_time * 100 / sums.counted if sums.counted else _NOTHING
    return share.quantize(Decimal(1), ROUND_HALF_UP)


def _money(amount: Decimal, currency: str) -> Money:
    return Money(amount, currency).rounded()
