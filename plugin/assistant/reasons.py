"""What a customer says is wrong, as one of the reasons that are counted. It judges nobody."""

from __future__ import annotations

import re

from plugin.credit.agreements import DisputeReason

#: in the order in which they are looked for: the more particular first
_REASONS = (
    (DisputeReason.DUPLICATE, r"duplicate|twice|double|already invoiced|same invoice"),
    (
        DisputeReason.FAULTY,
        (
            r"damag|broke|fault|defect|mould|leak|crack|spoil|rotten|poor quality|stale"
            r"|melted|unusable|smashed|off\b|torn|dented"
        ),
    ),
    (
        DisputeReason.NOT_RECEIVED,
        (
            r"(?:never|not|n't|didnt|nothing|none).*(?:receiv|arriv|deliver|turn|come|came"
            r"|got|get)|missing|not received"
        ),
    ),
    (
        DisputeReason.WRONG_QUANTITY,
        r"quantit|short|only (?:got|received|ordered|had)|too many|fewer|half of",
    ),
    (DisputeReason.ORDER_NUMBER, r"\bpo\b|purchase order|order number"),
    (
        DisputeReason.WRONG_PRICE,
        r"price|overcharg|too much|more than|amount|quoted|agreed|rate|expensive|total",
    ),
    (DisputeReason.ALREADY_PAID, r"already paid|have paid"),
)


def reason_of(words: str) -> DisputeReason:
    """The reason that the words name; OTHER where they name none."""
    text = words.lower()
    return next((why for why, pattern in _REASONS if re.search(pattern, text)), DisputeReason.OTHER)
