"""Somebody who signed in through the local Xero's consent page and looks at the console."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin.bootstrap import console
from plugin.operations.connect import begin_sign_in, finish_sign_in
from plugin.store import people
from plugin.web.doorkeeper import cookie_name, form_token
from tests.journeys.house import House


@dataclass
class Visit:
    """A signed-in person's browser at one organisation."""

    client: FlaskClient
    at: str
    csrf: str

    def get(self, path: str) -> str:
        """A page of the organisation."""
        reply = self.client.get(f"{self.at}/{path}")
        assert reply.status_code == 200, path
        return reply.get_data(as_text=True)

    def post(self, path: str, **fields: str) -> TestResponse:
        """Send a form."""
        return self.client.post(f"{self.at}/{path}", data={"csrf": self.csrf, **fields})


def signed_in(house: House) -> Visit:
    """The first person of the local Xero signs in with Xero."""
    address = begin_sign_in(house.doors, purpose="sign_in", return_to="/", browser="hers")
    asked = {name: found[0] for name, found in parse_qs(urlsplit(address).query).items()}
    back = house.xero.consent(asked["scope"], state=asked["state"], nonce=asked["nonce"])
    came = finish_sign_in(house.doors, state=back["state"], code=back["code"], browser="hers")
    now = house.doors.clock.now()
    with house.doors.store.house() as tx:
        token = people.open_session(tx, came.user.id, now=now, expires_at=now + timedelta(days=40))
    client = console(house.settings, house.doors).test_client()
    client.set_cookie(cookie_name(secure=False), token)
    return Visit(client, f"/o/{house.org_id}", form_token(token))


def opened(reply: TestResponse) -> dict[str, str]:
    """The files of an exported zip, as text."""
    assert reply.status_code == 200
    assert reply.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(reply.get_data())) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def sheet(files: dict[str, str], name: str) -> list[dict[str, str]]:
    """The rows of a sheet by its heads."""
    return list(csv.DictReader(io.StringIO(files[f"to read/{name}.csv"])))


def lines(files: dict[str, str], name: str) -> list[dict[str, Any]]:
    """The rows of a table for programs."""
    return [json.loads(line) for line in files[f"complete/{name}.jsonl"].splitlines()]
