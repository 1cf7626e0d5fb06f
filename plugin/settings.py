"""What the environment says, read once into something frozen. Nothing else reads the environment.

Every wrong variable is named at once. The only files touched are the keys: where GOODTERMS_KEYS is
not set, one is made and kept in the person's configuration folder, never beside the data.
"""

from __future__ import annotations

import hashlib
import ipaddress
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict
from urllib.parse import SplitResult, urlsplit

from cryptography.fernet import Fernet

LOGIN_URL = "https://login.xero.com"
IDENTITY_URL = "https://identity.xero.com"
API_URL = "https://api.xero.com"
URL = "http://localhost:8000"
_A_DOMAIN = re.compile(r"(?=.{1,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")

_OURS = frozenset({"GOODTERMS_URL", "GOODTERMS_DATA", "GOODTERMS_KEYS", "GOODTERMS_CLOCK_URL"})


class WrongSettings(Exception):
    """Variables that cannot be used, one complaint each, all of them at once."""

    def __init__(self, complaints: tuple[str, ...]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


class Secret(str):
    """Text that does not show itself when it is printed as part of something else."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Nothing of it."""
        return "Secret(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this program was told to run. `repr` shows no secret."""

    #: XERO_CLIENT_ID and XERO_CLIENT_SECRET: the app as the ledger's owner knows it
    xero_client_id: str
    xero_client_secret: Secret
    #: XERO_WEBHOOK_KEY: comma-separated while rotating
    xero_webhook_keys: tuple[Secret, ...]
    #: XERO_LOGIN_URL, XERO_IDENTITY_URL, XERO_API_URL: origins without a path
    login_url: str
    identity_url: str
    api_url: str
    #: GOODTERMS_CLOCK_URL: where business time is asked for; None = the machine's own
    clock_url: str | None
    #: DATABASE_URL; None = the embedded server in `data`
    database_url: Secret | None
    #: GOODTERMS_URL: every link, redirect and webhook address is built from it
    url: str
    #: GOODTERMS_DATA
    data: Path
    #: GOODTERMS_KEYS: Fernet keys, the first one seals, any one opens
    keys: tuple[Secret, ...]
    #: SMTP_URL: smtp://user:password@host:port; None = no mail can be sent
    smtp_url: Secret | None
    #: SMS_URL, SMS_KEY, SMS_SENDER: a provider of text messages; None = none can be sent
    sms_url: str | None
    sms_key: Secret
    sms_sender: str
    #: SMS_HOOK_KEY: what the provider proves itself with, comma-separated while rotating
    sms_hook_keys: tuple[Secret, ...]
    #: REPLY_DOMAIN: where answers to mail arrive; empty = they go to whoever signs and nowhere else
    reply_domain: str = ""
    #: MAIL_HOOK_KEY: what the provider of inbound mail proves itself with
    mail_hook_keys: tuple[Secret, ...] = ()
    #: BUREAU_URL, BUREAU_KEY, BUREAU_NAME: a credit bureau; None = none is asked
    bureau_url: str | None = None
    bureau_key: Secret | None = None
    bureau_name: str = ""

    @property
    def is_local(self) -> bool:
        """True when the ledger is the local Xero: all three of its addresses are loopback."""
        return all(map(_is_loopback, (self.login_url, self.identity_url, self.api_url)))


def read_settings(
    environ: Mapping[str, str], *, data: Path | None = None, needs_ledger: bool = True
) -> Settings:
    """Read the settings. `data` goes before GOODTERMS_DATA.

    With `needs_ledger=False` (commands that call no ledger) the app's own credentials may be
    missing. Raises WrongSettings.
    """
    reading = _Reading(environ)
    for name in sorted(environ):
        if name.startswith("GOODTERMS_") and name not in _OURS:
            reading.complain(name, f"is not a setting; known are {', '.join(sorted(_OURS))}")
    ask = reading.required if needs_ledger else reading.text
    client_id, client_secret = ask("XERO_CLIENT_ID"), ask("XERO_CLIENT_SECRET")
    webhook_keys = _listed(ask("XERO_WEBHOOK_KEY"))
    login = reading.origin("XERO_LOGIN_URL", LOGIN_URL)
    identity = reading.origin("XERO_IDENTITY_URL", IDENTITY_URL)
    api, clock = reading.origin("XERO_API_URL", API_URL), reading.origin("GOODTERMS_CLOCK_URL", "")
    if clock and not all(map(_is_loopback, (clock, login, identity, api))):
        reading.complain(
            "GOODTERMS_CLOCK_URL",
            "is only for the local Xero: it and all three XERO_*_URL must be on this machine",
        )
    url = reading.origin("GOODTERMS_URL", URL)
    database = reading.address("DATABASE_URL", ("postgresql", "postgres"))
    smtp = reading.address("SMTP_URL", ("smtp", "smtps"))
    told = reading.text("GOODTERMS_DATA")
    folder = data or Path(told or reading.place("GOODTERMS_DATA", "XDG_DATA_HOME", ".local/share"))
    folder = folder.expanduser().absolute()
    keys = reading.keys()
    config = None if keys else reading.place("GOODTERMS_KEYS", "XDG_CONFIG_HOME", ".config")
    if config is not None and config.is_relative_to(folder):
        reading.complain("GOODTERMS_DATA", f"must not hold {config}, where the keys are kept")
    outside = reading.outside()
    reading.finish()
    return Settings(
        xero_client_id=client_id,
        xero_client_secret=Secret(client_secret),
        xero_webhook_keys=webhook_keys,
        login_url=login,
        identity_url=identity,
        api_url=api,
        clock_url=clock or None,
        database_url=_database(database),
        url=url,
        data=folder,
        keys=keys if config is None else (_kept_key(config, folder),),
        smtp_url=Secret(smtp) if smtp else None,
        **outside,
    )


class _Bureau(TypedDict):
    bureau_url: str | None
    bureau_key: Secret
    bureau_name: str


class _Replies(TypedDict):
    reply_domain: str
    mail_hook_keys: tuple[Secret, ...]


class _Outside(_Replies, _Bureau):
    sms_url: str | None
    sms_key: Secret
    sms_sender: str
    sms_hook_keys: tuple[Secret, ...]


class _Reading:
    """Reads variables and gathers what is wrong with them."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._complaints: list[str] = []

    def complain(self, name: str, what: str) -> None:
        self._complaints.append(f"{name} {what}")

    def finish(self) -> None:
        if self._complaints:
            raise WrongSettings(tuple(self._complaints))

    def text(self, name: str) -> str:
        return self._environ.get(name, "").strip()

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            self.complain(name, "is not set")
        return value

    def origin(self, name: str, default: str) -> str:
        """scheme://host[:port]; https, or http on this machine."""
        value = (self.text(name) or default).rstrip("/")
        if not value:
            return ""
        parts = _split(value)
        if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
            self.complain(name, "must be an address such as https://example.com")
        elif parts.path or parts.query or parts.fragment or "@" in parts.netloc:
            self.complain(name, "must be an origin only, without a path")
        elif parts.scheme != "https" and not _is_loopback(value):
            self.complain(name, "must be https, because it is not on this machine")
        return value

    def address(self, name: str, schemes: tuple[str, ...]) -> str:
        value = self.text(name)
        parts = _split(value)
        if value and (parts is None or parts.scheme not in schemes):
            self.complain(name, f"must begin with {' or '.join(f'{each}://' for each in schemes)}")
        return value

    def secure_address(self, name: str) -> str:
        """An address with a path: https, or http on this machine; empty where none is set."""
        value = self.address(name, ("https", "http"))
        if value.startswith("http://") and not _is_loopback(value):
            self.complain(name, "must be https, because it is not on this machine")
        return value

    def _bureau(self) -> _Bureau:
        """The credit bureau; with its address, the key and what it is called are needed."""
        url = self.secure_address("BUREAU_URL")
        ask = self.required if url else self.text
        return _Bureau(
            bureau_url=url or None,
            bureau_key=Secret(ask("BUREAU_KEY")),
            bureau_name=ask("BUREAU_NAME"),
        )

    def outside(self) -> _Outside:
        """The provider of text messages; with its address, the key and the sender are needed.

        And where answers arrive, by text and by mail; and a credit bureau.
        """
        url = self.secure_address("SMS_URL")
        ask = self.required if url else self.text
        return _Outside(
            sms_url=url or None,
            sms_key=Secret(ask("SMS_KEY")),
            sms_sender=ask("SMS_SENDER"),
            sms_hook_keys=_listed(self.text("SMS_HOOK_KEY")),
            **self._replies(),
            **self._bureau(),
        )

    def _replies(self) -> _Replies:
        """Where answers to mail arrive; with it, whoever brings them proves itself."""
        domain = self.text("REPLY_DOMAIN").lower()
        if domain and not _A_DOMAIN.fullmatch(domain):
            self.complain("REPLY_DOMAIN", "must be a domain such as reply.example.com")
        key = self.required("MAIL_HOOK_KEY") if domain else self.text("MAIL_HOOK_KEY")
        return _Replies(reply_domain=domain, mail_hook_keys=_listed(key))

    def place(self, name: str, base: str, below_home: str) -> Path:
        """Where the platform wants such files of ours; a complaint of `name` without a HOME."""
        if self.text(base):
            return Path(self.text(base)).absolute() / "goodterms"
        if not self.text("HOME"):
            self.complain(name, "is not set, and there is no HOME to choose a place in")
        return Path(self.text("HOME") or "/").absolute() / below_home / "goodterms"

    def keys(self) -> tuple[Secret, ...]:
        keys = _listed(self.text("GOODTERMS_KEYS"))
        if not all(map(_is_key, keys)):
            self.complain("GOODTERMS_KEYS", "must be Fernet keys (32 bytes, URL-safe base64)")
        return keys


def _database(address: str) -> Secret | None:
    return Secret(address.replace("postgres://", "postgresql://", 1)) if address else None


def _listed(text: str) -> tuple[Secret, ...]:
    return tuple(Secret(part.strip()) for part in text.split(",") if part.strip())


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        # asking for the port is what checks it
        return parts if parts.port is None or parts.port > 0 else None
    except ValueError:
        return None


def _is_loopback(address: str) -> bool:
    parts = _split(address)
    host = parts.hostname if parts else None
    if host is None or host == "localhost":
        return host is not None
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_key(text: str) -> bool:
    try:
        Fernet(text)
    except ValueError:
        return False
    return True


def _kept_key(config: Path, data: Path) -> Secret:
    """The key of this data folder, made on first use in a file that only we may read."""
    folder = config / "keys"
    path = folder / hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(Fernet.generate_key().decode())
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(aside)
        except FileExistsError:
            # another program made it a moment ago; its key is the one
            pass
        finally:
            aside.unlink()
    return Secret(path.read_text().strip())
