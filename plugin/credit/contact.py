"""Gaps, caps and working days between a proposal that is ready and a customer (rules 23, 24).

Which hour of the day, and how many go to one address, is for the sender to keep.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from plugin.credit.account import Account, StepState
from plugin.credit.context import not_there_until
from plugin.credit.decisions import Wait, WaitKind
from plugin.credit.policy import CEILING_IN_SEVEN_DAYS, Channel, CreditPolicy
from plugin.credit.steps import EVERY_CURRENCY
from plugin.credit.working_days import is_working_day, next_working_day

_WEEK, _MONTH = 7, 30


@dataclass(frozen=True, slots=True)
class ContactHistory:
    """When the customer heard from us unprompted: in one currency, and in all."""

    last_in: tuple[tuple[str, date], ...]
    sent: tuple[date, ...]
    #: the channels of what reached them on the day of the review itself
    channels_today: frozenset[Channel] = frozenset()

    def last(self, currency: str) -> date | None:
        """The last unprompted message about debts in this currency."""
        days = [day for code, day in self.last_in if code in (currency, EVERY_CURRENCY)]
        return max(days, default=None)


def history_of(account: Account, on: date) -> ContactHistory:
    """Read the messages up to `on`; one that was perhaps sent counts for the gap."""
    last: dict[str, date] = {}
    sent: list[date] = []
    channels: set[Channel] = set()
    for message in account.messages:
        if message.unprompted and message.on <= on:
            sent.append(message.on)
            last[message.currency] = max(message.on, last.get(message.currency, message.on))
            if message.on == on:
                channels.add(message.channel)
    perhaps = [step for step in account.steps if step.state is StepState.UNCONFIRMED]
    if perhaps:
        currencies = {invoice.id: invoice.balance.currency for invoice in account.invoices}
        for step in perhaps:
            currency = currencies.get(step.invoice_id)
            if currency is not None:
                last[currency] = max(step.on, last.get(currency, step.on))
    return ContactHistory(tuple(sorted(last.items())), tuple(sorted(sent)), frozenset(channels))


def must_wait(
    account: Account,
    policy: CreditPolicy,
    on: date,
    history: ContactHistory,
    currency: str,
    beside: int,
    mention: bool,
    channel: Channel = Channel.EMAIL,
) -> Wait | None:
    """Why a message that is ready may not be proposed today, or None.

    The gap is per currency (rule 9), the caps are across all of them; `beside` counts messages
    already under way in other currencies. `mention` waives the gap once: a broken promise or a
    returned payment may be mentioned inside it. Two channels never meet on one day, unless the
    customer answered on it.
    """
    last = history.last(currency)
    free = last + timedelta(days=policy.contact.days_between) if last is not None else on
    if free > on and not mention:
        return Wait(WaitKind.GAP, free)
    until = max(
        _cap_until(history.sent, on, policy.contact.in_thirty_days - beside, _MONTH),
        _cap_until(history.sent, on, CEILING_IN_SEVEN_DAYS - beside, _WEEK),
    )
    if until > on:
        return Wait(WaitKind.CAP, until)
    if history.channels_today - {channel} and account.replied_on != on:
        return Wait(WaitKind.OTHER_CHANNEL, next_working_day(on, account.calendar))
    if not is_working_day(on, account.calendar):
        return Wait(WaitKind.NOT_WORKING_DAY, next_working_day(on, account.calendar))
    there = not_there_until(account, on) if account.context else None
    return Wait(WaitKind.PAYER_AWAY, there) if there is not None else None


def _cap_until(sent: tuple[date, ...], on: date, allowed: int, window: int) -> date:
    """The first day on which fewer than `allowed` messages lie in the window that ends with it."""
    recent = [day for day in sent if (on - day).days < window]
    if len(recent) < allowed:
        return on
    if allowed <= 0:
        return on + timedelta(days=1)
    return recent[len(recent) - allowed] + timedelta(days=window)
