"""Statements on a schedule: on their day, in place of what they replace, and never beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from plugin.credit.account import (
    Account,
    Calendar,
    Customer,
    Hold,
    HoldKind,
    Invoice,
    Opening,
    PastMessage,
    Placement,
    StepState,
)
from plugin.credit.decisions import AskWhy, Review, TaskKind, WaitKind
from plugin.credit.money import Money
from plugin.credit.policy import DEFAULT_POLICY, CreditPolicy, as_document, policy_from_document
from plugin.credit.review import review
from plugin.credit.statements import (
    PastStatement,
    StatementDay,
    StatementFate,
    StatementKind,
    Statements,
    StatementTerms,
    StatementWish,
)
from plugin.credit.terms import Terms, TermsKind
from tests.credit.builders import (
    TODAY,
    after_sending,
    an_account,
    credit,
    days,
    gbp,
    look,
    owes,
    paid,
    promised,
    took,
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
        for message in found.messages:
            went.append((on, "courtesy" if message.is_courtesy else f"level {message.level}"))
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


# --- the sentence of the house ----------------------------------------------------------------


def twelve() -> tuple[Invoice, ...]:
    """Twelve invoices of November, all due on the twentieth of December."""
    return tuple(
        an_invoice(f"INV-{day}", "100.00", date(2026, 11, day), date(2026, 12, 20))
        for day in range(2, 26, 2)
    )


def test_twelve_invoices_due_on_the_twentieth_one_statement_no_courtesies() -> None:
    """12 invoices due on the 20th: one statement, no courtesies; level one three days late."""
    went = live(known(*twelve()), monthly(), date(2026, 11, 26), date(2026, 12, 31))
    assert went == [(FIRST, "statement GBP"), (date(2026, 12, 23), "level 1")]


def test_without_a_schedule_the_same_twelve_have_their_courtesy() -> None:
    """The schedule is off until somebody switches it on."""
    went = live(known(*twelve()), DEFAULT_POLICY, date(2026, 11, 26), date(2026, 12, 21))
    assert went == [(date(2026, 12, 14), "courtesy")]


def test_the_ledgers_own_terms_of_the_month_need_no_habit() -> None:
    """One invoice, and the contact's terms are the 20th of the month following."""
    one = an_invoice("INV-1", "100.00", date(2026, 11, 12), date(2026, 12, 20))
    terms = StatementTerms(pays_by=Terms(20, TermsKind.OF_NEXT_MONTH))
    went = live(
        known(one, statements=terms), monthly(), date(2026, 11, 26), date(2026, 12, 21)
    )
    assert went == [(FIRST, "statement GBP")]
    alone = live(known(one), monthly(), date(2026, 11, 26), date(2026, 12, 21))
    assert alone == [(FIRST, "statement GBP"), (date(2026, 12, 14), "courtesy")]


def test_an_invoice_that_no_statement_comes_before_keeps_its_courtesy() -> None:
    """Statements on the 25th, terms of the 20th following: issued on the 26th, due in between."""
    terms = StatementTerms(pays_by=Terms(20, TermsKind.OF_NEXT_MONTH))
    one = an_invoice("INV-1", "100.00", date(2026, 11, 26), date(2026, 12, 20))
    past = (PastStatement("GBP", "2026-11", date(2026, 11, 25)),)
    account = known(one, statements=replace(terms, past=past))
    went = live(account, monthly(day=25), date(2026, 11, 26), date(2026, 12, 21))
    assert went == [(date(2026, 12, 14), "courtesy")]


# --- what a statement replaces ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "went"),
    [
        # four days before the statement: the courtesy goes, and the statement waits for the gap
        (4, [(27, 11, "courtesy"), (4, 12, "statement GBP")]),
        # three days before or after it: the courtesy never goes
        (5, [(1, 12, "statement GBP")]),
        (11, [(1, 12, "statement GBP")]),
        # four days after it: the courtesy waits for the gap
        (12, [(1, 12, "statement GBP"), (8, 12, "courtesy")]),
    ],
)
def test_a_courtesy_within_three_days_of_a_statement_never_goes(
    due: int, went: list[tuple[int, int, str]]
) -> None:
    """Courtesies go seven days before the due date, statements on 1 December."""
    one = an_invoice("INV-1", "100.00", date(2026, 11, 3), date(2026, 12, due))
    lived = live(known(one), monthly(), TODAY, date(2026, 12, due))
    assert lived == [(date(2026, month, day), what) for day, month, what in went]


def test_a_first_reminder_within_three_days_waits_and_keeps_its_level() -> None:
    """Due on 26 November, level one on the 29th: the statement of the 1st goes in its place."""
    one = an_invoice("INV-1", "100.00", date(2026, 10, 27), date(2026, 11, 26))
    went = live(known(one), monthly(), date(2026, 11, 27), date(2026, 12, 20))
    # due plus fourteen is the 10th, but a level waits seven days for the one before it
    assert went == [
        (FIRST, "statement GBP"),
        (date(2026, 12, 8), "level 1"),
        (date(2026, 12, 15), "level 2"),
    ]
