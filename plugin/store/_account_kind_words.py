"""Kind words of a batch of customers: what crossed, what was said, whose first invoice it is.

One statement answers for all customers of the batch; a second only where somebody may be new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from plugin.credit.account import Invoice, InvoiceState
from plugin.credit.kind_word_facts import (
    Bond,
    Crossing,
    KindFacts,
    KindWord,
    PastKindWord,
    RaisedForLoyalty,
)
from plugin.credit.money import Money
from plugin.store._account_facts import Batch

#: what is older is thanked, welcomed or apologised for no more
_NEW_FOR = timedelta(days=21)
#: whoever always pays on time is thanked once a year
_COUNTS_FOR = timedelta(days=400)
#: how the log's rows are marked among the others
_RAISED = "raised"
_ISSUED = (InvoiceState.APPROVED, InvoiceState.PAID)


def kind_facts_of(
    batch: Batch, invoices: Mapping[str, Sequence[Invoice]], bonds: Mapping[str, Bond]
) -> dict[str, KindFacts]:
    """By customer; one of whom nothing is known is left out."""
    crossings: dict[str, list[Crossing]] = defaultdict(list)
    past: dict[str, list[PastKindWord]] = defaultdict(list)
    raised: dict[str, list[RaisedForLoyalty]] = defaultdict(list)
    for customer, kind, what, currency, amount, on, written, seen, went, count in _told(batch):
        if kind is None:
            crossings[customer].append(Crossing(what, Money(amount, currency), on, written, seen))
        elif kind == _RAISED:
            limit = Money(amount, currency)
            raised[customer].append(RaisedForLoyalty(f"loyalty:{what}", limit, on, count))
        else:
            past[customer].append(PastKindWord(KindWord(kind), currency, what, on, went))
    first = _first(batch, invoices)
    return {
        customer: KindFacts(
            tuple(crossings.get(customer, ())),
            tuple(past.get(customer, ())),
            first.get(customer),
            tuple(raised.get(customer, ())),
            bonds.get(customer),
        )
        for customer in crossings.keys() | past.keys() | first.keys() | raised.keys() | bonds.keys()
    }


def _told(batch: Batch) -> Iterator[tuple[Any, ...]]:
    """What crossed in these weeks and nobody answered for; what was said, or refused.

    A proposal is decided afresh; an apology that is approved still stands for what crossed.
    """
    rows = batch.tx.sql(
        "select c.customer_id, cast(null as text), c.invoice_id, c.currency, c.amount, c.paid_on,"
        " c.written_on, c.seen_on, false, 0 from crossings c where c.org_id = :org"
        " and c.customer_id = any(:ids) and c.seen_on >= :lately and not exists"
        " (select from kind_words k join messages m on m.org_id = :org and m.id = k.message_id"
        "  where k.org_id = :org and k.customer_id = c.customer_id and k.kind = 'apology'"
        "  and m.also ? c.invoice_id and k.written_on >= c.written_on"
        "  and m.state not in ('proposed', 'approved', 'dropped'))"
        " union all select k.customer_id, k.kind, k.once, m.currency, null,"
        " coalesce(m.sent_on, cast(m.claimed_at as date), m.proposed_on), null, null,"
        " m.state <> 'refused', 0 from kind_words k"
        " join messages m on m.org_id = :org and m.id = k.message_id"
        " where k.org_id = :org and k.customer_id = any(:ids)"
        " and m.state not in ('proposed', 'dropped')"
        " and (m.proposed_on >= :since or k.kind in ('welcome', 'milestone'))"
        # a limit that was changed again since is nothing to thank with
        " union all select d.customer_id, 'raised', cast(d.id as text), d.limit_currency,"
        " d.limit_after, d.decided_on, null, null, false, d.thanked_for from credit_decisions d"
        " join terms t on t.org_id = :org and t.customer_id = d.customer_id"
        "  and t.credit_limit = d.limit_after where d.org_id = :org"
        " and d.customer_id = any(:ids) and d.thanked_for is not null and d.decided_on >= :lately"
        " order by 1, 6, 3",
        ids=batch.ids,
        lately=batch.on - _NEW_FOR,
        since=batch.on - _COUNTS_FOR,
    )
    return map(tuple, rows.fetchall())


def _first(batch: Batch, invoices: Mapping[str, Sequence[Invoice]]) -> dict[str, str]:
    """The very first invoice of customers who are new, issued since we are connected."""
    since = max(batch.on - _NEW_FOR, batch.connected_on)
    young: dict[str, str] = {}
    for customer, mine in invoices.items():
        issued = [each for each in mine if each.state in _ISSUED]
        if issued and all(since <= each.issued <= batch.on for each in issued):
            young[customer] = min(issued, key=lambda each: (each.issued, each.number)).id
    if not young:
        return {}
    known = set(
        batch.tx.sql(
            "select distinct contact_id from invoices where org_id = :org and kind = 'sale'"
            " and contact_id = any(:young) and issued < :since and state in ('approved', 'paid')",
            young=sorted(young),
            since=since,
        ).scalars()
    )
    return {customer: first for customer, first in young.items() if customer not in known}
