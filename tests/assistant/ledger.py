"""The ledger that the assistant's tests speak of: one customer of an invented wholesaler."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from plugin.assistant.facts import Facts
from plugin.credit.account import (
    Account,
    Credit,
    CreditKind,
    Customer,
    Invoice,
    InvoiceState,
    Payment,
)
from plugin.credit.money import Money
from plugin.credit.policy import DEFAULT_POLICY, SenderName
from plugin.letters.policy_shapes import PolicyFacts, WhoToAsk
from plugin.letters.public_policy import policy_in_words

#: a Tuesday
TODAY = date(2026, 11, 24)


def gbp(amount: str) -> Money:
    """Pounds."""
    return Money.of(amount, "GBP")


def invoice(number: str, issued: date, due: date, amount: str, left: str) -> Invoice:
    """An invoice that was sent on the day it was issued."""
    return Invoice(
        id=f"id-{number}",
        number=number,
        issued=issued,
        due=due,
        state=InvoiceState.APPROVED if gbp(left) else InvoiceState.PAID,
        total=gbp(amount),
        balance=gbp(left),
        sent_on=issued,
    )


ACCOUNT = Account(
    customer=Customer(id="C1", name="The Copper Kettle", limit=gbp("2500")),
    base_currency="GBP",
    connected_on=date(2024, 1, 1),
    invoices=(
        invoice("INV-1007", date(2026, 7, 10), date(2026, 8, 10), "300.00", "0"),
        invoice("INV-1019", date(2026, 8, 20), date(2026, 9, 20), "250.00", "0"),
        invoice("INV-1041", date(2026, 9, 18), date(2026, 10, 18), "412.40", "412.40"),
        invoice("INV-1052", date(2026, 10, 10), date(2026, 11, 9), "589.00", "389.00"),
        invoice("INV-1063", date(2026, 11, 2), date(2026, 12, 2), "1062.60", "1062.60"),
    ),
    payments=(
        Payment("id-INV-1007", date(2026, 8, 14), gbp("300.00")),
        Payment("id-INV-1019", date(2026, 9, 30), gbp("250.00")),
        Payment("id-INV-1052", date(2026, 11, 12), gbp("200.00")),
    ),
    credits=(Credit("n7", "CN-7", CreditKind.CREDIT_NOTE, date(2026, 11, 1), gbp("50.00")),),
)

POLICY = replace(DEFAULT_POLICY, sender=SenderName("Maya Patel", "Accounts"))
PERSON = WhoToAsk("Harbour Lane Foods", "Maya Patel", "Accounts")
WORDS = policy_in_words(
    PolicyFacts(
        organisation="Harbour Lane Foods",
        currency="GBP",
        policy=POLICY,
        person=PERSON,
        terms_days=30,
    )
)
FACTS = Facts(
    account=ACCOUNT,
    policy=POLICY,
    published=WORDS.sections,
    person=PERSON,
    on=TODAY,
    organisation="Harbour Lane Foods",
    country="GB",
    terms_days=30,
    how_to_pay=("By bank transfer to the account printed on your invoice",),
)
