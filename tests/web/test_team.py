"""The team: invited by mail, signed in by a code, and held to what each is."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from plugin.operations.roles import RIGHTS, Right
from plugin.store import Store, people, team
from plugin.store.people import Role, Via
from plugin.web.doorkeeper import Guard, guard_of
from plugin.web.rights import needed
from tests.builders import NOW, House, a_busy_house, sign_in
from tests.consoles import a_console
from tests.doors import HeldClock
from tests.web.conftest import Browser, browser_of
from tests.web.test_portal_code import Postbox

TOM = "tom@harbour.example"
REFUSED = "Not yours to do here"


@pytest.fixture
def postbox() -> Postbox:
    """Where mail goes."""
    return Postbox()


@pytest.fixture
def house(store: Store, postbox: Postbox) -> House:
    """A wholesaler whose mail is kept."""
    house = a_busy_house(store)
    house.doors = replace(house.doors, mailer=postbox)
    house.settle()
    return house


@pytest.fixture
def app(house: House) -> Flask:
    """The console."""
    return a_console(house.doors)


def invite(ann: Browser, role: Role) -> str:
    """Ask Tom to join; what the page says."""
    return ann.post("team/invite", name="Tom Reed", email=TOM, role=role.value).get_data(True)


def link_in(postbox: Postbox) -> str:
    """The path of the link in the newest mail."""
    found = re.search(r"https?://[^/\s]+(/join/\S+)", postbox.mails[-1].text)
    assert found is not None
    return found.group(1)


def token_of(page: str) -> str:
    """The form's token on a page that anybody may open."""
    found = re.search(r'name="csrf" value="(\w+)"', page)
    assert found is not None
    return found.group(1)


def joins(client: FlaskClient, path: str) -> int:
    """Open the link and press its button; what the press was answered with."""
    page = client.get(path)
    assert page.status_code == 200
    return client.post(path, data={"csrf": token_of(page.get_data(True))}).status_code


def as_a(role: Role, app: Flask, house: House) -> Browser:
    """Somebody of this role, signed in."""
    token = sign_in(house.doors.store, house.org_id, name=f"A {role.value}")
    with house.doors.store.house() as tx:
        session = people.read_session(tx, token, now=NOW)
        assert session is not None
        team.give_role(tx, house.org_id, session.user_id, role)
    return browser_of(app, token, house.org_id)


def test_somebody_invited_joins_once_and_signs_in_again_by_a_code(
    app: Flask, ann: Browser, house: House, postbox: Postbox
) -> None:
    """The mail says who asks and what for; opening the link does nothing; the button works once."""
    assert "Tom Reed was invited" in invite(ann, Role.CONTROLLER)
    mail = postbox.mails[-1]
    assert mail.to == (TOM,)
    assert "Ann Lee invites you to join" in mail.text
    assert "as a credit controller" in mail.text
    path, tom = link_in(postbox), app.test_client()
    for _ in range(2):
        tom.get(path)
    assert TOM in ann.get("team").get_data(True)
    assert joins(tom, path) == 303
    assert tom.get(f"/o/{house.org_id}/customers").status_code == 200
    assert app.test_client().get(path).status_code == 409

    again = app.test_client()
    page = again.get("/sign-in").get_data(True)
    asked = again.post("/sign-in", data={"csrf": token_of(page), "email": TOM.upper()})
    code = re.search(r"^(\d{6})$", postbox.mails[-1].text, re.MULTILINE)
    assert code is not None
    form = {"csrf": token_of(asked.get_data(True)), "code": "000000"}
    assert again.post("/sign-in/code", data=form).status_code == 409
    assert again.post("/sign-in/code", data={**form, "code": code[1]}).status_code == 303
    assert again.get(f"/o/{house.org_id}/customers").status_code == 200
    other = app.test_client()
    other.get("/sign-in")
    assert other.post("/sign-in/code", data={**form, "code": code[1]}).status_code == 403


def test_an_unknown_address_is_answered_alike_and_gets_nothing(
    app: Flask, postbox: Postbox
) -> None:
    """Whether somebody belongs to a team is nobody's business."""
    client = app.test_client()
    token = token_of(client.get("/sign-in").get_data(True))
    known = client.post("/sign-in", data={"csrf": token, "email": "nobody@x.example"})
    assert "a code of six digits is on its way" in known.get_data(True)
    assert postbox.mails == []


def test_a_form_from_another_browser_joins_nobody(
    app: Flask, ann: Browser, postbox: Postbox
) -> None:
    """The button counts only where its page was opened."""
    invite(ann, Role.READER)
    path = link_in(postbox)
    token = token_of(app.test_client().get(path).get_data(True))
    assert app.test_client().post(path, data={"csrf": token}).status_code == 403
    assert app.test_client().post(path).status_code == 403


def test_a_link_taken_back_replaced_or_a_week_old_lets_nobody_in(
    app: Flask, ann: Browser, house: House, postbox: Postbox
) -> None:
    """And says what to do; a link of nowhere says the same."""
    invite(ann, Role.READER)
    first = link_in(postbox)
    invite(ann, Role.READER)
    second = link_in(postbox)
    assert app.test_client().get(first).status_code == 409
    found = re.search(r"team/invitations/([\w-]+)/withdraw", ann.get("team").get_data(True))
    assert found is not None
    ann.post(f"team/invitations/{found[1]}/withdraw")
    gone = app.test_client().get(second)
    assert gone.status_code == 409
    assert "Ask whoever invited you" in gone.get_data(True)
    nowhere = second.replace(str(house.org_id), "00000000-0000-4000-8000-000000000000")
    assert app.test_client().get(nowhere).get_data(True) == gone.get_data(True)

    invite(ann, Role.READER)
    clock = house.doors.clock
    assert isinstance(clock, HeldClock)
    clock.move(timedelta(days=8))
    assert app.test_client().get(link_in(postbox)).status_code == 409


def test_whoever_is_signed_in_joins_as_themselves(
    app: Flask, ann: Browser, house: House, postbox: Postbox
) -> None:
    """An accountant with a Xero login keeps it."""
    token = sign_in(house.doors.store, None, name="Ivy Stone")
    ivy = browser_of(app, token, house.org_id)
    assert ivy.get("customers").status_code == 404
    invite(ann, Role.ACCOUNTANT)
    assert joins(ivy.client, link_in(postbox)) == 303
    assert ivy.get("customers").status_code == 200
    assert "Ivy Stone" in ann.get("team").get_data(True)


def test_somebody_has_to_be_an_owner(ann: Browser, house: House) -> None:
    """The last one cannot be made less; whoever sees the books by consent is let go in Xero."""
    with house.doors.store.house() as tx:
        session = people.read_session(tx, ann.token, now=NOW)
        assert session is not None
        me = session.user_id
        for other in people.members_of(tx, house.org_id):
            if other.user.id != me:
                people.shut_out(tx, house.org_id, other.user.id)
    assert "somebody has to be" in ann.post(f"team/{me}/role", role="reader").get_data(True)
    assert "Xero is where that ends" in ann.post(f"team/{me}/let-go").get_data(True)
    assert ann.get("team").status_code == 200


def test_whoever_is_let_go_sees_nothing_any_more(app: Flask, ann: Browser, house: House) -> None:
    """At once, in the session that they have."""
    with house.doors.store.house() as tx:
        tom = team.note_by_mail(tx, name="Tom", email=TOM, now=NOW)
        people.let_in(tx, house.org_id, tom.id, role=Role.READER, via=Via.INVITATION, now=NOW)
        token = people.open_session(tx, tom.id, now=NOW, expires_at=NOW + timedelta(days=9))
    browser = browser_of(app, token, house.org_id)
    assert browser.get("customers").status_code == 200
    ann.post(f"team/{tom.id}/let-go")
    assert browser.get("customers").status_code == 404


def _requests(app: Flask, house: House) -> Iterator[tuple[str, str, str, Right]]:
    """Endpoint, path, method and needed right of every page and form of an organisation."""
    for rule in app.url_map.iter_rules():
        if guard_of(app.view_functions.get(rule.endpoint)) is not Guard.OF_ORGANISATION:
            continue
        path = re.sub(r"<(?:\w+:)?currency>", "GBP", str(rule))
        path = re.sub(r"<int:\w+>", "1", path)
        path = re.sub(r"<(?:\w+:)?\w+>", str(house.org_id), path)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            of_customer = "customer_id" in rule.arguments
            yield (
                rule.endpoint,
                path,
                method,
                needed(rule.endpoint, method, of_customer=of_customer),
            )


def test_a_controller_neither_changes_policies_nor_the_owners_bounds(
    app: Flask, house: House
) -> None:
    """A trial, a review, the loss budget and the costs are set; a suggested limit is decided."""
    asked = {(name, method): right for name, _, method, right in _requests(app, house)}
    for name in (
        "policy.change", "insight_changes.start", "insight_changes.decide",
        "insight_reviews.decide", "insight_limits.budget", "insight_figures.say_costs",
    ):  # fmt: skip
        assert asked[name, "POST"] is Right.SET, name
    assert asked["insight_limits.accept", "POST"] is Right.DECIDE
    assert Right.SET not in RIGHTS[Role.CONTROLLER]


@pytest.mark.parametrize("role", [Role.SALES, Role.READER, Role.CONTROLLER, Role.ACCOUNTANT])
def test_each_role_is_refused_every_form_that_is_not_theirs(
    app: Flask, house: House, role: Role
) -> None:
    """Every form of every room: refused by the role before anything of it is read."""
    browser = as_a(role, app, house)
    refused = 0
    for endpoint, path, method, right in _requests(app, house):
        if right in RIGHTS[role] or method != "POST":
            continue
        reply = browser.client.open(path, method=method, data={"csrf": browser.csrf})
        assert reply.status_code == 403, (endpoint, method)
        assert REFUSED in reply.get_data(True), (endpoint, method)
        refused += 1
    assert refused >= 6


def test_sales_opens_no_page_of_the_books(app: Flask, house: House) -> None:
    """Every page but the order question; and that is where they start."""
    sales = as_a(Role.SALES, app, house)
    pages = 0
    for endpoint, path, method, right in _requests(app, house):
        if method == "GET" and right not in RIGHTS[Role.SALES]:
            assert sales.client.get(path).status_code == 403, endpoint
            pages += 1
    assert pages > 30
    home = sales.client.get("/home")
    assert home.location.endswith("/orders")
    page = sales.get("orders").get_data(True)
    assert "Customers</a>" not in page
    assert "Kettle" not in page


def test_reading_alone_shows_no_form_that_would_be_refused(
    app: Flask, house: House, ann: Browser
) -> None:
    """The page says so, and hides them; for an owner nothing is hidden."""
    reader = as_a(Role.READER, app, house).get("customers/kettle").get_data(True)
    assert 'class="only-reads"' in reader
    assert "On this page you read and change nothing" in reader
    assert "only-reads" not in ann.get("customers/kettle").get_data(True)
    assert "only-reads" in as_a(Role.CONTROLLER, app, house).get("settings").get_data(True)


def test_sales_asks_whether_an_order_can_be_taken(
    app: Flask, house: House, ann: Browser, postbox: Postbox
) -> None:
    """A name and an amount in; an answer with its why out, noted, and asked on by mail."""
    ann.post("customers/kettle/limit", limit="5000", currency="GBP", reason="long with us")
    sales = as_a(Role.SALES, app, house)
    found = sales.post("orders", name="kettle", amount="120").get_data(True)
    assert re.search(r"<h2 id=\"answer\">(Yes|Ask)", found)
    many = sales.post("orders", name="e", amount="120").get_data(True)
    assert "Which one?" in many
    unknown = sales.post("orders", name="Nobody at all", amount="120").get_data(True)
    assert "No customer of that name" in unknown
    big = sales.post("orders", name="Copper Kettle", amount="900000").get_data(True)
    assert "Ask the owner" in big
    sales.post("orders/owner", name="Copper Kettle", amount="900000", words="They open a café")
    mail = postbox.mails[-1]
    assert "an order of £900,000.00" in mail.subject
    assert "They open a café" in mail.text
    assert "asked about an order of £900,000.00" in ann.get("timeline").get_data(True)
