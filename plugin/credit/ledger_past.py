"""The sales ledger of an organisation as its own dates tell it: any day of the past can be asked.

Documents and what covered them, nothing else: what was sent, promised or decided stands elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plugin.credit.account import CreditKind
from plugin.credit.history import Cover
from plugin.credit.quick import quick

_NOTHING = Decimal(0)
_ONE = Decimal(1)


@quick
@dataclass(frozen=True, slots=True)
class DatedInvoice:
    """An approved sales invoice with all that ever covered it; amounts in `currency`.

    Drafts, voided and deleted invoices are none. `due` is the date in force now, `dues` the dates
    that it had with the day from which each was known, oldest first; empty where it never moved.
    `base_per_unit` is the rate of the ledger itself: units of base currency for one of `currency`.
    `covers` are in the order of their days; money of a deposit or overpayment counts from the day
    it was put against the invoice. `balance` is what the ledger says is open now, which its dates
    explain unless a payment lies ahead.
    """

    id: str
    number: str
    customer_id: str
    currency: str
    base_per_unit: Decimal
    issued: date
    due: date
    total: Decimal
    balance: Decimal
    is_charge: bool = False
    sent_on: date | None = None
    dues: tuple[tuple[date, date], ...] = ()
    covers: tuple[Cover, ...] = ()

    def due_on(self, on: date) -> date:
        """The due date in force on a day; before the first that is known, that one."""
        if not self.dues:
            return self.due
        in_force = self.dues[0][1]
        for known_from, due in self.dues:
            if known_from > on:
                break
            in_force = due
        return in_force

    def balance_on(self, on: date) -> Decimal:
        """What was open of it at the end of a civil day; nothing before its issue."""
        if self.issued > on:
            return _NOTHING
        left = self.total
        for cover in self.covers:
            if cover.on <= on:
                left -= cover.amount
        return left


@quick
@dataclass(frozen=True, slots=True)
class DatedCredit:
    """A credit note, overpayment or deposit, and the days on which parts of it were used.

    Used is what was allocated to an invoice or refunded. Credits that the owner writes debts off
    with are none of the customer's and not here (rule 5).
    """

    id: str
    number: str
    customer_id: str
    kind: CreditKind
    on: date
    amount: Decimal
    currency: str
    base_per_unit: Decimal = _ONE
    used: tuple[tuple[date, Decimal], ...] = ()

    def remaining_on(self, on: date) -> Decimal:
        """What was not yet used at the end of a civil day; nothing before its own date."""
        if self.on > on:
            return _NOTHING
        return self.amount - sum((part for day, part in self.used if day <= on), _NOTHING)


@dataclass(frozen=True, slots=True)
class DatedCustomer:
    """A customer as they are today; `segment` has been theirs since `segment_since`.

    Which segment they were in before is not kept.
    """

    id: str
    name: str
    country: str = ""
    segment: str | None = None
    segment_since: date | None = None


@dataclass(frozen=True, slots=True)
class LedgerPast:
    """All of an organisation's sales ledger, or of some of its customers."""

    base_currency: str
    invoices: tuple[DatedInvoice, ...] = ()
    credits: tuple[DatedCredit, ...] = ()
    customers: Mapping[str, DatedCustomer] | None = None

    def of(self, customer_ids: Iterable[str]) -> LedgerPast:
        """The same of these customers only."""
        wanted = frozenset(customer_ids)
        known = self.customers or {}
        return LedgerPast(
            self.base_currency,
            tuple(each for each in self.invoices if each.customer_id in wanted),
            tuple(each for each in self.credits if each.customer_id in wanted),
            {id_: each for id_, each in known.items() if id_ in wanted},
        )
