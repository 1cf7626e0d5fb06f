"""Statements on a schedule: kept in the outbox as reviews propose them, and told when they went.

What is due is the engine's decision; what one says is in `statements`, how one leaves in
`send_statements`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from plugin.credit.account import StepState
from plugin.credit.covered import Covered
from plugin.credit.decisions import RESTING, ProposedStatement
from plugin.credit.money import Money
from plugin.credit.policy import CreditPolicy, Mode
from plugin.letters.wording import counted, money
from plugin.operations.ground import Ground
from plugin.store import Tx, outbox, statements, timeline
from plugin.store.messages import Message
from plugin.store.outbox import Under
from plugin.store.statements import StatementRow


def keep_statements(
    tx: Tx,
    on: Ground,
    covered: Sequence[Covered],
    standing: Sequence[Message],
    *,
    send_after: datetime,
) -> None:
    """Make the open statements what the reviews propose; an approval is left to sending.

    `standing` are the open statements of these customers.
    """
    if not standing and not any(each.review.statements for each in covered):
        return
    rows = statements.of_messages(tx, [each.id for each in standing])
    open_now = {(each.customer_id, each.currency): each for each in standing}
    new: list[tuple[str, ProposedStatement, StepState]] = []
    under: dict[str, Under] = {}
    for each in covered:
        customer = each.review.customer_id
        under[customer] = on.under(each.policy)
        for fresh in each.review.statements if on.may_propose else ():
            stood = open_now.pop((customer, fresh.currency), None)
            if stood is None:
                new.append((customer, fresh, _first_state(each.policy, fresh)))
            elif stood.state is StepState.PROPOSED and _differs(
                stood, rows[stood.id], fresh, under[customer]
            ):
                statements.rewrite(tx, stood.id, fresh, under[customer])
    found = {each.review.customer_id: each.review for each in covered}
    for stood in open_now.values():
        if stood.state is not StepState.PROPOSED:
            continue
        waits = [
            w for w in found[stood.customer_id].statement_waits if w.currency == stood.currency
        ]
        if on.may_propose and any(wait.kind in RESTING for wait in waits):
            continue
        why = waits[0].kind.value if waits else "not due any more"
        outbox.move(
            tx,
            stood.id,
            to=StepState.DROPPED,
            frm=(StepState.PROPOSED,),
            now=on.now,
            outcome=why if on.may_propose else "stopped",
        )
    statements.propose(tx, new, on=on.today, under=under, send_after=send_after)


def _first_state(policy: CreditPolicy, statement: ProposedStatement) -> StepState:
    by_itself = policy.mode is Mode.AUTOMATIC and not statement.ask
    return StepState.APPROVED if by_itself else StepState.PROPOSED


def _differs(stood: Message, row: StatementRow, fresh: ProposedStatement, under: Under) -> bool:
    return says_other(stood, row, fresh) or (
        (stood.policy, stood.policy_version, stood.ask) != (under.policy, under.version, fresh.ask)
    )


def says_other(stood: Message, row: StatementRow, fresh: ProposedStatement) -> bool:
    """Whether the paper would show other figures than the row has."""
    return (
        (stood.total, stood.netted) != (fresh.total.amount, fresh.credit.amount)
        or set(stood.also) != set(fresh.listed)
        or (row.late, row.kind, row.since) != (fresh.late.amount, fresh.kind, fresh.since)
    )


def tell_stated(tx: Tx, on: Ground, message: Message, by: str) -> None:
    """The line of the timeline for a statement that went; its paper can be opened from there."""
    row = statements.read(tx, message.id)
    late = Money(row.late if row is not None else Decimal(0), message.currency)
    tail = f", {money(late)} of it past its due date" if late else ""
    total = Money(message.total, message.currency)
    timeline.record(
        tx,
        timeline.Event(
            at=on.now,
            kind="statement_sent",
            by=by,
            customer_id=message.customer_id,
            summary=f"Statement of account with {counted(len(message.also), 'invoice')}:"
            f" {money(total)} open{tail}",
            refs={
                "message": str(message.id),
                "period": row.period if row is not None else "",
                "policy": message.policy,
                "policy_version": message.policy_version,
                "total": str(message.total),
                "currency": message.currency,
            },
        ),
    )
