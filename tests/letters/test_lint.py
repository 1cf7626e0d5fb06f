from __future__ import annotations

from dataclasses import replace

import pytest

from plugin.letters import Letter, compose
from plugin.letters.lint import complaints, complaints_for, sentence_complaints
from tests.letters.builders import line, reminder

HOSTS = frozenset({"in.xero.com"})


def saying(words: str) -> Letter:
    """A reminder whose owner added these words."""
    return compose(reminder(own_sentence=words))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("We will take legal action.", "threat"),
        ("Otherwise we shall take you to court.", "threat"),
        ("Our solicitors have been told.", "threat"),
        ("A CCJ may follow.", "threat"),
        ("This will harm your credit rating.", "threat"),
        ("A debt collector will call.", "threat"),
        ("We will stop your deliveries.", "threat"),
        ("Pay, or else.", "threat"),
        ("In the matter of claim no. 4711", "court look-alike"),
        ("You are hereby informed.", "court look-alike"),
        ("Letter before action", "court look-alike"),
        ("By the way: 20% off all cheese.", "marketing"),
        ("Sign up for our newsletter.", "marketing"),
        ("Please leave us a review.", "marketing"),
        ("You have failed to pay.", "blame"),
        ("This is unacceptable.", "blame"),
        ("Pay immediately.", "blame"),
        ("URGENT", "shouts"),
        ("Thank you!", "exclamation mark"),
    ],
)
def test_what_must_not_be_said_is_found_in_both_parts(words: str, why: str) -> None:
    """Threats, court look-alikes, marketing, blame and shouting are found wherever they stand."""
    found = complaints(saying(words), allowed_hosts=HOSTS)
    assert any(why in each and "the text" in each for each in found), found
    assert any(why in each and "the HTML" in each for each in found), found


def test_the_subject_is_read_too() -> None:
    """An urgent subject over a kind letter is refused."""
    letter = replace(compose(reminder()), subject="URGENT: invoice INV-1041")
    assert complaints(letter, allowed_hosts=HOSTS) == (
        "a word that shouts in the subject: 'URGENT'",
    )


def test_a_phrase_broken_over_two_lines_is_found() -> None:
    """Wrapping of the text part hides nothing: a phrase is read across the line break."""
    words = "We have thought about it for quite a long time now and will take legal action."
    letter = saying(words)
    assert "legal\naction" in letter.text
    assert any("the text" in each for each in complaints(letter, allowed_hosts=HOSTS))


@pytest.mark.parametrize(
    "words",
    [
        "It was good to see you at the market on Saturday.",
        "We can offer to split it over two months.",
        "Your order is in the courtyard, by the case of lemons.",
        "Our credit note of last week is in the post.",
    ],
)
def test_kind_words_pass(words: str) -> None:
    """Words that only look alike draw no complaint."""
    assert complaints(saying(words), allowed_hosts=HOSTS) == ()


def test_a_customer_is_not_judged_by_its_name() -> None:
    """The County Court Café and Wham! Foods may have their letters."""
    letter = compose(
        reminder(customer="County Court Café", organisation="Wham! Foods", recipient="Sue")
    )
    assert complaints(letter, allowed_hosts=HOSTS) != ()
    names = ("County Court Café", "Wham! Foods", "Sue")
    assert complaints(letter, allowed_hosts=HOSTS, names=names) == ()


@pytest.mark.parametrize(
    ("link", "complaint"),
    [
        ("https://evil.example/x", "another host"),
        ("http://in.xero.com/x", "not https"),
        ("https://in.xero.com.evil.example/x", "another host"),
        ("https://in.xero.com@evil.example/x", "another host"),
        ("https://in.xero.com/go?to=https%3A%2F%2Fevil.example", "redirecting"),
    ],
)
def test_links_lead_to_invoices_only(link: str, complaint: str) -> None:
    """A link to another host, in the clear or through a redirect, is refused."""
    letter = compose(reminder(lines=(replace(line(), pay_url=link),)))
    assert any(complaint in each for each in complaints(letter, allowed_hosts=HOSTS))


def test_a_link_in_the_owners_words_is_found() -> None:
    """An address typed into the owner's sentence counts as a link."""
    found = complaints(saying("See https://evil.example/x."), allowed_hosts=HOSTS)
    assert found == ("a link to another host: https://evil.example/x",)


def test_the_local_xero_may_be_linked() -> None:
    """In the demo the invoice's page is on this machine, without encryption."""
    local = replace(line(), pay_url="http://localhost:9000/invoice/1")
    assert complaints(compose(reminder(lines=(local,))), allowed_hosts={"localhost"}) == ()


@pytest.mark.parametrize(
    "extra",
    [
        '<img src="https://in.xero.com/p.gif" width="1" height="1">',
        '<script src="https://in.xero.com/x.js"></script>',
        '<div style="background:url(https://in.xero.com/p.gif)"></div>',
        "<style>@import 'https://in.xero.com/x.css';</style>",
        '<link rel="stylesheet" href="https://in.xero.com/x.css">',
    ],
)
def test_nothing_may_be_loaded(extra: str) -> None:
    """A tracking pixel, a script or a remote style is refused even from an allowed host."""
    letter = compose(reminder())
    letter = replace(letter, html=letter.html.replace("</body>", f"{extra}</body>"))
    assert any("loads something" in each for each in complaints(letter, allowed_hosts=HOSTS))


def test_no_other_customer_is_named() -> None:
    """Another customer's name is found, broken over lines too, but not inside a longer word."""
    letter = saying("We met at the Quay Bistro and the Oakley place.")
    others = ("Quay Bistro", "Oak", "")
    found = complaints(letter, allowed_hosts=HOSTS, other_customers=others)
    assert found == ("another customer is named: Quay Bistro",)


def test_a_name_within_the_customers_own_is_no_other_customer() -> None:
    """'Kettle' may be a customer too; it is not named by a letter to The Copper Kettle Café."""
    letter = compose(reminder())
    own = ("The Copper Kettle Café",)
    assert complaints(letter, allowed_hosts=HOSTS, other_customers=("Kettle",), names=own) == ()


def test_a_letter_is_judged_by_its_own_facts() -> None:
    """Hosts and names come from the facts; what the owner added is still judged."""
    shop = replace(line(reference="Solicitors' lunch"), pay_url="https://pay.example/1")
    fine = reminder(
        lines=(shop,), customer="County Court Café", recipient="Sue", organisation="Wham! Foods"
    )
    assert complaints_for(compose(fine), fine) == ()
    rude = replace(fine, own_sentence="See https://evil.example or the court!")
    found = complaints_for(compose(rude), rude, other_customers=("Quay Bistro",))
    assert "a link to another host: https://evil.example" in found
    assert "an exclamation mark in the text" in found


def test_an_owners_sentence_is_judged_before_it_is_kept() -> None:
    """The form can say at once what would hold the letter back."""
    assert sentence_complaints("It was good to see you at Wham!", names=("Wham!",)) == ()
    assert sentence_complaints("We will take legal\naction: https://x.example") == (
        "an untrue threat in your sentence: 'legal action'",
        "a link in your sentence: https://x.example",
    )
