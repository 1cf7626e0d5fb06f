"""What a table changes is written: field by field, each logged as the decision that it is.

Whether it may be written is decided in `table_imports`, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from plugin.credit.account import HoldKind
from plugin.credit.money import Money
from plugin.letters.import_words import change_words
from plugin.operations.assigning import give_new_days
from plugin.operations.brought_in import Field
from plugin.operations.decision_log import log_decisions
from plugin.operations.ground import Ground
from plugin.operations.limits import with_exposure
from plugin.store import Tx, assigned, holds, terms, timeline
from plugin.store.assigned import NOBODY, Looked
from plugin.store.table_imports import Change, Stands
from plugin.store.terms import LimitSet

#: the decision log's own word for each field that it keeps
_LOGGED = {Field.LIMIT: "limit", Field.HOLD: "held", Field.NEVER_CHASE: "never_chase"}


def write_changes(
    tx: Tx,
    on: Ground,
    by: str,
    wanted: Mapping[str, Sequence[Change]],
    now: Mapping[str, Stands],
    why: str,
) -> None:
    """Make the changes, field by field, and log each as the decision that it is."""
    of = {
        field: {id_: each.after for id_, its in wanted.items() for each in its
                if each.field == field}
        for field in Field
    }  # fmt: skip
    limits = [LimitSet(id_, _money(after), why) for id_, after in of[Field.LIMIT].items()]
    terms.set_limits(tx, with_exposure(tx, on, limits), by=by, at=on.now)
    for value in ("yes", "no"):
        yes = value == "yes"
        terms.set_direct_debit(tx, _ids(of[Field.DIRECT_DEBIT], value), yes)
        terms.set_never_chase(tx, _ids(of[Field.NEVER_CHASE], value), yes)
    for id_, after in of[Field.HOLD].items():
        _hold(tx, on, by, id_, now[id_], after)
    _assign(tx, on, by, of[Field.SALES])
    for field, kind in _LOGGED.items():
        ids = sorted(of[field])
        log_decisions(tx, on, by, ids, kind=kind, words=f"From a table: {why}")
    timeline.record_all(
        tx,
        [
            timeline.Event(at=on.now, kind="brought_in", by=by, customer_id=id_,
                           summary=f"{change_words(its)}: {why}")
            for id_, its in sorted(wanted.items())
        ],
    )  # fmt: skip


def _ids(of: Mapping[str, str], value: str) -> list[str]:
    return [id_ for id_, after in of.items() if after == value]


def _money(written: str) -> Money | None:
    if not written:
        return None
    amount, _, currency = written.partition(" ")
    return Money(Decimal(amount), currency)


def _hold(tx: Tx, on: Ground, by: str, customer_id: str, now: Stands, after: str) -> None:
    if now.hold_id is not None:
        holds.end_hold(tx, now.hold_id, by=by, at=on.now)
    if after:
        until = date.fromisoformat(after)
        holds.add_hold(
            tx, customer_id, HoldKind.UNTIL, by=by, at=on.now, until=until, since=on.today
        )


def _assign(tx: Tx, on: Ground, by: str, of: Mapping[str, str]) -> None:
    if not of:
        return
    held = assigned.of_customers(tx, list(of))
    given = {
        id_: Looked(held.get(id_, NOBODY).controller_id, UUID(after) if after else None)
        for id_, after in of.items()
    }
    assigned.assign(tx, given, by=by, at=on.now)
    give_new_days(tx, on, sorted(of))
