"""What each invoice of a year says of punctuality, and when the calendar alone changes it.

The points that it gives are found in `score`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.account import Account, Invoice, InvoiceState, Payment, Rate
from plugin.credit.debts import debts_of
from plugin.credit.policy import CreditPolicy
from plugin.credit.working_days import roll_forward

_NOTHING = Decimal(0)
_TENTH = Decimal("0.1")
_DAY = timedelta(days=1)
#: how far back each part looks
YEAR, LATELY = timedelta(days=365), timedelta(days=90)
#: points of the oldest debt from so many days late on; nothing late has them all
OLDEST_STEPS = ((61, 0), (31, 5), (15, 10), (1, 15))


@dataclass(slots=True)
class Counts:
    """What one invoice says: paid in time, paid late, and still late, in its own currency."""

    due: date
    on_time: Decimal
    #: late money by the day of its payment; what is still owed, or lost, by None
    late: list[tuple[date | None, Decimal]]
    is_settled: bool


class View:
    """One account on one day, with what several parts look at."""

    def __init__(
        self, account: Account, policy: CreditPolicy, on: date, rates: Mapping[str, Rate]
    ) -> None:
        self.account, self.policy, self.on = account, policy, on
        self._rates = rates
        self.used: set[str] = set()
        self.left_out: set[str] = set()
        self.days: list[date] = []
        self.oldest: tuple[int, str] = (0, "")
        self.payments: dict[str, list[Payment]] = {}
        for payment in account.payments:
            if payment.on <= on:
                self.payments.setdefault(payment.invoice_id, []).append(payment)
            else:
                self.days.append(payment.on)
        #: of each contested invoice since when, and how much; None is all of it
        self.contested: dict[str, tuple[date, Decimal | None]] = {}
        for each in account.disputes:
            since, part = self.contested.get(each.invoice_id, (each.opened_on, _NOTHING))
            more = each.amount.amount if each.amount is not None else None
            both = None if part is None or more is None else part + more
            self.contested[each.invoice_id] = (min(since, each.opened_on), both)

    def rate(self, currency: str) -> Decimal | None:
        """Base currency for one unit; None where the ledger has used no rate, noted either way."""
        if currency == self.account.base_currency:
            return Decimal(1)
        if (rate := self._rates.get(currency)) is None:
            self.left_out.add(currency)
            return None
        self.used.add(currency)
        return rate.base_per_unit

    def late_by_invoice(self) -> dict[str, Decimal]:
        """What of each invoice is late, undisputed and above tolerance; notes the oldest."""
        overdue = tuple(
            each
            for each in self.account.invoices
            if each.is_open and not each.is_charge and self._may_be_late(each)
        )
        if not overdue:
            return {}
        found: dict[str, Decimal] = {}
        # by the ledger's own dates: a plan is patience, not punctuality
        seen = replace(self.account, invoices=overdue, plans=())
        for debts in debts_of(seen, self.policy, self.on).values():
            late = [each for each in debts if each.is_late and not each.small]
            owed = sum((each.undisputed for each in late), _NOTHING)
            if not late or owed < self.policy.tolerance_for(late[0].currency).account:
                continue
            for debt in late:
                if debt.undisputed <= 0:
                    continue
                self.oldest = max(self.oldest, (debt.days_late, debt.invoice.number))
                for days, _ in OLDEST_STEPS:
                    self.days.append(debt.due + timedelta(days=days))
                deadline = self.deadline(debt.due)
                if deadline < self.on:
                    found[debt.invoice.id] = found.get(debt.invoice.id, _NOTHING) + debt.undisputed
                else:
                    self.days.append(deadline + _DAY)
        return found

    def deadline(self, due: date) -> date:
        """The last day on which a payment is on time (rule 1)."""
        return roll_forward(due, self.account.calendar)

    def note_leaving(self, counts: Counts) -> None:
        """Note on which day some of its money leaves a window by itself."""
        days = [counts.due] if counts.on_time or counts.is_settled else []
        days.extend(day for day, _ in counts.late if day is not None)
        for day in days:
            leaves = day + LATELY if day + LATELY > self.on else day + YEAR
            if leaves > self.on:
                self.days.append(leaves)

    def _may_be_late(self, invoice: Invoice) -> bool:
        due = min((each.due for each in invoice.instalments), default=invoice.due)
        if due < self.on:
            return True
        self.days.append(due + _DAY)
        return False


def counts_of(view: View, invoice: Invoice, owed: Decimal) -> Counts | None:
    """What an invoice says of punctuality; None where nothing was paid, lost or is late."""
    payments = view.payments.get(invoice.id, ())
    if not payments and not owed:
        return None
    residue = view.policy.tolerance_for(invoice.total.currency).residue
    on_time = lost = money = _NOTHING
    late: list[tuple[date | None, Decimal]] = []
    for payment in payments:
        amount = payment.amount.amount
        if payment.is_write_off:
            lost += amount
        elif payment.on <= invoice.due or payment.on <= view.deadline(invoice.due):
            on_time += amount
        else:
            late.append((payment.on, amount))
        money += _NOTHING if payment.is_write_off else amount
    if lost >= residue:
        late.extend((each.on, each.amount.amount) for each in payments if each.is_write_off)
    if owed:
        late.append((None, owed))
    if invoice.disputed is not None:
        late = _less_disputed(view, invoice, on_time, money + lost, late)
    done = invoice.state is InvoiceState.PAID or invoice.balance.amount < residue
    is_settled = done and money > 0 and lost < max(residue, _TENTH)
    return Counts(invoice.due, on_time, late, is_settled)


def _less_disputed(
    view: View,
    invoice: Invoice,
    on_time: Decimal,
    paid: Decimal,
    late: list[tuple[date | None, Decimal]],
) -> list[tuple[date | None, Decimal]]:
    """Late money of a contested invoice, never more than what nobody contests.

    Otherwise whoever pays what they contest would be marked down for paying it.
    """
    assert invoice.disputed is not None
    since, part = view.contested.get(invoice.id, (view.on, invoice.disputed.amount))
    if part is None:
        return [each for each in late if each[0] is not None and each[0] < since]
    credited = max(invoice.total.amount - invoice.balance.amount - paid, _NOTHING)
    left = max(invoice.total.amount - credited - on_time - part, _NOTHING)
    kept: list[tuple[date | None, Decimal]] = []
    for day, amount in sorted(late, key=lambda each: each[0] or date.max, reverse=True):
        counted = min(amount, left)
        left -= counted
        if counted:
            kept.append((day, counted))
    return kept
