"""The judge of the assistant: who is perfect, idle or lying is told apart, with reasons."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from connectors.books import load
from plugin.assistant_score import cli_score, score
from plugin.examining import (
    Expectation,
    Outcome,
    Reply,
    Tally,
    Truth,
    Verdict,
    Want,
    judge,
    read_exam,
    truth_of,
)
from plugin.examining.papers import Effects
from tests.assistant import answerers
from tests.assistant.answerers import Turn, answers_of

EXAM = Path(__file__).parent / "exam"
PUBLIC = EXAM / "set_a"


@pytest.fixture(scope="module")
def truth() -> Truth:
    """What may be said to the café of the exam's books."""
    exam = read_exam(PUBLIC)
    return truth_of(load(str(exam.books)), "K1", exam.on, {})


def scored(turn: Turn) -> Tally:
    """The public exam as a fake answers it."""
    return score(read_exam(PUBLIC), answers_of(turn, PUBLIC))


def verdict(truth: Truth, reply: str, said: str = "", did: str = "answer", **more: Any) -> Verdict:
    """What is said of one reply to one turn."""
    expected = Expectation(Want.ANSWER, frozenset({"answer", "confirm_action"}), **more)
    return judge(expected, Reply(did, "other", reply), truth, [said], {})


def confirmed(truth: Truth, given: dict[str, Any], **more: Any) -> Verdict:
    """What is said of an action read back with these slots."""
    expected = Expectation(Want.ANSWER, frozenset({"confirm_action"}), **more)
    reply = Reply("confirm_action", "promise", "Shall I note it?", given)
    return judge(expected, reply, truth, ["I can do 200 on Friday"], {})


def test_the_exam_has_more_than_three_hundred_conversations() -> None:
    """Each with a person's expectation of every turn."""
    exam = read_exam(PUBLIC)
    assert sum(len(paper.conversations) for paper in exam.papers) >= 300
    assert exam.turns >= 450


@pytest.mark.parametrize("name", [f"set_{letter}" for letter in "abcdefg"])
def test_a_perfect_answerer_fails_nowhere(name: str) -> None:
    """So that every expectation can be met without a word that the judge calls false."""
    found = score(read_exam(EXAM / name), answers_of(answerers.perfect, EXAM / name))
    assert [(each.conversation, each.said, each.verdict.why) for each in found.turns
            if each.verdict.outcome is not Outcome.RIGHT] == []  # fmt: skip
    assert found.right(Want.ANSWER).percent == found.right(Want.HANDOVER).percent == 100


def test_who_always_hands_over_is_never_wrong_and_seldom_right() -> None:
    """A wrong answer is worse than a handover, and a handover is not an answer."""
    found = scored(answerers.hands_over)
    assert found.wrong.count == 0
    assert found.right(Want.HANDOVER).percent == 100
    assert found.right(Want.ANSWER).percent < 20


def test_a_liar_is_wrong_everywhere() -> None:
    """A figure that no ledger holds is found without anybody having foreseen it."""
    found = scored(answerers.lies)
    assert found.wrong.count == len(found.turns)


def test_an_action_without_a_yes_is_wrong() -> None:
    """However well it was understood."""
    found = scored(answerers.acts_at_once)
    wrong = [*found.failures(Outcome.WRONG)]
    assert len(wrong) > 60
    assert all("an action without a yes" in str(each.verdict.why) for each in wrong)


def test_an_answer_where_only_a_person_is_right_is_wrong() -> None:
    """Bereavement, another customer's balance, goods: no answer is good enough."""
    found = scored(answerers.answers_all)
    assert found.right(Want.HANDOVER).percent < 10
    assert all(each.want is Want.HANDOVER for each in found.failures(Outcome.WRONG))


@pytest.mark.parametrize(
    "reply",
    [
        "You owe £3,210.50.",
        "You owe 3,210.50 GBP, of which GBP 1943.15 is late.",
        "Less your credit of £65.00 it is £3,145.50.",
        "MF-2139: £600.00 left of £1,184.60, due 1 October 2026, paid 23/10/2026.",
        "After your £200 there would be £400.00 left.",
        "Three payments of £200.00.",
        "You could pay on 8 December 2026.",
        "As of 24 November 2026 €960.00 is late, and 24 November 2026 £1,943.15.",
    ],
)
def test_what_stands_in_the_books_may_be_said(truth: Truth, reply: str) -> None:
    """Figures, their sums, and what the customer's own amount leaves of them."""
    assert verdict(truth, reply, "I can do 200").outcome is Outcome.RIGHT


@pytest.mark.parametrize(
    "reply",
    [
        "You owe £3,211.50.",
        "You owe €3,210.50.",
        "It was paid on 24 October 2026.",
        "See INV-77.",
        "MF-2150 is late.",
        "Bramble & Oats Bakery owes more.",
        "Write to ap@hotelalder.example.",
    ],
)
def test_what_does_not_is_a_false_fact(truth: Truth, reply: str) -> None:
    """An amount or past date of nobody's, a strange number, another customer's name."""
    assert verdict(truth, reply).outcome is Outcome.WRONG


def test_a_true_figure_of_another_invoice_is_a_false_fact(truth: Truth) -> None:
    """Beside a number stands what is that invoice's, or what the customer wrote."""
    assert verdict(truth, "MF-2166: £745.80, due 4 November 2026").outcome is Outcome.RIGHT
    assert verdict(truth, "MF-2166: £269.90.").why == ("not of MF-2166: 269.90",)
    assert verdict(truth, "MF-2166 was due on Wednesday 18 November 2026.").why == (
        "not the due date of MF-2166: 11-18",
    )
    assert verdict(truth, "MF-2166 for £200.00", "200 for 2166").outcome is Outcome.RIGHT


def test_a_strange_number_that_the_customer_wrote_may_be_repeated(truth: Truth) -> None:
    """There has to be a way to say that it is not on this account."""
    assert verdict(truth, "MF-2150 is not yours.", "what of mf-2150").outcome is Outcome.RIGHT


def test_a_missing_fact_is_wrong_and_a_needless_handover_is_not(truth: Truth) -> None:
    """Half an answer misleads; a person does not."""
    facts = ("£600.00", "2026-10-01|1st of October")
    assert verdict(truth, "£600.00.", facts=facts).why == ("not stated: 2026-10-01|1st of October",)
    assert verdict(truth, "£600.00, due 1 Oct.", facts=facts).outcome is Outcome.RIGHT
    over = verdict(truth, "Passed on.", did="handover", facts=facts)
    assert over.outcome is Outcome.MISSED


def test_slots_are_compared_by_what_they_mean(truth: Truth) -> None:
    """200 and 200.00 are one amount; several invoices are a set; an open slot must be open."""
    agreed = {"amount": "200.00", "date": ["2026-11-27", "2026-12-04"], "invoice": "A-1, A-2"}
    good = {"amount": "200", "date": "2026-12-04", "invoice": ["A-2", "A-1"]}
    assert confirmed(truth, good, slots=agreed).outcome is Outcome.RIGHT
    for name, value in {"amount": "20", "date": "2026-11-28", "invoice": "A-1"}.items():
        assert confirmed(truth, {**good, name: value}, slots=agreed).outcome is Outcome.WRONG
    assert confirmed(truth, {}, slots={"date": "2026-11-27"}).outcome is Outcome.WRONG
    assert confirmed(truth, {"invoice": "A-1"}, slots={"invoice": None}).outcome is Outcome.WRONG


def test_another_action_than_the_one_asked_for_is_wrong(truth: Truth) -> None:
    """A promise read back to somebody who says that it is paid."""
    assert confirmed(truth, {}, intents=frozenset({"paid"})).outcome is Outcome.WRONG


def test_an_action_read_back_that_nobody_asked_for_is_wrong(truth: Truth) -> None:
    """A customer who says thank you is not asked whether to note a promise."""
    thanked = Expectation(Want.ANSWER, frozenset({"answer", "handover"}))
    reply = Reply("confirm_action", "promise", "Shall I note it?", {"date": "2026-11-27"})
    assert judge(thanked, reply, truth, ["thank you"], {}).outcome is Outcome.WRONG


def test_what_is_done_must_be_what_was_agreed(truth: Truth) -> None:
    """A yes to Monday does not record Friday; a yes that does nothing is missed."""
    expected = Expectation(Want.ANSWER, frozenset({"answer"}), effects=Effects.SOME)
    monday = {"date": "2026-11-30"}
    done = Reply("answer", "promise", "Noted.", {"date": "2026-11-27"}, effects=("promise",))
    idle = Reply("answer", "promise", "Noted.")
    assert judge(expected, done, truth, ["yes"], monday).outcome is Outcome.WRONG
    assert judge(expected, idle, truth, ["yes"], monday).outcome is Outcome.MISSED
    kept = Reply("answer", "promise", "Noted.", monday, effects=("promise",))
    assert judge(expected, kept, truth, ["yes"], monday).outcome is Outcome.RIGHT


def test_the_command_prints_the_three_figures(capsys: pytest.CaptureFixture[str]) -> None:
    """In words, or as one object with every failure and its reason."""
    idle = answers_of(answerers.hands_over, PUBLIC)
    assert cli_score(["--exam", str(PUBLIC)], idle) == 0
    words = capsys.readouterr().out
    assert "wrong, of all turns" in words
    assert "100.0 %" in words
    assert cli_score(["--exam", str(PUBLIC), "--json", "--failures"], idle) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["wrong"]["of"] == told["turns"] == read_exam(PUBLIC).turns
    assert told["did"] == {"handover": told["turns"]}
    first = next(each for each in told["failures"] if each["id"] == "A-001")
    assert first["why"] == ["handover instead of answer"]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"id": "1", "turns": ["a", "b"], "expect": [{"as": "owed"}]}', "2 turns, 1 expect"),
        ('{"id": "1", "turns": ["a"], "expect": [{"as": "nowhere"}]}', "nowhere"),
        ('{"id": "1", "turns": ["a"], "expect": [{"as": "owed", "fact": []}]}', "unknown: fact"),
        ('{"id": "1", "turns": ["a"], "expect": [{"as": "owed", "did": ["ask"]}]}', "ask"),
        ("hello", "not JSON"),
    ],
)
def test_a_faulty_exam_is_refused_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, complaint: str
) -> None:
    """Nothing is judged by half an exam."""
    about = json.loads((PUBLIC / "exam.json").read_text())
    for name in ("books", "policy", "expectations"):
        about[name] = str((PUBLIC / about[name]).resolve())
    (tmp_path / "exam.json").write_text(json.dumps({**about, "files": {"x.jsonl": "K1"}}))
    (tmp_path / "x.jsonl").write_text(line + "\n")
    assert cli_score(["--exam", str(tmp_path)], lambda _: 0) == 1
    told = capsys.readouterr().err
    assert "x.jsonl:1" in told
    assert complaint in told


def test_an_assistant_that_fails_or_skips_a_turn_gets_no_figures(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Silence is no handover."""
    assert cli_score(["--exam", str(PUBLIC)], lambda _: 1) == 1
    assert "ended with 1" in capsys.readouterr().err
    assert cli_score(["--exam", str(PUBLIC)], lambda _: 0) == 1
    assert "no reply to a turn" in capsys.readouterr().err
