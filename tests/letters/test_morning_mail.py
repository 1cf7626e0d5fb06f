"""The morning letter as words: what it says of a day, and what it never says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from plugin.credit.money import Money
from plugin.letters.morning_facts import CameLine, MorningFacts, WaitLine
from plugin.letters.morning_mail import (
    MorningLinks,
    TapLink,
    compose_address,
    compose_morning,
    subject_of,
)
from tests.spam.morning_kinds import a_morning

LINKS = MorningLinks(
    taps=(TapLink("Approve two messages", "https://app.goodterms.example/m/abc"),),
    cards="https://app.goodterms.example/o/1/cards",
    wishes="https://app.goodterms.example/o/1/mine",
    until="until midnight",
)


class Words(HTMLParser):
    """The text and the links of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.links = "", set[str]()
        self.feed(page)

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep where it leads."""
        self.links |= {value for name, value in attrs if name == "href" and value}


def test_the_day_stands_in_it_in_a_few_sentences() -> None:
    """People first, then what goes, then what came in; in each currency apart."""
    letter = compose_morning(a_morning(), LINKS, recipient="Sarah")
    assert letter.subject == (
        "Harbour Lane Foods, Tuesday 24 November: three wait for you, "
        "£3,222.40 and €1,310.00 to ask for"
    )
    said = letter.text.splitlines()
    assert said[:3] == ["Good morning Sarah,", "", "Three things wait for you today."]
    assert (
        "- They wrote, and nobody has read it (2): Quay Bistro wrote 2 days ago. And one more."
        in said
    )
    assert (
        "- One message for £412.40, approved: The Copper Kettle Café (courtesy, £412.40)." in said
    )
    assert (
        "- Two messages for £2,810.00 and €1,310.00, once you say yes: Quay Bistro (second "
        "reminder, £2,810.00) and Épicerie du Canal (first reminder, €1,310.00)." in said
    )
    assert (
        "- Three payments, £1,204.00 and €99.00: Lisa’s Deli and Bell & Sons (Wholesale) Ltd."
        in said
    )


def test_both_parts_say_the_same_and_lead_to_the_same() -> None:
    """Whoever reads plain text misses nothing."""
    letter = compose_morning(a_morning(), LINKS, recipient="Sarah", late_at="10:40")
    page = Words(letter.html)
    assert page.links == set(re.findall(r"https://\S+", letter.text))
    for line in letter.text.splitlines():
        if line and not line.startswith("https://"):
            assert line.removeprefix("- ").rstrip(":") in page.text, line


def test_no_name_is_markup_and_none_breaks_the_subject() -> None:
    """Customers are called as they are called."""
    evil = '<script>alert("x")</script>\nBcc: all@x.example'
    facts = replace(
        a_morning(),
        organisation=evil,
        waits=(WaitLine(heading="They wrote", count=1, words=f"{evil} wrote."),),
        came=(CameLine(what="payment", count=1, amounts=(Money.of(1, "GBP"),), names=(evil,)),),
    )
    letter = compose_morning(facts, LINKS, recipient=evil)
    assert "\n" not in letter.subject
    assert "<script" not in letter.html
    assert "<script" not in compose_address(evil, evil, "https://x.example/m/1", 7).html


@pytest.mark.parametrize(
    ("changed", "subject"),
    [
        ({"waits": ()}, "£3,222.40 and €1,310.00 to ask for"),
        ({"waits": (), "going": ()}, "three payments came in"),
        ({"going": ()}, "three wait for you"),
    ],
)
def test_the_subject_says_the_most_of_it(changed: dict[str, object], subject: str) -> None:
    """In few words, whatever the day has."""
    facts: MorningFacts = replace(a_morning(), **changed)  # type: ignore[arg-type]
    assert not facts.is_empty
    assert subject_of(facts) == f"Harbour Lane Foods, Tuesday 24 November: {subject}"


def test_a_day_with_nothing_is_empty() -> None:
    """Then nothing is sent."""
    assert replace(a_morning(), waits=(), going=(), came=()).is_empty
    stopped = replace(a_morning(), stopped_until=date(2026, 11, 30), going=())
    text = compose_morning(stopped, LINKS, recipient="").text
    assert text.startswith("Good morning,\n")
    assert "Everything is stopped until Monday 30 November: nothing goes out." in text
