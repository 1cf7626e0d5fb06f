"""A plain before and after of one policy's version, for its monthly review. It proves no cause.

Each customer is held against their own past, with a range over customers, but season and all else
that changed are in it too: only a trial (`plugin.credit.trials`) takes them out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.lateness import FellDue, Lateness, counts_from, lateness
from plugin.credit.trials import baseline
from plugin.credit.typical import Range, typical_range

#: a version is put before a person so many days after it came into force, and so often again
REVIEW_EVERY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Days late of the same customers before a day and since; `change` is None of too few."""

    before: Lateness | None
    after: Lateness | None
    change: Range | None
    customers: int


def review_due(in_force_since: date, decided_on: date | None, on: date) -> bool:
    """Whether a version is to be looked at again on a day."""
    return on >= (decided_on or in_force_since) + REVIEW_EVERY


def before_after(fallen: Iterable[FellDue], in_force_since: date, on: date) -> BeforeAfter:
    """The half-year of due dates whose horizon had passed by then, and those since, up to `on`.

    The change is over customers who have invoices in both, each weighing as much as the smaller.
    """
    by_customer: dict[str, list[FellDue]] = defaultdict(list)
    for each in fallen:
        by_customer[each.customer_id].append(each)
    since, until = baseline(in_force_since)
    newest = max(in_force_since, counts_from(on) + timedelta(days=1))
    numbers: list[tuple[Decimal, Decimal]] = []
    kept: list[FellDue] = []
    for theirs in by_customer.values():
        before = lateness(theirs, since=since, until=until)
        after = lateness(theirs, since=in_force_since, until=newest)
        if before is not None and after is not None:
            numbers.append((after.days - before.days, min(before.amount, after.amount)))
            kept.extend(theirs)
    return BeforeAfter(
        lateness(kept, since=since, until=until),
        lateness(kept, since=in_force_since, until=newest),
        typical_range(numbers),
        len(numbers),
    )
