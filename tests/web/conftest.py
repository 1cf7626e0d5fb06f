"""A console on the real database, and somebody who is signed in to it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin.web.doorkeeper import cookie_name, form_token
from tests.builders import House, sign_in
from tests.consoles import a_console


@dataclass
class Browser:
    """A signed-in person's browser: pages by path, forms with their token."""

    client: FlaskClient
    org_id: UUID
    token: str

    @property
    def csrf(self) -> str:
        """The token that this person's forms carry."""
        return form_token(self.token)

    def at(self, path: str) -> str:
        """The address of a page of the organisation."""
        return f"/o/{self.org_id}/{path}"

    def get(self, path: str) -> TestResponse:
        """Open a page of the organisation."""
        return self.client.get(self.at(path))

    def post(self, path: str, **fields: object) -> TestResponse:
        """Send a form of the organisation and go where it leads."""
        return self.client.post(
            self.at(path), data={"csrf": self.csrf, **fields}, follow_redirects=True
        )


def browser_of(app: Flask, token: str, org_id: UUID) -> Browser:
    """A browser that holds this session."""
    client = app.test_client()
    client.set_cookie(cookie_name(secure=False), token)
    return Browser(client, org_id, token)


@pytest.fixture
def house(settled_house: House) -> House:
    """A wholesaler whose past is settled and whose work has begun."""
    return settled_house


@pytest.fixture
def app(house: House) -> Flask:
    """The console."""
    return a_console(house.doors)


@pytest.fixture
def ann(app: Flask, house: House) -> Browser:
    """Ann, signed in."""
    return browser_of(app, sign_in(house.doors.store, house.org_id), house.org_id)
