"""Everything said and done: events that people read, and the chained log that proves them.

The log holds ids, amounts and a keyed hash of what was said. The words themselves lie sealed in
`events`, so that erasing them leaves the chain whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from plugin.store._tx import Tx

_START = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the timeline: a plain sentence, who did it, and what it refers to."""

    at: datetime
    kind: str
    by: str
    summary: str
    customer_id: str | None = None
    said: str | None = None
    refs: Mapping[str, Any] = field(default_factory=dict)


def record(tx: Tx, event: Event) -> None:
    """Write an event and its link in the chain, in the caller's transaction.

    The chain of one organisation is serialised by an advisory lock until the transaction ends.
    """
    refs = {"customer": event.customer_id, **event.refs}
    tx.sql(
        "insert into events (org_id, customer_id, at, kind, by, summary, said, refs)"
        " values (:org, :customer, :at, :kind, :by, :summary, :said, cast(:refs as jsonb))",
        customer=event.customer_id,
        at=event.at,
        kind=event.kind,
        by=event.by,
        summary=event.summary,
        said=tx.seal.close(event.said) if event.said is not None else None,
        refs=json.dumps(event.refs, default=str),
    )
    tx.sql(
        "select pg_advisory_xact_lock(hashtextextended('audit:' || cast(:key as text), 0))",
        key=str(tx.org_id),
    )
    last = tx.sql(
        "select seq, hash from audit where org_id = :org order by seq desc limit 1"
    ).one_or_none()
    seq, before = (last.seq + 1, last.hash) if last else (1, _START)
    said_hash = tx.seal.fingerprint(event.said) if event.said is not None else None
    refs_text = json.dumps(refs, default=str, sort_keys=True)
    tx.sql(
        "insert into audit (org_id, seq, at, by, what, refs, said_hash, before, hash)"
        " values (:org, :seq, :at, :by, :what, cast(:refs as jsonb), :said_hash, :before, :hash)",
        seq=seq,
        at=event.at,
        by=event.by,
        what=event.kind,
        refs=refs_text,
        said_hash=said_hash,
        before=before,
        hash=_link(before, seq, event.at, event.by, event.kind, refs_text, said_hash),
    )


def broken_link(tx: Tx) -> int | None:
    """The first number at which the chain of this organisation does not verify; None if whole."""
    before = _START
    for expected, row in enumerate(
        tx.sql("select * from audit where org_id = :org order by seq"), start=1
    ):
        refs_text = json.dumps(row.refs, sort_keys=True)
        link = _link(before, row.seq, row.at, row.by, row.what, refs_text, row.said_hash)
        if (row.seq, row.before, row.hash) != (expected, before, link):
            return expected
        before = row.hash
    return None


def _link(
    before: str, seq: int, at: datetime, by: str, what: str, refs: str, said_hash: str | None
) -> str:
    parts = [before, str(seq), at.isoformat(timespec="microseconds"), by, what, refs, said_hash]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
