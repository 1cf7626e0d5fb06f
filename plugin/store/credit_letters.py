"""The answer to a request for credit as it is kept: its words, where it stands, when it goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from plugin.store._tx import Tx
from plugin.store.credit_requests import CreditRequest, request_of


def write_letter(tx: Tx, request_id: UUID, text: str, *, state: str) -> None:
    """Keep the words of the answer; `state` is where it stands."""
    tx.sql(
        "update credit_requests set letter = :text, letter_state = :state"
        " where org_id = :org and id = :id",
        id=request_id,
        text=tx.seal.close(text),
        state=state,
    )


def move_letter(
    tx: Tx,
    request_id: UUID,
    *,
    to: str,
    frm: Sequence[str],
    after: datetime | None = None,
    by: str | None = None,
    said: str = "",
) -> bool:
    """Move the letter, if it stands in one of `frm`; says whether it did."""
    return bool(
        tx.sql(
            "update credit_requests set letter_state = :to,"
            " letter_after = coalesce(cast(:after as timestamptz), letter_after),"
            " letter_by = coalesce(:by, letter_by), letter_said = :said"
            " where org_id = :org and id = :id and letter_state = any(:frm)",
            id=request_id,
            to=to,
            frm=list(frm),
            after=after,
            by=by,
            said=said or None,
        ).rowcount
    )


def letters(tx: Tx, *, state: str) -> tuple[CreditRequest, ...]:
    """Requests whose letter stands so, the one that is due first before the others."""
    rows = tx.sql(
        "select * from credit_requests where org_id = :org and letter_state = :state"
        " order by letter_after, id",
        state=state,
    ).fetchall()
    return tuple(request_of(tx, row) for row in rows)
