"""What every page of the console may reach: the doors, the clock, the request's own person.

It holds no route and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import current_app, g

from plugin.operations.doors import Doors
from plugin.store import Tx
from plugin.store.people import Role


@dataclass(frozen=True, slots=True)
class House:
    """How this console was built."""

    doors: Doors
    secure_cookies: bool

    def link(self, path: str) -> str:
        """An absolute address, built from GOODTERMS_URL and never from the Host header."""
        return f"{self.doors.url.rstrip('/')}{path}"


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in, from the session's row; `roles` says what they are in each organisation.

    `signed_in_at` is when they last proved who they are.
    """

    user_id: UUID
    name: str
    email: str
    csrf: str
    signed_in_at: datetime
    roles: Mapping[UUID, Role]

    @property
    def org_ids(self) -> tuple[UUID, ...]:
        """The organisations that they are in, longest first."""
        return tuple(self.roles)


def house() -> House:
    """How this console was built."""
    return cast(House, current_app.extensions["goodterms"])


def doors() -> Doors:
    """The doors that operations and queries take."""
    return house().doors


def now() -> datetime:
    """Business time, from the Clock door; one instant a request."""
    if "now" not in g:
        g.now = doors().clock.now()
    return cast(datetime, g.now)


def person() -> Person:
    """Who is signed in; only behind a guard that asks for it."""
    return cast(Person, g.person)


def org_id() -> UUID:
    """The organisation of this page; only behind the guard that checked the membership."""
    return cast(UUID, g.org_id)


def zone() -> ZoneInfo:
    """The time zone in which this page speaks: the organisation's own."""
    return cast(ZoneInfo, g.get("zone") or ZoneInfo("Europe/London"))


def today() -> date:
    """The civil day in the organisation's own time zone."""
    return now().astimezone(zone()).date()


@contextmanager
def reading() -> Iterator[Tx]:
    """One transaction that sees this page's organisation only, so that its figures agree."""
    with doors().store.tenant(org_id()) as tx:
        yield tx
