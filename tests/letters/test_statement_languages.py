"""A statement of account in each language, on paper and in the note that it is mailed with."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from plugin.credit.account import Customer
from plugin.credit.claims import Claim
from plugin.credit.policy import DEFAULT_POLICY
from plugin.letters.languages import LANGUAGES
from plugin.letters.statement import StatementFacts, statement_pdf
from plugin.letters.statement_facts import Happening, Signer, statement_facts
from plugin.letters.statement_mail import compose_statement, statement_complaints
from tests.credit.builders import TODAY, an_account, credit, days, gbp, owes, promised
from tests.letters.papers import words_of

SIGNER = Signer(organisation="Hafen", name="Sarah Hughes", reply_to="s@hafen.example")


def facts(language: str, *, since: bool = False) -> StatementFacts:
    """A customer with two late invoices, one promised and one partly in query, and a credit."""
    a = owes(1000, late=40, number="F-1", disputed=gbp(80), reference="R-7")
    b = owes(300, late=5, number="F-2")
    account = an_account(
        *(a, b),
        credits=(credit(50),),
        promises=(promised(300, TODAY + days(3), b.id),),
        customer=Customer(id="kupfer", name="Kupfer", language=language),
    )
    begin = TODAY - timedelta(days=60)
    happened = tuple(
        Happening(begin + days(at), what, "F-1", "R-7", Decimal(1))
        for at, what in enumerate(
            ("invoice", "payment", "credit_note", "overpayment", "prepayment", "refund")
        )
    )
    return statement_facts(
        account,
        DEFAULT_POLICY,
        SIGNER,
        on=TODAY,
        currency="GBP",
        since=begin if since else None,
        happened=happened if since else (),
    )


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("since", [False, True])
def test_note_and_paper_are_in_the_customer_s_language(language: str, since: bool) -> None:
    """Nothing has fallen back, no complaint, and every figure stands on the paper."""
    found = facts(language, since=since)
    letter = compose_statement(found)
    assert (letter.language, letter.fell_back) == (language, False)
    assert statement_complaints(letter, found) == ()
    words = words_of(statement_pdf(found))
    assert "F-1" in words
    assert "Hafen" in words
    if language.startswith("en"):
        return
    english = r"\b(the|invoices?|due|your|you|please|statement|days|balance|thank|with|and|open)\b"
    said = f"{letter.subject} {letter.text} {words}".replace("s@hafen.example", "")
    left = set(re.findall(english, said, re.IGNORECASE))
    assert left <= ({"open", "Open"} if language == "nl-NL" else set())


def test_claims_have_english_words_only_so_all_of_it_is_english() -> None:
    """Visibly: a statement is never half in one language and half in another."""
    claim = Claim(
        id="c1",
        invoice_id="f1",
        number="F-1",
        interest=gbp("9.66"),
        compensation=gbp(70),
        until=TODAY,
        basis="at 11.75 % a year under the terms that you accepted",
    )
    letter = compose_statement(replace(facts("fr-FR"), claims=(claim,)))
    assert (letter.language, letter.fell_back) == ("en-GB", True)
    assert "Here is the statement" in letter.text
