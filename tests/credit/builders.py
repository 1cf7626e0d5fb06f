"""Builders with small verbs: an account, what it owes, what it paid; all on one invented day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from plugin.credit.account import (
    Account,
    Credit,
    CreditKind,
    Customer,
    Invoice,
    InvoiceState,
    PastMessage,
    Payment,
    Promise,
    Step,
    StepState,
)
from plugin.credit.decisions import ProposedMessage, Review
from plugin.credit.money import Money
from plugin.credit.policy import DEFAULT_POLICY, CreditPolicy
from plugin.credit.review import review
from plugin.credit.statements import PastStatement

#: a Tuesday with no holiday near it
TODAY = date(2026, 11, 24)
AUTOMATIC = DEFAULT_POLICY


def gbp(amount: str | int | Decimal) -> Money:
    """An amount in pounds."""
    return Money.of(amount, "GBP")


def days(count: int) -> timedelta:
    """So many days."""
    return timedelta(days=count)


def owes(
    amount: str | int,
    *,
    late: int = 0,
    number: str = "INV-1",
    paid: str | int = 0,
    currency: str = "GBP",
    on: date = TODAY,
    **more: Any,
) -> Invoice:
    """An approved and sent invoice, `late` days late on `on`; negative = due in so many days."""
    due = on - days(late)
    total = Money.of(amount, currency)
    issued = more.pop("issued", due - days(30))
    facts: dict[str, Any] = {
        "id": number.lower(),
        "number": number,
        "issued": issued,
        "due": due,
        "state": InvoiceState.APPROVED,
        "total": total,
        "balance": total - Money.of(paid, currency),
        "sent_on": issued,
    }
    return Invoice(**{**facts, **more})


def an_account(*invoices: Invoice, limit: str | int | None = None, **more: Any) -> Account:
    """A customer of long standing (connected two years ago) who owes these invoices."""
    customer = more.pop("customer", None) or Customer(
        id="lisa", name="Lisa's Deli", limit=gbp(limit) if limit is not None else None
    )
    facts: dict[str, Any] = {
        "customer": customer,
        "base_currency": "GBP",
        "connected_on": TODAY - days(2000),
        "invoices": invoices,
    }
    return Account(**{**facts, **more})


def credit(amount: str | int, kind: CreditKind = CreditKind.CREDIT_NOTE, **more: Any) -> Credit:
    """An unallocated credit of a month ago."""
    facts: dict[str, Any] = {"id": "c1", "number": "CN-1", "on": TODAY - days(30)}
    return Credit(**{**facts, "kind": kind, "remaining": gbp(amount), **more})


def paid(invoice: Invoice, amount: str | int, on: date, write_off: bool = False) -> Payment:
    """A payment (or write-off) of an invoice."""
    return Payment(invoice.id, on, Money.of(amount, invoice.balance.currency), write_off)


def promised(amount: str | int, due: date, *ids: str, **more: Any) -> Promise:
    """A promise made two weeks before it is due."""
    facts: dict[str, Any] = {"id": "p1", "invoice_ids": ids, "made_on": due - days(14)}
    return Promise(**{**facts, "amount": gbp(amount), "due": due, **more})


def took(invoice: Invoice, level: int, on: date, state: StepState = StepState.DONE) -> Step:
    """A level of an invoice that was taken, or is in another state."""
    return Step(invoice.id, 0, level, state, on)


def wrote(on: date, currency: str = "GBP") -> PastMessage:
    """An unprompted message of that day."""
    return PastMessage(on, currency)


def with_review(account: Account, result: Review) -> Account:
    """The account after the review was written down: its steps proposed, its status in force."""
    proposed = (step for message in result.messages for step in _steps(message, result.on))
    held = replace(
        account.status,
        status=result.status.status,
        over_limit=result.status.over_limit,
    )
    return replace(account, steps=(*account.steps, *proposed), status=held)


def after_sending(account: Account, result: Review) -> Account:
    """The account after every proposed message was approved and sent on the day of the review."""
    proposed = with_review(account, result)
    steps = tuple(
        replace(step, state=StepState.DONE, on=result.on)
        if step.state is StepState.PROPOSED
        else step
        for step in proposed.steps
    )
    messages = (PastMessage(result.on, each.currency) for each in result.messages)
    stated = (PastMessage(result.on, each.currency) for each in result.statements)
    past = (PastStatement(each.currency, each.period, result.on) for each in result.statements)
    return replace(
        proposed,
        steps=steps,
        messages=(*account.messages, *messages, *stated),
        statements=replace(account.statements, past=(*account.statements.past, *past)),
    )


def _steps(message: ProposedMessage, on: date) -> Iterable[Step]:
    for each in message.chased:
        yield Step(each.invoice_id, each.instalment, each.level, StepState.PROPOSED, on, each.cycle)


def chased(result: Review) -> list[tuple[str, int, Decimal]]:
    """Every chased invoice with its level and amount."""
    return [
        (step.invoice_id, step.level, step.amount.amount)
        for message in result.messages
        for step in message.chased
    ]


def look(account: Account, on: date = TODAY, policy: CreditPolicy = DEFAULT_POLICY) -> Review:
    """The review of an account, by the house's own policy unless another is given."""
    return review(account, policy, on)


def run(
    account: Account, start: date, last: int, policy: CreditPolicy = DEFAULT_POLICY
) -> list[tuple[date, int]]:
    """Review day by day, send what is proposed at once; the days and levels of the messages."""
    sent: list[tuple[date, int]] = []
    for n in range(last + 1):
        on = start + days(n)
        result = review(account, policy, on)
        sent.extend((on, message.level) for message in result.messages)
        account = after_sending(account, result)
    return sent
