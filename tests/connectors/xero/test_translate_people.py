"""How Xero's JSON becomes contacts, the organisation and notes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from xero_python.accounting.models import TimeZone

from connectors.xero import translate_people
from connectors.xero.timezones import iana
from plugin.ports import Malformed
from tests.connectors.xero.wire_samples import (
    MIDNIGHT,
    UPDATED,
    in_page,
)


def test_a_contact_arrives_with_people_phone_country_and_group_ids() -> None:
    """And the winner of a merge."""
    contact = {
        "ContactID": "c-1",
        "ContactNumber": "C1",
        "ContactStatus": "ACTIVE",
        "Name": "Ada & Sons",
        "EmailAddress": " ada@example.org ",
        "Phones": [
            {"PhoneType": "FAX", "PhoneNumber": "9"},
            {
                "PhoneType": "DEFAULT",
                "PhoneNumber": "960031",
                "PhoneAreaCode": "1632",
                "PhoneCountryCode": "44",
            },
        ],
        "Addresses": [
            {"AddressType": "POBOX", "Country": "France"},
            {"AddressType": "STREET", "Country": ""},
        ],
        "ContactPersons": [
            {"FirstName": "Bo", "EmailAddress": "bo@x.example", "IncludeInEmails": 1}
        ],
        "ContactGroups": [{"ContactGroupID": "g-1", "Name": "VIP"}],
        "SalesTrackingCategories": [
            {"TrackingCategoryName": "Salesperson", "TrackingOptionName": "Maya"},
            {"TrackingCategoryName": "Region", "TrackingOptionName": None},
        ],
        "MergedToContactID": "c-2",
        "IsCustomer": "true",
        "UpdatedDateUTC": UPDATED,
    }
    (found,) = translate_people.contacts(in_page("Contacts", contact)).items
    assert (found.email, found.phone, found.country) == (
        "ada@example.org",
        "+44 1632 960031",
        "France",
    )
    assert (found.people[0].name, found.people[0].included) == ("Bo", True)
    assert found.tracking == (("Salesperson", "Maya"),)
    assert (found.groups, found.merged_into, found.is_customer) == (("g-1",), "c-2", True)


@pytest.mark.parametrize(
    ("word", "status"),
    [("ACTIVE", "active"), ("ARCHIVED", "archived"), ("GDPRREQUEST", "erase"), ("NEW", "archived")],
)
def test_a_contact_status_unheard_of_counts_as_archived(word: str, status: str) -> None:
    """Its debts are seen; nothing is sent and nothing is written."""
    contact = {"ContactID": "c", "ContactStatus": word, "UpdatedDateUTC": UPDATED}
    (found,) = translate_people.contacts(in_page("Contacts", contact)).items
    assert found.status == status


def an_organisation(**fields: Any) -> bytes:
    return in_page(
        "Organisations",
        {
            "Name": "Harbour Lane",
            "BaseCurrency": "NZD",
            "CountryCode": "NZ",
            "Timezone": "NEWZEALANDSTANDARDTIME",
        }
        | fields,
    )


def test_the_organisation_has_an_iana_zone_its_later_lock_date_and_terms_in_days() -> None:
    """Terms that are not days after the invoice date are left unsaid."""
    found = translate_people.organisation(
        an_organisation(
            PeriodLockDate=MIDNIGHT,
            EndOfYearLockDate="/Date(1522454400000+0000)/",
            PaymentTerms={"Sales": {"Day": 14, "Type": "DAYSAFTERBILLDATE"}},
        ),
        ledger_id="t-1",
    )
    assert found.timezone == "Pacific/Auckland"
    assert (found.lock_date, found.sales_terms_days) == (date(2018, 10, 20), 14)
    terms = {"Sales": {"Day": 20, "Type": "OFFOLLOWINGMONTH"}}
    other = translate_people.organisation(an_organisation(PaymentTerms=terms), ledger_id="t-1")
    assert (other.sales_terms_days, other.lock_date) == (None, None)


def test_a_zone_unheard_of_is_complained_of_by_name() -> None:
    """To guess it would move every due date."""
    with pytest.raises(Malformed, match=r"Organisations\[0\]\.Timezone: unknown: 'MARSTIME'"):
        translate_people.organisation(an_organisation(Timezone="MARSTIME"), ledger_id="t")


def test_every_zone_of_xeros_enum_is_a_zone_of_this_machine() -> None:
    """All of them, as the official SDK lists them."""
    words = [zone.value for zone in TimeZone]
    assert len(words) > 130
    for word in words:
        name = iana(word)
        assert name, word
        assert ZoneInfo(name)


@pytest.mark.parametrize(
    ("word", "hours_in_january", "hours_in_july"),
    [
        ("GMTSTANDARDTIME", 0, 1),
        ("GREENWICHSTANDARDTIME", 0, 0),
        ("AUSEASTERNSTANDARDTIME", 11, 10),
        ("EAUSTRALIASTANDARDTIME", 10, 10),
        ("USEASTERNSTANDARDTIME", -5, -4),
        ("USMOUNTAINSTANDARDTIME", -7, -7),
        ("UTC02", -2, -2),
        ("UTC+12", 12, 12),
        ("ROMANCESTANDARDTIME", 1, 2),
        ("SINGAPORESTANDARDTIME", 8, 8),
    ],
)
def test_zones_have_the_hours_they_should(
    word: str, hours_in_january: int, hours_in_july: int
) -> None:
    """An oracle other than the table: the offsets that Windows documents."""
    zone = ZoneInfo(iana(word) or "")
    for month, hours in ((1, hours_in_january), (7, hours_in_july)):
        assert datetime(2026, month, 15, tzinfo=zone).utcoffset() == timedelta(hours=hours)


def test_history_is_told_oldest_first_and_entries_without_text_are_left_out() -> None:
    """A note is looked for by its text."""
    found = translate_people.notes(
        in_page(
            "HistoryRecords",
            {"Changes": "Note", "DateUTC": MIDNIGHT, "User": "System Generated", "Details": "B"},
            {"Changes": "Note", "DateUTCString": "2018-02-15T09:12:30", "Details": "A"},
            {"Changes": "Edited", "DateUTC": UPDATED, "User": "Tom"},
        )
    )
    assert [(note.text, note.by) for note in found] == [("A", ""), ("B", "System Generated")]
