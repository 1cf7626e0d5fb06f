"""Questions of customers on their page, turn by turn; the words lie sealed. It answers none."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from plugin.store._tx import Tx

_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One turn: what was asked and answered; `state` is where the conversation then stood.

    `waits` is true where the reply asked for a yes.
    """

    words: str
    reply: str
    sources: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    state: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLine:
    """A turn as it was kept; `line` is None once its words were erased."""

    id: UUID
    customer_id: str
    visit: str
    at: datetime
    did: str
    intent: str
    line: Line | None


def add_line(
    tx: Tx,
    customer_id: str,
    line: Line,
    *,
    visit: str,
    once: str,
    did: str,
    intent: str,
    at: datetime,
) -> bool:
    """Keep one turn; False where the same form came before."""
    row = tx.sql(
        "insert into asked (org_id, id, customer_id, visit, once, position, at, did, intent,"
        " content)"
        " select :org, :id, :customer, :visit, :once, count(*) + 1, :at, :did, :intent, :content"
        " from asked where org_id = :org and customer_id = :customer and visit = :visit"
        " on conflict (org_id, once) do nothing returning id",
        id=uuid4(),
        customer=customer_id,
        visit=visit,
        once=once,
        at=at,
        did=did,
        intent=intent,
        content=tx.seal.close(json.dumps(asdict(line))),
    ).one_or_none()
    return row is not None


def was_sent(tx: Tx, once: str) -> bool:
    """Whether a form came before."""
    row = tx.sql("select 1 from asked where org_id = :org and once = :once", once=once)
    return row.one_or_none() is not None


def of_visit(tx: Tx, customer_id: str, visit: str, *, limit: int = _SHOWN) -> tuple[AskedLine, ...]:
    """The turns of one visit, the oldest first."""
    rows = tx.sql(
        "select * from asked where org_id = :org and customer_id = :customer and visit = :visit"
        " order by at desc, position desc limit :limit",
        customer=customer_id,
        visit=visit,
        limit=limit,
    ).all()
    return tuple(_line(tx, row) for row in reversed(rows))


def of_customer(tx: Tx, customer_id: str, *, limit: int = _SHOWN) -> tuple[AskedLine, ...]:
    """The last turns of all visits of a customer, the oldest first."""
    rows = tx.sql(
        "select * from asked where org_id = :org and customer_id = :customer"
        " order by at desc, position desc limit :limit",
        customer=customer_id,
        limit=limit,
    ).all()
    return tuple(_line(tx, row) for row in reversed(rows))


def _line(tx: Tx, row: Row[Any]) -> AskedLine:
    found = None
    if row.content is not None:
        document = json.loads(tx.seal.open(row.content))
        for name in ("sources", "effects"):
            document[name] = tuple(document[name])
        found = Line(**document)
    return AskedLine(
        id=row.id,
        customer_id=row.customer_id,
        visit=row.visit,
        at=row.at,
        did=row.did,
        intent=row.intent,
        line=found,
    )
