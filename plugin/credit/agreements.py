"""What was agreed or contested with a customer, as facts: disputes, payment plans, retentions.

Nothing here decides what follows from any of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from plugin.credit.money import Money


class DisputeReason(StrEnum):
    """What a customer says is wrong; a closed list, so that it can be counted."""

    NOT_RECEIVED = "not_received"
    WRONG_PRICE = "wrong_price"
    WRONG_QUANTITY = "wrong_quantity"
    FAULTY = "faulty"
    DUPLICATE = "duplicate"
    ALREADY_PAID = "already_paid"
    ORDER_NUMBER = "order_number"
    OTHER = "other"


class DisputeOutcome(StrEnum):
    """What a person decided: all of the part is credited, some of it, or none."""

    CREDIT_DUE = "credit_due"
    IN_PART = "in_part"
    NOT_UPHELD = "not_upheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A part of an invoice that is silent: contested, or found to be credited and not yet so.

    `amount` is what of it is silent today, less what was credited since; None is all of the
    balance. `owner` looks into it; past the `deadline` (a civil date) a person is asked to decide,
    and the part stays silent until they do.
    """

    id: str
    invoice_id: str
    amount: Money | None
    reason: DisputeReason
    owner: str
    opened_on: date
    deadline: date
    #: a person has decided, and this is what the ledger still has to credit
    credit_awaited: bool = False


@dataclass(frozen=True, slots=True)
class PlanPart:
    """One instalment of a plan as it was agreed."""

    due: date
    amount: Money


@dataclass(frozen=True, slots=True)
class PlanCover:
    """An invoice under a plan: what was unpaid, and what had come in, when it was agreed.

    `written_off_before` is what of it had been written off by then.
    """

    invoice_id: str
    owed: Money
    paid_before: Money
    written_off_before: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Instalments agreed for invoices of one currency, beside the ledger's own due dates.

    `parts` are in the order of their dates. `ordinal` sets the steps of its instalments apart from
    those of the invoices themselves and of every other plan; it begins with 1.
    """

    id: str
    ordinal: int
    agreed_on: date
    covers: tuple[PlanCover, ...]
    parts: tuple[PlanPart, ...]


@dataclass(frozen=True, slots=True)
class Retention:
    """A part of an invoice that is not due before a later day."""

    amount: Money
    due: date
