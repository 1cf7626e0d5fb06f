"""The private words of a talk, and the papers that came with them: all of it sealed.

Nothing of it goes into the ledger or a log.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from plugin.credit.negotiation import Side
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a talk without its content; `type` is what its own bytes say, size in bytes."""

    id: UUID
    line_id: UUID
    name: str
    type: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words of one side; `read_at` is when somebody of the business read those of the customer."""

    id: UUID
    side: Side
    by: str
    at: datetime
    words: str
    read_at: datetime | None
    papers: tuple[Paper, ...] = ()


def add_line(
    tx: Tx,
    talk_id: UUID,
    customer_id: str,
    *,
    side: Side,
    by: str,
    words: str,
    once: str,
    at: datetime,
    is_read: bool = False,
) -> UUID | None:
    """Write words down, sealed; None where the same form had been sent before."""
    if once and _said(tx, talk_id, once):
        return None
    line_id = uuid4()
    tx.sql(
        "insert into talk_lines (org_id, id, talk_id, customer_id, side, by, at, words, read_at,"
        " read_by, once) values (:org, :id, :talk, :customer, :side, :by, :at, :words, :read_at,"
        " :read_by, :once)",
        id=line_id,
        talk=talk_id,
        customer=customer_id,
        side=side.value,
        by=by,
        at=at,
        words=tx.seal.close(words),
        read_at=at if is_read else None,
        read_by=by if is_read else None,
        once=once,
    )
    mark_changed(tx, [customer_id])
    return line_id


def _said(tx: Tx, talk_id: UUID, once: str) -> bool:
    found: bool = tx.sql(
        "select exists (select from talk_lines where org_id = :org and talk_id = :talk"
        " and once = :once)",
        talk=talk_id,
        once=once,
    ).scalar_one()
    return found


def read_lines(tx: Tx, talk_id: UUID, customer_id: str, *, by: str, at: datetime) -> int:
    """Somebody of the business has read what the customer wrote; how many lines that were."""
    read = tx.sql(
        "update talk_lines set read_at = :at, read_by = :by where org_id = :org"
        " and talk_id = :talk and side = 'customer' and read_at is null",
        talk=talk_id,
        by=by,
        at=at,
    ).rowcount
    if read:
        mark_changed(tx, [customer_id])
    return read


def lines(tx: Tx, talk_id: UUID) -> tuple[Line, ...]:
    """The words of a talk, oldest first, with the papers that came with them."""
    rows = tx.sql(
        "select * from talk_lines where org_id = :org and talk_id = :talk order by at, id",
        talk=talk_id,
    ).fetchall()
    papers = _papers(tx, talk_id) if rows else ()
    return tuple(
        Line(
            id=row.id,
            side=Side(row.side),
            by=row.by,
            at=row.at,
            words=tx.seal.open(row.words),
            read_at=row.read_at,
            papers=tuple(each for each in papers if each.line_id == row.id),
        )
        for row in rows
    )


def line(tx: Tx, line_id: UUID) -> str | None:
    """The words of one line; None where they are gone."""
    found = tx.sql(
        "select words from talk_lines where org_id = :org and id = :id", id=line_id
    ).scalar_one_or_none()
    return None if found is None else tx.seal.open(found)


def _papers(tx: Tx, talk_id: UUID) -> Sequence[Paper]:
    rows = tx.sql(
        "select id, line_id, name, type, size from talk_papers"
        " where org_id = :org and talk_id = :talk order by at, id",
        talk=talk_id,
    )
    return [Paper(r.id, r.line_id, tx.seal.open(r.name), r.type, r.size) for r in rows]


def add_paper(
    tx: Tx,
    talk_id: UUID,
    customer_id: str,
    line_id: UUID,
    *,
    name: str,
    type_: str,
    content: bytes,
    at: datetime,
) -> UUID:
    """Keep a paper, sealed; `type_` is what its own bytes say."""
    paper_id = uuid4()
    tx.sql(
        "insert into talk_papers (org_id, id, talk_id, customer_id, line_id, type, size, at, name,"
        " content) values (:org, :id, :talk, :customer, :line, :type, :size, :at, :name, :content)",
        id=paper_id,
        talk=talk_id,
        customer=customer_id,
        line=line_id,
        type=type_,
        size=len(content),
        at=at,
        name=tx.seal.close(name),
        content=tx.seal.close(base64.b64encode(content).decode()),
    )
    return paper_id


def kept_bytes(tx: Tx, customer_id: str) -> int:
    """How many bytes of papers are kept of a customer."""
    found: int = tx.sql(
        "select coalesce(sum(size), 0) from talk_papers"
        " where org_id = :org and customer_id = :customer",
        customer=customer_id,
    ).scalar_one()
    return found


def content(tx: Tx, talk_id: UUID, paper_id: UUID) -> tuple[Paper, bytes] | None:
    """A paper of this very talk, opened; None where it has none such."""
    row = tx.sql(
        "select * from talk_papers where org_id = :org and talk_id = :talk and id = :id",
        talk=talk_id,
        id=paper_id,
    ).one_or_none()
    if row is None:
        return None
    paper = Paper(row.id, row.line_id, tx.seal.open(row.name), row.type, row.size)
    return paper, base64.b64decode(tx.seal.open(row.content))
