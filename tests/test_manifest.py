"""The listing says what the code does: scopes, routes, version, groups."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import plugin
from plugin.credit.policy import DEFAULT_POLICY
from plugin.manifest import read_manifest
from plugin.operations.connect import SIGN_IN_SCOPES

ROOT = Path(__file__).parent.parent
LISTING: dict[str, Any] = json.loads((ROOT / "manifest.json").read_text())

#: which of Xero's scopes each call of the connector needs, with the reason to ask for it
SCOPES_OF_CALLS = {
    "accounting.settings.read": (
        "get_organisations", "get_accounts", "get_invoice_reminders", "get_tax_rates",
    ),
    "accounting.contacts": (
        "get_contacts", "get_contact_groups", "get_contact_group", "create_contact_group",
        "create_contact_group_contacts", "delete_contact_group_contact", "create_contact_history",
        "update_contact_group", "get_contact_history", "get_contact", "create_contacts",
        "update_contact",
    ),
    "accounting.invoices": (
        "get_invoices", "get_credit_notes", "get_quotes", "get_repeating_invoices",
        "get_online_invoice", "create_invoice_history", "get_invoice_history", "update_invoice",
        "get_credit_note", "get_invoice_as_pdf", "create_invoices",
    ),
    "accounting.payments.read": (
        "get_payments", "get_overpayments", "get_prepayments", "get_overpayment", "get_prepayment",
    ),
}  # fmt: skip


def test_version_is_the_same_everywhere() -> None:
    """Package, listing and project agree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert LISTING["version"] == project["version"] == plugin.__version__


def test_every_scope_is_used_and_every_call_is_covered() -> None:
    """Scopes asked = scopes used: no call without its scope, no scope without a call."""
    connector = "\n".join(path.read_text() for path in (ROOT / "connectors" / "xero").rglob("*.py"))
    called = set(re.findall(r"\b((?:get|create|update|delete)_[a-z_]+)\b", connector))
    known = {call for calls in SCOPES_OF_CALLS.values() for call in calls}
    accounting = {name for name in called if f'"{name}"' in connector or f".{name}(" in connector}
    for scope, calls in SCOPES_OF_CALLS.items():
        assert accounting & set(calls), f"nothing uses {scope}"
    identity = {"openid", "profile", "email", "offline_access"}
    assert set(read_manifest().scopes) == set(SCOPES_OF_CALLS) | identity
    strangers = {name for name in accounting - known if re.search(rf'"{name}"', connector)}
    assert not strangers, "calls whose scope nobody has named"


def test_every_scope_says_why() -> None:
    """A reviewer reads one sentence for each."""
    assert all(len(each["why"]) > 20 for each in LISTING["oauth"]["scopes"])


def test_signing_in_asks_for_no_books() -> None:
    """Who you are is asked for apart from what you keep."""
    assert tuple(LISTING["oauth"]["sign_in_scopes"]) == SIGN_IN_SCOPES


def test_the_groups_named_are_the_groups_written() -> None:
    """What a reviewer reads about write-back is what the default policy does."""
    groups = next(each for each in LISTING["writes"] if each["what"] == "contact groups")
    assert groups["names"] == [DEFAULT_POLICY.groups.watch, DEFAULT_POLICY.groups.stop]


def test_the_pages_of_the_listing_are_routes() -> None:
    """Privacy, terms, support, launcher, redirect and webhook exist in the console's code."""
    web = "\n".join(path.read_text() for path in (ROOT / "plugin" / "web").rglob("*.py"))
    for path in (*LISTING["pages"].values(), LISTING["oauth"]["redirect"]):
        assert f'"{path}"' in web, path


def test_the_products_name_is_its_own() -> None:
    """Xero's name stands in no name of ours, and its launcher finds the sign-in."""
    assert "xero" not in LISTING["name"].lower()
    assert LISTING["pages"]["launcher"] == "/oauth/start"


def test_every_kind_of_write_is_named() -> None:
    """What a reviewer reads is what the outbox towards the ledger can hold."""
    assert [each["what"] for each in LISTING["writes"]] == [
        "contact groups",
        "history notes",
        "expected payment dates",
        "draft invoices",
        "contacts and their payment terms",
    ]
