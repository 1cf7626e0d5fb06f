"""Disputes: the part of an invoice that a customer contests, and who owes them an answer.

Only that part is silent: of 1,000 with 80 contested, 920 stays collectable. Past its deadline the
part stays silent, because a question that we have not answered is no reason to ask for the money;
a task then asks a person every day until one decides. Nothing here decides who is right.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.account import Account, Invoice
from plugin.credit.agreements import Dispute, DisputeOutcome
from plugin.credit.climbing import Findings
from plugin.credit.decisions import Task, TaskKind
from plugin.credit.money import Money

#: days in which a dispute is answered unless a person names another deadline
ANSWERED_WITHIN = 14
_NOTHING = Decimal(0)
_DAY = timedelta(days=1)


def may_be_disputed(invoice: Invoice, disputes: Iterable[Dispute]) -> Money:
    """What of an invoice is not contested yet: nothing more may be."""
    left = invoice.balance.amount if invoice.is_open else _NOTHING
    for each in disputes:
        if each.invoice_id == invoice.id:
            left -= left if each.amount is None else min(left, each.amount.amount)
    return Money(left, invoice.balance.currency)


def credit_due(
    outcome: DisputeOutcome, disputed: Money, upheld: Money | None = None
) -> Money | None:
    """What is to be credited by a decision; None where the customer was not right.

    Raises ValueError where part is upheld and `upheld` is not between nothing and all of it.
    """
    if outcome is DisputeOutcome.NOT_UPHELD:
        return None
    if outcome is DisputeOutcome.CREDIT_DUE:
        return disputed
    if upheld is None or not 0 < upheld.amount < disputed.amount:
        raise ValueError(f"of {disputed} a part is upheld, and not all of it")
    return upheld


def find_disputes(account: Account, on: date, found: Findings) -> None:
    """The tasks and the days that the disputes of an account bring to a review."""
    invoices = {each.id: each for each in account.invoices} if account.disputes else {}
    for dispute in account.disputes:
        invoice = invoices.get(dispute.invoice_id)
        if invoice is None:
            continue
        if on <= dispute.deadline:
            found.days.append(dispute.deadline + _DAY)
        names = (invoice.number, dispute.owner, dispute.deadline.isoformat(), dispute.reason.value)
        amount = invoice.balance if dispute.amount is None else dispute.amount
        found.tasks.append(Task(_kind(dispute, on), dispute.id, amount, names))


def _kind(dispute: Dispute, on: date) -> TaskKind:
    if dispute.credit_awaited:
        return TaskKind.ISSUE_CREDIT
    return TaskKind.DISPUTE_OVERDUE if on > dispute.deadline else TaskKind.ANSWER_DISPUTE
