"""Outgoing webhooks: signed, told once with the fact, tried again, stopped, replayed."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from standardwebhooks import Webhook, WebhookVerificationError

from connectors.hooks import WebHooks
from plugin.credit.agreements import DisputeReason
from plugin.credit.money import Money
from plugin.jobs import What
from plugin.operations import decide, disputes, limits
from plugin.operations.hook_deliveries import RETRIES, deliver
from plugin.store import due, hook_events, payments
from plugin.store.hook_events import HookEvent, HookKind
from tests.builders import NOW, TODAY, House, sign_in
from tests.consoles import a_console
from tests.doors import HeldClock
from tests.store.facts import a_payment
from tests.web.conftest import Browser, browser_of
from tests.web.listening import Listener, a_listener
from tests.web.test_portal_code import Postbox

ALL = [each.value for each in HookKind if each is not HookKind.TEST]


@pytest.fixture
def listener() -> Iterator[Listener]:
    """The customer's own server."""
    with a_listener() as found:
        yield found


@pytest.fixture
def postbox() -> Postbox:
    """Where mail to the owners goes."""
    return Postbox()


@pytest.fixture
def house(settled_house: House, postbox: Postbox) -> House:
    """A wholesaler whose webhooks may go to this machine, as with the local Xero."""
    hooks = WebHooks(allow_loopback=True)
    settled_house.doors = replace(settled_house.doors, hooks=hooks, mailer=postbox)
    return settled_house


@pytest.fixture
def app(house: House) -> Flask:
    """The console."""
    return a_console(house.doors)


@pytest.fixture
def ann(app: Flask, house: House) -> Browser:
    """An owner."""
    return browser_of(app, sign_in(house.doors.store, house.org_id), house.org_id)


def clock_of(house: House) -> HeldClock:
    """The house's clock."""
    assert isinstance(house.doors.clock, HeldClock)
    return house.doors.clock


def again(ann: Browser, house: House) -> Browser:
    """The owner signs in anew: a session does not outlive a day without the ledger's word."""
    token = sign_in(house.doors.store, house.org_id, at=house.doors.clock.now())
    return browser_of(ann.client.application, token, house.org_id)


def set_up(ann: Browser, listener: Listener, *kinds: str) -> str:
    """Set a webhook up on the page; its secret, which the page shows once."""
    page = ann.post("webhooks", url=listener.url, kind=list(kinds) or ALL).get_data(True)
    found = re.search(r'id="secret">(whsec_[\w+/=]+)<', page)
    assert found is not None, page
    return found[1]


def told(listener: Listener, secret: str) -> list[Any]:
    """What was told, each verified by the scheme's own library."""
    return [Webhook(secret).verify(body, headers) for headers, body in listener.told]


def rows(house: House, statement: str) -> list[Any]:
    """Rows of the organisation."""
    with house.doors.store.tenant(house.org_id) as tx:
        return list(tx.sql(statement))


def test_an_event_is_told_signed_with_ids_and_amounts_alone(
    house: House, ann: Browser, listener: Listener
) -> None:
    """The scheme's own library verifies it; no name and no address stands in it."""
    secret = set_up(ann, listener)
    limits.set_limit(
        house.doors, org_id=house.org_id, by="Ann", customer_id="kettle",
        limit=Money.of("900.00", "GBP"), reason="A good café",
    )  # fmt: skip
    assert deliver(house.doors, house.org_id) is not None
    [event] = told(listener, secret)
    assert event == {
        "type": "limit.changed",
        "timestamp": "2026-11-24T09:00:00Z",
        "data": {
            "organisation_id": str(house.org_id),
            "customer_id": "kettle",
            "limit": {"amount": "900.00", "currency": "GBP"},
        },
    }
    headers, body = listener.told[0]
    assert re.fullmatch(r"msg_[0-9a-f]{24}", headers["webhook-id"])
    assert headers["content-type"] == "application/json"
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body.replace(b"900", b"901"), headers)
    deliver(house.doors, house.org_id)
    assert len(listener.told) == 1


def test_each_fact_is_told_when_it_is_written(
    house: House, ann: Browser, listener: Listener
) -> None:
    """Promise made and broken, dispute, flag, payment, late invoice: once each, in one go."""
    secret = set_up(ann, listener)
    org_id = house.org_id
    decide.note_promise(
        house.doors, org_id=org_id, by="Ann", customer_id="kettle", invoice_ids=["INV-1058"],
        amount=Money.of("389.00", "GBP"), due=TODAY,
    )  # fmt: skip
    disputes.open_dispute(
        house.doors, org_id=org_id, by="Ann", customer_id="bell", invoice_id="INV-1033",
        amount=Money.of("80.00", "GBP"), reason=DisputeReason.NOT_RECEIVED, words="cracked",
        owner="Ann", deadline=date(2026, 12, 4),
    )  # fmt: skip
    house.owes("lisa", "INV-2001", "50.00", late=0)
    with house.doors.store.tenant(org_id) as tx:
        paid = a_payment("p-new", document_id="INV-1060", amount="40.10", on=TODAY)
        for _ in range(2):
            payments.save_payments(tx, [paid], bad_debt_accounts=(), now=NOW)
    house.review()
    clock_of(house).move(timedelta(days=7))
    house.review()
    deliver(house.doors, org_id)
    found = {each["type"]: each["data"] for each in told(listener, secret)}
    assert set(found) == {
        "promise.made", "promise.broken", "dispute.opened", "payment.received", "invoice.late",
    } | ({"flag.changed"} & set(found))  # fmt: skip
    assert found["promise.broken"]["promise_id"] == found["promise.made"]["promise_id"]
    assert found["payment.received"]["amount"] == {"amount": "40.10", "currency": "GBP"}
    assert found["dispute.opened"]["reason"] == DisputeReason.NOT_RECEIVED.value
    late = [each["data"]["invoice_id"] for each in told(listener, secret)
            if each["type"] == "invoice.late"]  # fmt: skip
    assert sorted(late) == ["INV-1060", "INV-2001"]
    before = len(listener.told)
    house.review()
    deliver(house.doors, org_id)
    assert len(listener.told) == before


def test_a_fact_that_is_taken_back_is_told_to_nobody(
    house: House, ann: Browser, listener: Listener
) -> None:
    """The event lies in the fact's own transaction; and its key makes it one, however often."""
    set_up(ann, listener)
    event = HookEvent(
        kind=HookKind.INVOICE_LATE, key="once", at=NOW, customer_id="kettle", facts={}
    )
    with pytest.raises(ZeroDivisionError), house.doors.store.tenant(house.org_id) as tx:
        assert hook_events.tell(tx, [event], now=NOW) == 1
        _ = 1 // 0
    assert rows(house, "select 1 from hook_events where org_id = :org") == []
    with house.doors.store.tenant(house.org_id) as tx:
        made = [hook_events.tell(tx, [event], now=NOW) for _ in range(3)]
    assert made == [1, 0, 0]


def test_where_nobody_listens_nothing_is_written(house: House) -> None:
    """No event, and no work."""
    limits.set_limit(
        house.doors, org_id=house.org_id, by="Ann", customer_id="kettle",
        limit=Money.of("900.00", "GBP"), reason="r",
    )  # fmt: skip
    assert rows(house, "select 1 from hook_events where org_id = :org") == []
    with house.doors.store.house() as tx:
        assert due.read(tx, house.org_id, What.HOOKS) is None


def test_what_is_not_taken_is_tried_again_and_then_given_up(
    house: House, ann: Browser, listener: Listener, postbox: Postbox
) -> None:
    """After the waits of the table, under the same id; days of it stop the endpoint by mail."""
    secret = set_up(ann, listener, "dispute.opened")
    listener.status = 500
    ann.post(f"webhooks/{endpoint_id(house)}/test")
    for wait in RETRIES:
        deliver(house.doors, house.org_id)
        [waiting] = rows(house, "select next_at from hook_deliveries where org_id = :org")
        assert waiting.next_at == house.doors.clock.now() + wait
        clock_of(house).move(wait)
    deliver(house.doors, house.org_id)
    assert len({headers["webhook-id"] for headers, _ in listener.told}) == 1
    assert len(listener.told) == len(RETRIES) + 1
    ann = again(ann, house)
    assert "given up after 10 attempts: 500" in ann.get("webhooks").get_data(True)
    assert postbox.mails == []
    clock_of(house).move(timedelta(days=5))
    ann = again(ann, house)
    ann.post(f"webhooks/{endpoint_id(house)}/test")
    deliver(house.doors, house.org_id)
    assert "is stopped" in postbox.mails[-1].subject
    assert "Nothing has arrived at 127.0.0.1 for 5 days" in postbox.mails[-1].text
    owners = len(postbox.mails)
    assert deliver(house.doors, house.org_id) is None
    assert len(postbox.mails) == owners

    listener.status = 200
    page = ann.post(f"webhooks/{endpoint_id(house)}/start").get_data(True)
    assert "is told again" in page
    before = len(listener.told)
    deliver(house.doors, house.org_id)
    assert len(listener.told) == before + 1
    assert told(listener, secret)[-1]["type"] == "test"


def endpoint_id(house: House) -> UUID:
    """The id of the only endpoint."""
    [row] = rows(house, "select id from hook_endpoints where org_id = :org")
    return UUID(str(row.id))


def test_an_address_that_wants_no_more_is_stopped_at_once(
    house: House, ann: Browser, listener: Listener, postbox: Postbox
) -> None:
    """410 is an answer; the owners are told."""
    set_up(ann, listener)
    listener.status = 410
    ann.post(f"webhooks/{endpoint_id(house)}/test")
    deliver(house.doors, house.org_id)
    assert "wants to be told nothing any more" in postbox.mails[-1].text
    assert "410" in ann.get("webhooks").get_data(True)


def test_two_secrets_sign_for_a_day_and_then_the_new_one_alone(
    house: House, ann: Browser, listener: Listener
) -> None:
    """So that a tool can be changed over without missing anything."""
    former = set_up(ann, listener)
    page = ann.post(f"webhooks/{endpoint_id(house)}/secret").get_data(True)
    secret = re.search(r'id="secret">(whsec_[\w+/=]+)<', page)
    assert secret is not None
    ann.post(f"webhooks/{endpoint_id(house)}/test")
    deliver(house.doors, house.org_id)
    assert told(listener, former) == told(listener, secret[1])
    clock_of(house).move(timedelta(hours=25))
    listener.told.clear()
    ann = again(ann, house)
    ann.post(f"webhooks/{endpoint_id(house)}/test")
    deliver(house.doors, house.org_id)
    assert len(told(listener, secret[1])) == 1
    with pytest.raises(WebhookVerificationError):
        told(listener, former)
    assert secret[1] not in ann.get("webhooks").get_data(True)


def test_an_event_is_replayed_under_its_own_id(
    house: House, ann: Browser, listener: Listener
) -> None:
    """Whoever missed it gets the same event, not another."""
    set_up(ann, listener)
    ann.post(f"webhooks/{endpoint_id(house)}/test")
    deliver(house.doors, house.org_id)
    page = ann.get("webhooks").get_data(True)
    assert "arrived (204)" in page
    kept = re.search(r"webhooks/[\w-]+/replay/(msg_\w+)", page)
    assert kept is not None
    assert "on its way again" in ann.post(
        f"webhooks/{endpoint_id(house)}/replay/{kept[1]}"
    ).get_data(True)
    deliver(house.doors, house.org_id)
    first, second = listener.told
    assert first[0]["webhook-id"] == second[0]["webhook-id"] == kept[1]
    assert first[1] == second[1]
    nothing = ann.post(f"webhooks/{endpoint_id(house)}/replay/msg_none").get_data(True)
    assert "not kept any more" in nothing


def test_a_redirect_is_not_followed(house: House, ann: Browser, listener: Listener) -> None:
    """It would lead where nobody looked."""
    set_up(ann, listener)
    listener.status, listener.more = 302, {"Location": listener.url}
    ann.post(f"webhooks/{endpoint_id(house)}/test")
    deliver(house.doors, house.org_id)
    assert len(listener.told) == 1
    assert "tried once: 302" in ann.get("webhooks").get_data(True)


def test_what_was_in_hand_when_the_power_went_is_sent_again(
    house: House, ann: Browser, listener: Listener
) -> None:
    """At least once: taken and not settled, it is due again after its lease."""
    set_up(ann, listener)
    ann.post(f"webhooks/{endpoint_id(house)}/test")

    class Dies:
        def check(self, url: str) -> None:
            """Anything goes."""

        def post(self, call: object) -> Any:
            """Die."""
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(replace(house.doors, hooks=Dies()), house.org_id)
    deliver(house.doors, house.org_id)
    assert listener.told == []
    clock_of(house).move(timedelta(minutes=2))
    deliver(house.doors, house.org_id)
    assert len(listener.told) == 1


def test_an_address_that_would_never_be_told_is_not_set_up(house: House, ann: Browser) -> None:
    """The page says so at once; and names and secrets lie sealed."""
    for url in ("http://example.com/", "https://10.1.2.3/x", "nonsense", ""):
        page = ann.post("webhooks", url=url, kind=ALL).get_data(True)
        assert "Nothing was set up" in page, url
    assert rows(house, "select 1 from hook_endpoints where org_id = :org") == []


def test_a_removed_webhook_leaves_no_secret_behind(
    house: House, ann: Browser, listener: Listener
) -> None:
    """Its address and secrets are gone from the database with it."""
    set_up(ann, listener)
    ann.post(f"webhooks/{endpoint_id(house)}/remove")
    with house.doors.store.tenant(house.org_id) as tx:
        row = tx.sql("select url, secrets from hook_endpoints where org_id = :org").one()
        assert tx.seal.open(row.url) == ""
        assert json.loads(tx.seal.open(row.secrets)) == []
    assert "None yet" in ann.get("webhooks").get_data(True)
