"""The whole app on a busy house, a customer with a live visit, and how anything is sent to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from cryptography.fernet import Fernet
from flask import Flask, request, request_started

from plugin.bootstrap import console
from plugin.operations import incoming, portal_links, providers
from plugin.operations.doors import Doors
from plugin.ports import OutgoingMail, Unavailable, Urgency
from plugin.settings import read_settings
from plugin.store import Store, conversations, texts
from plugin.store import incoming as kept
from plugin.web.browser_bound import cookie_name as browser_cookie
from plugin.web.doorkeeper import cookie_name as console_cookie
from plugin.web.doorkeeper import form_token as session_form_token
from plugin.web.portal.visitor import cookie_name, form_token
from tests.builders import NOW, a_busy_house
from tests.fuzz.routes import Route
from tests.fuzz.samples import samples
from webhooks.gocardless import HEADER as GOCARDLESS_HEADER
from webhooks.gocardless import gocardless_signature
from webhooks.receiver import SIGNATURE_HEADER
from webhooks.signature import xero_signature
from webhooks.stripe import HEADER as STRIPE_HEADER
from webhooks.stripe import stripe_signature

SECRET = "a-secret-of-this-test"
NUMBER = "+447700900123"
_BROWSER = "a-browser-of-this-test"
ENVIRONMENT = {
    "XERO_CLIENT_ID": "client",
    "XERO_CLIENT_SECRET": "secret",
    "XERO_WEBHOOK_KEY": SECRET,
    "SMS_HOOK_KEY": SECRET,
    "MAIL_HOOK_KEY": SECRET,
    "REPLY_DOMAIN": "replies.goodterms.example",
    "GOODTERMS_KEYS": Fernet.generate_key().decode(),
}
Sign = Callable[[bytes, datetime], tuple[str, str]]

#: how a delivery proves itself, by the endpoint that takes it
SIGNED: Mapping[str, Sign] = {
    "xero_receiver.receive": lambda body, _: (SIGNATURE_HEADER, xero_signature(body, SECRET)),
    "text_receiver.receive": lambda _body, _: ("Authorization", f"Bearer {SECRET}"),
    "mail_receiver.receive": lambda _body, _: ("Authorization", f"Bearer {SECRET}"),
    "payment_providers.stripe": lambda body, now: (
        STRIPE_HEADER,
        stripe_signature(body, SECRET, int(now.timestamp())),
    ),
    "payment_providers.gocardless": lambda body, _: (
        GOCARDLESS_HEADER,
        gocardless_signature(body, SECRET),
    ),
}


class Sink:
    """A mailer that takes everything and keeps nothing."""

    def send(self, mail: OutgoingMail) -> None:
        """Take it."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request; `is_honest` carries what lets it past the door: token, secret, signature."""

    route: Route
    values: Mapping[str, str]
    query: Mapping[str, list[str]]
    body: Any
    content_type: str | None
    headers: Mapping[str, str]
    is_honest: bool


@dataclass
class Scene:
    """The app, and who is in front of it; `reached` are the endpoints that requests came to."""

    app: Flask
    doors: Doors
    org_id: UUID
    link: str
    visit: str
    endpoints: Mapping[str, str]
    #: a delivery of each sender that means something here
    samples: Mapping[str, dict[str, Any]]
    #: the address of a conversation with a customer
    reply_to: str
    reached: set[str] = field(default_factory=set)

    def send(self, call: Call) -> int:
        """Send a request; the status of its answer."""
        with self.doors.store.house() as house:
            # whoever asks too often is turned away at the door, and nothing behind it is reached
            house.sql("delete from throttles")
        client = self.app.test_client()
        headers = dict(call.headers)
        body = call.body
        if call.is_honest and call.route.is_of_visitor:
            client.set_cookie(cookie_name(secure=False), self.visit, path="/p/")
            if isinstance(body, dict):
                body = {**body, "csrf": form_token(self.visit)}
        elif call.is_honest and call.route.is_browser_bound:
            client.set_cookie(browser_cookie(secure=False), _BROWSER)
            if isinstance(body, dict):
                body = {**body, "csrf": session_form_token(f"browser {_BROWSER}")}
        elif not call.is_honest:
            client.set_cookie(cookie_name(secure=False), self.visit[:-1] + "_", path="/p/")
            client.set_cookie(console_cookie(secure=False), "nobody's")
        if call.is_honest and call.route.endpoint in SIGNED and isinstance(body, bytes):
            name, value = SIGNED[call.route.endpoint](body, self.doors.clock.now())
            headers[name] = value
        reply = client.open(
            self.path(call),
            method=call.route.method,
            query_string=call.query,
            data=body,
            content_type=call.content_type,
            headers=headers,
        )
        reply.close()
        return reply.status_code

    def path(self, call: Call) -> str:
        """The address, with each of its variables filled in."""
        path = call.route.path
        for name, converter in call.route.variables:
            value = quote(call.values[name], safe="/" if converter == "PathConverter" else "")
            for written in (f"<{name}>", f"<uuid:{name}>", f"<int:{name}>", f"<path:{name}>"):
                path = path.replace(written, value)
        return path


def a_scene(store: Store) -> Scene:
    """A wholesaler of whom customers have links, and every sender its secret."""
    house = a_busy_house(store)
    house.customer("lisa", "Lisa’s Deli", mobile=NUMBER, updated_at=NOW)
    house.settle()

    def no_books(org_id: UUID, ledger_id: str, grant_id: UUID, urgency: Urgency) -> Any:
        raise Unavailable("nothing outside answers here")

    doors = replace(
        house.doors,
        mailer=Sink(),
        open_books=no_books,
        reply_domain=ENVIRONMENT["REPLY_DOMAIN"],
    )
    app = console(read_settings(ENVIRONMENT, data=Path("/nonexistent")), doors)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    for provider in providers.PROVIDERS:
        providers.connect(
            doors, org_id=house.org_id, by="Ann Lee", provider=provider, secret=SECRET
        )
    with store.tenant(house.org_id) as tx:
        link = portal_links.mint(tx, doors, "lisa", "lisa@customer.test")
        reply_to = conversations.address_of(tx, "lisa", doors.reply_domain, at=NOW)
        texts.note_texted(tx, NUMBER, at=NOW)
        known = [(name, kept.provider_of(tx, name)) for name in providers.PROVIDERS]
    endpoints = {
        name: incoming.endpoint_of(house.org_id, it.token) for name, it in known if it is not None
    }
    client = app.test_client()
    token = link.rpartition("/")[2]
    client.get(f"/p/l/{token}")
    cookie = client.get_cookie(cookie_name(secure=False), path="/p/")
    assert cookie is not None, "a link of ours opened nothing"
    scene = Scene(
        app=app,
        doors=doors,
        org_id=house.org_id,
        link=token,
        visit=cookie.value,
        endpoints=endpoints,
        samples=samples(ledger_id=house.organisation.ledger_id, number=NUMBER, reply_to=reply_to),
        reply_to=reply_to,
    )
    request_started.connect(lambda _, **__: _note(scene), app, weak=False)
    return scene


def _note(scene: Scene) -> None:
    if request.endpoint is not None:
        scene.reached.add(request.endpoint)
