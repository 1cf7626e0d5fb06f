"""What is claimed stands in a letter beside the amount, with its ground, and never in the total."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from plugin.credit.claims import Claim
from plugin.credit.interest import Contractual, EuStatutory, InterestPiece, UkStatutory
from plugin.credit.money import Money
from plugin.credit.policy import Tone
from plugin.letters import compose
from plugin.letters.claims import basis_words, claim_sentences, claim_words
from plugin.letters.facts import ImpossibleLetter
from plugin.letters.lint import complaints_for
from plugin.letters.statement import OpenLine, StatementFacts, statement_pdf, statement_words
from tests.letters.builders import gbp, reminder
from tests.letters.papers import words_of

UK = "at 11.75 % a year under the Late Payment of Commercial Debts (Interest) Act 1998"


def claimed(
    number: str = "INV-1041", *, interest: str = "11.64", fixed: str = "40", basis: str = UK
) -> Claim:
    """A claim up to 24 November."""
    return Claim(
        id=f"c-{number}", invoice_id=number, number=number, interest=gbp(interest),
        compensation=gbp(fixed), until=date(2026, 11, 24), basis=basis,
    )  # fmt: skip


def test_a_claim_is_one_sentence_with_its_ground_and_is_not_asked_for() -> None:
    """Interest, compensation, by which law; and that it is no part of the amount."""
    (words,) = claim_sentences([claimed()])
    assert words == (
        "On INV-1041 we also claim £11.64 interest to 24 November 2026 and £40.00 compensation, "
        f"{UK}. This is not part of the amount asked for here."
    )
    assert claim_sentences([]) == ()


def test_several_claims_are_summed_apart_from_the_amount() -> None:
    """Each on its own invoice, and the sum of what is claimed."""
    (words,) = claim_sentences([claimed(), claimed("INV-9", interest="1.00", fixed="0")])
    assert "On INV-9 we also claim £1.00 interest to 24 November 2026" in words
    assert words.endswith("These £52.64 are not part of the amount asked for here.")


@pytest.mark.parametrize("tone", [tone for tone in Tone if tone is not Tone.COURTESY])
def test_a_letter_tells_of_it_in_every_tone_and_asks_the_same_amount(tone: Tone) -> None:
    """In the text and the HTML part; the linter finds no threat in it."""
    plain, told = (compose(reminder(tone, claims=these)) for these in ((), (claimed(),)))
    assert "we also claim £11.64 interest" in told.text.replace("\n", " ")
    assert "we also claim" in told.html
    assert told.subject == plain.subject
    assert "£412.40" in told.text
    assert "£464.04" not in told.text
    assert complaints_for(told, reminder(tone, claims=(claimed(),))) == ()


def test_a_language_without_words_for_it_falls_back_visibly() -> None:
    """Rule 29: the whole letter goes in English, and says that it does."""
    german = compose(reminder(Tone.PLAIN, language="de"))
    told = compose(reminder(Tone.PLAIN, language="de", claims=(claimed(),)))
    assert (german.fell_back, told.fell_back) == (False, True)
    assert "we also claim" in told.text


def test_a_claim_in_another_currency_is_no_part_of_a_letter() -> None:
    """One letter, one currency."""
    euro = replace(claimed(), interest=Money.of("3.00", "EUR"), compensation=Money.of("40", "EUR"))
    with pytest.raises(ImpossibleLetter, match="one currency"):
        reminder(claims=(euro,))


def test_the_ground_names_rate_and_law_or_the_accepted_terms() -> None:
    """One rate or several; by Act, Directive or terms with their day."""

    def piece(rate: str) -> InterestPiece:
        day = date(2026, 11, 1)
        return InterestPiece(day, day, gbp("1000"), Decimal(rate), Decimal("0.30"), "a source")

    assert basis_words(UkStatutory(()), [piece("11.750")], None) == UK
    european = basis_words(EuStatutory(()), [piece("10.15"), piece("10.40")], None)
    assert european.startswith("at 10.15 % and 10.4 % a year under Directive 2011/7/EU")
    agreed = basis_words(Contractual(Decimal(8)), [piece("8")], date(2026, 1, 5))
    assert agreed == "at 8 % a year under the terms that you accepted on 5 January 2026"
    words = claim_words([claimed(basis=agreed, fixed="15")])
    assert words["claims"] == [
        ["INV-1041, interest to 24 November 2026", agreed, "£11.64"],
        ["INV-1041, late fee", agreed, "£15.00"],
    ]
    assert words["claims_total"] == ["Claimed in all", "", "£26.64"]


def test_a_statement_shows_claims_in_a_block_of_their_own_and_adds_them_to_nothing() -> None:
    """On paper below the balance; its total is what is open."""
    line = OpenLine(
        number="INV-1041", reference="", issued=date(2026, 10, 1), due=date(2026, 11, 7),
        days_late=17, amount=gbp("412.40"), balance=gbp("412.40"),
    )  # fmt: skip
    facts = StatementFacts(
        on=date(2026, 11, 24), organisation="Harbour Lane Foods", customer="The Copper Kettle Café",
        currency="GBP", open=(line,), claims=(claimed(),),
    )  # fmt: skip
    words = statement_words(facts)
    assert words["total"][-1] == "£412.40"
    assert words["claims_total"][-1] == "£51.64"
    seen = words_of(statement_pdf(facts))
    assert "Claimed beside this, and no part of the balance above:" in seen
    assert "£51.64" in seen
    assert "464.04" not in seen
