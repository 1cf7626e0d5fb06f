"""Statements in the outbox: proposed once a customer, currency and month, kept word for word.

The message they ride on is the outbox's; what a statement says is composed elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from plugin.credit.account import StepState
from plugin.credit.decisions import ProposedStatement
from plugin.credit.statements import StatementKind, StatementWish
from plugin.store._tx import Tx
from plugin.store.outbox import Under

#: the kind of message that carries a statement
KIND = "statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """One statement with the state of its message; amounts in `currency`."""

    message_id: UUID
    customer_id: str
    currency: str
    period: str
    kind: StatementKind
    since: date | None
    total: Decimal
    late: Decimal
    state: StepState
    sent_on: date | None
    #: whether every word of the paper is kept
    is_kept: bool


def propose(
    tx: Tx,
    proposals: Sequence[tuple[str, ProposedStatement, StepState]],
    *,
    on: date,
    under: Mapping[str, Under],
    send_after: datetime,
) -> None:
    """Write proposed (or, in automatic mode, approved) statements with their messages.

    One of a month and currency that went, or is on its way, is never proposed again; one that was
    dropped before it left may be.
    """
    if not proposals:
        return
    tx.sql(
        "with fresh as materialized (select * from jsonb_to_recordset(cast(:rows as jsonb)) as"
        " n(id uuid, customer text, state text, currency text, period text, kind text, since date,"
        " total numeric, late numeric, credit numeric, listed jsonb, ask jsonb, policy text,"
        " version int)),"
        " made as (insert into statements as s (org_id, customer_id, currency, period, message_id,"
        " kind, since, late) select :org, customer, currency, period, id, kind, since, late"
        " from fresh on conflict (org_id, customer_id, currency, period) do update set"
        " message_id = excluded.message_id, kind = excluded.kind, since = excluded.since,"
        " late = excluded.late, paper = null where not exists (select from messages m"
        " where m.org_id = :org and m.id = s.message_id and m.state <> 'dropped')"
        " returning message_id)"
        " insert into messages (org_id, id, customer_id, kind, currency, level, is_courtesy,"
        " is_final, state, ask, total, netted, also, proposed_on, policy, policy_version,"
        " send_after, approved_by)"
        " select :org, f.id, f.customer, :kind, f.currency, 0, false, false, f.state,"
        " array(select jsonb_array_elements_text(f.ask)), f.total, f.credit, f.listed, :on_day,"
        " f.policy, f.version,"
        " case when f.state = 'approved' then cast(:send_after as timestamptz) end,"
        " case when f.state = 'approved' then 'policy' end"
        " from fresh f join made on made.message_id = f.id on conflict do nothing",
        kind=KIND,
        on_day=on,
        send_after=send_after,
        rows=json.dumps([_row(*each, under[each[0]]) for each in proposals], default=str),
    )


def _row(
    customer: str, statement: ProposedStatement, state: StepState, under: Under
) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "customer": customer,
        "state": state.value,
        "policy": under.policy,
        "version": under.version,
        **_content(statement),
    }


def call_off(
    tx: Tx,
    customer_id: str,
    statement: ProposedStatement,
    *,
    on: date,
    now: datetime,
    under: Under,
) -> None:
    """Let a month have no statement, whether it is proposed already or only foreseen."""
    moved = tx.sql(
        "update messages m set state = 'refused', outcome = 'called off', settled_at = :now"
        " from statements s where s.org_id = :org and s.customer_id = :customer"
        " and s.currency = :currency and s.period = :period and m.org_id = :org"
        " and m.id = s.message_id and m.state in ('proposed', 'approved')",
        customer=customer_id,
        currency=statement.currency,
        period=statement.period,
        now=now,
    ).rowcount
    if not moved:
        refused = [(customer_id, statement, StepState.REFUSED)]
        propose(tx, refused, on=on, under={customer_id: under}, send_after=now)


def rewrite(tx: Tx, message_id: UUID, statement: ProposedStatement, under: Under) -> None:
    """Bring an open statement to what a fresh review proposes; its state stays."""
    tx.sql(
        "with n as (select * from jsonb_to_record(cast(:content as jsonb)) as n(kind text,"
        " since date, total numeric, late numeric, credit numeric, listed jsonb, ask jsonb)),"
        " changed as (update messages m set total = n.total, netted = n.credit, also = n.listed,"
        " ask = array(select jsonb_array_elements_text(n.ask)), policy = :policy,"
        " policy_version = :version from n where m.org_id = :org and m.id = :id"
        " and m.state in ('proposed', 'approved', 'claimed') returning m.id)"
        " update statements s set kind = n.kind, since = n.since, late = n.late from n, changed"
        " where s.org_id = :org and s.message_id = changed.id",
        id=message_id,
        policy=under.policy,
        version=under.version,
        content=json.dumps(_content(statement), default=str),
    )


def _content(statement: ProposedStatement) -> dict[str, Any]:
    return {
        "currency": statement.currency,
        "period": statement.period,
        "kind": statement.kind.value,
        "since": statement.since,
        "total": statement.total.amount,
        "late": statement.late.amount,
        "credit": statement.credit.amount,
        "listed": list(statement.listed),
        "ask": list(statement.ask),
    }


_ROW = (
    "select s.*, m.state, m.total, m.sent_on, s.paper is not null as is_kept from statements s"
    " join messages m on m.org_id = :org and m.id = s.message_id where s.org_id = :org"
)


def read(tx: Tx, message_id: UUID) -> StatementRow | None:
    """The statement that a message carries; None where it carries none."""
    row = tx.sql(f"{_ROW} and s.message_id = :id", id=message_id).one_or_none()
    return _statement(row) if row is not None else None


def of_messages(tx: Tx, message_ids: Sequence[UUID]) -> dict[UUID, StatementRow]:
    """The statements of these messages."""
    if not message_ids:
        return {}
    rows = tx.sql(f"{_ROW} and s.message_id = any(:ids)", ids=list(message_ids)).fetchall()
    return {row.message_id: _statement(row) for row in rows}


def sent_to(tx: Tx, customer_id: str, *, limit: int = 24) -> tuple[StatementRow, ...]:
    """The statements of one customer that went, or may have gone, newest first."""
    rows = tx.sql(
        f"{_ROW} and s.customer_id = :customer and m.state in ('done', 'unconfirmed')"
        " order by coalesce(m.sent_on, cast(m.claimed_at as date)) desc, s.currency limit :limit",
        customer=customer_id,
        limit=limit,
    ).fetchall()
    return tuple(_statement(row) for row in rows)


def keep_paper(tx: Tx, message_id: UUID, paper: Mapping[str, Any]) -> None:
    """Keep every word and figure of the paper as it leaves, sealed."""
    tx.sql(
        "update statements set paper = :paper where org_id = :org and message_id = :id",
        id=message_id,
        paper=tx.seal.close(json.dumps(paper, sort_keys=True)),
    )


def kept_paper(tx: Tx, message_id: UUID) -> Mapping[str, Any] | None:
    """What was kept of a statement's paper; None where nothing was, or somebody was forgotten."""
    sealed = tx.sql(
        "select paper from statements where org_id = :org and message_id = :id", id=message_id
    ).scalar_one_or_none()
    if sealed is None:
        return None
    found: Mapping[str, Any] = json.loads(tx.seal.open(sealed))
    return found


def wish_of(tx: Tx, customer_id: str) -> StatementWish:
    """What a person chose for this customer; as the policy says where nobody did."""
    found = tx.sql(
        "select wish from statement_wishes where org_id = :org and customer_id = :id",
        id=customer_id,
    ).scalar_one_or_none()
    return StatementWish(found) if found is not None else StatementWish.AS_POLICY


def wish(tx: Tx, customer_id: str, chosen: StatementWish, *, by: str, at: datetime) -> None:
    """Let this customer always or never have statements, or as the policy says."""
    if chosen is StatementWish.AS_POLICY:
        tx.sql(
            "delete from statement_wishes where org_id = :org and customer_id = :id",
            id=customer_id,
        )
        return
    tx.sql(
        "insert into statement_wishes (org_id, customer_id, wish, by, at)"
        " values (:org, :id, :wish, :by, :at) on conflict (org_id, customer_id)"
        " do update set wish = excluded.wish, by = excluded.by, at = excluded.at",
        id=customer_id,
        wish=chosen.value,
        by=by,
        at=at,
    )


def _statement(row: Any) -> StatementRow:
    return StatementRow(
        message_id=row.message_id,
        customer_id=row.customer_id,
        currency=row.currency,
        period=row.period,
        kind=StatementKind(row.kind),
        since=row.since,
        total=row.total,
        late=row.late,
        state=StepState(row.state),
        sent_on=row.sent_on,
        is_kept=row.is_kept,
    )
