"""A tool of the customer's own: a key, and requests that are held to the API's description."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker
from werkzeug.test import TestResponse

from plugin.operations import api_keys
from plugin.operations.api_keys import Scope
from plugin.operations.doors import Doors
from plugin.store import people
from plugin.web.api import door
from plugin.web.api.contract import PREFIX, ROUTES
from plugin.web.api.openapi import description
from plugin.web.app import create_console
from plugin.web.house import House as WebHouse
from tests.builders import NOW, House, sign_in

ALL = tuple(Scope)


def a_console_with_api(doors: Doors) -> Flask:
    """The console with the API beside it, around these doors, until the next test asks for it."""
    app = _built()
    app.extensions["goodterms"] = WebHouse(doors, secure_cookies=False)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@cache
def _built() -> Flask:
    nobody: Doors = None  # type: ignore[assignment]
    return create_console(nobody, secure_cookies=False, extra_blueprints=[door.blueprint])


def an_owner(house: House) -> UUID:
    """The id of somebody who is an owner of these books."""
    token = sign_in(house.doors.store, house.org_id)
    with house.doors.store.house() as tx:
        session = people.read_session(tx, token, now=NOW)
    assert session is not None
    return session.user_id


@dataclass
class Tool:
    """Asks as a tool does; every answer is held to the description."""

    client: FlaskClient
    token: str
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, json: Any = None, **more: Any) -> TestResponse:
        """One request, its answer checked against the description."""
        headers = {"Authorization": f"Bearer {self.token}", **self.headers}
        headers.update(more.pop("headers", {}))
        reply = self.client.open(
            f"{PREFIX}{path}", method=method, json=json, headers=headers, **more
        )
        check(method, path.partition("?")[0], reply)
        return reply

    def data(self, path: str) -> Any:
        """What is told at an address."""
        reply = self.ask("GET", path)
        assert reply.status_code == 200, reply.get_data(True)
        return reply.json["data"]  # type: ignore[index]


def a_tool(house: House, *scopes: Scope, app: Flask | None = None) -> Tool:
    """A tool with a key of these scopes, or of all."""
    made = api_keys.make_key(
        house.doors, org_id=house.org_id, by="Ann Lee", by_user=an_owner(house), name="Till",
        scopes=[each.value for each in scopes or ALL], days=90,
    )  # fmt: skip
    return Tool((app or a_console_with_api(house.doors)).test_client(), made.token)


def check(method: str, path: str, reply: TestResponse) -> None:
    """Hold an answer to what the description says of it."""
    if reply.status_code == 304:
        return
    operation = _operation(method, path)
    if operation is None:
        assert reply.status_code in {401, 404, 405, 429}, (method, path, reply.status_code)
        return
    told = operation["responses"].get(str(reply.status_code))
    assert told is not None, (method, path, reply.status_code, reply.get_data(True))
    schema = told["content"].get(reply.mimetype)
    assert schema is not None, (method, path, reply.status_code, reply.mimetype)
    _validator(schema["schema"]).validate(reply.json)


def _operation(method: str, path: str) -> Any:
    parts = path.split("/")
    for route in ROUTES:
        named = route.path.split("/")
        fits = len(named) == len(parts) and all(
            a == b or (a.startswith("{") and b) for a, b in zip(named, parts, strict=True)
        )
        if fits and route.method == method:
            return description("http://x")["paths"][route.path][method.lower()]
    return None


def _validator(schema: Any) -> Draft202012Validator:
    whole = {**schema, "components": description("http://x")["components"]}
    return Draft202012Validator(whole, format_checker=FormatChecker())
