"""The tidy list's rules: what is found, what is not, and what always holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.account import CreditKind
from plugin.credit.money import Money
from plugin.credit.policy_parts import Tolerance
from plugin.credit.terms import Terms, TermsKind
from plugin.credit.tidy import (
    LooseCredit,
    OpenSale,
    SmallBecause,
    TidyKind,
    not_sent,
    off_terms,
    small_balances,
    unused_credits,
)
from plugin.credit.tidy_list import TidyFacts, tidy_counts, tidy_lines

TODAY = date(2026, 11, 24)
FEW = settings(max_examples=40, deadline=None)


def sale(
    number: str = "INV-1",
    balance: str = "100.00",
    *,
    total: str | None = None,
    late: int = 10,
    customer: str = "quay",
    currency: str = "GBP",
    is_sent: bool = True,
    issued: date | None = None,
    due_assumed: bool = False,
    is_charge: bool = False,
) -> OpenSale:
    """An open invoice that is so many days late today."""
    due = TODAY - timedelta(days=late)
    return OpenSale(
        id=number,
        number=number,
        customer_id=customer,
        issued=issued or due - timedelta(days=30),
        due=due,
        total=Money(Decimal(total or balance), currency),
        balance=Money(Decimal(balance), currency),
        is_sent=is_sent,
        due_assumed=due_assumed,
        is_charge=is_charge,
    )


def credit(
    id_: str = "n1",
    remaining: str = "100.00",
    *,
    customer: str = "quay",
    currency: str = "GBP",
    ago: int = 5,
    kind: CreditKind = CreditKind.OVERPAYMENT,
) -> LooseCredit:
    """A credit with something left of it."""
    return LooseCredit(
        id=id_,
        number=id_,
        kind=kind,
        customer_id=customer,
        on=TODAY - timedelta(days=ago),
        remaining=Money(Decimal(remaining), currency),
    )


def tolerance(_: str) -> Tolerance:
    """The default of every currency."""
    return Tolerance()


# --- credits ---------------------------------------------------------------------------------


def test_a_credit_clears_the_invoice_of_its_own_amount_before_an_older_one() -> None:
    """Exact matches come first, although another invoice is older."""
    older, same = sale("INV-1", "250.00", late=60), sale("INV-2", "100.00", late=5)
    (found,) = unused_credits([credit(remaining="100.00")], [older, same])
    assert [(each.sale.number, each.is_exact) for each in found.clears] == [("INV-2", True)]


def test_what_matches_nothing_goes_against_the_oldest_due_date_and_on() -> None:
    """Two invoices share a credit, the older one first, and what is left is told."""
    first, second = sale("INV-1", "80.00", late=60), sale("INV-2", "20.00", late=5)
    (found,) = unused_credits([credit(remaining="130.00")], [second, first])
    assert [(each.sale.number, each.amount.amount) for each in found.clears] == [
        ("INV-1", Decimal("80.00")),
        ("INV-2", Decimal("20.00")),
    ]
    assert found.left == Money(Decimal("30.00"), "GBP")


@pytest.mark.parametrize("changes", [{"customer": "lisa"}, {"currency": "EUR"}])
def test_a_credit_clears_nothing_of_others_and_nothing_in_another_currency(
    changes: dict[str, str],
) -> None:
    """The same customer and the same currency, or nothing."""
    (found,) = unused_credits([credit()], [sale(**changes)])  # type: ignore[arg-type]
    assert found.clears == ()
    assert found.left == credit().remaining


_AMOUNTS = st.integers(1, 6).map(lambda n: f"{n * 50}.00")
_WHO = st.sampled_from(["quay", "lisa"])
_SALES = st.lists(st.tuples(_AMOUNTS, _WHO, st.integers(-20, 60)), max_size=7).map(
    lambda rows: [
        sale(f"INV-{at}", amount, customer=who, late=late)
        for at, (amount, who, late) in enumerate(rows)
    ]
)
_CREDITS = st.lists(st.tuples(_AMOUNTS, _WHO, st.integers(0, 60)), max_size=5).map(
    lambda rows: [
        credit(f"n{at}", amount, customer=who, ago=ago)
        for at, (amount, who, ago) in enumerate(rows)
    ]
)


def _alike(amounts: Iterable[tuple[str, Decimal]]) -> Counter[tuple[str, Decimal]]:
    return Counter(amounts)


@FEW
@given(_CREDITS, _SALES, st.randoms(use_true_random=False))
def test_nothing_is_used_twice_and_the_order_of_the_facts_is_no_matter(
    credits_: list[LooseCredit], sales: list[OpenSale], chance: Random
) -> None:
    """No credit is used beyond what is left, no invoice cleared beyond its balance; and as many
    invoices as possible are cleared to the penny.
    """
    found = unused_credits(credits_, sales)
    shuffled, mixed = list(credits_), list(sales)
    chance.shuffle(shuffled)
    chance.shuffle(mixed)
    assert unused_credits(shuffled, mixed) == found
    assert {each.credit.id for each in found} == {each.id for each in credits_}
    assert all(each.left.amount >= 0 for each in found)
    cleared: Counter[str] = Counter()
    for each in found:
        for part in each.clears:
            assert part.amount.amount > 0
            assert part.sale.customer_id == each.credit.customer_id
            cleared[part.sale.id] += int(part.amount.amount)
    assert all(cleared[each.id] <= each.balance.amount for each in sales)
    possible = _alike((c.customer_id, c.remaining.amount) for c in credits_) & _alike(
        (s.customer_id, s.balance.amount) for s in sales
    )
    exact = sum(part.is_exact for each in found for part in each.clears)
    assert exact == possible.total()


# --- small balances --------------------------------------------------------------------------


def test_a_residue_below_tolerance_is_a_small_balance_however_old() -> None:
    """0.05 of 200, 400 days late (rule 4)."""
    (found,) = small_balances([sale(balance="0.05", total="200.00", late=400)], tolerance, on=TODAY)
    assert (found.because, found.below) == (SmallBecause.RESIDUE, Money(Decimal("5.00"), "GBP"))


def test_a_small_whole_invoice_counts_only_where_all_that_is_late_is_small() -> None:
    """8.00 late alone is small; beside 50.00 late it is a part of a debt that is chased."""
    small = sale("INV-1", "8.00")
    assert [each.because for each in small_balances([small], tolerance, on=TODAY)] == [
        SmallBecause.ACCOUNT
    ]
    assert small_balances([small, sale("INV-2", "50.00")], tolerance, on=TODAY) == ()
    assert small_balances([sale("INV-1", "8.00", late=0)], tolerance, on=TODAY) == ()


@FEW
@given(
    st.lists(st.tuples(st.integers(1, 1500), st.integers(0, 3), st.integers(-5, 90)), max_size=8)
)
def test_no_invoice_is_small_twice_and_none_at_its_tolerance_is(
    rows: list[tuple[int, int, int]],
) -> None:
    """Each line once, always below what it says it is below."""
    sales = [
        sale(
            f"INV-{at}",
            f"{Decimal(pence) / 100}",
            total=f"{Decimal(pence) / 100 + more}",
            late=late,
        )
        for at, (pence, more, late) in enumerate(rows)
    ]
    found = small_balances(sales, tolerance, on=TODAY)
    assert len({each.sale.id for each in found}) == len(found)
    assert all(each.sale.balance < each.below for each in found)


# --- not sent, due dates ---------------------------------------------------------------------


def test_an_invoice_approved_today_has_the_day_to_be_sent() -> None:
    """Yesterday's stands on the list, today's does not; one that was sent never does."""
    yesterday, today = TODAY - timedelta(days=1), TODAY
    waiting = [
        sale("INV-1", is_sent=False, issued=yesterday),
        sale("INV-2", is_sent=False, issued=today),
        sale("INV-3", issued=yesterday),
    ]
    assert [(each.sale.number, each.days) for each in not_sent(waiting, on=TODAY)] == [("INV-1", 1)]


def test_a_due_date_is_held_against_the_customers_own_terms_first() -> None:
    """30 days by the house, 14 by the customer's own: due after 30 is 16 days late."""
    late = sale("INV-1", late=0)
    (found,) = off_terms([late], {"quay": Terms(14)}, Terms(30))
    assert (found.days, found.are_own) == (16, True)
    assert off_terms([late], {}, Terms(30)) == ()
    assert off_terms([late], {}, None) == ()


def test_terms_that_end_with_a_month_are_worked_out_and_a_day_that_was_assumed_is_not() -> None:
    """20th of the month after; and whoever named no due date made no slip."""
    issued = date(2026, 10, 5)
    terms = {"quay": Terms(20, TermsKind.OF_NEXT_MONTH)}
    right = OpenSale(
        id="a", number="a", customer_id="quay", issued=issued, due=date(2026, 11, 20),
        total=Money(Decimal(5), "GBP"), balance=Money(Decimal(5), "GBP"),
    )  # fmt: skip
    assert off_terms([right], terms, None) == ()
    assert off_terms([sale(due_assumed=True)], {"quay": Terms(1)}, None) == ()
    assert off_terms([sale(is_charge=True)], {"quay": Terms(1)}, None) == ()


# --- the whole list --------------------------------------------------------------------------


def test_a_line_keeps_its_name_until_its_facts_change() -> None:
    """What was put aside stays away; once the credit is partly used it is another line."""
    before = tidy_lines(TidyFacts(credits=(credit(remaining="90.00"),)), tolerance, on=TODAY)
    again = tidy_lines(
        TidyFacts(credits=(credit(remaining="90.00"),)), tolerance, on=TODAY + timedelta(days=7)
    )
    used = tidy_lines(TidyFacts(credits=(credit(remaining="40.00"),)), tolerance, on=TODAY)
    assert [each.name for each in before] == [each.name for each in again]
    assert before[0].name != used[0].name


def test_what_was_put_aside_is_not_counted() -> None:
    """Every kind has its count, and a line put aside is in none."""
    facts = TidyFacts(sales=(sale(is_sent=False), sale("INV-2", "0.05", total="9.00")))
    lines = tidy_lines(facts, tolerance, on=TODAY)
    counts = tidy_counts(lines, {"unsent INV-1"})
    assert counts[TidyKind.NOT_SENT] == 0
    assert counts[TidyKind.SMALL_BALANCE] == 1
    assert set(counts) == set(TidyKind)
