"""Reads who bought in a half-year, came back in the next, and was chased. It writes nothing."""

from __future__ import annotations

from datetime import date

from plugin.credit.buying_again import Buyer
from plugin.store._tx import Tx


def buyers(tx: Tx, *, since: date, until: date, on: date) -> list[Buyer]:
    """Customers invoiced from `since` to before `until`; back is who was from then to `on`."""
    rows = tx.sql(
        "select i.contact_id as id, bool_or(i.issued >= :until) as back,"
        " exists (select from steps s join messages m on m.org_id = :org and m.id = s.message_id"
        "  where s.org_id = :org and s.customer_id = i.contact_id and s.state = 'done'"
        "  and not m.is_courtesy and s.stepped_on >= :since and s.stepped_on < :until) as chased"
        " from invoices i where i.org_id = :org and i.kind = 'sale'"
        " and i.state in ('approved', 'paid') and not i.is_charge"
        " and i.issued >= :since and i.issued <= :on"
        " group by i.contact_id having bool_or(i.issued < :until) order by i.contact_id",
        since=since,
        until=until,
        on=on,
    )
    return [Buyer(row.id, row.back, row.chased) for row in rows]
