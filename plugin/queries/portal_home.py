"""The customer's first page as plain data: what is owed now and when, how to pay, what came in.

Everything a statement would say, with the ways to pay. It decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from plugin.credit.account import CreditKind, Invoice
from plugin.credit.metrics import OnTimeRecord, on_time
from plugin.credit.money import Money, total
from plugin.letters.policy_shapes import WhoToAsk
from plugin.letters.statement import OpenLine, StatementFacts
from plugin.queries.agreements import Agreements, PlanShown, agreements
from plugin.queries.portal_account import Theirs, as_of, stated_in, theirs
from plugin.queries.who_to_ask import who_to_ask
from plugin.store import Tx, organisations
from plugin.store.organisations import Organisation
from plugin.store.reading import customers as read

#: invoices that are settled, and payments, each the newest
_SETTLED_SHOWN, _PAYMENTS_SHOWN = 24, 24
#: of the on-time record
_LAST = 12

_CREDITS = {
    CreditKind.CREDIT_NOTE: "credit note",
    CreditKind.OVERPAYMENT: "overpayment",
    CreditKind.PREPAYMENT: "deposit",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceToPay:
    """An invoice with something left of it; `days_late` is above zero only where it is told late.

    `pay_url` is its own page in the ledger, empty where that is not known yet.
    """

    id: str
    number: str
    reference: str
    issued: date
    due: date
    days_late: int
    total: Money
    balance: Money
    note: str
    pay_url: str

    def is_due(self, on: date) -> bool:
        """Due today or before."""
        return self.due <= on


@dataclass(frozen=True, slots=True)
class CreditHeld:
    """Credit that is not yet set against an invoice."""

    name: str
    number: str
    on: date
    remaining: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What is owed in one currency: in all, what of it is due by now and late, what comes next."""

    currency: str
    all: Money
    now: Money
    #: what of it is promised, contested or said to be paid: nothing is asked of that for now
    told: Money
    late: Money
    credit: Money
    invoices: tuple[InvoiceToPay, ...]
    credits: tuple[CreditHeld, ...]
    #: numbers of invoices that are dealt with elsewhere
    apart: tuple[str, ...]

    @property
    def oldest(self) -> InvoiceToPay:
        """The invoice that was due first."""
        return min(self.invoices, key=lambda each: (each.due, each.number))

    def coming(self, on: date) -> tuple[InvoiceToPay, ...]:
        """What is not due yet, the nearest first."""
        return tuple(each for each in self.invoices if not each.is_due(on))


@dataclass(frozen=True, slots=True)
class Settled:
    """An invoice that is paid or credited in full."""

    id: str
    number: str
    reference: str
    issued: date
    total: Money


@dataclass(frozen=True, slots=True)
class CameIn:
    """One payment."""

    on: date
    number: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalHome:
    """One customer's account as the customer sees it; figures a currency, never added up."""

    organisation: str
    customer: str
    on: date
    #: when the books were last read; None before the first reading has ended
    as_of: datetime | None
    how_to_pay: tuple[str, ...]
    owed: tuple[Owed, ...]
    settled: tuple[Settled, ...]
    payments: tuple[CameIn, ...]
    record: OnTimeRecord
    agreed: Agreements
    person: WhoToAsk

    @property
    def stands(self) -> bool:
        """Whether anything was agreed or is in query."""
        agreed = self.agreed
        promised = any(each.is_open for each in agreed.promises)
        in_query = any(each.is_open for each in agreed.disputes)
        return promised or in_query or bool(self.running_plans)

    @property
    def running_plans(self) -> tuple[PlanShown, ...]:
        """Plans that are neither paid off nor ended."""
        return tuple(each for each in self.agreed.plans if not each.ended)


def home_page(
    tx: Tx, organisation: Organisation, customer_id: str, *, on: date, now: datetime
) -> PortalHome | None:
    """The first page of one customer on the organisation's civil day; None where none is known."""
    it = theirs(tx, customer_id, on=on)
    if it is None:
        return None
    rows = read.invoices_of(tx, customer_id, on=on)
    return PortalHome(
        organisation=organisation.name,
        customer=it.account.customer.name,
        on=on,
        as_of=as_of(tx, now=now),
        how_to_pay=organisations.settings(tx).how_to_pay,
        owed=tuple(
            found
            for currency in _currencies(it)
            if (found := _owed(it, stated_in(tx, organisation, it, on=on, currency=currency)))
        ),
        settled=tuple(
            Settled(row.id, row.number, row.reference, row.issued, Money(row.total, row.currency))
            for row in rows
            if row.state == "paid" and row.sent_on is not None
        )[:_SETTLED_SHOWN],
        payments=tuple(
            CameIn(row.paid_on, row.number, Money(row.amount, row.currency))
            for row in read.payments_of(tx, customer_id, limit=_PAYMENTS_SHOWN)
            if not row.is_write_off
        ),
        record=on_time(it.account, on, _LAST, it.policy),
        agreed=agreements(tx, customer_id, on=on),
        person=who_to_ask(tx, organisation),
    )


def _currencies(it: Theirs) -> tuple[str, ...]:
    """The currencies of the account, the one with most invoices first."""
    found = [each.balance.currency for each in it.account.invoices]
    found += [each.remaining.currency for each in it.account.credits]
    return tuple(sorted(set(found), key=lambda each: (-found.count(each), each)))


def _owed(it: Theirs, facts: StatementFacts) -> Owed | None:
    if not facts.open and not facts.credits and not facts.not_listed:
        return None
    by_id = {each.id: each for each in it.account.invoices}
    invoices = tuple(_to_pay(line, by_id[line.invoice_id]) for line in facts.open)
    due = [each.balance for each in invoices if each.is_due(facts.on)]
    return Owed(
        currency=facts.currency,
        all=facts.owed,
        now=total(due, facts.currency),
        told=total(
            (_told(by_id[each.id], each) for each in invoices if each.is_due(facts.on)),
            facts.currency,
        ),
        late=facts.late,
        credit=facts.credit,
        invoices=invoices,
        credits=tuple(
            CreditHeld(_CREDITS[each.kind], each.number, each.on, each.remaining)
            for each in facts.credits
        ),
        apart=facts.not_listed,
    )


def _told(invoice: Invoice, line: InvoiceToPay) -> Money:
    """What of an invoice both sides know something of; a dispute may be about a part (rule 20)."""
    disputed = invoice.disputed
    if disputed is not None and disputed.amount:
        return min(disputed, line.balance)
    return line.balance if line.note else Money.zero(line.balance.currency)


def _to_pay(line: OpenLine, invoice: Invoice) -> InvoiceToPay:
    return InvoiceToPay(
        id=invoice.id,
        number=line.number,
        reference=line.reference,
        issued=line.issued,
        due=line.due,
        days_late=line.days_late,
        total=line.amount,
        balance=line.balance,
        note=line.note,
        pay_url=invoice.pay_url,
    )
