"""Customers who get statements, and days lived through with all that is proposed sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from plugin.credit.account import (
    Account,
    Invoice,
    PastMessage,
)
from plugin.credit.decisions import Review
from plugin.credit.policy import (
    DEFAULT_POLICY,
    CreditPolicy,
)
from plugin.credit.review import review
from plugin.credit.statements import (
    PastStatement,
    Statements,
)
from tests.credit.builders import (
    TODAY,
    after_sending,
    an_account,
    days,
    owes,
    wrote,
)

#: a Tuesday, a working day
FIRST = date(2026, 12, 1)


def monthly(**more: Any) -> CreditPolicy:
    """The house's policy with statements on the first of the month."""
    return replace(DEFAULT_POLICY, statements=Statements(**{"scheduled": True, **more}))


def an_invoice(
    number: str, amount: str, issued: date, due: date, currency: str = "GBP", **more: Any
) -> Invoice:
    """An invoice by its dates."""
    late = (TODAY - due).days
    return owes(amount, late=late, number=number, issued=issued, currency=currency, **more)


def known(*invoices: Invoice, **more: Any) -> Account:
    """A customer who has been written to before, long ago."""
    return an_account(*invoices, messages=(wrote(TODAY - days(200)),), **more)


def live(
    account: Account, policy: CreditPolicy, start: date, until: date
) -> list[tuple[date, str]]:
    """Review day by day and send all that is proposed at once; what went on which day."""
    went: list[tuple[date, str]] = []
    on = start
    while on <= until:
        found = review(account, policy, on)
        went.extend(
            (on, "courtesy" if message.is_courtesy else f"level {message.level}")
            for message in found.messages
        )
        went.extend((on, f"statement {each.currency}") for each in found.statements)
        account = sent(account, found)
        on += days(1)
    return went


def sent(account: Account, found: Review) -> Account:
    """The account after all of it went."""
    account = after_sending(account, found)
    for each in found.statements:
        past = PastStatement(each.currency, each.period, found.on)
        account = replace(
            account,
            statements=replace(account.statements, past=(*account.statements.past, past)),
            messages=(*account.messages, PastMessage(found.on, each.currency)),
        )
    return account


def stated(found: Review) -> list[str]:
    """The currencies and periods of the statements proposed."""
    return [f"{each.currency} {each.period}" for each in found.statements]


def waits(found: Review) -> list[tuple[str, date | None]]:
    """Why statements wait."""
    return [(each.kind.value, each.until) for each in found.statement_waits]
