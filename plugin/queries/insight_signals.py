"""Who is safe to sell more to, who drifts, whose terms miss their pay run, who never acts, who
contests again and again. It decides nothing; the rules are `plugin.credit.signals`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.account import Calendar, Payment
from plugin.credit.agreements import DisputeReason
from plugin.credit.history import CoverKind
from plugin.credit.ledger_past import DatedInvoice, LedgerPast
from plugin.credit.money import Money
from plugin.credit.pay_run import pay_run
from plugin.credit.pay_run_kinds import MonthlyRun, PayRun
from plugin.credit.signals import Settled, drift, run_mismatch, safe_to_sell
from plugin.letters.agreement_words import dispute_reason_words
from plugin.queries.tables import Named, Table, amount, day, days, number, per_cent, text
from plugin.store import Tx
from plugin.store.reading import Record
from plugin.store.reading import patterns as read
from plugin.store.wishes import read_run

#: links that went out in vain before a customer is listed, and how far back they are counted
LINKS_LEAST, LINKS_DAYS = 3, timedelta(days=180)
#: how far back disputes are counted
DISPUTE_DAYS = timedelta(days=365)
_HALF_YEAR = timedelta(days=182)
_TENTH = Decimal("0.1")
_NOTHING = Decimal(0)
_WEEKDAYS = (
    "",
    "Mondays",
    "Tuesdays",
    "Wednesdays",
    "Thursdays",
    "Fridays",
    "Saturdays",
    "Sundays",
)

#: gives the working days of a customer's country
CalendarOf = Callable[[str], Calendar]


class Signals:
    """The ledger by customer, read once for the tables below."""

    def __init__(self, tx: Tx, past: LedgerPast, *, on: date, calendar_of: CalendarOf) -> None:
        self._rows: Sequence[Record] = read.standing(tx)
        self._on = on
        self._calendar_of = calendar_of
        self._invoices: Mapping[str, list[DatedInvoice]] = defaultdict(list)
        for each in past.invoices:
            if not each.is_charge:
                self._invoices[each.customer_id].append(each)

    def safe(self) -> Table:
        """Customers who are safe to sell more to, with the figures that say so."""
        rows = []
        for row in self._rows:
            use, record = row.limit_use, row.record or (0, 0)
            theirs = self._invoices.get(row.id, ())
            found = safe_to_sell(
                used_percent=Decimal(use["utilisation"]) if use else None,
                on_time=record[0],
                counted=record[1],
                sales=self._sales(theirs, self._on - _HALF_YEAR, self._on),
                sales_before=self._sales(theirs, self._on - 2 * _HALF_YEAR, self._on - _HALF_YEAR),
                is_clear=row.status == "open" and row.quiet and not self._is_late(theirs),
            )
            if found is not None and use:
                rows.append(
                    (
                        Named(row.name, row.id),
                        Money.of(use["headroom"], use["currency"]),
                        found.used_percent.quantize(_TENTH),
                        f"{found.on_time} of {found.counted}",
                        found.growth_percent.quantize(Decimal(1)),
                    )
                )
        rows.sort(key=lambda row: (-row[1].amount, row[0].words))
        return Table(
            "Safe to sell more to",
            (text("Customer"), amount("Headroom"), per_cent("Limit used"),
             text("Paid on time"), per_cent("Bought more than the half-year before")),
            rows,
            "At most half the limit used, nine of ten on time, a tenth more bought, nothing late "
            "or contested.",
        )  # fmt: skip

    def drifting(self) -> Table:
        """Good payers whose newest invoices come later than theirs ever did."""
        rows = []
        for row in self._rows:
            theirs = self._invoices.get(row.id, ())
            found = drift([_settled(each) for each in theirs], self._on)
            if found is not None:
                numbers = {each.id: each.number for each in theirs}
                rows.append(
                    (
                        Named(row.name, row.id),
                        found.before.quantize(_TENTH),
                        found.counted,
                        found.newest.quantize(_TENTH),
                        ", ".join(numbers[each] for each in found.invoice_ids),
                    )
                )
        return Table(
            "A good payer’s delay drifts",
            (text("Customer"), days("Days late before"), number("Invoices before"),
             days("Days late, newest four"), text("Which")),
            rows,
            "The newest four, open ones as late as they are today, against the six to twelve "
            "before: five days and twice their usual spread later.",
        )  # fmt: skip

    def mismatches(self) -> Table:
        """Customers whose own pay run, and nothing else, makes them late."""
        rows = []
        for row in self._rows:
            theirs = self._invoices.get(row.id, ())
            calendar = self._calendar_of(row.country)
            said = read_run(row.pay_run) if row.pay_run else None
            run = said or pay_run(_payments(theirs), self._on, calendar)
            found = run_mismatch([_settled(each) for each in theirs], run, calendar)
            if found is not None:
                rows.append(
                    (
                        Named(row.name, row.id),
                        _run_words(found.run),
                        f"{found.explained} of {found.late}",
                        found.wait.quantize(_TENTH),
                        _suggested(found.run),
                    )
                )
        return Table(
            "Terms that miss their pay run",
            (text("Customer"), text("They pay"), text("Late ones paid with the next run"),
             days("Days from due date to run"), text("Terms that would fit")),
            rows,
            "Late because of when they pay, not whether: other terms, not more reminders.",
        )  # fmt: skip

    def _sales(self, theirs: Sequence[DatedInvoice], after: date, on: date) -> Decimal:
        return sum(
            (each.total * each.base_per_unit for each in theirs if after < each.issued <= on),
            _NOTHING,
        )

    def _is_late(self, theirs: Sequence[DatedInvoice]) -> bool:
        return any(each.due < self._on and each.balance_on(self._on) > 0 for each in theirs)


def never_acted(tx: Tx, *, on: date, currency: str) -> Table:
    """Customers who got links to their page and never did anything through one."""
    rows = [
        (
            Named(row.name, row.id),
            row.links,
            row.last_on,
            Money(row.owed.quantize(Decimal("0.01")), currency),
        )
        for row in read.never_acted(tx, since=on - LINKS_DAYS, least=LINKS_LEAST)
    ]
    return Table(
        "Never acted on their page",
        (text("Customer"), number("Links sent"), day("Last one"), amount("Owes")),
        rows,
        "Three links or more in half a year, no answer, no promise, nothing paid through it.",
    )


def links_said(tx: Tx, *, on: date) -> str:
    """How many links were acted on, in a sentence."""
    found = read.link_counts(tx, since=on - LINKS_DAYS)
    if not found.links:
        return "No link to a customer’s page went out in the last half-year."
    return (
        f"{found.links:,} links went to {found.customers:,} customers in the last half-year; "
        f"{found.customers_acted:,} of them acted through one. Whether a page was only opened is "
        "not kept: mail programs open links by themselves."
    )


def repeat_disputes(tx: Tx, *, on: date) -> Table:
    """The same customer, the same reason, more than once in a year."""
    rows = [
        (
            Named(row.name, row.id),
            dispute_reason_words(DisputeReason(row.reason)),
            row.n,
            row.upheld,
            row.open,
            row.last_on,
        )
        for row in read.repeat_disputes(tx, since=on - DISPUTE_DAYS)
    ]
    return Table(
        "Contested again for the same reason",
        (text("Customer"), text("Reason"), number("Times"), number("They were right"),
         number("Still open"), day("Last")),
        rows,
        "Twice or more in a year: something before the invoice is wrong.",
    )  # fmt: skip


def _settled(invoice: DatedInvoice) -> Settled:
    """The day on which money for it last came, where it is covered; given up counts as open."""
    due = invoice.due_on(invoice.dues[0][1]) if invoice.dues else invoice.due
    left = invoice.total
    paid_on: date | None = None
    for cover in invoice.covers:
        if cover.kind is CoverKind.WRITE_OFF:
            return Settled(invoice.id, due, None)
        left -= cover.amount
        if cover.kind is CoverKind.PAYMENT:
            paid_on = cover.on
    return Settled(invoice.id, due, paid_on if left <= 0 else None)


def _payments(invoices: Sequence[DatedInvoice]) -> list[Payment]:
    return [
        Payment(each.id, cover.on, Money(cover.amount, each.currency))
        for each in invoices
        for cover in each.covers
        if cover.kind is CoverKind.PAYMENT
    ]


def _run_words(run: PayRun) -> str:
    if isinstance(run, MonthlyRun):
        return "on the last day of the month" if run.day == 31 else f"on day {run.day} of the month"
    return f"on {_WEEKDAYS[run.weekday]}s"


def _suggested(run: PayRun) -> str:
    if isinstance(run, MonthlyRun):
        which = "the last day" if run.day == 31 else f"day {run.day}"
        return f"due on {which} of the following month"
    return f"due on a {_WEEKDAYS[run.weekday]}"
