"""How Xero's addresses and payment terms of a contact become the ledger's facts."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.xero import translate_people
from plugin.credit.terms import TermsKind
from plugin.ports import LedgerAddress, LedgerContact
from tests.connectors.xero.wire_samples import UPDATED, in_page


def a_contact(**changes: Any) -> LedgerContact:
    """A contact with what Xero says of it."""
    facts = {"ContactID": "c-1", "Name": "Ada & Sons", "UpdatedDateUTC": UPDATED, **changes}
    (found,) = translate_people.contacts(in_page("Contacts", facts)).items
    return found


def test_the_address_for_post_goes_before_the_one_for_visits() -> None:
    """With every line, and lines within lines; blanks and empty ones are nothing."""
    found = a_contact(
        Addresses=[
            {"AddressType": "STREET", "AddressLine1": "1 Dock Road", "City": "Bristol"},
            {
                "AddressType": "POBOX",
                "AttentionTo": " Maya  Lee ",
                "AddressLine1": "Unit 4\nThe Old Brewery",
                "AddressLine2": "",
                "AddressLine3": "12 Quay Street",
                "AddressLine4": " ",
                "City": "Harwich",
                "Region": "Essex",
                "PostalCode": "CO12 3HH",
                "Country": "United Kingdom",
            },
        ]
    )
    assert found.address == LedgerAddress(
        attention="Maya Lee",
        lines=("Unit 4", "The Old Brewery", "12 Quay Street"),
        city="Harwich",
        region="Essex",
        postcode="CO12 3HH",
        country="United Kingdom",
    )


def test_one_that_says_no_more_than_its_country_is_none() -> None:
    """Xero always sends both; the street then counts, or nothing does."""
    empty = {"AddressType": "POBOX", "City": "", "PostalCode": "", "Country": "France"}
    street = {"AddressType": "STREET", "AddressLine1": "1 Dock Road", "City": "Bristol"}
    assert a_contact(Addresses=[empty, street]).address.lines == ("1 Dock Road",)
    assert a_contact(Addresses=[empty]).address == LedgerAddress()
    assert a_contact().address == LedgerAddress()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("DAYSAFTERBILLDATE", TermsKind.AFTER_ISSUE),
        ("DAYSAFTERBILLMONTH", TermsKind.AFTER_MONTH_END),
        ("OFCURRENTMONTH", TermsKind.OF_THIS_MONTH),
        ("OFFOLLOWINGMONTH", TermsKind.OF_NEXT_MONTH),
    ],
)
def test_each_of_xeros_terms_has_its_name_here(kind: str, expected: TermsKind) -> None:
    """By what their days count from."""
    found = a_contact(PaymentTerms={"Sales": {"Day": 20, "Type": kind}})
    assert found.sales_terms == (20, expected.value)


def test_terms_that_are_not_set_or_unheard_of_are_none() -> None:
    """Nothing is guessed from them."""
    assert a_contact().sales_terms is None
    assert (
        a_contact(PaymentTerms={"Bills": {"Day": 9, "Type": "OFCURRENTMONTH"}}).sales_terms is None
    )
    assert a_contact(PaymentTerms={"Sales": {"Day": 9, "Type": "WHENEVER"}}).sales_terms is None
