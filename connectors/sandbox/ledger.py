"""One organisation's books in memory: its records, their indexes, and what follows from them.

The verbs that a person or an app performs are in `documents` and `contacts`; here is only what
must hold after each of them. Nothing here speaks HTTP or JSON. Every caller holds `lock`.
"""

import hashlib
import threading
import uuid
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from connectors.sandbox.clock import SandboxClock
from connectors.sandbox.doubts import Doubts
from connectors.sandbox.errors import NotFoundError
from connectors.sandbox.records import (
    ZERO,
    Allocation,
    Attachment,
    Change,
    Contact,
    Credit,
    Group,
    HistoryNote,
    Invoice,
    LedgerAccount,
    Payment,
    Quote,
    Repeating,
)
from connectors.sandbox.seed import SeedAwkward, SeedEvent, SeedOrganisation, SeedTerms

CREDIT_CATEGORIES = {
    "ACCRECCREDIT": "CREDITNOTE",
    "ACCPAYCREDIT": "CREDITNOTE",
    "RECEIVE-OVERPAYMENT": "OVERPAYMENT",
    "SPEND-OVERPAYMENT": "OVERPAYMENT",
    "RECEIVE-PREPAYMENT": "PREPAYMENT",
    "SPEND-PREPAYMENT": "PREPAYMENT",
}
"""The webhook category of each credit's Type."""


Record = TypeVar("Record")
_VARIANTS = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}
_LISTINGS = 16
"""So many searches are remembered."""


class Ledger:
    """The books of one organisation.

    `emit` is called with every Change that a webhook may tell, while `lock` is held. `opened` is
    the instant from which on things happen in it.
    """

    def __init__(
        self,
        seed: SeedOrganisation,
        *,
        namespace: uuid.UUID,
        clock: SandboxClock,
        lock: threading.RLock,
        emit: Callable[[Change], None],
        doubts: Callable[[], Doubts],
        opened: datetime,
    ) -> None:
        self.seed = seed
        self.opened = opened
        self.lock = lock
        self.zone = ZoneInfo(seed.timezone)
        self._namespace = namespace.bytes
        self._clock = clock
        self.emit = emit
        self.doubts = doubts
        self._count = 0
        self.tenant = self.id_of("organisation", seed.key)
        self.name = seed.name
        self.base_currency = seed.base_currency
        self.terms: SeedTerms = seed.sales_terms
        self.period_lock: date | None = seed.period_lock
        self.year_end_lock: date | None = seed.year_end_lock
        self.reminders_enabled = seed.reminders_enabled
        self.plan = "DEMO" if seed.is_demo else "PREMIUM"
        """Xero's Class of the organisation."""
        self.emailed: defaultdict[date, int] = defaultdict(int)
        """Invoices that Xero itself sent, by the organisation's own day."""
        self.pending: list[SeedEvent] = sorted(seed.events, key=lambda event: event.on)
        self.awkward: tuple[SeedAwkward, ...] = seed.awkward
        self.is_filling = False
        """Whether the seed is being loaded, of which nobody hears."""
        self._sorted: dict[str, list[Any]] = {}
        self._listings: dict[Hashable, list[Any]] = {}
        self._open_books()

    def _open_books(self) -> None:
        """Empty books; every record is stored under its id."""
        self.invoices: dict[str, Invoice] = {}
        self.payments: dict[str, Payment] = {}
        self.credits: dict[str, Credit] = {}
        self.contacts: dict[str, Contact] = {}
        self.groups: dict[str, Group] = {}
        self.quotes: dict[str, Quote] = {}
        self.repeating: dict[str, Repeating] = {}
        self.accounts: dict[str, LedgerAccount] = {}
        self.notes: defaultdict[str, list[HistoryNote]] = defaultdict(list)
        self.habits: dict[str, str] = {}
        """Contact id to the seed's habit."""
        self.payments_of: defaultdict[str, list[str]] = defaultdict(list)
        self.allocations_of: defaultdict[str, list[str]] = defaultdict(list)
        """Invoice id to the credits that have an allocation to it."""
        self.invoices_of: defaultdict[str, list[str]] = defaultdict(list)
        self.by_number: dict[str, str] = {}
        self.attachments: dict[str, tuple[Attachment, ...]] = {}
        """Files by the id of the record that they hang on; no empty ones."""

    def id_of(self, kind: str, key: str) -> str:
        """The GUID of a seeded record: always the same for the same seed and key."""
        # uuid.uuid5 written out: a ledger of 100,000 invoices asks half a million times
        name = f"{self.seed.key}/{kind}/{key}".encode()
        digest = hashlib.sha1(self._namespace + name, usedforsecurity=False).hexdigest()
        variant = _VARIANTS[digest[16]]
        return (
            f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"
        )

    def new_id(self, kind: str) -> str:
        """The GUID of the next new record: repeatable for the same order of verbs."""
        self._count += 1
        return self.id_of(kind, f"new-{self._count}")

    def now(self) -> datetime:
        """The instant by the local Xero's clock, in UTC."""
        return self._clock.now()

    def today(self) -> date:
        """The civil date in the organisation's own time zone."""
        return self.now().astimezone(self.zone).date()

    def invoice(self, key: str) -> Invoice:
        """The invoice with this id or number. Raises NotFoundError."""
        return _found(self.invoices, self.by_number.get(key, key.lower()))

    def contact(self, key: str) -> Contact:
        """The contact with this id or ContactNumber. Raises NotFoundError."""
        found = self.contacts.get(key.lower())
        if found:
            return found
        for contact in self.contacts.values():
            if contact.number == key:
                return contact
        raise NotFoundError

    def credit(self, key: str) -> Credit:
        """The credit note, overpayment or prepayment with this id or number."""
        found = self.credits.get(key.lower())
        if found:
            return found
        for credit in self.credits.values():
            if credit.number and credit.number == key:
                return credit
        raise NotFoundError

    def payment(self, key: str) -> Payment:
        """The payment with this id. Raises NotFoundError."""
        return _found(self.payments, key.lower())

    def group(self, key: str) -> Group:
        """The group with this id, unless deleted. Raises NotFoundError."""
        group = _found(self.groups, key.lower())
        if group.is_deleted:
            raise NotFoundError
        return group

    def ordered(self, kind: str) -> list[Any]:
        """Records of a kind by (updated, id), the order in which Xero pages them."""
        if kind not in self._sorted:
            records: Iterable[Any] = getattr(self, kind).values()
            self._sorted[kind] = sorted(records, key=by_update)
        return self._sorted[kind]

    def listing(self, key: Hashable, find: Callable[[], list[Any]]) -> list[Any]:
        """What `find` gave for `key` since a record last changed."""
        if key not in self._listings:
            while len(self._listings) >= _LISTINGS:
                del self._listings[next(iter(self._listings))]
            self._listings[key] = find()
        return self._listings[key]

    def put_invoice(self, invoice: Invoice, verb: str | None = "UPDATE") -> Invoice:
        """Store the invoice and tell of it, unless `verb` is None."""
        before = self.invoices.get(invoice.id)
        if before is None:
            self.invoices_of[invoice.contact].append(invoice.id)
        elif before.contact != invoice.contact:
            self.invoices_of[before.contact].remove(invoice.id)
            self.invoices_of[invoice.contact].append(invoice.id)
        if before and before.number != invoice.number:
            self.by_number.pop(before.number, None)
        if invoice.number and invoice.kind == "ACCREC":
            self.by_number[invoice.number] = invoice.id
        self._replace("invoices", before, invoice)
        self._take_side(invoice)
        if verb is not None:
            self._tell("INVOICE", invoice.id, verb)
        return invoice

    def _take_side(self, invoice: Invoice) -> None:
        """IsCustomer and IsSupplier follow from documents; Xero bumps no UpdatedDateUTC for it."""
        contact = self.contacts[invoice.contact]
        is_sale = invoice.kind == "ACCREC"
        if contact.is_customer if is_sale else contact.is_supplier:
            return
        changed = replace(
            contact,
            is_customer=contact.is_customer or is_sale,
            is_supplier=contact.is_supplier or not is_sale,
        )
        self._replace("contacts", contact, changed)

    def forget_order(self) -> None:
        """Sort anew at the next listing: records were put back."""
        self._sorted.clear()
        self._listings.clear()

    def put_payment(self, payment: Payment, verb: str = "UPDATE") -> Payment:
        """Store the payment and tell of it; its target is settled by the caller."""
        before = self.payments.get(payment.id)
        if before is None:
            self.payments_of[payment.target].append(payment.id)
        self._replace("payments", before, payment)
        self._tell("PAYMENT", payment.id, verb)
        return payment

    def put_credit(self, credit: Credit, verb: str = "UPDATE") -> Credit:
        """Store the credit and tell of it; its invoices are settled by the caller."""
        before = self.credits.get(credit.id)
        for allocation in credit.allocations:
            if credit.id not in self.allocations_of[allocation.invoice]:
                self.allocations_of[allocation.invoice].append(credit.id)
        self._replace("credits", before, credit)
        extra = (("Type", credit.kind), ("Status", credit.status))
        self._tell(CREDIT_CATEGORIES[credit.kind], credit.id, verb, extra)
        return credit

    def put_contact(self, contact: Contact, verb: str = "UPDATE") -> Contact:
        """Store the contact and tell of it."""
        self._replace("contacts", self.contacts.get(contact.id), contact)
        self._tell("CONTACT", contact.id, verb)
        return contact

    def live_payments(self, target: str) -> list[Payment]:
        """Payments of an invoice or refunds of a credit that were not deleted."""
        keys = self.payments_of.get(target)
        if not keys:
            return []
        payments = self.payments
        return [payment for key in keys if not (payment := payments[key]).is_deleted]

    def live_allocations(self, invoice: str) -> list[tuple[Credit, Allocation]]:
        """Parts of credits set against an invoice."""
        keys = self.allocations_of.get(invoice)
        if not keys:
            return []
        return [
            (credit, allocation)
            for credit in (self.credits[key] for key in keys)
            for allocation in credit.allocations
            if allocation.invoice == invoice and not allocation.is_deleted
        ]

    def settle_invoice(self, key: str, at: datetime | None = None) -> Invoice:
        """Bring AmountPaid, AmountCredited, Status and FullyPaidOnDate right and tell of it.

        A prepayment or overpayment set against an invoice counts as paid from credit:
        AmountCredited, as Xero prints it. UpdatedDateUTC becomes `at` or now.
        """
        invoice = self.invoices[key]
        payments = self.live_payments(key)
        allocations = [allocation for _, allocation in self.live_allocations(key)]
        # the one amount itself, and not its double: most invoices are paid at once
        paid = payments[0].amount if len(payments) == 1 else sum((p.amount for p in payments), ZERO)
        credited = sum((a.amount for a in allocations), ZERO)
        days = [p.on for p in payments] + [a.on for a in allocations]
        is_open = invoice.status in {"AUTHORISED", "PAID"}
        is_paid = is_open and bool(days) and paid + credited >= invoice.total
        status = ("PAID" if is_paid else "AUTHORISED") if is_open else invoice.status
        return self.put_invoice(
            replace(
                invoice,
                paid=paid,
                credited=credited,
                status=status,
                fully_paid_on=max(days) if is_paid else None,
                updated=at or self.now(),
            ),
            "UPDATE" if self.doubts().payment_updates_invoice else None,
        )

    def settle_credit(self, key: str, at: datetime | None = None) -> Credit:
        """Bring a credit's refunds, Status and FullyPaidOnDate right and tell of it."""
        credit = self.credits[key]
        refunds = self.live_payments(key)
        refunded = sum((p.amount for p in refunds), ZERO)
        settled = replace(credit, refunded=refunded, updated=at or self.now())
        if credit.status in {"AUTHORISED", "PAID"}:
            days = [p.on for p in refunds]
            days += [a.on for a in credit.allocations if not a.is_deleted]
            is_spent = bool(days) and settled.remaining <= ZERO
            settled = replace(
                settled,
                status="PAID" if is_spent else "AUTHORISED",
                fully_paid_on=max(days) if is_spent else None,
            )
        return self.put_credit(settled)

    def _replace(self, kind: str, before: Any, after: Any) -> None:
        getattr(self, kind)[after.id] = after
        self._listings.clear()
        cached = self._sorted.get(kind)
        if cached is None:
            return
        if before is not None:
            del cached[bisect_left(cached, by_update(before), key=by_update)]
        insort(cached, after, key=by_update)

    def _tell(
        self, category: str, key: str, verb: str, extra: tuple[tuple[str, str], ...] = ()
    ) -> None:
        if not self.is_filling:
            self.emit(Change(self.tenant, category, key, verb, self.now(), extra))


def _found(records: Mapping[str, Record], key: str) -> Record:
    record = records.get(key)
    if record is None:
        raise NotFoundError
    return record


def by_update(record: Any) -> tuple[datetime, str]:
    """The order in which Xero pages records."""
    return record.updated, record.id
