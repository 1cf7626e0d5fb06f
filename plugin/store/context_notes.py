"""Context notes: what people know of a customer beside the ledger, from a day to a day.

What one changes is decided elsewhere.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from plugin.credit.context_facts import ContextNote, NotedFact, Season, SinglePayer
from plugin.store._account_facts import Batch
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed
from plugin.store.wishes import read_run, write_run


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptNote:
    """A note with who made it, when, and the words that they added."""

    note: ContextNote
    customer_id: str
    words: str
    at: datetime


def keep(
    tx: Tx,
    customer_id: str,
    fact: NotedFact,
    *,
    since: date,
    until: date,
    words: str,
    by: str,
    at: datetime,
) -> UUID:
    """Keep a note; the customer is reviewed anew."""
    id_ = uuid4()
    kind, value = _written(fact)
    tx.sql(
        "insert into context_notes (org_id, id, customer_id, kind, fact, since, until, words, by,"
        " at) values (:org, :id, :customer, :kind, cast(:fact as jsonb), :since, :until, :words,"
        " :by, :at)",
        id=id_,
        customer=customer_id,
        kind=kind,
        fact=json.dumps(value),
        since=since,
        until=until,
        words=tx.seal.close(words) if words else None,
        by=by,
        at=at,
    )
    mark_changed(tx, [customer_id])
    return id_


def end(tx: Tx, note_id: UUID, customer_id: str, *, by: str, at: datetime) -> bool:
    """End a note of a customer ahead of its day; False where it was none, or ended already."""
    ended = tx.sql(
        "update context_notes set ended_by = :by, ended_at = :at where org_id = :org and id = :id"
        " and customer_id = :customer and ended_at is null",
        id=note_id,
        customer=customer_id,
        by=by,
        at=at,
    ).rowcount
    if ended:
        mark_changed(tx, [customer_id])
    return bool(ended)


def standing(tx: Tx, customer_id: str, *, on: date) -> tuple[KeptNote, ...]:
    """The notes of a customer that hold or will hold, the earliest first."""
    rows = tx.sql(
        f"{_SELECT} and customer_id = :customer and until > :on order by since, at, id",
        customer=customer_id,
        on=on,
    )
    return tuple(_kept(tx, row) for row in rows)


def every(tx: Tx) -> tuple[KeptNote, ...]:
    """Every note that nobody ended, of every customer."""
    return tuple(_kept(tx, row) for row in tx.sql(f"{_SELECT} order by customer_id, at, id"))


_SELECT = (
    "select id, customer_id, kind, fact, since, until, words, by, at from context_notes"
    " where org_id = :org and ended_at is null"
)


def _kept(tx: Tx, row: Row[Any]) -> KeptNote:
    return KeptNote(
        note=ContextNote(str(row.id), _read(row.kind, row.fact), row.since, row.until, row.by),
        customer_id=row.customer_id,
        words=tx.seal.open(row.words) if row.words is not None else "",
        at=row.at,
    )


def context_of(batch: Batch) -> dict[str, tuple[ContextNote, ...]]:
    """The notes of a batch of customers that hold or will hold, by customer."""
    rows = batch.tx.sql(
        "select id, customer_id, kind, fact, since, until, by from context_notes"
        " where org_id = :org and customer_id = any(:ids) and ended_at is null and until > :on"
        " order by since, id",
        ids=batch.ids,
        on=batch.on,
    )
    found: dict[str, list[ContextNote]] = defaultdict(list)
    for id_, customer, kind, fact, since, until, by in map(tuple, rows.fetchall()):
        found[customer].append(ContextNote(str(id_), _read(kind, fact), since, until, by))
    return {customer: tuple(notes) for customer, notes in found.items()}


_SEASONAL, _PAYER, _RUN = "seasonal", "single_payer", "pay_run"


def _written(fact: NotedFact) -> tuple[str, dict[str, Any]]:
    match fact:
        case Season():
            return _SEASONAL, {"months": sorted(fact.months), "later": fact.later}
        case SinglePayer():
            away = {
                name: day.isoformat()
                for name, day in (("from", fact.away_from), ("until", fact.away_until))
                if day is not None
            }
            return _PAYER, {"name": fact.name, "weekdays": sorted(fact.weekdays), "away": away}
        case _:
            return _RUN, {"run": write_run(fact)}


def _read(kind: str, fact: Mapping[str, Any]) -> NotedFact:
    """A fact as it was kept. Raises ValueError for one that this house never wrote."""
    if kind == _SEASONAL:
        return Season(frozenset(fact["months"]), fact["later"])
    if kind == _PAYER:
        away = {name: date.fromisoformat(day) for name, day in fact["away"].items()}
        days = frozenset[int](fact["weekdays"])
        return SinglePayer(fact["name"], days, away.get("from"), away.get("until"))
    run = read_run(fact.get("run", ""))
    if run is None:
        raise ValueError(f"a note of an unknown kind: {kind}")
    return run
