"""The days on which the calendar alone could change a review (rule 17). It decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from plugin.credit.account import Account
from plugin.credit.climbing import Findings
from plugin.credit.context import days_of_context
from plugin.credit.debts import Debt
from plugin.credit.policy import CreditPolicy
from plugin.credit.promises import PromiseBook
from plugin.credit.silence import too_old_on
from plugin.credit.stop_refusals import REFUSAL_HOLDS_DAYS

_DAY = timedelta(days=1)


def days_of_status(
    account: Account,
    policy: CreditPolicy,
    on: date,
    debts: Mapping[str, list[Debt]],
    found: Findings,
) -> None:
    """Days on which the calendar alone could change the status."""
    days = found.days
    watch, stop = policy.status.watch_days_late, policy.status.stop_days_late
    until_watch, until_stop = timedelta(days=watch), timedelta(days=stop)
    years = account.customer.standing.years_to_claim
    for every in debts.values():
        for debt in every:
            late = debt.days_late
            if late < 1:
                days.append(debt.due + _DAY)
            elif late < watch:
                days.append(debt.due + until_watch)
            elif late < stop:
                days.append(debt.due + until_stop)
            elif policy.guards:
                days.append(too_old_on(debt.due, years))
    refused = account.status.stop_refused_on
    if refused is not None and account.status.stop_refused_at is None:
        days.append(refused + timedelta(days=REFUSAL_HOLDS_DAYS))


def days_of_facts(account: Account, promises: PromiseBook, on: date, found: Findings) -> None:
    """Days on which the calendar alone could change the facts that a review reads."""
    days = found.days
    days.extend(each.deadline + _DAY for each in promises.outcomes)
    days.extend(each.due for each in account.promises if each.made_on > on)
    days.extend(each.on for each in account.credits)
    # an invoice of today counts as never sent from tomorrow on
    days.extend(
        each.issued if each.issued > on else on + _DAY
        for each in account.invoices
        if each.issued >= on
    )
    days.extend(each.on for each in account.rates if each.on > on)
    days.extend(each.until for each in account.holds if each.until is not None)
    if account.context:
        days.extend(days_of_context(account, on))
