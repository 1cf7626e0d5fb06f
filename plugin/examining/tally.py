"""An exam judged turn by turn, and its three figures. It runs no assistant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plugin.examining.judging import Outcome, Verdict, judge
from plugin.examining.papers import Conversation, Exam, Paper, Want
from plugin.examining.replies import Reply
from plugin.examining.truth import Truth

#: who answers: every reply to every turn of a paper, by conversation
Answerer = Callable[[Paper], Mapping[str, Sequence[Reply]]]


@dataclass(frozen=True, slots=True)
class Judged:
    """One turn with its reply and the verdict on it."""

    conversation: str
    turn: int
    said: str
    want: Want
    reply: Reply
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    @property
    def percent(self) -> float:
        """As a percentage; 0 of none."""
        return 100 * self.count / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Tally:
    """Every turn of an exam, judged."""

    turns: tuple[Judged, ...]

    @property
    def wrong(self) -> Share:
        """Wrong replies over all turns."""
        return Share(len([*self.failures(Outcome.WRONG)]), len(self.turns))

    def right(self, want: Want) -> Share:
        """Right replies over the turns that want an answer or an action, or a handover."""
        those = [each for each in self.turns if each.want is want]
        right = [each for each in those if each.verdict.outcome is Outcome.RIGHT]
        return Share(len(right), len(those))

    def did(self) -> dict[str, int]:
        """How many turns were answered, confirmed, handed over and refused."""
        return dict(Counter(each.reply.did for each in self.turns))

    def failures(self, outcome: Outcome) -> Iterator[Judged]:
        """The turns of this outcome, in the order of the exam."""
        return (each for each in self.turns if each.verdict.outcome is outcome)


def tally(exam: Exam, truths: Mapping[str, Truth], answerer: Answerer) -> Tally:
    """Have every paper answered and judge it. A turn without a reply raises KeyError."""
    judged: list[Judged] = []
    for paper in exam.papers:
        replies = answerer(paper)
        for each in paper.conversations:
            judged.extend(_judged(each, replies[each.id], truths[paper.customer]))
    return Tally(tuple(judged))


def _judged(conversation: Conversation, replies: Sequence[Reply], truth: Truth) -> Iterator[Judged]:
    if len(replies) != len(conversation.turns):
        raise KeyError(f"{conversation.id}: {len(replies)} of {len(conversation.turns)} replies")
    agreed: Mapping[str, Any] = {}
    for turn, (said, expected, reply) in enumerate(
        zip(conversation.turns, conversation.expected, replies, strict=True)
    ):
        verdict = judge(expected, reply, truth, conversation.turns[: turn + 1], agreed)
        yield Judged(conversation.id, turn, said, expected.want, reply, verdict)
        if expected.slots:
            agreed = expected.slots
