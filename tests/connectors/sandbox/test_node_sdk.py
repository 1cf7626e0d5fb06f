"""Xero's own Node SDK lists, pages, filters, creates and updates against the local Xero.

One walk of `node/walk.js` with the SDK's own models and its OpenID client, which checks the
identity token's signature, issuer, audience and nonce; the tests look at what it found.
"""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from connectors.sandbox.faults import Fault
from connectors.sandbox.testing import running
from tests.connectors.sandbox.small import small_world

HERE = Path(__file__).parent / "node"
SCOPES = (
    "openid profile email offline_access accounting.settings.read accounting.contacts "
    "accounting.invoices accounting.payments"
)
FAULTS = (
    Fault("limit_minute", path="brandingthemes", retry_after=7),
    Fault("limit_concurrent", path="brandingthemes"),
    Fault("maintenance_503", path="brandingthemes"),
    Fault("error_500", path="brandingthemes"),
    Fault("html", path="brandingthemes"),
)

pytestmark = [
    pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed"),
    pytest.mark.skipif(
        not (HERE / "node_modules" / "xero-node").is_dir(),
        reason=f"Xero's Node SDK is not installed; say npm ci in {HERE}",
    ),
]


@pytest.fixture(scope="module")
def walked() -> dict[str, Any]:
    """What the walk found, step by step; it meets the faults first."""
    with running(small_world(), has_limits=False) as xero:
        for fault in FAULTS:
            xero.sandbox.faults.set(fault)
        told = {
            "url": xero.url,
            "clientId": xero.client_id,
            "clientSecret": xero.client_secret,
            "redirectUri": xero.redirect_uri,
            "tenantId": xero.tenant_id,
            "scopes": SCOPES,
            "faults": len(FAULTS),
        }
        ended = subprocess.run(
            ["node", "walk.js", json.dumps(told)],
            cwd=HERE,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        found: dict[str, Any] = json.loads(ended.stdout)
        found["tenantId"] = xero.tenant_id
        return found


def test_it_lists_every_collection_that_is_served(walked: dict[str, Any]) -> None:
    """As many records as the small books hold, through its models."""
    assert walked["everyList"] == {
        "accounts": 3, "actions": 6, "brandingThemes": 1, "contactGroups": 1, "contacts": 5,
        "creditNotes": 1, "currencies": 2, "invoiceReminders": 1, "invoices": 10,
        "organisations": 1, "overpayments": 1, "payments": 3, "prepayments": 1, "quotes": 1,
        "repeatingInvoices": 1, "users": 2,
    }  # fmt: skip


def test_it_pages(walked: dict[str, Any]) -> None:
    """Every invoice once, the pagination beside it, an empty page after the last."""
    pages = walked["pages"]
    assert [len(page["numbers"]) for page in pages] == [4, 4, 2, 0]
    assert len({number for page in pages for number in page["numbers"]}) == 10
    assert pages[1]["pagination"] == {"page": 2, "pageSize": 4, "pageCount": 3, "itemCount": 10}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("where", ["INV-7"]),
        ("dates", ["INV-3"]),
        ("contains", ["INV-1", "INV-2", "INV-9"]),
        ("guid", ["INV-1", "INV-2", "INV-9"]),
        ("numbers", ["INV-1", "INV-3"]),
        ("contacts", ["INV-1", "INV-2", "INV-9"]),
        ("statuses", ["INV-4", "INV-5"]),
        ("ordered", [f"INV-{place}" for place in range(9, 0, -1)]),
        ("never", []),
        ("since", 10),
    ],
)
def test_it_filters(walked: dict[str, Any], asked: str, found: object) -> None:
    """`where`, lists of values, order and If-Modified-Since as the SDK sends them."""
    assert walked["filters"][asked] == found


def test_it_filters_by_ids_and_sees_archived_contacts_when_asked(walked: dict[str, Any]) -> None:
    """IDs joined by commas; includeArchived."""
    filters = walked["filters"]
    assert filters["ids"] == filters["wantedIds"]
    assert len(filters["ids"]) == 2
    assert "Gone Ltd" in filters["archived"]


def test_it_reads_a_record_with_days_amounts_and_a_pdf(walked: dict[str, Any]) -> None:
    """Days arrive as midnight UTC of the civil day; the PDF by its Accept header."""
    found = walked["oneRecord"]
    assert found.pop("link").startswith("http")
    assert found == {
        "total": 900, "due": "2026-12-02T00:00:00.000Z", "changed": "2026-11-02T12:00:00.000Z",
        "rate": 1.2, "currency": "EUR", "lines": [900], "contact": "Maison du Port",
        "outstanding": 900, "pdf": "%PDF-",
    }  # fmt: skip


def test_it_creates_and_updates_contacts_and_keeps_groups(walked: dict[str, Any]) -> None:
    """Names with signs in them, people, membership in and out, a note."""
    assert walked["contactsAndGroups"] == {
        "name": "Fish & Sons <Quay>", "email": "pay@fish.example", "people": ["Bo"],
        "members": [True], "left": 0, "note": "Rang & wrote",
    }  # fmt: skip


def test_it_creates_promises_pays_and_mails_an_invoice(walked: dict[str, Any]) -> None:
    """To the cent, and once only for one idempotency key."""
    assert walked["invoicesAndPayments"] == {
        "total": 37.05, "amountDue": 37.05, "isSame": True,
        "expected": "2027-01-08T00:00:00.000Z",
        "afterPayment": 30, "afterReversal": 37.05, "mailed": 204,
    }  # fmt: skip


def test_it_sees_refusals_with_xeros_words(walked: dict[str, Any]) -> None:
    """400 by kind, 401, 403 and 404; summarizeErrors=false tells each element apart."""
    found = walked["refusals"]
    assert found["inPlace"] == [False, True]
    validation, where = found["validation"]["body"], found["where"]["body"]
    assert (validation["ErrorNumber"], validation["Type"]) == (10, "ValidationException")
    assert "in use" in validation["Elements"][0]["ValidationErrors"][0]["Message"]
    assert (where["ErrorNumber"], where["Type"]) == (16, "QueryParseException")
    statuses = {name: found[name]["status"] for name in ("unknown", "forbidden", "unauthorised")}
    assert statuses == {"unknown": 404, "forbidden": 403, "unauthorised": 401}
    assert found["unauthorised"]["body"]["Detail"] == "AuthenticationUnsuccessful"


def test_it_sees_limits_and_outages(walked: dict[str, Any]) -> None:
    """Status, Retry-After where there is one, and the remaining counts."""
    minute, concurrent, maintenance, broken, page = walked["faults"]
    assert [each["status"] for each in walked["faults"]] == [429, 429, 503, 500, 502]
    assert minute["headers"]["retry-after"] == "7"
    assert minute["headers"]["x-rate-limit-problem"] == "minute"
    assert "retry-after" not in concurrent["headers"]
    assert maintenance["body"] == "The Xero API is currently offline for maintenance"
    assert "x-daylimit-remaining" in broken["headers"]
    assert page["headers"]["content-type"].startswith("text/html")


def test_it_signs_in_refreshes_disconnects_and_revokes(walked: dict[str, Any]) -> None:
    """Its OpenID client takes our tokens; both of its ways to refresh rotate the refresh token."""
    assert walked["identity"] == {
        "email": "lisa@harbour.example",
        "tenants": [walked["tenantId"]],
        "details": ["Harbour Lane Foods"],
        "rotated": 3,
        "lost": 403,
        "withoutAPerson": "Harbour Lane Foods",
    }
