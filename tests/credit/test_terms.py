"""Payment terms: the due date of an invoice that names none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.credit.terms import Terms, TermsKind, due_date

NET, MONTH_END = TermsKind.AFTER_ISSUE, TermsKind.AFTER_MONTH_END
THIS, NEXT = TermsKind.OF_THIS_MONTH, TermsKind.OF_NEXT_MONTH


@pytest.mark.parametrize(
    ("issued", "days", "kind", "due"),
    [
        ("2026-11-03", 30, NET, "2026-12-03"),
        ("2026-11-03", 0, NET, "2026-11-03"),
        ("2026-11-03", 14, MONTH_END, "2026-12-14"),
        ("2026-11-03", 20, NEXT, "2026-12-20"),
        ("2026-12-31", 20, NEXT, "2027-01-20"),
        ("2027-01-15", 31, NEXT, "2027-02-28"),
        ("2028-01-15", 31, NEXT, "2028-02-29"),
        ("2026-11-03", 25, THIS, "2026-11-25"),
        ("2026-11-26", 25, THIS, "2026-11-26"),
        ("2026-11-03", 31, THIS, "2026-11-30"),
    ],
)
def test_the_due_date_by_the_terms(issued: str, days: int, kind: TermsKind, due: str) -> None:
    """After the issue, after month end, on a day of this month or the next."""
    assert due_date(date.fromisoformat(issued), Terms(days, kind)) == date.fromisoformat(due)


@given(
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.integers(0, 60),
    st.sampled_from(TermsKind),
)
def test_nothing_falls_due_before_it_was_issued(issued: date, days: int, kind: TermsKind) -> None:
    """Whatever the terms."""
    assert due_date(issued, Terms(days, kind)) >= issued


def test_terms_by_the_month_are_told_apart() -> None:
    """What falls due on one day a month needs one statement and no courtesies."""
    assert [Terms(20, kind).is_monthly for kind in TermsKind] == [False, True, True, True]
