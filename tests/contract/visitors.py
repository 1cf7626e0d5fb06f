"""People at their browsers: they sign in and connect through the local Xero's own consent page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import UUID

import requests
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from connectors.sandbox.seed import SeedUser, SeedWorld
from plugin.bootstrap import console
from plugin.credit.policy import Mode
from plugin.store import Store, grants, organisations, people
from plugin.store.organisations import Organisation
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import House, a_house

LISA = SeedUser("owner", "Lisa", "Harding", "lisa@harbour.example")
TOM = SeedUser("tom", "Tom", "Ferris", "tom@ferris.example")

_TIMEOUT = 60
_ORGANISATION = re.compile(r"/o/([0-9a-f-]{36})/")


def two_books() -> SeedWorld:
    """Two small organisations, Harbour Lane Foods and Pier Nine, and two people."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    dock = a_customer("dock", "Dock Street", a_debt("P-1", "80.00", late=12))
    harbour = books([quay])
    pier = replace(
        books([dock]).organisations[0], key="pier", name="Pier Nine", short_code="!pIer9"
    )
    return replace(harbour, organisations=(*harbour.organisations, pier), users=(LISA, TOM))


@dataclass
class Visitor:
    """One person's browser."""

    house: House
    client: FlaskClient
    user: SeedUser

    def signs_in(self) -> TestResponse:
        """Sign in with Xero; the page on which they land."""
        return self._consents("/oauth/start")

    def connects(self, tenant: str = "", *, without: tuple[str, ...] = ()) -> TestResponse:
        """Connect an organisation (the first unless named), allowing all scopes but `without`."""
        return self._consents("/oauth/start?purpose=connect", tenant=tenant, without=without)

    def _consents(
        self, start: str, *, tenant: str = "", without: tuple[str, ...] = ()
    ) -> TestResponse:
        asked = urlsplit(self.client.get(start).location)
        query = [
            (name, " ".join(each for each in value.split() if each not in without))
            for name, value in parse_qsl(asked.query)
        ]
        xero = self.house.xero
        back = requests.post(
            urlunsplit(asked._replace(query=urlencode(query))),
            data={
                "decision": "allow",
                "user": xero.world.user_id(self.user),
                "tenant": tenant or xero.tenant_id,
            },
            allow_redirects=False,
            timeout=_TIMEOUT,
        ).headers["Location"]
        path = urlsplit(back)
        return self.client.get(f"{path.path}?{path.query}", follow_redirects=True)

    def reads(self, path: str) -> str:
        """The words of a page, as somebody reads them."""
        return plain(self.client.get(path, follow_redirects=True).get_data(as_text=True))

    def status(self, path: str) -> int:
        """The status of a page."""
        return self.client.get(path).status_code

    def sends(self, page: str, action: str, **fields: object) -> TestResponse:
        """Send a form of a page with the token that this page carries."""
        html = self.client.get(page, follow_redirects=True).get_data(as_text=True)
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', html)
        assert found, f"{page} has no form"
        return self.client.post(action, data={"csrf": found[1], **fields}, follow_redirects=True)


def plain(html: str) -> str:
    """The text of a page without its tags, every blank as one space."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def organisation_in(answer: TestResponse) -> UUID:
    """The organisation whose page this is."""
    found = _ORGANISATION.search(answer.request.path)
    assert found, f"{answer.request.path} is no page of an organisation"
    return UUID(found[1])


@dataclass
class Street:
    """A house with its console, and the people who come to it."""

    house: House
    app: Flask

    def visitor(self, user: SeedUser = LISA) -> Visitor:
        """A fresh browser of this person."""
        return Visitor(self.house, self.app.test_client(), user)

    def organisation(self, org_id: UUID) -> Organisation:
        """How an organisation stands."""
        with self.house.doors.store.house() as tx:
            found = organisations.read(tx, org_id)
        assert found is not None
        return found

    def who_sees(self, org_id: UUID) -> set[str]:
        """The names of everybody who may see an organisation."""
        with self.house.doors.store.house() as tx:
            return {member.user.name for member in people.members_of(tx, org_id)}

    def reached_through(self, org_id: UUID) -> str:
        """Through whose consent an organisation is reached."""
        with self.house.doors.store.house() as tx:
            found = grants.person_of(tx, self.organisation(org_id).grant_id)
        assert found is not None
        return found.name

    def takes_access_away(self, user: SeedUser, tenant: str) -> None:
        """Inside Xero this one person loses this one organisation."""
        identity, xero = self.house.xero.sandbox.identity, self.house.xero
        mine = identity.connections(xero.client_id, user=xero.world.user_id(user))
        for connection in mine:
            if connection.tenant == tenant:
                identity.delete_connection(xero.client_id, connection.user, connection.id)

    def connections(self, user: SeedUser) -> list[str]:
        """The tenants that Xero lists for this person and us."""
        identity, xero = self.house.xero.sandbox.identity, self.house.xero
        found = identity.connections(xero.client_id, user=xero.world.user_id(user))
        return [connection.tenant for connection in found]

    def tenant(self, name: str) -> str:
        """The id that an organisation has in the local Xero now."""
        return next(
            ledger.tenant
            for ledger in self.house.xero.world.ledgers.values()
            if ledger.name == name
        )


@contextmanager
def a_street(store: Store, seed: SeedWorld | None = None) -> Iterator[Street]:
    """A house around a local Xero, and its console; nobody is signed in yet."""
    with a_house(store, seed or two_books()) as house:
        app = console(house.settings, house.doors)
        app.testing = True
        app.config["PROPAGATE_EXCEPTIONS"] = False
        yield Street(house, app)


def connected(street: Street) -> Visitor:
    """The first organisation is connected by Lisa, and nothing of it has been read yet."""
    visitor = street.visitor()
    street.house.org_id = organisation_in(visitor.connects())
    return visitor


def begun(street: Street, visitor: Visitor | None = None) -> Visitor:
    """The first organisation is connected by a person (Lisa unless named), settled and at work."""
    visitor = visitor or street.visitor()
    house = street.house
    house.org_id = organisation_in(visitor.connects())
    house.settle()
    house.place()
    house.start(Mode.ASK_FIRST)
    house.settle()
    return visitor
