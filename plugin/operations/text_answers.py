"""What people answer to a text: STOP is honoured at once and for good, everything else is read by
a person, and nothing goes to that customer before it was.

An answer never changes a promise, an address or a recipient.
"""

from __future__ import annotations

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from plugin.credit.policy_parts import Channel
from plugin.jobs import What
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, decided, local_date, organisation_of
from plugin.store import Tx, assessments, calls, texts, timeline

_STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"})
_START = frozenset({"START", "UNSTOP"})
_SAID_AT_MOST = 2_000


def take_answer(doors: Doors, *, key: str, number: str, text: str) -> int:
    """Take what `number` texted back; says how many customers it concerns.

    All organisations text from one sender, so STOP stops all of them, and an answer is shown to
    those that have texted this number. `key` is the provider's id: told twice, it counts once.
    """
    now, word = doors.clock.now(), _word(text)
    with doors.store.house() as house:
        org_ids = texts.texted_by(house, number)
        if word in _STOP:
            texts.stop(house, number, at=now)
        elif word in _START:
            texts.start(house, number)
    return sum(_take(doors, org_id, key, number, text, word, now) for org_id in org_ids)


def _word(text: str) -> str:
    """The whole answer where it is one word, in capitals and without punctuation."""
    words = text.split()
    return words[0].strip(".,!?\"'").upper() if len(words) == 1 else ""


def _take(
    doors: Doors, org_id: UUID, key: str, number: str, text: str, word: str, now: datetime
) -> int:
    with decided(doors, org_id, What.ASSESS) as tx:
        on = local_date(organisation_of(tx, org_id), now)
        customers = texts.customers_at(tx, number)
        assessments.lock(tx, list(customers))
        for customer_id in customers:
            is_command = word in _STOP | _START
            known_as = f"{org_id}:{customer_id}:{key}"
            is_new = calls.note_reply(
                tx,
                calls.Reply(
                    id=uuid5(NAMESPACE_URL, known_as) if key else uuid4(),
                    customer_id=customer_id,
                    channel=Channel.SMS,
                    replied_at=now,
                    replied_on=on,
                    said=text[:_SAID_AT_MOST],
                    is_read=is_command,
                ),
            )
            if is_new:
                _record(tx, customer_id, text, word, now)
    return len(customers)


def _record(tx: Tx, customer_id: str, text: str, word: str, now: datetime) -> None:
    summary = "Answered by text"
    if word in _STOP:
        summary = "Answered STOP: never texted again"
    elif word in _START:
        summary = "Answered START: may be texted again"
    timeline.record(
        tx,
        timeline.Event(
            at=now,
            kind="replied",
            by="the customer",
            customer_id=customer_id,
            summary=summary,
            said=text[:_SAID_AT_MOST],
        ),
    )


def read_answers(doors: Doors, *, org_id: UUID, by: str, customer_id: str) -> None:
    """A person has read what the customer answered: the ladder goes on."""
    with about(doors, org_id, customer_id) as (tx, on):
        calls.read_replies(tx, customer_id, by=by, at=on.now)
        record(tx, on, by, customer_id, "replied", "Read their answer")
