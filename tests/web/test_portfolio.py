"""A person's organisations side by side: each with its own, and never one that is not theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import event

from plugin.operations import portfolio
from plugin.store import Store, people, timeline, writes
from plugin.credit.account import CreditStatus
from plugin.store.people import Role
from tests.builders import NOW, House, a_house, sign_in
from tests.connecting import connect
from tests.consoles import a_console
from tests.web.conftest import Browser, browser_of


@pytest.fixture
def house(store: Store) -> House:
    """One organisation of the person's; others are connected by the tests."""
    house = a_house(store, "Harbour Lane Foods")
    house.settle()
    return house


def other(house: House, name: str) -> House:
    """One more organisation in the same database, of people of its own."""
    found = a_house(house.doors.store, name)
    found = replace(found, doors=house.doors)
    found.settle()
    return found


def join(house: House, ann: Browser, role: Role = Role.ACCOUNTANT) -> None:
    """Ann is let into an organisation."""
    with house.doors.store.house() as tx:
        session = people.read_session(tx, ann.token, now=NOW)
        assert session is not None
        people.let_in(
            tx, house.org_id, session.user_id, role=role, via=people.Via.INVITATION, now=NOW
        )


def flag(house: House, customer: str, status: CreditStatus, before: CreditStatus) -> None:
    """Our flag was written into the ledger now, as the write-back records it."""
    with house.doors.store.tenant(house.org_id) as tx:
        writes.flag_written(tx, customer, status, on=NOW.date())
        timeline.record(
            tx,
            timeline.Event(
                at=house.doors.clock.now(),
                kind="flag",
                by="Goodterms",
                customer_id=customer,
                summary="Flag in the ledger",
                refs={"before": before.value, "after": status.value},
            ),
        )


def shown(ann: Browser, **asked: str) -> str:
    """The list as text, blanks pressed together."""
    page = ann.client.get("/organisations", query_string=asked)
    assert page.status_code == 200, page.text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def test_each_organisation_stands_with_its_own_flags_and_counts(ann: Browser, house: House) -> None:
    """Flags as written into Xero, small balances and lines to tidy, each organisation its own."""
    kiln = other(house, "Kiln Pottery")
    join(kiln, ann)
    kiln.customer("quay", "Quay Bistro")
    kiln.owes("quay", "INV-7", "0.05", late=40)
    flag(kiln, "quay", CreditStatus.STOP, CreditStatus.OPEN)
    for each in (house, kiln):
        portfolio.take_snapshot(each.doors, each.org_id)
    page = shown(ann)
    assert page.index("Harbour Lane Foods") < page.index("Kiln Pottery")
    assert "1 set to stop" in page
    assert "Quay Bistro : Open to stop" in page
    assert "1, £0.05" in page
    assert "total" not in page.lower()
