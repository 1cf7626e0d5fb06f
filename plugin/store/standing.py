"""What people said of customers before the law, and of the terms they accepted.

A guess is made nowhere here. Every change has the customer reviewed anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from plugin.credit.claims import Agreed, Regime
from plugin.credit.law import Kind, Law
from plugin.store._account_standing import agreed_of
from plugin.store._bulk import fresh_rows
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed

_COLUMNS = {"customer_id": "text", "kind": "text", "law": "text"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What people said of one customer; a kind of None is what nobody has said yet."""

    kind: Kind | None
    law: Law | None
    by: str | None
    at: datetime | None
    agreed: Agreed


def said(tx: Tx, customer_id: str) -> Said:
    """What people said of a customer; nothing where nobody did."""
    row = tx.sql(
        "select kind, law, standing_by, standing_at, accepted_on, interest from terms"
        " where org_id = :org and customer_id = :id",
        id=customer_id,
    ).one_or_none()
    if row is None:
        return Said(kind=None, law=None, by=None, at=None, agreed=Agreed())
    return Said(
        kind=None if row.kind is None else Kind(row.kind),
        law=None if row.law is None else Law(row.law),
        by=row.standing_by,
        at=row.standing_at,
        agreed=agreed_of(row.accepted_on, row.interest),
    )


def say(
    tx: Tx, standings: Mapping[str, tuple[Kind, Law]], *, by: str, at: datetime
) -> frozenset[str]:
    """Set kind and law of many customers in one statement; names those that really changed."""
    rows = [(key, kind.value, law.value) for key, (kind, law) in sorted(standings.items())]
    source, values = fresh_rows(_COLUMNS, rows)
    changed = frozenset(
        tx.sql(
            "insert into terms as t (org_id, customer_id, kind, law, standing_by, standing_at)"  # noqa: S608 - our names
            " select cast(:org as uuid), f.customer_id, f.kind, f.law, cast(:by as text),"
            f" cast(:at as timestamptz) from ({source}) as f"
            " join contacts c on c.org_id = :org and c.id = f.customer_id"
            " on conflict (org_id, customer_id) do update set kind = excluded.kind,"
            " law = excluded.law, standing_by = excluded.standing_by,"
            " standing_at = excluded.standing_at"
            " where (t.kind, t.law) is distinct from (excluded.kind, excluded.law)"
            " returning customer_id",
            by=by,
            at=at,
            **values,
        ).scalars()
    )
    mark_changed(tx, changed)
    return changed


def accept(tx: Tx, customer_id: str, on: date | None) -> None:
    """Note the civil day on which a customer accepted the terms; None takes it away."""
    _set(tx, customer_id, "accepted_on", on)


def choose_regime(tx: Tx, customer_id: str, regime: Regime | None) -> None:
    """Choose for one customer by what late money earns interest; None is as the policy says."""
    _set(tx, customer_id, "interest", None if regime is None else regime.value)


def _set(tx: Tx, customer_id: str, column: str, value: date | str | None) -> None:
    tx.sql(
        f"insert into terms (org_id, customer_id, {column}) values (:org, :id, :value)"  # noqa: S608 - our names
        f" on conflict (org_id, customer_id) do update set {column} = excluded.{column}",
        id=customer_id,
        value=value,
    )
    mark_changed(tx, [customer_id])
