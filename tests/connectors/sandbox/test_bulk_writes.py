"""Writes of several elements: all or nothing, unless errors are asked for in place."""

from connectors.sandbox.testing import RunningXero


def test_one_bad_element_refuses_all_and_nothing_is_changed_or_told(
    xero: RunningXero, token: str
) -> None:
    """The good invoice before the bad one is not there, in no list and by no number."""
    told: list[object] = []
    xero.world.listen(told.append)
    contact = {"ContactID": xero.world.first.contact("C-2").id}
    good = {
        "InvoiceNumber": "NEW-1",
        "Contact": contact,
        "LineItems": [{"Description": "Tea", "LineAmount": 3}],
    }
    bad = {**good, "InvoiceNumber": "NEW-2", "LineItems": []}
    before = xero.api("GET", "Invoices", token).json()["Invoices"]
    refused = xero.api("PUT", "Invoices", token, json={"Invoices": [good, bad]})
    assert refused.status_code == 400
    assert refused.json()["Elements"][0]["InvoiceNumber"] == "NEW-2"
    assert xero.api("GET", "Invoices", token).json()["Invoices"] == before
    assert xero.api("GET", "Invoices/NEW-1", token).status_code == 404
    assert told == []
    both = xero.api(
        "PUT", "Invoices", token, json={"Invoices": [good, {**good, "InvoiceNumber": "NEW-2"}]}
    )
    assert [each["InvoiceNumber"] for each in both.json()["Invoices"]] == ["NEW-1", "NEW-2"]
    assert len(told) >= 2


def test_errors_in_place_keep_the_good_ones(xero: RunningXero, token: str) -> None:
    """summarizeErrors=false: 200, OK beside ERROR, and the good one is there."""
    sent = {"Contacts": [{"Name": "New"}, {"Name": "Quay Bistro"}]}
    body = xero.api("PUT", "Contacts?summarizeErrors=false", token, json=sent).json()
    assert [each["StatusAttributeString"] for each in body["Contacts"]] == ["OK", "ERROR"]
    assert "already assigned" in body["Contacts"][1]["ValidationErrors"][0]["Message"]
    listed = xero.api("GET", "Contacts", token).json()["Contacts"]
    assert [each["Name"] for each in listed].count("New") == 1


def test_groups_know_no_errors_in_place(xero: RunningXero, token: str) -> None:
    """The description has neither the parameter nor the field for them: all or none."""
    groups = {"ContactGroups": [{"Name": "New"}, {"Name": "VIP"}]}
    refused = xero.api("PUT", "ContactGroups?summarizeErrors=false", token, json=groups)
    assert refused.status_code == 400
    assert refused.json()["Elements"][0]["Name"] == "VIP"
    listed = xero.api("GET", "ContactGroups", token).json()["ContactGroups"]
    assert {each["Name"] for each in listed} == {"VIP"}
