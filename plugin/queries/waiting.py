"""Why nothing goes to a customer now: the waits of the last review, with today's numbers."""

from __future__ import annotations

from datetime import date

from plugin.calendars import calendar_for
from plugin.credit.account import Calendar
from plugin.letters.waiting import why_it_waits
from plugin.queries.decisions import waits_of
from plugin.store import Tx, accounts, policies
from plugin.store.reading import customers


def waiting(tx: Tx, customer_id: str, *, on: date) -> tuple[str, ...]:
    """One sentence for each reason, as of a civil day; empty for a stranger."""
    row = customers.customer(tx, customer_id)
    waits = waits_of(row.decision) if row is not None else ()
    if not waits:
        return ()

    def calendar_of(country: str) -> Calendar:
        return calendar_for(country, (on.year - 1, on.year, on.year + 1))

    loaded = accounts.load_accounts(
        tx, on=on, calendar_of=calendar_of, customer_ids=[customer_id], limit=1
    )
    if not loaded:
        return ()
    policy = policies.in_force(tx).of(loaded[0].customer)
    return tuple(why_it_waits(wait, loaded[0], policy, on) for wait in waits)
