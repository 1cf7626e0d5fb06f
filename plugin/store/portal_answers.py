"""What customers answered on their own page, each once. What it does is decided elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from plugin.credit.account import Account, Invoice
from plugin.credit.answering import Answer, Beyond
from plugin.credit.money import Money
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What an answer did: `until` is the first day on which words go again, where it pauses them.

    `again` says that it had been said before, so that nothing pauses; `beyond` are the bounds that
    it passes, so that it is a proposal in the talk `talk_id`.
    """

    again: bool = False
    until: date | None = None
    beyond: tuple[Beyond, ...] = ()
    talk_id: UUID | None = None
    promise_id: UUID | None = None
    plan_id: UUID | None = None

    @property
    def word(self) -> str:
        """done, proposed or again."""
        if self.again:
            return "again"
        is_terms = self.talk_id is not None and self.promise_id is None and self.plan_id is None
        return "proposed" if is_terms else "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGiven:
    """One answer as it was given; `numbers` are those of its invoices, the oldest first."""

    id: UUID
    customer_id: str
    kind: Answer
    amount: Money
    day: date | None
    result: Result
    invoice_ids: tuple[str, ...]
    numbers: tuple[str, ...]
    said_on: date
    at: datetime


def add_answer(
    tx: Tx,
    customer_id: str,
    kind: Answer,
    *,
    once: str,
    covered: Mapping[str, Money],
    amount: Money,
    day: date | None,
    result: Result,
    link_id: UUID | None,
    on: date,
    at: datetime,
) -> UUID:
    """Write an answer down; `covered` says what of each invoice it is about."""
    answer_id = uuid4()
    tx.sql(
        "insert into portal_answers (org_id, id, customer_id, kind, once, result, amount, currency,"
        " day, until, beyond, talk_id, promise_id, plan_id, link_id, said_on, at) values (:org,"
        " :id, :customer, :kind, :once, :result, :amount, :currency, :day, :until, :beyond, :talk,"
        " :promise, :plan, :link, :on_day, :at)",
        id=answer_id,
        customer=customer_id,
        kind=kind.value,
        once=once,
        result=result.word,
        amount=amount.amount,
        currency=amount.currency,
        day=day,
        until=result.until,
        beyond=" ".join(each.value for each in result.beyond),
        talk=result.talk_id,
        promise=result.promise_id,
        plan=result.plan_id,
        link=link_id,
        on_day=on,
        at=at,
    )
    tx.sql(
        "insert into portal_answer_invoices (org_id, answer_id, invoice_id, amount)"
        " select cast(:org as uuid), cast(:id as uuid), c.invoice, c.amount"
        " from unnest(cast(:ids as text[]), cast(:amounts as numeric[])) as c(invoice, amount)",
        id=answer_id,
        ids=list(covered),
        amounts=[each.amount for each in covered.values()],
    )
    mark_changed(tx, [customer_id])
    return answer_id


def by_form(tx: Tx, customer_id: str, once: str) -> UUID | None:
    """The answer that came by this very form before; None where none did."""
    found: UUID | None = tx.sql(
        "select id from portal_answers where org_id = :org and customer_id = :customer"
        " and once = :once",
        customer=customer_id,
        once=once,
    ).scalar_one_or_none()
    return found


def times(tx: Tx, customer_id: str, kind: Answer) -> dict[str, int]:
    """How often a customer gave this answer for each invoice so that it took effect at once."""
    rows = tx.sql(
        "select i.invoice_id, count(*) as said from portal_answers a join portal_answer_invoices i"
        " on i.org_id = :org and i.answer_id = a.id where a.org_id = :org"
        " and a.customer_id = :customer and a.kind = :kind and a.result = 'done'"
        " group by i.invoice_id",
        customer=customer_id,
        kind=kind.value,
    )
    return {row.invoice_id: row.said for row in rows}


def read(tx: Tx, customer_id: str, answer_id: UUID) -> AnswerGiven | None:
    """One answer of this customer; None where it is nobody's or somebody else's."""
    where = "a.customer_id = :customer and a.id = :id"
    found = _read(tx, where, customer=customer_id, id=answer_id)
    return found[0] if found else None


def answers(tx: Tx, customer_id: str, *, limit: int = 50) -> tuple[AnswerGiven, ...]:
    """The answers of a customer, the newest first."""
    return _read(tx, "a.customer_id = :customer", customer=customer_id, limit=limit)


def recent(tx: Tx, *, since: date, limit: int = 100) -> tuple[AnswerGiven, ...]:
    """The answers of all customers since a civil day, the newest first."""
    return _read(tx, "a.said_on >= :since", since=since, limit=limit)


def count_since(tx: Tx, since: date) -> int:
    """How many answers customers gave since a civil day."""
    found: int = tx.sql(
        "select count(*) from portal_answers where org_id = :org and said_on >= :since",
        since=since,
    ).scalar_one()
    return found


def _read(tx: Tx, where: str, *, limit: int = 1, **values: object) -> tuple[AnswerGiven, ...]:
    rows = tx.sql(
        "select a.*, array(select i.invoice_id from portal_answer_invoices i left join invoices v"  # noqa: S608 - our own words
        " on v.org_id = :org and v.id = i.invoice_id where i.org_id = :org and i.answer_id = a.id"
        " order by v.due, v.number, i.invoice_id) as ids,"
        " array(select coalesce(v.number, i.invoice_id) from portal_answer_invoices i"
        " left join invoices v on v.org_id = :org and v.id = i.invoice_id where i.org_id = :org"
        " and i.answer_id = a.id order by v.due, v.number, i.invoice_id) as numbers"
        f" from portal_answers a where a.org_id = :org and {where}"
        " order by a.at desc, a.id limit :limit",
        limit=limit,
        **values,
    ).fetchall()
    return tuple(_given(row) for row in rows)


def _given(row: Row[Any]) -> AnswerGiven:
    return AnswerGiven(
        id=row.id,
        customer_id=row.customer_id,
        kind=Answer(row.kind),
        amount=Money(row.amount, row.currency),
        day=row.day,
        result=Result(
            again=row.result == "again",
            until=row.until,
            beyond=tuple(Beyond(each) for each in row.beyond.split()),
            talk_id=row.talk_id,
            promise_id=row.promise_id,
            plan_id=row.plan_id,
        ),
        invoice_ids=tuple(row.ids),
        numbers=tuple(row.numbers),
        said_on=row.said_on,
        at=row.at,
    )


def planned_before(tx: Tx, customer_id: str) -> Sequence[str]:
    """The invoices of a customer that were under a plan that ended."""
    return list(
        tx.sql(
            "select distinct c.invoice_id from plans p join plan_invoices c on c.org_id = :org"
            " and c.plan_id = p.id where p.org_id = :org and p.customer_id = :customer"
            " and p.ended_on is not null",
            customer=customer_id,
        ).scalars()
    )


def seen_of(account: Account) -> str:
    """A short name for exactly what a page of this account shows a customer.

    It changes with every balance, promise, plan, dispute, hold and talk: a form from a page that
    is out of date is known by it.
    """
    shown = (
        [(i.id, str(i.balance), i.due, i.disputed, i.retained) for i in _open(account)],
        [(each.id, each.due) for each in account.promises],
        [each.id for each in account.plans],
        [each.id for each in account.disputes],
        [(each.kind, each.invoice_id, each.until) for each in account.holds],
        [(each.id, len(each.offers)) for each in account.talks],
    )
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:24]


def _open(account: Account) -> list[Invoice]:
    return sorted((each for each in account.invoices if each.is_open), key=lambda each: each.id)
