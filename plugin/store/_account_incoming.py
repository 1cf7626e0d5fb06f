"""Payments that a provider has seen for a batch of customers, in one statement."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from plugin.credit.incoming_fact import Incoming, IncomingState
from plugin.credit.money import Money
from plugin.store._account_facts import Batch
from plugin.store.incoming import provider_name

#: what no ledger shows after so long was entered as something else, or never will be
_COUNTS_FOR = timedelta(days=120)


def incoming_of(batch: Batch) -> dict[str, list[Incoming]]:
    """What is on its way or received, by customer; one that was a person's *not ours* is none."""
    rows = batch.tx.sql(
        "select customer_id, cast(id as text), provider, state, began_on, since_on, invoice_ids,"
        " amount, currency, match = 'sure' from provider_payments where org_id = :org"
        " and customer_id = any(:ids) and began_on >= :since"
        " and state in ('on_its_way', 'received') and match in ('sure', 'suggested')"
        " order by began_on, id",
        ids=batch.ids,
        since=batch.on - _COUNTS_FOR,
    ).fetchall()
    found: dict[str, list[Incoming]] = defaultdict(list)
    for customer, id_, provider, state, began, since, invoices, amount, currency, sure in map(
        tuple, rows
    ):
        found[customer].append(
            Incoming(
                id_,
                provider_name(provider),
                IncomingState(state),
                began,
                since,
                tuple(invoices),
                Money(amount, currency) if amount is not None and currency else None,
                sure,
            )
        )
    return found
