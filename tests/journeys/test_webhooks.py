"""Webhooks over real HTTP: bursts, duplicates, strangers and forgeries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from uuid import uuid4

import pytest
import requests

from connectors.sandbox import contacts, documents
from connectors.sandbox.delivery import signature
from plugin.store import Store
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import House, a_house, hear_everything, open_to_the_web, until

BURST = 500


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """Three customers, five invoices each, none late; connected and read."""
    seed = books(
        [
            a_customer(
                f"c{n}",
                f"Customer {n}",
                *(a_debt(f"INV-{n}-{k}", "100.00", late=-20) for k in range(5)),
            )
            for n in range(3)
        ]
    )
    with a_house(store, seed) as house:
        house.begin()
        yield house


def post(house: House, address: str, events: list[dict[str, str]], *, sign: str = "") -> int:
    """Deliver events as Xero does; the status of the answer."""
    body = json.dumps(
        {
            "events": events,
            "firstEventSequence": 1,
            "lastEventSequence": len(events),
            "entropy": "X",
        }
    ).encode()
    answer = requests.post(
        f"{address}/webhooks/xero",
        data=body,
        headers={"x-xero-signature": sign or signature(house.xero.webhook_key, body)},
        timeout=20,
    )
    assert answer.content == b""
    assert "Set-Cookie" not in answer.headers
    return answer.status_code


def event(house: House, invoice: str, *, at: int = 0, tenant: str = "") -> dict[str, str]:
    """An invoice of this id changed."""
    return {
        "resourceUrl": f"{house.xero.url}/api.xro/2.0/Invoices/{invoice}",
        "resourceId": invoice,
        "tenantId": tenant or house.xero.tenant_id,
        "tenantType": "ORGANISATION",
        "eventCategory": "INVOICE",
        "eventType": "UPDATE",
        "eventDateUtc": f"2026-11-24T09:{at // 60:02}:{at % 60:02}.000",
    }


def test_a_burst_of_500_notices_costs_a_handful_of_calls(house: House) -> None:
    """500 notices about 15 invoices, five deliveries: all answered 200, six calls or fewer."""
    ids = [house.invoice(f"INV-{n}-{k}") for n in range(3) for k in range(5)]
    with open_to_the_web(house) as address:
        house.pays("INV-0-0", "100.00")
        house.forget_calls()
        events = [event(house, ids[n % len(ids)], at=n) for n in range(BURST)]
        for start in range(0, BURST, 100):
            assert post(house, address, events[start : start + 100]) == 200
        stored = house.sql("select count(*) from notices where handled_at is null")
        assert stored[0][0] >= BURST
        house.settle()
    assert len(house.calls()) <= 8
    assert house.sql("select count(*) from notices where handled_at is null") == [(0,)]
    assert house.sql("select balance from invoices where org_id = :org and number = 'INV-0-0'") == [
        (0,)
    ]


def test_duplicates_and_shuffles_change_nothing(house: House) -> None:
    """Every delivery comes twice and out of order: the books end as the ledger has them."""
    webhooks = house.xero.sandbox.webhooks
    with open_to_the_web(house):
        until(lambda: webhooks.shown()["state"] == "ok")
        webhooks.configure(duplicates=True, shuffle=True)
        for number in ("INV-0-0", "INV-1-1", "INV-2-2"):
            house.pays(number, "40.00")
            house.pays(number, "60.00")
        hear_everything(house)
        keys = house.sql("select count(*), count(distinct key) from notices")
        assert keys[0][0] == keys[0][1] > 0
    assert house.sql(
        "select count(*), sum(amount) from payments where org_id = :org and amount in (40, 60)"
    ) == [(6, 300)]
    assert house.sql("select count(*) from invoices where org_id = :org and balance = 0") == [(4,)]


def test_an_unknown_organisation_is_answered_and_dropped(house: House) -> None:
    """A notice for a tenant that nobody connected: 200, no row, no call."""
    with open_to_the_web(house) as address:
        house.forget_calls()
        stray = event(house, str(uuid4()), tenant=str(uuid4()))
        assert post(house, address, [stray]) == 200
        assert house.settle() == []
    assert house.sql("select count(*) from notices") == [(0,)]
    assert house.calls() == []


def test_a_wrong_signature_is_refused_and_leaves_no_row(house: House) -> None:
    """Forged: 401, no row, no work, no call."""
    with open_to_the_web(house) as address:
        forged = [event(house, house.invoice("INV-0-0"))]
        assert post(house, address, forged, sign="bm90IHRoZSBzaWduYXR1cmU=") == 401
        assert house.settle() == []
    assert house.sql("select count(*) from notices") == [(0,)]


def test_what_a_day_brings_arrives_without_waiting_for_the_hour(house: House) -> None:
    """A new invoice is known a notice later, its customer included."""
    with open_to_the_web(house):
        until(lambda: house.xero.sandbox.webhooks.shown()["state"] == "ok")
        contacts.add_contact(house.ledger, "New Café", email="new@cafe.example", number="new")
        documents.raise_invoice(house.ledger, "new", Decimal("75.00"), number="INV-N")
        hear_everything(house)
    assert house.sql(
        "select c.name, i.balance from invoices i join contacts c"
        " on c.org_id = i.org_id and c.id = i.contact_id"
        " where i.org_id = :org and i.number = 'INV-N'"
    ) == [("New Café", 75)]
