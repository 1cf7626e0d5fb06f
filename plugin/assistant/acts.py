"""What a customer may do by the assistant: a wish while it is put together, and the act itself.

An act is what a yes is a yes to. Nothing here changes anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from plugin.assistant.slots import Amount, Share
from plugin.credit.agreements import DisputeReason, PlanPart
from plugin.credit.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was said so far of something to be done; what is not said is filled in by the house.

    `pairs` are amounts with their days, where several were named: 200 on Friday, the rest later.
    `words` are the customer's own, for what they say is wrong.
    """

    intent: str
    invoice_ids: tuple[str, ...] = ()
    #: meant by 'it' or 'them', and not named
    meant: tuple[str, ...] = ()
    amount: Amount | None = None
    share: Share | None = None
    day: date | None = None
    count: int | None = None
    every: str = ""
    pairs: tuple[tuple[Amount | Share, date], ...] = ()
    words: str = ""
    #: said in so many words: 'I have paid', 'it is paid'
    is_plain: bool = True
    #: several amounts were named, and not which of them is meant
    is_unclear: bool = False
    #: a day was named that cannot be one: past for a promise, ahead for a payment
    day_misfits: bool = False


@dataclass(frozen=True, slots=True)
class Promised:
    """A day by which an amount of these invoices will be paid; beyond the bounds it is proposed."""

    invoice_ids: tuple[str, ...]
    amount: Money
    due: date
    is_proposal: bool


@dataclass(frozen=True, slots=True)
class SaidPaid:
    """That an amount of these invoices was paid on a day."""

    invoice_ids: tuple[str, ...]
    amount: Money
    paid_on: date
    is_again: bool


@dataclass(frozen=True, slots=True)
class Split:
    """Instalments for these invoices; beyond the bounds they are proposed."""

    invoice_ids: tuple[str, ...]
    parts: tuple[PlanPart, ...]
    is_proposal: bool


@dataclass(frozen=True, slots=True)
class SaidWrong:
    """That something of one invoice is wrong: `amount` of it, or all that is not contested yet."""

    invoice_id: str
    reason: DisputeReason
    amount: Money
    words: str


@dataclass(frozen=True, slots=True)
class CopyAsked:
    """Copies of these invoices, to the address on file."""

    invoice_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementAsked:
    """A statement of the account, to the address on file."""

    on: date


Act = Promised | SaidPaid | Split | SaidWrong | CopyAsked | StatementAsked


@dataclass(frozen=True, slots=True)
class Ready:
    """A wish that is whole: the act, and the question that states exactly what will happen."""

    act: Act
    question: str
    done: str
    sources: tuple[str, ...] = ()
    slots: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lacking:
    """What still has to be said, as a question; nothing happens before."""

    question: str
    slots: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pointless:
    """Nothing is to be done, and why: what was asked for is so already, or cannot be."""

    words: str
    did: str = "answer"


def plain_amount(amount: Decimal) -> str:
    """An amount as a slot has it: 200.00."""
    return f"{amount:.2f}"
