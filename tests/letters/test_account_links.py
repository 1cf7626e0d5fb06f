"""Every letter leads into the customer's own account: four answers, the policy, a way out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugin.credit.policy import DEFAULT_POLICY, Tone
from plugin.letters import compose
from plugin.letters.lint import complaints_for
from plugin.letters.short import MOST_CHARACTERS, TextFacts, compose_text
from plugin.letters.statement_facts import Signer, statement_facts
from plugin.letters.statement_mail import compose_statement, statement_complaints
from tests.credit.builders import TODAY as ACCOUNT_DAY
from tests.credit.builders import an_account, owes
from tests.letters.builders import TODAY, gbp, reminder

URL = f"https://goodterms.example/p/l/{'x' * 64}"
ANSWERS = ("paid", "promise", "split", "wrong", "policy", "person")
PAID = {
    "en-GB": "I have paid",
    "nl": "Ik heb betaald",
    "de": "Ich habe bezahlt",
    "fr": "J’ai déjà payé",
    "es": "Ya he pagado",
}


@pytest.mark.parametrize("language", PAID)
@pytest.mark.parametrize("tone", Tone)
def test_every_letter_has_the_answers_as_links(language: str, tone: Tone) -> None:
    """In text and HTML, in its own language, and the linter finds nothing wrong with them."""
    facts = reminder(tone, language=language, portal_url=URL)
    letter = compose(facts)
    for to in ANSWERS:
        assert f"{URL}?to={to}" in letter.text
        assert f'href="{URL}?to={to}"' in letter.html
    said = PAID["en-GB" if letter.fell_back else language]
    assert said in letter.text
    assert said in letter.html
    assert complaints_for(letter, facts) == ()


def test_without_an_address_there_are_no_links() -> None:
    """A letter that was composed for no one leads nowhere."""
    letter = compose(reminder())
    assert PAID["en-GB"] not in letter.text
    assert "?to=" not in letter.html


def test_a_text_carries_one_link_and_stays_within_two_parts() -> None:
    """All the answers stand behind it."""
    text = compose_text(
        TextFacts(
            on=TODAY,
            organisation="Harbour Lane Foods",
            sender="Sarah Hughes",
            phone="01752 555 0134",
            amount=gbp("1234.56"),
            numbers=("INV-1041", "INV-1042", "INV-1043"),
            due=TODAY,
            portal_url=URL,
        )
    )
    assert text.complaints == ()
    assert len(text.words) < MOST_CHARACTERS
    assert f" {URL} " in text.words


@pytest.mark.parametrize("language", PAID)
def test_a_statement_leads_to_the_account_and_asks_for_no_answer(language: str) -> None:
    """It asks for nothing; what is wrong with it, or with its address, may be said."""
    signer = Signer(organisation="Harbour Lane Foods", language=language)
    account = an_account(owes(1000, late=40, number="F-1"))
    facts = statement_facts(account, DEFAULT_POLICY, signer, on=ACCOUNT_DAY, currency="GBP")
    facts = replace(facts, portal_url=URL)
    letter = compose_statement(facts)
    for part in (letter.text, letter.html):
        for to in ("wrong", "policy", "person"):
            assert f"{URL}?to={to}" in part
        assert "?to=paid" not in part
    assert statement_complaints(letter, facts) == ()
