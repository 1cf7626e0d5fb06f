"""What people are in an organisation, as its owners changed it. It decides nothing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from plugin.store import people
from plugin.store._tx import HouseTx, Tx
from plugin.store.people import Role, User

#: a person without a Xero login is known by their address, of which only a keyed hash is the name
_BY_MAIL = "mail "


def role_of(tx: Tx | HouseTx, org_id: UUID, user_id: UUID) -> Role | None:
    """What a person is there; None where they are nobody."""
    found = tx.sql(
        "select role from members where org_id = :org_id and user_id = :user_id",
        org_id=org_id,
        user_id=user_id,
    ).scalar_one_or_none()
    return None if found is None else Role(found)


def roles_of(tx: Tx | HouseTx, user_id: UUID) -> dict[UUID, Role]:
    """What a person is in each organisation that they are in."""
    found = tx.sql(
        "select org_id, role from members where user_id = :user_id order by since, org_id",
        user_id=user_id,
    )
    return {row.org_id: Role(row.role) for row in found}


def give_role(tx: Tx | HouseTx, org_id: UUID, user_id: UUID, role: Role) -> bool:
    """Make a member something else; False where they are no member."""
    changed = tx.sql(
        "update members set role = :role where org_id = :org_id and user_id = :user_id",
        org_id=org_id,
        user_id=user_id,
        role=role.value,
    )
    return changed.rowcount == 1


def lock(tx: Tx | HouseTx, org_id: UUID) -> None:
    """Keep all others from changing this team until the transaction ends."""
    tx.sql("select 1 from members where org_id = :org_id for update", org_id=org_id)


def keep_an_owner(tx: Tx | HouseTx, org_id: UUID, user_id: UUID) -> None:
    """Where there is no owner any more, whoever connects the books becomes one."""
    tx.sql(
        "update members set role = 'owner' where org_id = :org_id and user_id = :user_id"
        " and not exists (select from members m where m.org_id = :org_id and m.role = 'owner')",
        org_id=org_id,
        user_id=user_id,
    )


def note_by_mail(tx: Tx | HouseTx, *, name: str, email: str, now: datetime) -> User:
    """Remember a person who signs in by codes to this address."""
    subject = _BY_MAIL + tx.seal.fingerprint(email)
    return people.note_user(tx, subject=subject, name=name, email=email, now=now)


def find_by_mail(tx: Tx | HouseTx, email: str) -> User | None:
    """Who signs in by codes to this address and is in some organisation; None where nobody does."""
    found = tx.sql(
        "select u.id from users u where u.subject = :subject"
        " and exists (select from members m where m.user_id = u.id)",
        subject=_BY_MAIL + tx.seal.fingerprint(email),
    ).scalar_one_or_none()
    return None if found is None else people.read_user(tx, found)


def is_by_mail(user: User) -> bool:
    """Whether a person signs in by codes, and so never gave a consent in Xero."""
    return user.subject.startswith(_BY_MAIL)
