"""A month's page and mail say plainly what happened, what is not known, and why."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from plugin.letters import month_words as words
from plugin.letters.month_facts import Expected
from plugin.letters.month_mail import compose_month
from plugin.letters.month_paper import month_pdf
from tests.letters.months import a_month, an_empty_month


def test_the_mail_says_in_its_subject_what_was_owed_and_late() -> None:
    """And in its words the same figures as the page that goes with it, and where to switch off."""
    letter = compose_month(a_month(), link="https://x.example/m", recipient="Sarah")
    assert letter.subject == ("Harbour Lane Foods in October 2026: £48,210.55 owed, £9,870.10 late")
    for said in (
        "£48,210.55 was owed, £3,210.55 more than a month before; £9,870.10 of it (20 %) was late,",
        "DSO was 37.0 days: 28.0 best possible (nothing late) and 9.0 because of lateness.",
        "£39,120.75 came in, within what was expected",
        "£600.00 was written off, which is not money.",
        "Quay Bistro: £2,810.00 late, the oldest 71 days; £600.00 more than a month before; paid",
        "switch this mail off:\nhttps://x.example/m",
    ):
        assert said in letter.text
    assert (
        "&lt;"
        in compose_month(
            replace(a_month(), organisation="<b>"), link="https://x.example/m", recipient="<i>"
        ).html
    )


@pytest.mark.parametrize(
    ("received", "said"),
    [("32999.99", "less than was expected"), ("33000", "within"), ("43000.01", "more than was")],
)
def test_receipts_are_held_against_what_was_expected(received: str, said: str) -> None:
    """Below the low, above the high, or within."""
    facts = a_month()
    books = replace(facts.books, received=Decimal(received))
    assert said in words.received_sentence(replace(facts, books=books))


def test_what_is_not_known_says_why() -> None:
    """n/a with its reason, never a zero."""
    facts = an_empty_month()
    assert words.headline(facts) == "Nothing was owed."
    assert words.dso_sentence(facts.trend) == "DSO is n/a: nothing was sold in the period."
    assert words.next_sentence(facts).startswith("n/a: fewer than five paid invoices")
    assert not Expected(why_not="x").is_known
    assert month_pdf(facts).startswith(b"%PDF")


def test_the_same_facts_give_the_same_page() -> None:
    """To the byte, whenever it is set."""
    assert month_pdf(a_month()) == month_pdf(a_month())
