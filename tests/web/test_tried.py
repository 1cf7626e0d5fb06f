"""Trying a draft policy on the last twelve months: seen before it is switched on."""

from __future__ import annotations

import html
import re

import pytest

from plugin.queries.tried import AT_MOST, DAILY_UP_TO, TooLong, days_between_looks
from tests.builders import House
from tests.web.conftest import Browser
from tests.web.test_forms import _policy_fields


def _fields(ann: Browser, **changes: str) -> dict[str, str]:
    fields = _policy_fields(ann.get("policy").get_data(as_text=True))
    for name in ("csrf", "back", "until"):
        fields.pop(name, None)
    return {**fields, **changes}


def _words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_it_says_what_would_have_gone_out_and_changes_nothing(ann: Browser, house: House) -> None:
    """Messages by month, whom it would have annoyed, whom it would have stopped."""
    before = (
        house.books.all("select count(*) from policies"),
        house.books.all("select count(*) from messages"),
    )
    words = _words(ann.post("policy/tried", **_fields(ann)).get_data(as_text=True))
    assert "Nothing was changed and nothing is sent by this." in words
    assert re.search(r"\d+ messages? to \d+ customers?", words)
    assert "Quay Bistro" in words
    assert before == (
        house.books.all("select count(*) from policies"),
        house.books.all("select count(*) from messages"),
    )


def test_another_ladder_gives_another_answer(ann: Browser) -> None:
    """A ladder that begins after a year sends nothing but courtesies."""
    late = {"level-1-days": "400", "level-2-days": "500", "level-3-days": "600"}
    words = _words(ann.post("policy/tried", **_fields(ann, **late)).get_data(as_text=True))
    plain = _words(ann.post("policy/tried", **_fields(ann)).get_data(as_text=True))
    assert words != plain


def test_a_draft_that_breaks_the_format_comes_back_with_its_complaints(ann: Browser) -> None:
    """As it does when it is to be put in force; what was typed stays."""
    reply = ann.post("policy/tried", **_fields(ann, in_thirty_days="11"))
    assert reply.status_code == 422
    assert "above the ceiling of 10: 11" in reply.get_data(as_text=True)


def test_repeats_and_pay_runs_stand_in_plain_words_once_they_are_chosen(ann: Browser) -> None:
    """The page says what the numbers mean."""
    ann.post("policy", **_fields(ann, repeat_times="2", repeat_every="21", repeat_then="hand_off"))
    words = _words(ann.get("policy").get_data(as_text=True))
    assert (
        "The last one goes out 2 times more, 21 days apart; then it is ready to be handed" in words
    )
    assert "waits no longer than 6 days for that" in words
    ann.post("policy", **_fields(ann, repeat_times="0", pay_run_wait_days="0"))
    words = _words(ann.get("policy").get_data(as_text=True))
    assert "times more" not in words
    assert "waits no longer than" not in words


def test_a_longer_ledger_is_looked_at_less_often_and_the_longest_not_at_all() -> None:
    """Whoever waits gets an answer within seconds, or is told why there is none."""
    assert [days_between_looks(n) for n in (1, DAILY_UP_TO, DAILY_UP_TO + 1, AT_MOST)] == [
        1,
        1,
        2,
        7,
    ]
    with pytest.raises(TooLong):
        days_between_looks(AT_MOST + 1)
