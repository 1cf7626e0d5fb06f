"""Segments by rule: which kind of payer, from the customer's own record and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.credit.account import Account, InvoiceState
from plugin.credit.segments import Segment, segment_of
from tests.credit.builders import TODAY, an_account, days, gbp, owes, paid

ORDER = (Segment.POOR, Segment.STANDARD, Segment.GOOD)


def with_record(marks: str) -> Account:
    """An account whose invoices were paid on time (y) or ten days late (n), oldest first."""
    invoices, payments = [], []
    for place, mark in enumerate(marks):
        # a hundred days and more ago, so that all of them have been settled by now
        late = 100 + 10 * (len(marks) - place)
        invoice = owes(100, late=late, number=f"P{place:02}")
        settled = invoice.due + days(0 if mark == "y" else 10)
        invoices.append(
            type(invoice)(
                id=invoice.id,
                number=invoice.number,
                issued=invoice.issued,
                due=invoice.due,
                state=InvoiceState.PAID,
                total=invoice.total,
                balance=gbp(0),
                sent_on=invoice.issued,
            )
        )
        payments.append(paid(invoice, 100, settled))
    return an_account(*invoices, payments=tuple(payments))


@pytest.mark.parametrize(
    ("marks", "segment"),
    [
        ("", Segment.NEW),
        ("yy", Segment.NEW),
        ("yyy", Segment.GOOD),
        ("yyyn", Segment.GOOD),
        ("yynn", Segment.STANDARD),
        ("ynn", Segment.POOR),
        ("yyyynnyn", Segment.SLIPPING),
        ("yyyyyyyynnyy", Segment.SLIPPING),
        ("yyyyyyyyynyy", Segment.GOOD),
        ("nnnnyyyy", Segment.STANDARD),
        ("nnnnnnnn" + "y" * 12, Segment.GOOD),
    ],
)
def test_the_record_makes_the_segment(marks: str, segment: Segment) -> None:
    """Twelve invoices, three quarters good, half poor; slipping from good in the last four."""
    assert segment_of(with_record(marks), TODAY).segment is segment


def test_a_persons_choice_goes_before_the_rule_and_is_shown_as_theirs() -> None:
    """A key account is chosen, never counted."""
    found = segment_of(with_record("nnnn"), TODAY, chosen=Segment.KEY)
    assert (found.segment, found.by_person) == (Segment.KEY, True)
    assert segment_of(with_record("nnnn"), TODAY).by_person is False


def test_it_says_what_it_rests_on() -> None:
    """Nine of twelve, of which two of the last four."""
    found = segment_of(with_record("yyyyyyynnnyy"), TODAY)
    assert (found.record.on_time, found.record.counted) == (9, 12)
    assert (found.recent.on_time, found.recent.counted) == (2, 4)
    assert (found.earlier.on_time, found.earlier.counted) == (7, 8)


@given(st.text("yn", min_size=3, max_size=12))
def test_one_more_paid_late_never_makes_a_better_payer(marks: str) -> None:
    """Turning an on-time payment into a late one moves the segment down or leaves it.

    *Slipping* is apart: it tells of a change and ranks nowhere among the others.
    """
    before = segment_of(with_record(marks), TODAY).segment
    place = marks.find("y")
    if place < 0:
        return
    after = segment_of(with_record(marks[:place] + "n" + marks[place + 1 :]), TODAY).segment
    if Segment.SLIPPING not in {before, after}:
        assert ORDER.index(after) <= ORDER.index(before)
