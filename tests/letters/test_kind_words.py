"""Kind words as they are read: one line of apology, thanks with a figure, a welcome; no demand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from plugin.credit.kind_word_facts import KindWord
from plugin.credit.money import Money
from plugin.letters.facts import Proof
from plugin.letters.kind_word_texts import TEXTS
from plugin.letters.kind_words import KindWordFacts, compose_kind_word, kind_word_complaints

FACTS = KindWordFacts(
    kind=KindWord.APOLOGY,
    organisation="Harbour Lane Foods",
    customer="The Copper Kettle Café",
    recipient="Maya",
    sender_name="Lisa Harding",
    sender_title="Accounts",
    reply_to="lisa@harbour.example",
    phone="01234 567",
    language="en-GB",
    numbers=("INV-1041",),
    amount=Money.of("412.40", "GBP"),
    about_on=date(2026, 11, 20),
    written_on=date(2026, 11, 24),
    due=date(2026, 12, 20),
    how_to_pay=("Sort code 12-34-56", "Account 12345678"),
    portal_url="https://goodterms.example/p/l/specimen",
)


def words(**changes: Any) -> str:
    """The text of one, on one line."""
    return " ".join(compose_kind_word(replace(FACTS, **changes)).text.split())


def test_an_apology_is_one_line_with_the_payment_and_the_message() -> None:
    """What else the message asked for still stands, so only this amount is taken back."""
    said = words(numbers=("INV-1041", "INV-1058"))
    assert (
        "Your payment of £412.40 of 20 November 2026 for invoices INV-1041 and INV-1058 and our "
        "message of 24 November 2026 crossed: please forget what our message said about this "
        "amount, and accept our apologies." in said
    )
    assert "Sort code" not in said


def test_thanks_tell_the_one_who_came_through_from_the_punctual() -> None:
    """And carry the owner's own sentence."""
    late = words(kind=KindWord.THANKS, was_late=True, own_sentence="See you at the market.")
    assert "came in on 20 November 2026. Nothing on your account is late now" in late
    assert "See you at the market." in late
    assert "You pay on time" in words(kind=KindWord.THANKS)


def test_a_welcome_says_how_to_pay_by_when_and_whom_to_ask() -> None:
    """Without a telephone, nobody is told to call."""
    said = words(kind=KindWord.WELCOME)
    for part in ("30 days after its date", "Sort code 12-34-56", "order number", "call 01234 567"):
        assert part in said
    assert "call" not in words(kind=KindWord.WELCOME, phone="").split("How to pay")[1]


@pytest.mark.parametrize("tag", ["en-GB", "fr-FR", "de-DE", "es-ES", "nl-NL"])
@pytest.mark.parametrize("kind", list(KindWord))
def test_every_language_says_it_without_a_complaint_and_fills_every_gap(
    tag: str, kind: KindWord
) -> None:
    """No brace is left, the linter is content, and the language is the one asked for."""
    facts = replace(FACTS, kind=kind, language=tag)
    letter = compose_kind_word(facts)
    assert kind_word_complaints(letter, facts) == ()
    assert "{" not in letter.text and "{" not in letter.subject
    assert (letter.language, letter.fell_back) == (tag, False)
    # a recommendation is about no money
    assert ("412" in letter.text) is (kind is not KindWord.RECOMMEND)
    assert TEXTS[tag[:2]].valediction in letter.text


def test_a_language_without_words_falls_back_visibly() -> None:
    """English, and it says so (rule 29)."""
    letter = compose_kind_word(replace(FACTS, language="pt-PT"))
    assert letter.fell_back and letter.language == "en-GB"


def test_a_sentence_that_demands_or_sells_is_complained_of() -> None:
    """The owner's own words are read as in every letter."""
    facts = replace(FACTS, kind=KindWord.THANKS, own_sentence="Get 10% off your next order!")
    assert kind_word_complaints(compose_kind_word(facts), facts) != ()


def test_the_first_of_an_organisation_shows_its_banner() -> None:
    """To its own user first (rule 2)."""
    letter = compose_kind_word(FACTS, proof=Proof("Copper Kettle", "half an hour has passed"))
    assert letter.text.startswith("This is how the first message will look.")


@pytest.mark.parametrize("language", ["en-GB", "fr-FR", "de-DE", "es-ES", "nl-NL"])
def test_thanks_with_a_higher_limit_ask_for_nothing(language: str) -> None:
    """The limit and the day from which it stands, in each language, with no fault to find."""
    facts = replace(
        FACTS, kind=KindWord.LOYALTY, amount=Money.of("750.00", "GBP"), numbers=(),
        language=language, written_on=None, own_sentence="",
    )  # fmt: skip
    letter = compose_kind_word(facts)
    assert not letter.fell_back
    assert "750" in letter.text
    assert kind_word_complaints(letter, facts) == ()


@pytest.mark.parametrize("tag", ["en-GB", "fr-FR", "de-DE", "es-ES", "nl-NL"])
def test_a_milestone_says_which_in_every_language(tag: str) -> None:
    """Twelve in a row, a year, or an amount: each has its own subject and names no other."""
    facts = replace(FACTS, kind=KindWord.MILESTONE, language=tag, numbers=())
    row = replace(facts, in_a_row=12)
    said = [compose_kind_word(each) for each in (row, replace(facts, is_of_years=True), facts)]
    assert len({each.subject for each in said}) == 3
    assert "12" in said[0].text
    assert ["412" in each.text for each in said] == [False, False, True]
    assert all(kind_word_complaints(each, row) == () for each in said)
