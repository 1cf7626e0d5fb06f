"""Everything said and done: events that people read, and the chained log that proves them.

The log holds ids, amounts and a keyed hash of what was said. The words themselves lie sealed in
`events`, so that erasing them leaves the chain whole.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from plugin.chain import FORMAT, START, Link, sealed, shown
from plugin.store._bulk import fresh_rows
from plugin.store._tx import Tx

_EVENT = {
    "place": "int",
    "customer_id": "text",
    "at": "timestamptz",
    "kind": "text",
    "by": "text",
    "summary": "text",
    "said": "bytea",
    "refs": "text",
}
_LINK = {
    "seq": "bigint",
    "at": "timestamptz",
    "by": "text",
    "what": "text",
    "refs": "text",
    "said_hash": "text",
    "salt": "text",
    "before": "text",
    "hash": "text",
}


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
    """Write an event and its link in the chain, in the caller's transaction."""
    record_all(tx, (event,))


def record_all(tx: Tx, events: Sequence[Event]) -> None:
    """Write events and their links in the chain, in their order, in the caller's transaction.

    The chain of one organisation is serialised by an advisory lock until the transaction ends.
    """
    if not events:
        return
    source, values = fresh_rows(
        _EVENT, [(place, *_event(tx, event)) for place, event in enumerate(events)]
    )
    tx.sql(
        "insert into events (org_id, customer_id, at, kind, by, summary, said, refs)"  # noqa: S608
        " select :org, customer_id, at, kind, by, summary, said, cast(refs as jsonb)"
        f" from ({source}) as fresh order by place",
        **values,
    )
    tx.sql(
        "select pg_advisory_xact_lock(hashtextextended('audit:' || cast(:key as text), 0))",
        key=str(tx.org_id),
    )
    last = tx.sql(
        "select seq, hash from audit where org_id = :org order by seq desc limit 1"
    ).one_or_none()
    source, values = fresh_rows(_LINK, _links(tx, events, (last.seq, last.hash) if last else None))
    tx.sql(
        "insert into audit (org_id, seq, at, by, what, refs, said_hash, salt, before, hash)"  # noqa: S608
        " select :org, seq, at, by, what, cast(refs as jsonb), said_hash, salt, before, hash"
        f" from ({source}) as fresh order by seq",
        **values,
    )


def _event(tx: Tx, event: Event) -> tuple[object, ...]:
    said = tx.seal.close(event.said) if event.said is not None else None
    refs = json.dumps(event.refs, default=str)
    return event.customer_id, event.at, event.kind, event.by, event.summary, said, refs


def _links(
    tx: Tx, events: Sequence[Event], last: tuple[int, str] | None
) -> list[tuple[object, ...]]:
    """The links of these events in the chain, which ends at `last`."""
    seq, before = last or (0, START)
    links: list[tuple[object, ...]] = []
    for event in events:
        seq += 1
        link = Link(
            at=event.at,
            by=event.by,
            what=event.kind,
            refs=json.dumps(
                {"customer": event.customer_id, **event.refs}, default=str, sort_keys=True
            ),
            said_hash=tx.seal.fingerprint(event.said) if event.said is not None else None,
            salt=secrets.token_hex(16),
        )
        found = sealed(before, seq, link.content)
        row = (seq, link.at, link.by, link.what, link.refs, link.said_hash, link.salt)
        links.append((*row, before, found))
        before = found
    return links


def broken_link(tx: Tx) -> int | None:
    """The first number at which the chain of this organisation does not verify; None if whole."""
    before = START
    for expected, row in enumerate(
        tx.sql("select * from audit where org_id = :org order by seq"), start=1
    ):
        found = sealed(before, row.seq, link_of(row).content)
        if (row.seq, row.before, row.hash) != (expected, before, found):
            return expected
        before = row.hash
    return None


def log_of(tx: Tx, may_read: Callable[[Link], bool]) -> dict[str, Any]:
    """The log from the first link that may be read to its head, for `plugin.chain.verify`.

    Of every other link only its digest is in it. Where none may be read, it has no links.
    """
    before, head = START, START
    links: list[dict[str, Any]] = []
    for row in tx.sql("select * from audit where org_id = :org order by seq"):
        link = link_of(row)
        readable = may_read(link)
        head = row.hash
        if not links and not readable:
            before = row.hash
            continue
        links.append(
            shown(row.seq, link) if readable else {"seq": row.seq, "content": link.content}
        )
    return {"format": FORMAT, "before": before, "head": head, "links": links}


def link_of(row: Row[Any]) -> Link:
    """The content of a row of the chain."""
    return Link(
        at=row.at,
        by=row.by,
        what=row.what,
        refs=json.dumps(row.refs, sort_keys=True),
        said_hash=row.said_hash,
        salt=row.salt,
    )
