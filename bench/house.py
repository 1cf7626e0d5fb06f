"""A Goodterms with its own database for as long as a measurement lasts. It measures nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import requests
from cryptography.fernet import Fernet

from bench.ledger import NOW
from plugin.bootstrap import wire
from plugin.credit.policy import Mode
from plugin.operations import connect, settle
from plugin.operations.doors import Doors
from plugin.ports import Clock, LedgerOrganisation, Tokens
from plugin.settings import Settings, read_settings
from plugin.store import Store, embedded, grants, open_store, organisations, people

#: nobody listens there: for a house whose ledger is never called
_NOWHERE = "http://localhost:9"


class QuietBell:
    """Notes that it was rung; the measurement itself does the work."""

    def ring(self, org_id: UUID, what: str) -> None:
        """Nobody comes."""


@dataclass
class HeldClock:
    """Business time that stands still until it is moved."""

    at: datetime = NOW

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.at

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self.at += by


@dataclass
class House:
    """Doors over an own database."""

    settings: Settings
    doors: Doors
    owner_url: str = field(repr=False)
    #: the database server's process
    server_pid: int | None = None

    @property
    def store(self) -> Store:
        """Its store."""
        return self.doors.store


@contextmanager
def folder() -> Iterator[Path]:
    """A data folder that is gone afterwards, with any server in it."""
    found = Path(tempfile.mkdtemp(prefix="goodterms-bench-"))
    try:
        yield found
    finally:
        embedded.remove(found)
        shutil.rmtree(found, ignore_errors=True)


def environment(variables: Mapping[str, str] | None = None) -> dict[str, str]:
    """Settings of a bench's house; without a local Xero's variables its ledger is nowhere."""
    names = ("XERO_LOGIN_URL", "XERO_IDENTITY_URL", "XERO_API_URL", "GOODTERMS_URL")
    found = dict.fromkeys(names, _NOWHERE)
    found |= dict.fromkeys(("XERO_CLIENT_ID", "XERO_CLIENT_SECRET", "XERO_WEBHOOK_KEY"), "bench")
    found |= {"GOODTERMS_KEYS": Fernet.generate_key().decode(), **(variables or {})}
    found.pop("XERO_TENANT_ID", None)
    return found


def plain_environment() -> dict[str, str]:
    """Our own environment without anything that points at a real ledger or database."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("XERO_", "GOODTERMS_", "SMS_", "SMTP_URL", "DATABASE_URL"))
    }


@contextmanager
def house(
    data: Path, variables: Mapping[str, str], *, clock: Clock | None = None
) -> Iterator[House]:
    """Doors over the embedded database of this folder, as safe on disk as the product's."""
    settings = read_settings(variables, data=data)
    server = embedded.start(data)
    store = open_store(data=data, keys=settings.keys)
    try:
        yield House(
            settings, wire(settings, store, QuietBell(), clock=clock), server.owner_url, server.pid
        )
    finally:
        store.close()
        server.stop()


def connect_nowhere(doors: Doors, *, on: datetime) -> UUID:
    """Connect an organisation whose ledger is never called."""
    facts = LedgerOrganisation(
        ledger_id=str(uuid4()),
        name="Bench Wholesale",
        base_currency="GBP",
        country="GB",
        timezone="Europe/London",
    )
    with doors.store.house() as tx:
        user = people.note_user(
            tx, subject=str(uuid4()), name="Ann Lee", email="ann@bench.example", now=on
        )
        tokens = Tokens("access", "refresh", on + timedelta(minutes=30), ())
        connected = organisations.connect_organisation(
            tx,
            facts,
            connection_id=str(uuid4()),
            grant_id=grants.store_grant(tx, user.id, tokens),
            now=on,
            on=on.date(),
        )
        organisations.note_first_synced(tx, connected.id, now=on)
    return connected.id


def connect_local(doors: Doors, *, tenant: str) -> UUID:
    """Connect a local Xero's organisation through its consent page, as a person would."""
    address = connect.begin_sign_in(doors, purpose="connect", return_to="/", browser="bench")
    answer = requests.post(
        address,
        data={"decision": "allow", "tenant": tenant},
        allow_redirects=False,
        timeout=20,
    )
    answer.raise_for_status()
    carried = {
        name: values[0]
        for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()
    }
    signed_in = connect.finish_sign_in(
        doors, state=carried["state"], code=carried["code"], browser="bench"
    )
    return signed_in.connected[0]


def settle_down(doors: Doors, org_id: UUID) -> None:
    """Place the past by the presets and start in *ask first*."""
    settle.place_presets(doors, org_id=org_id, by="Ann Lee")
    settle.choose_start(
        doors,
        org_id=org_id,
        by="Ann Lee",
        mode=Mode.ASK_FIRST,
        sender_name="Ann Lee",
        sender_title="Accounts",
        reply_to="ann@bench.example",
        phone="020 7946 0000",
        how_to_pay=("Sort code 00-00-00",),
        bad_debt_account_ids=(),
    )
