"""Whatever a tool sends, the API answers as described, and never with a failure of ours."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugin.web.api.contract import PREFIX, ROUTES
from plugin.web.api.shapes import hints_of
from tests.builders import House
from tests.web.tooling import Tool, a_tool, check

_TEXT = st.text(max_size=12) | st.sampled_from(
    ["kettle", "INV-1041", "GBP", "2026-12-01", "\0", "\ud800", "-1", "1e9", "٣", "'; --", "%00"]
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _TEXT,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(_TEXT, inside, max_size=3),
    max_leaves=6,
)
_AMOUNT = st.fixed_dictionaries(
    {"amount": st.sampled_from(["1", "0", "412.40", "1.999", "-3", "9" * 12, "x"]) | _JSON,
     "currency": st.sampled_from(["GBP", "EUR", "gbp", "ZZZ"]) | _JSON}
)  # fmt: skip
_FIELD = {
    "limit": _AMOUNT | st.none(), "amount": _AMOUNT, "reason": _TEXT, "text": _TEXT,
    "due": st.sampled_from(["2026-12-01", "2026-11-24", "9999-12-31", "0001-01-01"]) | _JSON,
    "until": st.sampled_from(["2026-12-01", "2200-12-31", "2026-02-30"]) | _JSON,
    "invoice_ids": st.lists(_TEXT, max_size=3) | _JSON,
    "invoice_id": _TEXT | st.none(), "customer": _TEXT,
}  # fmt: skip
_QUERY = st.dictionaries(
    st.sampled_from(
        ["limit", "cursor", "flag", "late", "search", "customer_id", "state", "only_open", "x"]
    ),
    st.sampled_from(["1", "100", "101", "true", "open", "late", "kettle", "a2V0dGxl", "=", "MQ"])
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    max_size=3,
)


@pytest.fixture
def tool(settled_house: House) -> Tool:
    """A tool whose key may do everything, and asks as often as it likes."""
    return a_tool(settled_house)


@st.composite
def bodies(draw: st.DrawFn, body: type) -> Any:
    """Something near a body: its fields, each perhaps missing, strange or right."""
    names = list(hints_of(body))
    fields = {name: draw(_FIELD[name]) for name in names if draw(st.integers(0, 9))}
    strange = draw(st.integers(0, 9)) == 0
    return {**fields, draw(_TEXT): draw(_JSON)} if strange else fields


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_request_breaks_the_api(tool: Tool, settled_house: House, data: st.DataObject) -> None:
    """Any route, any id, any parameters, any body: described, and no 500."""
    _ask_anything(tool, settled_house, data)


@pytest.mark.thorough
@settings(max_examples=3_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_request_of_thousands_breaks_the_api(
    tool: Tool, settled_house: House, data: st.DataObject
) -> None:
    """The same, for as long as somebody cares to wait."""
    _ask_anything(tool, settled_house, data)


def _ask_anything(tool: Tool, house: House, data: st.DataObject) -> None:
    with house.doors.store.house() as tx:
        tx.sql("delete from throttles")
    route = data.draw(st.sampled_from(ROUTES))
    path = route.path
    for name in route.named:
        path = path.replace(f"{{{name}}}", data.draw(st.sampled_from(
            ["kettle", "quay", "INV-1041", "nobody", "%00", "%ff", "a%2Fb",
             "00000000-0000-4000-8000-000000000000"]
        )))  # fmt: skip
    body = data.draw(bodies(route.body) | _JSON) if route.body else None
    _send(tool.client, tool.token, route.method, path, data.draw(_QUERY), body, data)


def _send(
    client: FlaskClient, token: str, method: str, path: str, query: dict[str, str], body: Any,
    data: st.DataObject,
) -> None:  # fmt: skip
    raw = json.dumps(body).encode() if body is not None else b""
    if data.draw(st.integers(0, 19)) == 0:
        raw = data.draw(st.binary(max_size=40))
    headers = {"Authorization": f"Bearer {token}"}
    if data.draw(st.integers(0, 5)) == 0:
        headers["Idempotency-Key"] = data.draw(st.sampled_from(["a", "b", " ", "é"]))
    reply = client.open(
        f"{PREFIX}{path}",
        method=method,
        query_string=query,
        data=raw,
        content_type=data.draw(st.sampled_from(["application/json"] * 9 + ["text/plain"])),
        headers=headers,
    )
    assert reply.status_code < 500, (method, path, body, reply.get_data(True))
    check(method, path, reply)
