"""The outbox of reminders: a message is a row before it is anything else, and goes at most once.

States move by conditional updates whose row count settles every race. Nothing is sent here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy.exc import IntegrityError

from plugin.credit.account import StepState
from plugin.credit.decisions import ProposedMessage
from plugin.store._tx import Tx

_NEW_STEPS = (
    "insert into steps (org_id, invoice_id, instalment, level, cycle, customer_id, message_id,"
    " state, amount, days_late, stepped_on, is_final)"
    " select :org, s.invoice, s.part, s.level, s.cycle, m.customer, m.message, m.state,"
    " s.amount, s.late, :on_day, m.final from json_to_recordset(cast(:rows as json)) as m("
    "message uuid, customer text, state text, final bool, invoice text[], part int[], level int[],"
    " cycle int[], amount numeric[], late int[])"
    " cross join unnest(m.invoice, m.part, m.level, m.cycle, m.amount, m.late)"
    " as s(invoice, part, level, cycle, amount, late)"
)
_RETURNING_STEPS = (
    " on conflict (org_id, invoice_id, instalment, level, cycle)"
    " do update set message_id = excluded.message_id, state = excluded.state,"
    " amount = excluded.amount, days_late = excluded.days_late,"
    " stepped_on = excluded.stepped_on, is_final = excluded.is_final"
    " where steps.state in ('dropped', 'refused')"
)


@dataclass(frozen=True, slots=True)
class Under:
    """The policy, and its version, that a message is proposed under."""

    policy: str
    version: int


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was composed for the wire, kept word for word."""

    subject: str
    text: str
    html: str
    to: tuple[str, ...]
    copy_to: tuple[str, ...]
    mail_id: str


def propose(
    tx: Tx,
    proposals: Sequence[tuple[str, ProposedMessage, StepState]],
    *,
    on: date,
    under: Mapping[str, Under],
    send_after: datetime | None,
) -> tuple[UUID, ...]:
    """Write proposed (or, in automatic mode, approved) messages; the rows are the lock.

    `under` gives each customer's policy. A customer and currency that already has an open message
    is left as it is.
    """
    if not proposals:
        return ()
    ids = [uuid4() for _ in proposals]
    rows = [
        {"id": id_, "customer": customer, "state": state.value} | _content(message, under[customer])
        for id_, (customer, message, state) in zip(ids, proposals, strict=True)
    ]
    written = tx.sql(
        "insert into messages (org_id, id, customer_id, kind, channel, currency, level,"
        " is_courtesy, is_final, state, ask, total, netted, also, proposed_on, policy,"
        " policy_version, send_after, approved_by)"
        " select :org, m.id, m.customer, 'reminder', m.channel, m.currency, m.level, m.courtesy,"
        " m.final, m.state, array(select jsonb_array_elements_text(m.ask)), m.total, m.netted,"
        " m.also, :on_day, m.policy, m.version,"
        " case when m.state = 'approved' then cast(:send_after as timestamptz) end,"
        " case when m.state = 'approved' then 'policy' end"
        " from jsonb_to_recordset(cast(:rows as jsonb)) as m(id uuid, customer text, state text,"
        " currency text, level int, courtesy bool, final bool, ask jsonb, total numeric,"
        " netted numeric, also jsonb, policy text, version int, channel text)"
        " on conflict (org_id, customer_id, currency, kind)"
        " where state in ('proposed', 'approved', 'claimed') do nothing returning id",
        on_day=on,
        send_after=send_after,
        rows=_json(rows),
    ).scalars()
    made = set(written)
    kept = [
        (message_id, *proposal)
        for message_id, proposal in zip(ids, proposals, strict=True)
        if message_id in made
    ]
    _write_steps(tx, kept, on=on)
    return tuple(message_id for message_id, *_ in kept)


def rewrite(tx: Tx, message_id: UUID, proposed: ProposedMessage, *, on: date, under: Under) -> None:
    """Bring an open message's content to what a fresh review proposes; its state stays."""
    rewrite_all(tx, [(message_id, proposed, under)], on=on)


def rewrite_all(tx: Tx, fresh: Sequence[tuple[UUID, ProposedMessage, Under]], *, on: date) -> None:
    """As `rewrite`, for many messages in one go; one that is no longer open stays as it is."""
    if not fresh:
        return
    written = tx.sql(
        "update messages m set channel = n.channel, level = n.level, is_courtesy = n.courtesy,"
        " is_final = n.final, ask = array(select jsonb_array_elements_text(n.ask)),"
        " total = n.total, netted = n.netted, also = n.also, policy = n.policy,"
        " policy_version = n.version"
        " from jsonb_to_recordset(cast(:rows as jsonb)) as n(id uuid, level int, courtesy bool,"
        " final bool, ask jsonb, total numeric, netted numeric, also jsonb, policy text,"
        " version int, channel text) where m.org_id = :org and m.id = n.id"
        " and m.state in ('proposed', 'approved', 'claimed')"
        " returning m.id, m.customer_id, m.state",
        rows=_json([{"id": id_, **_content(message, under)} for id_, message, under in fresh]),
    ).fetchall()
    content = {id_: message for id_, message, _ in fresh}
    tx.sql(
        "delete from steps where org_id = :org and message_id = any(:ids)",
        ids=[row.id for row in written],
    )
    _write_steps(
        tx,
        [(row.id, row.customer_id, content[row.id], StepState(row.state)) for row in written],
        on=on,
    )


def _content(message: ProposedMessage, under: Under) -> dict[str, object]:
    return {
        "channel": message.channel.value,
        "currency": message.currency,
        "level": message.level,
        "courtesy": message.is_courtesy,
        "final": message.is_final,
        "ask": list(message.ask),
        "total": message.total.amount,
        "netted": message.netted.amount,
        "also": list(message.also),
        "policy": under.policy,
        "version": under.version,
    }


def _write_steps(
    tx: Tx, carried: Sequence[tuple[UUID, str, ProposedMessage, StepState]], *, on: date
) -> None:
    """Steps are unique by invoice, instalment, level and cycle.

    Only one that certainly never left may return: dropped by us, or refused by the mail system.
    That is rare, and being ready for it costs the server 3 µs a step of 14: it is tried without.
    A message's steps travel as one list a column: an object a step is three times as long and
    takes 3 µs more.
    """
    rows = [
        {
            "message": message_id,
            "customer": customer,
            "state": state.value,
            "final": message.is_final,
            "invoice": [step.invoice_id for step in message.chased],
            "part": [step.instalment for step in message.chased],
            "level": [step.level for step in message.chased],
            "cycle": [step.cycle for step in message.chased],
            "amount": [step.amount.amount for step in message.chased],
            "late": [step.days_late for step in message.chased],
        }
        for message_id, customer, message, state in carried
    ]
    values = {"on_day": on, "rows": _json(rows)}
    try:
        with tx.connection.begin_nested():
            tx.sql(_NEW_STEPS, **values)
    except IntegrityError:
        tx.sql(_NEW_STEPS + _RETURNING_STEPS, **values)


def _json(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as one JSON text; amounts as exact text."""
    return msgspec.json.encode(rows).decode()


def move(
    tx: Tx,
    message_id: UUID,
    *,
    to: StepState,
    frm: Sequence[StepState],
    now: datetime,
    on: date | None = None,
    outcome: str | None = None,
) -> bool:
    """Move a message and its steps to a state, if it stands in one of `frm`; says whether it did.

    `on` is the civil date of the real sending, given with DONE.
    """
    moved = tx.sql(
        "update messages set state = :to, outcome = coalesce(:outcome, outcome),"
        " sent_on = coalesce(cast(:on_day as date), sent_on),"
        " claimed_at = case when :to = 'claimed' then :now else claimed_at end,"
        " settled_at = case when :to in ('done', 'refused', 'dropped', 'unconfirmed')"
        " then :now else settled_at end"
        " where org_id = :org and id = :id and state = any(:frm)",
        to=to.value,
        frm=[state.value for state in frm],
        now=now,
        on_day=on,
        outcome=outcome,
        id=message_id,
    ).rowcount
    if not moved:
        return False
    tx.sql(
        "update steps set state = :to, stepped_on = coalesce(cast(:on_day as date), stepped_on)"
        " where org_id = :org and message_id = :id",
        to=to.value,
        on_day=on,
        id=message_id,
    )
    return True


def approve(tx: Tx, message_id: UUID, *, by: str, now: datetime, send_after: datetime) -> bool:
    """Move a proposed message to approved; it goes out no earlier than `send_after`."""
    if not move(tx, message_id, to=StepState.APPROVED, frm=(StepState.PROPOSED,), now=now):
        return False
    tx.sql(
        "update messages set approved_by = :by, approved_at = :now, send_after = :after"
        " where org_id = :org and id = :id",
        by=by,
        now=now,
        after=send_after,
        id=message_id,
    )
    return True


def reword(tx: Tx, message_id: UUID, *, sentence: str, gentler: bool) -> None:
    """Keep a person's own sentence, and whether the wording is to be one tone gentler."""
    tx.sql(
        "update messages set sentence = :sentence, tone = :tone"
        " where org_id = :org and id = :id and state = 'proposed'",
        sentence=tx.seal.close(sentence) if sentence else None,
        tone=-1 if gentler else None,
        id=message_id,
    )


def attach_invoices(tx: Tx, message_id: UUID, *, yes: bool) -> None:
    """Let the invoices that a message asks for go with it as PDFs, or not."""
    tx.sql(
        "update messages set with_invoices = :yes"
        " where org_id = :org and id = :id and state = 'proposed'",
        yes=yes,
        id=message_id,
    )


def explain(tx: Tx, message_id: UUID, why: str | None) -> None:
    """Say why an approved message has not gone yet; None once it goes."""
    tx.sql(
        "update messages set outcome = :why where org_id = :org and id = :id"
        " and state in ('approved', 'claimed')",
        why=why,
        id=message_id,
    )


def delay(tx: Tx, message_id: UUID, *, until: datetime) -> None:
    """Let an approved message wait until a later instant."""
    tx.sql(
        "update messages set send_after = :until"
        " where org_id = :org and id = :id and state = 'approved'",
        until=until,
        id=message_id,
    )


def seal_letter(tx: Tx, message_id: UUID, letter: Sealed) -> None:
    """Keep what is about to be sent, word for word, before it is sent."""
    addresses = (*letter.to, *letter.copy_to)
    tx.sql(
        "update messages set subject = :subject, body_text = :text, body_html = :html,"
        " recipients = :recipients, address_hashes = :hashes, mail_id = :mail_id"
        " where org_id = :org and id = :id",
        id=message_id,
        subject=tx.seal.close(letter.subject),
        text=tx.seal.close(letter.text),
        html=tx.seal.close(letter.html),
        recipients=tx.seal.close(json.dumps({"to": letter.to, "copy": letter.copy_to})),
        hashes=[tx.seal.fingerprint(address) for address in addresses],
        mail_id=letter.mail_id,
    )
