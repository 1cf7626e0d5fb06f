"""What an organisation's own tools are told, as plain values. The API's description is made of
these, so that neither can say what the other does not. Nothing is read here.

Money is exact and carries its currency; a day is a civil date of the organisation, an instant is
in UTC. Words of people stand only where a key may read them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from plugin.credit.money import Money

Flag = Literal["open", "watch", "stop"]
PromiseTold = Literal["open", "kept", "part_kept", "broken", "withdrawn", "unknown"]


@dataclass(frozen=True, slots=True)
class OwedIn:
    """What a customer owes in one currency; nothing is added across currencies."""

    open: Annotated[Money, "Balances of approved sales invoices, sent or not"]
    open_invoices: int
    late: Annotated[Money, "The part whose due date has passed"]
    late_invoices: int
    unallocated_credit: Annotated[Money, "Left of credit notes, overpayments and deposits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Where a customer stands with their credit, as of the last review."""

    flag: Annotated[Flag, "Stop is only ever put in force by a person"]
    flag_since: date | None
    stop_proposed: Annotated[bool, "A stop waits for a person’s yes"]
    why: Annotated[tuple[str, ...], "The reasons of the flag, each a sentence with its numbers"]
    limit: Annotated[Money | None, "null: no limit is set, which is not a limit of zero"]
    used: Annotated[Money | None, "Exposure in the limit’s currency; null without a limit"]
    headroom: Annotated[Money | None, "Limit less used; negative where it is exceeded"]
    percent_used: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A customer; `credit` is null for a key without the scope decisions.read."""

    id: str
    number: str
    name: str
    archived: bool
    owed: tuple[OwedIn, ...]
    oldest_days_late: int
    credit: Credit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """A sales invoice as the ledger has it."""

    id: str
    number: str
    customer_id: str
    reference: Annotated[str, "The customer’s order number or what else the ledger holds there"]
    state: Annotated[str, "draft, submitted, approved, paid or voided"]
    issued: date
    due: date
    total: Money
    balance: Money
    days_late: Annotated[int, "From the due date to today; 0 where it is not late or not open"]
    expected_on: Annotated[date | None, "The expected payment date in the ledger"]
    paid_on: Annotated[date | None, "The day on which it was paid in full"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A promise to pay and what became of it by today."""

    id: UUID
    customer_id: str
    invoice_ids: Annotated[tuple[str, ...], "Empty: whatever is owed in that currency"]
    amount: Money
    due: date
    made_on: date
    source: str
    by: str
    state: Annotated[PromiseTold, "unknown: too long ago to judge"]


@dataclass(frozen=True, slots=True)
class Instalment:
    """One row of a plan; `paid` is null once the plan has ended."""

    due: date
    amount: Money
    paid: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A payment plan."""

    id: UUID
    customer_id: str
    invoice_ids: tuple[str, ...]
    agreed_on: date
    by: str
    instalments: tuple[Instalment, ...]
    rest: Annotated[Money | None, "Still out under the plan; null once it has ended"]
    ended_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A disputed invoice or part of one."""

    id: UUID
    customer_id: str
    invoice_id: str
    amount: Annotated[Money | None, "The contested part; null: all of it"]
    reason: str
    opened_on: date
    deadline: date
    outcome: Annotated[str | None, "null while it is open"]
    words: Annotated[str | None, "What was said; null without the scope words.read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A reason for silence in force."""

    id: UUID
    customer_id: str
    invoice_id: Annotated[str | None, "null: the whole customer"]
    kind: Annotated[str, "“private” stands for a personal reason without the scope words.read"]
    since: date
    until: Annotated[date | None, "The first day on which words may go again"]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A line of the timeline."""

    id: int
    at: datetime
    kind: str
    by: str
    customer_id: str | None
    summary: Annotated[str | None, "null where it may tell of personal matters, without words.read"]
    said: Annotated[str | None, "Words of people; null without words.read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitChange:
    """A change of a credit limit."""

    id: int
    at: datetime
    by: str
    reason: str
    before: Money | None
    after: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAnswer:
    """Whether an order can be taken, by the house’s published rule."""

    answer: Literal["yes", "deposit", "ask"]
    headline: str
    why: str
    deposit: Annotated[Money | None, "To be paid first, where the answer is deposit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Whose key this is, and what it may do."""

    id: UUID
    name: str
    base_currency: str
    time_zone: str
    connected: bool
    key: Annotated[str, "The id of the key"]
    scopes: tuple[str, ...]
    expires_at: datetime | None
