"""The last letter is what the customer's standing allows, and never more (rule 34)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugin.credit.law import Kind, LastLetterRule, Law, Standing, last_letter_for
from plugin.credit.policy import Tone
from plugin.letters import LetterFacts, compose
from plugin.letters.lint import complaints, complaints_for
from tests.letters.builders import line, reminder

ENGLAND, SCOTLAND = Law.ENGLAND_WALES, Law.SCOTLAND


def rule(kind: Kind, law: Law = ENGLAND) -> LastLetterRule:
    """What a confirmed standing allows."""
    return last_letter_for(Standing(kind, law, is_confirmed=True))


def last(kind: Kind, law: Law = ENGLAND, *also: str) -> LetterFacts:
    """A letter before action to such a customer, 60 days late."""
    lines = (line(late=60), *(line(number, late=50) for number in also))
    return reminder(Tone.BEFORE_ACTION, *lines, last_letter=rule(kind, law))


def read(text: str) -> str:
    """Text on one line."""
    return " ".join(text.split())


@pytest.mark.parametrize("kind", [Kind.SOLE_TRADER, Kind.CONSUMER])
@pytest.mark.parametrize("also", [(), ("INV-1050",)])
def test_a_person_has_thirty_days_and_the_forms(kind: Kind, also: tuple[str, ...]) -> None:
    """30 days to a date, how to respond, what is enclosed, where the protocol itself is found."""
    facts = last(kind, ENGLAND, *also)
    letter = compose(facts)
    text = read(letter.text)
    assert letter.subject.startswith("Letter before action, invoice")
    assert "by Thursday 24 December: 30 days from the date of this letter" in text
    for said in ("reply form", "information sheet", "financial statement", "Citizens Advice"):
        assert said in text
    assert "for at least 30 days after we have it" in text
    assert complaints_for(letter, facts) == ()


@pytest.mark.parametrize("kind", [Kind.COMPANY, Kind.PUBLIC_BODY])
def test_a_company_has_fourteen_days_and_no_forms(kind: Kind) -> None:
    """14 days to a date; the forms of the protocol are for people."""
    facts = last(kind)
    letter = compose(facts)
    text = read(letter.text)
    assert "by Tuesday 8 December: 14 days from the date of this letter" in text
    assert "county court" in text
    assert "reply form" not in text
    assert complaints_for(letter, facts) == ()


@pytest.mark.parametrize("law", [law for law in Law if law is not ENGLAND])
@pytest.mark.parametrize("kind", list(Kind))
def test_elsewhere_it_names_no_court_step(kind: Kind, law: Law) -> None:
    """The same tone and fourteen days, and not a word of courts, claims or lawyers."""
    facts = last(kind, law)
    letter = compose(facts)
    assert letter.subject.startswith("Our last letter, invoice INV-1041: £412.40")
    for text in (letter.subject.lower(), letter.text.lower(), letter.html.lower()):
        assert "court" not in text
        assert "claim" not in text
        assert "before action" not in text
    assert "by Tuesday 8 December" in read(letter.text)
    assert complaints_for(letter, facts) == ()


def test_the_same_words_are_refused_to_whoever_they_are_not_true_for() -> None:
    """The letter of a company in England, kept for one in Scotland: every court word is found."""
    letter = compose(last(Kind.COMPANY))
    found = complaints_for(letter, last(Kind.COMPANY, SCOTLAND))
    assert any(
        "a court look-alike in the subject: 'Letter before action'" in each for each in found
    )
    assert any("an untrue threat in the text: 'county court'" in each for each in found)


@pytest.mark.parametrize("tone", [tone for tone in Tone if tone is not Tone.BEFORE_ACTION])
def test_no_other_tone_may_speak_of_a_court(tone: Tone) -> None:
    """The standing that allows the letter allows its words in no other letter."""
    facts = reminder(tone, last_letter=rule(Kind.COMPANY))
    letter = compose(facts)
    assert complaints_for(letter, facts) == ()
    threat = replace(letter, text=f"{letter.text}\nWe may start a claim in the county court.")
    assert any("county court" in each for each in complaints_for(threat, facts))


def test_the_owner_may_not_add_to_what_is_true() -> None:
    """Words that the letter itself may say are still no words for the owner's own sentence."""
    facts = replace(last(Kind.COMPANY), own_sentence="We will see you in the county court.")
    found = complaints_for(compose(facts), facts)
    assert "an untrue threat in your sentence: 'county court'" in found


def test_a_letter_is_not_let_through_without_its_facts() -> None:
    """Judged as words alone, a letter before action is refused."""
    letter = compose(last(Kind.COMPANY))
    assert complaints(letter, allowed_hosts={"in.xero.com"}) != ()


def test_a_language_without_a_letter_before_action_falls_back_visibly() -> None:
    """A court of England is written to in English; what names no court is worded in both."""
    letter = compose(replace(last(Kind.COMPANY), language="pl"))
    assert (letter.language, letter.fell_back) == ("en-GB", True)
