"""What the invoices open on a day should bring in up to another, from the dated ledger alone.

The forecast of each invoice by its customer's past; promises, plans and disputes of that day are
not in the ledger and move nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plugin.credit.forecast import Chances, chances, left_possible
from plugin.credit.forecast_facts import Settled, known_on
from plugin.credit.forecast_habit import habit
from plugin.credit.forecast_picture import picture
from plugin.credit.ledger_past import DatedInvoice, LedgerPast
from plugin.credit.receipts import brought_by


@dataclass(frozen=True, slots=True)
class Receipts:
    """Expected receipts in one currency: the high is passed in one of ten, the low in nine."""

    low: Decimal
    likely: Decimal
    high: Decimal


def expected_receipts(
    past: LedgerPast, settled: Sequence[Settled], *, on: date, last: date, currency: str
) -> Receipts | None:
    """What the invoices open at the end of `on` bring in up to the end of `last`.

    `settled` are the paid invoices of the ledger (`settled_of`); of those that were paid after `on`
    nothing is looked at. Likely is the sum of what each invoice leaves, times its chance to be paid
    by then. Low and high leave out one course of events in ten each, by the rule of `receipts`.
    None where fewer than five settled invoices are known on the day. Interest and fees stand
    outside (rule 36).
    """
    open_now = [
        (each, balance)
        for each in past.invoices
        if each.currency == currency and not each.is_charge and each.issued <= on
        and (balance := each.balance_on(on)) > 0
    ]  # fmt: skip
    chances_of = _chances(settled, on)
    if chances_of is None:
        return None
    found: dict[str, list[tuple[Decimal, float]]] = {}
    for invoice, balance in open_now:
        share = _paid_by(invoice, chances_of(invoice.customer_id), on, last)
        found.setdefault(invoice.customer_id, []).append((balance, share))
    return Receipts(*brought_by(found))


def _chances(settled: Sequence[Settled], on: date) -> Callable[[str], Chances] | None:
    known = known_on(settled, on)
    seen = picture(known, on.toordinal())
    if seen is None:
        return None
    own: dict[str, list[Settled]] = {}
    for each in known:
        own.setdefault(each.customer_id, []).append(each)
    found: dict[str, Chances] = {}

    def of(customer_id: str) -> Chances:
        if customer_id not in found:
            theirs = habit(own.get(customer_id, ()), on.toordinal(), seen.usual)
            found[customer_id] = chances(theirs, seen)
        return found[customer_id]

    return of


def _paid_by(invoice: DatedInvoice, theirs: Chances, on: date, last: date) -> float:
    """The chance that it is paid by the end of `last`, from the due date in force on `on`."""
    due = invoice.due_on(on)
    within = (last - due).days + 0.5
    left = left_possible(theirs, issued=invoice.issued, due=due, on=on)
    return min(1.0, sum(share for days, share in left if days < within))
