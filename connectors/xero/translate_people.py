"""Xero's answers as the ledger's facts: contacts, groups, notes, and the organisation itself.

PURE, as `translate` is, which has the documents. It calls nobody and decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from connectors.xero import wire
from connectors.xero.envelope import decode, paged
from connectors.xero.timezones import iana
from connectors.xero.translate_addresses import postal_address, sales_terms
from connectors.xero.values import Place
from plugin.ports import (
    LedgerAccount,
    LedgerContact,
    LedgerGroup,
    LedgerNote,
    LedgerOrganisation,
    LedgerPerson,
    Malformed,
    Page,
)

#: A status unheard of counts as archived: its debts are seen, and nothing is sent or written.
CONTACT_STATUSES: Final = {"ACTIVE": "active", "ARCHIVED": "archived", "GDPRREQUEST": "erase"}
#: Which phone is told, where a contact has several.
_PHONES: Final = ("DEFAULT", "MOBILE", "DDI", "OFFICE")
_ADDRESSES: Final = ("STREET", "POBOX")


def contacts(body: bytes, *, page: int = 1) -> Page[LedgerContact]:
    """Contacts with their people and the ids of their groups. Raises Malformed."""
    answer = decode(body, page=page)
    return paged(answer, "Contacts", answer.contacts, _contact, page=page)


def groups(body: bytes) -> tuple[LedgerGroup, ...]:
    """Contact groups; members only where the group was read by itself. Raises Malformed."""
    answer = decode(body)
    return paged(answer, "ContactGroups", answer.contact_groups, _group).items


def accounts(body: bytes) -> tuple[LedgerAccount, ...]:
    """The chart of accounts, archived ones included (old lines name them). Raises Malformed."""
    answer = decode(body)
    return paged(answer, "Accounts", answer.accounts, _account).items


def notes(body: bytes) -> tuple[LedgerNote, ...]:
    """What stands in a record's history with a text, oldest first. Raises Malformed."""
    answer = decode(body)
    found = paged(answer, "HistoryRecords", answer.history_records, _note).items
    return tuple(sorted(found, key=lambda note: note.at))


def organisation(body: bytes, *, ledger_id: str) -> LedgerOrganisation:
    """The connected organisation, known to us as `ledger_id`. Raises Malformed."""
    answer = decode(body)
    found = next(iter(answer.organisations or ()), None)
    place = Place(1, "Organisations[0]")
    if found is None:
        raise Malformed("missing", page=1, where=place.path)
    zone = iana(place.text(found.timezone, "Timezone"))
    if zone is None:
        raise place.wrong("Timezone", f"unknown: {found.timezone!r}")
    return LedgerOrganisation(
        ledger_id=ledger_id,
        name=place.text(found.name, "Name"),
        base_currency=place.text(found.base_currency, "BaseCurrency"),
        country=found.country_code or "",
        timezone=zone,
        short_code=found.short_code or "",
        is_demo=bool(found.is_demo_company),
        lock_date=_lock_date(found, place),
        sales_terms_days=_terms_days(found.payment_terms),
        tax_basis=_TAX_BASES.get((found.sales_tax_basis or "").upper(), ""),
        year_end=_year_end(found),
    )


def reminders_on(body: bytes) -> bool:
    """Whether Xero itself sends reminders. Raises Malformed."""
    answer = decode(body)
    if answer.invoice_reminders is None:
        raise Malformed("missing", page=1, where="InvoiceReminders")
    return any(setting.enabled for setting in answer.invoice_reminders)


def pay_link(body: bytes) -> str:
    """The address of the online invoice; empty where Xero has none. Raises Malformed."""
    answer = decode(body)
    if answer.online_invoices is None:
        raise Malformed("missing", page=1, where="OnlineInvoices")
    return next((one.online_invoice_url or "" for one in answer.online_invoices), "")


def _lock_date(found: wire.Organisation, place: Place) -> date | None:
    """The later of both lock dates: writes on or before it are refused."""
    days = (
        place.day(found.period_lock_date, "PeriodLockDate"),
        place.day(found.end_of_year_lock_date, "EndOfYearLockDate"),
    )
    return max((day for day in days if day is not None), default=None)


#: how sales tax is accounted for, in our words; Xero has several spellings of two of them
_TAX_BASES = {
    "ACCRUALS": "accrual",
    "ACCRUAL": "accrual",
    "INVOICE": "accrual",
    "CASH": "cash",
    "PAYMENTS": "cash",
    "FLATRATECASH": "flat_rate_cash",
    "FLATRATEACCRUAL": "flat_rate_accrual",
    "FLATRATEACCRUALS": "flat_rate_accrual",
    "NONE": "none",
}


def _year_end(found: wire.Organisation) -> tuple[int, int] | None:
    """Month and day on which its financial year ends; None where Xero does not say."""
    month, day = found.financial_year_end_month, found.financial_year_end_day
    if month is None or day is None or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    return month, day


def _terms_days(terms: wire.PaymentTerms | None) -> int | None:
    """Days after the invoice date; other kinds of terms cannot be said in days."""
    if terms is None or terms.sales is None or terms.sales.type != "DAYSAFTERBILLDATE":
        return None
    return terms.sales.day


#: Italian numbers are dialled with their zero from abroad as well
_KEEPS_ITS_ZERO = "39"


def _phone(phones: list[wire.Phone] | None, kinds: Sequence[str] = _PHONES) -> str:
    by_kind = {(phone.phone_type or "").upper(): phone for phone in phones or ()}
    for kind in kinds:
        phone = by_kind.get(kind)
        if phone is None or not phone.phone_number:
            continue
        country = (phone.phone_country_code or "").strip().lstrip("+")
        local = [part.strip() for part in (phone.phone_area_code or "", phone.phone_number)]
        local = [part for part in local if part]
        if country and country != _KEEPS_ITS_ZERO:
            # the zero is dialled at home only; abroad it takes the country code's place
            local[0] = local[0].removeprefix("0").strip()
        return " ".join(([f"+{country}"] if country else []) + [part for part in local if part])
    return ""


def _country(addresses: list[wire.Address] | None) -> str:
    by_kind = {(address.address_type or "").upper(): address for address in addresses or ()}
    found = (by_kind[kind].country for kind in _ADDRESSES if kind in by_kind)
    return next((country.strip() for country in found if country and country.strip()), "")


def _person(found: wire.Person) -> LedgerPerson:
    names = (found.first_name or "", found.last_name or "")
    return LedgerPerson(
        name=" ".join(name for name in names if name),
        email=(found.email_address or "").strip(),
        included=bool(found.include_in_emails),
    )


def _contact(found: wire.Contact, place: Place) -> LedgerContact:
    status = (found.contact_status or "ACTIVE").strip().upper()
    return LedgerContact(
        id=place.text(found.contact_id, "ContactID"),
        number=found.contact_number or "",
        name=found.name or "",
        updated_at=place.instant((found.updated_date_utc,), "UpdatedDateUTC"),
        first_name=found.first_name or "",
        last_name=found.last_name or "",
        email=(found.email_address or "").strip(),
        phone=_phone(found.phones),
        mobile=_phone(found.phones, ("MOBILE",)),
        company_number=found.company_number or "",
        vat_number=(found.tax_number or "").strip(),
        country=_country(found.addresses),
        address=postal_address(found.addresses),
        sales_terms=sales_terms(found.payment_terms),
        people=tuple(_person(person) for person in found.contact_persons or ()),
        groups=tuple(
            group.contact_group_id for group in found.contact_groups or () if group.contact_group_id
        ),
        tracking=_tracking(found.sales_tracking_categories),
        status=CONTACT_STATUSES.get(status, "archived"),
        merged_into=found.merged_to_contact_id or None,
        is_customer=bool(found.is_customer),
        is_supplier=bool(found.is_supplier),
    )


def _tracking(found: list[wire.Tracking] | None) -> tuple[tuple[str, str], ...]:
    """Category and option of each; one without both says nothing."""
    pairs = ((each.tracking_category_name, each.tracking_option_name) for each in found or ())
    return tuple((category, option) for category, option in pairs if category and option)


def _group(found: wire.Group, place: Place) -> LedgerGroup | None:
    if (found.status or "").upper() == "DELETED":
        return None
    return LedgerGroup(
        id=place.text(found.contact_group_id, "ContactGroupID"),
        name=found.name or "",
        members=tuple(member.contact_id for member in found.contacts or () if member.contact_id),
    )


def _account(found: wire.Account, place: Place) -> LedgerAccount:
    return LedgerAccount(
        id=place.text(found.account_id, "AccountID"),
        code=found.code or "",
        name=found.name or "",
        type=found.type or "",
    )


def _note(found: wire.HistoryRecord, place: Place) -> LedgerNote | None:
    if not found.details:
        return None
    return LedgerNote(
        at=place.instant((found.date_utc, found.date_utc_string), "DateUTC"),
        by=found.user or "",
        text=found.details,
    )
