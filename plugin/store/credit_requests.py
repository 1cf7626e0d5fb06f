"""Requests for credit as they are kept: what was asked, by whom, and what was decided.

What persons wrote lies sealed. It decides nothing, and mails nobody.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from plugin.credit.application import Application, Granted, RequestState
from plugin.credit.money import Money
from plugin.credit.terms import Terms, TermsKind
from plugin.store._tx import Tx
from plugin.store.credit_applications import read_application, written


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditRequest:
    """One request; `application` is None once it was erased. Dates are the organisation's own."""

    id: UUID
    name: str
    asked_at: datetime
    application: Application | None
    terms_shown: str
    accepted_by: str
    accepted_on: date
    may_ask_bureau: bool
    state: RequestState
    proved_at: datetime | None
    decided_at: datetime | None
    decided_by: str
    why: str
    granted: Granted | None
    #: the first invoice came on this day, and with it limit and terms
    in_force_on: date | None
    contact_id: str | None
    #: create, terms, or empty: what is to be written into the ledger
    writes: str
    write_id: UUID | None
    #: days and kind of the contact's terms before ours; None where it had none
    terms_before: tuple[int, str] | None
    letter_state: str
    letter: str
    letter_after: datetime | None
    letter_said: str


def add(
    tx: Tx, application: Application, *, once: str, terms_shown: str, at: datetime, on: date
) -> UUID | None:
    """Keep a new request, not proved yet; None where this very form came before."""
    found: UUID | None = tx.sql(
        "insert into credit_requests (org_id, id, once, name, content, email_hash, asked_at,"
        " terms_shown, accepted_by, accepted_on, may_ask_bureau, state) values (:org, :id, :once,"
        " :name, :content, :hash, :at, :terms, :signed, :on, :bureau, 'unproved')"
        " on conflict (org_id, once) do nothing returning id",
        id=uuid4(),
        once=once,
        name=application.name,
        content=tx.seal.close(written(application)),
        hash=tx.seal.fingerprint(application.email),
        at=at,
        terms=terms_shown,
        signed=tx.seal.close(application.signed_by),
        on=on,
        bureau=application.may_ask_bureau,
    ).scalar_one_or_none()
    return found


def read(tx: Tx, request_id: UUID) -> CreditRequest | None:
    """One request; None where there is none (any more)."""
    row = tx.sql(
        "select * from credit_requests where org_id = :org and id = :id", id=request_id
    ).one_or_none()
    return None if row is None else request_of(tx, row)


def lock(tx: Tx, request_id: UUID) -> CreditRequest | None:
    """As `read`, for whoever is about to decide something of it."""
    tx.sql("select from credit_requests where org_id = :org and id = :id for update", id=request_id)
    return read(tx, request_id)


def newest(tx: Tx, *, limit: int) -> tuple[CreditRequest, ...]:
    """The newest requests whose address was proved, those that wait first."""
    rows = tx.sql(
        "select * from credit_requests where org_id = :org and state <> 'unproved'"
        " order by (state = 'waiting') desc, asked_at desc, id limit :limit",
        limit=limit,
    )
    return tuple(request_of(tx, row) for row in rows)


def prove(tx: Tx, request_id: UUID, *, at: datetime) -> bool:
    """The address is theirs; False where that was shown before, or the request is gone."""
    return bool(
        tx.sql(
            "update credit_requests set state = 'waiting', proved_at = :at"
            " where org_id = :org and id = :id and state = 'unproved'",
            id=request_id,
            at=at,
        ).rowcount
    )


def forget_unproved(tx: Tx, *, before: datetime) -> int:
    """Let requests go whose address nobody has shown to be theirs; says how many."""
    old = tx.sql(
        "select id from credit_requests where org_id = :org and state = 'unproved'"
        " and asked_at < :before",
        before=before,
    ).scalars()
    gone = old.all()
    for request_id in gone:
        forget(tx, request_id)
    return len(gone)


def forget(tx: Tx, request_id: UUID) -> None:
    """Let a request go whole, such as one whose mail never went."""
    for table, column in (
        ("credit_requests", "id"),
        ("credit_facts", "request_id"),
        ("credit_references", "request_id"),
    ):
        tx.sql(f"delete from {table} where org_id = :org and {column} = :id", id=request_id)  # noqa: S608


def decide(
    tx: Tx,
    request_id: UUID,
    state: RequestState,
    *,
    granted: Granted | None,
    why: str,
    by: str,
    at: datetime,
) -> None:
    """Keep what a person decided."""
    tx.sql(
        "update credit_requests set state = :state, decided_at = :at, decided_by = :by,"
        " why = :why, limit_amount = :amount, limit_currency = :currency, terms_days = :days,"
        " terms_kind = :kind, deposit_per_cent = :deposit where org_id = :org and id = :id",
        id=request_id,
        state=state.value,
        at=at,
        by=by,
        why=tx.seal.close(why),
        amount=granted.limit.amount if granted else None,
        currency=granted.limit.currency if granted else None,
        days=granted.terms.days if granted else None,
        kind=granted.terms.kind.value if granted else None,
        deposit=granted.deposit_per_cent if granted else None,
    )


def open_again(tx: Tx, request_id: UUID) -> None:
    """A decision is taken back before anything of it was done."""
    tx.sql(
        "update credit_requests set state = 'waiting', decided_at = null, decided_by = null,"
        " why = null, limit_amount = null, limit_currency = null, terms_days = null,"
        " terms_kind = null, deposit_per_cent = null, contact_id = null, writes = '',"
        " write_id = null, terms_before = null, letter_state = 'none', letter = null,"
        " letter_after = null, letter_by = null, letter_said = null"
        " where org_id = :org and id = :id",
        id=request_id,
    )


def plan_write(
    tx: Tx,
    request_id: UUID,
    *,
    writes: str,
    contact_id: str | None,
    write_id: UUID | None,
    terms_before: tuple[int, str] | None,
) -> None:
    """What is to be written into the ledger for it, and what stood there before."""
    tx.sql(
        "update credit_requests set writes = :writes, contact_id = :contact, write_id = :write,"
        " terms_before = cast(:before as jsonb) where org_id = :org and id = :id",
        id=request_id,
        writes=writes,
        contact=contact_id,
        write=write_id,
        before=None if terms_before is None else json.dumps(terms_before),
    )


def of_write(tx: Tx, write_id: UUID) -> CreditRequest | None:
    """The request that a write towards the ledger is for."""
    row = tx.sql(
        "select * from credit_requests where org_id = :org and write_id = :id", id=write_id
    ).one_or_none()
    return None if row is None else request_of(tx, row)


def is_customer(tx: Tx, request_id: UUID, contact_id: str) -> None:
    """The ledger has them as this contact now; what was decided of them is told under it."""
    tx.sql(
        "update credit_requests set contact_id = :contact where org_id = :org and id = :id",
        id=request_id,
        contact=contact_id,
    )
    tx.sql(
        "update credit_decisions set customer_id = :contact"
        " where org_id = :org and request_id = :id",
        id=request_id,
        contact=contact_id,
    )


def first_invoices(tx: Tx, customer_ids: Sequence[str]) -> tuple[CreditRequest, ...]:
    """Granted requests of these customers whose first invoice is there, and nothing in force."""
    rows = tx.sql(
        "select r.* from credit_requests r where r.org_id = :org and r.contact_id = any(:ids)"
        " and r.in_force_on is null and r.limit_amount is not null"
        " and exists (select from invoices i where i.org_id = :org and i.contact_id = r.contact_id"
        " and i.kind = 'sale' and i.state not in ('voided', 'deleted'))"
        " order by r.decided_at",
        ids=list(customer_ids),
    ).fetchall()
    return tuple(request_of(tx, row) for row in rows)


def promised(tx: Tx, currency: str) -> tuple[Decimal, ...]:
    """The limits in a currency that were granted and are not in force yet."""
    rows = tx.sql(
        "select limit_amount from credit_requests where org_id = :org and in_force_on is null"
        " and limit_currency = :currency and limit_amount is not null",
        currency=currency,
    ).scalars()
    return tuple(rows)


def in_force(tx: Tx, request_id: UUID, *, on: date) -> None:
    """Limit and terms hold from this day on."""
    tx.sql(
        "update credit_requests set in_force_on = :on where org_id = :org and id = :id",
        id=request_id,
        on=on,
    )


def erase(tx: Tx, request_id: UUID) -> None:
    """Destroy everything that was written; that there was a request, and its end, stay."""
    tx.sql(
        "update credit_requests set name = '(erased)', content = null, accepted_by = null,"
        " why = null, letter = null where org_id = :org and id = :id",
        id=request_id,
    )
    for table in ("credit_facts", "credit_references"):
        tx.sql(f"delete from {table} where org_id = :org and request_id = :id", id=request_id)  # noqa: S608


def request_of(tx: Tx, row: Row[Any]) -> CreditRequest:
    """A row of `credit_requests` as a value, its seals opened."""
    granted = None
    if row.limit_amount is not None:
        granted = Granted(
            Money(row.limit_amount, row.limit_currency),
            Terms(row.terms_days, TermsKind(row.terms_kind)),
            row.deposit_per_cent or 0,
        )
    return CreditRequest(
        id=row.id,
        name=row.name,
        asked_at=row.asked_at,
        application=None if row.content is None else read_application(tx.seal.open(row.content)),
        terms_shown=row.terms_shown,
        accepted_by="" if row.accepted_by is None else tx.seal.open(row.accepted_by),
        accepted_on=row.accepted_on,
        may_ask_bureau=row.may_ask_bureau,
        state=RequestState(row.state),
        proved_at=row.proved_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by or "",
        why="" if row.why is None else tx.seal.open(row.why),
        granted=granted,
        in_force_on=row.in_force_on,
        contact_id=row.contact_id,
        writes=row.writes,
        write_id=row.write_id,
        terms_before=None if row.terms_before is None else (*row.terms_before,),
        letter_state=row.letter_state,
        letter="" if row.letter is None else tx.seal.open(row.letter),
        letter_after=row.letter_after,
        letter_said=row.letter_said or "",
    )
