"""Gathers the records of one organisation while they are invented, and puts them in order.

It invents nothing: `history` and `awkward` do. Invoice numbers are given at the end, by issue
date, as a real ledger has them.
"""

import random
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from connectors.sandbox.generator.cast import GOODS, SALESPEOPLE, SELLERS
from connectors.sandbox.seed import (
    BANK_CODE,
    SALES_CODE,
    CreditKind,
    Habit,
    InvoiceRaised,
    InvoiceStatus,
    SeedAddress,
    SeedAllocation,
    SeedAwkward,
    SeedContact,
    SeedCredit,
    SeedGroup,
    SeedInvoice,
    SeedLimit,
    SeedLine,
    SeedPayment,
    SeedPhone,
    SeedQuote,
    SeedRepeating,
)

VAT = Decimal("0.20")
RESIDUE = Decimal("5.00")


def amount_line(amount: str | Decimal, text: str = "Provisions as delivery note") -> SeedLine:
    """One line without tax."""
    return SeedLine(text, Decimal(1), Decimal(amount), SALES_CODE)


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day


def last_working_day(day: date) -> date:
    """The newest working day before this one; bank holidays are not looked at."""
    before = day - timedelta(days=1)
    return before - timedelta(days=max(0, before.weekday() - 4))


def slug(name: str) -> str:
    """A name as it stands in an address of mail: lower case, no accents, no spaces."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", "")).strip("-")


def rate(currency: str, on: date) -> Decimal:
    """Foreign units per pound on a day: invented, steady within a month."""
    if currency == "GBP":
        return Decimal(1)
    return Decimal("1.1450") + Decimal((on.year * 12 + on.month) * 7 % 11) / Decimal(400)


@dataclass(slots=True)
class Drafts:
    """Everything invented so far for one organisation, as of `on`."""

    on: date
    dice: random.Random
    contacts: list[SeedContact] = field(default_factory=list)
    invoices: list[SeedInvoice] = field(default_factory=list)
    later: list[SeedInvoice] = field(default_factory=list)
    """Issued after `on`: they happen on their dates."""
    payments: list[SeedPayment] = field(default_factory=list)
    credits: list[SeedCredit] = field(default_factory=list)
    quotes: list[SeedQuote] = field(default_factory=list)
    repeating: list[SeedRepeating] = field(default_factory=list)
    groups: list[SeedGroup] = field(default_factory=list)
    awkward: list[SeedAwkward] = field(default_factory=list)
    limits: list[SeedLimit] = field(default_factory=list)
    covered: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    """By invoice: payments that count and allocations."""

    def days(self, count: int) -> date:
        """So many days before (or, negative, after) the start."""
        return self.on - timedelta(days=count)

    def contact(
        self, name: str, first_name: str, last_name: str, habit: Habit | None, **fields: Any
    ) -> str:
        """A customer with an address of mail, a telephone and a street; its key.

        `fields` override those of SeedContact; `city`, `postcode` and `country` make the address.
        """
        place = len(self.contacts) + 1
        key = slug(name)
        address = SeedAddress(
            f"{place % 60 + 1} {('Fore', 'High', 'Quay', 'Church', 'Mill')[place % 5]} Street",
            fields.pop("city", "Plymouth"),
            fields.pop("postcode", "PL1 2XX"),
            fields.pop("country", "United Kingdom"),
        )
        contact = SeedContact(
            key=key,
            name=name,
            number=f"HL{place:03d}",
            first_name=first_name,
            last_name=last_name,
            email=f"accounts@{key}.example",
            phones=(SeedPhone(f"960{place:03d}", "DEFAULT", "01632", "44"),),
            addresses=(address,),
            habit=habit,
            sales_tracking=((SALESPEOPLE, SELLERS[place % len(SELLERS)]),),
        )
        self.contacts.append(replace(contact, **fields))
        return key

    def sale(
        self,
        contact: str,
        issued: date,
        amount: str | Decimal | tuple[SeedLine, ...],
        terms: int = 30,
        **fields: Any,
    ) -> str:
        """A sales invoice of GBP unless said otherwise; its key. `fields` are of SeedInvoice."""
        lines = amount if isinstance(amount, tuple) else (amount_line(amount),)
        currency = fields.get("currency", "GBP")
        invoice = SeedInvoice(
            key=f"sale-{len(self.invoices) + len(self.later) + 1}",
            number="",
            contact=contact,
            issued=issued,
            due=issued + timedelta(days=terms),
            lines=lines,
            currency=currency,
            rate=rate(currency, issued),
        )
        invoice = replace(invoice, **fields)
        (self.later if issued > self.on else self.invoices).append(invoice)
        return invoice.key

    def late_sale(self, contact: str, days_late: int, amount: str | Decimal, **fields: Any) -> str:
        """A sales invoice on 30 days that has been late for so many; its key."""
        issued = self.days(days_late + 30)
        return self.sale(contact, issued, amount, due=self.days(days_late), **fields)

    def pay(
        self,
        invoice: str,
        on: date,
        amount: str | Decimal,
        account: str = BANK_CODE,
        *,
        is_deleted: bool = False,
        reference: str = "",
    ) -> None:
        """A payment on or before the start; nothing where it would lie after it."""
        if on > self.on:
            return
        paid = Decimal(amount)
        self.payments.append(
            SeedPayment(
                key=f"payment-{len(self.payments) + 1}",
                invoice=invoice,
                on=on,
                amount=paid,
                account=account,
                reference=reference,
                is_reconciled=account == BANK_CODE and not is_deleted,
                is_deleted=is_deleted,
            )
        )
        if not is_deleted:
            self.covered[invoice] += paid

    def credit(
        self,
        kind: CreditKind,
        contact: str,
        on: date,
        line: SeedLine,
        allocations: tuple[SeedAllocation, ...] = (),
        currency: str = "GBP",
    ) -> None:
        """A credit note, overpayment or prepayment of one line."""
        place = len(self.credits) + 1
        is_note = kind is CreditKind.CREDIT_NOTE
        self.credits.append(
            SeedCredit(
                key=f"credit-{place}",
                kind=kind,
                contact=contact,
                on=on,
                lines=(line,),
                currency=currency,
                number=f"CN-{place:04d}" if is_note else "",
                rate=rate(currency, on),
                allocations=allocations,
            )
        )
        for one in allocations:
            self.covered[one.invoice] += one.amount

    def basket(self, size: int) -> tuple[SeedLine, ...]:
        """What a customer orders: one to `size` lines, VAT on what is no staple."""
        lines = []
        for good in self.dice.sample(GOODS, self.dice.randint(1, size)):
            quantity = Decimal(self.dice.choice((1, 2, 2, 3, 4, 6)))
            net = (quantity * good.price).quantize(Decimal("0.01"))
            tax = (net * VAT).quantize(Decimal("0.01")) if good.has_vat else Decimal("0.00")
            lines.append(SeedLine(good.name, quantity, good.price, SALES_CODE, tax))
        return tuple(lines)

    def say(self, contact: str, label: str, sentence: str) -> None:
        """Marks the customer as an awkward one."""
        self.awkward.append(SeedAwkward(contact, label, sentence))

    def limit(self, contact: str, amount: str | Decimal, currency: str = "GBP") -> None:
        """A credit limit for a person to enter."""
        self.limits.append(SeedLimit(contact, Decimal(amount), currency))

    def late(self) -> list[SeedInvoice]:
        """Approved sales that are late at the start with more than a residue left, oldest first."""
        found = [
            one
            for one in self.invoices
            if one.due < self.on
            and one.status is InvoiceStatus.AUTHORISED
            and one.kind == "ACCREC"
            and one.total - self.covered[one.key] > RESIDUE
        ]
        return sorted(found, key=lambda one: (one.due, one.key))

    def numbered(self) -> tuple[tuple[SeedInvoice, ...], tuple[InvoiceRaised, ...]]:
        """The invoices with numbers in the order of their issue, and those still to be raised.

        From the start on, orders come through a web shop whose invoices carry its own numbers, so
        that none is the same as the next one that a person raises by hand.
        """
        sales = sorted(
            (one for one in self.invoices if one.kind == "ACCREC"),
            key=lambda one: (one.issued, one.key),
        )
        bills = tuple(one for one in self.invoices if one.kind == "ACCPAY")
        named = tuple(replace(one, number=f"INV-{1001 + n}") for n, one in enumerate(sales))
        later = sorted(self.later, key=lambda one: (one.issued, one.key))
        shop = (replace(one, number=f"WEB-{2001 + n}") for n, one in enumerate(later))
        return named + bills, tuple(InvoiceRaised(one.issued, one) for one in shop)
