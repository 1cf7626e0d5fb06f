"""What Xero's answers say of a consent: expired, too narrow, not permitted, gone, our mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from connectors.sandbox import documents
from connectors.xero.answers import Answer, advice
from plugin.credit.account import StepState
from plugin.jobs import What
from plugin.ports import NeedsConsent, Unavailable
from plugin.store import organisations, people
from plugin.store.organisations import OrgState
from tests.contract.visitors import (
    TOM,
    Street,
    Visitor,
    begun,
    connected,
    organisation_in,
)
from tests.journeys.house import BY, House

AN_HOUR_LATER = 1


@pytest.fixture
def lisa(street: Street) -> Visitor:
    """Lisa, who has connected her organisation."""
    return connected(street)


@pytest.fixture
def at_work(street: Street) -> Visitor:
    """Lisa, whose organisation is settled and has a message that waits for a yes."""
    return begun(street)


def state(street: Street) -> OrgState:
    return street.organisation(street.house.org_id).state


def knows(house: House, number: str) -> bool:
    found = house.sql("select 1 from invoices where org_id = :org and number = :n", n=number)
    return bool(found)


# --- our own mistakes and bad days ----------------------------------------------------------


def test_a_refresh_that_fails_for_another_reason_is_never_a_lost_connection(
    street: Street, at_work: Visitor
) -> None:
    """Wrong app credentials, an outage, a dead line: no message or note is given up, all go on."""
    house = street.house
    for place, kind in enumerate(("invalid_client", "token_500", "refresh_lost")):
        house.xero.advance(AN_HOUR_LATER)
        documents.raise_invoice(house.ledger, "quay", Decimal("99.00"), number=f"INV-{place + 5}")
        if place == 0:
            house.approve_all()
        house.goes_wrong(kind)
        house.settle()
        assert not house.xero.sandbox.faults.shown(), f"nobody met {kind}"
        assert state(street) is OrgState.CONNECTED, kind
        assert not house.sql(
            "select 1 from ledger_writes where org_id = :org"
            " and state in ('refused', 'dropped', 'unconfirmed')"
        ), kind
        house.advance(0.4, step=0.2)
        assert knows(house, f"INV-{place + 5}"), kind
    house.advance(1.5, step=0.5)
    assert len(house.mails()) == 1, "the yes that was given before all that still counts"


# --- 401 ------------------------------------------------------------------------------------


def test_an_expired_token_is_refreshed_once_and_the_call_replayed_once(
    street: Street, lisa: Visitor
) -> None:
    """Two calls where one was meant, the second with a new token, and the work goes on."""
    house = street.house
    documents.raise_invoice(house.ledger, "quay", Decimal("99.00"), number="INV-9")
    house.xero.advance(AN_HOUR_LATER)
    house.goes_wrong("token_expired", path="Contacts")
    house.forget_calls()
    before = house.doors.vault.read(street.organisation(house.org_id).grant_id)
    house.settle()
    asked = [call.status for call in house.calls("GET", "/Contacts")]
    assert asked[:2] == [401, 200]
    assert knows(house, "INV-9")
    after = house.doors.vault.read(street.organisation(house.org_id).grant_id)
    assert after.refresh != before.refresh


def test_a_token_refused_even_when_fresh_is_not_refreshed_for_ever(
    street: Street, lisa: Visitor
) -> None:
    """Xero lists the organisation still, so it is a trouble of the hour and no lost connection."""
    house = street.house
    house.goes_wrong("token_expired", path="Contacts", count=50)
    house.forget_calls()
    house.catch_up()
    assert len(house.calls("GET", "/Contacts")) == 2
    assert state(street) is OrgState.CONNECTED


def test_a_missing_scope_asks_for_consent_in_peoples_words(street: Street, lisa: Visitor) -> None:
    """No refresh mends it; the page says what Goodterms may not do, and consenting ends it."""
    house = street.house
    house.goes_wrong("scope_missing", path="Invoices")
    house.catch_up()
    assert state(street) is OrgState.NEEDS_CONSENT
    words = lisa.reads(f"/o/{house.org_id}/customers")
    assert "Xero asks for consent to read invoices, credit notes and quotes" in words
    lisa.connects()
    assert state(street) is OrgState.CONNECTED


@pytest.mark.parametrize("code", ["insufficient_scope", "insufficent_scope"])
def test_a_missing_scope_is_known_in_both_spellings(code: str) -> None:
    """Xero's own pages spell it without the second i; both name what is missing."""
    challenge = f'Bearer error="{code}", scope="accounting.contacts"'
    answer = Answer(401, {"www-authenticate": challenge}, b'{"Detail":"No"}', 15)
    error = advice(answer, is_write=False, now=datetime(2026, 11, 24, tzinfo=UTC)).error
    assert isinstance(error, NeedsConsent)
    assert error.scopes == ("accounting.contacts",)


def test_a_consent_on_less_than_was_asked_for_is_noticed_at_once(
    street: Street, lisa: Visitor
) -> None:
    """Nothing is connected, the consent that works stays, and the page names what is missing."""
    house = street.house
    page = street.visitor(TOM).connects(without=("accounting.invoices", "offline_access"))
    assert "code=" not in page.request.url
    words = page.get_data(as_text=True)
    assert "More consent is needed" in words
    assert "read invoices, credit notes and quotes" in words
    assert "stay connected while nobody is signed in" in words
    assert "read customers" not in words, "that was allowed"
    assert street.reached_through(house.org_id) == "Lisa Harding"
    assert street.who_sees(house.org_id) == {"Lisa Harding"}
    assert state(street) is OrgState.CONNECTED


# --- 403, and gone --------------------------------------------------------------------------


def test_a_permission_problem_is_shown_in_xeros_words_and_is_no_disconnect(
    street: Street, lisa: Visitor
) -> None:
    """403 while /connections lists the organisation: said under Settings, tried again later."""
    house = street.house
    house.goes_wrong("forbidden", path="Invoices")
    house.catch_up()
    assert state(street) is OrgState.CONNECTED
    assert "AuthenticationUnsuccessful" in lisa.reads(f"/o/{house.org_id}/settings")
    documents.raise_invoice(house.ledger, "quay", Decimal("99.00"), number="INV-9")
    house.advance(2)
    assert knows(house, "INV-9")


def test_a_disconnect_inside_xero_is_known_by_403_and_by_401(street: Street, lisa: Visitor) -> None:
    """Whichever Xero answers with, /connections decides, and reconnecting goes on from there."""
    house = street.house
    for is_401 in (False, True):
        house.xero.world.doubt(disconnected_is_401=is_401)
        house.xero.sandbox.identity.disconnect(house.xero.tenant_id)
        house.catch_up()
        assert state(street) is OrgState.DISCONNECTED
        assert "Xero no longer connects this organisation" in lisa.reads(f"/o/{house.org_id}/")
        lisa.connects()
        assert state(street) is OrgState.CONNECTED
    house.settle()
    assert state(street) is OrgState.CONNECTED


def test_the_daily_light_call_alone_detects_a_disconnect(street: Street, lisa: Visitor) -> None:
    """No webhook tells; one reading of the organisation a day is enough, and is not billed."""
    house = street.house
    house.xero.sandbox.identity.disconnect(house.xero.tenant_id)
    at = house.when(What.CHECK_CONNECTION)
    assert at is not None
    assert at - house.xero.world.now() <= timedelta(days=1)
    house.xero.advance(24)
    house.forget_calls()
    assert house.work(What.CHECK_CONNECTION) == "connection lost"
    assert [call.path for call in house.calls()] in ([], ["/Organisation"])
    assert state(street) is OrgState.DISCONNECTED


def test_an_organisation_at_its_limit_of_the_day_can_be_reconnected(
    street: Street, lisa: Visitor
) -> None:
    """Its books cannot be asked for hours; that keeps nobody from giving consent again."""
    house = street.house
    house.xero.sandbox.identity.disconnect(house.xero.tenant_id)
    house.catch_up()
    house.goes_wrong("limit_day", count=20)
    page = lisa.connects()
    assert organisation_in(page) == house.org_id
    assert state(street) is OrgState.CONNECTED
    house.xero.sandbox.faults.clear()
    documents.raise_invoice(house.ledger, "quay", Decimal("99.00"), number="INV-9")
    house.advance(22, step=2)
    assert knows(house, "INV-9")


def test_books_that_are_gone_are_read_and_not_decided_upon(
    street: Street, at_work: Visitor
) -> None:
    """Nobody's consent vouches for who decides, and the next connection would carry it out."""
    house = street.house
    house.xero.sandbox.identity.disconnect(house.xero.tenant_id)
    house.catch_up()
    page = f"/o/{house.org_id}/settings"
    assert at_work.status(page) == 200
    answer = at_work.sends(
        page, page, sender_name="Mallory", reply_to="m@mallory.test", how_to_pay="Elsewhere"
    )
    assert answer.status_code == 409
    assert "Nothing was changed. Connect to Xero first." in answer.get_data(as_text=True)
    with house.doors.store.tenant(house.org_id) as tx:
        assert organisations.settings(tx).sender_name == BY


# --- who is told ----------------------------------------------------------------------------


def loss_mails(house: House) -> list[str]:
    found = house.xero.sandbox.mailbox.all()
    return [
        each for mail in found if "no longer connected" in mail.subject for each in mail.recipients
    ]


def test_a_mail_server_that_is_away_delays_the_news_and_does_not_double_it(
    street: Street, lisa: Visitor
) -> None:
    """Whoever was not reached is told later, whoever was told is not told again."""
    house = street.house
    people_told = [person.email for person in concerned(street)]
    house.xero.sandbox.identity.disconnect(house.xero.tenant_id)
    away = replace(house, doors=replace(house.doors, mailer=Away()))
    away.catch_up()
    assert loss_mails(house) == []
    house.advance(1, step=0.25)
    assert loss_mails(house) == people_told
    house.advance(24, step=4)
    assert loss_mails(house) == people_told


def test_a_second_loss_is_told_again(street: Street, at_work: Visitor) -> None:
    """Once for each loss: after a reconnect the next one is news."""
    house = street.house
    for times in (1, 2):
        house.xero.sandbox.identity.disconnect(house.xero.tenant_id)
        house.catch_up()
        assert len(loss_mails(house)) == times
        at_work.connects()
        house.advance(1)
    assert house.messages(StepState.PROPOSED), "and what was proposed still waits for a yes"


def concerned(street: Street) -> tuple[people.User, ...]:
    with street.house.doors.store.house() as tx:
        return people.concerned(tx, street.house.org_id)


class Away:
    """A mail server that nobody reaches."""

    def send(self, mail: object) -> None:
        """Nothing goes."""
        raise Unavailable("the mail server cannot be used", timedelta(minutes=10))
