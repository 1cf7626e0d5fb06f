"""Codes that were mailed to customers, and visits in which one was entered. Hashes only.

How many may be asked for is counted elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True)
class CodeSent:
    """A code that one visit may enter: where it was sent to, and until when it holds."""

    address: str
    expires_at: datetime
    tries_left: int


def keep_code(
    tx: Tx,
    visit: str,
    link_id: UUID,
    *,
    code: str,
    address: str,
    tries: int,
    at: datetime,
    expires_at: datetime,
) -> None:
    """Keep the code of a visit, in place of the one before."""
    tx.sql(
        "insert into portal_codes (org_id, visit_hash, link_id, code_hash, address, sent_at,"
        " expires_at, tries_left)"
        " values (:org, :visit, :link, :hash, :address, :at, :expires_at, :tries)"
        " on conflict (org_id, visit_hash) do update set link_id = excluded.link_id,"
        " code_hash = excluded.code_hash, address = excluded.address,"
        " sent_at = excluded.sent_at, expires_at = excluded.expires_at,"
        " tries_left = excluded.tries_left",
        visit=visit,
        link=link_id,
        hash=_hashed(tx, visit, code),
        address=tx.seal.close(address),
        at=at,
        expires_at=expires_at,
        tries=tries,
    )


def drop_code(tx: Tx, visit: str) -> None:
    """Forget the code of a visit: it did not reach anybody."""
    tx.sql("delete from portal_codes where org_id = :org and visit_hash = :visit", visit=visit)


def code_sent(tx: Tx, visit: str, *, now: datetime) -> CodeSent | None:
    """The code that this visit may still enter; None where there is none."""
    row = tx.sql(
        "select address, expires_at, tries_left from portal_codes where org_id = :org"
        " and visit_hash = :visit and expires_at > :now and tries_left > 0",
        visit=visit,
        now=now,
    ).one_or_none()
    if row is None:
        return None
    return CodeSent(tx.seal.open(row.address), row.expires_at, row.tries_left)


def enter_code(tx: Tx, visit: str, code: str, *, now: datetime, until: datetime) -> bool:
    """Try a code: it is used up by a success, and each try takes one of those that are left.

    A success is a proof that holds until `until`.
    """
    row = tx.sql(
        "update portal_codes set tries_left = tries_left - 1 where org_id = :org"
        " and visit_hash = :visit and expires_at > :now and tries_left > 0"
        " returning code_hash, link_id, address",
        visit=visit,
        now=now,
    ).one_or_none()
    if row is None or row.code_hash != _hashed(tx, visit, code):
        return False
    drop_code(tx, visit)
    tx.sql(
        "insert into portal_proofs (org_id, visit_hash, link_id, address_hash, proved_at, until)"
        " values (:org, :visit, :link, :hash, :now, :until)"
        " on conflict (org_id, visit_hash) do update set link_id = excluded.link_id,"
        " address_hash = excluded.address_hash, proved_at = excluded.proved_at,"
        " until = excluded.until",
        visit=visit,
        link=row.link_id,
        hash=tx.seal.fingerprint(tx.seal.open(row.address)),
        now=now,
        until=until,
    )
    return True


def proved_by(tx: Tx, visit: str, link_id: UUID, *, now: datetime) -> str | None:
    """The keyed hash of the address whose code this visit entered lately; None without one."""
    found: str | None = tx.sql(
        "select address_hash from portal_proofs where org_id = :org and visit_hash = :visit"
        " and link_id = :link and until > :now",
        visit=visit,
        link=link_id,
        now=now,
    ).scalar_one_or_none()
    return found


def forget_lapsed(tx: Tx, *, now: datetime) -> None:
    """Codes and proofs that hold no longer."""
    tx.sql("delete from portal_codes where org_id = :org and expires_at <= :now", now=now)
    tx.sql("delete from portal_proofs where org_id = :org and until <= :now", now=now)


def _hashed(tx: Tx, visit: str, code: str) -> str:
    return tx.seal.fingerprint(f"portal code {visit} {code}")
