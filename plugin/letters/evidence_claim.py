"""The sums of an evidence pack, currency by currency; paper and file say exactly these."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.credit.money import Money, total
from plugin.letters.evidence_facts import EvidenceFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What is claimed in one currency; credit that is not set against an invoice is not taken off.

    `charges` are interest and fixed sums to the day of the pack, `daily` what each day adds.
    """

    invoices: int
    unpaid: Money
    disputed: Money
    charges: Money
    daily: Money
    credit: Money

    @property
    def all(self) -> Money:
        """Unpaid invoices with interest and fixed sums."""
        return self.unpaid + self.charges

    @property
    def not_disputed(self) -> Money:
        """What of it nobody contests; interest on a disputed part is in it as it is earned."""
        return self.all - self.disputed


def claimed(facts: EvidenceFacts) -> tuple[Claimed, ...]:
    """The claim in each currency of the debts."""
    return tuple(_claimed(facts, code) for code in facts.currencies)


def _claimed(facts: EvidenceFacts, code: str) -> Claimed:
    debts = [each for each in facts.debts if each.balance.currency == code]
    charges = [each for each in facts.charges if each.counts and each.total.currency == code]
    return Claimed(
        invoices=len(debts),
        unpaid=total((each.balance for each in debts), code),
        disputed=total((each.disputed for each in debts), code),
        charges=total((each.total for each in charges), code),
        daily=total((each.daily for each in charges if each.daily is not None), code),
        credit=total((each for each in facts.credit if each.currency == code), code),
    )
