"""Everything said and done, newest first. What people said is unsealed only here, for reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugin.store import Tx
from plugin.store.reading import work

PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One line of the timeline; `said` are words of people, word for word."""

    id: int
    at: datetime
    kind: str
    by: str
    summary: str
    said: str
    customer_id: str | None
    customer: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of the timeline; `older_than` leads to the next, None at its beginning."""

    lines: tuple[Said, ...]
    older_than: int | None


def timeline(
    tx: Tx,
    *,
    customer_id: str | None = None,
    search: str = "",
    before: int | None = None,
    size: int = PAGE,
) -> Timeline:
    """One page of what was said and done, of one customer or of all."""
    rows = work.events(tx, customer_id=customer_id, search=search, before=before, limit=size + 1)
    lines = tuple(
        Said(
            id=row.id,
            at=row.at,
            kind=row.kind.replace("_", " "),
            by=row.by,
            summary=row.summary,
            said=tx.seal.open(row.said) if row.said is not None else "",
            customer_id=row.customer_id,
            customer=row.customer_name or "",
        )
        for row in rows[:size]
    )
    return Timeline(lines, lines[-1].id if len(rows) > size else None)
