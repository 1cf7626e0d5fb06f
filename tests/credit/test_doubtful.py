"""Which debts are doubtful at the end of a year, and what came in since."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from plugin.credit.doubtful import Doubt, debt_at, doubtful_debts, year_end_before
from plugin.credit.history import Cover, CoverKind
from plugin.credit.ledger_past import DatedInvoice

ENDED, TODAY = date(2026, 3, 31), date(2026, 6, 15)


def invoice(*covers: Cover, late: int = 100, issued_before: int = 130) -> DatedInvoice:
    """An invoice of 500 that was so many days late at the year's end."""
    return DatedInvoice(
        id="i",
        number="INV-1",
        customer_id="quay",
        currency="GBP",
        base_per_unit=Decimal(1),
        issued=ENDED - timedelta(days=issued_before),
        due=ENDED - timedelta(days=late),
        total=Decimal(500),
        balance=Decimal(500),
        covers=covers,
    )


def reasons(found: DatedInvoice, *signs: Doubt) -> tuple[tuple[Doubt, ...], Decimal] | None:
    """Why it is doubtful, and how much of it; None where it is not."""
    debt = debt_at(found, "Quay Bistro", frozenset(signs), ended=ENDED, on=TODAY)
    listed = doubtful_debts([] if debt is None else [debt], ended=ENDED)
    return (listed[0].why, listed[0].debt.left.amount) if listed else None


def test_a_debt_is_doubtful_by_age_from_the_ninety_first_day() -> None:
    """Ninety days are not enough by themselves."""
    assert reasons(invoice(late=91)) == ((Doubt.LONG_LATE,), Decimal(500))
    assert reasons(invoice(late=90)) is None


def test_a_sign_makes_a_young_debt_doubtful_and_age_is_told_beside_it() -> None:
    """In their own order: what weighs most first."""
    assert reasons(invoice(late=1), Doubt.DISPUTED) == ((Doubt.DISPUTED,), Decimal(500))
    assert reasons(invoice(late=200), Doubt.STOPPED, Doubt.INSOLVENT) == (
        (Doubt.INSOLVENT, Doubt.STOPPED, Doubt.LONG_LATE),
        Decimal(500),
    )


def test_what_came_since_the_years_end_is_no_doubt_any_more() -> None:
    """A part is taken off; all of it takes the debt off the list."""
    after = ENDED + timedelta(days=20)
    assert reasons(invoice(Cover(after, Decimal(200)))) == ((Doubt.LONG_LATE,), Decimal(300))
    assert reasons(invoice(Cover(after, Decimal(500)))) is None
    assert reasons(invoice(Cover(ENDED, Decimal(500)))) is None


def test_what_was_given_up_since_was_doubtful_then() -> None:
    """A write-off is not money: the debt stands on the list, with one more reason."""
    gone = Cover(ENDED + timedelta(days=20), Decimal(500), CoverKind.WRITE_OFF)
    assert reasons(invoice(gone, late=30)) == ((Doubt.LOST_SINCE,), Decimal(500))


def test_what_was_not_yet_sold_is_not_there() -> None:
    """An invoice of the new year is no debt of the old."""
    assert reasons(invoice(issued_before=-1), Doubt.INSOLVENT) is None


@pytest.mark.parametrize(
    ("on", "ends", "ended"),
    [
        (date(2026, 11, 24), (3, 31), date(2026, 3, 31)),
        (date(2026, 3, 31), (3, 31), date(2025, 3, 31)),
        (date(2026, 4, 1), (3, 31), date(2026, 3, 31)),
        (date(2024, 6, 1), (2, 31), date(2024, 2, 29)),
        (date(2026, 1, 1), (12, 31), date(2025, 12, 31)),
    ],
)
def test_the_year_that_ended_last_is_over_before_today(
    on: date, ends: tuple[int, int], ended: date
) -> None:
    """On its last day a year still runs; a day that February lacks is its last."""
    assert year_end_before(on, ends) == ended
