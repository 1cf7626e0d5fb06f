"""What was sent, said and done about some invoices, for their evidence, each by its time.

Words of theirs stand in it only where a dispute is about them. It decides nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from plugin.credit.policy_parts import Channel
from plugin.letters.evidence_facts import ActStated, DisputeStated, SentStated
from plugin.letters.wording import counted, dated, money, sentence
from plugin.letters.words import level_name
from plugin.queries.own_answers import answer_words
from plugin.store import Tx, disputes, portal_answers
from plugin.store import talk_words as words_kept
from plugin.store.reading import evidence as read
from plugin.store.reading.evidence import MessageSent

_CHANNELS = {
    Channel.EMAIL: "Email",
    Channel.LETTER: "Letter by post",
    Channel.SMS: "Text message",
    Channel.CALL: "Call",
}
_STATES = {
    "done": "handed to its carrier and taken",
    "unconfirmed": "handed to its carrier; nobody confirmed it",
    "refused": "refused by its carrier",
}
_MOST_ANSWERS = 500
#: an address that ends in something nobody could guess
_SECRET = re.compile(r"(https?://[^\s/]+)/(?:p/l/\S+|\S*[\w=.~-]{20,}\S*)")


@dataclass(frozen=True, slots=True)
class Clock:
    """Instants in the organisation's own time zone."""

    zone: ZoneInfo

    def here(self, at: datetime) -> datetime:
        """The same instant there."""
        return at.astimezone(self.zone)


def message_sent(each: MessageSent, clock: Clock) -> SentStated:
    """A message as it went; no link in it opens the customer's page any more."""
    what = (
        "statement of account"
        if each.kind == "statement"
        else level_name(each.level, is_courtesy=each.is_courtesy, is_final=each.is_final)
    )
    return SentStated(
        on=each.sent_on,
        at=clock.here(each.settled_at) if each.settled_at is not None else None,
        channel=_CHANNELS.get(Channel(each.channel), each.channel),
        what=what,
        is_final=each.is_final,
        numbers=each.numbers,
        asked=each.total,
        to=each.to,
        mail_id=each.mail_id,
        state=_STATES.get(each.state, each.state),
        outcome=each.outcome,
        approved_by=each.approved_by,
        policy=f"{each.policy or 'house'}, version {each.policy_version}",
        subject=each.subject,
        text=without_secrets(each.text),
        returned=tuple(f"{dated(clock.here(at).date())}: {words}" for at, words in each.returned),
    )


def without_secrets(text: str) -> str:
    """A letter whose links lead nowhere: whoever holds the pack is not the customer."""
    return _SECRET.sub(r"\1/…", text)


def wrote(tx: Tx, customer_id: str, since: date, clock: Clock) -> tuple[ActStated, ...]:
    """When they wrote to us from a day on; the words stay here."""
    return tuple(
        ActStated(
            clock.here(row.at),
            f"Wrote by {_CHANNELS.get(Channel(row.channel), row.channel).lower()}"
            + (
                f"; read or answered on {dated(clock.here(row.seen_at).date())}."
                if row.seen_at is not None
                else "."
            ),
        )
        for row in read.wrote(tx, customer_id, since=since)
    )


def calls(tx: Tx, customer_id: str, since: date, clock: Clock) -> tuple[ActStated, ...]:
    """Calls that were noted from a day on, and what came of each; the notes stay here."""
    return tuple(
        ActStated(
            clock.here(row.at),
            f"{row.by} called: {row.outcome.replace('_', ' ')}"
            + ("." if row.reached else "; nobody was reached."),
        )
        for row in read.calls(tx, customer_id, since=since)
    )


def on_their_page(tx: Tx, customer_id: str, since: date, clock: Clock) -> tuple[ActStated, ...]:
    """Links and what was done by them, answers, and copies that they asked for, by their time."""
    found = [
        ActStated(clock.here(given.at), f"Answered: {answer_words(given)}")
        for given in portal_answers.answers(tx, customer_id, limit=_MOST_ANSWERS)
        if clock.here(given.at).date() >= since
    ]
    for link in read.links(tx, customer_id, since=since):
        found.append(ActStated(clock.here(link.minted_at), f"A link went to {link.address}."))
        if link.acted_at is not None:
            words = f"Somebody acted by the link that had gone to {link.address}."
            found.append(ActStated(clock.here(link.acted_at), words))
    for row in read.copies(tx, customer_id, since=since):
        words = f"Asked for {counted(row.n, 'invoice')} again, and got copies by mail."
        found.append(ActStated(clock.here(row.at), words))
    return tuple(sorted(found, key=lambda each: each.at))


def disputes_about(
    tx: Tx, customer_id: str, invoice_ids: frozenset[str], clock: Clock
) -> tuple[DisputeStated, ...]:
    """The disputes about these invoices with all that both sides wrote, the oldest first."""
    found = []
    for each in disputes.disputes(tx, customer_id=customer_id):
        if each.invoice_id not in invoice_ids:
            continue
        lines = words_kept.lines(tx, each.talk_id) if each.talk_id is not None else ()
        decided = "Undecided."
        if each.outcome is not None and each.decided_at is not None:
            credit = (
                f", {money(each.credit_due)} to be credited" if each.credit_due is not None else ""
            )
            decided = (
                f"{sentence(each.outcome.value.replace('_', ' '))}{credit}: {each.decided_by}, "
                f"{dated(clock.here(each.decided_at).date())}."
            )
        found.append(
            DisputeStated(
                number=each.number,
                opened_on=each.opened_on,
                contested=each.contested,
                reason=each.reason.value.replace("_", " "),
                words=each.words,
                decided=decided,
                thread=tuple(
                    (clock.here(line.at), line.by or line.side.value, line.words)
                    for line in sorted(lines, key=lambda one: one.at)
                ),
            )
        )
    return tuple(sorted(found, key=lambda each: (each.opened_on, each.number)))
