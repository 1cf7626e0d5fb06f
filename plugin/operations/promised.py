"""What becomes of a promise when the customer says something else: moved to another day, withdrawn.

In the person's own transaction, under the customer's lock; writing one down for the first time is
`decide`'s.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from plugin.letters.wording import dated, money
from plugin.operations.decide import about, note_promise, record
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.expected_dates import lay_down_withdrawn_date
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


def _standing(tx: Tx, customer_id: str, promise_id: UUID) -> PromiseMade:
    for promise in promises.promises(tx, customer_id):
        if promise.id == promise_id and promise.withdrawn_at is None:
            return promise
    raise NotPossible("This promise does not stand any more. Nothing was changed.")
