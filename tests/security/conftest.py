"""A console on the real database, somebody signed in to it, and somebody who attacks it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from plugin.store import people
from tests.builders import NOW, House, sign_in
from tests.consoles import a_console
from tests.security.consents import Listing
from tests.web.conftest import Browser, browser_of


@pytest.fixture
def house(settled_house: House) -> House:
    """A wholesaler at work, connected through Ann's own consent."""
    house = settled_house
    listed = Listing((house.organisation.ledger_id,), now=house.doors.clock.now)
    house.doors = replace(house.doors, consent=listed)
    return house


@pytest.fixture
def consent(house: House) -> Listing:
    """What Xero says of consents."""
    assert isinstance(house.doors.consent, Listing)
    return house.doors.consent


@pytest.fixture
def app(house: House) -> Flask:
    """The console."""
    return a_console(house.doors)


@pytest.fixture
def ann(app: Flask, house: House) -> Browser:
    """Ann, whose consent connected the organisation, signed in a moment ago."""
    with house.doors.store.house() as tx:
        [ann] = people.members_of(tx, house.org_id)
        token = people.open_session(
            tx, ann.user.id, now=NOW, expires_at=NOW.replace(year=NOW.year + 1)
        )
    return browser_of(app, token, house.org_id)


@pytest.fixture
def bob(app: Flask, house: House) -> Browser:
    """Bob, of the same organisation, who granted nothing himself."""
    return browser_of(app, sign_in(house.doors.store, house.org_id, name="Bob"), house.org_id)
