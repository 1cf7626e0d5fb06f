"""Builds new documents of a ledger: numbers, due dates and lines. It stores nothing."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from connectors.sandbox.errors import ValidationError
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.records import ZERO, Contact, Credit, Invoice, Line
from connectors.sandbox.seed import SALES_CODE, SeedTerms

_CENT = Decimal("0.01")


def new_line(ledger: Ledger, description: str, amount: Decimal, account: str = SALES_CODE) -> Line:
    """One line of quantity 1 without tax."""
    cents = amount.quantize(_CENT)
    return Line(ledger.new_id("line"), description, Decimal(1), cents, account, ZERO, cents)


def new_invoice(
    ledger: Ledger,
    contact: Contact,
    amount: Decimal,
    *,
    number: str,
    issued: date,
    due: date | None,
    currency: str,
    reference: str,
    description: str,
    status: str,
    is_sent: bool,
    kind: str,
    repeating: str | None = None,
    lines: tuple[Line, ...] = (),
) -> Invoice:
    """An invoice of one line (or of `lines`), due by the contact's or organisation's terms."""
    if amount <= ZERO:
        raise ValidationError("An invoice must be for more than zero")
    if contact.status != "ACTIVE":
        raise ValidationError("The contact is archived: documents cannot be raised for it")
    now, unit = ledger.now(), currency or contact.currency or ledger.base_currency
    lines = lines or (new_line(ledger, description, amount),)
    return Invoice(
        id=ledger.new_id("invoice"),
        kind=kind,
        number=number or next_number(ledger),
        contact=contact.id,
        status=status,
        issued=issued,
        due=due or due_date(contact.sales_terms or ledger.terms, issued),
        currency=unit,
        lines=lines,
        subtotal=sum((line.amount for line in lines), ZERO),
        tax=sum((line.tax for line in lines), ZERO),
        created=now,
        updated=now,
        reference=reference,
        rate=last_rate(ledger, unit),
        is_sent=is_sent and status == "AUTHORISED",
        repeating=repeating,
    )


def new_credit(
    ledger: Ledger,
    contact: Contact,
    kind: str,
    amount: Decimal,
    *,
    on: date,
    currency: str,
    reference: str,
    account: str = SALES_CODE,
    number: str = "",
) -> Credit:
    """A credit note, overpayment or prepayment of one line; nothing allocated yet."""
    if amount <= ZERO:
        raise ValidationError("A credit must be for more than zero")
    unit = currency or contact.currency or ledger.base_currency
    line = new_line(ledger, reference or "Credit", amount, account)
    if kind == "ACCRECCREDIT" and not number:
        count = sum(each.kind == kind for each in ledger.credits.values())
        number = f"CN-{count + 1:04d}"
    return Credit(
        id=ledger.new_id("credit"),
        kind=kind,
        number=number,
        contact=contact.id,
        status="AUTHORISED",
        on=on,
        currency=unit,
        lines=(line,),
        subtotal=line.amount,
        tax=ZERO,
        updated=ledger.now(),
        reference=reference,
        rate=last_rate(ledger, unit),
    )


def next_number(ledger: Ledger) -> str:
    """The invoice number after the highest `INV-n`."""
    numbers = [
        int(number[4:])
        for number in ledger.by_number
        if number.startswith("INV-") and number[4:].isdigit()
    ]
    return f"INV-{max(numbers, default=0) + 1:04d}"


def last_rate(ledger: Ledger, currency: str) -> Decimal:
    """The newest rate used for this currency, foreign units per base unit; 1 for the base."""
    if currency == ledger.base_currency:
        return Decimal(1)
    used = [each for each in ledger.invoices.values() if each.currency == currency]
    return max(used, key=lambda each: each.issued).rate if used else Decimal(1)


def due_date(terms: SeedTerms, issued: date) -> date:
    """The due date by Xero's four kinds of terms."""
    if terms.type == "DAYSAFTERBILLDATE":
        return issued + timedelta(days=terms.days)
    if terms.type == "DAYSAFTERBILLMONTH":
        return _month_end(issued) + timedelta(days=terms.days)
    month = issued if terms.type == "OFCURRENTMONTH" else _month_end(issued) + timedelta(days=1)
    return month.replace(day=min(terms.days, _month_end(month).day))


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
