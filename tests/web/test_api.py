"""The API for an organisation's own tools: let in by a key, held to its description."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from plugin.operations import api_keys
from plugin.operations.api_keys import MOST_A_MINUTE, Scope
from plugin.operations.hooks import KIND_WORDS
from plugin.store import api_keys as kept
from plugin.store import people, team
from plugin.web.api.contract import PREFIX, ROUTES
from plugin.web.api.openapi import description
from tests.builders import House, a_house
from tests.doors import HeldClock
from tests.store.facts import a_contact
from tests.web.tooling import Tool, a_console_with_api, a_tool

PROBLEM = "urn:goodterms:problem:"


@pytest.fixture
def house(settled_house: House) -> House:
    """A wholesaler whose work has begun."""
    return settled_house


@pytest.fixture
def tool(house: House) -> Tool:
    """A tool whose key may do everything."""
    return a_tool(house)


def clock_of(house: House) -> HeldClock:
    """The house's clock."""
    assert isinstance(house.doors.clock, HeldClock)
    return house.doors.clock


def test_every_route_stands_in_the_description_and_the_other_way_round(house: House) -> None:
    """Nothing is served that is not described, and nothing is described that is not served."""
    served = {
        (re.sub(r"<(\w+)>", r"{\1}", str(rule)).removeprefix(PREFIX), method.lower())
        for rule in a_console_with_api(house.doors).url_map.iter_rules()
        if str(rule).startswith(PREFIX) and not rule.endpoint.endswith(("nowhere", "openapi"))
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = {
        (path, method)
        for path, methods in description("http://x")["paths"].items()
        for method in methods
    }
    assert served == told
    assert len(told) == len(ROUTES)


def test_the_description_is_one_that_programs_can_read(house: House) -> None:
    """Served to anybody; its schemas are schemas, its references lead somewhere, ids are single."""
    reply = a_console_with_api(house.doors).test_client().get(f"{PREFIX}/openapi.json")
    told = reply.get_json()
    assert told["openapi"] == "3.1.0"
    assert told["servers"] == [{"url": f"http://localhost:8000{PREFIX}"}]
    schemas = told["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    referred = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(told)))
    assert referred <= set(schemas)
    assert set(schemas) <= referred
    operations = [each for methods in told["paths"].values() for each in methods.values()]
    assert len({each["operationId"] for each in operations}) == len(operations)
    for path, methods in told["paths"].items():
        for each in methods.values():
            named = {one["name"] for one in each["parameters"] if one["in"] == "path"}
            assert named == set(re.findall(r"{(\w+)}", path))


def test_the_listing_names_every_scope_and_every_event() -> None:
    """The manifest says what a key may do and what a webhook tells, and nothing else."""
    listed = json.loads((Path(__file__).parents[2] / "manifest.json").read_text())["api"]
    assert listed["description"] == f"{PREFIX}/openapi.json"
    assert listed["scopes"] == [each.value for each in Scope]
    assert listed["tells"] == [each.value for each in KIND_WORDS]


def test_a_customer_is_told_with_what_is_owed_and_where_their_credit_stands(tool: Tool) -> None:
    """Money as decimal strings with their currency, days as ISO days, reasons as sentences."""
    found = tool.data("/customers/kettle")
    assert found["name"] == "The Copper Kettle Café"
    assert found["oldest_days_late"] == 37
    [owed] = found["owed"]
    assert owed["open"] == {"amount": "801.40", "currency": "GBP"}
    assert owed["late_invoices"] == 2
    assert found["credit"]["flag"] == "watch"
    assert "37 days" in " ".join(found["credit"]["why"])
    assert found["credit"]["limit"] is None
    reply = tool.ask("GET", "/customers/kettle").get_json()
    assert reply["as_of"] == "2026-11-24T08:58:00Z"
    assert reply["on"] == "2026-11-24"


def test_a_list_is_read_page_by_page_to_its_end(tool: Tool) -> None:
    """Each customer once, in the order of their ids; filters hold on every page."""
    seen: list[str] = []
    more = "&search="
    while more:
        page = tool.ask("GET", f"/customers?limit=2{more}").get_json()
        seen += [each["id"] for each in page["data"]]
        more = f"&cursor={page['next_cursor']}" if page["next_cursor"] else ""
    assert seen == sorted(["kettle", "quay", "lisa", "bell", "paris", "mute"])
    late = {each["id"] for each in tool.data("/customers?late=true")}
    assert late == {"kettle", "quay", "bell", "paris", "mute"}
    assert [each["id"] for each in tool.data("/customers?search=kettle")] == ["kettle"]
    assert {each["number"] for each in tool.data("/invoices?customer_id=kettle&state=late")} == {
        "INV-1041",
        "INV-1058",
    }
    assert tool.data("/invoices/INV-0950")["paid_on"] == "2026-11-21"


def test_what_is_known_already_is_not_told_again(tool: Tool) -> None:
    """The ETag of an answer, given back, is answered with nothing; a change makes it another."""
    first = tool.ask("GET", "/customers/kettle")
    again = {"headers": {"If-None-Match": first.headers["ETag"]}}
    assert tool.ask("GET", "/customers/kettle", **again).status_code == 304
    tool.ask("PUT", "/customers/kettle/limit",
             json={"limit": {"amount": "900", "currency": "GBP"}, "reason": "regular"})  # fmt: skip
    assert tool.ask("GET", "/customers/kettle", **again).status_code == 200


@pytest.mark.parametrize("token", ["", "gtk_x", "gtk_" + "A" * 22 + "_abcdefgh_" + "B" * 43])
def test_a_key_that_opens_nothing_is_told_so(house: House, token: str) -> None:
    """401 and how to do better, whatever is asked."""
    reply = Tool(a_console_with_api(house.doors).test_client(), token).ask("GET", "/customers")
    assert reply.status_code == 401
    assert reply.headers["WWW-Authenticate"].startswith("Bearer")
    assert reply.get_json()["type"] == f"{PROBLEM}no-key"


def test_a_key_without_the_scope_is_refused_everywhere_else(house: House) -> None:
    """Each route asks for its own scope: with only that one, only its routes open."""
    for scope in (Scope.ORDERS_ASK, Scope.LEDGER_READ):
        tool = a_tool(house, scope)
        for route in ROUTES:
            path = re.sub(r"{\w+}", "kettle", route.path)
            reply = tool.ask(route.method, path, json={} if route.body else None)
            allowed = route.scope in {None, scope}
            assert (reply.status_code != 403) == allowed, (route.name, scope)
    assert reply.get_json()["type"] == f"{PROBLEM}no-scope"
    assert a_tool(house, Scope.LEDGER_READ).data("/customers/kettle")["credit"] is None


def test_another_organisation_does_not_exist_for_a_key(house: House) -> None:
    """Its ids are as unknown as ids of nowhere, to read and to write; a list holds none of it."""
    other = a_house(house.doors.store, "Somebody Else")
    other.customer("theirs", "Their Customer")
    other.owes("theirs", "X-1", "10.00", late=3)
    tool = a_tool(house)
    limit = {"limit": {"amount": "1.00", "currency": "GBP"}, "reason": "r"}
    for method, path, body in (
        ("GET", "/customers/theirs", None),
        ("GET", "/customers/theirs/timeline", None),
        ("GET", "/invoices/X-1", None),
        ("PUT", "/customers/theirs/limit", limit),
        ("POST", "/customers/theirs/notes", {"text": "hello"}),
        ("POST", "/orders/answer",
         {"customer": "theirs", "amount": {"amount": "5.00", "currency": "GBP"}}),
    ):  # fmt: skip
        assert tool.ask(method, path, json=body).status_code == 404, path
    assert "X-1" not in tool.ask("GET", "/invoices").get_data(True)


def test_a_customer_merged_in_the_ledger_says_into_whom(house: House, tool: Tool) -> None:
    """A tool that holds an old id can go on."""
    house.books.contacts(
        a_contact("kettle", name="The Copper Kettle Café", status="archived", merged_into="quay")
    )
    reply = tool.ask("GET", "/customers/kettle")
    assert reply.status_code == 404
    assert "merged into quay" in reply.get_json()["detail"]


def test_a_key_ends_when_it_is_revoked_expires_or_its_maker_is_no_owner(house: House) -> None:
    """At once, each; what it did before stands."""
    keys = [a_tool(house) for _ in range(3)]
    assert all(each.ask("GET", "/organisation").status_code == 200 for each in keys)
    api_keys.revoke_key(house.doors, org_id=house.org_id, by="Ann", key_id=keys[0].token[27:35])
    assert keys[0].ask("GET", "/organisation").status_code == 401
    with house.doors.store.tenant(house.org_id) as tx:
        owner = {each.id: each.by_user for each in kept.keys(tx)}
    with house.doors.store.house() as tx:
        team.give_role(tx, house.org_id, owner[keys[1].token[27:35]], people.Role.CONTROLLER)
    assert keys[1].ask("GET", "/organisation").status_code == 401
    assert keys[2].ask("GET", "/organisation").status_code == 200
    clock_of(house).move(timedelta(days=91))
    assert keys[2].ask("GET", "/organisation").status_code == 401


def test_only_so_many_requests_a_minute_are_answered(house: House, tool: Tool) -> None:
    """What is left is told each time; beyond it 429 says when to come again, and on it goes."""
    for left in (MOST_A_MINUTE - 1, MOST_A_MINUTE - 2):
        reply = tool.ask("GET", "/organisation")
        assert reply.headers["RateLimit"] == f'"key";r={left};t=60'
    with house.doors.store.house() as tx:
        tx.sql("update throttles set hits = :most", most=MOST_A_MINUTE)
    refused = tool.ask("GET", "/organisation")
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "60"
    clock_of(house).move(timedelta(seconds=61))
    assert tool.ask("GET", "/organisation").status_code == 200


def test_guessing_keys_ends_for_an_address(house: House, tool: Tool) -> None:
    """After many that open nothing no more are looked at kindly; one that works goes on working."""
    wrong = Tool(tool.client, "gtk_wrong")
    answers = [wrong.ask("GET", "/organisation").status_code for _ in range(31)]
    assert answers == [401] * 29 + [429] * 2
    assert tool.ask("GET", "/organisation").status_code == 200


def test_an_address_of_nowhere_is_told_as_a_problem(tool: Tool) -> None:
    """404 and 405 are JSON too, and say what is taken."""
    assert tool.ask("GET", "/nothing").get_json()["type"] == f"{PROBLEM}not-found"
    reply = tool.ask("DELETE", "/customers/kettle")
    assert reply.status_code == 405
    assert reply.headers["Allow"] == "GET"


def test_what_a_request_gets_wrong_is_named_where_it_stands(tool: Tool) -> None:
    """A pointer into the body or a parameter's name, and what is needed there."""
    for path, body, where in (
        ("/customers/kettle/promises", {"amount": {"amount": "-1", "currency": "GBP"}, "due": "x"},
         "/amount/amount"),
        ("/customers/kettle/promises", {"due": "2026-12-01"}, "/amount"),
        ("/customers/kettle/notes", {"text": "a\0b"}, "/text"),
        ("/customers/kettle/notes", {"text": "a", "more": 1}, "/"),
        ("/customers/kettle/holds", {"until": "2026-02-30"}, "/until"),
    ):  # fmt: skip
        reply = tool.ask("POST", path, json=body)
        assert reply.status_code == 422, path
        assert reply.get_json()["errors"][0]["pointer"] == where
    for query in ("limit=0", "limit=x", "cursor=%00", "cursor=zz", "flag=red", "what=1"):
        reply = tool.ask("GET", f"/customers?{query}")
        assert reply.status_code in {200, 422}, query
        assert reply.status_code == 422 or query == "cursor=zz"
    assert tool.client.post(
        f"{PREFIX}/customers/kettle/notes", data="{", content_type="application/json",
        headers={"Authorization": f"Bearer {tool.token}"},
    ).status_code == 400  # fmt: skip


def test_no_cookie_opens_the_api_and_no_key_a_page(house: House, tool: Tool) -> None:
    """Two doors: each takes its own key only, and the API sets no cookie."""
    reply = tool.ask("GET", "/organisation")
    assert "Set-Cookie" not in reply.headers
    page = tool.client.get(
        f"/o/{house.org_id}/customers", headers={"Authorization": f"Bearer {tool.token}"}
    )
    assert page.status_code == 302
