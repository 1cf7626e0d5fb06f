"""What a customer has said that a review has to know of: that something was paid.

Nothing here decides what follows from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugin.credit.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """That a customer said these invoices were paid, as a review reads it.

    `until` is the first day on which words go again; None where nothing pauses, because it had
    been said before.
    """

    id: str
    invoice_ids: tuple[str, ...]
    amount: Money
    paid_on: date
    until: date | None
