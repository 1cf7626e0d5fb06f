"""What customers say of themselves, and the business's side of their pages."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from plugin.credit.decisions import TaskKind
from plugin.credit.pay_run import WeeklyRun, run_of
from plugin.credit.recipients import Role, recipients_of
from plugin.operations.account_now import account_now
from plugin.operations.ground import ground
from plugin.operations.portal_links import Ids, token_of
from plugin.store import Tx, languages, outbox, portal_links, recipients, tasks
from plugin.store.contacts import Contact
from plugin.store.outbox import Sealed
from plugin.web.doorkeeper import Guard, guard_of
from tests.builders import NOW, TODAY, House, a_house, sign_in
from tests.web.conftest import Browser, browser_of
from tests.web.test_portal_code import Postbox, ask
from tests.web.test_portal_code import app as app  # noqa: PLC0414
from tests.web.test_portal_code import house as house  # noqa: PLC0414
from tests.web.test_portal_code import kettle as kettle  # noqa: PLC0414
from tests.web.test_portal_code import postbox as postbox  # noqa: PLC0414
from tests.web.visiting import Caller, a_caller, a_link

KETTLE = "kettle@customer.test"
#: of everybody but the Copper Kettle
OTHERS = (
    "Quay", "INV-1012", "2,810", "Lisa", "INV-1060", "240.10", "Bell &amp;", "INV-1033",
    "INV-1071", "9,640", "Épicerie", "INV-1044", "1,310", "No Address", "INV-1040", "88.00",
)  # fmt: skip


@pytest.fixture
def proved(kettle: Caller, postbox: Postbox) -> Caller:
    """Somebody who has entered a code."""
    ask(kettle)
    kettle.post("code", code=postbox.code(), onward="/p/preferences")
    return kettle


@pytest.fixture
def ann(app: Flask, house: House) -> Browser:
    """Ann, signed in to the console."""
    return browser_of(app, sign_in(house.doors.store, house.org_id), house.org_id)


@pytest.mark.long
def test_no_page_of_the_portal_shows_another_customers_numbers(
    app: Flask, house: House, proved: Caller
) -> None:
    """Every page that there is, with a code entered; what is another's is no page."""
    seen = 0
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if guard_of(view) is not Guard.OF_VISITOR or "GET" not in (rule.methods or ()):
            continue
        if rule.arguments:
            path = re.sub(r"<uuid:\w+>", str(uuid4()), str(rule))
            path = re.sub(r"<invoice_id>", "INV-1012", path)
            path = re.sub(r"<(?:\w+:)?\w+>", "1", path)
            assert proved.client.get(path).status_code in {400, 404, 409}, path
            continue
        reply = proved.client.get(f"{rule}?currency=GBP", follow_redirects=True)
        if reply.mimetype != "text/html":
            continue
        seen += 1
        page = reply.get_data(as_text=True)
        assert reply.status_code == 200, rule
        assert not [word for word in OTHERS if word in page], rule
    assert seen > 5


def test_a_pay_run_said_goes_before_one_counted(house: House, proved: Caller) -> None:
    """The engine knows the customer's own word, and so do the days offered for a promise."""
    proved.post("preferences/paying", pay_run="week:5", order_route="")
    with house.doors.store.tenant(house.org_id) as tx:
        account = account_now(tx, ground(tx, now=NOW), "kettle")
    assert run_of(account, TODAY) == WeeklyRun(5, 0, 0)
    assert 'value="week:5" selected' in proved.get("preferences").get_data(as_text=True)
    assert proved.post("preferences/paying", pay_run="week:9").status_code == 400


def test_an_order_route_is_read_by_a_person(house: House, proved: Caller, ann: Browser) -> None:
    """Kept sealed, shown on the customer's page, and a task until somebody has read it."""
    proved.post("preferences/paying", pay_run="", order_route="Ask Maya first")
    proved.post("preferences/paying", pay_run="", order_route="Ask Maya first")
    assert _open(house, TaskKind.ORDER_ROUTE) == 1
    assert "Ask Maya first" in ann.get("customers/kettle").get_data(as_text=True)
    assert "order numbers" in ann.get("tasks").get_data(as_text=True)
    with house.doors.store.tenant(house.org_id) as tx:
        kept = tx.sql("select order_route from customer_wishes").scalar_one()
    assert b"Maya" not in bytes(kept)


def test_the_language_and_the_way_are_the_customers_own_choice(
    house: House, proved: Caller
) -> None:
    """The next letter comes in it; a number may be taken out."""
    proved.post("preferences/language", language="fr-FR")
    assert proved.post("preferences/channel", channel="mail").status_code == 409
    house.customer("kettle", "The Copper Kettle Café", mobile="+447700900123", updated_at=NOW)
    proved.post("preferences/channel", channel="mail")
    assert "0123" not in proved.get("preferences").get_data(as_text=True)
    with house.doors.store.tenant(house.org_id) as tx:
        assert languages.language_of(tx, "kettle") == "fr-FR"
        assert recipients.number_to_text(tx, _contact(tx)) == ""
    proved.post("preferences/channel", channel="texts")
    with house.doors.store.tenant(house.org_id) as tx:
        assert recipients.number_to_text(tx, _contact(tx)) == "+447700900123"


def test_a_forwarded_link_adds_no_recipient(house: House, kettle: Caller) -> None:
    """Whoever is named waits for the business, and no code goes there meanwhile."""
    _is_wrong(kettle, name="A Thief", email="thief@elsewhere.test")
    with house.doors.store.tenant(house.org_id) as tx:
        assert recipients_of(recipients.people(tx, _contact(tx))).addresses == ()
    assert _open(house, TaskKind.WRONG_PERSON) == 1
    without_address = _open(house, TaskKind.NO_EMAIL)
    house.review()
    assert _open(house, TaskKind.NO_EMAIL) == without_address + 1


@pytest.mark.parametrize("answer", ["yes", "no", "again"])
def test_the_business_answers_whom_they_named(
    house: House, kettle: Caller, ann: Browser, answer: str
) -> None:
    """Yes: written to from now on. No: nobody is. Again: the old address after all."""
    _is_wrong(kettle, name="Tom Ash", email="tom@customer.test")
    page = ann.get("tasks").get_data(as_text=True)
    assert "tom@customer.test" in page
    found = re.search(r"/proposed/([0-9a-f-]{36})", page)
    assert found is not None
    assert ann.post(f"proposed/{found.group(1)}", answer=answer).status_code == 200
    with house.doors.store.tenant(house.org_id) as tx:
        to = recipients_of(recipients.people(tx, _contact(tx))).addresses
    assert to == {"yes": ("tom@customer.test",), "no": (), "again": (KETTLE,)}[answer]
    assert _open(house, TaskKind.WRONG_PERSON) == 0
    assert ann.post(f"proposed/{found.group(1)}", answer="yes").status_code == 409


def test_of_several_addresses_the_reader_says_which_is_theirs(app: Flask, house: House) -> None:
    """A mail went to two: who has a copy takes out their own address, not the first."""
    house.customer(
        "kettle", "The Copper Kettle Café", updated_at=NOW,
    )  # fmt: skip
    with house.doors.store.tenant(house.org_id) as tx:
        recipients.add_person(
            tx, "kettle", name="Bo", email="bo@customer.test", role=Role.COPY, by="Ann", at=NOW
        )
        message = tx.sql(
            "select id from messages where org_id = :org and customer_id = 'kettle'"
        ).scalar_one()
        sent = Sealed("s", "t", "h", (KETTLE,), ("bo@customer.test",), "<m>")
        outbox.seal_letter(tx, message, sent)
    caller = Caller(app.test_client(), a_link(house.doors, house.org_id, "kettle", KETTLE, message))
    caller.open()
    page = caller.get("person").get_data(as_text=True)
    keys = re.findall(r'name="address" value="(\w+)"', page)
    assert ("k•••@customer.test" in page, "b•••@customer.test" in page) == (True, True)
    assert caller.post("person", address=keys[1]).status_code == 200
    with house.doors.store.tenant(house.org_id) as tx:
        assert recipients_of(recipients.people(tx, _contact(tx))).addresses == (KETTLE,)


@pytest.mark.parametrize(
    "email", ["nonsense", "a@b", "a b@c.test", "a@b.test\r\nBcc: x@y.test", "<a@b.test>", "a@@b.c"]
)
def test_what_is_no_address_is_refused_and_nothing_changes(
    house: House, kettle: Caller, email: str
) -> None:
    """Neither is the old one stopped: the form is sent again."""
    assert _is_wrong(kettle, name="Tom", email=email) == 409
    assert _open(house, TaskKind.WRONG_PERSON) == 0
    assert kettle.get().status_code == 200


def test_the_business_takes_links_back_one_or_all(
    app: Flask, house: House, kettle: Caller, ann: Browser
) -> None:
    """Each opens nothing from that moment on, and the customer's page says by whom."""
    other, third = (a_caller(app, house.doors, house.org_id, "kettle", KETTLE) for _ in range(2))
    with house.doors.store.tenant(house.org_id) as tx:
        links = portal_links.links_of(tx, "kettle", limit=9)
    token = {each.id: each for each in links}
    assert len(token) == 3
    ann.post("customers/kettle/portal/revoke", link=str(links[0].id))
    alive = [each for each in (kettle, other, third) if each.get().status_code == 200]
    assert len(alive) == 2
    ann.post("customers/kettle/portal/revoke")
    assert [each.get().status_code for each in (kettle, other, third)] == [404] * 3
    assert ann.post("customers/kettle/portal/revoke").status_code == 409
    assert "taken back" in ann.get("customers/kettle").get_data(as_text=True)


def test_a_letter_on_paper_has_one_link_however_often_it_is_printed(
    app: Flask, house: House, ann: Browser
) -> None:
    """It goes to no address; whoever holds the paper opens the page, and no paper behind a code."""
    with house.doors.store.tenant(house.org_id) as tx:
        message = tx.sql(
            "select id from messages where org_id = :org and customer_id = 'kettle'"
        ).scalar_one()
    for _ in range(2):
        assert ann.get(f"reminders/{message}/letter.pdf").data.startswith(b"%PDF")
    with house.doors.store.tenant(house.org_id) as tx:
        (link,) = portal_links.links_of(tx, "kettle", limit=9)
    assert (link.address, link.message_id) == ("", message)
    token = token_of(house.doors.store.seal, Ids(house.org_id, link.id))
    caller = Caller(app.test_client(), f"/p/l/{token}")
    assert "£801.40" in caller.open().get_data(as_text=True)
    assert caller.get("statement.pdf").status_code == 303
    assert "came on paper" in caller.get("person").get_data(as_text=True)


def test_nobody_of_another_organisation_takes_a_link_back(
    app: Flask, house: House, kettle: Caller
) -> None:
    """Not even with its id."""
    other = a_house(house.doors.store, "Somebody Else")
    stranger = browser_of(app, sign_in(house.doors.store, other.org_id), other.org_id)
    assert stranger.post("customers/kettle/portal/revoke").status_code == 409
    assert kettle.get().status_code == 200


def test_acting_counts_as_seen_and_looking_does_not(house: House, kettle: Caller) -> None:
    """Seen means that somebody did something on the portal (rule 27)."""
    kettle.get()
    with house.doors.store.tenant(house.org_id) as tx:
        (link,) = portal_links.links_of(tx, "kettle", limit=9)
    assert link.acted_at is None
    kettle.post("code/send", address="nothing")
    with house.doors.store.tenant(house.org_id) as tx:
        (link,) = portal_links.links_of(tx, "kettle", limit=9)
    assert link.acted_at == NOW
    assert link.expires_at == NOW + timedelta(days=60)


def _contact(tx: Tx) -> Contact:
    contact = recipients.contact_of(tx, "kettle")
    assert contact is not None
    return contact


def _is_wrong(caller: Caller, *, name: str, email: str) -> int:
    page = caller.get("person").get_data(as_text=True)
    key = re.search(r'name="address" value="(\w+)"', page)
    assert key is not None
    return caller.post("person", address=key.group(1), name=name, email=email).status_code


def _open(house: House, kind: TaskKind) -> int:
    with house.doors.store.tenant(house.org_id) as tx:
        return sum(each.kind is kind for each in tasks.open_tasks(tx))
