"""Talks with customers: the offers of both sides in their order, and how each talk ended.

The words of a talk are `talk_words`. Who may say what is decided elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from plugin.credit.agreements import PlanCover, PlanPart
from plugin.credit.money import Money
from plugin.credit.negotiation import Offer, Side, Talk, TalkState
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed


class TalkKind(StrEnum):
    """What a talk is about: other terms, or something that is wrong."""

    TERMS = "terms"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class TalkAbout:
    """An invoice of a talk; by its dispute where part is contested, by its hold where it rests."""

    invoice_id: str
    number: str
    dispute_id: UUID | None
    hold_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkKept:
    """A talk with all its offers, who made each of them, and what came of it."""

    id: UUID
    customer_id: str
    customer: str
    kind: TalkKind
    currency: str
    talk: Talk
    #: who made each offer, by its number
    offered_by: Mapping[int, tuple[str, datetime]]
    about: tuple[TalkAbout, ...]
    opened_on: date
    at: datetime
    rests: bool
    is_closed: bool
    ended_by: str
    ended_at: datetime | None
    promise_id: UUID | None
    plan_id: UUID | None


def open_talk(
    tx: Tx,
    customer_id: str,
    kind: TalkKind,
    *,
    currency: str,
    about: Mapping[str, UUID | None],
    rests: bool,
    on: date,
    at: datetime,
) -> UUID:
    """Begin a talk about these invoices, each with its dispute where it has one."""
    talk_id = uuid4()
    tx.sql(
        "insert into talks (org_id, id, customer_id, kind, currency, state, opened_on, at, rests)"
        " values (:org, :id, :customer, :kind, :currency, 'open', :on_day, :at, :rests)",
        id=talk_id,
        customer=customer_id,
        kind=kind.value,
        currency=currency,
        on_day=on,
        at=at,
        rests=rests,
    )
    tx.sql(
        "insert into talk_invoices (org_id, talk_id, invoice_id, dispute_id)"
        " select cast(:org as uuid), cast(:id as uuid), a.invoice, a.dispute"
        " from unnest(cast(:ids as text[]), cast(:disputes as uuid[])) as a(invoice, dispute)",
        id=talk_id,
        ids=list(about),
        disputes=list(about.values()),
    )
    mark_changed(tx, [customer_id])
    return talk_id


def add_offer(tx: Tx, talk_id: UUID, offer: Offer, *, by: str, at: datetime) -> None:
    """Write an offer down; it takes the place of the one before."""
    tx.sql(
        "insert into talk_offers (org_id, talk_id, number, side, by, offered_on, at, lapses_on,"
        " covers, parts) values (:org, :talk, :number, :side, :by, :on_day, :at, :lapses_on,"
        " cast(:covers as jsonb), cast(:parts as jsonb))",
        talk=talk_id,
        number=offer.number,
        side=offer.by.value,
        by=by,
        on_day=offer.on,
        at=at,
        lapses_on=offer.lapses_on,
        covers=json.dumps(
            [
                [each.invoice_id, str(each.owed.amount), str(each.paid_before.amount)]
                for each in offer.covers
            ]
        ),
        parts=json.dumps([[each.due.isoformat(), str(each.amount.amount)] for each in offer.parts]),
    )
    _changed(tx, talk_id)


def rest(tx: Tx, talk_id: UUID, holds: Mapping[str, UUID | None]) -> None:
    """Keep by which hold each of these invoices rests for the talk; None where it does not."""
    tx.sql(
        "update talk_invoices t set hold_id = h.hold from unnest(cast(:ids as text[]),"
        " cast(:holds as uuid[])) as h(invoice, hold) where t.org_id = :org"
        " and t.talk_id = :talk and t.invoice_id = h.invoice",
        talk=talk_id,
        ids=list(holds),
        holds=list(holds.values()),
    )


def end_talk(
    tx: Tx,
    talk_id: UUID,
    *,
    state: str,
    side: Side,
    by: str,
    at: datetime,
    agreed: int | None = None,
    promise_id: UUID | None = None,
    plan_id: UUID | None = None,
) -> bool:
    """End a talk that is open; False where it has ended before."""
    ended = tx.sql(
        "update talks set state = :state, ended_side = :side, ended_by = :by, ended_at = :at,"
        " agreed = :agreed, promise_id = :promise, plan_id = :plan"
        " where org_id = :org and id = :id and state = 'open' returning id",
        id=talk_id,
        state=state,
        side=side.value,
        by=by,
        at=at,
        agreed=agreed,
        promise=promise_id,
        plan=plan_id,
    ).one_or_none()
    _changed(tx, talk_id)
    return ended is not None


def talk_of_dispute(tx: Tx, dispute_id: UUID) -> UUID | None:
    """The talk in which a dispute is looked into; None where it came another way."""
    found: UUID | None = tx.sql(
        "select talk_id from talk_invoices where org_id = :org and dispute_id = :dispute",
        dispute=dispute_id,
    ).scalar_one_or_none()
    return found


def rested_since(tx: Tx, invoice_ids: Iterable[str], *, since: date) -> bool:
    """Whether one of these invoices has rested for a talk that began on or after a day."""
    found: bool = tx.sql(
        "select exists (select from talks t join talk_invoices i on i.org_id = :org"
        " and i.talk_id = t.id where t.org_id = :org and t.rests and t.opened_on >= :since"
        " and i.invoice_id = any(:ids))",
        since=since,
        ids=list(invoice_ids),
    ).scalar_one()
    return found


def read_talk(tx: Tx, talk_id: UUID, *, customer_id: str | None = None) -> TalkKept | None:
    """One talk, of this customer only where one is named; None where there is none such."""
    found = talks(tx, customer_id=customer_id, talk_id=talk_id)
    return found[0] if found else None


def talks(
    tx: Tx,
    *,
    customer_id: str | None = None,
    talk_id: UUID | None = None,
    only_open: bool = False,
    limit: int = 200,
) -> tuple[TalkKept, ...]:
    """Talks of a customer or of all: open ones first, the latest first."""
    rows = tx.sql(
        "select t.*, coalesce(c.name, '') as customer, (select count(*) from talk_lines l"
        " where l.org_id = :org and l.talk_id = t.id and l.side = 'customer'"
        " and l.read_at is null) as unread from talks t"
        " left join contacts c on c.org_id = :org and c.id = t.customer_id"
        " where t.org_id = :org and (cast(:customer as text) is null or t.customer_id = :customer)"
        " and (cast(:id as uuid) is null or t.id = :id)"
        " and (not :only_open or t.state = 'open')"
        " order by t.state <> 'open', t.at desc, t.id limit :limit",
        customer=customer_id,
        id=talk_id,
        only_open=only_open,
        limit=limit,
    ).fetchall()
    if not rows:
        return ()
    ids = [row.id for row in rows]
    offers = tx.sql(
        "select * from talk_offers where org_id = :org and talk_id = any(:ids)"
        " order by talk_id, number",
        ids=ids,
    ).fetchall()
    about = tx.sql(
        "select a.*, coalesce(i.number, a.invoice_id) as number from talk_invoices a"
        " left join invoices i on i.org_id = :org and i.id = a.invoice_id"
        " where a.org_id = :org and a.talk_id = any(:ids) order by i.due, i.number, a.invoice_id",
        ids=ids,
    ).fetchall()
    return tuple(_kept(row, offers, about) for row in rows)


def _kept(row: Row[Any], offers: Sequence[Row[Any]], about: Sequence[Row[Any]]) -> TalkKept:
    own = [each for each in offers if each.talk_id == row.id]
    return TalkKept(
        id=row.id,
        customer_id=row.customer_id,
        customer=row.customer,
        kind=TalkKind(row.kind),
        currency=row.currency,
        talk=as_talk(row, own),
        offered_by={each.number: (each.by, each.at) for each in own},
        about=tuple(
            TalkAbout(each.invoice_id, each.number, each.dispute_id, each.hold_id)
            for each in about
            if each.talk_id == row.id
        ),
        opened_on=row.opened_on,
        at=row.at,
        rests=row.rests,
        is_closed=row.state != "open",
        ended_by=row.ended_by or "",
        ended_at=row.ended_at,
        promise_id=row.promise_id,
        plan_id=row.plan_id,
    )


def as_talk(row: Row[Any], offers: Sequence[Row[Any]]) -> Talk:
    """The talk of a row with `id`, `state`, `agreed`, `ended_side`, `currency` and `unread`."""
    is_over = row.state == "closed"
    return Talk(
        id=str(row.id),
        offers=tuple(_offer(each, row.currency) for each in offers),
        state=TalkState.DECLINED if is_over else TalkState(row.state),
        agreed=row.agreed,
        ended_by=Side(row.ended_side) if row.ended_side else None,
        unread=row.unread,
    )


def _offer(row: Row[Any], currency: str) -> Offer:
    return Offer(
        number=row.number,
        by=Side(row.side),
        on=row.offered_on,
        covers=tuple(
            PlanCover(invoice, Money.of(owed, currency), Money.of(paid, currency))
            for invoice, owed, paid in row.covers
        ),
        parts=tuple(
            PlanPart(date.fromisoformat(due), Money.of(amount, currency))
            for due, amount in row.parts
        ),
        lapses_on=row.lapses_on,
    )


def _changed(tx: Tx, talk_id: UUID) -> None:
    found = tx.sql("select customer_id from talks where org_id = :org and id = :id", id=talk_id)
    mark_changed(tx, list(found.scalars()))
