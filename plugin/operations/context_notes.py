"""Context notes: a person writes down what changes when a customer is written to, until a day.

What a note changes is the engine's; a hardship is a silence and is begun as one.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from plugin.credit.context_facts import NotedFact
from plugin.letters.context_words import fact_words
from plugin.letters.wording import dated
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible
from plugin.store import context_notes

#: no note holds for longer: what is true for ever is looked at once in two years
LONGEST = timedelta(days=2 * 366)
#: letters that words may have
MOST_WORDS = 500
_DAY = timedelta(days=1)


def note(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    customer_id: str,
    fact: NotedFact,
    until: date,
    since: date | None = None,
    words: str = "",
) -> UUID:
    """Keep a note from `since` (today) up to the day before `until`. Raises NotPossible."""
    with about(doors, org_id, customer_id) as (tx, on):
        first = since or on.today
        if until <= max(first, on.today) or until > first + LONGEST:
            raise NotPossible(
                "A note needs a last day after its first, at most two years on. Nothing was noted."
            )
        note_id = context_notes.keep(
            tx,
            customer_id,
            fact,
            since=first,
            until=until,
            words=words.strip()[:MOST_WORDS],
            by=by,
            at=on.now,
        )
        summary = f"Noted: {fact_words(fact)}, up to {dated(until - _DAY)}"
        record(tx, on, by, customer_id, "context", summary)
        return note_id


def end(doors: Doors, *, org_id: UUID, by: str, customer_id: str, note_id: UUID) -> None:
    """End a note ahead of its day. Raises NotPossible where it has ended."""
    with about(doors, org_id, customer_id) as (tx, on):
        if not context_notes.end(tx, note_id, customer_id, by=by, at=on.now):
            raise NotPossible("This note had ended already. Nothing was changed.")
        record(tx, on, by, customer_id, "context", "Ended a note")
