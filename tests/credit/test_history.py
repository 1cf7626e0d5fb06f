"""The past of a customer: what was open on any day of it, and nothing of what came later."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from plugin.credit.account import CreditKind, Customer, InvoiceState, Placement
from plugin.credit.history import (
    Cover,
    CoverKind,
    Happened,
    Past,
    PastCredit,
    PastInvoice,
    account_on,
    balances_on,
)

START = date(2026, 1, 5)
DAYS = st.integers(0, 60).map(lambda days: START + timedelta(days=days))
AMOUNTS = st.integers(1, 900).map(Decimal)


@st.composite
def pasts(draw: st.DrawFn) -> PastInvoice:
    """An invoice in one to four parts, covered in any order and never beyond its amount."""
    parts = draw(st.lists(st.tuples(DAYS, AMOUNTS), min_size=1, max_size=4))
    whole = sum((amount for _, amount in parts), Decimal(0))
    left = whole
    covers: list[Cover] = []
    for _ in range(draw(st.integers(0, 4))):
        amount = min(draw(AMOUNTS), left)
        left -= amount
        kind = draw(st.sampled_from(CoverKind))
        part = draw(st.none() | st.integers(0, len(parts) - 1))
        if amount:
            covers.append(Cover(draw(DAYS), amount, kind, part))
    return PastInvoice(
        id="i1",
        number="INV-1",
        issued=START,
        due=min(due for due, _ in parts),
        amount=whole,
        currency="GBP",
        sent_on=START,
        parts=tuple(parts) if len(parts) > 1 else (),
        covers=tuple(covers),
    )


@given(pasts(), DAYS)
def test_what_is_left_is_the_amount_less_what_covered_it_by_then(
    invoice: PastInvoice, on: date
) -> None:
    """By instalment it adds up, and no instalment is below nothing."""
    left = balances_on(invoice, on)
    covered = sum((cover.amount for cover in invoice.covers if cover.on <= on), Decimal(0))
    assert sum(left, Decimal(0)) == invoice.amount - covered
    assert min(left) >= 0


@given(pasts(), DAYS)
def test_a_day_knows_nothing_of_later_ones(invoice: PastInvoice, on: date) -> None:
    """Taking away everything dated later changes nothing of that day."""
    kept = tuple(cover for cover in invoice.covers if cover.on <= on)
    shorn = PastInvoice(
        id=invoice.id,
        number=invoice.number,
        issued=invoice.issued,
        due=invoice.due,
        amount=invoice.amount,
        currency=invoice.currency,
        sent_on=invoice.sent_on,
        parts=invoice.parts,
        covers=kept,
    )
    happened = Happened(START)
    assert _account(shorn, on, happened) == _account(invoice, on, happened)


def _account(invoice: PastInvoice, on: date, happened: Happened) -> object:
    past = Past(customer=Customer(id="c", name="C"), base_currency="GBP", invoices=(invoice,))
    return account_on(past, on, happened)


def test_an_invoice_of_tomorrow_is_not_there_and_a_paid_one_is_paid() -> None:
    """Issue day and last payment day are part of the day."""
    invoice = PastInvoice(
        id="i1",
        number="INV-1",
        issued=START,
        due=START,
        amount=Decimal(100),
        currency="GBP",
        sent_on=START,
        covers=(
            Cover(START + timedelta(days=2), Decimal(60)),
            Cover(START + timedelta(days=3), Decimal(40), CoverKind.WRITE_OFF),
        ),
    )
    past = Past(customer=Customer(id="c", name="C"), base_currency="GBP", invoices=(invoice,))
    happened = Happened(START + timedelta(days=1), START + timedelta(days=1))

    def on(days: int) -> object:
        return account_on(past, START + timedelta(days=days), happened)

    assert account_on(past, START - timedelta(days=1), happened).invoices == ()
    standing = account_on(past, START + timedelta(days=2), happened)
    assert standing.invoices[0].balance.amount == 40
    assert [payment.is_write_off for payment in standing.payments] == [False]
    closed = account_on(past, START + timedelta(days=3), happened)
    assert closed.invoices[0].state is InvoiceState.PAID
    assert [payment.is_write_off for payment in closed.payments] == [False, True]
    assert closed.invoices[0].opening is not None
    assert closed.invoices[0].opening.placement is Placement.GENTLE
    assert on(2) != on(3)


def test_a_credit_is_there_from_its_day_until_it_is_allocated() -> None:
    """Unallocated credit nets what is chased; allocated credit is in the balance already."""
    credit = PastCredit(
        "n1",
        CreditKind.CREDIT_NOTE,
        START,
        Decimal(80),
        "GBP",
        ((START + timedelta(days=3), Decimal(50)), (START + timedelta(days=5), Decimal(30))),
    )
    past = Past(customer=Customer(id="c", name="C"), base_currency="GBP", credits=(credit,))
    seen = {
        days: [
            each.remaining.amount
            for each in account_on(past, START + timedelta(days=days), Happened(START)).credits
        ]
        for days in (-1, 0, 3, 5)
    }
    assert seen == {-1: [], 0: [80], 3: [30], 5: []}
