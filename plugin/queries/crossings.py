"""How often a reminder and a payment crossed, and which. It decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from plugin.credit.money import Money
from plugin.store import Tx, crossings
from plugin.store.crossings import Rate
from plugin.store.reading import Record

#: the rate is of the reminders of so many days
WINDOW_DAYS = 90


@dataclass(frozen=True, slots=True)
class CrossingRate:
    """Reminders that went in the window, and those of them that a payment crossed."""

    sent: int
    crossed: int
    since: date

    @property
    def percent(self) -> Decimal | None:
        """Crossed over sent; None where none went, which is not a rate of zero."""
        if not self.sent:
            return None
        return (Decimal(100) * self.crossed / self.sent).quantize(Decimal("0.1"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossingLine:
    """One invoice of one message; `apology` is what became of the apology, in words."""

    message_id: UUID
    customer_id: str
    customer: str
    number: str
    amount: Money
    paid_on: date
    written_on: date
    seen_on: date
    apology: str


@dataclass(frozen=True, slots=True)
class CrossingPage:
    """The rate with the messages that it is made of."""

    rate: CrossingRate
    lines: tuple[CrossingLine, ...]


_APOLOGIES = {
    "proposed": "drafted, waits for your yes",
    "approved": "approved, on its way",
    "claimed": "being sent",
    "done": "sent",
    "refused": "decided against",
    "unconfirmed": "may or may not have gone",
}


def rate(tx: Tx, *, on: date) -> CrossingRate:
    """The rate of the last ninety days up to a civil day."""
    since = on - timedelta(days=WINDOW_DAYS - 1)
    found: Rate = crossings.rate(tx, since=since, on=on)
    return CrossingRate(found.sent, found.crossed, since)


def page(tx: Tx, *, on: date) -> CrossingPage:
    """The rate and its messages, newest first."""
    found = rate(tx, on=on)
    rows = crossings.crossed(tx, since=found.since, on=on)
    return CrossingPage(found, tuple(_line(row) for row in rows))


def _line(row: Record) -> CrossingLine:
    return CrossingLine(
        message_id=row.message_id,
        customer_id=row.customer_id,
        customer=row.customer_name or row.customer_id,
        number=row.number or "",
        amount=Money(row.amount, row.currency),
        paid_on=row.paid_on,
        written_on=row.written_on,
        seen_on=row.seen_on,
        apology=_APOLOGIES.get(row.apology_state or "", "none"),
    )
