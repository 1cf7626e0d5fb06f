"""Why a customer or a debt is not chased today, and until when (rules 2 to 4, 16, 20, 22).

It says nothing of levels, gaps or caps: a debt without a reason here may still have to wait.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from plugin.credit.account import Account, Calendar, Hold, HoldKind, Placement
from plugin.credit.debts import Debt
from plugin.credit.decisions import Wait, WaitKind
from plugin.credit.policy import CreditPolicy
from plugin.credit.promises import PromiseBook
from plugin.credit.silence_kinds import DEBIT_FAILS_AFTER, freezes_interest
from plugin.credit.working_days import add_working_days

__all__ = [
    "Silences",
    "freezes_interest",
    "is_in_force",
    "silences",
    "too_old_on",
    "whole_customer",
]

#: no calendar stretches five working days over more days than this
_DEBIT_WITHIN = 60
_DAY = timedelta(days=1)

_PLACED: Mapping[Placement, HoldKind | WaitKind] = {
    Placement.UNPLACED: WaitKind.NOT_PLACED,
    Placement.MINE: HoldKind.MINE,
    Placement.AGENCY: HoldKind.AGENCY,
    Placement.WRITTEN_OFF: WaitKind.WRITTEN_OFF,
    Placement.NEVER: WaitKind.NEVER,
}


def is_in_force(hold: Hold, on: date) -> bool:
    """A hold ends on its day: on that day the customer may be written to again."""
    return hold.until is None or on < hold.until


def whole_customer(account: Account, policy: CreditPolicy, on: date) -> Wait | None:
    """The reason why the whole customer is silent, or None; the one that lasts longest wins."""
    if account.customer.never_chase or not policy.levels:
        return Wait(WaitKind.NEVER, None)
    return _longest(
        [hold for hold in account.holds if hold.invoice_id is None and is_in_force(hold, on)]
    )


@dataclass(frozen=True, slots=True)
class Silences:
    """The reasons of single invoices on one day, ready to be asked debt by debt."""

    on: date
    holds: Mapping[str, Wait]
    promised: Mapping[str, date]
    small: frozenset[str]
    #: after so many years a debt is perhaps too old to claim (rule 20)
    years: int = 6
    #: the working days of a customer who pays by direct debit; None for everybody else
    debits_on: Calendar | None = None

    def of(self, debt: Debt) -> Wait | None:
        """Why this debt is not chased today, or None."""
        invoice = debt.invoice
        if invoice.never_chase or not invoice.receivable:
            return Wait(WaitKind.NEVER, None, invoice.id)
        # a residue is small wherever somebody placed it: that is the reason a person understands
        if debt.small or (debt.days_late > 0 and debt.currency in self.small):
            return Wait(WaitKind.BELOW_TOLERANCE, None, invoice.id)
        placed = self._by_place(debt)
        if placed is not None:
            return placed
        return self._by_word(debt) or self._by_fact(debt)

    def _by_word(self, debt: Debt) -> Wait | None:
        """What a person or the customer said of it."""
        invoice_id = debt.invoice.id
        if invoice_id in self.holds:
            return self.holds[invoice_id]
        if invoice_id in self.promised:
            return Wait(HoldKind.PROMISED, self.promised[invoice_id], invoice_id)
        if debt.undisputed <= 0:
            # nothing of it is contested: a plan stands, and this is more than it covers
            contested = debt.invoice.disputed is not None
            return Wait(HoldKind.DISPUTED if contested else HoldKind.PLAN, None, invoice_id)
        return None

    def _by_fact(self, debt: Debt) -> Wait | None:
        if debt.invoice.sent_on is None:
            return Wait(WaitKind.NOT_SENT, None, debt.invoice.id)
        if self.debits_on is not None and 0 < debt.days_late <= _DEBIT_WITHIN:
            until = add_working_days(debt.due, DEBIT_FAILS_AFTER, self.debits_on) + _DAY
            if self.on < until:
                return Wait(HoldKind.DIRECT_DEBIT, until, debt.invoice.id)
        if debt.days_late >= self.years * 365 and too_old_on(debt.due, self.years) <= self.on:
            return Wait(HoldKind.TOO_OLD, None, debt.invoice.id)
        return None

    def _by_place(self, debt: Debt) -> Wait | None:
        opening = debt.opening
        if opening is None:
            return None
        kind = _PLACED.get(opening.placement)
        if kind is not None:
            return Wait(kind, None, debt.invoice.id)
        if opening.released_on is None or opening.released_on > self.on:
            return Wait(WaitKind.NOT_RELEASED, opening.released_on, debt.invoice.id)
        return None


def silences(
    account: Account, on: date, promises: PromiseBook, small_currencies: frozenset[str]
) -> Silences:
    """Gather the reasons of single invoices; `small_currencies` are below tolerance altogether."""
    by_invoice: dict[str, list[Hold]] = {}
    for hold in account.holds:
        ids = hold.has if hold.invoice_id is None else (hold.invoice_id,)
        for invoice_id in ids if is_in_force(hold, on) else ():
            by_invoice.setdefault(invoice_id, []).append(hold)
    partly_disputed = {each.id for each in account.invoices if each.disputed is not None}
    held: dict[str, Wait] = {}
    for invoice_id, holds in by_invoice.items():
        # where the disputed amount is known, only that part is silent
        known = invoice_id in partly_disputed
        kept = [each for each in holds if not (known and each.kind is HoldKind.DISPUTED)]
        wait = _longest(kept)
        if wait is not None:
            held[invoice_id] = wait
    customer = account.customer
    return Silences(
        on,
        held,
        dict(promises.silent_until),
        small_currencies,
        customer.standing.years_to_claim,
        account.calendar if customer.direct_debit else None,
    )


def too_old_on(due: date, years: int) -> date:
    """The day from which a claim may be too late; 29 February counts as 1 March."""
    try:
        return due.replace(year=due.year + years)
    except ValueError:
        return date(due.year + years, 3, 1)


def _longest(holds: list[Hold]) -> Wait | None:
    if not holds:
        return None
    last = max(holds, key=lambda each: each.until or date.max)
    return Wait(last.kind, last.until, last.invoice_id, last.by)
