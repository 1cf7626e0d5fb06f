"""Every language says everything: all tones, one and many, with its own dates and amounts."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from plugin.credit.account import CreditKind
from plugin.credit.money import Money
from plugin.credit.policy import Tone
from plugin.letters import LetterCredit, LetterFacts, PartPayment, PaymentBack, compose
from plugin.letters.facts import LetterLine
from plugin.letters.languages import DEFAULT, LANGUAGES, language_for
from plugin.letters.lint import complaints_for
from tests.letters.builders import line, reminder

OTHERS = [tag for tag in LANGUAGES if not tag.startswith("en")]


def eur(amount: str) -> Money:
    """Euros."""
    return Money.of(amount, "EUR")


def owed(number: str, late: int, amount: str) -> LetterLine:
    """An invoice in euros."""
    of = line(number, late=late)
    return LetterLine(
        number=number, issued=of.issued, due=of.due, days_late=late, amount=eur(amount)
    )


def letter_of(language: str, tone: Tone, how_many: int, **more: Any) -> LetterFacts:
    """A reminder about one invoice or about three, in euros."""
    late = -7 if tone is Tone.COURTESY else 23
    lines = [owed("F-1041", late, "1412.40")]
    if how_many > 1:
        lines += [owed("F-1042", late, "95.20"), owed("F-1043", late, "30.00")]
    total = eur("1412.40") if how_many == 1 else eur("1537.60")
    facts = {"language": language, "total": total, "last_written_on": date(2026, 11, 2)}
    return reminder(tone, *lines, **{**facts, **more})


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("tone", list(Tone))
def test_every_tone_is_worded_for_one_and_for_many(language: str, tone: Tone) -> None:
    """Subject, first line, request and both parts; no complaint, nothing fallen back."""
    one, many = letter_of(language, tone, 1), letter_of(language, tone, 3)
    said = [compose(one), compose(many)]
    for facts, letter in zip((one, many), said, strict=True):
        assert (letter.language, letter.fell_back) == (language, False)
        assert complaints_for(letter, facts) == ()
        assert "F-1041" in letter.subject
        assert f'lang="{language}"' in letter.html
        assert "None" not in letter.text
    assert said[0].text.splitlines()[2:5] != said[1].text.splitlines()[2:5]


@pytest.mark.parametrize("language", OTHERS)
def test_no_word_of_english_is_left_over(language: str) -> None:
    """Headings, links, dates and the footer are in the letter's own language, in every part."""
    credit = LetterCredit(
        number="CN-1",
        kind=CreditKind.CREDIT_NOTE,
        on=date(2026, 11, 2),
        remaining=eur("10.00"),
        taken_off=eur("10.00"),
    )
    kept = LetterCredit(
        number="",
        kind=CreditKind.PREPAYMENT,
        on=date(2026, 11, 2),
        remaining=eur("7.00"),
        taken_off=eur("0.00"),
    )
    facts = letter_of(
        language,
        Tone.FRIENDLY,
        3,
        total=eur("1527.60"),
        credits=(credit, kept),
        also=(owed("F-2", -3, "5.00"),),
        part_payments=(PartPayment("F-1041", date(2026, 11, 20), eur("50.00")),),
        payments_back=(PaymentBack("F-1042", date(2026, 11, 1), eur("95.20")),),
        attached=2,
        sender_title="",
        how_to_pay=(),
        customer="Café Kupfer",
        organisation="Hafen",
    )
    letter = compose(facts)
    text = re.sub(r"https?://\S+|[\w.]+@[\w.]+", "", f"{letter.subject} {letter.text}")
    english = r"\b(the|invoice|due|your|you|please|pay|days?|late|amount|thank|with|and)\b"
    assert re.findall(english, text, re.IGNORECASE) == []


@pytest.mark.parametrize(
    ("language", "amount", "day"),
    [
        ("en-GB", "€1,412.40", "Sunday 1 November"),
        ("en-US", "€1,412.40", "Sunday, November 1"),
        ("fr-FR", "1\u202f412,40\u00a0€", "dimanche 1er novembre"),
        ("de-DE", "1.412,40\u00a0€", "1. November"),
        ("es-ES", "1.412,40\u00a0€", "domingo 1 de noviembre"),
        ("nl-NL", "€\u00a01.412,40", "zondag 1 november"),
    ],
)
def test_amounts_and_dates_are_written_as_the_place_has_them(
    language: str, amount: str, day: str
) -> None:
    """In the text part and the HTML part alike; the first of a month is an ordinal in French."""
    letter = compose(letter_of(language, Tone.FIRM, 1))
    assert amount in letter.subject
    assert day in " ".join(letter.text.split(" ")).replace("\n", " ")
    assert amount in letter.html


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("late", [1, 2])
def test_one_day_is_not_two(language: str, late: int) -> None:
    """Plurals go by the language's own rules."""
    spoken = language_for(language)
    assert spoken is not None
    said = spoken.lateness(line(late=late))
    other = spoken.lateness(line(late=3 - late))
    assert said.split()[0] == str(late)
    assert said.replace("1", "2") != other.replace("1", "2")


def test_a_part_of_a_tag_finds_its_language_and_an_unknown_one_falls_back() -> None:
    """A place without texts of its own has those of its language, in its own formats."""
    austrian, french, nothing = language_for("de-AT"), language_for("fr"), language_for("pl-PL")
    assert austrian is not None
    assert austrian.money(eur("1412.40")).startswith("€")
    assert french is not None
    assert french.tag == "fr-FR"
    assert nothing is None
    assert compose(letter_of("pl-PL", Tone.FIRM, 1)).language == DEFAULT
