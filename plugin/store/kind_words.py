"""Kind words in the outbox: proposed once about one thing, kept word for word.

The message they ride on is the outbox's; what one says is composed elsewhere.
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
from plugin.credit.decisions import AskWhy
from plugin.credit.kind_word_facts import KindWord, ProposedKindWord
from plugin.store._tx import Tx
from plugin.store.outbox import Under

#: the kinds of messages that carry them
KINDS = frozenset(each.value for each in KindWord)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRow:
    """What one kind word is about; `amount` in the message's currency."""

    message_id: UUID
    kind: KindWord
    once: str
    amount: Decimal
    about_on: date
    written_on: date | None


def propose(
    tx: Tx,
    proposals: Sequence[tuple[str, ProposedKindWord, StepState, tuple[AskWhy, ...]]],
    *,
    on: date,
    under: Mapping[str, Under],
    send_after: datetime,
) -> None:
    """Write proposed (or approved) kind words with their messages.

    About one thing only once, unless it was dropped before it left.
    """
    if not proposals:
        return
    tx.sql(
        "with fresh as materialized (select * from jsonb_to_recordset(cast(:rows as jsonb)) as"
        " n(id uuid, customer text, state text, kind text, currency text, once text,"
        " amount numeric, about date, written date, listed jsonb, ask jsonb, policy text,"
        " version int) where not exists (select from kind_words k join messages m"
        " on m.org_id = :org and m.id = k.message_id where k.org_id = :org"
        " and k.customer_id = n.customer and k.once = n.once and m.state <> 'dropped')),"
        " made as (insert into messages (org_id, id, customer_id, kind, currency, level,"
        " is_courtesy, is_final, state, ask, total, netted, also, proposed_on, policy,"
        " policy_version, send_after, approved_by) select :org, id, customer, kind, currency, 0,"
        " false, false, state, array(select jsonb_array_elements_text(ask)), amount, 0, listed,"
        " :on_day, policy, version,"
        " case when state = 'approved' then cast(:send_after as timestamptz) end,"
        " case when state = 'approved' then 'policy' end from fresh"
        " on conflict do nothing returning id)"
        " insert into kind_words (org_id, message_id, customer_id, kind, once, amount, about_on,"
        " written_on) select :org, f.id, f.customer, f.kind, f.once, f.amount, f.about, f.written"
        " from fresh f join made on made.id = f.id",
        on_day=on,
        send_after=send_after,
        rows=json.dumps([_row(*each, under[each[0]]) for each in proposals], default=str),
    )


def _row(
    customer: str,
    it: ProposedKindWord,
    state: StepState,
    ask: tuple[AskWhy, ...],
    under: Under,
) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "customer": customer,
        "state": state.value,
        "kind": it.kind.value,
        "currency": it.currency,
        "once": it.once,
        "amount": it.amount.amount,
        "about": it.on,
        "written": it.written_on,
        "listed": list(it.invoice_ids),
        "ask": [each.value for each in ask],
        "policy": under.policy,
        "version": under.version,
    }


def read(tx: Tx, message_id: UUID) -> KindRow | None:
    """What a message is about; None where it is no kind word."""
    return of_messages(tx, [message_id]).get(message_id)


def of_messages(tx: Tx, message_ids: Sequence[UUID]) -> dict[UUID, KindRow]:
    """The kind words of these messages."""
    if not message_ids:
        return {}
    rows = tx.sql(
        "select message_id, kind, once, amount, about_on, written_on from kind_words"
        " where org_id = :org and message_id = any(:ids)",
        ids=list(message_ids),
    ).mappings()
    return {row["message_id"]: KindRow(**{**row, "kind": KindWord(row["kind"])}) for row in rows}
