"""What a decision of a dispute brings to the talk in which it was looked into: told, and closed."""

from __future__ import annotations

from uuid import UUID

from plugin.credit.negotiation import Side
from plugin.operations.ground import Ground
from plugin.operations.telling import Telling, tell_soon
from plugin.store import Tx, disputes, talk_words, talks


def dispute_decided(tx: Tx, on: Ground, dispute_id: UUID, customer_id: str, *, by: str) -> None:
    """Tell the customer by mail what was decided, where they contested it on their own page.

    Once nothing of the talk is undecided, it is closed.
    """
    talk_id = talks.talk_of_dispute(tx, dispute_id)
    kept = talks.read_talk(tx, talk_id) if talk_id is not None else None
    if kept is None:
        return
    tell_soon(tx, on, customer_id, Telling.DECIDED, dispute_id, talk_id=kept.id)
    talk_words.read_lines(tx, kept.id, customer_id, by=by, at=on.now)
    undecided = {each.id for each in disputes.disputes(tx, customer_id=customer_id, only_open=True)}
    if not undecided.intersection(each.dispute_id for each in kept.about if each.dispute_id):
        talks.end_talk(tx, kept.id, state="closed", side=Side.BUSINESS, by=by, at=on.now)
