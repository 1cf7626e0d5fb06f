"""What people and apps do to contacts, contact groups and history notes.

As in `documents`: each function takes the lock, refuses in Xero's manner, tells webhooks. What
the real Xero does to a contact that enters a group is not known; `touch` says which way.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from connectors.sandbox.documents import SYSTEM, remark
from connectors.sandbox.errors import ValidationError
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.records import Contact, Group
from connectors.sandbox.seed import SeedTerms

MOST_GROUPS = 100
MOST_PEOPLE = 5
LONGEST_NOTE = 2_500


def add_contact(ledger: Ledger, name: str, **details: Any) -> Contact:
    """A new contact; `details` are fields of `records.Contact`. Names are unique."""
    with ledger.lock:
        _check_name(ledger, name, None)
        contact = Contact(ledger.new_id("contact"), name, ledger.now(), **details)
        return ledger.put_contact(contact, "CREATE")


def change_contact(ledger: Ledger, key: str, **details: Any) -> Contact:
    """Change fields of a contact, by the names of `records.Contact`."""
    with ledger.lock:
        contact = ledger.contact(key)
        if contact.status == "GDPRREQUEST":
            raise ValidationError("The contact has been erased and cannot be changed")
        if "name" in details:
            _check_name(ledger, details["name"], contact.id)
        if len(details.get("people", ())) > MOST_PEOPLE:
            raise ValidationError("A contact can have at most 5 contact persons")
        return ledger.put_contact(replace(contact, **details, updated=ledger.now()))


def archive_contact(ledger: Ledger, key: str) -> Contact:
    """Archive a contact: it leaves all lists unless asked for."""
    return change_contact(ledger, key, status="ARCHIVED")


def restore_contact(ledger: Ledger, key: str) -> Contact:
    """Bring an archived contact back."""
    return change_contact(ledger, key, status="ACTIVE")


def erase_contact(ledger: Ledger, key: str) -> Contact:
    """A person used their right to be forgotten: GDPRREQUEST, and the details are gone."""
    return change_contact(
        ledger, key, status="GDPRREQUEST", email="", people=(), phones=(), addresses=()
    )


def merge_contacts(ledger: Ledger, loser: str, winner: str) -> Contact:
    """Merge two contacts: the loser is archived, points to the winner, and owns nothing more."""
    with ledger.lock:
        gone, kept = ledger.contact(loser), ledger.contact(winner)
        if gone.id == kept.id:
            raise ValidationError("A contact cannot be merged with itself")
        for key in list(ledger.invoices_of[gone.id]):
            moved = replace(ledger.invoices[key], contact=kept.id, updated=ledger.now())
            ledger.put_invoice(moved)
        for credit in [c for c in ledger.credits.values() if c.contact == gone.id]:
            ledger.put_credit(replace(credit, contact=kept.id, updated=ledger.now()))
        for quote in [q for q in ledger.quotes.values() if q.contact == gone.id]:
            ledger.quotes[quote.id] = replace(quote, contact=kept.id, updated=ledger.now())
        for template in [r for r in ledger.repeating.values() if r.contact == gone.id]:
            ledger.repeating[template.id] = replace(template, contact=kept.id)
        ledger.forget_order()
        for group in [g for g in ledger.groups.values() if gone.id in g.members]:
            remove_member(ledger, group.id, gone.id)
        change_contact(ledger, kept.id)
        return change_contact(ledger, gone.id, status="ARCHIVED", merged_into=kept.id)


def set_terms(ledger: Ledger, key: str, days: int, kind: str = "DAYSAFTERBILLDATE") -> Contact:
    """Change the payment terms of new invoices to a customer."""
    return change_contact(ledger, key, sales_terms=SeedTerms(days, kind))


def add_group(ledger: Ledger, name: str) -> Group:
    """A new contact group: at most 100, names unique."""
    with ledger.lock:
        _check_group_name(ledger, name, None)
        alive = [group for group in ledger.groups.values() if not group.is_deleted]
        if len(alive) >= MOST_GROUPS:
            raise ValidationError(
                "You’ve reached the limit of 100 contact groups.", element={"Name": name}
            )
        group = Group(ledger.new_id("group"), name)
        ledger.groups[group.id] = group
        return group


def rename_group(ledger: Ledger, key: str, name: str) -> Group:
    """Give a group another name."""
    with ledger.lock:
        group = ledger.group(key)
        _check_group_name(ledger, name, group.id)
        return _put(ledger, replace(group, name=name))


def delete_group(ledger: Ledger, key: str) -> Group:
    """Delete a group; its contacts stay."""
    with ledger.lock:
        return _put(ledger, replace(ledger.group(key), is_deleted=True, members=()))


def add_members(ledger: Ledger, key: str, contacts: Iterable[str], *, touch: bool = False) -> Group:
    """Put contacts into a group; who is in it already stays in once."""
    with ledger.lock:
        group, members = ledger.group(key), []
        for each in contacts:
            contact = ledger.contact(each)
            if contact.status != "ACTIVE":
                raise ValidationError(
                    "Archived contacts cannot be added to a contact group",
                    element={"ContactID": contact.id},
                )
            members.append(contact.id)
        found = tuple(dict.fromkeys((*group.members, *members)))
        for contact_id in members if touch else ():
            change_contact(ledger, contact_id)
        return _put(ledger, replace(group, members=found))


def remove_member(ledger: Ledger, key: str, contact: str) -> Group:
    """Take a contact out of a group; nothing happens when it is not in it."""
    with ledger.lock:
        group, gone = ledger.group(key), ledger.contact(contact).id
        kept = tuple(each for each in group.members if each != gone)
        return _put(ledger, replace(group, members=kept))


def clear_members(ledger: Ledger, key: str) -> Group:
    """Take every contact out of a group."""
    with ledger.lock:
        return _put(ledger, replace(ledger.group(key), members=()))


def add_note(ledger: Ledger, key: str, details: str, *, user: str = SYSTEM) -> None:
    """A note in the history of any record, by its id: append-only, at most 2,500 characters.

    It fires no webhook.
    """
    with ledger.lock:
        if not details.strip():
            raise ValidationError("Details is required")
        if len(details) > LONGEST_NOTE:
            raise ValidationError("Details must not be longer than 2500 characters")
        remark(ledger, key, "Note", details, user)


def _put(ledger: Ledger, group: Group) -> Group:
    ledger.groups[group.id] = group
    return group


def _check_name(ledger: Ledger, name: str, own: str | None) -> None:
    if not name.strip():
        raise ValidationError("The contact name must be supplied")
    if ledger.doubts().names_may_repeat:
        return
    taken = (c for c in ledger.contacts.values() if c.name.lower() == name.lower())
    if any(each.id != own and each.status == "ACTIVE" for each in taken):
        raise ValidationError(
            f"The contact name {name} is already assigned to another contact. "
            "The contact name must be unique across all active contacts."
        )


def _check_group_name(ledger: Ledger, name: str, own: str | None) -> None:
    if not name.strip():
        raise ValidationError("The contact group name must be supplied", element={"Name": name})
    alive = (g for g in ledger.groups.values() if not g.is_deleted)
    if any(each.name.lower() == name.lower() and each.id != own for each in alive):
        raise ValidationError(
            f"The contact group name {name} is already in use", element={"Name": name}
        )
