"""Contacts of the ledger: saved newest first, merged, erased, and found again by name or number.

Email addresses and phone numbers lie sealed. Nothing here reads the ledger.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from plugin.phones import text_number
from plugin.ports.records import LedgerAddress, LedgerContact
from plugin.store._addresses import read_address, written_address
from plugin.store._bulk import Saved, Upsert, fresh_rows, newest
from plugin.store._contact_erasing import erase_words
from plugin.store._merges import settle_merges
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed

_CONTACTS = Upsert(
    table="contacts",
    columns={
        "id": "text",
        "number": "text",
        "name": "text",
        "first_name": "text",
        "last_name": "text",
        "email": "bytea",
        "email_hash": "text",
        "phone": "bytea",
        "phone_hash": "text",
        "mobile": "bytea",
        "mobile_hash": "text",
        "address": "bytea",
        "may_post": "bool",
        "terms_days": "int",
        "terms_kind": "text",
        "private_hash": "text",
        "company_number": "text",
        "vat_number": "text",
        "country": "text",
        "tracking": "jsonb",
        "status": "text",
        "merged_into": "text",
        "is_customer": "bool",
        "is_supplier": "bool",
        "updated_at": "timestamptz",
    },
    compared=(
        *("number", "name", "first_name", "last_name", "private_hash", "company_number"),
        *("vat_number", "country", "status", "merged_into", "terms_days", "terms_kind"),
    ),
    # a document proves it before the ledger's own flag arrives
    kept={
        "is_customer": "was.is_customer or excluded.is_customer",
        "is_supplier": "was.is_supplier or excluded.is_supplier",
    },
)

ERASED_NAME = "(erased)"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a contact; `included` = gets its emails (rule 25)."""

    name: str
    email: str
    included: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A contact with its addresses opened; `people` in the ledger's order."""

    id: str
    number: str
    name: str
    first_name: str
    last_name: str
    email: str
    phone: str
    #: what texts would go to, as +447700900123; empty where there is none
    mobile: str
    company_number: str
    country: str
    status: str
    people: tuple[Person, ...]
    address: LedgerAddress = field(default_factory=LedgerAddress)


def save_contacts(tx: Tx, contacts: Iterable[LedgerContact]) -> Saved:
    """Save a page of contacts; an older or equal version changes nothing.

    A merge moves everything to the winner; a contact to be erased keeps its id and amounts only.
    """
    page = [_without_person(c) if c.status == "erase" else c for c in newest(contacts)]
    if not page:
        return Saved(0, frozenset())
    home = tx.sql("select country from organisations where id = :org").scalar_one()
    written = _CONTACTS.run(tx, [_row(tx, contact, home) for contact in page])
    ids = {row.id for row in written}
    _replace_people(tx, [contact for contact in page if contact.id in ids])
    losers = {c.id: c.merged_into for c in page if c.id in ids and c.merged_into}
    winners = settle_merges(tx, losers)
    erase_words(tx, [c.id for c in page if c.id in ids and c.status == "erase"])
    changed = frozenset({row.id for row in written if row.differs} - losers.keys()) | winners
    mark_changed(tx, changed)
    return Saved(len(written), changed)


def contact(tx: Tx, customer_id: str) -> Contact | None:
    """One contact with its people, addresses opened; None where there is none."""
    row = tx.sql(
        "select * from contacts where org_id = :org and id = :id", id=customer_id
    ).one_or_none()
    if row is None:
        return None
    people = tx.sql(
        "select name, email, included from contact_people"
        " where org_id = :org and contact_id = :id order by position",
        id=customer_id,
    )
    return Contact(
        id=row.id,
        number=row.number,
        name=row.name,
        first_name=row.first_name,
        last_name=row.last_name,
        email=_opened(tx, row.email),
        phone=_opened(tx, row.phone),
        mobile=_opened(tx, row.mobile),
        company_number=row.company_number,
        country=row.country,
        status=row.status,
        people=tuple(Person(p.name, _opened(tx, p.email), p.included) for p in people),
        address=read_address(_opened(tx, row.address)),
    )


def unknown(tx: Tx, contact_ids: Collection[str]) -> list[str]:
    """Those of these ids whose contact has never been read from the ledger."""
    rows = tx.sql(
        "select id from contacts where org_id = :org and id = any(:ids)"
        " and updated_at > to_timestamp(0)",
        ids=sorted(contact_ids),
    )
    return sorted(set(contact_ids) - {row.id for row in rows})


@dataclass(frozen=True, slots=True)
class Match:
    """A customer that a pasted line may mean."""

    customer_id: str
    number: str
    name: str


def customers_by_name(tx: Tx, wanted: Sequence[str]) -> dict[str, tuple[Match, ...]]:
    """For each pasted text, the customers whose number or name it is, whatever the case.

    A number beats a name; several matches are left for a person to choose from; none is ().
    """
    if not wanted:
        return {}
    rows = tx.sql(
        "select w.text, c.id, c.number, c.name,"
        " lower(c.number) = lower(btrim(w.text)) as by_number"
        " from unnest(cast(:wanted as text[])) as w(text) join contacts c on c.org_id = :org"
        " and c.merged_into is null and c.status <> 'erase' and btrim(w.text) <> ''"
        " and (lower(c.number) = lower(btrim(w.text)) or lower(c.name) = lower(btrim(w.text)))"
        " order by c.name, c.id",
        wanted=sorted(set(wanted)),
    ).fetchall()
    found: dict[str, tuple[Match, ...]] = {}
    for text in wanted:
        mine = [row for row in rows if row.text == text]
        best = [row for row in mine if row.by_number] or mine
        found[text] = tuple(Match(row.id, row.number, row.name) for row in best)
    return found


def _row(tx: Tx, contact: LedgerContact, home: str) -> tuple[object, ...]:
    """A row of `contacts`; a number without a country code is of the contact's, else of `home`."""
    mobile = _mobile(contact, home)
    private = "\n".join(
        [contact.email, contact.phone, contact.mobile, written_address(contact.address)]
        + [f"{p.name}\t{p.email}\t{p.included}" for p in contact.people]
    )
    return (
        contact.id,
        contact.number,
        contact.name,
        contact.first_name,
        contact.last_name,
        tx.seal.close(contact.email) if contact.email else None,
        tx.seal.fingerprint(contact.email) if contact.email else None,
        tx.seal.close(contact.phone) if contact.phone else None,
        tx.seal.fingerprint(contact.phone) if contact.phone else None,
        tx.seal.close(mobile) if mobile else None,
        tx.seal.fingerprint(mobile) if mobile else None,
        tx.seal.close(written_address(contact.address)) if contact.address.lines else None,
        contact.address.may_be_posted_to,
        *(contact.sales_terms or (None, None)),
        tx.seal.fingerprint(private),
        contact.company_number,
        contact.vat_number,
        contact.country,
        contact.tracking,
        contact.status,
        contact.merged_into,
        contact.is_customer,
        contact.is_supplier,
        contact.updated_at,
    )


def _mobile(contact: LedgerContact, home: str) -> str:
    """What texts would go to: the mobile, else a telephone number that is one."""
    country = contact.country or home
    return text_number(contact.mobile, country) or text_number(contact.phone, country)


def _replace_people(tx: Tx, contacts: Sequence[LedgerContact]) -> None:
    if not contacts:
        return
    tx.sql(
        "delete from contact_people where org_id = :org and contact_id = any(:ids)",
        ids=[contact.id for contact in contacts],
    )
    rows = [
        (
            contact.id,
            position,
            person.name,
            tx.seal.close(person.email) if person.email else None,
            tx.seal.fingerprint(person.email) if person.email else None,
            person.included,
        )
        for contact in contacts
        for position, person in enumerate(contact.people)
    ]
    if not rows:
        return
    columns = {
        "contact_id": "text",
        "position": "int",
        "name": "text",
        "email": "bytea",
        "email_hash": "text",
        "included": "bool",
    }
    source, values = fresh_rows(columns, rows)
    tx.sql(
        f"insert into contact_people (org_id, {', '.join(columns)})"  # noqa: S608 - our names
        f" select cast(:org as uuid), fresh.* from ({source}) as fresh",
        **values,
    )


def _without_person(contact: LedgerContact) -> LedgerContact:
    return LedgerContact(
        id=contact.id,
        number=contact.number,
        name=ERASED_NAME,
        updated_at=contact.updated_at,
        country=contact.country,
        status=contact.status,
        merged_into=contact.merged_into,
        is_customer=contact.is_customer,
        is_supplier=contact.is_supplier,
    )


def _opened(tx: Tx, sealed: bytes | None) -> str:
    return tx.seal.open(sealed) if sealed is not None else ""


def shown_ids(tx: Tx, customer_ids: Collection[str]) -> dict[str, str]:
    """What other programs call these customers: the ledger's contact number, else its id."""
    rows = tx.sql(
        "select id, coalesce(nullif(number, ''), id) as shown from contacts"
        " where org_id = :org and id = any(:ids)",
        ids=sorted(set(customer_ids)),
    )
    return {row.id: row.shown for row in rows}
