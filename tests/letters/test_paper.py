"""A reminder on paper says what the email says, on a sheet one would put one's name under."""

from __future__ import annotations

import pytest

from plugin.credit.account import CreditKind
from plugin.credit.money import Money
from plugin.credit.policy import Tone
from plugin.letters import compose
from plugin.letters.facts import LetterCredit
from plugin.letters.paper import Envelope, letter_pdf
from tests.letters.builders import BANK, TODAY, gbp, line, reminder
from tests.letters.papers import pages_of, title_of, words_of


@pytest.mark.parametrize("tone", list(Tone))
def test_it_has_the_subject_the_amounts_and_the_signature_of_the_email(tone: Tone) -> None:
    """Every tone; subject as heading and as title."""
    facts = reminder(tone)
    mail, words = compose(facts), words_of(letter_pdf(facts))
    assert mail.subject in words
    assert title_of(letter_pdf(facts)) == mail.subject
    for expected in ("INV-1041", "£412.40", "Sarah Hughes", *BANK, "Maya,"):
        assert expected in words


def test_the_address_stands_under_the_name_and_the_date_beside_it() -> None:
    """As an envelope's window shows it; empty lines are left out."""
    envelope = Envelope(
        address=("12 Quay Street", "", "Harwich", "CO12 3HH"),
        letterhead=("1 Harbour Lane", "Plymouth PL1 2XX"),
        references=(("Your account", "HL007"),),
    )
    words = words_of(letter_pdf(reminder(), envelope))
    assert "The Copper Kettle Café 12 Quay Street Harwich CO12 3HH 24 November 2026" in words
    assert "Your account HL007" in words
    assert "Harbour Lane Foods · 1 Harbour Lane · Plymouth PL1 2XX" in words


def test_credit_is_taken_off_in_the_table_before_the_total() -> None:
    """412.40 less 80.00."""
    note = LetterCredit(
        number="CN-12",
        kind=CreditKind.CREDIT_NOTE,
        on=TODAY,
        remaining=gbp("80"),
        taken_off=gbp("80"),
    )
    words = words_of(letter_pdf(reminder(Tone.FIRM, line(), credits=(note,), total=gbp("332.40"))))
    assert "CN-12 −£80.00" in words
    assert "Total £332.40" in words


def test_what_a_customer_is_called_is_never_markup() -> None:
    """Typst's own signs stand as they are written."""
    name = "#panic() *Bold* $x$ @ref <b> \\ [Café]"
    words = words_of(letter_pdf(reminder(customer=name, own_sentence="= Not a heading #let x = 1")))
    assert name in words
    assert "= Not a heading #let x = 1" in words


def test_forty_invoices_take_two_sheets_and_lose_none() -> None:
    """The table goes on over the page."""
    lines = [line(f"INV-{2000 + n}", amount="10.00") for n in range(40)]
    facts = reminder(Tone.FIRM, *lines, total=Money.of("400.00", "GBP"))
    pdf = letter_pdf(facts)
    words = words_of(pdf)
    assert pages_of(pdf) == 2
    assert all(f"INV-{2000 + n}" in words for n in range(40))


def test_the_same_facts_give_the_same_letter_to_the_byte() -> None:
    """Nothing of the moment or of the machine is in it."""
    assert letter_pdf(reminder()) == letter_pdf(reminder())


def test_a_letter_in_another_language_has_no_english_reference() -> None:
    """Whole in its language, or not at all (rule 29)."""
    envelope = Envelope(references=(("Your account", "HL007"),))
    assert "Your account HL007" in words_of(letter_pdf(reminder(), envelope))
    french = words_of(letter_pdf(reminder(language="fr-FR"), envelope))
    assert "Your account" not in french
