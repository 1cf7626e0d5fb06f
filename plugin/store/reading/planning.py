"""How the database is to join where it cannot know better. It reads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from plugin.store._tx import Tx


@contextmanager
def joined_by_hash(tx: Tx) -> Iterator[None]:
    """Statements within join by hashes, not row by row.

    Before the first statistics of a table every tenant is taken for one of a single row, and a
    join of all its customers with all their sums then runs through both for a minute.
    """
    tx.sql("set local enable_nestloop = off")
    yield
    tx.sql("set local enable_nestloop = on")
