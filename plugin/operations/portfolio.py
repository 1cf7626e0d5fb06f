"""The portfolio: what is counted of each organisation after work, and what a person has looked at.

Of one organisation at a time, in its own transaction; nothing is counted across them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from plugin.credit.money import Money
from plugin.credit.tidy import SmallBalance
from plugin.credit.tidy_list import TidyLine, tidy_counts, tidy_lines
from plugin.operations.doors import Doors
from plugin.operations.ground import Ground, ground, morning
from plugin.store import Tx, portfolio, tidying
from plugin.store.portfolio import Snapshot
from plugin.store.reading.tidying import tidy_facts

#: a busy hour of notices is counted once
COUNTED_AFTER = timedelta(minutes=1)


def take_snapshot(doors: Doors, org_id: UUID) -> datetime | None:
    """Count an organisation for the list of whoever reaches it; again the next morning.

    One that is not connected keeps its last count, which says as of when it is.
    """
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        if not on.organisation.is_connected:
            return None
        snapshot_now(tx, on)
    # what only the calendar changes: a debt becomes old, a tolerance is passed
    return morning(on.organisation, on.today + timedelta(days=1))


def snapshot_now(tx: Tx, on: Ground) -> None:
    """Count the transaction's organisation and write it down."""
    lines = tidy_lines(tidy_facts(tx, on=on.today), on.house.tolerance_for, on=on.today)
    aside = tidying.aside_lines(tx)
    portfolio.keep_snapshot(
        tx,
        Snapshot(
            at=on.now,
            over_limit=portfolio.over_limit(tx),
            small=_small(lines, aside),
            tidy=tidy_counts(lines, aside),
        ),
    )


def begin_visit(doors: Doors, *, user_id: UUID, org_ids: Sequence[UUID]) -> Mapping[UUID, datetime]:
    """A person opens their list; says since when changes are new to them, by organisation."""
    if not org_ids:
        return {}
    with doors.store.portfolio(org_ids) as tx:
        return portfolio.visit(tx, user_id, now=doors.clock.now())


def have_seen(doors: Doors, *, user_id: UUID, org_ids: Sequence[UUID]) -> None:
    """A person has seen what changed in these organisations: it is news no more."""
    if not org_ids:
        return
    with doors.store.portfolio(org_ids) as tx:
        portfolio.seen(tx, user_id, now=doors.clock.now())


def _small(lines: Iterable[TidyLine], aside: Collection[str]) -> tuple[tuple[int, Money], ...]:
    """How many small balances there are in each currency, and their sum."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    counts: Counter[str] = Counter()
    for line in lines:
        if isinstance(line.finding, SmallBalance) and line.name not in aside:
            balance = line.finding.sale.balance
            sums[balance.currency] += balance.amount
            counts[balance.currency] += 1
    return tuple((counts[code], Money(sums[code], code)) for code in sorted(sums))
