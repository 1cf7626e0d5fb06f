"""Fills a ledger from its seed, as if every document had been entered on its day.

It tells nobody: what was there before the start fires no webhook. Happenings after the start are
applied by `happenings`.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from decimal import Decimal

from connectors.sandbox.ledger import Ledger
from connectors.sandbox.records import (
    ZERO,
    Allocation,
    Contact,
    Credit,
    Group,
    HistoryNote,
    Invoice,
    LedgerAccount,
    Line,
    Payment,
    Quote,
    Repeating,
)
from connectors.sandbox.seed import (
    CreditKind,
    SeedAllocation,
    SeedContact,
    SeedCredit,
    SeedInvoice,
    SeedLine,
    SeedNote,
    SeedPayment,
    SeedQuote,
    SeedRepeating,
)

CREDIT_TYPES = {
    CreditKind.CREDIT_NOTE: "ACCRECCREDIT",
    CreditKind.OVERPAYMENT: "RECEIVE-OVERPAYMENT",
    CreditKind.PREPAYMENT: "RECEIVE-PREPAYMENT",
}
PAYMENT_TYPES = {"ACCREC": "ACCRECPAYMENT", "ACCPAY": "ACCPAYPAYMENT"}
_NOON = time_of_day(12, 0, tzinfo=UTC)


def fill(ledger: Ledger, until: datetime) -> None:
    """Load everything of `ledger.seed`; no record is newer than one second before `until`."""
    ledger.is_filling = True
    try:
        _fill(ledger, until)
    finally:
        ledger.is_filling = False


def _fill(ledger: Ledger, until: datetime) -> None:
    seed = ledger.seed
    clamp = _Clamp(until - timedelta(seconds=1))
    for account in seed.accounts:
        key = ledger.id_of("account", account.code)
        ledger.accounts[account.code] = LedgerAccount(
            key, account.code, account.name, account.type, account.currency, clamp(None)
        )
    for contact in seed.contacts:
        ledger.put_contact(contact_record(ledger, contact, clamp(contact.updated)))
        _note(ledger, ledger.id_of("contact", contact.key), contact.notes)
        if contact.habit is not None:
            ledger.habits[ledger.id_of("contact", contact.key)] = contact.habit
    for group in seed.groups:
        members = tuple(ledger.id_of("contact", key) for key in group.members)
        key = ledger.id_of("group", group.name)
        ledger.groups[key] = Group(key, group.name, members)
    for invoice in seed.invoices:
        ledger.put_invoice(invoice_record(ledger, invoice, clamp(invoice.updated, invoice.issued)))
        _note(ledger, ledger.id_of("invoice", invoice.key), invoice.notes)
    for payment in seed.payments:
        ledger.put_payment(payment_record(ledger, payment, clamp(payment.updated, payment.on)))
    for credit in seed.credits:
        days = (credit.on, *(a.on for a in credit.allocations))
        ledger.put_credit(credit_record(ledger, credit, clamp(None, *days)))
    for quote in seed.quotes:
        record = quote_record(ledger, quote, clamp(None, quote.on))
        ledger.quotes[record.id] = record
    for template in seed.repeating:
        repeating = repeating_record(ledger, template)
        ledger.repeating[repeating.id] = repeating
    _settle_all(ledger, clamp)


class _Clamp:
    """The instant at which a record was last touched: noon of its last day, not after the start."""

    def __init__(self, latest: datetime) -> None:
        self._latest = latest
        self._noons: dict[date, datetime] = {}
        """One instant a day, shared by all of its records."""

    def __call__(self, explicit: date | None, *days: date) -> datetime:
        day = explicit or max(days, default=self._latest.date() - timedelta(days=600))
        if day not in self._noons:
            self._noons[day] = min(datetime.combine(day, _NOON), self._latest)
        return self._noons[day]


def _settle_all(ledger: Ledger, clamp: _Clamp) -> None:
    updates = {ledger.id_of("invoice", i.key): i.updated for i in ledger.seed.invoices}
    for key in {*ledger.payments_of, *ledger.allocations_of} & ledger.invoices.keys():
        days = [ledger.payments[p].updated for p in ledger.payments_of.get(key, ())]
        days += [clamp(None, a.on) for _, a in ledger.live_allocations(key)]
        days += [ledger.invoices[key].updated]
        explicit = updates.get(key)
        ledger.settle_invoice(key, clamp(explicit) if explicit else max(days))
    for key, credit in list(ledger.credits.items()):
        ledger.settle_credit(key, credit.updated)


def _note(ledger: Ledger, key: str, notes: Iterable[SeedNote]) -> None:
    for note in notes:
        at = datetime.combine(note.on, _NOON)
        ledger.notes[key].append(HistoryNote(at, note.by, "Note", note.details))


def line_records(ledger: Ledger, key: str, lines: tuple[SeedLine, ...]) -> tuple[Line, ...]:
    """The lines of the document with this id."""
    return tuple(
        Line(
            id=ledger.id_of("line", f"{key}/{place}"),
            description=line.description,
            quantity=line.quantity,
            unit_amount=line.unit_amount,
            account=line.account,
            tax=line.tax,
            amount=_amount(line),
        )
        for place, line in enumerate(lines)
    )


def _amount(line: SeedLine) -> Decimal:
    """The line's amount: of a single thing the unit amount itself, and not its double."""
    amount, unit = line.amount, line.unit_amount
    return unit if amount == unit and amount.same_quantum(unit) else amount


def sums(lines: tuple[Line, ...]) -> tuple[Decimal, Decimal]:
    """SubTotal and TotalTax of these lines; those of one line are its own."""
    if len(lines) == 1:
        return lines[0].amount, lines[0].tax
    return (
        sum((line.amount for line in lines), ZERO),
        sum((line.tax for line in lines), ZERO),
    )


def contact_record(ledger: Ledger, seed: SeedContact, updated: datetime) -> Contact:
    """The contact of a seed."""
    return Contact(
        id=ledger.id_of("contact", seed.key),
        name=seed.name,
        updated=updated,
        status="ARCHIVED" if seed.is_archived else "ACTIVE",
        number=seed.number,
        account_number=seed.account_number,
        first_name=seed.first_name,
        last_name=seed.last_name,
        email=seed.email,
        people=seed.people,
        phones=seed.phones,
        addresses=seed.addresses,
        company_number=seed.company_number,
        tax_number=seed.tax_number,
        currency=seed.currency,
        sales_terms=seed.sales_terms,
        sales_tracking=seed.sales_tracking,
        is_supplier=seed.is_supplier,
    )


def invoice_record(ledger: Ledger, seed: SeedInvoice, at: datetime) -> Invoice:
    """The invoice of a seed, without its payments and credits."""
    key = ledger.id_of("invoice", seed.key)
    lines = line_records(ledger, key, seed.lines)
    subtotal, tax = sums(lines)
    template = ledger.id_of("repeating", seed.repeating) if seed.repeating else None
    return Invoice(
        id=key,
        kind=seed.kind.value,
        number=seed.number,
        contact=ledger.contacts[ledger.id_of("contact", seed.contact)].id,
        status=seed.status.value,
        issued=seed.issued,
        due=seed.due,
        currency=seed.currency,
        lines=lines,
        subtotal=subtotal,
        tax=tax,
        created=at,
        updated=at,
        reference=seed.reference,
        rate=seed.rate,
        is_sent=seed.is_sent and seed.status.value == "AUTHORISED",
        expected=seed.expected,
        repeating=template,
    )


def payment_record(ledger: Ledger, seed: SeedPayment, at: datetime) -> Payment:
    """The payment of a seed against its invoice, which must be there."""
    invoice = ledger.invoices[ledger.id_of("invoice", seed.invoice)]
    return Payment(
        id=ledger.id_of("payment", seed.key),
        kind=PAYMENT_TYPES[invoice.kind],
        target=invoice.id,
        on=seed.on,
        amount=seed.amount,
        currency=invoice.currency,
        account=seed.account,
        updated=at,
        rate=invoice.rate,
        reference=seed.reference,
        is_reconciled=seed.is_reconciled,
        is_deleted=seed.is_deleted,
    )


def allocation_record(ledger: Ledger, credit: str, place: int, seed: SeedAllocation) -> Allocation:
    """The `place`-th allocation of the credit with this id."""
    return Allocation(
        id=ledger.id_of("allocation", f"{credit}/{place}"),
        invoice=ledger.id_of("invoice", seed.invoice),
        on=seed.on,
        amount=seed.amount,
    )


def credit_record(ledger: Ledger, seed: SeedCredit, at: datetime) -> Credit:
    """The credit of a seed with its allocations."""
    key = ledger.id_of("credit", seed.key)
    lines = line_records(ledger, key, seed.lines)
    subtotal, tax = sums(lines)
    return Credit(
        id=key,
        kind=CREDIT_TYPES[seed.kind],
        number=seed.number,
        contact=ledger.id_of("contact", seed.contact),
        status="VOIDED" if seed.is_voided else "AUTHORISED",
        on=seed.on,
        currency=seed.currency,
        lines=lines,
        subtotal=subtotal,
        tax=tax,
        updated=at,
        reference=seed.reference,
        rate=seed.rate,
        allocations=tuple(
            allocation_record(ledger, key, place, part)
            for place, part in enumerate(seed.allocations)
        ),
    )


def quote_record(ledger: Ledger, seed: SeedQuote, at: datetime) -> Quote:
    """The quote of a seed."""
    key = ledger.id_of("quote", seed.key)
    lines = line_records(ledger, key, seed.lines)
    subtotal, tax = sums(lines)
    contact = ledger.id_of("contact", seed.contact)
    return Quote(
        id=key,
        number=seed.number,
        contact=contact,
        on=seed.on,
        expires=seed.expires,
        status=seed.status,
        currency=seed.currency,
        lines=lines,
        subtotal=subtotal,
        tax=tax,
        title=seed.title,
        updated=at,
    )


def repeating_record(ledger: Ledger, seed: SeedRepeating) -> Repeating:
    """The template of a seed."""
    key = ledger.id_of("repeating", seed.key)
    lines = line_records(ledger, key, seed.lines)
    subtotal, tax = sums(lines)
    return Repeating(
        id=key,
        contact=ledger.id_of("contact", seed.contact),
        status=seed.status.value,
        currency=seed.currency,
        lines=lines,
        subtotal=subtotal,
        tax=tax,
        started_on=seed.next_on,
        next_on=seed.next_on,
        unit=seed.unit,
        every=seed.every,
        due_days=seed.due_days,
        reference=seed.reference,
        ends_on=seed.ends_on,
    )
