"""`goodterms assistant score`: three figures of the portal's assistant over an exam.

The exam is answered by `goodterms assistant answer` itself, file by file, so that what is judged is
what that command prints.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from connectors.books import BooksError, load
from plugin.examining import (
    Exam,
    ExamError,
    Judged,
    Outcome,
    Reply,
    Tally,
    Truth,
    Want,
    read_exam,
    tally,
    truth_of,
)
from plugin.examining.papers import Paper
from plugin.examining.replies import NoReply, reply_of
from plugin.examining.tally import Share

#: `goodterms assistant answer` with its arguments; prints, and returns its exit status
Answers = Callable[[Sequence[str]], int]

#: the public exam of a clone; an installed wheel is given its own
PUBLIC = Path("tests/assistant/exam/set_a")


def cli_score(argv: Sequence[str], answers: Answers) -> int:
    """Run the command; returns its exit status.

    0: every turn was judged, however well. 1: the exam or the books were refused, or a turn was
    not answered, in words on stderr. 2: the command itself was wrong.
    """
    parser = argparse.ArgumentParser(
        prog="goodterms assistant score",
        description="How the assistant does in an exam: wrong over all turns; right over those "
        "that want an answer or an action; right over those that want a handover or a refusal.",
    )
    parser.add_argument("--exam", type=Path, default=PUBLIC, metavar="DIR")
    parser.add_argument("--failures", action="store_true", help="list every turn not right")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    try:
        asked = parser.parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        scored = score(read_exam(asked.exam), answers)
    except (ExamError, BooksError, tomllib.TOMLDecodeError, NoReply, NotAnswered) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{error.filename}: cannot be read: {error.strerror or error}\n")
        return 2
    _print(scored, as_json=asked.json, failures=asked.failures)
    return 0


class NotAnswered(RuntimeError):
    """`assistant answer` failed, or left a turn without a reply."""


def score(exam: Exam, answers: Answers) -> Tally:
    """Have an exam answered and judged. Raises NotAnswered, NoReply, BooksError, OSError."""
    try:
        return tally(exam, truths(exam), lambda paper: _printed(exam, paper, answers))
    except KeyError as error:
        raise NotAnswered(f"no reply to a turn: {error}") from error


def truths(exam: Exam) -> dict[str, Truth]:
    """What may be said to each customer of an exam."""
    books = load(str(exam.books))
    policy = tomllib.loads(exam.policy.read_text("utf-8"))
    customers = {paper.customer for paper in exam.papers}
    if strange := customers - {each.id for each in books.customers}:
        raise ExamError(f"{exam.books}: no such customer: {', '.join(sorted(strange))}")
    return {each: truth_of(books, each, exam.on, policy) for each in customers}


def _printed(exam: Exam, paper: Paper, answers: Answers) -> dict[str, list[Reply]]:
    """Every reply that the command prints for one file, by conversation, in order of turns."""
    out = io.StringIO()
    where = ("--books", str(exam.books), "--policy", str(exam.policy))
    whose = ("--customer", paper.customer, "--on", exam.on.isoformat())
    with contextlib.redirect_stdout(out):
        status = answers([str(paper.file), *where, *whose])
    if status:
        raise NotAnswered(f"{paper.file}: assistant answer ended with {status}")
    replies: dict[str, list[Reply]] = {}
    for text in out.getvalue().splitlines():
        line = json.loads(text)
        turns = replies.setdefault(str(line["id"]), [])
        if line["turn"] != len(turns):
            raise NotAnswered(f"{paper.file}: {line['id']}: turn {line['turn']} is out of order")
        turns.append(reply_of(line))
    return replies


def _print(scored: Tally, *, as_json: bool, failures: bool) -> None:
    failed = [
        each
        for outcome in (Outcome.WRONG, Outcome.MISSED)
        for each in scored.failures(outcome)
        if failures
    ]
    if as_json:
        sys.stdout.write(json.dumps(_figures(scored, failed), ensure_ascii=False) + "\n")
        return
    for share, words in _shares(scored):
        sys.stdout.write(f"{share.percent:5.1f} %  {share.count:4} of {share.of:4}  {words}\n")
    did = scored.did()
    sys.stdout.write("did: " + ", ".join(f"{name} {did[name]}" for name in sorted(did)) + "\n")
    for each in failed:
        sys.stdout.write(_failure(each))


def _shares(scored: Tally) -> Iterable[tuple[Share, str]]:
    yield scored.wrong, "wrong, of all turns"
    yield scored.right(Want.ANSWER), "right, of those that want an answer or an action"
    yield scored.right(Want.HANDOVER), "right, of those that want a handover or a refusal"


def _figures(scored: Tally, failed: Iterable[Judged]) -> dict[str, object]:
    """The figures as one object; percentages as numbers, counts beside them."""
    names = ("wrong", "right_answer", "right_handover")
    shares = {
        name: {"count": share.count, "of": share.of, "percent": round(share.percent, 2)}
        for name, (share, _) in zip(names, _shares(scored), strict=True)
    }
    listed = [
        {
            "id": each.conversation,
            "turn": each.turn,
            "said": each.said,
            "outcome": each.verdict.outcome.value,
            "why": list(each.verdict.why),
            "did": each.reply.did,
            "intent": each.reply.intent,
            "slots": dict(each.reply.slots),
            "reply": each.reply.reply,
        }
        for each in failed
    ]
    return {"turns": len(scored.turns), **shares, "did": scored.did(), "failures": listed}


def _failure(each: Judged) -> str:
    slots = ", ".join(f"{name}={value}" for name, value in each.reply.slots.items())
    return (
        f"\n{each.verdict.outcome.value.upper()} {each.conversation}.{each.turn}: {each.said!r}\n"
        + "".join(f"  {why}\n" for why in each.verdict.why)
        + f"  {each.reply.did} {each.reply.intent} {slots}\n  {each.reply.reply}\n"
    )
