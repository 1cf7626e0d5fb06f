"""What follows when a message has gone: its steps are done, the timeline says so, and the ledger
gets a note for a first chase and a final notice (DESIGN: what is written back)."""

from __future__ import annotations

from datetime import date

from plugin.credit.account import StepState
from plugin.credit.decisions import ProposedMessage
from plugin.credit.policy_parts import Channel
from plugin.letters.notes import FinalNotice, FirstChase, NoteLine
from plugin.letters.wording import money
from plugin.letters.words import level_name
from plugin.operations.assess import Ground
from plugin.operations.keep_statements import tell_stated
from plugin.operations.kind_words import tell_said
from plugin.operations.ledger_writes import note_for
from plugin.store import Tx, assessments, invoices, kind_words, outbox, statements, timeline
from plugin.store.messages import Message


def sent(
    tx: Tx,
    on: Ground,
    message: Message,
    proposed: ProposedMessage,
    *,
    url: str,
    by: str | None = None,
    how: str | None = None,
    day: date | None = None,
    heard: bool = True,
) -> None:
    """Settle a message as done on the organisation's civil date, however it reached the customer.

    `by` names the person who did it by hand, and `how` says it in words; otherwise it went by its
    own channel. `day` is given where that was on an earlier day than today. `heard` is False where
    nobody was reached: the ledger's note for ever says only what the customer was told.
    """
    outbox.move(
        tx,
        message.id,
        to=StepState.DONE,
        frm=(StepState.PROPOSED, StepState.APPROVED, StepState.CLAIMED, StepState.UNCONFIRMED),
        now=on.now,
        on=day or on.today,
        outcome=how or (f"done by {by}" if by else None),
    )
    assessments.touch(tx, [message.customer_id])
    if message.kind == statements.KIND:
        tell_stated(tx, on, message, by or message.approved_by or "policy")
        return
    if message.kind in kind_words.KINDS:
        tell_said(tx, on, message, by or message.approved_by or "policy")
        return
    _tell(tx, on, message, proposed, by or message.approved_by or "policy", how)
    if heard:
        _note(tx, on, message, proposed, url=url)


def _tell(
    tx: Tx, on: Ground, message: Message, proposed: ProposedMessage, by: str, how: str | None
) -> None:
    rows = invoices.invoices_by_id(tx, [step.invoice_id for step in proposed.chased])
    numbers = ", ".join(sorted(row.number for row in rows.values()))
    name = level_name(
        message.level, is_courtesy=message.is_courtesy, is_final=message.is_final
    ).capitalize()
    timeline.record(
        tx,
        timeline.Event(
            at=on.now,
            kind="message_sent",
            by=by,
            customer_id=message.customer_id,
            summary=f"{name} for {numbers}: {money(proposed.total)}{_by(message, how)}",
            refs={
                "message": str(message.id),
                "level": message.level,
                "policy": message.policy,
                "policy_version": message.policy_version,
                "total": str(proposed.total.amount),
                "currency": proposed.currency,
            },
        ),
    )


def _by(message: Message, how: str | None) -> str:
    """By what it went, where that was no email."""
    if how:
        return f", {how}"
    return ", by text" if message.channel is Channel.SMS else ""


def _note(tx: Tx, on: Ground, message: Message, proposed: ProposedMessage, *, url: str) -> None:
    """A note for the first chase and the final notice only: on the invoice where it stands alone,
    else one on the contact that lists the numbers, one a contact and day (rule 32)."""
    first = [step for step in proposed.chased if step.level == 1]
    if message.is_courtesy or not (message.is_final or first):
        return
    steps = proposed.chased if message.is_final else tuple(first)
    rows = invoices.invoices_by_id(tx, [step.invoice_id for step in steps])
    lines = tuple(
        NoteLine(rows[step.invoice_id].number, rows[step.invoice_id].due, step.amount)
        for step in steps
    )
    event = FinalNotice(on.today, lines) if message.is_final else FirstChase(on.today, lines)
    named = tuple(dict.fromkeys(step.invoice_id for step in steps))
    note_for(
        tx,
        on,
        event,
        customer_id=message.customer_id,
        invoice_ids=named,
        once=f"{'final' if message.is_final else 'first'}:{named[0]}:{on.today}",
        url=url,
    )
