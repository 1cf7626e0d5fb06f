"""Reading the outbox: messages with the steps that they carry. It changes nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from plugin.credit.account import StepState
from plugin.credit.decisions import AskWhy, ProposedStep
from plugin.credit.money import Money
from plugin.credit.policy_parts import Channel
from plugin.store._tx import Tx
from plugin.store.outbox import Sealed

OPEN_STATES = (StepState.PROPOSED, StepState.APPROVED, StepState.CLAIMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message of the outbox with the steps that it carries; amounts in `currency`."""

    id: UUID
    customer_id: str
    kind: str
    channel: Channel
    state: StepState
    currency: str
    level: int
    is_courtesy: bool
    is_final: bool
    ask: tuple[AskWhy, ...]
    total: Decimal
    netted: Decimal
    also: tuple[str, ...]
    proposed_on: date
    policy: str
    policy_version: int
    tone: int | None
    sentence: str
    approved_by: str | None
    send_after: datetime | None
    sent_on: date | None
    outcome: str | None
    #: the invoices that it asks for go with it as PDFs
    with_invoices: bool = False
    steps: tuple[ProposedStep, ...]


def opened_letter(tx: Tx, message_id: UUID) -> Sealed | None:
    """What was sent, word for word; None where nothing was composed yet."""
    row = tx.sql("select * from messages where org_id = :org and id = :id", id=message_id).one()
    if row.subject is None:
        return None
    recipients = json.loads(tx.seal.open(row.recipients))
    return Sealed(
        subject=tx.seal.open(row.subject),
        text=tx.seal.open(row.body_text),
        html=tx.seal.open(row.body_html),
        to=tuple(recipients["to"]),
        copy_to=tuple(recipients["copy"]),
        mail_id=row.mail_id,
    )


def read(tx: Tx, message_id: UUID) -> Message | None:
    """One message with its steps."""
    found = _messages(tx, "m.id = :id", id=message_id)
    return found[0] if found else None


def open_of(tx: Tx, customer_ids: Sequence[str]) -> tuple[Message, ...]:
    """The open messages of these customers."""
    return _messages(
        tx,
        "m.customer_id = any(:customers) and m.state = any(:states)",
        customers=list(customer_ids),
        states=[state.value for state in OPEN_STATES],
    )


def in_state(tx: Tx, *states: StepState, before: datetime | None = None) -> tuple[Message, ...]:
    """Messages in these states; with `before`, only those that may go by then."""
    return _messages(
        tx,
        "m.state = any(:states) and (cast(:before as timestamptz) is null"
        " or m.send_after <= :before)",
        states=[state.value for state in states],
        before=before,
    )


def next_send_after(tx: Tx) -> datetime | None:
    """The instant at which the next approved message may go."""
    found: datetime | None = tx.sql(
        "select min(send_after) from messages where org_id = :org and state = 'approved'"
    ).scalar_one()
    return found


def sent_to(tx: Tx, addresses: Sequence[str], *, on: date) -> int:
    """The most messages that one of these addresses got on a day, of any customer (rule 23)."""
    found: int = tx.sql(
        "select coalesce(max(n), 0) from (select count(*) n from messages m,"
        " unnest(m.address_hashes) h where m.org_id = :org and m.sent_on = :on_day"
        " and m.kind <> 'proof' and h = any(:hashes) group by h) counted",
        on_day=on,
        hashes=[tx.seal.fingerprint(address) for address in addresses],
    ).scalar_one()
    return found


def _messages(tx: Tx, where: str, **values: Any) -> tuple[Message, ...]:
    select = (
        "select m.*, coalesce((select jsonb_agg(jsonb_build_array(s.invoice_id, s.instalment,"
        " s.level, s.cycle, cast(s.amount as text), s.days_late)"
        " order by s.days_late desc, s.invoice_id)"
        " from steps s where s.org_id = m.org_id and s.message_id = m.id), '[]') as carried"
        " from messages m where m.org_id = :org and "
    )
    rows = tx.sql(select + where + " order by m.proposed_on, m.customer_id, m.currency", **values)
    return tuple(_message(tx, row) for row in rows)


def _message(tx: Tx, row: Row[Any]) -> Message:
    return Message(
        id=row.id,
        customer_id=row.customer_id,
        kind=row.kind,
        channel=Channel(row.channel),
        state=StepState(row.state),
        currency=row.currency,
        level=row.level,
        is_courtesy=row.is_courtesy,
        is_final=row.is_final,
        ask=tuple(AskWhy(ask) for ask in row.ask),
        total=row.total,
        netted=row.netted,
        also=tuple(row.also),
        proposed_on=row.proposed_on,
        policy=row.policy,
        policy_version=row.policy_version,
        tone=row.tone,
        sentence=tx.seal.open(row.sentence) if row.sentence is not None else "",
        approved_by=row.approved_by,
        send_after=row.send_after,
        sent_on=row.sent_on,
        outcome=row.outcome,
        with_invoices=row.with_invoices,
        steps=tuple(
            ProposedStep(invoice, part, level, Money.of(amount, row.currency), late, cycle)
            for invoice, part, level, cycle, amount, late in row.carried
        ),
    )
