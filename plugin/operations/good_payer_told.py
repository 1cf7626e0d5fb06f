"""What a customer who asked for a good-payer letter is told by mail. Sending is elsewhere."""

from __future__ import annotations

from uuid import UUID

from plugin.letters.wording import dated
from plugin.store import Tx, good_payer
from plugin.store.good_payer import LetterState


def letter_told(tx: Tx, letter_id: UUID) -> tuple[str, tuple[str, ...], str] | None:
    """Subject, paragraphs and what the link is called; None where it was decided otherwise."""
    found = good_payer.letter(tx, letter_id)
    if found is None:
        return None
    if found.state is LetterState.APPROVED and found.good_until is not None:
        return (
            "The letter about your record is ready",
            (
                (
                    "You asked us for a letter about your record with us. It is ready, and "
                    "stands on your page as a PDF."
                ),
                (
                    f"It is good until {dated(found.good_until)}. Whoever you show it to can "
                    "check it at the address on it."
                ),
            ),
            "Your page, with the letter",
        )
    if found.state is LetterState.DECLINED:
        return (
            "About the letter that you asked for",
            (
                (
                    "You asked us for a letter about your record with us. We cannot give one at "
                    "present. Your account is not affected by that."
                ),
                "You can ask again in thirty days, or ring us to talk about it.",
            ),
            "Your page",
        )
    return None
