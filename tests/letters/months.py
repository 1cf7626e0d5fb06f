"""Invented facts of months, for the page and the mail that brings it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from plugin.credit.money import Money
from plugin.credit.month_end import MonthEnd, StandsOut
from plugin.credit.months import end_of_month, months_after
from plugin.letters.month_facts import Decided, DsoAt, Expected, Known, MonthFacts

LAST = date(2026, 10, 31)
_NOTHING = Decimal(0)


def a_month() -> MonthFacts:
    """October 2026 of a wholesaler, with something of everything."""
    books = MonthEnd(
        first=date(2026, 10, 1), last=LAST, currency="GBP", owed=Decimal("48210.55"),
        late=Decimal("9870.10"), unused=Decimal("412.40"), owed_before=Decimal("45000.00"),
        late_before=Decimal("11000.00"), received=Decimal("39120.75"),
        written_off=Decimal("600.00"),
        buckets=tuple(map(Decimal, ("38340.45", "6110.10", "2400.00", "760.00", "600.00"))),
        stand_out=(
            StandsOut("quay", "Quay Bistro", Decimal("2810.00"), 71, Decimal("2210.00"), _NOTHING,
                      Decimal(199510)),
            StandsOut("kettle", "The Copper Kettle Café", Decimal("801.40"), 37, Decimal("412.40"),
                      Decimal("250.00"), Decimal(16000)),
        ),
    )  # fmt: skip
    low, likely, high = (Money.of(each, "GBP") for each in ("33000.00", "38500.00", "43000.00"))
    expected = Expected(low, likely, high)
    return MonthFacts(
        organisation="Harbour Lane Foods",
        books=books,
        is_over=True,
        trend=tuple(_dso(n) for n in range(11, -1, -1)),
        expected=expected,
        next_month=expected,
        decided=(Decided(date(2026, 10, 28), "Quay Bistro: limit set to £2,500.00", "Ann Lee"),),
        decided_in_all=9,
        others=(replace(books, currency="EUR", stand_out=()),),
    )


def an_empty_month() -> MonthFacts:
    """A month in which nothing was owed, sold, paid or decided."""
    books = replace(
        a_month().books, owed=_NOTHING, late=_NOTHING, buckets=(_NOTHING,) * 5, unused=_NOTHING,
        owed_before=_NOTHING, late_before=_NOTHING, received=_NOTHING, written_off=_NOTHING,
        stand_out=(),
    )  # fmt: skip
    why = "nothing was sold in the period"
    none = Known(None, why)
    unknown = Expected(why_not="fewer than five paid invoices were known by then")
    return replace(
        a_month(), books=books, trend=(DsoAt(LAST, none, none, none),), expected=unknown,
        next_month=unknown, decided=(), decided_in_all=0, others=(),
    )  # fmt: skip


def _dso(months_before: int) -> DsoAt:
    best, late = Decimal(28 + months_before % 4), Decimal(9 + months_before % 5)
    on = end_of_month(months_after(LAST, -months_before))
    return DsoAt(on, Known(best + late), Known(best), Known(late))
