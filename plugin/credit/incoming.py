"""Money that a payment provider has seen and the ledger does not show yet (rules 6, 8, 20).

While it may still arrive there is silence about what it pays; afterwards a person is asked before
anybody is chased for it. How an event names an invoice is `named_invoices`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from plugin.credit.account import Account, Calendar, Hold, HoldKind, Payment
from plugin.credit.incoming_fact import Incoming, IncomingState
from plugin.credit.incoming_rules import IncomingRules
from plugin.credit.task_kinds import Task, TaskKind
from plugin.credit.working_days import add_working_days

__all__ = [
    "Incoming",
    "IncomingState",
    "Match",
    "awaited",
    "is_in_ledger",
    "may_be_paid",
    "questions",
    "silent_until",
    "with_incoming",
]

_DAY = timedelta(days=1)
#: a ledger may date a payment on the bank's day, which may be the one before the provider's
_EARLIER = timedelta(days=1)
#: what a provider keeps as its fee is not missing: so much of the amount must be in the ledger
_ENOUGH = Decimal("0.95")


class Match(StrEnum):
    """How sure it is what a payment pays."""

    #: a reference names it, or a person said so
    SURE = "sure"
    #: only payer or amount fit: a person is asked
    SUGGESTED = "suggested"
    UNKNOWN = "unknown"
    #: a person said that it is not for any invoice here
    NOT_OURS = "not_ours"


def silent_until(each: Incoming, rules: IncomingRules, calendar: Calendar) -> date:
    """The first day on which words go again about what this payment pays."""
    received = each.state is IncomingState.RECEIVED
    count = rules.received_days if received else rules.on_its_way_days
    return add_working_days(each.since, count, calendar) + _DAY


def awaited(account: Account) -> tuple[Incoming, ...]:
    """What a provider has seen and the ledger does not show yet, oldest first.

    Each payment of the ledger answers for one of the provider's; in doubt the older one is settled.
    """
    if not account.incoming:
        return ()
    left = [each for each in account.payments if not each.is_write_off]
    found: list[Incoming] = []
    for each in sorted(account.incoming, key=lambda one: (one.began, one.id)):
        taken = _shown_by(each, left)
        if taken is None:
            found.append(each)
        else:
            left = [payment for index, payment in enumerate(left) if index not in taken]
    return tuple(found)


def is_in_ledger(each: Incoming, payments: Iterable[Payment]) -> bool:
    """Whether these payments of the ledger show it."""
    return _shown_by(each, [one for one in payments if not one.is_write_off]) is not None


def _shown_by(each: Incoming, payments: list[Payment]) -> set[int] | None:
    """The places of the ledger's payments that make it up; None where it is not there yet."""
    named = each.invoice_ids
    fits = [
        (index, payment)
        for index, payment in enumerate(payments)
        if (payment.invoice_id in named or not named) and payment.on >= each.began - _EARLIER
    ]
    if each.amount is None:
        return {fits[0][0]} if fits else None
    amount, currency = each.amount.amount, each.amount.currency
    fits = [pair for pair in fits if pair[1].amount.currency == currency]
    for index, payment in fits:
        if payment.amount.amount == amount:
            return {index}
    if not named:
        # of a customer's payments only one of the very amount can be it
        return None
    taken: set[int] = set()
    total = Decimal(0)
    for index, payment in sorted(fits, key=lambda pair: pair[1].on):
        taken.add(index)
        total += payment.amount.amount
        if total >= amount * _ENOUGH:
            return taken
    return None


def with_incoming(account: Account, rules: IncomingRules) -> Account:
    """The account with a silence for each payment that is awaited, and without those that came.

    Only what is sure silences: a suggestion is asked about, and waits for an answer.
    """
    if not account.incoming:
        return account
    waited = awaited(account)
    holds = tuple(
        Hold(
            HoldKind.IN_FLIGHT,
            silent_until(each, rules, account.calendar),
            invoice_id,
            since=each.since,
            by=each.provider,
        )
        for each in waited
        if each.is_sure
        for invoice_id in each.invoice_ids
    )
    return replace(account, incoming=waited, holds=(*account.holds, *holds))


def questions(account: Account) -> list[Task]:
    """What a person is asked about payments that no reference names, while they are awaited."""
    numbers = {each.id: each.number for each in account.invoices}
    return [
        Task(
            TaskKind.MATCH_PAYMENT,
            each.id,
            each.amount,
            (each.provider, *(numbers[one] for one in each.invoice_ids if one in numbers)),
        )
        for each in account.incoming
        if not each.is_sure
    ]


def may_be_paid(waited: Iterable[Incoming], invoice_ids: Iterable[str]) -> bool:
    """Whether a provider may have seen money for any of these, which the ledger does not show.

    A suggestion without an invoice may be for any of the customer's.
    """
    asked = set(invoice_ids)
    return any(not each.invoice_ids or asked.intersection(each.invoice_ids) for each in waited)
