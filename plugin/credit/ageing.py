"""Open debt by days late, per currency: the bare ledger, without tolerance or netting.

Which of it may be chased is decided elsewhere.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from plugin.credit.account import Account, Invoice, InvoiceState
from plugin.credit.decisions import BUCKETS, AgeingProfile
from plugin.credit.money import Money

_NOTHING = Decimal(0)


class _Tally:
    """Running figures of one currency."""

    __slots__ = ("amounts", "counts", "late", "late_count", "oldest", "open", "open_count", "spare")

    def __init__(self) -> None:
        self.open_count = self.late_count = self.oldest = 0
        self.open = self.late = self.spare = _NOTHING
        self.counts = [0] * len(BUCKETS)
        self.amounts = [_NOTHING] * len(BUCKETS)

    def part(self, days_late: int, balance: Decimal) -> bool:
        """Count one instalment; True where it is late."""
        bucket = bucket_of(days_late)
        self.counts[bucket] += 1
        self.amounts[bucket] += balance
        if days_late <= 0:
            return False
        self.late += balance
        self.oldest = max(self.oldest, days_late)
        return True


def bucket_of(days_late: int) -> int:
    """The index into BUCKETS: current up to the due date itself, 90+ from the 91st day late."""
    if days_late <= 0:
        return 0
    if days_late > 90:
        return 4
    return 1 + (days_late - 1) // 30


def age(account: Account, on: date) -> tuple[AgeingProfile, ...]:
    """The ageing of an account, one profile per currency in the order of their codes.

    Strictly late from the day after the due date; invoices dated after `on` are left out; gross
    of unallocated credit notes, overpayments and prepayments, which stand beside it.
    """
    tallies: dict[str, _Tally] = {}
    approved = InvoiceState.APPROVED
    for invoice in account.invoices:
        if invoice.state is approved and invoice.balance.amount > 0 and invoice.issued <= on:
            currency = invoice.balance.currency
            tally = tallies.get(currency)
            if tally is None:
                tally = tallies[currency] = _Tally()
            _count(tally, invoice, on)
    for credit in account.credits:
        if credit.on <= on and credit.remaining.amount > 0:
            tally = tallies.setdefault(credit.remaining.currency, _Tally())
            tally.spare += credit.remaining.amount
    return tuple(_profile(currency, tallies[currency]) for currency in sorted(tallies))


def _count(tally: _Tally, invoice: Invoice, on: date) -> None:
    tally.open_count += 1
    tally.open += invoice.balance.amount
    if not invoice.instalments:
        tally.late_count += tally.part((on - invoice.due).days, invoice.balance.amount)
        return
    late = False
    for instalment in invoice.instalments:
        if instalment.balance.amount > 0:
            late |= tally.part((on - instalment.due).days, instalment.balance.amount)
    tally.late_count += late


def _profile(currency: str, tally: _Tally) -> AgeingProfile:
    return AgeingProfile(
        currency=currency,
        open_count=tally.open_count,
        open=Money(tally.open, currency),
        late_count=tally.late_count,
        late=Money(tally.late, currency),
        unallocated=Money(tally.spare, currency),
        buckets=tuple(
            (name, tally.counts[n], Money(tally.amounts[n], currency))
            for n, name in enumerate(BUCKETS)
        ),
        oldest_days=tally.oldest,
    )
