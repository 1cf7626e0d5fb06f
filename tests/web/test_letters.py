"""Letters to look at, languages, and the approval of final texts, from page to letter."""

from __future__ import annotations

import re
from html import unescape

import pytest

from plugin.credit.policy import Tone
from plugin.letters.languages import LANGUAGES
from tests.builders import House
from tests.web.conftest import Browser


def words(html: str) -> str:
    """What is read of a page, on one line."""
    text = re.sub(r"(?s)<head>.*?</head>|<style.*?</style>|<[^>]+>", " ", html)
    return " ".join(unescape(text).split())


def shown(ann: Browser, **asked: str) -> str:
    """The words of the frame of a sample."""
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    reply = ann.get(f"letters/sample?{query}")
    assert reply.status_code == 200
    assert "sandbox" in reply.headers["Content-Security-Policy"]
    return words(reply.get_data(as_text=True))


@pytest.mark.parametrize("tone", list(Tone))
def test_any_tone_is_shown_with_a_customer_s_real_facts(ann: Browser, tone: Tone) -> None:
    """The café's own invoice and amount, who signs, how to pay; subject above the letter."""
    said = shown(ann, customer="kettle", tone=tone.value)
    assert said.startswith(("Subject", "As it would read", "Nobody has said"))
    assert "INV-1041" in said or "INV-1060" in said or "INV-" in said
    assert "Sort code 00-00-00" in said
    assert "The Copper Kettle" in said


def test_many_are_worded_as_many_and_one_as_one(ann: Browser) -> None:
    """Both of the café's late invoices, and their sum."""
    assert "£801.40 in all" in shown(ann, customer="kettle", tone="firm", many="1")
    assert "in all" not in shown(ann, customer="kettle", tone="firm")


def test_the_page_offers_tones_languages_and_customers(ann: Browser) -> None:
    """And is reached from the policy and from the customer."""
    page = ann.get("letters").get_data(as_text=True)
    for value in (*(tone.value for tone in Tone), *LANGUAGES):
        assert f'value="{value}"' in page
    assert 'target="sample"' in page
    assert "/letters" in ann.get("policy").get_data(as_text=True)
    assert "letters?customer=kettle" in ann.get("customers/kettle").get_data(as_text=True)


def test_an_owner_s_sentence_is_tried_and_judged(ann: Browser) -> None:
    """It stands in the letter as typed; a threat is named above it. Nothing is kept of it."""
    kind = ann.post("letters/sample", customer="kettle", tone="firm", sentence="See you Monday.")
    assert "See you Monday." in words(kind.get_data(as_text=True))
    assert "It would not go like this" not in kind.get_data(as_text=True)
    rude = ann.post(
        "letters/sample", customer="kettle", tone="firm", sentence="<b>We will sue.</b>"
    )
    said = words(rude.get_data(as_text=True))
    assert "It would not go like this: an untrue threat" in said
    assert "'sue'" in said
    assert "<b>We will sue" not in rude.get_data(as_text=True)


def test_a_customer_who_owes_nothing_and_a_stranger_are_said_so(ann: Browser, house: House) -> None:
    """In words within the frame, not as a failure."""
    house.customer("idle", "Idle Hands")
    assert "owes nothing just now" in shown(ann, customer="idle", tone="firm")
    assert "no account here" in shown(ann, customer="nobody", tone="firm")
    assert ann.get("letters/sample?customer=kettle&tone=rude").status_code == 400


def test_a_customer_s_language_is_chosen_and_given_back(ann: Browser) -> None:
    """On the customer's page; the letter follows, and the timeline says who."""
    assert ann.post("customers/kettle/language", language="fr-FR").status_code == 200
    page = ann.get("customers/kettle").get_data(as_text=True)
    assert "In French" in page
    assert "Language of the letters: French" in page
    assert "Nous vous écrivons" in shown(ann, customer="kettle", tone="plain")
    ann.post("customers/kettle/language", language="")
    assert "We are writing about" in shown(ann, customer="kettle", tone="plain")
    assert ann.post("customers/kettle/language", language="xx").status_code == 400


def test_final_texts_go_in_a_language_only_once_somebody_approved_them(ann: Browser) -> None:
    """Rule 29: in English and visibly so until then; the approval can be taken back."""
    ann.post("letters/language", language="fr-FR")
    assert "Nous vous écrivons" in shown(ann, customer="kettle", tone="firm")
    before = shown(ann, customer="kettle", tone="final")
    assert "This is our final notice" in before
    assert "Nobody of you has read and approved the final texts in French" in before
    page = ann.get("letters/texts/fr-FR").get_data(as_text=True)
    [seen] = re.findall(r'name="seen" value="(\w+)"', page)
    assert "Ceci est notre dernier rappel" in words(
        ann.get("letters/texts/fr-FR/0").get_data(as_text=True)
    )
    assert ann.post("letters/texts/fr-FR", answer="approve", seen="0" * 32).status_code == 409
    assert ann.post("letters/texts/fr-FR", answer="approve", seen=seen).status_code == 200
    after = shown(ann, customer="kettle", tone="final")
    assert "Ceci est notre dernier rappel" in after
    assert "Nobody of you" not in after
    assert "Approved by Ann" in words(ann.get("letters").get_data(as_text=True))
    ann.post("letters/texts/fr-FR", answer="withdraw")
    assert "This is our final notice" in shown(ann, customer="kettle", tone="final")


def test_a_sentence_that_may_not_go_is_refused_where_it_is_typed(ann: Browser) -> None:
    """On the card, with the very words; a kind one is kept."""
    page = ann.get("reminders").get_data(as_text=True)
    card = re.findall(r"/reminders/([0-9a-f-]{36})/edit", page)[0]
    refused = ann.post(f"reminders/{card}/edit", sentence="Or we take legal action.")
    said = words(refused.get_data(as_text=True))
    assert "Your sentence was not kept: an untrue threat" in said
    assert "legal action" in said
    ann.post(f"reminders/{card}/edit", sentence="See you at the market.")
    assert "See you at the market." in ann.get(f"reminders/{card}/letter").get_data(as_text=True)


def test_a_letter_before_action_is_shown_as_the_standing_allows(ann: Browser) -> None:
    """Nobody said what they are: no court. A company of England: fourteen days, and the court."""
    unsaid = shown(ann, customer="kettle", tone="before_action")
    assert "Nobody has said what The Copper Kettle" in unsaid
    assert "court" not in unsaid.partition("Subject")[2].lower()
    ann.post("customers/kettle/standing", kind="company", law="england_wales")
    company = shown(ann, customer="kettle", tone="before_action")
    assert "letter before action" in company.lower()
    assert "14 days from the date of this letter" in company
    ann.post("customers/kettle/standing", kind="sole_trader", law="england_wales")
    person = shown(ann, customer="kettle", tone="before_action")
    assert "30 days from the date of this letter" in person
    assert "print the annexes from justice.gov.uk" in person
