"""Outgoing webhooks by the Standard Webhooks scheme, posted to addresses that somebody else chose.

So that no address leads into a private network: https only, the name is looked up by us, every
address that it has must be public, and the connection is made to the very address that was looked
at. Redirects and proxies are not followed. Only where the local Xero is used may an address be
loopback, and then plain http will do.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

import dns.exception
import dns.resolver
from standardwebhooks import Webhook

from plugin.ports import Refused, Unavailable
from plugin.ports.hooks import HookAnswer, HookCall

_TIMEOUT: Final = 5.0
#: seconds for the whole of it, looking up the name included
_WHOLE: Final = 9.0
_LOOKUP: Final = 3.0
_MOST_BYTES: Final = 2_000
_SAID_AT_MOST: Final = 200
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
#: addresses that carry another one inside: what lies behind them cannot be told from outside
_CARRIERS: Final = tuple(
    ipaddress.ip_network(each)
    for each in ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48")
)

Resolve = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Target:
    host: str
    port: int
    path: str
    is_plain: bool


class WebHooks:
    """The door for outgoing webhooks; `allow_loopback` with the local Xero only."""

    def __init__(
        self,
        *,
        allow_loopback: bool,
        resolve: Resolve | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self._allow_loopback = allow_loopback
        self._resolve = resolve or _looked_up
        self._now = now or _wall_clock

    def check(self, url: str) -> None:
        """Raise Refused where nothing would be sent there; Unavailable where nobody can say."""
        self._address(self._target(url))

    def post(self, call: HookCall) -> HookAnswer:
        """Post it, signed with each of its secrets. Raises Refused or Unavailable."""
        target = self._target(call.url)
        address = self._address(target)
        at = self._now()
        signed = " ".join(Webhook(each).sign(call.id, at, call.body) for each in call.secrets)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Goodterms-Webhooks/1",
            "webhook-id": call.id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": signed,
        }
        try:
            return _posted(target, address, call.body.encode(), headers)
        except (OSError, http.client.HTTPException) as lost:
            raise Unavailable(f"no answer from {target.host}: {type(lost).__name__}") from lost

    def _target(self, url: str) -> _Target:
        """The parts of an address. Raises Refused where it is none that we send to."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise Refused("this is no address") from None
        is_here = self._allow_loopback and host in _LOOPBACK
        if parts.scheme != "https" and not (is_here and parts.scheme == "http"):
            raise Refused("the address has to begin with https://")
        if not host or parts.username or parts.password or parts.fragment:
            raise Refused("the address needs a host, and neither a user nor a fragment")
        if not url.isascii() or any(letter <= " " for letter in url):
            raise Refused("the address holds a character that no address has")
        is_plain = parts.scheme == "http"
        path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
        return _Target(host, port or (80 if is_plain else 443), path, is_plain)

    def _address(self, target: _Target) -> str:
        """The address to connect to. Raises Refused unless every one of the host is public."""
        if self._allow_loopback and target.host in _LOOPBACK:
            return "::1" if target.host == "::1" else "127.0.0.1"
        found = [target.host] if _is_address(target.host) else list(self._resolve(target.host))
        if not found:
            raise Unavailable(f"{target.host} has no address")
        if not all(is_public(each) for each in found):
            raise Refused(f"{target.host} is not a public address")
        return found[0]


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet: not private, not here, not a group."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if found.scope_id is not None or any(found in each for each in _CARRIERS):
            return False
    is_special = found.is_multicast or found.is_reserved or found.is_unspecified
    return found.is_global and not is_special


def _posted(target: _Target, address: str, body: bytes, headers: dict[str, str]) -> HookAnswer:
    """One request to that very address; whoever drips its answer is cut off."""
    opened: list[socket.socket] = []
    end = threading.Timer(_WHOLE - _LOOKUP, _cut, [opened])
    end.daemon = True
    with closing(_pinned(target, address, opened)) as pinned:
        end.start()
        try:
            pinned.request("POST", target.path, body, headers)
            reply = pinned.getresponse()
            words = reply.read(_MOST_BYTES).decode("utf-8", "replace").replace("\0", "")
        finally:
            end.cancel()
            for each in opened:
                each.close()
        return HookAnswer(reply.status, " ".join(words.split())[:_SAID_AT_MOST])


def _pinned(
    target: _Target, address: str, opened: list[socket.socket]
) -> http.client.HTTPConnection:
    """A connection that goes to `address` and greets it by the host's name.

    A second hand on its socket goes into `opened`: by it the connection can be cut while it still
    agrees on keys.
    """
    if target.is_plain:
        made = http.client.HTTPConnection(target.host, target.port, timeout=_TIMEOUT)
    else:
        context = ssl.create_default_context()
        made = http.client.HTTPSConnection(
            target.host, target.port, timeout=_TIMEOUT, context=context
        )

    def connected(_: object, timeout: float, source: tuple[str, int] | None) -> socket.socket:
        # no name is looked up again: between two looks it could lead elsewhere
        found = socket.create_connection((address, target.port), timeout, source)
        opened.append(found.dup())
        return found

    made._create_connection = connected  # type: ignore[attr-defined]
    return made


def _cut(opened: list[socket.socket]) -> None:
    for each in opened:
        # it may have ended by itself a moment ago
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _looked_up(host: str) -> Sequence[str]:
    """Every address of a name. Raises Refused where it has none, Unavailable otherwise."""
    try:
        answers = dns.resolver.resolve_name(host, lifetime=_LOOKUP)
        return list(answers.addresses())
    except (dns.resolver.NXDOMAIN, dns.exception.SyntaxError) as none:
        raise Refused(f"there is no {host}") from none
    except dns.exception.DNSException as lost:
        raise Unavailable(f"{host} could not be looked up: {type(lost).__name__}") from lost


def _wall_clock() -> datetime:
    """Machine time: whoever receives it judges the signature's age by their own clock."""
    return datetime.now(UTC)
