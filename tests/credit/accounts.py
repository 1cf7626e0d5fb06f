"""Any account at all, for the properties: debts of every kind, credits, promises, steps, holds."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from plugin.credit.account import (
    Account,
    Credit,
    CreditKind,
    CreditStatus,
    Customer,
    Hold,
    HoldKind,
    Instalment,
    Invoice,
    InvoiceState,
    Opening,
    PastMessage,
    Payment,
    Placement,
    Promise,
    Rate,
    StatusHeld,
    Step,
    StepState,
)
from plugin.credit.money import Money
from tests.credit.builders import TODAY, days, gbp

AMOUNTS = st.sampled_from([1, 4, 6, 9, 11, 60, 250, 400, 999, 1000, 2500]).map(Decimal)
CURRENCIES = st.sampled_from(["GBP", "GBP", "GBP", "EUR"])
STATES = st.sampled_from(
    [InvoiceState.APPROVED] * 8 + [InvoiceState.AWAITING_APPROVAL, InvoiceState.DRAFT]
)


@st.composite
def invoices(draw: st.DrawFn, number: int = 0) -> Invoice:
    """One invoice, open in any way that the ledger and a person can make it."""
    currency = draw(CURRENCIES)
    total = draw(AMOUNTS)
    balance = draw(st.sampled_from([total, total, total, total / 2, min(total, Decimal("0.05"))]))
    late = draw(st.integers(-40, 120))
    due = TODAY - days(late)
    issued = min(due, TODAY) - days(draw(st.integers(1, 40)))
    disputed = draw(st.none() | st.sampled_from([balance, balance / 2]))
    placement = draw(st.none() | st.none() | st.sampled_from(Placement))
    return Invoice(
        id=f"i{number}",
        number=f"INV-{number}",
        issued=issued,
        due=due,
        state=draw(STATES),
        total=Money(total, currency),
        balance=Money(balance, currency),
        sent_on=draw(st.sampled_from([issued, issued, issued, TODAY - days(3), None])),
        expected_on=draw(st.none() | st.none() | st.just(TODAY + days(5))),
        disputed=Money(disputed, currency) if disputed is not None else None,
        opening=(
            Opening(placement, draw(st.integers(1, 3)), TODAY - days(2)) if placement else None
        ),
        instalments=_parts(draw, Money(balance, currency), late),
        came_back_on=draw(st.none() | st.none() | st.just(TODAY - days(1))),
        never_chase=draw(st.integers(0, 19)) == 0,
    )


def _parts(draw: st.DrawFn, balance: Money, late: int) -> tuple[Instalment, ...]:
    if draw(st.integers(0, 4)) > 0:
        return ()
    half = Money(balance.amount / 2, balance.currency)
    later = TODAY - days(late) + days(30)
    return (Instalment(0, TODAY - days(late), half, half), Instalment(1, later, half, half))


def _steps(draw: st.DrawFn, every: tuple[Invoice, ...]) -> tuple[Step, ...]:
    """A ladder that was climbed without a gap, its top perhaps not yet sent."""
    steps: list[Step] = []
    for invoice in every:
        top = draw(st.sampled_from([0, 0, 0, 1, 2, 3]))
        for level in range(1, top + 1):
            last = level == top
            state = draw(st.sampled_from(StepState)) if last else StepState.DONE
            on = TODAY - days(8 * (top - level) + draw(st.integers(0, 7)))
            steps.append(Step(invoice.id, 0, level, state, on))
    return tuple(steps)


@st.composite
def accounts(draw: st.DrawFn, most: int = 5) -> Account:
    """One customer in any state in which a review may find them."""
    count = draw(st.integers(1, most))
    every = tuple(draw(invoices(number=n)) for n in range(count))
    limit = draw(st.none() | AMOUNTS.map(gbp))
    promises = tuple(
        Promise(
            f"p{n}",
            (f"i{n % count}",),
            Money(every[n % count].balance.amount, every[n % count].balance.currency),
            TODAY - days(draw(st.integers(-10, 30))),
            TODAY - days(40),
        )
        for n in range(draw(st.integers(0, 3)))
    )
    messages = draw(st.lists(st.integers(0, 40), max_size=5))
    return Account(
        customer=Customer(id="c", name="C", limit=limit),
        base_currency="GBP",
        connected_on=TODAY - days(draw(st.sampled_from([0, 30, 1000]))),
        invoices=every,
        credits=tuple(
            Credit(f"k{n}", f"CN-{n}", draw(st.sampled_from(CreditKind)), TODAY, gbp(amount))
            for n, amount in enumerate(draw(st.lists(AMOUNTS, max_size=2)))
        ),
        payments=tuple(
            Payment(each.id, TODAY - days(5), each.total - each.balance)
            for each in every
            if each.total.amount > each.balance.amount
        ),
        promises=promises,
        holds=tuple(
            Hold(kind, TODAY + days(9), "i0")
            for kind in draw(st.lists(st.sampled_from(HoldKind), max_size=1))
        ),
        steps=_steps(draw, every),
        messages=tuple(PastMessage(TODAY - days(n), "GBP") for n in messages),
        status=StatusHeld(draw(st.sampled_from(CreditStatus)), over_limit=draw(st.booleans())),
        rates=draw(st.sampled_from([(), (Rate("EUR", Decimal("0.85"), TODAY - days(9)),)])),
    )
