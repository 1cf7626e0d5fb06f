"""Consent with Xero, rule by rule: refreshed by one, stored before use, lost only when it is lost.

Everything goes over HTTP to a local Xero, whose tokens live and die as Xero's do.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.fernet import Fernet

from connectors.sandbox import documents
from plugin.credit.account import StepState
from plugin.jobs import What
from plugin.operations.doors import organisation_of
from plugin.ports import GrantEnded, Tokens, valid_tokens
from plugin.store import Seal, Store
from plugin.store.organisations import OrgState
from tests.contract.visitors import (
    LISA,
    TOM,
    Street,
    Visitor,
    a_street,
    begun,
    connected,
    organisation_in,
)
from tests.journeys.house import House

HALF_AN_HOUR = 0.55
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def lisa(street: Street) -> Visitor:
    """Lisa, whose organisation is connected and at work."""
    return begun(street)


@pytest.fixture
def joined(street: Street) -> Visitor:
    """Lisa, who has connected her organisation."""
    return connected(street)


def state(street: Street) -> OrgState:
    return street.organisation(street.house.org_id).state


def tokens(house: House) -> Tokens:
    """Tokens fit for a call, as every call gets them."""
    doors = house.doors
    return valid_tokens(
        grant_of(house), vault=doors.vault, consent=doors.consent, clock=doors.clock
    )


def grant_of(house: House) -> UUID:
    with house.doors.store.house() as tx:
        return organisation_of(tx, house.org_id).grant_id


# --- refreshing -----------------------------------------------------------------------------


def test_of_many_who_find_the_token_expired_one_refreshes(street: Street, joined: Visitor) -> None:
    """The others wait for the lock and go on with what the first one stored."""
    before = tokens(street.house)
    street.house.xero.advance(HALF_AN_HOUR)
    found: list[Tokens] = []
    asking = [threading.Thread(target=lambda: found.append(tokens(street.house))) for _ in range(4)]
    for each in asking:
        each.start()
    for each in asking:
        each.join(60)
    assert len(found) == 4
    assert {(each.access, each.refresh) for each in found} != {(before.access, before.refresh)}
    assert len({each.refresh for each in found}) == 1, "somebody refreshed a second time"


@pytest.mark.long
def test_whoever_dies_between_refresh_and_storing_costs_nothing(store: Store) -> None:
    """Killed with the new token in hand: the stored one has its grace, and the next one works."""
    key = Fernet.generate_key().decode()
    opened = Store(store.url, Seal([key]))
    with a_street(opened) as street:
        house = street.house
        house.org_id = organisation_in(street.visitor().connects())
        house.xero.advance(HALF_AN_HOUR)
        before = house.doors.vault.read(grant_of(house))
        die_of_refreshing(house, opened.url, key)
        assert house.doors.vault.read(grant_of(house)) == before, "nothing was stored"
        house.xero.advance(0.3)
        assert tokens(house).refresh != before.refresh
        assert house.work(What.SYNC) == "done"
    opened.close()


def die_of_refreshing(house: House, url: str, key: str) -> None:
    """Another process refreshes and is killed before it stores what came."""
    environment = {
        **house.xero.environment, "GOODTERMS_KEYS": key, "GOODTERMS_URL": house.settings.url
    }  # fmt: skip
    order = {"environment": environment, "url": url, "grant": str(grant_of(house))}
    died = subprocess.run(
        [sys.executable, "-m", "tests.contract.dying"],
        input=json.dumps(order), text=True, capture_output=True, cwd=ROOT, timeout=60, check=False,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL, died.stderr


def test_a_refresh_whose_answer_was_lost_is_tried_again_within_its_grace(
    street: Street, joined: Visitor
) -> None:
    """Xero issued new tokens and the line went dead: the previous one still works."""
    house = street.house
    house.xero.advance(1)
    documents.raise_invoice(house.ledger, "quay", Decimal("99.00"), number="INV-9")
    house.goes_wrong("refresh_lost")
    assert house.work(What.SYNC) == "postponed"
    assert state(street) is OrgState.CONNECTED
    house.advance(0.02)
    assert house.sql("select 1 from invoices where org_id = :org and number = 'INV-9'") == [(1,)]


def test_after_its_grace_the_lost_token_asks_for_a_reconnect(
    street: Street, joined: Visitor
) -> None:
    """Half an hour after its successor was lost it is dead, and only then."""
    house = street.house
    house.xero.advance(HALF_AN_HOUR)
    house.goes_wrong("refresh_lost")
    with pytest.raises(Exception, match="no answer"):
        tokens(house)
    house.xero.advance(HALF_AN_HOUR)
    with pytest.raises(GrantEnded):
        tokens(house)
    house.settle()
    assert state(street) is OrgState.NEEDS_CONSENT


# --- a consent that ended -------------------------------------------------------------------


def consent_ends(street: Street) -> None:
    """Xero takes the stored refresh token no longer; noticed by the next work."""
    street.house.xero.advance(HALF_AN_HOUR)
    street.house.goes_wrong("invalid_grant")
    street.house.catch_up()


def test_a_consent_that_ended_pauses_the_organisation_and_asks_for_a_reconnect(
    street: Street, lisa: Visitor
) -> None:
    """The state, a banner on every page and a line on the overview say it, in people's words."""
    house = street.house
    consent_ends(street)
    assert state(street) is OrgState.NEEDS_CONSENT
    why = "Xero no longer accepts the consent of Lisa Harding"
    assert street.organisation(house.org_id).state_why == why
    for page in ("", "reminders", "tasks", "customers", "timeline", "policy", "settings"):
        words = lisa.reads(f"/o/{house.org_id}/{page}")
        assert "Harbour Lane Foods is no longer connected to Xero" in words, page
        assert why in words, page
        assert "Connect to Xero" in words, page
    overview = lisa.reads(f"/o/{house.org_id}/")
    assert "Connect to Xero to go on" in overview


def test_nobody_asks_xero_while_a_reconnect_is_needed(street: Street, lisa: Visitor) -> None:
    """Neither for books nor with the dead token, whatever people do meanwhile."""
    house = street.house
    consent_ends(street)
    house.forget_calls()
    house.goes_wrong("token_500")
    house.approve_all()
    house.advance(26, step=2)
    assert house.calls() == []
    assert house.xero.sandbox.faults.shown(), "somebody asked with the dead token and met the fault"
    assert state(street) is OrgState.NEEDS_CONSENT, "a click must not make it another loss"


def test_reconnecting_resumes_everything_that_waited(street: Street, lisa: Visitor) -> None:
    """Proposed and approved messages, flags, notes and what was read last go on from there."""
    house = street.house
    house.approve_all()
    consent_ends(street)
    assert house.messages(StepState.APPROVED), "the yes is kept"
    documents.raise_invoice(house.ledger, "quay", Decimal("99.00"), number="INV-9")
    house.advance(3, step=1)
    assert house.mails() == []

    lisa.connects()
    assert state(street) is OrgState.CONNECTED
    house.forget_calls()
    house.advance(1, step=0.5)
    assert len(house.mails()) == 1
    assert house.notes_on_invoice("INV-1"), "what was to be noted is noted"
    assert house.sql("select 1 from invoices where org_id = :org and number = 'INV-9'") == [(1,)]
    read = [call.query for call in house.calls("GET", "Invoices") if "page=" in call.query]
    assert len(read) <= 3, "it went on from its cursor and did not read the whole ledger anew"


def test_its_people_are_told_by_mail_once(street: Street, lisa: Visitor) -> None:
    """Plainly: what stopped, why, and the one link to reconnect; each person, each loss, once."""
    house = street.house
    tom = street.visitor(TOM)
    tom.connects()
    house.settle()
    house.approve_all()
    house.goes_wrong("invalid_grant", count=2)
    house.xero.advance(HALF_AN_HOUR)
    house.catch_up()
    house.advance(5, step=1)
    told = [
        mail for mail in house.xero.sandbox.mailbox.all() if "no longer connected" in mail.subject
    ]
    assert sorted(mail.recipients for mail in told) == [(LISA.email,), (TOM.email,)]
    for mail in told:
        assert "no reminder goes out" in mail.text
        assert "approved message" in mail.text
        assert mail.text.count("http") == 1
        assert f"{house.settings.url}/oauth/start?purpose=connect" in mail.text
