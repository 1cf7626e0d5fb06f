"""How a customer reaches a person of the business: who signs, and how. It decides nothing."""

from __future__ import annotations

from plugin.letters.policy_shapes import WhoToAsk
from plugin.store import Tx, organisations
from plugin.store.organisations import Organisation


def who_to_ask(tx: Tx, organisation: Organisation) -> WhoToAsk:
    """The person in whose name letters go out, with what the settings say of them.

    The same as a letter's own signature, so that page and letter never name two people.
    """
    chosen = organisations.settings(tx)
    return WhoToAsk(
        organisation=organisation.name,
        name=chosen.sender_name,
        title=chosen.sender_title,
        phone=chosen.phone,
        email=chosen.reply_to,
    )
