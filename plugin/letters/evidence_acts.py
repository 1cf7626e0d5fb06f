"""The exhibits of an evidence pack that are about what was done and said. Words only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from plugin.letters.evidence_facts import ActStated, EvidenceFacts, PlanStated, SentStated
from plugin.letters.evidence_money import Exhibit, exhibit, paragraph, table
from plugin.letters.wording import counted, dated, listed, money, sentence

#: messages whose words are set in full; the list names all of them
_IN_FULL = 40
_HASH = 16
_SHOWN = 8


def acts_exhibits(facts: EvidenceFacts) -> tuple[Exhibit, ...]:
    """From the first message to the log."""
    final = [each for each in facts.sent if each.is_final]
    others = [each for each in facts.sent if not each.is_final]
    return (
        _sending(facts),
        exhibit("Final notices and letters before action, word for word", *_letters(final)),
        _acts(
            "What the customer did on their own page",
            facts.portal,
            "Opening a page or a paper is not recorded: nobody is tracked. What is recorded is "
            "what somebody did.",
        ),
        _promises(facts),
        _plans(facts),
        _disputes(facts),
        _acts(
            "What the customer wrote otherwise, and calls",
            tuple(sorted((*facts.wrote, *facts.calls), key=lambda each: each.at)),
            "The words are with the creditor.",
        ),
        exhibit("The other messages, word for word", *_letters(others)),
        _log(facts),
    )


def moment(at: datetime) -> str:
    """24 November 2026, 09:14."""
    return f"{dated(at.date())}, {at:%H:%M}"


def _sending(facts: EvidenceFacts) -> Exhibit:
    blocks: list[dict[str, Any]] = []
    for number, each in enumerate(facts.sent, start=1):
        at = moment(each.at) if each.at is not None else dated(each.on)
        about = f" for {listed(each.numbers, _SHOWN)}" if each.numbers else ""
        lines = [
            f"{each.channel} to {listed(each.to)}" if each.to else each.channel,
            f"{sentence(each.state)}{': ' + each.outcome if each.outcome else ''}",
        ]
        if each.mail_id:
            lines.append(f"Its carrier knows it as {each.mail_id}")
        if each.approved_by:
            lines.append(f"Approved by {each.approved_by}; policy {each.policy}")
        lines += each.returned or ["Nothing came back"]
        named = f"{number}. {at}: {each.what}, {money(each.asked)}{about}"
        blocks.append({"kind": "entry", "head": named, "lines": lines})
    return exhibit("What was sent, and proof of sending and delivery", *blocks)


def _letters(sent: Sequence[SentStated]) -> list[dict[str, Any]]:
    with_words = [each for each in sent if each.text]
    blocks = [
        {
            "kind": "letter",
            "head": f"{dated(each.on)}, {each.channel.lower()} to {listed(each.to)}",
            "subject": each.subject,
            "text": each.text.split("\n"),
        }
        for each in with_words[-_IN_FULL:]
    ]
    left_out = len(with_words) - len(blocks)
    if left_out:
        words = f"{counted(left_out, 'earlier message')} in full with the creditor."
        blocks.insert(0, paragraph(words))
    return blocks


def _acts(title: str, acts: Sequence[ActStated], note: str) -> Exhibit:
    if not acts:
        return exhibit(title)
    rows = [[moment(each.at), each.what] for each in acts]
    return exhibit(title, paragraph(note), table(["When", "What"], rows, wide=1))


def _promises(facts: EvidenceFacts) -> Exhibit:
    rows = [
        [
            dated(each.made_on),
            money(each.amount),
            dated(each.due),
            listed(each.numbers, _SHOWN) if each.numbers else "the account",
            f"{each.became} Noted by {each.by}.",
        ]
        for each in facts.promises
    ]
    head = ["Made", "Amount", "By", "For", "What became of it"]
    blocks = [table(head, rows, money_in=(1,), wide=4)] if rows else []
    return exhibit("Promises, and what became of them", *blocks)


def _plans(facts: EvidenceFacts) -> Exhibit:
    blocks: list[dict[str, Any]] = []
    for each in facts.plans:
        blocks.append(paragraph(_plan_words(each)))
        rows = [
            [dated(due), money(amount), money(came), words]
            for due, amount, came, words in each.parts
        ]
        head = ["Due", "Instalment", "Paid", "How it stands"]
        blocks.append(table(head, rows, money_in=(1, 2), wide=3))
    return exhibit("Payment plans", *blocks)


def _plan_words(each: PlanStated) -> str:
    ended = f" {each.ended}" if each.ended else " It stands."
    numbers = listed(each.numbers, _SHOWN)
    return f"Agreed on {dated(each.agreed_on)} by {each.by} for {numbers}.{ended}"


def _disputes(facts: EvidenceFacts) -> Exhibit:
    blocks: list[dict[str, Any]] = []
    for each in facts.disputes:
        lines = [f"Reason: {each.reason}", each.decided]
        if each.words:
            lines.append(f"As it was noted: {each.words}")
        named = f"{each.number}: {money(each.contested)} contested on {dated(each.opened_on)}"
        blocks.append({"kind": "entry", "head": named, "lines": lines})
        if each.thread:
            rows = [[moment(at), who, words] for at, who, words in each.thread]
            blocks.append(table(["When", "Who", "Words"], rows, wide=2))
    return exhibit("Disputes, with all that was written about them", *blocks)


def _log(facts: EvidenceFacts) -> Exhibit:
    log = facts.log
    title = "The log, and how to check it"
    if not log.lines:
        return exhibit(title)
    verdict = (
        f"Checked when this pack was made: all {counted(log.links, 'link')} from the first to the "
        f"head hold together."
        if not log.wrong
        else f"CHECKED WHEN THIS PACK WAS MADE, AND IT DOES NOT HOLD TOGETHER: {log.wrong}"
    )
    words = (
        "Each thing that was done is a link that holds the hash of the one before it, so that none "
        "can be changed, added or taken out later without every hash after it changing. Words of "
        "people are in it as keyed hashes only. The links of other customers stand in the file as "
        "bare digests: they verify, and cannot be read."
    )
    how = (
        "To check it: save the log file that came with this pack and run “goodterms log verify” "
        "with its name, or follow the description in docs/hand-off.md: the hash of a link is the "
        "SHA-256 of the JSON array of the hash before it, its number and the digest of its content."
    )
    rows = [
        [str(each.seq), moment(each.at), each.what.replace("_", " "), each.by, each.hash[:_HASH]]
        for each in log.lines
    ]
    head = ["Link", "When", "What", "By", "Hash begins"]
    return exhibit(
        title,
        paragraph(words),
        paragraph(verdict),
        {"kind": "entry", "head": "Head of the log", "lines": [log.head]},
        paragraph(how),
        table(head, rows, wide=2),
    )
