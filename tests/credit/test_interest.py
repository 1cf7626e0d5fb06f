"""Interest and compensation: the law's figures, the falling balance, and no rate ever guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.credit.history import Cover, PastInvoice
from plugin.credit.interest import (
    Contractual,
    EuStatutory,
    InterestClaim,
    UkStatutory,
    compensation_for,
    interest_on,
)
from plugin.credit.rates import (
    PUBLISHED,
    RateMissing,
    Reference,
    ReferenceRate,
    Sureness,
    rate_for,
)

DUE = date(2026, 3, 31)
UK = UkStatutory(PUBLISHED)
EU = EuStatutory(PUBLISHED)


def owed(amount: str, *covers: Cover, due: date = DUE, **more: object) -> PastInvoice:
    """One invoice, due on a day, with what covered it since."""
    invoice = PastInvoice(
        id="i1",
        number="INV-1",
        issued=due - timedelta(days=30),
        due=due,
        amount=Decimal(amount),
        currency="GBP",
        sent_on=due,
        covers=covers,
    )
    return replace(invoice, **more)  # type: ignore[arg-type]  # named fields of the invoice


def after(days: int, due: date = DUE) -> date:
    """So many days after the due date."""
    return due + timedelta(days=days)


def claim(invoice: PastInvoice, days: int, basis: object, **more: object) -> InterestClaim:
    """What may be claimed so many days after the due date."""
    return interest_on(invoice, after(days), basis, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "rate", "days", "interest"),
    [
        ("1000", "8.5", 50, "11.64"),
        ("1000", "10.5", 30, "8.63"),
        ("100", "10", 15, "0.41"),
        ("100", "0", 20, "0.00"),
    ],
)
def test_simple_interest_is_exact_and_rounded_once(
    amount: str, rate: str, days: int, interest: str
) -> None:
    """The check numbers: gov.uk's 1,000 at 8.5 % for 50 days is 11.64 when not rounded daily."""
    found = claim(owed(amount), days, Contractual(Decimal(rate)))
    assert found.interest.amount == Decimal(interest)


def test_interest_follows_the_falling_balance() -> None:
    """1,000 for 78 days, 500 for 48 and 750 for 43 at 18 per cent, added before rounding."""
    basis = Contractual(Decimal(18))
    exact = sum(
        (
            piece.amount
            for amount, days in (("1000", 78), ("500", 48), ("750", 43))
            for piece in claim(owed(amount), days, basis).pieces
        ),
        Decimal(0),
    )
    assert round(exact, 2) == Decimal("66.21")
    halved = owed("1000", Cover(after(31), Decimal(500)))
    pieces = claim(halved, 60, basis).pieces
    assert [(int(each.balance.amount), each.days) for each in pieces] == [(1000, 30), (500, 30)]


def test_a_fee_is_claimed_beside_the_interest() -> None:
    """100, 15 days late at 10 per cent with a fee of 10: 0.41 and 10, together 10.41."""
    found = claim(owed("100"), 15, Contractual(Decimal(10), Decimal(10)))
    assert (found.interest.amount, found.compensation.amount) == (Decimal("0.41"), Decimal(10))
    assert found.total.amount == Decimal("10.41")


@pytest.mark.parametrize(
    ("debt", "sum_"),
    [("0.01", 40), ("999.99", 40), ("1000", 70), ("9999.99", 70), ("10000", 100)],
)
def test_uk_compensation_has_three_sizes(debt: str, sum_: int) -> None:
    """40 under 1,000, 70 under 10,000, 100 from there."""
    assert compensation_for(Decimal(debt), UK) == sum_
    assert compensation_for(Decimal(debt), EU) == 40


def test_compensation_goes_by_the_debt_when_it_fell_late_not_by_what_is_left() -> None:
    """1,200 of which 900 came later is still a debt of 70."""
    assert claim(owed("1200", Cover(after(5), Decimal(900))), 20, UK).compensation.amount == 70
    early = owed("1200", Cover(after(-5), Decimal(900)))
    assert claim(early, 20, UK).compensation.amount == 40


def test_the_uk_rate_is_that_of_the_half_year_before_and_stays_the_debts_own() -> None:
    """Late from 1 April 2025: 4.75 + 8, also after 1 July, when the reference fell to 4.25."""
    due = date(2025, 3, 31)
    pieces = interest_on(owed("1000", due=due), date(2025, 8, 31), UK).pieces
    assert [(each.per_cent, each.first, each.last) for each in pieces] == [
        (Decimal("12.75"), date(2025, 4, 1), date(2025, 8, 31))
    ]


def test_a_debt_due_on_the_last_of_june_runs_at_the_second_halfs_rate() -> None:
    """Interest starts to run on 1 July."""
    pieces = interest_on(owed("1000", due=date(2025, 6, 30)), date(2025, 7, 1), UK).pieces
    assert [each.per_cent for each in pieces] == [Decimal("12.25")]


def test_the_eu_rate_turns_with_each_half_year() -> None:
    """10.15 per cent until 30 June 2026, 10.40 from 1 July; a state may add a point."""
    pieces = interest_on(owed("1000"), date(2026, 7, 10), EU).pieces
    assert [(each.per_cent, each.last) for each in pieces] == [
        (Decimal("10.15"), date(2026, 6, 30)),
        (Decimal("10.40"), date(2026, 7, 10)),
    ]
    german = interest_on(owed("1000"), date(2026, 4, 1), EuStatutory(PUBLISHED, Decimal(9)))
    assert german.pieces[0].per_cent == Decimal("11.15")


def test_a_missing_rate_is_refused_until_a_person_enters_it_with_its_source() -> None:
    """Nothing is guessed and nothing carried on from the half-year before (rule 36)."""
    old = owed("1000", due=date(2019, 3, 1))
    with pytest.raises(RateMissing, match="2019-01-01"):
        interest_on(old, date(2019, 4, 1), UK)
    entered = ReferenceRate(
        Reference.UK_BANK_RATE,
        date(2019, 1, 1),
        Decimal("0.75"),
        "Bank of England, 31 December 2018",
        Sureness.ENTERED,
    )
    found = interest_on(old, date(2019, 4, 1), UkStatutory((*PUBLISHED, entered)))
    assert found.pieces[0].per_cent == Decimal("8.75")
    assert found.pieces[0].source == "Bank of England, 31 December 2018"


def test_a_rate_that_a_person_entered_goes_before_the_published_one() -> None:
    """The second half of 2026 rests on one source: it can be put right."""
    mine = ReferenceRate(
        Reference.UK_BANK_RATE, date(2026, 7, 1), Decimal(4), "Bank of England", Sureness.ENTERED
    )
    assert rate_for(Reference.UK_BANK_RATE, date(2026, 9, 9), (*PUBLISHED, mine)) is mine


def test_every_published_rate_names_its_source_and_begins_a_half_year() -> None:
    """One rate a reference and half-year."""
    assert all(
        each.source and (each.since.month, each.since.day) in {(1, 1), (7, 1)} for each in PUBLISHED
    )
    assert len({(each.reference, each.since) for each in PUBLISHED}) == len(PUBLISHED)


def test_nothing_runs_before_the_day_after_the_due_date_nor_on_a_residue() -> None:
    """Late from the day after (rule 1); below tolerance nothing is earned (rule 4)."""
    assert claim(owed("1000"), 0, UK).total.amount == 0
    assert claim(owed("1000"), 0, UK).pieces == ()
    left = owed("1000", Cover(DUE, Decimal("999.95")))
    assert claim(left, 400, UK, tolerance=Decimal(5)).total.amount == 0


def test_contested_money_and_frozen_days_earn_nothing() -> None:
    """80 of 1,000 disputed: interest runs on 920; breathing space stops it for its days."""
    basis = Contractual(Decimal(10))
    assert claim(owed("1000"), 10, basis, contested=Decimal(80)).pieces[0].balance.amount == 920
    frozen = ((after(4), after(7)),)
    pieces = claim(owed("1000"), 10, basis, frozen=frozen).pieces
    assert [(each.first, each.last) for each in pieces] == [
        (after(1), after(3)),
        (after(8), after(10)),
    ]


def test_each_instalment_earns_from_its_own_due_date() -> None:
    """And what is contested stands against the last of them."""
    parts = ((DUE, Decimal(300)), (after(20), Decimal(700)))
    invoice = owed("1000", parts=parts)
    basis = Contractual(Decimal(10))
    pieces = claim(invoice, 30, basis).pieces
    assert [(int(each.balance.amount), each.days) for each in pieces] == [(300, 30), (700, 10)]
    contested = claim(invoice, 30, basis, contested=Decimal(800)).pieces
    assert [(int(each.balance.amount), each.days) for each in contested] == [(200, 30)]


@given(
    st.integers(1, 120),
    st.integers(1, 120),
    st.lists(st.tuples(st.integers(-5, 240), st.integers(1, 300)), max_size=4),
)
def test_time_only_adds_interest_and_more_payment_never_does(
    first: int, more: int, paid: list[tuple[int, int]]
) -> None:
    """Longer is never cheaper, and paying more never dearer."""
    basis = Contractual(Decimal(12))
    covers = tuple(Cover(after(day), Decimal(amount)) for day, amount in paid)
    invoice = owed("2000", *covers)
    exact = [
        sum(p.amount for p in claim(invoice, days, basis).pieces) for days in (first, first + more)
    ]
    assert exact[0] <= exact[1]
    fewer = owed("2000", *covers[1:])
    assert exact[1] <= sum(p.amount for p in claim(fewer, first + more, basis).pieces)
