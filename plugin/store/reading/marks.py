"""Reads what changed for the whole organisation, for the marks on its trends. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from plugin.store._tx import Tx


def marked(tx: Tx) -> Sequence[Row[Any]]:
    """The organisation's own day and the words of every event that left a mark, oldest first."""
    return tx.sql(
        "select (e.at at time zone o.timezone)::date as day, e.refs ->> 'mark' as words"
        " from events e join organisations o on o.id = e.org_id"
        " where e.org_id = :org and e.refs -> 'mark' is not null order by e.at, e.id"
    ).all()
