"""How contacts and contact groups look in Xero's accounting API, as plain values.

It decides nothing: which records are shown and how fully is for `reading` to say.
"""

from collections.abc import Iterable, Mapping

from connectors.sandbox.ledger import Ledger
from connectors.sandbox.records import Contact, Group
from connectors.sandbox.seed import SeedTerms
from connectors.sandbox.standing import balances, groups_by_member
from connectors.sandbox.wire import Json, instant, money, present


def contact_stub(contact: Contact) -> Json:
    """A contact as it is nested in a document of a list."""
    return {
        "ContactID": contact.id,
        "Name": contact.name,
        "Addresses": [],
        "Phones": [],
        "ContactGroups": [],
        "ContactPersons": [],
        "HasValidationErrors": False,
    }


def contact_json(
    ledger: Ledger,
    contact: Contact,
    *,
    detail: str = "full",
    groups: Mapping[str, list[Group]] | None = None,
) -> Json:
    """A contact: `detail` is *full* (single or paged), *stub* (unpaged list) or *summary*.

    `groups` are those of every contact, where more than one is shown.
    """
    body = present(
        ContactID=contact.id,
        ContactNumber=contact.number or None,
        AccountNumber=contact.account_number or None,
        ContactStatus=contact.status,
        Name=contact.name,
        FirstName=contact.first_name or None,
        LastName=contact.last_name or None,
        CompanyNumber=contact.company_number or None,
        EmailAddress=contact.email,
        BankAccountDetails="",
        TaxNumber=contact.tax_number or None,
        DefaultCurrency=contact.currency or None,
        UpdatedDateUTC=instant(contact.updated),
        HasValidationErrors=False,
    )
    if detail == "summary":
        return body
    body |= {
        "Addresses": _addresses(contact),
        "Phones": _phones(contact),
        "IsSupplier": contact.is_supplier,
        "IsCustomer": contact.is_customer,
        "ContactGroups": [],
        "ContactPersons": [],
        "HasAttachments": False,
    }
    if detail == "stub":
        return body
    mine = (groups_by_member(ledger) if groups is None else groups).get(contact.id, ())
    return body | _contact_extras(ledger, contact, mine)


def _contact_extras(ledger: Ledger, contact: Contact, groups: Iterable[Group]) -> Json:
    sides = {"ACCREC": "AccountsReceivable", "ACCPAY": "AccountsPayable"}
    sums = {
        sides[kind]: {"Outstanding": money(outstanding), "Overdue": money(overdue)}
        for kind, (outstanding, overdue) in balances(ledger, contact.id).items()
    }
    terms = contact.sales_terms
    return present(
        ContactGroups=[group_json(group) for group in groups],
        ContactPersons=[
            {
                "FirstName": person.first_name,
                "LastName": person.last_name,
                "EmailAddress": person.email,
                "IncludeInEmails": person.include_in_emails,
            }
            for person in contact.people
        ],
        Balances=sums,
        PaymentTerms={"Sales": terms_json(terms)} if terms else None,
        MergedToContactID=contact.merged_into,
        SalesTrackingCategories=[
            {"TrackingCategoryName": category, "TrackingOptionName": option}
            for category, option in contact.sales_tracking
        ],
        PurchasesTrackingCategories=[],
    )


def terms_json(terms: SeedTerms) -> Json:
    """Payment terms of one side."""
    return {"Day": terms.days, "Type": terms.type}


def _addresses(contact: Contact) -> list[Json]:
    given = [
        present(
            AddressType=each.type,
            AddressLine1=each.line1,
            AddressLine2=each.line2 or None,
            City=each.city,
            Region=each.region,
            PostalCode=each.postcode,
            Country=each.country,
        )
        for each in contact.addresses
    ]
    missing = {"STREET", "POBOX"} - {each.type for each in contact.addresses}
    empty = {"City": "", "Region": "", "PostalCode": "", "Country": ""}
    return given + [{"AddressType": kind, **empty} for kind in sorted(missing)]


def _phones(contact: Contact) -> list[Json]:
    by_type = {phone.type: phone for phone in contact.phones}
    phones = []
    for kind in ("DDI", "DEFAULT", "FAX", "MOBILE"):
        phone = by_type.get(kind)
        phones.append(
            {
                "PhoneType": kind,
                "PhoneNumber": phone.number if phone else "",
                "PhoneAreaCode": phone.area if phone else "",
                "PhoneCountryCode": phone.country if phone else "",
            }
        )
    return phones


def group_json(group: Group, members: list[Json] | None = None) -> Json:
    """A contact group; only a single group lists its members."""
    return {
        "ContactGroupID": group.id,
        "Name": group.name,
        "Status": "DELETED" if group.is_deleted else "ACTIVE",
        "Contacts": members or [],
        "HasValidationErrors": False,
    }
