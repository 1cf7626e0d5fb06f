"""A customer in front of a link of ours: opens it, follows where it leads, sends forms."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin.operations import portal_links
from plugin.operations.doors import Doors
from plugin.web.portal.visitor import cookie_name, form_token


@dataclass
class Caller:
    """A customer's browser: pages of the portal by path, forms with their token."""

    client: FlaskClient
    link: str

    @property
    def csrf(self) -> str:
        """The token that this visit's forms carry."""
        cookie = self.client.get_cookie(cookie_name(secure=False), path="/p/")
        assert cookie is not None, "no link was opened"
        return form_token(cookie.value)

    def open(self, to: str = "") -> TestResponse:
        """Open the link and go where it leads."""
        return self.client.get(path_of(self.link, to), follow_redirects=True)

    def get(self, path: str = "") -> TestResponse:
        """Open a page below /p/."""
        return self.client.get(f"/p/{path}")

    def post(self, path: str, **fields: object) -> TestResponse:
        """Send a form below /p/ and go where it leads."""
        return self.client.post(
            f"/p/{path}", data={"csrf": self.csrf, **fields}, follow_redirects=True
        )


def path_of(link: str, to: str = "") -> str:
    """The path of an absolute link, with the answer it leads to."""
    path = link.removeprefix("http://localhost:8000")
    return f"{path}?to={to}" if to else path


def a_link(
    doors: Doors, org_id: UUID, customer_id: str, address: str, message_id: UUID | None = None
) -> str:
    """A link that was sent to a customer's address."""
    with doors.store.tenant(org_id) as tx:
        return portal_links.mint(tx, doors, customer_id, address, message_id)


def a_caller(app: Flask, doors: Doors, org_id: UUID, customer_id: str, address: str) -> Caller:
    """A customer who has opened a link that was sent to this address."""
    caller = Caller(app.test_client(), a_link(doors, org_id, customer_id, address))
    assert caller.open().status_code == 200
    return caller
