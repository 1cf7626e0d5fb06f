"""A contact as an app sends it: what is left out stays, except people, which go.

It knows nothing of groups or notes; those are `writing`'s.
"""

from typing import Any

from connectors.sandbox.contacts import add_contact, change_contact
from connectors.sandbox.errors import MalformedBodyError, NotFoundError, ValidationError
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.records import Contact
from connectors.sandbox.seed import SeedAddress, SeedPerson, SeedPhone, SeedTerms
from connectors.sandbox.wire import Json, part, parts, read_flag

_TEXTS = {
    "Name": "name",
    "ContactNumber": "number",
    "AccountNumber": "account_number",
    "FirstName": "first_name",
    "LastName": "last_name",
    "EmailAddress": "email",
    "CompanyNumber": "company_number",
    "TaxNumber": "tax_number",
    "DefaultCurrency": "currency",
}
TERM_TYPES = frozenset(
    ("DAYSAFTERBILLDATE", "DAYSAFTERBILLMONTH", "OFCURRENTMONTH", "OFFOLLOWINGMONTH")
)
LONGEST_TERMS = 365
_LONGEST = {"Name": 255, "ContactNumber": 50, "AccountNumber": 50, "EmailAddress": 255}


def write_contact(ledger: Ledger, element: Json, *, key: str | None, is_new: bool) -> Contact:
    """Create or update; more than ContactID without ContactPersons removes those not listed."""
    details = _details(element)
    found = None if is_new else _existing(ledger, element, key)
    if found is None:
        return add_contact(ledger, details.pop("name", ""), **details)
    # Xero edits the whole contact as soon as more than its id is sent
    if details and "people" not in details:
        details["people"] = ()
    return change_contact(ledger, found.id, **details) if details else found


def _existing(ledger: Ledger, element: Json, key: str | None) -> Contact | None:
    wanted = key or element.get("ContactID")
    if wanted:
        return ledger.contact(str(wanted))
    if element.get("ContactNumber"):
        try:
            return ledger.contact(str(element["ContactNumber"]))
        except NotFoundError:
            return None
    named = (c for c in ledger.contacts.values() if c.name == element.get("Name"))
    return next(named, None)


def _details(element: Json) -> dict[str, Any]:
    details: dict[str, Any] = {}
    for theirs, ours in _TEXTS.items():
        if element.get(theirs) is None:
            continue
        text = str(element[theirs])
        if len(text) > _LONGEST.get(theirs, 255):
            raise ValidationError(f"{theirs} must not be longer than {_LONGEST[theirs]} characters")
        details[ours] = text
    if element.get("ContactStatus"):
        status = str(element["ContactStatus"]).upper()
        if status not in {"ACTIVE", "ARCHIVED"}:
            raise ValidationError("ContactStatus must be ACTIVE or ARCHIVED")
        details["status"] = status
    return details | _parts(element)


def _parts(element: Json) -> dict[str, Any]:
    """The lists and terms of a contact that were sent; each replaces what was there."""
    details: dict[str, Any] = {}
    if element.get("ContactPersons") is not None:
        details["people"] = tuple(_person(each) for each in parts(element, "ContactPersons"))
    if element.get("PaymentTerms") is not None:
        sales = part(part(element, "PaymentTerms"), "Sales")
        if sales:
            details["sales_terms"] = _terms(sales)
    if element.get("Phones") is not None:
        phones = (each for each in parts(element, "Phones") if each.get("PhoneNumber"))
        details["phones"] = tuple(_phone(each) for each in phones)
    if element.get("Addresses") is not None:
        details["addresses"] = tuple(_address(each) for each in parts(element, "Addresses"))
    return details


def _person(element: Json) -> SeedPerson:
    return SeedPerson(
        first_name=str(element.get("FirstName") or ""),
        last_name=str(element.get("LastName") or ""),
        email=str(element.get("EmailAddress") or ""),
        include_in_emails=bool(read_flag(element.get("IncludeInEmails"))),
    )


def _terms(element: Json) -> SeedTerms:
    try:
        days, kind = int(element["Day"]), str(element["Type"])
    except (KeyError, TypeError, ValueError) as error:
        raise MalformedBodyError("PaymentTerms need a Day and a Type") from error
    if kind not in TERM_TYPES or not 0 <= days <= LONGEST_TERMS:
        raise ValidationError("Payment terms are not valid")
    return SeedTerms(days, kind)


def _phone(element: Json) -> SeedPhone:
    return SeedPhone(
        number=str(element.get("PhoneNumber") or ""),
        type=str(element.get("PhoneType") or "DEFAULT"),
        area=str(element.get("PhoneAreaCode") or ""),
        country=str(element.get("PhoneCountryCode") or ""),
    )


def _address(element: Json) -> SeedAddress:
    return SeedAddress(
        line1=str(element.get("AddressLine1") or ""),
        line2=str(element.get("AddressLine2") or ""),
        city=str(element.get("City") or ""),
        region=str(element.get("Region") or ""),
        postcode=str(element.get("PostalCode") or ""),
        country=str(element.get("Country") or ""),
        type=str(element.get("AddressType") or "STREET"),
    )
