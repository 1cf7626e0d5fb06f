"""The time machine: the same answer as looking every day, and never one that sees the future."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.credit.account import Account, CreditKind, Customer, PastMessage, Step, StepState
from plugin.credit.history import (
    Cover,
    CoverKind,
    Happened,
    Past,
    PastCredit,
    PastInvoice,
    account_on,
)
from plugin.credit.policy import DEFAULT_POLICY, CreditPolicy, Level, PolicySet
from plugin.credit.replay import replay
from plugin.credit.review import review

START = date(2026, 3, 2)
DAYS = [START + timedelta(days=n) for n in range(90)]
Sent = list[tuple[date, str, int, int, Decimal]]


@st.composite
def pasts(draw: st.DrawFn) -> Past:
    """One customer with one to four invoices, paid in parts, late, early or never."""
    invoices = []
    for number in range(draw(st.integers(1, 4))):
        issued = START + timedelta(days=draw(st.integers(-120, 60)))
        due = issued + timedelta(days=draw(st.sampled_from([0, 14, 30])))
        amount = Decimal(draw(st.sampled_from([8, 60, 500, 1200])))
        covers = [
            Cover(
                due + timedelta(days=draw(st.integers(-20, 80))),
                amount / 2,
                draw(st.sampled_from([CoverKind.PAYMENT, CoverKind.PAYMENT, CoverKind.WRITE_OFF])),
            )
            for _ in range(draw(st.integers(0, 2)))
        ]
        invoices.append(
            PastInvoice(
                id=f"i{number}",
                number=f"INV-{number}",
                issued=issued,
                due=due,
                amount=amount,
                currency=draw(st.sampled_from(["GBP", "GBP", "EUR"])),
                sent_on=issued if draw(st.booleans()) or number else None,
                is_disputed=draw(st.integers(0, 9)) == 0,
                covers=tuple(covers),
            )
        )
    credit = PastCredit(
        "n1", CreditKind.CREDIT_NOTE, START + timedelta(days=20), Decimal(60), "GBP"
    )
    return Past(
        customer=Customer(id="c", name="C"),
        base_currency="GBP",
        invoices=tuple(invoices),
        credits=(credit,) if draw(st.booleans()) else (),
    )


POLICIES = st.sampled_from(
    [
        DEFAULT_POLICY,
        CreditPolicy(guards=False, levels=(Level(0, -5), Level(1, 0), Level(2, 10), Level(3, 25))),
    ]
)


def every_day(past: Past, policy: CreditPolicy) -> Sent:
    """The plain way: review on each day, whatever it was that the day before said."""
    steps: tuple[Step, ...] = ()
    messages: tuple[PastMessage, ...] = ()
    sent: Sent = []
    for on in DAYS:
        happened = Happened(DAYS[0], DAYS[0], steps, messages)
        account: Account = account_on(past, on, happened)
        for message in review(account, policy, on).messages:
            messages += (PastMessage(on, message.currency),)
            for each in message.chased:
                done = StepState.DONE
                steps += (Step(each.invoice_id, each.instalment, each.level, done, on, each.cycle),)
                sent.append((on, each.invoice_id, each.level, each.cycle, each.amount.amount))
    return sent


def machine(past: Past, policy: CreditPolicy) -> Sent:
    """The time machine's way."""
    return [
        (run.on, each.invoice_id, each.level, each.cycle, each.amount.amount)
        for run in replay([past], PolicySet((policy,), policy.name), DAYS)
        for message in run.messages
        for each in message.chased
    ]


@given(pasts(), POLICIES)
@pytest.mark.long
def test_passing_over_days_on_which_nothing_can_change_changes_nothing(
    past: Past, policy: CreditPolicy
) -> None:
    """Every message on the same day, at the same level, for the same amount."""
    assert machine(past, policy) == every_day(past, policy)


@given(pasts(), POLICIES, st.integers(1, 80))
def test_what_comes_later_changes_nothing_of_what_was(
    past: Past, policy: CreditPolicy, cut: int
) -> None:
    """Without everything dated after a day, the runs up to it are the same."""
    last = DAYS[cut]
    known = Past(
        customer=past.customer,
        base_currency=past.base_currency,
        invoices=tuple(
            PastInvoice(
                id=each.id,
                number=each.number,
                issued=each.issued,
                due=each.due,
                amount=each.amount,
                currency=each.currency,
                sent_on=each.sent_on,
                is_disputed=each.is_disputed,
                covers=tuple(cover for cover in each.covers if cover.on <= last),
            )
            for each in past.invoices
            if each.issued <= last
        ),
        credits=tuple(each for each in past.credits if each.on <= last),
    )
    if not known.invoices:
        return
    assert [each for each in machine(known, policy) if each[0] <= last] == [
        each for each in machine(past, policy) if each[0] <= last
    ]
