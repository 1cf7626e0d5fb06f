"""The local Xero reads XML bodies as it reads JSON, and refuses what is no record."""

import pytest

from connectors.sandbox.testing import RunningXero

_XML = {"Content-Type": "application/xml"}
_NAME = "<Name>Café &amp; &lt;Sons&gt;</Name>"
_HEAD = '\ufeff<?xml version="1.0" encoding="utf-8"?>\n'
_BOMB = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<ContactGroup><Name>&b;</Name></ContactGroup>"
)


@pytest.mark.parametrize(
    "body",
    [
        f"<ContactGroup>{_NAME}</ContactGroup>",
        f"<ContactGroups><ContactGroup>{_NAME}</ContactGroup></ContactGroups>",
        f'{_HEAD}<ContactGroup xmlns="urn:a">{_NAME}</ContactGroup>',
    ],
)
def test_one_record_or_a_list_of_them(xero: RunningXero, token: str, body: str) -> None:
    """A root of the record's name or of the collection's; with a mark, a head and a namespace."""
    answer = xero.api("PUT", "ContactGroups", token, data=body.encode(), headers=_XML)
    assert [each["Name"] for each in answer.json()["ContactGroups"]] == ["Café & <Sons>"]


@pytest.mark.parametrize(
    "body",
    [
        "<ContactGroup><Name>",
        "<ContactGroup>only text</ContactGroup>",
        "<ContactGroup />",
        "<ContactGroups />",
        "<ContactGroups><ContactGroup>text</ContactGroup></ContactGroups>",
        _BOMB,
        "<",
    ],
)
def test_what_is_no_record_is_refused_in_xeros_words(
    xero: RunningXero, token: str, body: str
) -> None:
    """400 PostDataInvalidException; a document type is never read, so no entity grows."""
    answer = xero.api("PUT", "ContactGroups", token, data=body.encode(), headers=_XML)
    assert answer.status_code == 400
    assert (answer.json()["ErrorNumber"], answer.json()["Type"]) == (14, "PostDataInvalidException")


def test_another_encoding_hides_no_document_type(xero: RunningXero, token: str) -> None:
    """UTF-8 only: in UTF-16 the check for a document type would see nothing."""
    body = _BOMB.encode("utf-16-le")
    assert xero.api("PUT", "ContactGroups", token, data=body, headers=_XML).status_code == 400


def test_amounts_days_and_flags_are_read_from_text(xero: RunningXero, token: str) -> None:
    """As pyxero and every older client write them."""
    contact = xero.world.first.contact("C-2").id
    body = f"""<Invoices><Invoice>
        <Type>ACCREC</Type><Status>AUTHORISED</Status><SentToContact>true</SentToContact>
        <Contact><ContactID>{contact}</ContactID></Contact>
        <Date>2026-11-24T00:00:00</Date><DueDate>2026-12-31</DueDate>
        <LineItems>
          <LineItem><Description>A</Description><Quantity>3</Quantity>
            <UnitAmount>12.35</UnitAmount></LineItem>
          <LineItem><Description>B</Description><LineAmount>0.95</LineAmount></LineItem>
        </LineItems>
      </Invoice></Invoices>"""
    answer = xero.api("PUT", "Invoices", token, data=body, headers=_XML)
    made = answer.json()["Invoices"][0]
    assert (made["Total"], made["SentToContact"]) == (38.0, True)
    assert (made["DateString"], made["DueDateString"]) == (
        "2026-11-24T00:00:00", "2026-12-31T00:00:00",
    )  # fmt: skip
    assert [line["Description"] for line in made["LineItems"]] == ["A", "B"]
