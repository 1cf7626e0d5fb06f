"""A month's page says of the books what was true on its last day, and what came in during it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given

from plugin.credit.forecast_facts import settled_of
from plugin.credit.history import CoverKind
from plugin.credit.ledger_past import DatedInvoice, LedgerPast
from plugin.credit.month_end import STAND_OUT, currencies_open, month_end
from plugin.credit.month_expected import Receipts, expected_receipts
from tests.credit.ledgers_past import ON, books, credit, ledgers, paid, sold

BEFORE = date(2026, 5, 31)


def test_owed_and_late_are_those_of_the_last_day() -> None:
    """What is paid, issued or moved later changes nothing; late from the day after the due date."""
    past = books(
        sold("a", amount=100, due=date(2026, 6, 29)),
        sold("b", amount=50, due=date(2026, 6, 30)),
        sold("c", amount=70, due=date(2026, 3, 1), covers=(paid(date(2026, 7, 2), 70),)),
        sold("d", amount=999, issued=date(2026, 7, 1)),
        sold("e", amount=5, currency="EUR"),
        credit("n", amount=30),
    )
    found = month_end(past, before=BEFORE, last=ON, currency="GBP")
    assert [found.owed, found.late, found.unused] == [220, 170, 30]
    assert list(found.buckets) == [50, 100, 0, 0, 70]
    assert found.first == date(2026, 6, 1)
    assert currencies_open(past, ON) == ("GBP", "EUR")


def test_received_is_money_of_the_month_alone() -> None:
    """Payments of the month before and after, credits, write-offs and charges are not in it."""
    may, june, july = date(2026, 5, 31), date(2026, 6, 1), date(2026, 7, 1)
    past = books(
        sold("a", issued=date(2026, 4, 1), covers=(paid(may, 10), paid(june, 20), paid(july, 40))),
        sold("b", covers=(paid(ON, 7, CoverKind.WRITE_OFF), paid(ON, 5, CoverKind.CREDIT))),
        sold("c", is_charge=True, covers=(paid(ON, 9),)),
    )
    found = month_end(past, before=BEFORE, last=ON, currency="GBP")
    assert [found.received, found.written_off] == [20, 7]
    assert found.owed_before == 90


def test_those_stand_out_who_owe_much_for_long() -> None:
    """By what is late times its days; never somebody who owes nothing late; five at most."""
    past = books(
        *(
            sold(f"{n}", amount=100 * n, customer_id=f"c{n}", due=ON - timedelta(days=n))
            for n in range(1, 9)
        ),
        sold("old", amount=60, customer_id="old", due=ON - timedelta(days=200)),
        sold("due", amount=9000, customer_id="due", due=ON),
    )
    found = month_end(past, before=BEFORE, last=ON, currency="GBP").stand_out
    assert len(found) == STAND_OUT
    assert [each.customer_id for each in found] == ["old", "c8", "c7", "c6", "c5"]
    assert [found[0].late, found[0].oldest_days, found[0].weight] == [60, 200, 12_000]


@given(ledgers())
def test_the_buckets_add_up_and_no_more_comes_in_than_was_owed(past: LedgerPast) -> None:
    """Of any ledger: late is all but the first bucket, and the money explains the change."""
    found = month_end(past, before=BEFORE, last=ON, currency="GBP")
    assert sum(found.buckets, Decimal(0)) == found.owed
    assert sum(found.buckets[1:], Decimal(0)) == found.late
    assert all(each.late > 0 for each in found.stand_out)
    assert [each.weight for each in found.stand_out] == sorted(
        (each.weight for each in found.stand_out), reverse=True
    )


def _regular(days_late: int) -> tuple[DatedInvoice, ...]:
    """Forty paid invoices, each so many days after its due date, and one due on the 15th."""
    due = [date(2025, 10, 1) + timedelta(days=3 * n) for n in range(40)]
    return (
        *(
            sold(f"p{n}", issued=day - timedelta(days=14), due=day,
                 covers=(paid(day + timedelta(days=days_late), 100),))
            for n, day in enumerate(due)
        ),
        sold("open", amount=500, issued=date(2026, 5, 30), due=date(2026, 6, 15)),
    )  # fmt: skip


def test_expected_receipts_follow_the_past() -> None:
    """Whoever pays within days is expected within the month; whoever takes ninety is not."""
    on, last = date(2026, 5, 31), date(2026, 6, 30)
    prompt, slow = (_expected(_regular(days), on, last) for days in (2, 90))
    assert prompt is not None
    assert slow is not None
    assert prompt.likely > 400
    assert slow.likely < 100
    assert prompt.low <= prompt.likely <= prompt.high <= 500


def test_what_a_month_brought_does_not_change_what_was_expected_of_it() -> None:
    """Nothing dated after the eve is looked at; without a past there is no forecast."""
    on, last = date(2026, 5, 31), date(2026, 6, 30)
    before = _regular(2)
    after = (*before[:-1], sold("open", amount=500, issued=date(2026, 5, 30),
             due=date(2026, 6, 15), covers=(paid(date(2026, 6, 3), 500),)))  # fmt: skip
    assert _expected(before, on, last) == _expected(after, on, last)
    assert _expected((sold(),), on, last) is None


def _expected(documents: tuple[DatedInvoice, ...], on: date, last: date) -> Receipts | None:
    past = books(*documents)
    return expected_receipts(past, settled_of(past.invoices), on=on, last=last, currency="GBP")
