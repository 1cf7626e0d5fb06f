"""What collecting took and what promises were worth: touches, their cost, promises kept in time.

Judged by days and money alone; what follows from a broken promise is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.history import CoverKind
from plugin.credit.kpi_measures import PERIOD_DAYS
from plugin.credit.kpis import shown
from plugin.credit.ledger_past import DatedInvoice
from plugin.credit.metrics import Figure, NotAvailable

_NOTHING = Decimal(0)
_HOUR = Decimal(60)
_HUNDRED = Decimal(100)
_THOUSAND = Decimal(1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMade:
    """A promise that stood on its last day; without `invoice_ids` it is for all of the currency.

    `last` is the last day on which money keeps it, its working days of grace included.
    """

    id: str
    customer_id: str
    amount: Decimal
    currency: str
    made_on: date
    last: date
    invoice_ids: tuple[str, ...] = ()


def came_in_time(
    promises: Iterable[PromiseMade], invoices: Iterable[DatedInvoice]
) -> dict[str, Decimal]:
    """What of each promise came between the day it was made and its last day, by its id.

    Each pound keeps one promise only: the first by its last day that it comes in time for. Money
    of a write-off or a credit note keeps none (rule 5).
    """
    of_customer: dict[str, list[DatedInvoice]] = {}
    for invoice in invoices:
        of_customer.setdefault(invoice.customer_id, []).append(invoice)
    spent: dict[tuple[str, int], Decimal] = {}
    found: dict[str, Decimal] = {}
    for promise in sorted(promises, key=lambda each: (each.last, each.id)):
        taken = _NOTHING
        for invoice in of_customer.get(promise.customer_id, ()):
            if _is_for(promise, invoice):
                taken += _take(promise, invoice, promise.amount - taken, spent)
        found[promise.id] = taken
    return found


def _is_for(promise: PromiseMade, invoice: DatedInvoice) -> bool:
    if invoice.currency != promise.currency:
        return False
    return not promise.invoice_ids or invoice.id in promise.invoice_ids


def _take(
    promise: PromiseMade,
    invoice: DatedInvoice,
    wanted: Decimal,
    spent: dict[tuple[str, int], Decimal],
) -> Decimal:
    taken = _NOTHING
    for n, cover in enumerate(invoice.covers):
        if cover.kind is CoverKind.PAYMENT and promise.made_on <= cover.on <= promise.last:
            used = spent.get((invoice.id, n), _NOTHING)
            part = min(cover.amount - used, wanted - taken)
            if part > 0:
                spent[invoice.id, n] = used + part
                taken += part
    return taken


def fell_due_by(
    promises: Iterable[PromiseMade], on: date, period: int = PERIOD_DAYS
) -> tuple[PromiseMade, ...]:
    """Promises whose last day lay in the days before `on`: the day itself is not over yet."""
    began = on - timedelta(days=period)
    return tuple(each for each in promises if began <= each.last < on)


@dataclass(frozen=True, slots=True)
class TouchCosts:
    """What the owner says that collecting costs, in base currency; time is theirs too."""

    per_message: Decimal
    message_minutes: Decimal
    call_minutes: Decimal
    per_hour: Decimal

    def of(self, messages: int, calls: int) -> Decimal:
        """What so many reminders and calls cost: what each costs, and the minutes of somebody."""
        minutes = messages * self.message_minutes + calls * self.call_minutes
        return messages * self.per_message + minutes / _HOUR * self.per_hour


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What was done in the days before a day, and what came of it; sums over documents."""

    promised: Decimal = _NOTHING
    came: Decimal = _NOTHING
    paid_off: int = 0
    #: reminders and calls that were about the invoices paid off
    touches: int = 0
    messages: int = 0
    calls: int = 0
    collected: Decimal = _NOTHING
    costs: TouchCosts | None = None

    @property
    def cost(self) -> Decimal | None:
        """What the reminders and calls cost; None where nobody said what one costs."""
        return None if self.costs is None else self.costs.of(self.messages, self.calls)

    def figures(self) -> Mapping[str, Figure]:
        """Promises kept in per cent, touches a paid invoice, and the cost of a thousand."""
        touches = Figure(None, NotAvailable.NOTHING_PAID_OFF)
        if self.paid_off:
            touches = shown(Decimal(self.touches) / self.paid_off)
        cost = Figure(None, NotAvailable.COST_NOT_SET)
        if self.cost is not None:
            cost = per_thousand(self.cost, self.collected)
        return {
            "promises": share(self.came, self.promised, NotAvailable.NO_PROMISES),
            "touches": touches,
            "cost": cost,
        }


def within(days: Sequence[tuple[date, int]], on: date, period: int = PERIOD_DAYS) -> int:
    """How many of what is counted by day lay in the period up to a day."""
    began = on - timedelta(days=period)
    return sum(count for day, count in days if began < day <= on)


def per_thousand(cost: Decimal, collected: Decimal) -> Figure:
    """What it cost to collect a thousand."""
    if collected <= 0:
        return Figure(None, NotAvailable.NO_PAYMENTS)
    return shown(cost / collected * _THOUSAND)


def share(part: Decimal, whole: Decimal, why: NotAvailable) -> Figure:
    """A part in per cent of a whole; n/a for the reason given where there is none."""
    return shown(part / whole * _HUNDRED) if whole > 0 else Figure(None, why)
