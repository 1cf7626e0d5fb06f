"""Cases of other engines: interest, what a payment fills, due dates and figures."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.account import CreditKind, Customer
from plugin.credit.ageing import age
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
from plugin.credit.interest import Contractual, EuStatutory, interest_on
from plugin.credit.metrics import best_possible_dso, days_to_pay, dso, dso_countback
from plugin.credit.rates import Reference, ReferenceRate
from plugin.credit.terms import Terms, TermsKind, due_date
from tests.credit.builders import TODAY, gbp, owes, paid
from tests.credit.collection import after, case, past, whole


@case("erpnext.dunning[0]", "erpnext.dunning[1]")
def test_interest_and_fee_of_a_dunning() -> None:
    """20 days without either is 100; 15 days at 10 per cent and 10 is 110.41."""
    invoice = past("100")
    assert interest_on(invoice, after(20), Contractual(Decimal(0))).total == gbp("0.00")
    found = interest_on(invoice, after(15), Contractual(Decimal(10), Decimal(10)))
    assert found.total + gbp(100) == gbp("110.41")


@case("erpnext.dunning[5]")
def test_what_interest_and_fee_came_to_stays_owed_when_only_the_invoice_is_paid() -> None:
    """100 paid on the fifteenth day: 0.38 for fourteen days and the fee are still to be had."""
    invoice = past("100", Cover(after(15), Decimal(100)))
    found = interest_on(invoice, after(40), Contractual(Decimal(10), Decimal(10)))
    assert (found.interest, found.compensation) == (gbp("0.38"), gbp(10))


@case("erpnext.receivable[0]", "erpnext.receivable[1]", "erpnext.receivable[2]")
def test_payments_and_credits_fill_the_oldest_part_first() -> None:
    """30/50/20 and 40 paid: 0/40/20; 60/100/40 with 40 paid and 100 credited: 0/20/40."""
    parts = tuple((after(30 * n), Decimal(a)) for n, a in enumerate((30, 50, 20)))
    assert whole(*balances_on(past("100", parts=parts), TODAY)) == (30, 50, 20)
    assert whole(*balances_on(past("100", Cover(TODAY, Decimal(40)), parts=parts), TODAY)) == (
        0,
        40,
        20,
    )
    larger = tuple((after(30 * n), Decimal(a)) for n, a in enumerate((60, 100, 40)))
    covers = (Cover(TODAY, Decimal(40)), Cover(TODAY, Decimal(100), CoverKind.CREDIT))
    assert whole(*balances_on(past("200", *covers, parts=larger), TODAY)) == (0, 20, 40)


@case("erpnext.receivable[3]", "erpnext.receivable[4]", "erpnext.receivable[5]")
def test_loose_credit_stands_beside_the_debt_and_the_future_is_not_today() -> None:
    """60 and -100; 100 and -10 today, 10 and 0 after 80 more; an overpayment leaves 0 and -10."""
    paid_forty = past("100", Cover(TODAY, Decimal(40)))
    assert whole(*_rows(paid_forty, "100", TODAY)) == (60, 100)
    later = past(
        "100", Cover(after(5), Decimal(80)), Cover(after(5), Decimal(10), CoverKind.CREDIT)
    )
    used = ((after(5), Decimal(10)),)
    assert whole(*_rows(later, "10", TODAY, used)) == (100, 10)
    assert whole(*_rows(later, "10", after(5), used)) == (10, 0)
    overpaid = past("100", Cover(after(5), Decimal(100)))
    assert whole(*_rows(overpaid, "10", after(5), on_credit=after(5))) == (0, 10)
    assert whole(*_rows(overpaid, "10", TODAY, on_credit=after(5))) == (100, 0)


def _rows(
    invoice: PastInvoice,
    loose: str,
    on: date,
    allocated: tuple[tuple[date, Decimal], ...] = (),
    *,
    on_credit: date = TODAY,
) -> tuple[Decimal, Decimal]:
    """What is open and what is unallocated, as the ageing shows them side by side."""
    note = PastCredit("n1", CreditKind.CREDIT_NOTE, on_credit, Decimal(loose), "GBP", allocated)
    one = Past(
        customer=Customer(id="c", name="C"),
        base_currency="GBP",
        invoices=(invoice,),
        credits=(note,),
    )
    shown = age(account_on(one, on, Happened(date.min)), on)
    return (
        sum((each.open.amount for each in shown), Decimal(0)),
        sum((each.unallocated.amount for each in shown), Decimal(0)),
    )


@case("erpnext.due_dates[0]", "erpnext.due_dates[1]", "erpnext.due_dates[2]")
@case("erpnext.due_dates[3]", "erpnext.due_dates[4]")
def test_due_dates_by_the_terms() -> None:
    """Net 30 in a leap year and after it, the end of next month, and no terms at all."""
    net, month = Terms(30), Terms(31, TermsKind.OF_NEXT_MONTH)
    for issued, terms, due in (
        (date(2016, 1, 22), net, date(2016, 2, 21)),
        (date(2017, 1, 22), net, date(2017, 2, 21)),
        (date(2016, 1, 22), month, date(2016, 2, 29)),
        (date(2017, 1, 22), month, date(2017, 2, 28)),
        (date(2016, 1, 22), Terms(0), date(2016, 1, 22)),
    ):
        assert due_date(issued, terms) == due


@case("arithmetic[0]", "arithmetic[1]", "arithmetic[2]")
def test_arithmetic_of_interest() -> None:
    """11.64 exact (11.50 only if rounded every day), 8.63 and 40 euro, and 66.21."""
    uk = interest_on(past("1000"), after(50), Contractual(Decimal("8.5")))
    assert uk.interest.amount == Decimal("11.64")
    rate = ReferenceRate(Reference.ECB_REFINANCING, date(2026, 7, 1), Decimal("2.5"), "a case")
    eu = interest_on(past("1000", currency="EUR"), after(30), EuStatutory((rate,)))
    assert (eu.interest.amount, int(eu.compensation.amount)) == (Decimal("8.63"), 40)
    eighteen = Contractual(Decimal(18))
    exact = sum(
        piece.amount
        for amount, count in (("1000", 78), ("500", 48), ("750", 43))
        for piece in interest_on(past(amount), after(count), eighteen).pieces
    )
    assert round(exact, 2) == Decimal("66.21")


@case("arithmetic[3]", "arithmetic[4]", "arithmetic[5]", "arithmetic[6]")
def test_arithmetic_of_figures() -> None:
    """43.8, 29.2 and 14.6; 76.71 and 73.71 by counting back; ten days to pay."""
    sales = gbp(10_000_000)
    simple, best = (
        dso(gbp(1_200_000), gbp(0), sales, 365),
        best_possible_dso(gbp(800_000), sales, 365),
    )
    assert (simple.value, best.value) == (Decimal("43.8"), Decimal("29.2"))
    assert simple.value is not None
    assert best.value is not None
    assert simple.value - best.value == Decimal("14.6")
    months = [(gbp(900_000), 31), (gbp(800_000), 28), (gbp(700_000), 31)]
    assert dso_countback(gbp(2_100_000), months).value == Decimal("76.71")
    thirty = [(gbp(100_000), 30), (gbp(80_000), 30), (gbp(70_000), 30)]
    assert dso_countback(gbp(212_000), thirty).value == Decimal("73.71")
    assert dso_countback(gbp(300_000), thirty).value is None
    invoices = [owes(100, number=f"T{n}", issued=after(-20 * n)) for n in (1, 2)]
    payments = [paid(each, 100, each.issued + timedelta(days=10)) for each in invoices]
    assert days_to_pay(invoices, payments).value == Decimal("10.0")
