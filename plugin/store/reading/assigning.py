"""Reads customers with who looks after them. It decides nothing and writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from plugin.store._tx import Tx


def customers(
    tx: Tx, *, whose: str, me: UUID, search: str, limit: int, offset: int
) -> Sequence[Row[Any]]:
    """Active customers by name: all, those of one person (*mine*), those of nobody (*nobody*).

    Somebody who left the team looks after nobody; `n_all` counts all that match.
    """
    escaped = search.strip().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return tx.sql(
        "select c.id, c.name, c.number, k.user_id as controller_id, s.user_id as sales_id,"
        " count(*) over () as n_all from contacts c"
        " left join customer_people p on p.org_id = :org and p.customer_id = c.id"
        " left join members k on k.org_id = :org and k.user_id = p.controller_id"
        " left join members s on s.org_id = :org and s.user_id = p.sales_id"
        " where c.org_id = :org and c.is_customer and c.merged_into is null"
        " and c.status not in ('archived', 'erase')"
        " and (:search = '' or c.name ilike '%' || :search || '%' escape '!'"
        "  or c.number ilike :search || '%' escape '!')"
        " and (:whose = '' or (:whose = 'mine' and (k.user_id = :me or s.user_id = :me))"
        "  or (:whose = 'nobody' and k.user_id is null))"
        " order by lower(c.name), c.id limit :limit offset :offset",
        whose=whose,
        me=me,
        search=escaped,
        limit=limit,
        offset=offset,
    ).all()
