"""Reads what proves a debt: documents, what covered them, what was sent and what came back.

Words are opened here, for a paper that a person hands on. It writes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from plugin.credit.money import Money
from plugin.store._tx import Tx
from plugin.store.mail import content_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent:
    """A message that was handed to its carrier, with its words; `returned` is mail that came back.

    `mail_id` is the Message-ID of a mail, or what a provider calls a text.
    """

    id: UUID
    sent_on: date
    settled_at: datetime | None
    kind: str
    channel: str
    level: int
    tone: int | None
    is_courtesy: bool
    is_final: bool
    state: str
    outcome: str
    approved_by: str
    policy: str
    policy_version: int
    total: Money
    numbers: tuple[str, ...]
    to: tuple[str, ...]
    mail_id: str
    subject: str
    text: str
    returned: tuple[tuple[datetime, str], ...]


@dataclass(frozen=True, slots=True)
class LinkSent:
    """A link to their own page: to which address, when, and when somebody first acted by it."""

    address: str
    minted_at: datetime
    acted_at: datetime | None


def debts(tx: Tx, customer_id: str, invoice_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """These invoices of a customer as they stand in the copy of the ledger, oldest due first."""
    return tx.sql(
        "select id, number, reference, issued, due, sent_on, total, paid, credited, balance,"
        " currency from invoices where org_id = :org and contact_id = :customer"
        " and id = any(:ids) and kind = 'sale' order by due, number, id",
        customer=customer_id,
        ids=list(invoice_ids),
    ).all()


def covers(tx: Tx, invoice_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """All that ever covered them and stands: the day, number, what it was, amount and currency."""
    return tx.sql(
        "select p.paid_on as on_day, i.number, i.currency, p.amount,"
        " case when p.is_write_off then 'write_off' else 'payment' end as what from payments p"
        " join invoices i on i.org_id = :org and i.id = p.document_id"
        " where p.org_id = :org and p.document_id = any(:ids) and p.kind = 'sale'"
        " and not p.deleted"
        " union all select a.allocated_on, i.number, i.currency, a.amount,"
        " case when c.is_write_off then 'write_off' else c.kind end from allocations a"
        " join credits c on c.org_id = :org and c.id = a.credit_id and c.live"
        " join invoices i on i.org_id = :org and i.id = a.invoice_id"
        " where a.org_id = :org and a.invoice_id = any(:ids) order by 1, 2, 4",
        ids=list(invoice_ids),
    ).all()


def sent(tx: Tx, customer_id: str, invoice_ids: Sequence[str]) -> tuple[MessageSent, ...]:
    """Every message that left and asked for one of these invoices, and statements since."""
    rows = tx.sql(
        "select m.*, array(select distinct i.number from steps s join invoices i"
        " on i.org_id = :org and i.id = s.invoice_id where s.org_id = :org"
        " and s.message_id = m.id order by 1) as numbers from messages m"
        " where m.org_id = :org and m.customer_id = :customer and m.sent_on is not null"
        " and m.state in ('done', 'unconfirmed', 'refused') and (exists (select from steps s"
        " where s.org_id = :org and s.message_id = m.id and s.invoice_id = any(:ids))"
        " or m.kind = 'statement' and m.sent_on >= (select min(issued) from invoices"
        " where org_id = :org and id = any(:ids))) order by m.sent_on, m.settled_at, m.id",
        customer=customer_id,
        ids=list(invoice_ids),
    ).all()
    came_back = _came_back(tx, [row.id for row in rows])
    return tuple(_sent(tx, row, came_back.get(row.id, ())) for row in rows)


def _came_back(tx: Tx, ids: Sequence[UUID]) -> dict[UUID, tuple[tuple[datetime, str], ...]]:
    rows = tx.sql(
        "select message_id, kind, arrived_at, content from mails where org_id = :org"
        " and message_id = any(:ids) and kind in ('bounce', 'receipt') order by arrived_at, id",
        ids=list(ids),
    )
    found: dict[UUID, tuple[tuple[datetime, str], ...]] = {}
    for row in rows:
        content = content_of(tx, row.content)
        failed = ", ".join(content.failed)
        words = "a delivery receipt" if row.kind == "receipt" else f"came back from {failed}"
        remark = f": {content.remark}" if content.remark else ""
        line = (row.arrived_at, f"{words.rstrip()}{remark}")
        found[row.message_id] = (*found.get(row.message_id, ()), line)
    return found


def _sent(tx: Tx, row: Row[Any], returned: tuple[tuple[datetime, str], ...]) -> MessageSent:
    people = json.loads(tx.seal.open(row.recipients)) if row.recipients is not None else {}
    return MessageSent(
        id=row.id,
        sent_on=row.sent_on,
        settled_at=row.settled_at,
        kind=row.kind,
        channel=row.channel,
        level=row.level,
        tone=row.tone,
        is_courtesy=row.is_courtesy,
        is_final=row.is_final,
        state=row.state,
        outcome=row.outcome or "",
        approved_by=row.approved_by or "",
        policy=row.policy,
        policy_version=row.policy_version,
        total=Money(row.total, row.currency),
        numbers=tuple(row.numbers),
        to=(*people.get("to", ()), *people.get("copy", ())),
        mail_id=row.mail_id or "",
        subject=tx.seal.open(row.subject) if row.subject is not None else "",
        text=tx.seal.open(row.body_text) if row.body_text is not None else "",
        returned=returned,
    )


def links(tx: Tx, customer_id: str, *, since: date) -> tuple[LinkSent, ...]:
    """Links to the customer's own page that were handed out from a day on, the oldest first."""
    rows = tx.sql(
        "select address, minted_at, acted_at from portal_links where org_id = :org"
        " and customer_id = :customer and minted_at >= :since order by minted_at, id",
        customer=customer_id,
        since=since,
    )
    return tuple(LinkSent(tx.seal.open(row.address), row.minted_at, row.acted_at) for row in rows)


def wrote(tx: Tx, customer_id: str, *, since: date) -> Sequence[Row[Any]]:
    """When they wrote to us, by which channel, and when it was read or answered; no words."""
    return tx.sql(
        "select replied_at as at, channel, read_at as seen_at from replies where org_id = :org"
        " and customer_id = :customer and replied_on >= :since"
        " union all select arrived_at, 'email', answered_at from mails where org_id = :org"
        " and customer_id = :customer and kind = 'reply' and arrived_on >= :since order by 1",
        customer=customer_id,
        since=since,
    ).all()


def calls(tx: Tx, customer_id: str, *, since: date) -> Sequence[Row[Any]]:
    """When they were called, by whom and what came of it; no words."""
    return tx.sql(
        "select called_at as at, by, outcome, reached from calls where org_id = :org"
        " and customer_id = :customer and called_on >= :since order by called_at, id",
        customer=customer_id,
        since=since,
    ).all()


def copies(tx: Tx, customer_id: str, *, since: date) -> Sequence[Row[Any]]:
    """Copies of invoices that they asked for and that were sent: the day and how many."""
    return tx.sql(
        "select settled_at as at, cardinality(invoice_ids) as n from mail_answers"
        " where org_id = :org and customer_id = :customer and kind = 'copy' and state = 'done'"
        " and sent_on >= :since order by 1",
        customer=customer_id,
        since=since,
    ).all()


def unallocated(tx: Tx, customer_id: str) -> tuple[Money, ...]:
    """Credit of a customer that is not set against an invoice, one sum a currency."""
    rows = tx.sql(
        "select currency, sum(remaining) as rest from credits where org_id = :org"
        " and contact_id = :customer and live and not is_write_off and remaining > 0"
        " group by currency order by currency",
        customer=customer_id,
    )
    return tuple(Money(Decimal(row.rest), row.currency) for row in rows)


def ids_of(tx: Tx, customer_id: str) -> frozenset[str]:
    """By which ids the log may know a customer: their own and those of merged contacts."""
    rows = tx.sql(
        "select id from contacts where org_id = :org"
        " and (id = :customer or merged_into = :customer)",
        customer=customer_id,
    )
    return frozenset(rows.scalars())
