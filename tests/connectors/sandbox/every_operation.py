"""One call of every operation that the local Xero serves, in an order that works.

It checks nothing: what was answered is in the recording.
"""

from dataclasses import dataclass, field
from typing import Any

import requests

from connectors.sandbox.testing import RunningXero
from tests.connectors.sandbox.small import SCOPES

RESOURCES = frozenset(
    {
        "Accounts", "BrandingThemes", "ContactGroups", "Contacts", "CreditNotes", "Currencies",
        "InvoiceReminders", "Invoices", "Items", "Organisation", "Overpayments", "Payments",
        "Prepayments", "Quotes", "RepeatingInvoices", "Reports", "TaxRates", "TrackingCategories",
        "Users",
    }
)  # fmt: skip
"""The first part of every path that is served."""

NOT_SERVED: dict[str, str] = {
    **dict.fromkeys(
        ("createAccount", "getAccount", "updateAccount", "deleteAccount", "createCurrency",
         "getUser", "getBrandingTheme"),
        "settings are read as whole lists",
    ),
    **dict.fromkeys(
        ("getBrandingThemePaymentServices", "createBrandingThemePaymentServices"),
        "no payment services",
    ),
    **dict.fromkeys(
        ("getContactCISSettings", "getOrganisationCISSettings"),
        "no construction industry scheme",
    ),
    **dict.fromkeys(
        ("createItems", "updateOrCreateItems", "getItem", "updateItem", "deleteItem",
         "getItemHistory", "createItemHistory", "createTaxRates", "updateTaxRate",
         "getTaxRateByTaxType", "createTrackingCategory", "getTrackingCategory",
         "updateTrackingCategory", "deleteTrackingCategory", "createTrackingOptions",
         "updateTrackingOptions", "deleteTrackingOptions"),
        "small lists to read as a whole",
    ),
    **dict.fromkeys(
        ("getReportTenNinetyNine", "getReportAgedPayablesByContact", "getReportBalanceSheet",
         "getReportBankSummary", "getReportFromId", "getReportBudgetSummary",
         "getReportExecutiveSummary", "getReportsList", "getReportProfitAndLoss",
         "getReportTrialBalance"),
        "of the reports only the aged receivables of a contact",
    ),
    **dict.fromkeys(
        ("getCreditNoteAsPdf",),
        "of PDFs only an invoice's",
    ),
    **dict.fromkeys(
        ("createQuotes", "updateOrCreateQuotes", "updateQuote", "getQuoteHistory",
         "createQuoteHistory", "getQuoteAsPdf"),
        "quotes come with the books",
    ),
    **dict.fromkeys(
        ("createRepeatingInvoices", "updateOrCreateRepeatingInvoices", "updateRepeatingInvoice",
         "getRepeatingInvoiceHistory", "createRepeatingInvoiceHistory"),
        "templates come with the books",
    ),
}  # fmt: skip
"""Described operations on served resources that the local Xero does not have, and why."""


@dataclass
class Walk:
    """Calls as a person's connection, by short verbs; ids are found by asking."""

    xero: RunningXero
    token: str
    lists: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        """One call."""
        return self.xero.api(method, path, self.token, **options)

    def get(self, path: str) -> list[dict[str, Any]]:
        """The records of a list or of one record."""
        body = self.call("GET", path).json()
        records: list[dict[str, Any]] = next(v for v in body.values() if isinstance(v, list))
        return records

    def put(self, path: str, collection: str, *records: dict[str, Any], **options: Any) -> Any:
        """The first record of what a PUT answers."""
        body = {collection: list(records)}
        answered = self.call("PUT", path, json=body, **options).json()
        return answered.get(collection, [answered])[0]

    def post(self, path: str, collection: str, *records: dict[str, Any]) -> Any:
        """The first record of what a POST answers."""
        answered = self.call("POST", path, json={collection: list(records)}).json()
        return answered.get(collection, [answered])[0]

    def note(self, path: str) -> None:
        """Add a note and read the history."""
        self.put(f"{path}/History", "HistoryRecords", {"Details": "Noted"})
        self.get(f"{path}/History")


def every_operation(xero: RunningXero) -> None:
    """Call every operation once at least, and be refused in every way that needs no fault."""
    wider = f"{SCOPES} accounting.payments accounting.attachments accounting.reports.aged.read"
    first = xero.connect(wider)["access_token"]
    walk = Walk(xero, first)
    _lists(walk)
    _contacts(walk)
    _invoices(walk)
    _credits(walk)
    _credit_notes(walk)
    _files(walk)
    _refusals(walk)
    _identity(xero)


def _lists(walk: Walk) -> None:
    for path in (
        "Accounts", "BrandingThemes", "Currencies", "InvoiceReminders/Settings", "Organisation",
        "Organisation/Actions", "Users", "ContactGroups", "Contacts?page=1&includeArchived=true",
        "Contacts?summaryOnly=true", "Invoices?page=2&pageSize=3", "Invoices?summaryOnly=true",
        "Invoices", "Payments?page=1", "Payments", "CreditNotes?page=1", "Overpayments?page=1",
        "Prepayments?page=1", "Quotes", "RepeatingInvoices", "Invoices?Statuses=DRAFT",
        "CreditNotes", "Overpayments", "Prepayments", "Items", "TaxRates", "TrackingCategories",
        "Reports/AgedReceivablesByContact?contactId=C-1",
    ):  # fmt: skip
        walk.get(path)
    for collection, key in (("Payments", "PaymentID"), ("Quotes", "QuoteID"),
                            ("RepeatingInvoices", "RepeatingInvoiceID")):  # fmt: skip
        walk.get(f"{collection}/{walk.get(collection)[0][key]}")
    walk.note(f"Payments/{walk.get('Payments')[0]['PaymentID']}")


def _contacts(walk: Walk) -> None:
    walk.get("Contacts/C-1")
    made = walk.put("Contacts", "Contacts", {"Name": "Made by PUT"})["ContactID"]
    walk.post("Contacts", "Contacts", {"Name": "Made by POST"})
    walk.post(f"Contacts/{made}", "Contacts", {"EmailAddress": "a@b.example"})
    walk.get(f"Contacts/{made}")
    walk.note(f"Contacts/{made}")
    two = (
        walk.put("ContactGroups", "ContactGroups", {"Name": "One"}),
        walk.put("ContactGroups", "ContactGroups", {"Name": "Two"}),
    )
    one, other = (each["ContactGroupID"] for each in two)
    walk.put(f"ContactGroups/{one}/Contacts", "Contacts", {"ContactID": made})
    walk.get(f"ContactGroups/{one}")
    walk.call("DELETE", f"ContactGroups/{one}/Contacts/{made}")
    walk.call("DELETE", f"ContactGroups/{one}/Contacts")
    walk.post(f"ContactGroups/{one}", "ContactGroups", {"Name": "Renamed"})
    walk.post(f"ContactGroups/{other}", "ContactGroups", {"Status": "DELETED"})


def _invoices(walk: Walk) -> None:
    contact = {"ContactID": walk.get("Contacts/C-2")[0]["ContactID"]}
    lines = [{"Description": "Oil", "Quantity": "2", "UnitAmount": "1.2345"}]
    drafted = {"Type": "ACCREC", "Contact": contact, "LineItems": lines, "DueDate": "2026-12-31"}
    made = walk.put("Invoices", "Invoices", {**drafted, "Status": "AUTHORISED"})["InvoiceID"]
    walk.post("Invoices", "Invoices", drafted)
    changed = {"ExpectedPaymentDate": "2027-01-08", "Url": "https://goodterms.example/n/1"}
    walk.post(f"Invoices/{made}", "Invoices", {**changed, "SentToContact": True})
    walk.get(f"Invoices/{made}")
    walk.call("GET", f"Invoices/{made}", headers={"Accept": "application/pdf"})
    walk.get(f"Invoices/{made}/OnlineInvoice")
    walk.call("POST", f"Invoices/{made}/Email", json={})
    walk.note(f"Invoices/{made}")
    paid = {"Invoice": {"InvoiceID": made}, "Account": {"Code": "090"}, "Amount": "1.00"}
    payment = walk.put("Payments", "Payments", paid)["PaymentID"]
    walk.post("Payments", "Payments", paid)
    walk.post(f"Payments/{payment}", "Payments", {"Status": "DELETED"})
    walk.get("Invoices/INV-2")
    walk.get("Invoices/INV-9")


def _credits(walk: Walk) -> None:
    invoices = {"CreditNotes": "INV-1", "Overpayments": "INV-3", "Prepayments": "INV-7"}
    for collection, number in invoices.items():
        key = walk.get(collection)[0][f"{collection[:-1]}ID"]
        walk.get(f"{collection}/{key}")
        against = {"InvoiceID": walk.get(f"Invoices/{number}")[0]["InvoiceID"]}
        allocated = {"Amount": "5.00", "Date": "2026-11-24", "Invoice": against}
        made = walk.put(f"{collection}/{key}/Allocations", "Allocations", allocated)
        walk.get(f"Invoices/{number}")
        walk.call("DELETE", f"{collection}/{key}/Allocations/{made['AllocationID']}")
        walk.get(f"{collection}/{key}")
        walk.note(f"{collection}/{key}")


def _credit_notes(walk: Walk) -> None:
    contact = {"ContactID": walk.get("Contacts/C-2")[0]["ContactID"]}
    lines = [{"Description": "Returned", "Quantity": "1", "UnitAmount": "3.00"}]
    note = {"Type": "ACCRECCREDIT", "Contact": contact, "LineItems": lines}
    made = walk.put("CreditNotes", "CreditNotes", note)["CreditNoteID"]
    walk.post("CreditNotes", "CreditNotes", {**note, "Status": "AUTHORISED"})
    walk.post(f"CreditNotes/{made}", "CreditNotes", {"Status": "AUTHORISED"})


def _files(walk: Walk) -> None:
    for record in ("Invoices/INV-1", "Contacts/C-1", "CreditNotes/CN-1"):
        path = f"{record}/Attachments"
        walk.call("PUT", f"{path}/a%20file.pdf", data=b"%PDF-1.4")
        walk.call("POST", f"{path}/a%20file.pdf", data=b"%PDF-1.4 new")
        for file in walk.get(path):
            walk.call("GET", f"{path}/{file['FileName']}")
            walk.call("GET", f"{path}/{file['AttachmentID']}")


def _refusals(walk: Walk) -> None:
    group = {"Name": "VIP"}
    walk.put("ContactGroups", "ContactGroups", group)
    walk.put("Contacts?summarizeErrors=false", "Contacts", {"Name": "Quay Bistro"}, {"Name": "B"})
    walk.call("PUT", "Contacts", data="{")
    walk.call("GET", 'Invoices?where=Nonsense=="x"')
    walk.call("GET", "Invoices/00000000-0000-0000-0000-000000000000")
    walk.call("DELETE", "Invoices")
    walk.call("GET", "Users", tenant="00000000-0000-0000-0000-000000000000")
    Walk(walk.xero, "nonsense").call("GET", "Users")
    narrow = walk.xero.token("accounting.contacts.read")
    Walk(walk.xero, narrow).call("GET", "Users")
    keyed = {"Idempotency-Key": "one key"}
    walk.put("ContactGroups", "ContactGroups", {"Name": "Three"}, headers=keyed)
    walk.put("ContactGroups", "ContactGroups", {"Name": "Four"}, headers=keyed)


def _identity(xero: RunningXero) -> None:
    given = xero.connect(SCOPES)
    xero.ask_token({"grant_type": "refresh_token", "refresh_token": given["refresh_token"]})
    xero.ask_token({"grant_type": "refresh_token", "refresh_token": "unknown"})
    bearer = {"Authorization": f"Bearer {given['access_token']}"}
    (connection,) = requests.get(f"{xero.url}/connections", headers=bearer, timeout=20).json()
    for _ in range(2):  # the second time it is not there
        address = f"{xero.url}/connections/{connection['id']}"
        requests.delete(address, headers=bearer, timeout=20)
    for path in ("", "/jwks"):
        requests.get(f"{xero.url}/.well-known/openid-configuration{path}", timeout=20)
    again = xero.connect(SCOPES)
    form = {"token": again["refresh_token"]}
    app = (xero.client_id, xero.client_secret)
    requests.post(f"{xero.url}/connect/revocation", data=form, auth=app, timeout=20)
