"""What customers of a batch said was paid, and their talks that are not over. Nothing is judged.

Each function answers for all customers of the batch at once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from plugin.credit.answered import Answered
from plugin.credit.money import Money
from plugin.credit.negotiation import Talk
from plugin.store._account_facts import Batch
from plugin.store.talks import as_talk


@dataclass(frozen=True, slots=True)
class Answers:
    """By customer id."""

    paid: dict[str, list[Answered]]
    talks: dict[str, list[Talk]]


def answers_of(batch: Batch) -> Answers:
    """What a review has to know of the customers' own answers."""
    return Answers(_paid(batch), _talks(batch))


def _paid(batch: Batch) -> dict[str, list[Answered]]:
    """*I have paid* for invoices that are still open, the earliest first."""
    rows = batch.tx.sql(
        "select a.customer_id, a.id, a.amount, a.currency, a.day, a.until,"
        " array_agg(i.invoice_id order by i.invoice_id) from portal_answers a"
        " join portal_answer_invoices i on i.org_id = :org and i.answer_id = a.id"
        " join invoices v on v.org_id = :org and v.id = i.invoice_id and v.state = 'approved'"
        " where a.org_id = :org and a.customer_id = any(:ids) and a.kind = 'paid'"
        " and a.day is not null and (a.until is null or a.until > :on)"
        " group by a.customer_id, a.id, a.amount, a.currency, a.day, a.until, a.at"
        " order by a.at, a.id",
        ids=batch.ids,
        on=batch.on,
    )
    found: dict[str, list[Answered]] = defaultdict(list)
    for customer, id_, amount, currency, day, until, ids in map(tuple, rows.fetchall()):
        found[customer].append(
            Answered(
                id=str(id_),
                invoice_ids=tuple(ids),
                amount=Money(amount, currency),
                paid_on=day,
                until=until,
            )
        )
    return found


def _talks(batch: Batch) -> dict[str, list[Talk]]:
    rows = batch.tx.sql(
        "select t.id, t.customer_id, t.state, t.agreed, t.ended_side, t.currency,"
        " (select count(*) from talk_lines l where l.org_id = :org and l.talk_id = t.id"
        " and l.side = 'customer' and l.read_at is null) as unread from talks t"
        " where t.org_id = :org and t.customer_id = any(:ids) and (t.state = 'open' or exists"
        " (select from talk_lines l where l.org_id = :org and l.talk_id = t.id"
        " and l.side = 'customer' and l.read_at is null)) order by t.at, t.id",
        ids=batch.ids,
    ).fetchall()
    if not rows:
        return {}
    offers = batch.tx.sql(
        "select * from talk_offers where org_id = :org and talk_id = any(:talks)"
        " order by talk_id, number",
        talks=[row.id for row in rows],
    ).fetchall()
    found: dict[str, list[Talk]] = defaultdict(list)
    for row in rows:
        own = [each for each in offers if each.talk_id == row.id]
        found[row.customer_id].append(as_talk(row, own))
    return found
