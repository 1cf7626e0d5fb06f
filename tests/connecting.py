"""Connects organisations in the real database, for tests that need one or two."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from plugin.ports import LedgerOrganisation, Tokens
from plugin.store import Store, grants, organisations, people
from plugin.store.organisations import Organisation


def connect(store: Store, name: str, *, on: date = date(2026, 1, 5)) -> Organisation:
    """Connect an organisation of this name in London; its person's tokens last half an hour."""
    now = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    facts = LedgerOrganisation(
        ledger_id=str(uuid4()),
        name=name,
        base_currency="GBP",
        country="GB",
        timezone="Europe/London",
        short_code="!acme",
    )
    tokens = Tokens("access", "refresh", now + timedelta(minutes=30), ("accounting.contacts",))
    with store.house() as house:
        user = people.note_user(
            house, subject=str(uuid4()), name="Ann Lee", email="ann@acme.test", now=now
        )
        grant_id = grants.store_grant(house, user.id, tokens)
        connected = organisations.connect_organisation(
            house, facts, connection_id=str(uuid4()), grant_id=grant_id, now=now, on=on
        )
        people.let_in(
            house, connected.id, user.id, role=people.Role.OWNER, via=people.Via.CONSENT, now=now
        )
    return connected
