"""The two processes of the demo, local Xero and Goodterms, as one thing that can be left.

It starts and stops them and says how others can join. What happens between is not its business.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from plugin.demo.processes import Child, free_port

#: where a person finds them; a run without a person takes free ports
XERO_PORT, GOODTERMS_PORT = 9000, 8000

_CALLBACK, _WEBHOOKS = "/oauth/callback", "/webhooks/xero"


class DidNotStop(Exception):
    """A child had to be killed, or ended with an error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which ledger, on which day, where the data lies, whether on free ports."""

    data: Path
    books: Path | None = None
    on: str | None = None
    on_free_ports: bool = False
    #: a key for sealing, where none is to be kept in the person's own configuration
    has_own_key: bool = False
    #: a file for every answer and webhook of the local Xero
    record: Path | None = None

    @property
    def logs(self) -> Path:
        """Where both write their logs: beside the data, which is not ours to write into."""
        return self.data.with_name(f"{self.data.name}.logs")


@dataclass(frozen=True, slots=True)
class Household:
    """Both run and are ready. `variables` are the KEY=value lines by which others join."""

    url: str
    xero_url: str
    variables: Mapping[str, str]
    children: tuple[Child, ...]

    def dead(self) -> str:
        """Which child has ended by itself, with its last words; empty where both live."""
        for child in self.children:
            if not child.is_running:
                return f"`goodterms {child.name}` has ended by itself.{child.last_words()}"
        return ""

    def last_words(self) -> str:
        """What both logged last that is more than routine."""
        return "".join(child.last_words() for child in self.children)


@contextmanager
def household(plan: Plan, environ: Mapping[str, str]) -> Iterator[Household]:
    """Both processes for as long as the block lasts; Goodterms is stopped first.

    Raises DidNotStart; DidNotStop where one had to be killed and nothing else went wrong.
    """
    plan.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    port = free_port() if plan.on_free_ports else GOODTERMS_PORT
    url = f"http://localhost:{port}"
    with _running(_xero_arguments(plan, url), _without_ours(environ), plan.logs) as xero:
        joined = _variables(plan, url, xero.variables, environ)
        environment = {**_without_ours(environ), **joined}
        with _running(("serve", "--port", str(port)), environment, plan.logs) as goodterms:
            yield Household(
                url,
                xero.variables["XERO_API_URL"],
                MappingProxyType(joined),
                (goodterms, xero),
            )


@contextmanager
def _running(
    arguments: Sequence[str], environment: Mapping[str, str], logs: Path
) -> Iterator[Child]:
    child = Child(arguments, environment, log=logs / f"{arguments[0]}.log")
    try:
        child.await_ready()
        yield child
    except BaseException:
        child.stop()
        raise
    try:
        has_stopped = child.stop()
    except BaseException:
        # interrupted while stopping, which happens at most once
        child.stop()
        raise
    if not has_stopped:
        raise DidNotStop(f"`goodterms {child.name}` {child.ended}.{child.last_words()}")


def _xero_arguments(plan: Plan, url: str) -> tuple[str, ...]:
    port = 0 if plan.on_free_ports else XERO_PORT
    return (
        *("sandbox", "--port", str(port)),
        *("--redirect-uri", f"{url}{_CALLBACK}"),
        *("--webhook-url", f"{url}{_WEBHOOKS}"),
        *(("--books", str(plan.books)) if plan.books else ()),
        *(("--on", plan.on) if plan.on else ()),
        *(("--record", str(plan.record)) if plan.record else ()),
    )


def _without_ours(environ: Mapping[str, str]) -> dict[str, str]:
    """The person's environment without anything that points at a real ledger or database."""
    ours = ("XERO_", "GOODTERMS_", "SMS_", "REPLY_", "MAIL_")
    return {
        name: value
        for name, value in environ.items()
        if not name.startswith(ours) and name not in {"SMTP_URL", "DATABASE_URL"}
    }


def _variables(
    plan: Plan, url: str, of_xero: Mapping[str, str], environ: Mapping[str, str]
) -> dict[str, str]:
    found = {"GOODTERMS_URL": url, "GOODTERMS_DATA": str(plan.data), **of_xero}
    keys = environ.get("GOODTERMS_KEYS") or (_new_key() if plan.has_own_key else "")
    return {**found, "GOODTERMS_KEYS": keys} if keys else found


def _new_key() -> str:
    """A Fernet key."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode()
