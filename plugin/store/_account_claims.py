"""Reads the claims of a batch of customers that stand: told to them, beside what is asked for.

One that became an approved invoice is left out: it is owed as an invoice then, not twice. So is one
whose debt was voided in the ledger.
"""

from __future__ import annotations

from collections import defaultdict

from plugin.credit.claims import Claim
from plugin.credit.money import Money
from plugin.store._account_facts import Batch


def claims_of(batch: Batch) -> dict[str, list[Claim]]:
    """What a person claimed of each customer and nobody waived, paid or approved as an invoice."""
    rows = batch.tx.sql(
        "select c.customer_id, c.id, c.invoice_id, c.number, c.currency, c.interest,"
        " c.compensation, c.until, c.basis from charges c"
        " left join invoices i on i.org_id = :org and i.id = c.ledger_invoice_id"
        " left join invoices d on d.org_id = :org and d.id = c.invoice_id"
        " where c.org_id = :org and c.customer_id = any(:ids)"
        " and coalesce(d.state not in ('voided', 'deleted'), true)"
        " and (c.state in ('claimed', 'drafting') or c.state = 'invoiced'"
        " and (i.id is null or i.state not in ('approved', 'paid')))"
        " order by c.number, c.until, c.id",
        ids=batch.ids,
    )
    found: dict[str, list[Claim]] = defaultdict(list)
    for customer, id_, invoice, number, currency, interest, fixed, until, basis in map(tuple, rows):
        found[customer].append(
            Claim(
                id=str(id_),
                invoice_id=invoice,
                number=number,
                interest=Money(interest, currency),
                compensation=Money(fixed, currency),
                until=until,
                basis=basis,
            )
        )
    return found
