"""What is open, late and how old, on ledgers of every shape."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.books import (
    Allocation,
    Books,
    Credit,
    CreditKind,
    Customer,
    Instalment,
    Invoice,
    Organisation,
    Payment,
    figures,
    open_parts,
)

DAY = date(2013, 6, 30)
ORGANISATION = Organisation("Harbour Lane Foods", "GB", "GBP", "Europe/London", 30)


def invoice(
    amount: str = "1000.00", *, due: date = DAY, parts: tuple[Instalment, ...] = ()
) -> Invoice:
    """A sent invoice of GBP issued well before the day."""
    issued = DAY - timedelta(days=400)
    return Invoice(
        "I1", "INV-1", "C1", issued, due, Decimal(amount), "GBP", True, False, True, parts
    )


def part(days_before: int, amount: str) -> Instalment:
    """An instalment due so many days before the day."""
    return Instalment(DAY - timedelta(days=days_before), Decimal(amount))


def paid(amount: str, instalment: int | None = None, on: date = DAY) -> Payment:
    """A payment of the invoice."""
    return Payment("I1", on, Decimal(amount), instalment)


def books(
    invoices: tuple[Invoice, ...],
    payments: tuple[Payment, ...] = (),
    credits_: tuple[Credit, ...] = (),
) -> Books:
    """Books of one customer."""
    customers = (Customer("C1", "Quay Bistro", "", "GB", None, None),)
    return Books(ORGANISATION, customers, invoices, payments, credits_, DAY)


@pytest.mark.parametrize(
    ("days", "bucket"),
    [(-1, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (900, 4)],
)
def test_an_invoice_is_late_from_the_day_after_and_90_plus_from_day_91(
    days: int, bucket: int
) -> None:
    """Not late on its due date; 90+ is 91 days or more (rule 1)."""
    (pounds,) = figures(books((invoice(due=DAY - timedelta(days=days)),)), DAY).currencies
    assert [one.count for one in pounds.ageing].index(1) == bucket
    assert pounds.late_count == (1 if days > 0 else 0)


def test_a_payment_that_names_no_instalment_fills_the_oldest_due_first() -> None:
    """300 due first and 700 later: 400 paid leaves 600 of the later one."""
    split = invoice(parts=(part(-10, "700.00"), part(40, "300.00")))
    (left,) = open_parts(split, [paid("400.00")], DAY)
    assert (left.instalment, left.amount) == (0, Decimal("600.00"))


def test_a_payment_that_names_an_instalment_fills_that_one() -> None:
    """700 paid for the later instalment leaves the earlier one late."""
    split = invoice(parts=(part(40, "300.00"), part(-10, "700.00")))
    (left,) = open_parts(split, [paid("700.00", 1)], DAY)
    assert (left.instalment, left.amount, left.days_late(DAY)) == (0, Decimal("300.00"), 40)


def test_what_is_too_much_for_an_instalment_fills_the_oldest() -> None:
    """350 for an instalment of 300 leaves 650 of the other."""
    split = invoice(parts=(part(40, "300.00"), part(-10, "700.00")))
    (left,) = open_parts(split, [paid("350.00", 0)], DAY)
    assert (left.instalment, left.amount) == (1, Decimal("650.00"))


def test_ageing_counts_instalments_and_late_counts_invoices() -> None:
    """Two late instalments of one invoice: one late invoice, two in the ageing."""
    split = invoice(parts=(part(40, "300.00"), part(5, "200.00"), part(-10, "500.00")))
    (pounds,) = figures(books((split,)), DAY).currencies
    assert (pounds.open_count, pounds.late_count, pounds.late) == (1, 1, Decimal("500.00"))
    assert [one.count for one in pounds.ageing] == [1, 1, 1, 0, 0]


def test_what_is_dated_after_the_day_has_not_happened() -> None:
    """A later payment, allocation, credit or invoice changes nothing on the day."""
    tomorrow = DAY + timedelta(days=1)
    later = Credit("N1", "C1", CreditKind.OVERPAYMENT, tomorrow, Decimal("10.00"), "GBP", ())
    future = replace(invoice("5.00"), id="I2", number="INV-2", issued=tomorrow)
    now = books((invoice(), future), (paid("400.00", on=tomorrow),), (later,))
    (pounds,) = figures(now, DAY).currencies
    assert (pounds.open, pounds.open_count) == (Decimal("1000.00"), 1)
    assert pounds.unallocated == 0


def test_open_is_gross_of_unallocated_and_a_write_off_is_not_in_it() -> None:
    """A credit note of 80 with 50 allocated leaves 30; a write-off only closes (rule 5)."""
    used = (Allocation("I1", DAY, Decimal("50.00"), None),)
    note = Credit("N1", "C1", CreditKind.CREDIT_NOTE, DAY, Decimal("80.00"), "GBP", used)
    gone = Credit("N2", "C1", CreditKind.WRITE_OFF, DAY, Decimal("70.00"), "GBP", used)
    (pounds,) = figures(books((invoice(),), (), (note, gone)), DAY).currencies
    assert (pounds.open, pounds.unallocated) == (Decimal("900.00"), Decimal("30.00"))


pence = st.integers(1, 100_000).map(lambda value: Decimal(value) / 100)
days = st.integers(-400, 60).map(lambda value: DAY + timedelta(days=value))


@st.composite
def ledgers(draw: st.DrawFn) -> Books:
    """Books of invoices with and without instalments, partly paid, in two currencies."""
    invoices, payments, credits_ = [], [], []
    for place in range(draw(st.integers(0, 8))):
        parts = tuple(Instalment(draw(days), draw(pence)) for _ in range(draw(st.integers(0, 3))))
        amount = sum((one.amount for one in parts), Decimal(0)) or draw(pence)
        currency = draw(st.sampled_from(("GBP", "EUR")))
        one = Invoice(
            f"I{place}", f"{place}", "C1", draw(days), draw(days), amount, currency,
            True, False, True, parts,
        )  # fmt: skip
        invoices.append(one)
        half = (amount / 2).quantize(Decimal("0.01"), rounding="ROUND_DOWN")
        index = draw(st.none() | st.integers(0, len(one.parts) - 1))
        if half and draw(st.booleans()):
            payments.append(Payment(one.id, draw(days), half, index))
        if half and draw(st.booleans()):
            used = (Allocation(one.id, draw(days), half, index),)
            kind = draw(st.sampled_from(tuple(CreditKind)))
            first = used[0].date - timedelta(days=draw(st.integers(0, 9)))
            credits_.append(
                Credit(f"N{place}", "C1", kind, first, half + draw(pence), currency, used)
            )
    return books(tuple(invoices), tuple(payments), tuple(credits_))


@given(ledgers())
@settings(max_examples=120, deadline=None)
def test_the_parts_sum_to_the_whole(ledger: Books) -> None:
    """Buckets sum to what is open, all but the first to what is late, invoices less covers too."""
    shown = figures(ledger, DAY)
    for one in shown.currencies:
        assert sum(bucket.amount for bucket in one.ageing) == one.open
        assert one.open - one.ageing[0].amount == one.late
        issued = {
            i.id: i for i in ledger.invoices if i.issued <= DAY and i.currency == one.currency
        }
        covers = [p for p in ledger.payments if p.invoice in issued and p.date <= DAY]
        used = [a for c in ledger.credits for a in c.allocations]
        used = [a for a in used if a.invoice in issued and a.date <= DAY]
        billed = sum(i.amount for i in issued.values())
        assert one.open == billed - sum(p.amount for p in covers) - sum(a.amount for a in used)
        assert 0 <= one.late_count <= one.open_count <= len(issued)
        assert one.unallocated >= 0


@given(ledgers(), st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_the_order_in_the_file_does_not_matter(ledger: Books, seed: int) -> None:
    """Invoices, payments and credits in any order give the same figures."""
    dice = random.Random(seed)
    shuffled = replace(
        ledger,
        invoices=tuple(dice.sample(ledger.invoices, len(ledger.invoices))),
        payments=tuple(dice.sample(ledger.payments, len(ledger.payments))),
        credits=tuple(dice.sample(ledger.credits, len(ledger.credits))),
    )
    assert figures(shuffled, DAY) == figures(ledger, DAY)


@given(ledgers(), st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_a_day_later_no_unpaid_debt_is_younger(ledger: Books, more: int) -> None:
    """Where nothing more is issued or paid, what is late only grows."""
    still = replace(
        ledger,
        invoices=tuple(one for one in ledger.invoices if one.issued <= DAY),
        payments=(),
        credits=(),
    )
    now = {one.currency: one.late for one in figures(still, DAY).currencies}
    then = figures(still, DAY + timedelta(days=more)).currencies
    assert all(one.late >= now[one.currency] for one in then)
