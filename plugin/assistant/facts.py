"""What the assistant may speak from: one customer's account, their policy, and the owner's words.

Figures are the bare ledger's, as the console shows them; nothing here is of another customer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from plugin.credit.account import Account, Credit, Invoice, InvoiceState, Payment
from plugin.credit.debts import Debt, debts_of, late_is_small
from plugin.credit.money import Money, total
from plugin.credit.pay_run import next_run, run_of
from plugin.credit.policy import CreditPolicy
from plugin.credit.promise_source import PromiseSource
from plugin.credit.working_days import NoWorkingDay
from plugin.letters.passport_shapes import PassportInWords
from plugin.letters.policy_shapes import Section, WhoToAsk

_TOLD = frozenset({InvoiceState.APPROVED, InvoiceState.PAID})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything an answer may be made of; `on` is the civil day of the question.

    `how_to_pay` are the owner's own lines; `has_address` says whether anything can be mailed.
    """

    account: Account
    policy: CreditPolicy
    on: date
    organisation: str
    country: str = ""
    terms_days: int | None = None
    how_to_pay: tuple[str, ...] = ()
    has_address: bool = True
    #: whether copies and statements go out by a yes; else they are opened on the page, by a code
    sends_copies: bool = True
    #: the published policy by its parts, as the policy page has them
    published: tuple[Section, ...] = ()
    #: the customer's own credit in words; None where the owner does not show it
    passport: PassportInWords | None = None
    #: by invoice id, where the record knows of more promises than those that stand
    promises_made: tuple[tuple[str, int], ...] = ()
    #: how to reach a person of the business
    person: WhoToAsk | None = None
    _sorted: tuple[Invoice, ...] = field(default=(), init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = [
            each for each in self.account.invoices if each.state in _TOLD and each.issued <= self.on
        ]
        known.sort(key=lambda each: (each.due, each.issued, each.number, each.id))
        object.__setattr__(self, "_sorted", tuple(known))

    @property
    def invoices(self) -> tuple[Invoice, ...]:
        """Every invoice that the customer may hear of, oldest due first."""
        return self._sorted

    @property
    def open(self) -> tuple[Invoice, ...]:
        """Those with something left to pay, oldest due first."""
        return tuple(each for each in self._sorted if each.is_open)

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies of what is open; the base currency where nothing is."""
        found = dict.fromkeys(each.balance.currency for each in self.open)
        return tuple(sorted(found)) or (self.account.base_currency,)

    @property
    def debts(self) -> dict[str, list[Debt]]:
        """Open invoices or their instalments per currency."""
        return debts_of(self.account, self.policy, self.on)

    @property
    def late(self) -> tuple[Debt, ...]:
        """What the customer may be told is late: sent, and above tolerance (rules 3 and 4)."""
        return tuple(
            debt
            for debts in self.debts.values()
            if not late_is_small(debts, self.policy)
            for debt in debts
            if debt.is_late and not debt.small and debt.invoice.sent_on is not None
        )

    @property
    def coming(self) -> tuple[Debt, ...]:
        """What falls due today or later, soonest first."""
        found = [debt for debts in self.debts.values() for debt in debts if not debt.is_late]
        return tuple(sorted(found, key=lambda each: (each.due, each.invoice.number)))

    @property
    def payments(self) -> tuple[Payment, ...]:
        """Money that came in, newest first; a write-off is none (rule 5)."""
        mine = {each.id for each in self._sorted}
        found = [
            each
            for each in self.account.payments
            if not each.is_write_off and each.on <= self.on and each.invoice_id in mine
        ]
        return tuple(sorted(found, key=lambda each: (each.on, each.invoice_id), reverse=True))

    @property
    def credits(self) -> tuple[Credit, ...]:
        """Credit notes, overpayments and deposits that are set against nothing yet."""
        found = [
            each
            for each in self.account.credits
            if each.remaining.amount > 0 and each.on <= self.on
        ]
        return tuple(sorted(found, key=lambda each: (each.on, each.id)))

    def by_id(self, invoice_id: str) -> Invoice | None:
        """An invoice of this customer, or None."""
        return next((each for each in self._sorted if each.id == invoice_id), None)

    def owed(self, invoices: tuple[Invoice, ...], currency: str) -> Money:
        """What is left to pay of these in one currency."""
        mine = (each.balance for each in invoices if each.balance.currency == currency)
        return total(mine, currency)

    def unallocated(self, currency: str) -> Money:
        """Credit in one currency that is set against nothing yet."""
        mine = (c.remaining for c in self.credits if c.remaining.currency == currency)
        return total(mine, currency)

    @property
    def late_invoices(self) -> tuple[Invoice, ...]:
        """The invoices of which something is late, as the ledger has them."""
        late = {debt.invoice.id for debt in self.late}
        return tuple(each for each in self.open if each.id in late)

    @property
    def promised_before(self) -> dict[str, int]:
        """How many promises the customer has made for an invoice by themselves (rule 37)."""
        if self.promises_made:
            return dict(self.promises_made)
        found: dict[str, int] = {}
        for promise in self.account.promises:
            if promise.source is PromiseSource.CUSTOMER:
                for each in promise.invoice_ids:
                    found[each] = found.get(each, 0) + 1
        return found

    @property
    def next_pay_run(self) -> date | None:
        """The customer's own next pay run, where their past payments show one."""
        calendar = self.account.calendar
        run = run_of(self.account, self.on)
        if run is None:
            return None
        try:
            return next_run(run, self.on, calendar)
        except NoWorkingDay:
            return None

    def section(self, key: str) -> Section | None:
        """A part of the published policy: terms, reminders, late, limits, wrong, time, person."""
        return next((each for each in self.published if each.key == key), None)

    @property
    def own_words(self) -> frozenset[str]:
        """Words of the two names, which are neither typing errors nor questions."""
        names = f"{self.account.customer.name} {self.organisation}".lower()
        return frozenset(re.findall(r"[a-z']{3,}", names))

    @property
    def month_first(self) -> bool:
        """Whether 11/27 is a day here and 27/11 is none."""
        return self.country.upper() in {"US", "USA", "PH", "PR"}


def share_of(whole: Money, share: Decimal) -> Money:
    """A part of an amount, to the penny."""
    return (whole * share).rounded()
