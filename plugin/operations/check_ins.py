"""Check-ins: who is rung to say hello and how often, and what came of a call. It rings nobody."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from plugin.credit.check_ins import check_in_of, next_check_in
from plugin.credit.decisions import TaskKind
from plugin.credit.working_days import add_working_days, roll_forward
from plugin.letters.wording import counted, dated
from plugin.operations.account_now import account_now
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import Ground
from plugin.store import Tx, check_ins, tasks

#: weeks between two calls that a person may choose
MOST_WEEKS = 52
#: whom nobody reached is tried again after so many working days
TRY_AGAIN = 3
MOST_WORDS = 1000
_FAR = timedelta(days=400)


def choose(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    customer_id: str,
    every_weeks: int,
    next_on: date | None = None,
) -> date | None:
    """Ring a customer every so many weeks, from a day on; 0 is never. Says when next."""
    if not 0 <= every_weeks <= MOST_WEEKS:
        raise NotPossible(f"Choose 1 to {MOST_WEEKS} weeks, or never. Nothing was changed.")
    with about(doors, org_id, customer_id) as (tx, on):
        account = account_now(tx, on, customer_id)
        first = next_on or roll_forward(next_check_in(every_weeks, on.today), account.calendar)
        if every_weeks:
            _may_be(first, on)
        check_ins.choose(tx, customer_id, every_weeks=every_weeks, next_on=first, by=by, at=on.now)
        how = (
            f"To be rung every {counted(every_weeks, 'week')}, next on {dated(first)}"
            if every_weeks
            else "Not to be rung to say hello"
        )
        record(tx, on, by, customer_id, "check_in", how)
        return first if every_weeks else None


def came_of(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    customer_id: str,
    spoke: bool,
    words: str = "",
    next_on: date | None = None,
) -> date:
    """Keep what came of a call and set the next day, which it returns. Raises NotPossible.

    After a talk that is so many weeks on; whom nobody reached is tried again in three working days.
    """
    with about(doors, org_id, customer_id) as (tx, on):
        account = account_now(tx, on, customer_id)
        plan = check_in_of(account, on.policy_of(account.customer), on.today)
        if plan is None:
            raise NotPossible("Nobody is to be rung to say hello here any more. Nothing was noted.")
        if next_on is None:
            again = (
                roll_forward(next_check_in(plan.every_weeks, on.today), account.calendar)
                if spoke
                else add_working_days(on.today, TRY_AGAIN, account.calendar)
            )
        else:
            again = next_on
        _may_be(again, on)
        _keep(tx, on, by, customer_id, spoke=spoke, words=words, again=again)
        check_ins.choose(
            tx, customer_id, every_weeks=plan.every_weeks, next_on=again, by=by, at=on.now
        )
        return again


def _keep(
    tx: Tx, on: Ground, by: str, customer_id: str, *, spoke: bool, words: str, again: date
) -> None:
    outcome = check_ins.SPOKE if spoke else check_ins.NO_ANSWER
    check_ins.note(
        tx,
        customer_id,
        outcome=outcome,
        words=words.strip()[:MOST_WORDS],
        on=on.today,
        next_on=again,
        by=by,
        at=on.now,
    )
    tasks.close_tasks(
        tx, kind=TaskKind.CHECK_IN, customer_id=customer_id, by=by, answer=outcome, now=on.now
    )
    came = "spoke to them" if spoke else "nobody answered"
    what = f"Rung to say hello, and {came}"
    record(tx, on, by, customer_id, "check_in", f"{what}; again on {dated(again)}")


def _may_be(day: date, on: Ground) -> None:
    if not on.today < day <= on.today + _FAR:
        raise NotPossible("Choose a day after today, within thirteen months. Nothing was changed.")
