"""What stands beside a request for credit: facts with their source and day, and who was asked.

Facts are pasted by people or answered by a bureau; both lie sealed, as what referees wrote does.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from plugin.credit.application import Referee, RefereeAnswer
from plugin.store._tx import Tx

#: a fact that an agency answered; all others a person pasted in
BUREAU = "bureau"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact; `dated` is the civil day that its source names, or on which it was looked at."""

    id: UUID
    kind: str
    source: str
    dated: date
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Somebody who may be asked; `answer` is None as long as they said nothing."""

    id: UUID
    request_id: UUID
    referee: Referee
    asked_at: datetime | None
    asked_by: str
    answer: RefereeAnswer | None
    answered_at: datetime | None


def add_fact(
    tx: Tx,
    request_id: UUID,
    *,
    kind: str,
    source: str,
    dated: date,
    words: str,
    by: str,
    at: datetime,
) -> None:
    """Keep one fact beside a request."""
    tx.sql(
        "insert into credit_facts (org_id, id, request_id, kind, source, dated, words, by, at)"
        " values (:org, :id, :request, :kind, :source, :dated, :words, :by, :at)",
        id=uuid4(),
        request=request_id,
        kind=kind,
        source=source,
        dated=dated,
        words=tx.seal.close(words),
        by=by,
        at=at,
    )


def take_fact_out(tx: Tx, request_id: UUID, fact_id: UUID) -> bool:
    """Take out what was pasted by mistake; what a bureau answered stays."""
    return bool(
        tx.sql(
            "delete from credit_facts where org_id = :org and id = :id and request_id = :request"
            " and kind <> :bureau",
            id=fact_id,
            request=request_id,
            bureau=BUREAU,
        ).rowcount
    )


def facts_of(tx: Tx, request_id: UUID) -> tuple[Fact, ...]:
    """The facts beside a request, the oldest first."""
    rows = tx.sql(
        "select * from credit_facts where org_id = :org and request_id = :id order by at, id",
        id=request_id,
    ).fetchall()
    return tuple(
        Fact(
            id=row.id,
            kind=row.kind,
            source=row.source,
            dated=row.dated,
            words="" if row.words is None else tx.seal.open(row.words),
            by=row.by,
            at=row.at,
        )
        for row in rows
    )


def add_references(tx: Tx, request_id: UUID, referees: Sequence[Referee]) -> None:
    """Keep those whom an applicant named."""
    for referee in referees:
        tx.sql(
            "insert into credit_references (org_id, id, request_id, content)"
            " values (:org, :id, :request, :content)",
            id=uuid4(),
            request=request_id,
            content=tx.seal.close(json.dumps(asdict(referee))),
        )


def references_of(tx: Tx, request_id: UUID) -> tuple[Reference, ...]:
    """Those whom an applicant named, by business."""
    rows = tx.sql(
        "select id from credit_references where org_id = :org and request_id = :id order by id",
        id=request_id,
    ).scalars()
    found = [it for each in rows.all() if (it := reference(tx, each)) is not None]
    return tuple(sorted(found, key=lambda each: (each.referee.business, str(each.id))))


def reference(tx: Tx, reference_id: UUID) -> Reference | None:
    """One of them; None where there is none (any more)."""
    row = tx.sql(
        "select * from credit_references where org_id = :org and id = :id", id=reference_id
    ).one_or_none()
    if row is None or row.content is None:
        return None
    answer = None
    if row.answer is not None:
        answer = RefereeAnswer(**json.loads(tx.seal.open(row.answer)))
    return Reference(
        id=row.id,
        request_id=row.request_id,
        referee=Referee(**json.loads(tx.seal.open(row.content))),
        asked_at=row.asked_at,
        asked_by=row.asked_by or "",
        answer=answer,
        answered_at=row.answered_at,
    )


def asked(tx: Tx, reference_id: UUID, *, by: str, at: datetime) -> bool:
    """Note that they are asked; False where they were already, or said something."""
    return bool(
        tx.sql(
            "update credit_references set asked_at = :at, asked_by = :by"
            " where org_id = :org and id = :id and asked_at is null",
            id=reference_id,
            by=by,
            at=at,
        ).rowcount
    )


def not_asked(tx: Tx, reference_id: UUID) -> None:
    """The mail certainly did not go: they may be asked again."""
    tx.sql(
        "update credit_references set asked_at = null, asked_by = null"
        " where org_id = :org and id = :id and answered_at is null",
        id=reference_id,
    )


def answered(tx: Tx, reference_id: UUID, answer: RefereeAnswer, *, at: datetime) -> bool:
    """Keep what they said; False where they said it before."""
    return bool(
        tx.sql(
            "update credit_references set answer = :answer, answered_at = :at"
            " where org_id = :org and id = :id and answered_at is null and asked_at is not null",
            id=reference_id,
            answer=tx.seal.close(json.dumps(asdict(answer))),
            at=at,
        ).rowcount
    )
