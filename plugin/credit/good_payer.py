"""The facts of a good-payer letter: a customer's record over the last twelve months, in counts.

It judges nobody and promises nothing; whether a letter is given is a person's decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from plugin.credit.account import Account
from plugin.credit.metrics import marks
from plugin.credit.policy import CreditPolicy

#: the last day of a letter lies so long after its date
LASTS = timedelta(days=90)

#: fewer invoices than these are no record
LEAST = 3

_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodPayerRecord:
    """Invoices that were paid or fell due from `start` to `on`, both included; civil days.

    `since` is the date of the customer's first invoice that the ledger holds.
    """

    on: date
    start: date
    since: date
    counted: int
    on_time: int

    @property
    def per_cent(self) -> int:
        """The share on time in whole per cent, rounded down: never more than it was."""
        return self.on_time * 100 // self.counted

    @property
    def good_until(self) -> date:
        """The last day on which a letter of that day is good."""
        return self.on + LASTS


def good_payer_record(
    account: Account, policy: CreditPolicy, on: date, *, since: date | None
) -> GoodPayerRecord | None:
    """The record of twelve months to `on`; None where fewer than three invoices say anything.

    By the same marks as every on-time record (rules 1, 4 and 5). What is late and still open counts
    however old it is, so that no letter keeps silent about it.
    """
    found, _ = marks(account, on, policy)
    still_open = {each.id for each in account.invoices if each.is_open}
    start = on - _YEAR + timedelta(days=1)
    counted = [
        mark
        for mark in found
        if start <= mark.day <= on or (not mark.by_money and mark.invoice_id in still_open)
    ]
    if since is None or len(counted) < LEAST:
        return None
    return GoodPayerRecord(
        on=on,
        start=start,
        since=min(since, on),
        counted=len(counted),
        on_time=sum(mark.on_time for mark in counted),
    )
