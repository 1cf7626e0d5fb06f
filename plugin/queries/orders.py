"""Which customer somebody means who does not see the books: names only, and few of them."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.store import Tx
from plugin.store.reading import customers

#: more names than these are not shown: the page is no list of customers
MOST = 6


@dataclass(frozen=True, slots=True)
class Named:
    """A customer as somebody sees who may know no more than the name."""

    id: str
    name: str


def named(tx: Tx, words: str, *, chosen: str = "") -> tuple[Named, ...]:
    """The customers whose name holds these words, at most MOST; one where it is exact or chosen."""
    exact = [Named(id_, name) for id_, name in customers.called(tx, words)]
    found = (
        exact
        if len(exact) == 1
        else [Named(id_, name) for id_, name in customers.named_like(tx, words, limit=MOST)]
    )
    picked = [each for each in (*exact, *found) if each.id == chosen]
    return (picked[0],) if picked else tuple(found)


def exactly(tx: Tx, named: str) -> tuple[Named, ...]:
    """The customer of this id, or those of exactly this number or name."""
    by_id = customers.names(tx, [named])
    if named in by_id:
        return (Named(named, by_id[named]),)
    return tuple(Named(id_, name) for id_, name in customers.called(tx, named))
