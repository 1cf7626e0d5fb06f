"""What becomes of a promise when the customer says something else: moved to another day, withdrawn.

In the person's own transaction, under the customer's lock; writing one down for the first time is
`decide`'s.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from plugin.credit.account import Account
from plugin.credit.money import total
from plugin.credit.policy import CreditPolicy
from plugin.credit.promises import PromiseState, judge_all
from plugin.letters.wording import dated, money
from plugin.operations.decide import about, note_promise, record, write_promise
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.expected_dates import lay_down_withdrawn_date
from plugin.operations.ground import Ground
from plugin.store import Tx, promises
from plugin.store.promises import PromiseMade


def withdraw_promise(
    doors: Doors, *, org_id: UUID, by: str, customer_id: str, promise_id: UUID
) -> None:
    """The customer took the promise back: it keeps nothing silent, and its dates are emptied."""
    with about(doors, org_id, customer_id) as (tx, on):
        promise = _standing(tx, customer_id, promise_id)
        promises.withdraw_promise(tx, promise_id, by=by, at=on.now)
        lay_down_withdrawn_date(tx, on, promise_id)
        words = f"Withdrawn: {money(promise.amount)} promised by {dated(promise.due)}"
        record(tx, on, by, customer_id, "promise_withdrawn", words)


def move_promise(
    doors: Doors, *, org_id: UUID, by: str, customer_id: str, promise_id: UUID, due: date
) -> None:
    """The customer names another day: the promise is replaced by one with that day."""
    with doors.store.tenant(org_id) as tx:
        promise = _standing(tx, customer_id, promise_id)
    # the new one first: where its day is refused, the old one stands
    note_promise(
        doors,
        org_id=org_id,
        by=by,
        customer_id=customer_id,
        invoice_ids=list(promise.invoice_ids),
        amount=promise.amount,
        due=due,
    )
    withdraw_promise(doors, org_id=org_id, by=by, customer_id=customer_id, promise_id=promise_id)


def make_way(
    tx: Tx,
    on: Ground,
    account: Account,
    policy: CreditPolicy,
    invoice_ids: Collection[str],
    *,
    by: str,
    url: str,
) -> None:
    """Promises for these invoices that have not fallen due give way to what is agreed now.

    What they say of other invoices stays promised for the same day.
    """
    chosen = set(invoice_ids)
    standing = {
        outcome.promise.id: outcome
        for outcome in judge_all(account, policy, on.today)
        if outcome.state is PromiseState.OPEN and chosen & set(outcome.promise.invoice_ids)
    }
    for made in promises.promises(tx, account.customer.id) if standing else ():
        outcome = standing.get(str(made.id))
        if outcome is None:
            continue
        promises.withdraw_promise(tx, made.id, by=by, at=on.now)
        lay_down_withdrawn_date(tx, on, made.id)
        others = [
            each
            for each in account.invoices
            if each.id in made.invoice_ids and each.id not in chosen and each.is_open
        ]
        rest = total((each.balance for each in others), made.amount.currency)
        left = min(rest, outcome.missing)
        if left.amount > 0:
            write_promise(
                tx,
                on,
                by=made.by,
                customer_id=account.customer.id,
                invoice_ids=[each.id for each in others],
                amount=left,
                due=made.due,
                url=url,
                source=made.source,
            )


def _standing(tx: Tx, customer_id: str, promise_id: UUID) -> PromiseMade:
    for promise in promises.promises(tx, customer_id):
        if promise.id == promise_id and promise.withdrawn_at is None:
            return promise
    raise NotPossible("This promise does not stand any more. Nothing was changed.")
