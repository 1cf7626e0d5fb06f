"""Reads what was lost or is unpaid for long, and what else is known of it. It judges nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from plugin.credit.account import HoldKind
from plugin.credit.doubtful import Doubt
from plugin.credit.money import Money
from plugin.credit.months import months_after
from plugin.credit.tax_relief import UNPAID_FOR, LostSale
from plugin.store._tx import Tx

_HOLDS = {
    HoldKind.INSOLVENT: Doubt.INSOLVENT,
    HoldKind.DECEASED: Doubt.DECEASED,
    HoldKind.CLAIM: Doubt.CLAIM,
    HoldKind.AGENCY: Doubt.AGENCY,
    HoldKind.HARDSHIP: Doubt.HARDSHIP,
    HoldKind.BREATHING_SPACE: Doubt.BREATHING_SPACE,
}


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of debts: of all that a customer owes, and of single invoices."""

    customers: Mapping[str, frozenset[Doubt]]
    invoices: Mapping[str, frozenset[Doubt]]

    def of(self, customer_id: str, invoice_id: str) -> frozenset[Doubt]:
        """All that is known of one invoice."""
        nothing: frozenset[Doubt] = frozenset()
        return self.customers.get(customer_id, nothing) | self.invoices.get(invoice_id, nothing)


def lost_sales(tx: Tx, *, on: date) -> tuple[tuple[LostSale, str], ...]:
    """Every sales invoice with a part written off, or unpaid for six months; with the customer.

    A credit note that writes off and carries tax takes that tax back by itself: its part stands
    apart. Invoices for interest and fees are left out.
    """
    rows = tx.sql(
        "with gone as (select invoice_id,"
        "  coalesce(sum(amount) filter (where not taxed), 0) as lost,"
        "  coalesce(sum(amount) filter (where taxed), 0) as taxed from ("
        "  select document_id as invoice_id, amount, false as taxed from payments"
        "   where org_id = :org and kind = 'sale' and is_write_off and not deleted"
        "  union all select a.invoice_id, a.amount, coalesce(c.tax, 0) > 0 from allocations a"
        "   join credits c on c.org_id = :org and c.id = a.credit_id and c.live and c.is_write_off"
        "   where a.org_id = :org) w group by invoice_id)"
        " select i.id, i.number, i.contact_id, i.issued, i.due, i.currency, i.total, i.tax,"
        " case when i.state = 'approved' then i.balance else 0 end as open,"
        " coalesce(g.lost, 0) as lost, coalesce(g.taxed, 0) as taxed, coalesce(c.name, '') as name"
        " from invoices i left join gone g on g.invoice_id = i.id"
        " left join contacts c on c.org_id = :org and c.id = i.contact_id"
        " where i.org_id = :org and i.kind = 'sale' and i.state in ('approved', 'paid')"
        " and not i.is_charge and (g.invoice_id is not null"
        "  or (i.state = 'approved' and i.balance > 0 and i.due <= :old))"
        " order by i.id",
        old=months_after(on, -UNPAID_FOR),
    )
    return tuple(
        (
            LostSale(
                id=row.id,
                number=row.number,
                customer_id=row.contact_id,
                issued=row.issued,
                due=row.due,
                total=Money(row.total, row.currency),
                tax=row.tax,
                lost=row.lost,
                lost_with_tax=row.taxed,
                open=row.open,
            ),
            row.name,
        )
        for row in rows
    )


def signs(tx: Tx, *, on: date) -> Signs:
    """Silences that tell of doubt, open disputes, and stops in force, on a civil day."""
    customers: dict[str, set[Doubt]] = defaultdict(set)
    invoices: dict[str, set[Doubt]] = defaultdict(set)
    for customer, invoice, kind in map(
        tuple,
        tx.sql(
            "select customer_id, invoice_id, kind from holds where org_id = :org"
            " and ended_at is null and (until is null or until > :on) and kind = any(:kinds)",
            on=on,
            kinds=[kind.value for kind in _HOLDS],
        ),
    ):
        found = _HOLDS[HoldKind(kind)]
        (customers[customer] if invoice is None else invoices[invoice]).add(found)
    for invoice in tx.sql(
        "select distinct invoice_id from disputes where org_id = :org and outcome is null"
    ).scalars():
        invoices[invoice].add(Doubt.DISPUTED)
    for customer in tx.sql(
        "select customer_id from assessments where org_id = :org and status = 'stop'"
    ).scalars():
        customers[customer].add(Doubt.STOPPED)
    return Signs(
        {key: frozenset(each) for key, each in customers.items()},
        {key: frozenset(each) for key, each in invoices.items()},
    )
