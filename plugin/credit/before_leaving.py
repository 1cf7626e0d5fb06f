"""What an invoice is asked before it leaves: a draft, one for approval, one just approved.

Nothing is stopped and nobody is told but the business itself: the invoice can still be changed.

The rules. Order number: none is on it, and the customer said that they need one, or five of their
last six invoices carry one. Due date: another day than the customer's own terms give. Twice: the
same customer and amount within five days or with the same reference, unless the customer's past
shows that twice already. Amount: above three times the median of their last twelve invoices and
above one and a half times the largest, or below a tenth of that median and half the smallest; of
fewer than six invoices nothing is said. Limit: with this invoice and those dated before it, what
they owe goes over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median

from plugin.credit.account import Account, Invoice, InvoiceState
from plugin.credit.decisions import LimitUse
from plugin.credit.exposure import measure
from plugin.credit.leaving_findings import (
    Finding,
    Fine,
    LeavingFacts,
    LikelyTwice,
    NoOrderNumber,
    OtherDueDate,
    OverTheLimit,
    UnusualAmount,
)
from plugin.credit.money import Money
from plugin.credit.policy_parts import ExposureSwitches
from plugin.credit.terms import due_date

#: drafts dated longer ago are left lying and about to go nowhere
DRAFT_DAYS = 90
#: an approved invoice that was not sent is new for so long; then it is one of rule 3
UNSENT_DAYS = 7
_ORDERED_OF, _ORDERED = 6, 5
_NEAR = timedelta(days=5)
_HABIT = 2
_USUAL_OF, _USUAL_LEAST = 12, 6
_TIMES_MEDIAN, _TIMES_LARGEST = 3, Decimal("1.5")
_PART_OF_MEDIAN, _PART_OF_SMALLEST = Decimal("0.1"), Decimal("0.5")

_OURS_TO_CHANGE = frozenset({InvoiceState.DRAFT, InvoiceState.AWAITING_APPROVAL})
_STOOD = frozenset({InvoiceState.APPROVED, InvoiceState.PAID})


@dataclass(frozen=True, slots=True)
class BeforeLeaving:
    """One invoice with everything that was found, in the order of the rules."""

    invoice: Invoice
    findings: tuple[Finding, ...]
    #: the first day on which it is not asked about any more
    until: date


def before_leaving(
    account: Account, switches: ExposureSwitches, use: LimitUse | None, on: date
) -> tuple[BeforeLeaving, ...]:
    """Every invoice that has not left and has something to be looked at, oldest first.

    `use` is how much of the limit is used as the status is judged; None where none is in force. Of
    a customer without facts (`account.leaving`) nothing is asked.
    """
    facts = account.leaving
    if facts is None:
        return ()
    waiting = sorted(
        (each for each in account.invoices if has_not_left(each, on)),
        key=lambda each: (each.issued, each.number, each.id),
    )
    if not waiting:
        return ()
    over = _over_the_limit(account, switches, use, waiting, on)
    found = []
    for each in waiting:
        findings = [
            _order_number(account, facts, each),
            _due(facts, each),
            _twice(account, each),
            _amount(account, each),
            over.get(each.id),
        ]
        left = [it for it in findings if it is not None and Fine(each.id, it.key) not in facts.fine]
        if left:
            found.append(BeforeLeaving(each, tuple(left), asked_until(each)))
    return tuple(found)


def has_not_left(invoice: Invoice, on: date) -> bool:
    """Whether an invoice can still be put right before the customer has it."""
    if invoice.is_charge or on >= asked_until(invoice):
        return False
    if invoice.state in _OURS_TO_CHANGE:
        return True
    return (
        invoice.state is InvoiceState.APPROVED
        and invoice.sent_on is None
        and invoice.opening is None
        and invoice.balance == invoice.total
    )


def asked_until(invoice: Invoice) -> date:
    """The first day on which an invoice that has not left is left alone."""
    lasts = DRAFT_DAYS if invoice.state in _OURS_TO_CHANGE else UNSENT_DAYS
    return invoice.issued + timedelta(days=lasts + 1)


# --- the rules ----------------------------------------------------------------------------------


def _order_number(account: Account, facts: LeavingFacts, each: Invoice) -> Finding | None:
    if each.reference.strip():
        return None
    if facts.said_order:
        return NoOrderNumber(0, 0)
    past = _newest(account, each, _ORDERED_OF)
    carried = sum(1 for it in past if it.reference.strip())
    return NoOrderNumber(carried, len(past)) if carried >= _ORDERED else None


def _due(facts: LeavingFacts, each: Invoice) -> Finding | None:
    if facts.terms is None:
        return None
    by_terms = due_date(each.issued, facts.terms)
    return OtherDueDate(each.due, by_terms) if each.due != by_terms else None


def _twice(account: Account, each: Invoice) -> Finding | None:
    """The other one is the newest before it; of two that have not left only the later is asked."""
    same = sorted(
        (
            it
            for it in account.invoices
            if it.total == each.total
            and it.total.amount
            and it.state not in (InvoiceState.VOIDED, InvoiceState.DELETED)
        ),
        key=_in_time,
    )
    earlier = [it for it in same if _in_time(it) < _in_time(each)]
    reference = each.reference.strip().casefold()
    past = [it for it in same if it.state in _STOOD]
    for it in reversed(earlier):
        if reference and it.reference.strip().casefold() == reference:
            referred = [old for old in past if old.reference.strip().casefold() == reference]
            if len(referred) <= _HABIT:
                return LikelyTwice(it.id, it.number, it.issued, same_reference=True)
        near = each.issued - it.issued <= _NEAR
        differ = reference and it.reference.strip()
        if near and not differ and not _is_habit(past):
            return LikelyTwice(it.id, it.number, it.issued, same_reference=False)
    return None


def _is_habit(past: Sequence[Invoice]) -> bool:
    """They bought for this very amount that often before, and it was right."""
    near = sum(1 for one, other in pairwise(past) if other.issued - one.issued <= _NEAR)
    return near >= _HABIT


def _amount(account: Account, each: Invoice) -> Finding | None:
    amounts = [it.total.amount for it in _newest(account, each, _USUAL_OF)]
    if len(amounts) < _USUAL_LEAST:
        return None
    middle, amount = Decimal(median(amounts)), each.total.amount
    high = amount > _TIMES_MEDIAN * middle and amount > _TIMES_LARGEST * max(amounts)
    low = amount < _PART_OF_MEDIAN * middle and amount < _PART_OF_SMALLEST * min(amounts)
    if not high and not low:
        return None
    usual = Money(middle, each.total.currency).rounded()
    return UnusualAmount(each.total, usual, len(amounts))


def _newest(account: Account, each: Invoice, most: int) -> list[Invoice]:
    """The newest invoices before this one that the customer has had, of its currency."""
    past = [
        it
        for it in account.invoices
        if it.state in _STOOD
        and not it.is_charge
        and it.id != each.id
        and it.issued <= each.issued
        and it.total.currency == each.total.currency
        and (it.sent_on is not None or it.state is InvoiceState.PAID)
    ]
    return sorted(past, key=_in_time, reverse=True)[:most]


def _in_time(each: Invoice) -> tuple[date, str, str]:
    return (each.issued, each.number, each.id)


def _over_the_limit(
    account: Account,
    switches: ExposureSwitches,
    use: LimitUse | None,
    waiting: Sequence[Invoice],
    on: date,
) -> dict[str, OverTheLimit]:
    """By invoice: how far what is owed goes over the limit with it and all before it."""
    if use is None:
        return {}
    counted = [each for each in waiting if _is_exposure(each, switches)]
    amounts: list[Money] = [use.used, *(-each.balance for each in counted)]
    found = {}
    for each in waiting:
        amounts.append(each.balance)
        with_it = measure(account, use.limit, _summed(amounts), on)
        if isinstance(with_it, LimitUse) and with_it.headroom.amount < 0 and each.balance:
            found[each.id] = OverTheLimit(each.total, -with_it.headroom)
    return found


def _summed(amounts: Iterable[Money]) -> list[Money]:
    sums: dict[str, Money] = {}
    for each in amounts:
        sums[each.currency] = sums.get(each.currency, Money.zero(each.currency)) + each
    return list(sums.values())


def _is_exposure(invoice: Invoice, switches: ExposureSwitches) -> bool:
    """Whether what is owed counts it already (rule 8)."""
    if invoice.state is InvoiceState.DRAFT:
        return switches.drafts
    if invoice.state is InvoiceState.AWAITING_APPROVAL:
        return switches.awaiting_approval
    return True
