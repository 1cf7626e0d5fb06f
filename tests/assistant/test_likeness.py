"""The second reader: lines are held against sentences whose meaning was written down."""

import pytest

from plugin.assistant.likeness import is_doubtful_reading


@pytest.mark.parametrize(
    ("line", "intents"),
    [
        ("morning, what do we owe you at the moment?", "balance"),
        ("could you resend invoice 2291 please", "copy"),
        ("we can do 350 next friday", "promise"),
        ("did our 1,200 from the 3rd reach you", "payments"),
        ("why did I get this reminder", "letter"),
    ],
)
def test_what_lines_like_it_are_about_stands(line: str, intents: str) -> None:
    """Figures, days and names are another matter: the rules read them."""
    assert not is_doubtful_reading(line, intents)


@pytest.mark.parametrize(
    ("line", "intents"),
    [
        ("we're selling the bakery, does the next owner get the bill", "copy"),
        ("my brother died and I cannot look at invoices now", "invoice"),
        ("would you take two thousand in full and final settlement", "balance"),
        ("when will the new ovens be delivered", "due_date"),
    ],
)
def test_what_lines_like_it_are_not_about_is_for_a_person(line: str, intents: str) -> None:
    """Whatever single words let the rules read."""
    assert is_doubtful_reading(line, intents)


def test_what_shares_nothing_with_any_sentence_is_doubtful() -> None:
    """Of nonsense nothing is known."""
    assert is_doubtful_reading("qzx wvvk", "balance")


def test_of_greetings_and_refusals_nothing_is_doubted() -> None:
    """They answer nothing from a ledger."""
    assert not is_doubtful_reading("hello there", "greeting")
