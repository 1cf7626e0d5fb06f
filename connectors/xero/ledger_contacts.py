"""A contact that is made in Xero because a person said so, and its payment terms.

Xero edits the whole of a contact as soon as more than its id is sent: people who are not listed
go. So what is not to change is read first and sent along. Names, account numbers and codes of
contacts that stand there already are never touched.
"""

from __future__ import annotations

from typing import Any, Final

from connectors.xero import translate_people, wire
from connectors.xero.answers import Missing
from connectors.xero.envelope import decode
from connectors.xero.ledger_calls import LedgerCalls
from plugin.ports import LedgerContact, LedgerNewContact, LedgerPerson, OutcomeUnknown

#: what the days of terms count from, in Xero's words
_TERMS: Final = {
    "after_issue": "DAYSAFTERBILLDATE",
    "after_month_end": "DAYSAFTERBILLMONTH",
    "of_this_month": "OFCURRENTMONTH",
    "of_next_month": "OFFOLLOWINGMONTH",
}


class Contacts(LedgerCalls):
    """Contacts made, given payment terms, or laid aside."""

    def contacts_named(self, name: str) -> tuple[LedgerContact, ...]:
        """The active contacts of exactly this name, whatever the case."""
        body = self._read("get_contacts", search_term=name, page=1, page_size=100).body
        found = self._made(lambda: translate_people.contacts(body)).items
        wanted = " ".join(name.split()).casefold()
        return tuple(
            each
            for each in found
            if each.status == "active" and " ".join(each.name.split()).casefold() == wanted
        )

    def create_contact(self, contact: LedgerNewContact, *, key: str) -> LedgerContact:
        """A new contact. Raises Refused in Xero's words, as for a name in use."""
        body = self._write("create_contacts", {"Contacts": [_body(contact)]}, key=key).body
        return self._sole(body, "which contact it made")

    def set_sales_terms(
        self, contact_id: str, terms: tuple[int, str], *, key: str
    ) -> LedgerContact:
        """Give a contact these terms for its sales; its people and terms for bills stay.

        Raises Refused where it is gone.
        """
        found = self._whole(contact_id)
        both: dict[str, Any] = {"Sales": _terms(terms)}
        bills = found.payment_terms.bills if found.payment_terms is not None else None
        if bills is not None and bills.day is not None and bills.type:
            both["Bills"] = {"Day": bills.day, "Type": bills.type}
        change = {
            "ContactID": contact_id,
            "ContactPersons": [_as_it_is(person) for person in found.contact_persons or ()],
            "PaymentTerms": both,
        }
        return self._changed(contact_id, change, key=key)

    def archive_contact(self, contact_id: str, *, key: str) -> LedgerContact:
        """Lay a contact aside; in Xero it can be brought back. Raises Refused where it is gone."""
        found = self._whole(contact_id)
        change = {
            "ContactID": contact_id,
            "ContactPersons": [_as_it_is(person) for person in found.contact_persons or ()],
            "ContactStatus": "ARCHIVED",
        }
        return self._changed(contact_id, change, key=key)

    def _changed(self, contact_id: str, change: dict[str, Any], *, key: str) -> LedgerContact:
        body = self._write("update_contact", contact_id, {"Contacts": [change]}, key=key).body
        return self._sole(body, "what it made of the contact")

    def _whole(self, contact_id: str) -> wire.Contact:
        """A contact as Xero has it, with its people and terms."""
        body = self._read("get_contact", contact_id).body
        found = self._made(lambda: next(iter(decode(body).contacts or ()), None))
        if found is None:
            raise self._client.went_wrong(Missing("this contact is gone"))
        return found

    def _sole(self, body: bytes, what: str) -> LedgerContact:
        made = self._written(lambda: translate_people.contacts(body)).items
        if not made:
            raise self._client.went_wrong(OutcomeUnknown(f"Xero did not say {what}"))
        return made[0]


def _body(contact: LedgerNewContact) -> dict[str, Any]:
    written: dict[str, Any] = {
        "Name": contact.name,
        "FirstName": contact.first_name,
        "LastName": contact.last_name,
        "EmailAddress": contact.email,
        "CompanyNumber": contact.company_number,
        "TaxNumber": contact.vat_number,
        "Phones": _phones(contact.phone),
        "Addresses": _addresses(contact),
        "ContactPersons": [_person(each) for each in contact.people],
    }
    if contact.sales_terms is not None:
        written["PaymentTerms"] = {"Sales": _terms(contact.sales_terms)}
    return {name: value for name, value in written.items() if value}


def _phones(number: str) -> list[dict[str, str]]:
    return [{"PhoneType": "DEFAULT", "PhoneNumber": number}] if number else []


def _addresses(contact: LedgerNewContact) -> list[dict[str, str]]:
    address = contact.address
    if not address.lines:
        return []
    lines = {f"AddressLine{at}": line for at, line in enumerate(address.lines[:4], 1)}
    told = {
        "City": address.city,
        "Region": address.region,
        "PostalCode": address.postcode,
        "Country": address.country,
    }
    kept = {name: value for name, value in told.items() if value}
    return [{"AddressType": kind, **lines, **kept} for kind in ("POBOX", "STREET")]


def _person(person: LedgerPerson) -> dict[str, Any]:
    first, _, last = person.name.partition(" ")
    return {
        "FirstName": first,
        "LastName": last,
        "EmailAddress": person.email,
        "IncludeInEmails": person.included,
    }


def _as_it_is(person: wire.Person) -> dict[str, Any]:
    return {
        "FirstName": person.first_name or "",
        "LastName": person.last_name or "",
        "EmailAddress": person.email_address or "",
        "IncludeInEmails": bool(person.include_in_emails),
    }


def _terms(terms: tuple[int, str]) -> dict[str, Any]:
    days, kind = terms
    return {"Day": days, "Type": _TERMS[kind]}
