"""Mail that arrived, with its files, as it was read. Words lie sealed; nothing is judged here."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row

from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class MailContent:
    """What of a mail lies sealed; addresses are bare and in small letters."""

    sender_name: str = ""
    sender: str = ""
    to: tuple[str, ...] = ()
    subject: str = ""
    #: the Message-ID, for an answer to refer to
    mail_id: str = ""
    said: str = ""
    quoted: str = ""
    #: rows of its tables, cell by cell, as far as a remittance advice may be in them
    rows: tuple[tuple[str, ...], ...] = ()
    #: the addresses that a report says were not reached, and nobody tries any more
    failed: tuple[str, ...] = ()
    #: what is to be known of it, in one sentence
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail that arrived; instants are UTC, `arrived_on` is the organisation's civil day."""

    id: UUID
    customer_id: str
    kind: str
    known_as: str
    arrived_at: datetime
    arrived_on: date
    message_id: UUID | None
    on_file: bool
    automatic: bool
    content: MailContent
    answered_at: datetime | None = None
    answered_by: str = ""
    set_aside_at: datetime | None = None
    #: no person has read it yet, and nothing goes to the customer before one did
    waits: bool = False


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file of a mail; `type` by its content. `content` is empty where only a list is shown."""

    place: int
    name: str
    type: str
    size: int
    content: bytes = field(default=b"", repr=False)


def keep(tx: Tx, mail: Mail, files: Sequence[MailFile] = ()) -> bool:
    """Write a mail down; False where this customer's has been told of it before."""
    written = tx.sql(
        "insert into mails (org_id, id, customer_id, kind, known_as, arrived_at, arrived_on,"
        " message_id, sender_hash, on_file, automatic, content) values (:org, :id, :customer,"
        " :kind, :known, :at, :on_day, :message, :sender, :on_file, :automatic, :content)"
        " on conflict do nothing",
        id=mail.id,
        customer=mail.customer_id,
        kind=mail.kind,
        known=tx.seal.fingerprint(mail.known_as),
        at=mail.arrived_at,
        on_day=mail.arrived_on,
        message=mail.message_id,
        sender=tx.seal.fingerprint(mail.content.sender),
        on_file=mail.on_file,
        automatic=mail.automatic,
        content=tx.seal.close(msgspec.json.encode(asdict(mail.content)).decode()),
    ).rowcount
    if not written:
        return False
    for each in files:
        tx.sql(
            "insert into mail_files (org_id, mail_id, place, name, type, size, content)"
            " values (:org, :mail, :place, :name, :type, :size, :content)",
            mail=mail.id,
            place=each.place,
            name=tx.seal.close(each.name),
            type=each.type,
            size=each.size,
            content=tx.seal.close(base64.b64encode(each.content).decode()),
        )
    return True


def is_known(tx: Tx, known_as: str) -> bool:
    """Whether a mail of this Message-ID has been taken by this organisation."""
    found: bool = tx.sql(
        "select exists (select from mails where org_id = :org and known_as = :known)",
        known=tx.seal.fingerprint(known_as),
    ).scalar_one()
    return found


_SELECT = (
    "select m.*, exists (select from replies r where r.org_id = :org and r.id = m.id"
    " and r.read_at is null) as waits from mails m where m.org_id = :org and "
)


def read(tx: Tx, mail_id: UUID) -> Mail | None:
    """One mail."""
    row = tx.sql(_SELECT + "m.id = :id", id=mail_id).one_or_none()
    return None if row is None else _mail(tx, row)


def of_customer(tx: Tx, customer_id: str, *, limit: int = 20) -> tuple[Mail, ...]:
    """The last mails of a customer, newest first."""
    rows = tx.sql(
        _SELECT + "m.customer_id = :customer order by m.arrived_at desc, m.id limit :limit",
        customer=customer_id,
        limit=limit,
    )
    return tuple(_mail(tx, row) for row in rows)


def latest(tx: Tx, *, limit: int = 100) -> tuple[Mail, ...]:
    """The last mails of all, newest first; those put aside left out."""
    rows = tx.sql(
        _SELECT + "m.set_aside_at is null order by m.arrived_at desc, m.id limit :limit",
        limit=limit,
    )
    return tuple(_mail(tx, row) for row in rows)


def of_nobody(tx: Tx, *, limit: int = 100) -> tuple[Mail, ...]:
    """Mails of which nobody has said whose they are, oldest first."""
    rows = tx.sql(
        _SELECT + "m.customer_id = '' and m.set_aside_at is null"
        " order by m.arrived_at, m.id limit :limit",
        limit=limit,
    )
    return tuple(_mail(tx, row) for row in rows)


def with_unread_papers(tx: Tx, kind: str, *, limit: int) -> tuple[Mail, ...]:
    """Mails of customers with files of this type that nobody has looked into, oldest first."""
    rows = tx.sql(
        _SELECT + "m.papers_read_at is null and m.customer_id <> ''"
        " and m.kind in ('reply', 'automatic') and exists (select from mail_files f"
        " where f.org_id = :org and f.mail_id = m.id and f.type = :kind)"
        " order by m.arrived_at, m.id limit :limit",
        kind=kind,
        limit=limit,
    )
    return tuple(_mail(tx, row) for row in rows)


def papers_read(tx: Tx, mail_id: UUID, content: MailContent, *, at: datetime) -> None:
    """Its files have been looked into, and this is what the mail holds now."""
    tx.sql(
        "update mails set papers_read_at = :at, content = :content"
        " where org_id = :org and id = :id",
        at=at,
        content=tx.seal.close(msgspec.json.encode(asdict(content)).decode()),
        id=mail_id,
    )


def count_since(tx: Tx, customer_id: str, *, since: datetime) -> int:
    """How many mails of a customer (empty: of nobody yet) were taken since an instant."""
    found: int = tx.sql(
        "select count(*) from mails where org_id = :org and customer_id = :customer"
        " and arrived_at > :since",
        customer=customer_id,
        since=since,
    ).scalar_one()
    return found


def bounces_since(tx: Tx, customer_id: str, address: str, *, since: datetime) -> int:
    """How many mails to this address of a customer came back since an instant, however it was."""
    rows = tx.sql(
        _SELECT + "m.customer_id = :customer and m.kind = 'bounce' and m.arrived_at > :since"
        " order by m.arrived_at desc limit 50",
        customer=customer_id,
        since=since,
    )
    return sum(address in _mail(tx, row).content.failed for row in rows)


def belongs_to(tx: Tx, mail_id: UUID, customer_id: str) -> bool:
    """Say whose a mail is; False where it is somebody's already, or this one's copy is known."""
    return bool(
        tx.sql(
            "update mails m set customer_id = :customer where org_id = :org and id = :id"
            " and customer_id = '' and not exists (select from mails o where o.org_id = :org"
            " and o.customer_id = :customer and o.known_as = m.known_as)",
            customer=customer_id,
            id=mail_id,
        ).rowcount
    )


def set_aside(tx: Tx, mail_id: UUID, *, by: str, at: datetime) -> bool:
    """A mail of nobody concerns nobody; False where it is somebody's, or put aside already."""
    return bool(
        tx.sql(
            "update mails set set_aside_at = :at, set_aside_by = :by where org_id = :org"
            " and id = :id and customer_id = '' and set_aside_at is null",
            at=at,
            by=by,
            id=mail_id,
        ).rowcount
    )


def answered(tx: Tx, mail_id: UUID, *, by: str, at: datetime) -> None:
    """Somebody has answered it."""
    tx.sql(
        "update mails set answered_at = :at, answered_by = :by where org_id = :org and id = :id",
        at=at,
        by=by,
        id=mail_id,
    )


def files_of(tx: Tx, mail_id: UUID) -> tuple[MailFile, ...]:
    """The files of a mail, without what stands in them."""
    rows = tx.sql(
        "select place, name, type, size from mail_files where org_id = :org and mail_id = :mail"
        " order by place",
        mail=mail_id,
    )
    return tuple(MailFile(row.place, tx.seal.open(row.name), row.type, row.size) for row in rows)


def file(tx: Tx, mail_id: UUID, place: int) -> MailFile | None:
    """One file, whole."""
    row = tx.sql(
        "select * from mail_files where org_id = :org and mail_id = :mail and place = :place",
        mail=mail_id,
        place=place,
    ).one_or_none()
    if row is None:
        return None
    content = base64.b64decode(tx.seal.open(row.content))
    return MailFile(row.place, tx.seal.open(row.name), row.type, row.size, content)


def sent_as(tx: Tx, mail_ids: Sequence[str]) -> tuple[UUID, str] | None:
    """The message of ours, and its customer, that one of these Message-IDs is, the first that is.

    In their order: the nearest of a thread first.
    """
    rows = tx.sql(
        "select id, customer_id, mail_id from messages where org_id = :org and mail_id = any(:ids)",
        ids=list(mail_ids),
    ).all()
    found = {row.mail_id: (row.id, row.customer_id) for row in rows}
    return next((found[each] for each in mail_ids if each in found), None)


def is_newest_sent(tx: Tx, message_id: UUID) -> bool:
    """Whether this reminder went, and none to the same customer after it."""
    found: bool = tx.sql(
        "select exists (select from messages m where m.org_id = :org and m.id = :id"
        " and m.state = 'done' and m.kind = 'reminder' and not exists (select from messages o"
        " where o.org_id = :org and o.customer_id = m.customer_id and o.id <> m.id"
        " and o.state = 'done' and o.sent_on >= m.sent_on))",
        id=message_id,
    ).scalar_one()
    return found


def customers_with(tx: Tx, addresses: Sequence[str]) -> tuple[str, ...]:
    """The customers whose own record has one of these email addresses."""
    if not addresses:
        return ()
    rows = tx.sql(
        "select id from contacts where org_id = :org and email_hash = any(:hashes)"
        " and is_customer and merged_into is null"
        " union select p.contact_id from contact_people p join contacts c on c.org_id = :org"
        " and c.id = p.contact_id where p.org_id = :org and p.email_hash = any(:hashes)"
        " and c.is_customer and c.merged_into is null order by 1",
        hashes=[tx.seal.fingerprint(each) for each in addresses],
    )
    return tuple(rows.scalars())


def has_address(tx: Tx, customer_id: str, address: str) -> bool:
    """Whether this address stands in the customer's own record."""
    return bool(address) and customer_id in customers_with(tx, [address])


def content_of(tx: Tx, sealed: bytes) -> MailContent:
    """What of a mail lies sealed, opened."""
    return msgspec.json.decode(tx.seal.open(sealed), type=MailContent)


def _mail(tx: Tx, row: Row[Any]) -> Mail:
    return Mail(
        id=row.id,
        customer_id=row.customer_id,
        kind=row.kind,
        known_as=row.known_as,
        arrived_at=row.arrived_at,
        arrived_on=row.arrived_on,
        message_id=row.message_id,
        on_file=row.on_file,
        automatic=row.automatic,
        content=content_of(tx, row.content),
        answered_at=row.answered_at,
        answered_by=row.answered_by or "",
        set_aside_at=row.set_aside_at,
        waits=row.waits,
    )
