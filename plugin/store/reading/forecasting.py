"""What a forecast reads beside the dated ledger: who agreed or promised anything, which messages
asked for which invoice, and whether the past is still the one that was counted. It judges nothing.
"""

from __future__ import annotations

from datetime import date

from plugin.store._tx import Tx


def moved_customers(tx: Tx) -> tuple[str, ...]:
    """Customers of whose payments something was promised, contested, agreed or said."""
    rows = tx.sql(
        "select customer_id from promises where org_id = :org and withdrawn_at is null"
        " union select customer_id from disputes where org_id = :org"
        "  and (outcome is null or credit_due > 0)"
        " union select customer_id from plans where org_id = :org and ended_on is null"
        " union select customer_id from holds where org_id = :org and ended_at is null"
        "  and amount is not null"
        " union select customer_id from customer_wishes where org_id = :org and pay_run is not null"
        " union select contact_id from invoices where org_id = :org and state = 'approved'"
        "  and balance > 0 and expected_on is not null"
        " order by 1"
    )
    return tuple(rows.scalars())


def asked_since(tx: Tx, since: date) -> tuple[tuple[str, str, date], ...]:
    """Customer, invoice and day of everything that a message asked for from a day on."""
    rows = tx.sql(
        "select s.customer_id, s.invoice_id, m.sent_on from steps s"
        " join messages m on m.org_id = s.org_id and m.id = s.message_id"
        " where s.org_id = :org and m.sent_on >= :since and not m.is_courtesy"
        " order by m.sent_on, s.customer_id, s.invoice_id",
        since=since,
    )
    return tuple((row.customer_id, row.invoice_id, row.sent_on) for row in rows)


def silent_customers(tx: Tx, on: date) -> dict[str, str]:
    """Customers of whom nothing is asked today, with the kind of hold or reason."""
    rows = tx.sql(
        "select customer_id, min(kind) as why from holds where org_id = :org and ended_at is null"
        " and invoice_id is null and (until is null or until > :on) group by customer_id"
        " union all select customer_id, 'never' from terms where org_id = :org and never_chase",
        on=on,
    )
    return {row.customer_id: row.why for row in rows}


def stamp_of_the_past(tx: Tx, upto: date) -> tuple[object, ...]:
    """A mark of all that covered sales invoices up to a day; another mark is another past."""
    return tuple(
        tx.sql(
            "select p.*, a.*, i.* from"
            " (select count(*), coalesce(sum(amount), 0), max(updated_at) from payments"
            "  where org_id = :org and kind = 'sale' and not deleted and paid_on <= :upto) p,"
            " (select count(*), coalesce(sum(amount), 0) from allocations"
            "  where org_id = :org and allocated_on <= :upto) a,"
            " (select count(*), coalesce(sum(due - issued), 0) from invoices"
            "  where org_id = :org and kind = 'sale' and issued <= :upto"
            "  and state in ('approved', 'paid')) i",
            upto=upto,
        ).one()
    )
