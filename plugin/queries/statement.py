"""A statement of account of one customer as plain facts: what is open, or what happened since."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from plugin.calendars import calendar_for
from plugin.credit.account import Account, Credit, CreditKind, Invoice
from plugin.credit.ageing import bucket_of
from plugin.credit.decisions import BUCKETS
from plugin.credit.money import Money, total
from plugin.credit.policy import CreditPolicy
from plugin.letters.facts import LetterCredit
from plugin.letters.statement import ActivityLine, OpenLine, StatementFacts
from plugin.store import Tx, accounts, organisations, policies
from plugin.store.organisations import Organisation
from plugin.store.reading import Record
from plugin.store.reading import statement as read

_BUCKET_NAMES = {
    "current": "Not yet due",
    "1-30": "1–30 days",
    "31-60": "31–60 days",
    "61-90": "61–90 days",
    "90+": "Over 90 days",
}
_WHAT = {
    "invoice": "Invoice {number}",
    "payment": "Payment of {number}, thank you",
    "credit_note": "Credit note {number}",
    "overpayment": "Overpayment {number}, thank you",
    "prepayment": "Deposit {number}, thank you",
    "refund": "Refund of {number}",
    "write_off": "{number} closed",
}


def statement(
    tx: Tx,
    organisation: Organisation,
    customer_id: str,
    *,
    currency: str,
    on: date,
    since: date | None = None,
) -> StatementFacts | None:
    """The account in one currency as of a civil day; None where there is no such customer.

    Invoices that were never sent are left out (rule 3), and what is below tolerance is not called
    late (rule 4). With `since` it is a statement of activity from that day on.
    """
    years = (on.year - 1, on.year, on.year + 1)
    loaded = accounts.load_accounts(
        tx,
        on=on,
        customer_ids=[customer_id],
        calendar_of=lambda country: calendar_for(country, years),
        limit=1,
    )
    if not loaded:
        return None
    account = loaded[0]
    settings = organisations.settings(tx)
    policy = policies.in_force(tx).of(account.customer)
    lines = _open(account, policy, currency, on)
    history = _history(tx, customer_id, currency, on, since) if since else None
    return StatementFacts(
        on=on,
        organisation=organisation.name,
        customer=account.customer.name,
        currency=currency,
        open=lines,
        credits=tuple(_credit(each) for each in account.credits if _is_in(each, currency)),
        ageing=_ageing(lines, currency),
        since=since,
        brought_forward=history[0] if history else None,
        activity=history[1] if history else (),
        how_to_pay=settings.how_to_pay,
        phone=settings.phone,
        reply_to=settings.reply_to,
    )


def _is_in(credit: Credit, currency: str) -> bool:
    return credit.remaining.currency == currency


def _open(account: Account, policy: CreditPolicy, currency: str, on: date) -> tuple[OpenLine, ...]:
    residue = policy.tolerance_for(currency).residue
    found = [
        each
        for each in account.invoices
        if each.is_open
        and each.balance.currency == currency
        and each.sent_on is not None
        and each.issued <= on
    ]
    return tuple(_line(each, on, residue) for each in sorted(found, key=_by_due))


def _by_due(invoice: Invoice) -> tuple[date, str]:
    return invoice.due, invoice.number


def _line(invoice: Invoice, on: date, residue: Decimal) -> OpenLine:
    is_small = invoice.balance.amount < residue and invoice.balance != invoice.total
    late = 0 if is_small else max(0, (on - invoice.due).days)
    return OpenLine(
        number=invoice.number,
        reference=invoice.reference,
        issued=invoice.issued,
        due=invoice.due,
        days_late=late,
        amount=invoice.total,
        balance=invoice.balance,
    )


def _ageing(lines: tuple[OpenLine, ...], currency: str) -> tuple[tuple[str, Money], ...]:
    if not lines:
        return ()
    by_bucket: dict[str, list[Money]] = {name: [] for name in BUCKETS}
    for line in lines:
        by_bucket[BUCKETS[bucket_of(line.days_late)]].append(line.balance)
    return tuple((_BUCKET_NAMES[name], total(by_bucket[name], currency)) for name in BUCKETS)


def _credit(credit: Credit) -> LetterCredit:
    return LetterCredit(
        number=credit.number,
        kind=CreditKind(credit.kind),
        on=credit.on,
        remaining=credit.remaining,
        taken_off=Money.zero(credit.remaining.currency),
    )


def _history(
    tx: Tx, customer_id: str, currency: str, on: date, since: date
) -> tuple[Money, tuple[ActivityLine, ...]]:
    rows = read.activity(tx, customer_id, currency=currency, on=on)
    before = sum((row.change for row in rows if row.on_day < since), Decimal(0))
    lines = tuple(_activity(row, currency) for row in rows if row.on_day >= since)
    return Money(before, currency), lines


def _activity(row: Record, currency: str) -> ActivityLine:
    what = _WHAT[row.what].format(number=row.number).replace(" ,", ",").strip()
    if row.reference and row.what == "invoice":
        what = f"{what}, your reference {row.reference}"
    return ActivityLine(row.on_day, what, Money(row.change, currency))
