"""Looks up whether a sender's domain carries SPF, DKIM and DMARC. It judges no mail and sends none.

A domain's DKIM keys lie under selectors that nobody lists, so only known ones can be looked for:
the selectors handed in, then those of the large mail providers.
"""

from __future__ import annotations

import json
import time
from http.client import HTTPException
from urllib.error import URLError
from urllib.parse import quote, urlsplit
from urllib.request import ProxyHandler, build_opener

import dns.exception
import dns.name
import dns.resolver

from plugin.ports.doors import DomainVerdict
from plugin.ports.errors import Unavailable

#: where Google, Microsoft, Mailchimp, Fastmail, Proton, Zoho and others keep their keys
KNOWN_SELECTORS = (
    "google",
    "selector1",
    "selector2",
    "default",
    "k1",
    "k2",
    "fm1",
    "protonmail",
    "zoho",
    "s1",
    "s2",
    "mail",
    "dkim",
)

#: seconds for one whole check; no outside call lasts longer than ten
TIMEOUT = 8.0


class DnsDomainCheck:
    """The DomainCheck door over DNS (rule 26); `selectors` are looked for before the known ones.

    `resolver` is the system's unless another is handed in.
    """

    def __init__(
        self,
        selectors: tuple[str, ...] = (),
        resolver: dns.resolver.Resolver | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        self._selectors = tuple(dict.fromkeys((*selectors, *KNOWN_SELECTORS)))
        self._resolver = resolver
        self._timeout = timeout

    def check(self, domain: str) -> DomainVerdict:
        """Look up one domain. Raises Unavailable where a look-up failed, which is no verdict.

        A name that cannot be a domain carries no records, so all three are missing.
        """
        name = domain.strip().rstrip(".").lower()
        try:
            dns.name.from_text(name)
        except (dns.exception.DNSException, UnicodeError):
            return DomainVerdict(name, spf=False, dkim=False, dmarc=False)
        look = _LookUps(self._resolver or _system_resolver(), time.monotonic() + self._timeout)
        return DomainVerdict(
            domain=name,
            spf=_has_spf(look, name),
            dkim=any(_has_key(look, name, selector) for selector in self._selectors),
            dmarc=_has_dmarc(look, name),
        )


class _LookUps:
    """The look-ups of one check, which share the time allowed for it."""

    def __init__(self, resolver: dns.resolver.Resolver, deadline: float) -> None:
        self._resolver = resolver
        self._deadline = deadline

    def texts(self, name: str) -> tuple[str, ...]:
        """The TXT records of a name; none where it does not exist. Raises Unavailable."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise Unavailable(f"the name server took too long, before {name}")
        try:
            answer = self._resolver.resolve(name, "TXT", lifetime=left)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except dns.exception.DNSException as failed:
            raise Unavailable(f"the look-up of {name} failed: {failed}") from failed
        return tuple(b"".join(record.strings).decode("utf-8", "replace") for record in answer)


class SandboxDomainCheck:
    """The DomainCheck door as the local Xero answers it: `GET {origin}/sandbox/domains/<domain>`.

    The answer is `{"spf": true, "dkim": true, "dmarc": true}`. Raises ValueError for an origin
    that is not on this machine.
    """

    def __init__(self, origin: str, timeout: float = TIMEOUT) -> None:
        parts = urlsplit(origin)
        if parts.scheme != "http" or parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
            raise ValueError(f"the local Xero is on this machine, not at {origin}")
        self._origin = origin.rstrip("/")
        self._timeout = timeout
        self._opener = build_opener(ProxyHandler({}))

    def check(self, domain: str) -> DomainVerdict:
        """Ask for one domain. Raises Unavailable where there is no answer or it cannot be read."""
        url = f"{self._origin}/sandbox/domains/{quote(domain, safe='')}"
        try:
            with self._opener.open(url, timeout=self._timeout) as answer:
                found = json.loads(answer.read())
        except (URLError, HTTPException, OSError, ValueError) as failed:
            raise Unavailable(f"the local Xero did not answer for {domain}: {failed}") from failed
        if not isinstance(found, dict):
            raise Unavailable(f"the local Xero's answer for {domain} is no JSON object")
        flags = {name: found.get(name) for name in ("spf", "dkim", "dmarc")}
        for name, value in flags.items():
            if not isinstance(value, bool):
                raise Unavailable(f"the local Xero's answer for {domain} has no {name}")
        return DomainVerdict(domain, *(value is True for value in flags.values()))


#: how far up a DMARC record is looked for (RFC 9989 allows eight; sender domains are shallow)
_PARENTS = 4


def _system_resolver() -> dns.resolver.Resolver:
    try:
        return dns.resolver.Resolver()
    except dns.resolver.NoResolverConfiguration as missing:
        raise Unavailable("this machine has no name server configured") from missing


def _has_spf(look: _LookUps, name: str) -> bool:
    # two SPF records are an error to every receiver (RFC 7208, 4.5)
    return len([record for record in look.texts(name) if _is_spf(record)]) == 1


def _has_key(look: _LookUps, name: str, selector: str) -> bool:
    return any(_is_live_key(record) for record in look.texts(f"{selector}._domainkey.{name}"))


def _has_dmarc(look: _LookUps, name: str) -> bool:
    """The domain's own record or the nearest parent's, as receivers look for it (RFC 9989)."""
    labels = name.split(".")
    for start in range(min(len(labels) - 1, _PARENTS)):
        records = [_tags(each) for each in look.texts(f"_dmarc.{'.'.join(labels[start:])}")]
        policies = [tags for tags in records if tags.get("v") == "DMARC1"]
        if len(policies) == 1:
            return "p" in policies[0] and policies[0].get("psd") != "y"
    return False


def _is_spf(record: str) -> bool:
    return record.lower() == "v=spf1" or record.lower().startswith("v=spf1 ")


def _is_live_key(record: str) -> bool:
    # an empty p= says that the key was withdrawn (RFC 6376, 3.6.1)
    tags = _tags(record)
    return tags.get("v", "DKIM1") == "DKIM1" and bool(tags.get("p"))


def _tags(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
