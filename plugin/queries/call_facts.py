"""What is known of a customer before a call: the last promise and three facts, with their numbers.

Words for the business's own screen; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plugin.credit.account import Account
from plugin.credit.metrics import on_time
from plugin.credit.money import Money
from plugin.credit.policy import CreditPolicy
from plugin.credit.promises import PromiseOutcome, PromiseState, judge_all
from plugin.letters.wording import ago, counted, day, days, money


@dataclass(frozen=True, slots=True)
class Due:
    """One late invoice that a call may be about."""

    id: str
    number: str
    balance: Money
    days_late: int


def last_promise(account: Account, policy: CreditPolicy, on: date) -> PromiseOutcome | None:
    """The promise made last, and what became of it."""
    outcomes = judge_all(account, policy, on)
    return max(outcomes, key=lambda each: (each.promise.made_on, each.promise.due), default=None)


def promise_words(found: PromiseOutcome | None, on: date) -> str:
    """What became of a promise by a day, as a sentence."""
    if found is None:
        return "No promise yet."
    words = f"Promised {money(found.promise.amount)} by {day(found.promise.due, on)}"
    match found.state:
        case PromiseState.OPEN:
            return f"{words}; that day has not passed."
        case PromiseState.KEPT:
            return f"{words}, and kept it."
        case PromiseState.PART_KEPT:
            return f"{words}; {money(found.received)} of it came."
        case PromiseState.BROKEN:
            return f"{words}; nothing came."


def three_facts(
    on: date,
    account: Account,
    policy: CreditPolicy,
    late: Sequence[Due],
    asked: Money,
) -> tuple[str, ...]:
    """Three facts with their numbers: what is owed, how they pay, when they last heard from us."""
    if late:
        oldest = late[0]
        owed = f"{oldest.number} over {money(asked)} is {days(oldest.days_late)} late."
        if len(late) > 1:
            owed = (
                f"{money(asked)} is late in {counted(len(late), 'invoice')}; the oldest, "
                f"{oldest.number}, by {days(oldest.days_late)}."
            )
    else:
        owed = "Nothing that is theirs is late today."
    return owed, _how_they_pay(on, account, policy), _last_heard(on, account)


def _how_they_pay(on: date, account: Account, policy: CreditPolicy) -> str:
    record = on_time(account, on, last=12, policy=policy)
    paid = [each for each in account.payments if not each.is_write_off and each.on <= on]
    last = max(paid, key=lambda each: each.on, default=None)
    came = f" The last payment, {money(last.amount)}, came {ago(last.on, on)}." if last else ""
    if not record.counted:
        return f"None of their invoices has been settled here yet.{came}"
    if record.counted == 1:
        was = "was" if record.on_time else "was not"
        return f"The one invoice that fell due so far {was} paid on time.{came}"
    return f"{record.on_time} of their last {record.counted} invoices were paid on time.{came}"


def _last_heard(on: date, account: Account) -> str:
    heard = [each for each in account.messages if each.on <= on]
    if not heard:
        return "They have not heard from you about this yet."
    last = max(heard, key=lambda each: each.on)
    how = {"email": "by email", "letter": "by letter", "sms": "by text", "call": "by telephone"}
    month = sum((on - each.on).days < 30 for each in heard)
    return (
        f"They last heard from you {ago(last.on, on)}, {how[last.channel.value]}; "
        f"{counted(month, 'time')} in thirty days."
    )
