"""A reminder as a text: short, complete, kind, and judged by the words that no letter may hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.money import Money
from plugin.letters.lint import sentence_complaints
from plugin.letters.script import ScriptFacts, script, voicemail
from plugin.letters.short import MOST_CHARACTERS, TextFacts, compose_text

TODAY = date(2026, 11, 24)
ONE = TextFacts(
    on=TODAY,
    organisation="Harbour Lane Foods",
    sender="Lisa Harding",
    phone="01234 567890",
    amount=Money.of("412.40", "GBP"),
    numbers=("INV-1041",),
    due=date(2026, 10, 18),
)


def test_a_text_says_all_that_it_has_to() -> None:
    """Amount, number, day, who, how to answer, and how to hear no more."""
    assert compose_text(ONE).words == (
        "Harbour Lane Foods: INV-1041 for £412.40 was due on 18 Oct. When may we expect it? Reply "
        "here or ring Lisa Harding on 01234 567890. Paid already, or something wrong? Tell us. No "
        "more texts: reply STOP."
    )
    assert compose_text(ONE).complaints == ()


def test_several_invoices_are_counted_and_the_oldest_named() -> None:
    """As many numbers as fit; the rest as a count."""
    numbers = tuple(f"INV-{n}" for n in range(1041, 1046))
    words = compose_text(replace(ONE, numbers=numbers)).words
    assert "five invoices (INV-1041, INV-1042 and three more) for £412.40" in words
    assert "the oldest due on 18 Oct" in words


def test_before_the_due_date_nothing_is_asked() -> None:
    """A courtesy by text is no question."""
    words = compose_text(replace(ONE, due=date(2026, 12, 1))).words
    assert "is due on 1 Dec" in words
    assert "When may we expect it" not in words


def test_an_owners_sentence_is_judged_and_a_long_one_is_refused() -> None:
    """No untrue threat, no shouting; and a text stays a text."""
    assert compose_text(replace(ONE, sentence="See you Friday.")).complaints == ()
    assert compose_text(replace(ONE, sentence="Or else we go to court!")).complaints
    found = compose_text(replace(ONE, sentence="word " * 60)).complaints
    assert any("at most" in each for each in found)


@settings(max_examples=25, deadline=None)
@given(
    st.text(st.characters(categories=["L", "N", "Zs"]), max_size=80),
    st.lists(st.from_regex(r"INV-[0-9]{1,12}", fullmatch=True), min_size=1, max_size=40),
    st.decimals("0.01", "9999999", places=2),
)
def test_without_an_owners_sentence_every_text_fits(
    organisation: str, numbers: list[str], amount: object
) -> None:
    """Whatever the organisation is called and however many invoices are late."""
    facts = replace(
        ONE,
        organisation=organisation,
        numbers=tuple(numbers),
        amount=Money.of(str(amount), "GBP"),
    )
    assert len(compose_text(facts).words) < MOST_CHARACTERS


def test_what_is_said_on_the_telephone_holds_no_threat_either() -> None:
    """The script and the words for an answering machine, with a promise that was not kept."""
    said = ScriptFacts(
        on=TODAY,
        organisation="Harbour Lane Foods",
        sender="Lisa Harding",
        phone="01234 567890",
        recipient="Maya",
        customer="Quay Bistro",
        amount=Money.of("412.40", "GBP"),
        numbers=("INV-1041", "INV-1042"),
        due=date(2026, 10, 18),
        broken=(Money.of("200", "GBP"), date(2026, 11, 20)),
    )
    lines = (*script(said), voicemail(said))
    assert any("£200.00 by Friday 20 November" in line for line in lines)
    for line in lines:
        assert sentence_complaints(line, names=said.numbers) == ()
    assert "£" not in voicemail(said)
