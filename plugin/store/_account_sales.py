"""The salespeople of a batch of customers, and what they were asked before a hard step."""

from __future__ import annotations

from collections import defaultdict

from plugin.credit.veto_facts import SalesSay, VetoAnswer, VetoStep, VetoWindow
from plugin.store._account_facts import Batch


def sales_of(batch: Batch) -> dict[str, SalesSay]:
    """By customer; whoever has no salesperson and never had a question is left out.

    A salesperson who is in the team no more is nobody's.
    """
    names = {
        row.customer_id: row.name or "the salesperson"
        for row in batch.tx.sql(
            "select p.customer_id, u.name from customer_people p"
            " join members m on m.org_id = :org and m.user_id = p.sales_id"
            " join users u on u.id = p.sales_id"
            " where p.org_id = :org and p.customer_id = any(:ids)",
            ids=batch.ids,
        )
    }
    windows: dict[str, list[VetoWindow]] = defaultdict(list)
    for row in batch.tx.sql(
        "select customer_id, step, opened_on, covers, answer, until, asked, reason"
        " from veto_windows where org_id = :org and customer_id = any(:ids)"
        " and closed_at is null order by found_at, id",
        ids=batch.ids,
    ):
        is_veto = row.answer == VetoAnswer.VETO.value and row.reason is not None
        windows[row.customer_id].append(
            VetoWindow(
                step=VetoStep(row.step),
                opened_on=row.opened_on,
                covers=frozenset((str(i), int(n), int(lv), int(c)) for i, n, lv, c in row.covers),
                answer=VetoAnswer(row.answer) if row.answer else None,
                until=row.until,
                by=row.asked,
                why=batch.tx.seal.open(row.reason) if is_veto else "",
            )
        )
    return {
        customer: SalesSay(names.get(customer, ""), tuple(windows.get(customer, ())))
        for customer in names.keys() | windows.keys()
    }
