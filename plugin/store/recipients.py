"""Who of a customer's own record is written to, as a person chose, and mail that came back.

Only addresses and numbers that the ledger itself has of this customer count, and those that a
person added here by name: a choice about any other that is gone from there rests, and comes back
with it.
"""

from __future__ import annotations

from datetime import datetime

from plugin.credit.recipients import Addressed, Choice, Listed, Role, people_of
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed
from plugin.store.contacts import Contact
from plugin.store.contacts import contact as contact_of

__all__ = [
    "Addressed",
    "add_person",
    "choose",
    "contact_of",
    "forget_bounce",
    "note_bounce",
    "number_to_text",
    "people",
    "people_added",
    "roles_chosen",
]


def people(tx: Tx, contact: Contact) -> tuple[Addressed, ...]:
    """Everybody of a contact with an address: the contact's own first, each with its role.

    The ledger's own word: to the contact, copies to people that are included in emails. Whom a
    person added here comes last.
    """
    own = " ".join(part for part in (contact.first_name, contact.last_name) if part)
    listed = [Listed(own or contact.name, contact.email, Role.TO, is_first=True)]
    listed += [
        Listed(each.name, each.email, Role.COPY if each.included else Role.NONE)
        for each in contact.people
    ]
    by_hash = _choices(tx, contact.id)
    if by_hash:
        listed += _added(tx, contact.id)
    nothing = Choice()
    return people_of(
        listed,
        lambda email: by_hash.get(tx.seal.fingerprint(email), nothing) if by_hash else nothing,
    )


def _added(tx: Tx, customer_id: str) -> list[Listed]:
    rows = tx.sql(
        "select name, address from contact_roles where org_id = :org and customer_id = :id"
        " and name is not null order by at, address_hash",
        id=customer_id,
    )
    return [Listed(tx.seal.open(row.name), tx.seal.open(row.address), Role.NONE) for row in rows]


def add_person(
    tx: Tx, customer_id: str, *, name: str, email: str, role: Role, by: str, at: datetime
) -> None:
    """Write to somebody whom the ledger does not know (yet); `by` is who said so here."""
    choose(tx, customer_id, email, role, by=by, at=at)
    tx.sql(
        "update contact_roles set name = :name where org_id = :org and customer_id = :customer"
        " and address_hash = :hash",
        customer=customer_id,
        hash=tx.seal.fingerprint(email),
        name=tx.seal.close(name),
    )


def number_to_text(tx: Tx, contact: Contact) -> str:
    """The number that a text goes to; empty where there is none or a person took it out."""
    if not contact.mobile:
        return ""
    choice = _choices(tx, contact.id).get(tx.seal.fingerprint(contact.mobile), Choice())
    return "" if choice.role is Role.NONE else contact.mobile


def _choices(tx: Tx, customer_id: str) -> dict[str, Choice]:
    rows = tx.sql(
        "select address_hash, role, bounced_at, bounced_why from contact_roles"
        " where org_id = :org and customer_id = :id",
        id=customer_id,
    )
    return {
        row.address_hash: Choice(
            Role(row.role) if row.role is not None else None,
            row.bounced_at is not None,
            row.bounced_why or "",
        )
        for row in rows
    }


def roles_chosen(tx: Tx) -> dict[str, tuple[tuple[str, Role], ...]]:
    """Every role that a person chose, by customer: the address or number, and what it gets."""
    rows = tx.sql(
        "select customer_id, address, role from contact_roles where org_id = :org"
        " and role is not null order by customer_id, address_hash"
    )
    found: dict[str, tuple[tuple[str, Role], ...]] = {}
    for row in rows:
        each = (tx.seal.open(row.address), Role(row.role))
        found[row.customer_id] = (*found.get(row.customer_id, ()), each)
    return found


def people_added(tx: Tx) -> dict[str, tuple[tuple[str, str], ...]]:
    """Whom a person added by name, by customer: the name and the address."""
    rows = tx.sql(
        "select customer_id, name, address from contact_roles where org_id = :org"
        " and name is not null order by customer_id, at, address_hash"
    )
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in rows:
        each = (tx.seal.open(row.name), tx.seal.open(row.address))
        found[row.customer_id] = (*found.get(row.customer_id, ()), each)
    return found


def choose(
    tx: Tx, customer_id: str, address: str, role: Role | None, *, by: str, at: datetime
) -> None:
    """Give somebody a role, with None the ledger's own; a bounce is settled by it."""
    tx.sql(
        "insert into contact_roles as r (org_id, customer_id, address_hash, address, role, by, at)"
        " values (:org, :customer, :hash, :address, :role, :by, :at)"
        " on conflict (org_id, customer_id, address_hash) do update set role = excluded.role,"
        " bounced_at = null, bounced_why = null, by = excluded.by, at = excluded.at",
        customer=customer_id,
        hash=tx.seal.fingerprint(address),
        address=tx.seal.close(address),
        role=role.value if role is not None else None,
        by=by,
        at=at,
    )
    mark_changed(tx, [customer_id])


def note_bounce(tx: Tx, customer_id: str, address: str, *, why: str, at: datetime) -> None:
    """Mail to this address came back; its role stays, and nothing goes until a person speaks."""
    tx.sql(
        "insert into contact_roles as r (org_id, customer_id, address_hash, address, bounced_at,"
        " bounced_why, by, at) values (:org, :customer, :hash, :address, :at, :why, 'mail', :at)"
        " on conflict (org_id, customer_id, address_hash) do update set"
        " bounced_at = excluded.bounced_at, bounced_why = excluded.bounced_why",
        customer=customer_id,
        hash=tx.seal.fingerprint(address),
        address=tx.seal.close(address),
        why=why,
        at=at,
    )
    mark_changed(tx, [customer_id])


def forget_bounce(tx: Tx, customer_id: str, address: str) -> None:
    """The address is right after all."""
    tx.sql(
        "update contact_roles set bounced_at = null, bounced_why = null where org_id = :org"
        " and customer_id = :customer and address_hash = :hash",
        customer=customer_id,
        hash=tx.seal.fingerprint(address),
    )
    mark_changed(tx, [customer_id])
