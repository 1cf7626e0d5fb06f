"""Reads who would see a credit passport, segment by segment, some by name. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from plugin.store._tx import Tx


def by_segment(tx: Tx, *, named: int) -> Sequence[Row[Any]]:
    """Of each segment how many customers and limits there are, and the first few customers.

    One row a named customer, those with a limit first; the counts stand on each of them.
    """
    return tx.sql(
        "select * from (select a.segment, c.id, c.name, t.credit_limit is not null as has_limit,"
        " count(*) over (partition by a.segment) as customers,"
        " count(t.credit_limit) over (partition by a.segment) as limits,"
        " row_number() over (partition by a.segment order by t.credit_limit is null,"
        " lower(c.name), c.id) as place from assessments a"
        " join contacts c on c.org_id = :org and c.id = a.customer_id"
        " left join terms t on t.org_id = :org and t.customer_id = a.customer_id"
        " where a.org_id = :org and a.segment is not null and c.merged_into is null"
        " and c.is_customer and c.status = 'active') as found"
        " where place <= :named order by segment, place",
        named=named,
    ).all()
