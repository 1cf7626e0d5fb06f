"""When somebody is to be rung to say hello, and when that would be the wrong day.

A check-in is a task and never a message: it is put off while something is contested or a hardship
stands, and goes with whoever is silent for good. What may be talked about is `talking_points`.
"""

from __future__ import annotations

from datetime import date, timedelta

from plugin.credit.account import Account, HoldKind
from plugin.credit.check_in_facts import CheckIn
from plugin.credit.climbing import Findings
from plugin.credit.decisions import Task, TaskKind
from plugin.credit.policy import CreditPolicy
from plugin.credit.segment_held import Segment
from plugin.credit.silence import is_in_force

#: while one of these stands, a call for its own sake is the wrong call
_NOT_NOW = frozenset(
    {
        HoldKind.DISPUTED,
        HoldKind.AGENCY,
        HoldKind.CLAIM,
        HoldKind.INSOLVENT,
        HoldKind.BREATHING_SPACE,
        HoldKind.HARDSHIP,
        HoldKind.DECEASED,
    }
)


def find_check_in(account: Account, policy: CreditPolicy, on: date, found: Findings) -> None:
    """The task of a check-in whose day has come, and the day of one that lies ahead."""
    plan = check_in_of(account, policy, on)
    if plan is None:
        return
    if plan.next_on > on:
        found.days.append(plan.next_on)
    elif not is_put_off(account, on):
        subject = plan.next_on.isoformat()
        found.tasks.append(Task(TaskKind.CHECK_IN, subject, names=(str(plan.every_weeks),)))


def check_in_of(account: Account, policy: CreditPolicy, on: date) -> CheckIn | None:
    """How often this customer is rung and when next; None for never.

    A person's choice goes before the policy's for key accounts, which begins at once.
    """
    if account.customer.archived:
        return None
    chosen = account.check_in
    if chosen is not None:
        return chosen if chosen.every_weeks else None
    held = account.customer.segment_held
    is_key = held.chosen is Segment.KEY and (held.until is None or on < held.until)
    weeks = policy.check_ins.key_weeks
    # one day that stays, so that the task of it is one task
    return CheckIn(weeks, account.connected_on) if is_key and weeks else None


def is_put_off(account: Account, on: date) -> bool:
    """Whether something is contested, or a silence stands in which nobody rings to say hello."""
    if account.disputes or any(each.disputed is not None for each in account.invoices):
        return True
    return any(hold.kind in _NOT_NOW and is_in_force(hold, on) for hold in account.holds)


def next_check_in(every_weeks: int, on: date) -> date:
    """The day of the next one after they spoke on a day."""
    return on + timedelta(weeks=every_weeks)
