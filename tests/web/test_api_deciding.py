"""What a tool may decide through the API: as a person's decision, once, and nothing harder."""

from typing import Any

import pytest

from plugin.operations.api_keys import Scope
from plugin.web.api.contract import ROUTES
from tests.builders import House
from tests.web.tooling import Tool, a_tool


@pytest.fixture
def house(settled_house: House) -> House:
    """A wholesaler whose work has begun."""
    return settled_house


@pytest.fixture
def tool(house: House) -> Tool:
    """A tool whose key may do everything."""
    return a_tool(house)


def gbp(amount: str) -> dict[str, str]:
    """An amount as the API writes it."""
    return {"amount": amount, "currency": "GBP"}


def rows(house: House, statement: str) -> list[Any]:
    """Rows of the organisation."""
    with house.doors.store.tenant(house.org_id) as tx:
        return list(tx.sql(statement))


def test_a_limit_is_set_with_its_reason_and_logged_under_the_tools_name(
    house: House, tool: Tool
) -> None:
    """The review follows, the history tells it, and null takes it away again."""
    body = {"limit": gbp("1500"), "reason": "agreed on the telephone"}
    reply = tool.ask("PUT", "/customers/kettle/limit", json=body)
    assert reply.get_json()["data"]["credit"]["limit"] == gbp("1500.00")
    house.review()
    credit = tool.data("/customers/kettle")["credit"]
    assert (credit["used"], credit["headroom"]) == (gbp("801.40"), gbp("698.60"))
    [change] = tool.data("/customers/kettle/limit-changes")
    assert change["reason"] == "agreed on the telephone"
    assert change["by"].startswith("Till (key ")
    [logged] = rows(house, "select by, words from credit_decisions where org_id = :org")
    assert logged.by == change["by"]
    tool.ask("PUT", "/customers/kettle/limit", json={"limit": None, "reason": "a mistake"})
    assert tool.data("/customers/kettle")["credit"]["limit"] is None
    wrong = {"limit": {"amount": "5", "currency": "USD"}, "reason": "r"}
    assert tool.ask("PUT", "/customers/kettle/limit", json=wrong).status_code == 422


def test_a_promise_silences_until_its_day_and_is_judged(house: House, tool: Tool) -> None:
    """Written down for the invoices named, told as open, and told of another's invoice: no."""
    body = {"amount": gbp("412.40"), "due": "2026-11-27", "invoice_ids": ["INV-1041"]}
    made = tool.ask("POST", "/customers/kettle/promises", json=body)
    assert made.status_code == 201
    [told] = tool.data("/promises?customer_id=kettle")
    assert told == made.get_json()["data"]
    assert told["state"] == "open"
    assert told["by"].startswith("Till (key ")
    for wrong in ({**body, "invoice_ids": ["INV-1012"]}, {**body, "due": "2026-11-01"}):
        assert tool.ask("POST", "/customers/kettle/promises", json=wrong).status_code == 409
    assert len(tool.data("/promises")) == 1


def test_the_same_request_with_the_same_key_is_carried_out_once(house: House, tool: Tool) -> None:
    """Answered alike and marked so; another request with that key is refused."""
    path, once = "/customers/kettle/notes", {"headers": {"Idempotency-Key": "call-1"}}
    first = tool.ask("POST", path, json={"text": "They called"}, **once)
    again = tool.ask("POST", path, json={"text": "They called"}, **once)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json() == again.get_json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(rows(house, "select 1 from events where org_id = :org and kind = 'noted'")) == 1
    other = tool.ask("POST", path, json={"text": "Another"}, **once)
    assert other.status_code == 422
    rows(house, "update api_replies set status = null, reply = null returning 1")
    assert tool.ask("POST", path, json={"text": "They called"}, **once).status_code == 409
    refused = {"headers": {"Idempotency-Key": "call-2"}}
    assert tool.ask("POST", path, json={"text": " "}, **refused).status_code == 422
    assert tool.ask("POST", path, json={"text": "Now"}, **refused).status_code == 201


def test_words_are_told_to_a_key_that_may_read_them_only(house: House, tool: Tool) -> None:
    """A note's words, and a private hold's kind."""
    tool.ask("POST", "/customers/kettle/notes", json={"text": "Her mother is ill"})
    blind = a_tool(house, Scope.DECISIONS_READ)
    path = "/customers/kettle/timeline"
    [seen] = [each for each in tool.data(path) if each["kind"] == "noted"]
    assert seen["said"] == "Her mother is ill"
    [unseen] = [each for each in blind.data(path) if each["kind"] == "noted"]
    assert unseen["said"] is None
    assert "mother" not in blind.ask("GET", path).get_data(True)


def test_a_hold_begins_and_ends(house: House, tool: Tool) -> None:
    """Until a day, for one invoice or all; ended it is gone, and cannot be ended twice."""
    made = tool.ask("POST", "/customers/quay/holds", json={"until": "2026-12-04"})
    hold = made.get_json()["data"]
    assert tool.data("/holds") == [hold]
    assert tool.ask("POST", f"/holds/{hold['id']}/end").status_code == 200
    assert tool.data("/holds") == []
    assert tool.ask("POST", f"/holds/{hold['id']}/end").status_code == 404
    assert tool.ask("POST", "/holds/nothing/end").status_code == 404
    past = {"until": "2026-11-24"}
    assert tool.ask("POST", "/customers/quay/holds", json=past).status_code == 409
    theirs = {"until": "2026-12-04", "invoice_id": "INV-1041"}
    assert tool.ask("POST", "/customers/quay/holds", json=theirs).status_code == 422


def test_a_till_asks_whether_an_order_can_be_taken(house: House, tool: Tool) -> None:
    """By number, id or exact name, without sight of the books; the answer carries its why."""
    limit = {"limit": gbp("2000.00"), "reason": "r"}
    tool.ask("PUT", "/customers/lisa/limit", json=limit)
    till = a_tool(house, Scope.ORDERS_ASK)

    def answer(name: str, amount: str) -> Any:
        body = {"customer": name, "amount": gbp(amount)}
        return till.ask("POST", "/orders/answer", json=body)

    yes = answer("lisa’s deli", "100.00").get_json()["data"]
    assert (yes["answer"], yes["deposit"]) == ("yes", None)
    deposit = answer("lisa", "2000.00").get_json()["data"]
    assert deposit["answer"] == "deposit"
    assert deposit["deposit"] == gbp("241.00")
    assert answer("kettle", "100.00").get_json()["data"]["answer"] == "ask"
    assert answer("Nobody", "100.00").status_code == 404
    assert answer("lisa", "0").status_code == 422


def test_books_that_are_gone_are_read_and_nothing_is_decided(house: House, tool: Tool) -> None:
    """Whoever left Xero decides nothing by a key either."""
    with house.doors.store.house() as tx:
        tx.sql("update organisations set state = 'disconnected'")
    assert tool.ask("GET", "/customers").status_code == 200
    assert tool.data("/organisation")["connected"] is False
    body = {"text": "hello"}
    assert tool.ask("POST", "/customers/kettle/notes", json=body).status_code == 409


def test_no_route_puts_a_stop_in_force_or_sends_anything() -> None:
    """What waits for a person waits for a person (rule 19)."""
    writing = {route.name for route in ROUTES if route.method != "GET"}
    assert writing == {
        "set_limit", "note_promise", "write_note", "begin_hold", "end_hold", "answer_order",
    }  # fmt: skip
