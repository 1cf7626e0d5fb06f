"""What goes with a letter before action to a person: plain pages of our own, and nobody else's."""

from __future__ import annotations

import pytest

from plugin.credit.law import Kind, Law
from plugin.letters.enclosures import enclosures_pdf, has_enclosures
from tests.letters.papers import pages_of, title_of, words_of
from tests.letters.test_before_action import last


def test_a_person_gets_statement_information_reply_and_financial_pages() -> None:
    """Four pages with this debt's own figures, the day to answer by, and where to send it."""
    facts = last(Kind.SOLE_TRADER, Law.ENGLAND_WALES, "INV-1050")
    pdf = enclosures_pdf(facts)
    words = words_of(pdf)
    assert (pages_of(pdf), title_of(pdf)) == (4, "Enclosures to our letter of 24 November 2026")
    for said in (
        *("INV-1041", "INV-1050", "£824.80", "60 days late", "Sort code 20-45-77"),
        *("24 December 2026", "Reply form", "Financial statement", "sarah@harbourlane.example"),
        *("Citizens Advice", "Business Debtline", "No interest and no charges"),
    ):
        assert said in words
    assert enclosures_pdf(facts) == pdf


def test_each_page_says_that_it_is_no_form_of_a_court_and_where_those_are() -> None:
    """They are the protocol's annexes, and ours do not pretend to be them."""
    words = words_of(enclosures_pdf(last(Kind.CONSUMER)))
    assert words.count("A plain page of our own, not a form of a court.") == 4
    assert words.count("justice.gov.uk") == 4


@pytest.mark.parametrize(
    ("kind", "law"), [(Kind.COMPANY, Law.ENGLAND_WALES), (Kind.SOLE_TRADER, Law.SCOTLAND)]
)
def test_no_other_letter_has_them(kind: Kind, law: Law) -> None:
    """Neither a company's nor one that names no court."""
    facts = last(kind, law)
    assert not has_enclosures(facts)
    with pytest.raises(ValueError, match="only a letter before action to a person"):
        enclosures_pdf(facts)
