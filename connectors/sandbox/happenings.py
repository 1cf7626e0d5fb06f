"""What happens by itself as the local Xero's time passes: customers pay, invoices are raised.

It goes hour by hour, whether the clock runs or is advanced. A day's work is done once, at 10:00
organisation time: first the seed's own happenings of that date, then repeating invoices, then
payments by habit. Whatever lies in between is caught up in order.
"""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day

from connectors.sandbox import documents
from connectors.sandbox.documents_new import new_invoice
from connectors.sandbox.errors import ValidationError
from connectors.sandbox.habits import OpenInvoice, pays_today
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.loading import (
    allocation_record,
    credit_record,
    invoice_record,
    payment_record,
)
from connectors.sandbox.mailbox import Mailbox
from connectors.sandbox.records import Repeating
from connectors.sandbox.seed import (
    CreditAllocated,
    CreditRaised,
    Habit,
    InvoiceRaised,
    PaymentMade,
    SeedAllocation,
    SeedEvent,
)
from connectors.sandbox.world import World

BUSY_HOUR = time_of_day(10, 0)
_POLL_SECONDS = 1.0
_READERS = {Habit.AFTER_FIRST_REMINDER, Habit.AFTER_SECOND_REMINDER}
"""Only these look at their mail before they pay."""


class Happenings:
    """Does what is due in every organisation; thread-safe."""

    def __init__(self, world: World, mailbox: Mailbox) -> None:
        self.world = world
        self._mailbox = mailbox
        self._done_until: dict[str, datetime] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="local-xero-days", daemon=True)

    def start(self) -> None:
        """Look every second for what has become due."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()
        self._thread.join(timeout=2)

    def advance(self, hours: float) -> datetime:
        """Go forward hour by hour, doing in each what is due; the new instant."""
        if hours < 0:
            raise ValueError("the clock does not run backwards")
        left = timedelta(hours=hours)
        while left > timedelta():
            step = min(left, timedelta(hours=1))
            with self.world.lock:
                self.world.clock.add(step)
                self.catch_up()
            left -= step
        return self.world.now()

    def catch_up(self) -> None:
        """Do everything that is due by now and not yet done."""
        with self.world.lock:
            for tenant, ledger in list(self.world.ledgers.items()):
                done = self._done_until.get(tenant, ledger.opened)
                now = self.world.now()
                for day in _busy_days(ledger, done, now):
                    live_a_day(ledger, day, self._mailbox)
                self._done_until[tenant] = now

    def _run(self) -> None:
        while not self._stopping.wait(_POLL_SECONDS):
            self.catch_up()


def _busy_days(ledger: Ledger, after: datetime, until: datetime) -> list[date]:
    """Days whose busy hour lies after `after` and not after `until`."""
    day = after.astimezone(ledger.zone).date()
    days: list[date] = []
    while True:
        busy = datetime.combine(day, BUSY_HOUR, ledger.zone).astimezone(UTC)
        if busy > until:
            return days
        if busy > after:
            days.append(day)
        day += timedelta(days=1)


def live_a_day(ledger: Ledger, on: date, mailbox: Mailbox) -> None:
    """Everything that happens in this organisation on this date."""
    while ledger.pending and ledger.pending[0].on <= on:
        apply_event(ledger, ledger.pending.pop(0))
    for template in list(ledger.repeating.values()):
        _raise_repeating(ledger, template, on)
    _pay_by_habit(ledger, on, mailbox)


def apply_event(ledger: Ledger, event: SeedEvent) -> None:
    """Do one happening of the seed, as its file says it, whatever people did meanwhile.

    A payment of an invoice that a person has voided or paid in the meantime does not happen.
    """
    now = ledger.now()
    match event:
        case InvoiceRaised(invoice=seed):
            record = invoice_record(ledger, seed, now)
            ledger.put_invoice(record, "CREATE")
        case PaymentMade(payment=seed):
            payment = payment_record(ledger, seed, now)
            invoice = ledger.invoices[payment.target]
            if invoice.status != "AUTHORISED" or payment.amount > invoice.amount_due:
                return
            ledger.put_payment(payment, "CREATE")
            ledger.settle_invoice(payment.target)
        case CreditRaised(credit=seed):
            credit = credit_record(ledger, replace(seed, allocations=()), now)
            ledger.put_credit(credit, "CREATE")
        case CreditAllocated(credit=key, allocation=seed):
            _allocate(ledger, key, seed)


def _allocate(ledger: Ledger, key: str, seed: SeedAllocation) -> None:
    credit = ledger.credits[ledger.id_of("credit", key)]
    part = allocation_record(ledger, credit.id, len(credit.allocations), seed)
    target = ledger.invoices[part.invoice]
    if target.status != "AUTHORISED" or part.amount > min(credit.remaining, target.amount_due):
        return
    ledger.put_credit(replace(credit, allocations=(*credit.allocations, part)))
    ledger.settle_invoice(part.invoice)
    ledger.settle_credit(credit.id)


def _raise_repeating(ledger: Ledger, template: Repeating, on: date) -> None:
    while template.status != "DELETED" and template.next_on <= on:
        if template.ends_on and template.next_on > template.ends_on:
            return
        issued = template.next_on
        contact = ledger.contacts[template.contact]
        if contact.status == "ACTIVE":
            is_approved = template.status == "AUTHORISED"
            invoice = new_invoice(
                ledger,
                contact,
                template.total,
                number="",
                issued=issued,
                due=issued + timedelta(days=template.due_days),
                currency=template.currency,
                reference=template.reference,
                description="",
                status="AUTHORISED" if is_approved else "DRAFT",
                is_sent=is_approved,
                kind="ACCREC",
                repeating=template.id,
                lines=template.lines,
            )
            ledger.put_invoice(invoice, "CREATE")
        template = replace(template, next_on=_next_date(template))
        ledger.repeating[template.id] = template


def _next_date(template: Repeating) -> date:
    if template.unit == "WEEKLY":
        return template.next_on + timedelta(weeks=template.every)
    months = template.next_on.year * 12 + template.next_on.month - 1 + template.every
    wanted = template.started_on.day
    first = date(months // 12, months % 12 + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(wanted, last.day))


def _mail_days(ledger: Ledger, number: str, mailbox: Mailbox) -> tuple[date, ...]:
    """Days on which a message naming this invoice arrived."""
    return tuple(mail.received.astimezone(ledger.zone).date() for mail in mailbox.naming(number))


def _pay_by_habit(ledger: Ledger, on: date, mailbox: Mailbox) -> None:
    for contact, habit in ledger.habits.items():
        found = {}
        for key in ledger.invoices_of.get(contact, ()):
            invoice = ledger.invoices[key]
            if invoice.kind == "ACCREC" and invoice.status == "AUTHORISED" and invoice.amount_due:
                found[invoice.number] = invoice
        if not found:
            continue
        known = [
            OpenInvoice(
                key=invoice.number,
                due=invoice.due,
                left=invoice.amount_due,
                mails=_mail_days(ledger, invoice.number, mailbox)
                if Habit(habit) in _READERS
                else (),
                paid_on=max((p.on for p in ledger.live_payments(invoice.id)), default=None),
            )
            for invoice in found.values()
        ]
        for paid in pays_today(Habit(habit), known, on):
            try:
                # it comes through the bank, and the bookkeeper matches it the same day
                documents.record_payment(
                    ledger, found[paid.key].id, paid.amount, on=on, is_reconciled=True
                )
            except ValidationError:
                # a locked period: the money waits until a person has opened it
                return
