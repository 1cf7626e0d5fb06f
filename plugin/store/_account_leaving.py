"""What is known of customers with invoices that have not left, in one statement for a batch."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.credit.leaving_findings import Fine, LeavingFacts
from plugin.credit.terms import Terms, TermsKind
from plugin.store._account_facts import Batch


def leaving_of(batch: Batch) -> Mapping[str, LeavingFacts]:
    """By customer; whoever has no such invoice is not among them."""
    rows = batch.tx.sql(
        "with waiting as (select distinct contact_id from invoices where org_id = :org"
        " and contact_id = any(:ids) and kind = 'sale' and (state in ('draft', 'awaiting_approval')"
        " or (state = 'approved' and sent_on is null)))"
        " select c.id, c.terms_days, c.terms_kind, w.order_route is not null as said_order,"
        " (select json_agg(json_build_array(f.invoice_id, f.key)) from looked_fine f"
        "  join invoices i on i.org_id = :org and i.id = f.invoice_id"
        "  where f.org_id = :org and i.contact_id = c.id) as fine"
        " from waiting join contacts c on c.org_id = :org and c.id = waiting.contact_id"
        " left join customer_wishes w on w.org_id = :org and w.customer_id = c.id",
        ids=batch.ids,
    )
    return {
        row.id: LeavingFacts(
            terms=_terms(row.terms_days, row.terms_kind),
            said_order=row.said_order,
            fine=frozenset(Fine(*each) for each in row.fine or ()),
        )
        for row in rows
    }


def _terms(days: int | None, kind: str | None) -> Terms | None:
    if days is None or kind is None:
        return None
    return Terms(days, TermsKind(kind))
