"""One task for each invoice that has not left and has something to be looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from plugin.credit.account import Account
from plugin.credit.before_leaving import asked_until, before_leaving, has_not_left
from plugin.credit.climbing import Findings
from plugin.credit.debts import Debt
from plugin.credit.decisions import Exposure, Task, TaskKind
from plugin.credit.policy import CreditPolicy
from plugin.credit.status import judged_use
from plugin.credit.write_offs import with_write_offs


def find_before_leaving(
    account: Account,
    policy: CreditPolicy,
    on: date,
    debts: Mapping[str, list[Debt]],
    exposures: tuple[Exposure, ...],
    found: Findings,
) -> None:
    """Ask about each; told to a person, never flagged. The limit is used as the status is judged.

    `names` of such a task are its findings as written. The day on which each invoice is left alone
    is noted.
    """
    judged = with_write_offs(account, policy, on, debts)
    use = judged_use(account, on, judged, exposures).use
    for each in before_leaving(account, policy.exposure, use, on):
        names = tuple(it.written for it in each.findings)
        task = Task(TaskKind.BEFORE_LEAVING, each.invoice.id, each.invoice.total, names)
        found.tasks.append(task)
    found.days.extend(asked_until(each) for each in account.invoices if has_not_left(each, on))
