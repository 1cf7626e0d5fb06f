"""Clients of Xero that others wrote, by the same few verbs, each against one local Xero.

They share nothing with our own client but HTTP: models, dates, filters and errors are theirs.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from xero import Xero
from xero_python.accounting import Contact, Invoice, Invoices, LineItem

from connectors.sandbox.testing import RunningXero
from tests.connectors.sandbox import through_pyxero, through_sdk
from tests.connectors.sandbox.test_node_sdk import HERE as NODE

#: number to state, due date, currency, amount due
Books = dict[str, tuple[str, date, str, Decimal]]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a client reads: sales invoices, one group with its members, the notes on a contact."""

    books: Books
    group: str
    members: frozenset[str]
    notes: tuple[str, ...]


class Client(Protocol):
    """What every client can do."""

    def read(self, group: str, contact: str) -> Seen:
        """Everything in `Seen`, for a group and a contact by their ids."""

    def raise_invoice(self, contact: str, number: str, amount: Decimal) -> None:
        """An approved sales invoice of one line."""


DAY, DUE = date(2026, 11, 24), date(2026, 12, 31)


class PythonSdk:
    """Xero's own Python SDK."""

    def __init__(self, sdk: through_sdk.Sdk, tenant: str) -> None:
        self._api, self._tenant = sdk.accounting, tenant

    def read(self, group: str, contact: str) -> Seen:
        """Through its models."""
        api, tenant = self._api, self._tenant
        found = api.get_contact_group(tenant, group).contact_groups[0]
        listed = api.get_invoices(tenant, where='Type=="ACCREC"').invoices
        return Seen(
            {
                each.invoice_number: (
                    each.status,
                    each.due_date,
                    each.currency_code.value,
                    each.amount_due,
                )
                for each in listed
            },
            found.name,
            frozenset(each.contact_id for each in found.contacts),
            tuple(n.details for n in api.get_contact_history(tenant, contact).history_records),
        )

    def raise_invoice(self, contact: str, number: str, amount: Decimal) -> None:
        """Through its models."""
        line = LineItem(description="Oil", quantity=1, unit_amount=float(amount))
        invoice = Invoice(
            type="ACCREC",
            status="AUTHORISED",
            contact=Contact(contact_id=contact),
            invoice_number=number,
            date=DAY,
            due_date=DUE,
            line_items=[line],
        )
        self._api.create_invoices(self._tenant, Invoices(invoices=[invoice]))


class PyXero:
    """pyxero, in XML."""

    def __init__(self, client: Xero) -> None:
        self._client = client

    def read(self, group: str, contact: str) -> Seen:
        """As dictionaries."""
        (found,) = self._client.contactgroups.get(group)
        notes = self._client.contacts.get_history(contact)["HistoryRecords"]
        return Seen(
            {
                each["InvoiceNumber"]: (
                    each["Status"],
                    each["DueDate"].date(),
                    each["CurrencyCode"],
                    Decimal(str(each["AmountDue"])),
                )
                for each in self._client.invoices.filter(Type="ACCREC")
            },
            found["Name"],
            frozenset(each["ContactID"] for each in found["Contacts"]),
            tuple(each["Details"] for each in notes),
        )

    def raise_invoice(self, contact: str, number: str, amount: Decimal) -> None:
        """As XML."""
        line = {"Description": "Oil", "Quantity": "1", "UnitAmount": str(amount)}
        self._client.invoices.put(
            {
                "Type": "ACCREC",
                "Status": "AUTHORISED",
                "Contact": {"ContactID": contact},
                "InvoiceNumber": number,
                "Date": DAY,
                "DueDate": DUE,
                "LineItems": [line],
            }
        )


class NodeSdk:
    """Xero's own Node SDK, a process a question."""

    def __init__(self, xero: RunningXero) -> None:
        token = xero.connect(through_sdk.SCOPES)["access_token"]
        self._told = {"url": xero.url, "tenantId": xero.tenant_id, "token": token}

    def read(self, group: str, contact: str) -> Seen:
        """Through its models."""
        found = self._ask("read", group=group, contact=contact)
        return Seen(
            {
                number: (state, date.fromisoformat(due), currency, Decimal(str(owed)))
                for number, state, due, currency, owed in found["invoices"]
            },
            found["group"][0],
            frozenset(found["group"][1]),
            tuple(found["notes"]),
        )

    def raise_invoice(self, contact: str, number: str, amount: Decimal) -> None:
        """Through its models."""
        days = {"date": DAY.isoformat(), "due": DUE.isoformat()}
        self._ask("raise", contact=contact, number=number, amount=float(amount), **days)

    def _ask(self, verb: str, **more: object) -> Any:
        asked = ["node", "ask.js", verb, json.dumps({**self._told, **more})]
        ended = subprocess.run(
            asked, cwd=NODE, capture_output=True, text=True, timeout=60, check=False
        )
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout)


def why_no_node() -> str:
    """Why the Node SDK cannot be asked here; empty where it can."""
    if shutil.which("node") is None:
        return "Node is not installed"
    is_there = (NODE / "node_modules" / "xero-node").is_dir()
    return "" if is_there else f"Xero's Node SDK is not installed; say npm ci in {NODE}"


@contextmanager
def python_sdk(xero: RunningXero) -> Iterator[Client]:
    """Connected by a person."""
    with through_sdk.connected(xero) as sdk:
        yield PythonSdk(sdk, xero.tenant_id)


@contextmanager
def pyxero(xero: RunningXero) -> Iterator[Client]:
    """Connected by a person, the whole way through pyxero."""
    with through_pyxero.pointed_at(xero):
        yield PyXero(through_pyxero.through(through_pyxero.signed_in(xero)))


@contextmanager
def node_sdk(xero: RunningXero) -> Iterator[Client]:
    """Connected by a person."""
    yield NodeSdk(xero)
