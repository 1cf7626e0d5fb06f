"""Reads what changed a customer's balance, for a statement of activity. Writes nothing.

Only what the customer knows of: an invoice that was never sent is left out (rule 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from plugin.store._tx import Tx

_ACTIVITY = """
with sold as (
  select id, number, reference, issued, total from invoices
   where org_id = :org and contact_id = :customer and currency = :currency and kind = 'sale'
     and state in ('approved', 'paid') and sent_on is not null and issued <= :on
), given as (
  select id, kind, number, credited_on, total, is_write_off from credits
   where org_id = :org and contact_id = :customer and currency = :currency and live
     and credited_on <= :on
)
select on_day, what, number, reference, change from (
  select issued as on_day, 'invoice' as what, number, reference, total as change from sold
  union all
  select p.paid_on, case when p.is_write_off then 'write_off' else 'payment' end,
         s.number, s.reference, -p.amount
    from payments p join sold s on s.id = p.document_id
   where p.org_id = :org and p.kind = 'sale' and not p.deleted and p.paid_on <= :on
  union all
  select credited_on, case when is_write_off then 'write_off' else kind end, number, '', -total
    from given
  union all
  select p.paid_on, 'refund', g.number, '', p.amount
    from payments p join given g on g.id = p.document_id
   where p.org_id = :org and p.kind = 'refund' and not p.deleted and p.paid_on <= :on
) each_of
 order by on_day, array_position(
   array['invoice', 'credit_note', 'overpayment', 'prepayment', 'payment', 'refund', 'write_off'],
   what), number
"""


def activity(tx: Tx, customer_id: str, *, currency: str, on: date) -> Sequence[Row[Any]]:
    """Every change of the balance up to a civil day, oldest first: day, what, number, amount.

    An invoice and a refund add, all else takes off; amounts are in `currency`.
    """
    return tx.sql(_ACTIVITY, customer=customer_id, currency=currency, on=on).fetchall()
