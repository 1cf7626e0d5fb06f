"""Nobody sends as a domain that is not theirs, and nobody quietly changes where money goes."""

from __future__ import annotations

from datetime import timedelta

from plugin.operations.sender import sender_of
from plugin.store import organisations
from tests.builders import House
from tests.doors import HeldClock
from tests.web.conftest import Browser

OURS = "reminders@goodterms.example"
FORM = {"sender_name": "Ann Lee", "reply_to": "ann@acme.test"}
BANK = "Sort code 00-00-00\r\nAccount 12345678"


def sends_from(house: House, reply_to: str) -> str:
    with house.doors.store.tenant(house.org_id) as tx:
        settings = organisations.change_settings(tx, reply_to=reply_to)
    return sender_of(house.doors, house.organisation, settings).address


def test_mail_leaves_from_a_domain_only_where_somebody_of_it_signed_in(house: House) -> None:
    """That a stranger's domain has its records in order does not make it ours to send as."""
    assert sends_from(house, "ceo@bigbank.test") == OURS
    assert sends_from(house, "accounts@acme.test") == "accounts@acme.test"
    assert sends_from(house, "accounts@sub.acme.test") == OURS


def test_settings_say_why_mail_does_not_leave_from_that_domain(ann: Browser) -> None:
    """The screen tells a domain of nobody's from one that lacks its records."""
    ann.post("settings", **FORM | {"reply_to": "ceo@bigbank.test", "how_to_pay": BANK})
    assert "nobody of bigbank.test has signed in" in ann.get("settings").get_data(as_text=True)


def how_to_pay(house: House) -> tuple[str, ...]:
    with house.doors.store.tenant(house.org_id) as tx:
        return organisations.settings(tx).how_to_pay


def test_bank_details_change_only_after_a_fresh_sign_in(house: House, ann: Browser) -> None:
    """Rule 26: a session that was left open changes a name, but not where the money goes."""
    assert isinstance(house.doors.clock, HeldClock)
    house.doors.clock.move(timedelta(hours=2))
    assert ann.post("settings", **FORM, how_to_pay=BANK).status_code == 200
    for path in ("settings", "start/signing"):
        refused = ann.post(path, **FORM, mode="ask_first", how_to_pay="Account 666")
        assert refused.status_code == 409
        assert "sign in again" in refused.get_data(as_text=True)
        assert how_to_pay(house) == ("Sort code 00-00-00", "Account 12345678")
