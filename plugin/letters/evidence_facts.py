"""Everything that an evidence pack says, as plain facts. Nothing is read, worded or set here.

Instants are in the organisation's own time zone, days are its civil days, amounts are never added
across currencies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from plugin.credit.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One of the two sides as their papers name them."""

    name: str
    address: tuple[str, ...] = ()
    number: str = ""
    company_number: str = ""
    #: what they are before the law, and whose law; of the debtor
    kind: str = ""
    law: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtStated:
    """An invoice as it stands; `disputed` is what of its balance is contested and undecided."""

    id: str
    number: str
    reference: str
    issued: date
    due: date
    sent_on: date | None
    days_late: int
    total: Money
    paid: Money
    credited: Money
    balance: Money
    disputed: Money


@dataclass(frozen=True, slots=True)
class CoverStated:
    """A payment, credit or write-off of one of the invoices."""

    on: date
    number: str
    what: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class SentStated:
    """A message that went out, to whom, by which id its carrier knows it, and what came back."""

    on: date
    at: datetime | None
    channel: str
    what: str
    is_final: bool
    numbers: tuple[str, ...]
    asked: Money
    to: tuple[str, ...]
    mail_id: str
    state: str
    outcome: str
    approved_by: str
    policy: str
    subject: str
    text: str
    returned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActStated:
    """Something that was done or said on a day, in one sentence."""

    at: datetime
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseStated:
    """A promise and what became of it."""

    made_on: date
    due: date
    amount: Money
    numbers: tuple[str, ...]
    by: str
    became: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStated:
    """A payment plan: its instalments as due day, amount, what came and how it stands."""

    agreed_on: date
    by: str
    numbers: tuple[str, ...]
    parts: tuple[tuple[date, Money, Money, str], ...]
    ended: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeStated:
    """A dispute with all that both sides wrote about it, word for word."""

    number: str
    opened_on: date
    contested: Money
    reason: str
    words: str
    decided: str
    thread: tuple[tuple[datetime, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeStated:
    """Interest and a fixed sum on one debt: decided on, or earned and not yet claimed.

    `reasons` give each piece with its balance, days, rate and where the rate comes from.
    """

    number: str
    interest: Money
    compensation: Money
    state: str
    reasons: tuple[str, ...]
    #: by what law or terms; of what was claimed
    basis: str = ""
    counts: bool = True
    #: what another day adds, where interest still runs
    daily: Money | None = None

    @property
    def total(self) -> Money:
        """Both together."""
        return self.interest + self.compensation


@dataclass(frozen=True, slots=True)
class LogLine:
    """One link of the chained log that is about this customer."""

    seq: int
    at: datetime
    what: str
    by: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogStated:
    """The customer's part of the log; `document` is the file that verifies, `wrong` if it does not.

    `links` counts all of the file, those of others as bare digests included.
    """

    lines: tuple[LogLine, ...] = ()
    links: int = 0
    head: str = ""
    wrong: str = ""
    document: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedStated:
    """To whom it was handed, when, by whom and why; None of it before that is done."""

    name: str
    address: str
    on: date
    by: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFacts:
    """One customer's evidence for chosen invoices, as of `at`."""

    on: date
    at: datetime
    #: when the books were last read; None where they never were
    books_at: datetime | None
    by: str
    creditor: Party
    debtor: Party
    handed: HandedStated | None
    #: what whoever collects has to know
    cautions: tuple[str, ...]
    how_to_pay: tuple[str, ...]
    debts: tuple[DebtStated, ...]
    #: credit of theirs that is not set against an invoice, one sum a currency
    credit: tuple[Money, ...] = ()
    covers: tuple[CoverStated, ...] = ()
    sent: tuple[SentStated, ...] = ()
    wrote: tuple[ActStated, ...] = ()
    calls: tuple[ActStated, ...] = ()
    portal: tuple[ActStated, ...] = ()
    promises: tuple[PromiseStated, ...] = ()
    plans: tuple[PlanStated, ...] = ()
    disputes: tuple[DisputeStated, ...] = ()
    charges: tuple[ChargeStated, ...] = ()
    #: why nothing is earned by lateness; empty where something is
    no_charges: str = ""
    log: LogStated = field(default_factory=LogStated)

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies of the debts, in their order."""
        return tuple(dict.fromkeys(each.balance.currency for each in self.debts))
