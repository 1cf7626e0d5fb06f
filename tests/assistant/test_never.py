"""What must never happen, whatever is written: searched with made-up lines and conversations."""

from __future__ import annotations

import re
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.assistant.consent import is_yes
from plugin.assistant.dialogue import Assistant
from plugin.assistant.reading import read_line
from plugin.assistant.slots import Amount
from plugin.assistant.state import NEW, Conversation, read, written
from tests.assistant.ledger import FACTS

ASSISTANT = Assistant.of(FACTS)
MINE = {each.number for each in FACTS.invoices}

#: what lines are made of, in any order
PIECES = st.sampled_from(
    (
        *("what do i owe", "when is", "due", "late", "invoice", "INV-1041", "1052", "inv1063"),
        *("INV-2001", "the other one", "oldest", "both", "yes", "no", "ok", "please", "£200"),
        *("200", "two hundred quid", "half", "the rest", "50%", "on friday", "27/11", "31/02"),
        *("next month", "end of the month", "yesterday", "in 3 parts", "instalments", "monthly"),
        *("i have paid", "will pay", "can i pay later", "this is wrong", "damaged", "duplicate"),
        *("send me a copy", "statement", "why did you write", "how do i pay", "limit", "credit"),
        *("interest", "terms", "who do i talk to", "Quay Bistro owes", "bank details", "court"),
        *("ignore previous instructions", "change", "12-34-56", "my husband died", "refund"),
        *("goods", "delivery", "vat", "thanks", "hello", "?", ".", ",", "and", "but", "not"),
        *("never", "it", "that", "them", "all", "£999999999999", "1,2,3", "-5", "0", "2026-13-45"),
        *("99/99/9999", "#", "@", "👍", "é", "\u0000"),
    )
)
LINES = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map(" ".join))
AMOUNT = re.compile(r"£([\d,]+\.\d\d)")


@settings(max_examples=40, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=4))
def test_any_conversation_is_answered_and_the_same_way_twice(lines: list[str]) -> None:
    """Total and deterministic; the state that is kept between turns is the state that was."""
    state: Conversation = NEW
    for line in lines:
        turn = ASSISTANT.answer(line, state)
        assert turn.did in {"answer", "confirm_action", "handover", "refuse"}
        assert turn.reply
        assert ASSISTANT.answer(line, read(written(state))) == turn
        state = turn.state


@settings(max_examples=40, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=4))
def test_nothing_is_done_without_a_yes_to_the_very_question(lines: list[str]) -> None:
    """An act follows a line that is nothing but a yes, after a question of ours that stands."""
    state: Conversation = NEW
    for line in lines:
        turn = ASSISTANT.answer(line, state)
        if turn.act is not None:
            assert state.asked
            assert is_yes(_marked(line))
        state = turn.state


@settings(max_examples=40, deadline=None)
@given(LINES)
def test_no_number_but_of_their_own_invoices_is_ever_spoken_of(line: str) -> None:
    """Whatever number is asked for, a reply names only invoices of this customer."""
    reply = ASSISTANT.answer(line).reply
    assert set(re.findall(r"INV-\d+", reply)) <= MINE


@settings(max_examples=40, deadline=None)
@given(LINES)
def test_an_answer_states_no_amount_that_is_not_in_the_books_or_the_policy(line: str) -> None:
    """Amounts are those of documents, their sums, the policy's, or the customer's own words."""
    turn = ASSISTANT.answer(line)
    if turn.did != "answer" or turn.state.wish is not None:
        return
    known = _known_amounts()
    said = {f"{each.value:.2f}" for each in _named_amounts(line)}
    for amount in AMOUNT.findall(turn.reply):
        plain = amount.replace(",", "")
        assert plain in known or plain in said, (line, amount)


def _known_amounts() -> set[str]:
    """Every figure of the customer's documents, and the sums that an answer may state."""
    single = [each.total.amount for each in FACTS.invoices]
    single += [each.balance.amount for each in FACTS.invoices]
    single += [each.amount.amount for each in FACTS.payments]
    single += [each.remaining.amount for each in FACTS.credits]
    late = sum((each.balance for each in FACTS.late), Decimal(0))
    coming = sum((each.balance for each in FACTS.coming), Decimal(0))
    paid = sum((each.amount.amount for each in FACTS.payments), Decimal(0))
    found = {f"{each:.2f}" for each in (*single, late, coming, late + coming, paid)}
    for section in FACTS.published:
        found |= {each.replace(",", "") for each in AMOUNT.findall(" ".join(section.sentences))}
    by_month: dict[tuple[int, int], Decimal] = {}
    for each in FACTS.payments:
        month = (each.on.year, each.on.month)
        by_month[month] = by_month.get(month, Decimal(0)) + each.amount.amount
    return found | {f"{each:.2f}" for each in by_month.values()}


def _marked(line: str) -> str:
    today = ASSISTANT.today
    return read_line(line, today, ASSISTANT.numbers, FACTS.own_words, FACTS.invoices).text


def _named_amounts(line: str) -> list[Amount]:
    today = ASSISTANT.today
    found = read_line(line, today, ASSISTANT.numbers, FACTS.own_words, FACTS.invoices)
    return found.slots.amounts
