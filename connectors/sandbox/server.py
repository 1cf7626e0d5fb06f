"""The whole local Xero as one thing that can be started and stopped.

It wires the world to identity, accounting API, control addresses, pages, mail and webhooks, and
serves them on loopback. What each does stands in its own module.
"""

import hashlib
import logging
import socket
import threading
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from flask import Flask, Response, abort, request
from waitress import create_server
from waitress.wasyncore import close_all, loop

from connectors.sandbox.calls import CallLog
from connectors.sandbox.control import control_pages
from connectors.sandbox.correspondent import DOMAIN, Correspondent
from connectors.sandbox.faults import Fault, Switchboard
from connectors.sandbox.gate import LARGEST_BODY, Gate
from connectors.sandbox.happenings import Happenings
from connectors.sandbox.identity import App, Identity
from connectors.sandbox.identity_pages import identity_pages
from connectors.sandbox.limits import Limits
from connectors.sandbox.mailbox import Mailbox
from connectors.sandbox.pages import Surroundings, pages
from connectors.sandbox.recording import Recorder
from connectors.sandbox.seed import SeedWorld
from connectors.sandbox.textbox import PATH as TEXTS
from connectors.sandbox.textbox import Textbox, text_provider
from connectors.sandbox.tokens import Signer
from connectors.sandbox.webhooks import Subscription
from connectors.sandbox.world import World

REDIRECT = "http://localhost:8000/oauth/callback"
THREADS = 24
_METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the developer portal would show of the app."""

    client_id: str
    secret: str
    webhook_key: str
    text_key: str
    text_hook_key: str
    mail_hook_key: str


class Sandbox:
    """A running local Xero. Use as a context manager, or `start` and `stop`.

    `port` 0 takes a free one; `url` is the one origin of login, identity and API. `record` names
    a file for every answer and webhook.
    """

    def __init__(
        self,
        seed: SeedWorld,
        *,
        port: int = 0,
        salt: str = "1",
        redirects: tuple[str, ...] = (),
        webhook_url: str | None = None,
        has_limits: bool = True,
        tier: str = "core",
        record: Path | None = None,
    ) -> None:
        self.recorder = Recorder(record)
        self._socket = socket.create_server(("127.0.0.1", port))
        self.url = f"http://localhost:{self._socket.getsockname()[1]}"
        self.credentials = _credentials(salt)
        self.world = World.load(seed, salt=salt)
        app = App(
            self.credentials.client_id,
            self.credentials.secret,
            "Goodterms",
            redirects or (REDIRECT,),
        )
        self.identity = Identity(self.world, app, Signer(self.url))
        self.limits = Limits(
            is_on=has_limits, tier=tier, rolls=lambda: self.world.doubts.day_window_rolls
        )
        self.calls = CallLog()
        self.faults = Switchboard()
        self.mailbox = Mailbox(self.world.now)
        self.webhooks = Subscription(
            self.world,
            self.identity,
            self.faults,
            key=self.credentials.webhook_key,
            url=webhook_url,
            recorder=self.recorder,
        )
        self.textbox = Textbox(
            self.world.now,
            key=self.credentials.text_key,
            hook_key=self.credentials.text_hook_key,
            answers_at=self._product,
        )
        self.correspondent = self._correspondent()
        self.happenings = Happenings(self.world, self.mailbox)
        self._stopping = threading.Event()
        self._channels: dict[int, object] = {}
        self._server = self._served()
        self._thread = threading.Thread(target=self._serve, name="local-xero", daemon=True)

    def _correspondent(self) -> Correspondent:
        """Whoever answers the mail that the product sends."""
        key = self.credentials.mail_hook_key
        return Correspondent(self.world.now, key=key, answers_at=self._product)

    def _product(self) -> str | None:
        """Where the product takes deliveries; None where nobody has said."""
        url: str | None = self.webhooks.shown()["url"]
        return url

    def _served(self) -> Any:
        """The server on our socket, not yet started."""
        return create_server(
            flask_app(self),
            map=self._channels,
            sockets=[self._socket],
            threads=THREADS,
            ident=None,
            channel_timeout=60,
            # big pages stay in memory: a spilled one leaves a temporary file behind at the stop
            outbuf_overflow=1 << 26,
            inbuf_overflow=1 << 26,
            asyncore_use_poll=True,
        )

    def start(self) -> Self:
        """Serve from now on; returns once calls are answered."""
        logging.getLogger("waitress").setLevel(logging.CRITICAL)
        self.mailbox.start()
        self._thread.start()
        self.webhooks.start()
        self.happenings.start()
        return self

    def stop(self) -> None:
        """Stop serving, sending and listening; safe to call once after `start`."""
        self.happenings.stop()
        self.webhooks.stop()
        # workers first, then the loop, then the sockets: whoever wakes the loop finds it open
        self._server.task_dispatcher.shutdown(timeout=1)
        self._stopping.set()
        self._server.pull_trigger()
        self._thread.join(timeout=2)
        close_all(self._channels, ignore_all=True)
        self.mailbox.stop()
        self.recorder.close()

    def _serve(self) -> None:
        while not self._stopping.is_set():
            loop(timeout=1, use_poll=True, map=self._channels, count=1)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def environment(self) -> dict[str, str]:
        """The variables by which any client finds this local Xero, in the order printed."""
        return {
            "XERO_CLIENT_ID": self.credentials.client_id,
            "XERO_CLIENT_SECRET": self.credentials.secret,
            "XERO_WEBHOOK_KEY": self.credentials.webhook_key,
            "XERO_LOGIN_URL": self.url,
            "XERO_IDENTITY_URL": self.url,
            "XERO_API_URL": self.url,
            "XERO_TENANT_ID": self.world.first.tenant,
            "SMTP_URL": self.mailbox.url,
            "SMS_URL": f"{self.url}{TEXTS}",
            "SMS_KEY": self.credentials.text_key,
            "SMS_SENDER": "Goodterms",
            "SMS_HOOK_KEY": self.credentials.text_hook_key,
            "REPLY_DOMAIN": DOMAIN,
            "MAIL_HOOK_KEY": self.credentials.mail_hook_key,
            "GOODTERMS_CLOCK_URL": self.url,
        }

    def set_fault(self, fault: Fault) -> Fault:
        """Let something go wrong; what concerns webhooks happens at once."""
        self.faults.set(fault)
        self.webhooks.wake()
        return fault

    def reset_demo_company(self, tenant: str) -> str:
        """Reset an organisation as Xero resets a demo company; the new tenant id."""
        with self.world.lock:
            self.identity.disconnect(tenant)
            return self.world.reset_demo_company(tenant).tenant


def flask_app(sandbox: Sandbox) -> Flask:
    """The WSGI application of a local Xero."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    known = (sandbox.identity, sandbox.limits, sandbox.calls, sandbox.faults)
    gate = Gate(*known, reset=sandbox.reset_demo_company)

    @app.route("/api.xro/2.0/<path:rest>", methods=_METHODS)
    def accounting(rest: str) -> Response:
        return gate.call(rest)

    @app.before_request
    def same_host() -> None:
        # a page of another site must not drive this server through its own name (rebinding)
        host = request.host.rsplit(":", 1)[0]
        if host not in {"localhost", "127.0.0.1", "[::1]"}:
            abort(421)
        if request.method != "GET" and request.headers.get("Sec-Fetch-Site") == "cross-site":
            abort(403)

    @app.after_request
    def record(response: Response) -> Response:
        return sandbox.recorder.answered(request, response)

    app.register_blueprint(identity_pages(sandbox.identity, sandbox.faults))
    app.register_blueprint(control_pages(sandbox))
    app.register_blueprint(text_provider(sandbox.textbox))
    app.register_blueprint(
        pages(
            Surroundings(
                world=sandbox.world,
                identity=sandbox.identity,
                mailbox=sandbox.mailbox,
                textbox=sandbox.textbox,
                correspondent=sandbox.correspondent,
                faults=sandbox.faults,
                set_fault=sandbox.set_fault,
                advance=lambda step: sandbox.happenings.advance(step / timedelta(hours=1)),
                reset=sandbox.reset_demo_company,
                webhooks=sandbox.webhooks,
                limits=sandbox.limits,
                calls=sandbox.calls,
            )
        )
    )
    return app


def _credentials(salt: str) -> Credentials:
    """The same for the same salt, so that a restarted local Xero needs no new configuration."""

    def of(name: str, size: int) -> str:
        return hashlib.shake_256(f"local-xero/{salt}/{name}".encode()).hexdigest(size // 2)

    return Credentials(
        *(of("client", 32).upper(), of("secret", 48), of("webhook", 88)),
        *(of("text", 48), of("text hook", 48), of("mail hook", 48)),
    )
