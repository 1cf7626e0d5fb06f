"""What the books know of somebody who asks for credit: everybody they may be, and how that went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from plugin.credit.applicant import Named
from plugin.store._tx import Tx


def everybody(tx: Tx) -> Iterator[tuple[str, Named]]:
    """Every contact that is not merged away or erased, addresses opened: customers and suppliers.

    Opening an address takes some 50 µs, so ten thousand contacts take about half a second: it is
    done for a request that waits, and no other.
    """
    rows = tx.sql(
        "select c.id, c.name, c.company_number, c.vat_number, c.email,"
        " (select array_agg(p.email) from contact_people p where p.org_id = :org"
        "  and p.contact_id = c.id and p.email is not null) as others"
        " from contacts c where c.org_id = :org and c.merged_into is null and c.status <> 'erase'"
        " order by c.id"
    ).fetchall()
    for row in rows:
        sealed = [each for each in (row.email, *(row.others or ())) if each is not None]
        yield (
            row.id,
            Named(
                name=row.name,
                emails=tuple(tx.seal.open(each) for each in sealed),
                company_number=row.company_number,
                vat_number=row.vat_number,
            ),
        )


def known(tx: Tx, contact_ids: Sequence[str], *, on: date) -> dict[str, Row[Any]]:
    """How it went with these contacts: owed, late and written off per currency, limit, status."""
    rows = tx.sql(
        "select c.id, c.name, c.number, c.status as in_ledger, c.is_customer, c.is_supplier,"
        " coalesce(a.status, 'open') as status, t.credit_limit, t.limit_currency,"
        " (select jsonb_agg(jsonb_build_array(o.currency, o.owed::text, o.late::text,"
        "   o.oldest)) from (select i.currency, sum(i.balance) as owed,"
        "   coalesce(sum(i.balance) filter (where i.due < :on), 0) as late,"
        "   greatest(max(:on - i.due), 0) as oldest from invoices i where i.org_id = :org"
        "   and i.contact_id = c.id and i.kind = 'sale' and i.state = 'approved' and i.balance > 0"
        "   group by i.currency order by i.currency) o) as owes,"
        " (select jsonb_agg(jsonb_build_array(w.currency, w.lost::text)) from ("
        "   select x.currency, sum(x.amount) as lost from ("
        "    select p.currency, p.amount from payments p join invoices i on i.org_id = :org"
        "     and i.id = p.document_id where p.org_id = :org and p.is_write_off"
        "     and not p.deleted and i.contact_id = c.id"
        "    union all select k.currency, k.total from credits k where k.org_id = :org"
        "     and k.is_write_off and k.live and k.contact_id = c.id) x"
        "   group by x.currency order by x.currency) w) as lost,"
        " (select max(i.issued) from invoices i where i.org_id = :org and i.contact_id = c.id"
        "  and i.kind = 'sale' and i.state in ('approved', 'paid')) as last_sold"
        " from contacts c"
        " left join assessments a on a.org_id = :org and a.customer_id = c.id"
        " left join terms t on t.org_id = :org and t.customer_id = c.id"
        " where c.org_id = :org and c.id = any(:ids)",
        ids=list(contact_ids),
        on=on,
    )
    return {row.id: row for row in rows}
