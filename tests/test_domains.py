from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest

from plugin.domains import DnsDomainCheck, SandboxDomainCheck
from plugin.ports.doors import DomainVerdict
from plugin.ports.errors import Unavailable

READY = {
    "harbourlane.example.": ["google-site-verification=x", "v=spf1 include:_spf.example -all"],
    "google._domainkey.harbourlane.example.": ["v=DKIM1; k=rsa; p=MIGfMA0G"],
    "_dmarc.harbourlane.example.": ["v=DMARC1; p=quarantine"],
}


class NameServer:
    """A real name server on a free port: answers TXT from a table, or fails as it was told."""

    def __init__(self, zone: dict[str, list[str]], rcode: dns.rcode.Rcode | None = None) -> None:
        self._zone = zone
        self._rcode = rcode
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._answer_all, daemon=True)

    def __enter__(self) -> dns.resolver.Resolver:
        """Start, and give a resolver that asks this server only."""
        self._thread.start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers = ["127.0.0.1"]
        resolver.port = self._socket.getsockname()[1]
        return resolver

    def __exit__(self, *raised: object) -> None:
        """Stop: an empty datagram ends the loop."""
        address = self._socket.getsockname()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", address)
        self._thread.join(timeout=60)
        self._socket.close()

    def _answer_all(self) -> None:
        while True:
            asked, sender = self._socket.recvfrom(4096)
            if not asked:
                return
            query = dns.message.from_wire(asked)
            self._socket.sendto(self._answer(query).to_wire(), sender)

    def _answer(self, query: dns.message.Message) -> dns.message.Message:
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        if self._rcode is not None:
            answer.set_rcode(self._rcode)
            return answer
        name = query.question[0].name.to_text().lower()
        records = self._zone.get(name)
        if records is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        elif records:
            quoted = [json.dumps(record) for record in records]
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *quoted))
        return answer


def checked(
    zone: dict[str, list[str]], domain: str = "harbourlane.example", *selectors: str
) -> DomainVerdict:
    with NameServer(zone) as resolver:
        return DnsDomainCheck(selectors, resolver=resolver).check(domain)


def test_a_domain_with_all_three_is_ready() -> None:
    """SPF, a key of a known provider and a DMARC policy: messages may go as this sender."""
    verdict = checked(READY)
    assert verdict == DomainVerdict("harbourlane.example", spf=True, dkim=True, dmarc=True)
    assert verdict.is_ready


def test_a_domain_with_nothing_has_nothing() -> None:
    """Names that do not exist or carry no text are missing records, not errors."""
    assert checked({}) == DomainVerdict("harbourlane.example", spf=False, dkim=False, dmarc=False)
    assert not checked({"harbourlane.example.": []}).spf


@pytest.mark.parametrize(
    ("name", "records", "field"),
    [
        ("harbourlane.example.", ["v=spf1 -all", "v=spf1 +all"], "spf"),
        ("harbourlane.example.", ["v=spf10 -all"], "spf"),
        ("google._domainkey.harbourlane.example.", ["v=DKIM1; p="], "dkim"),
        ("google._domainkey.harbourlane.example.", ["something else"], "dkim"),
        ("_dmarc.harbourlane.example.", ["v=DMARC1; rua=mailto:x@y.example"], "dmarc"),
        ("_dmarc.harbourlane.example.", ["v=spf1 -all"], "dmarc"),
        ("_dmarc.harbourlane.example.", ["v=DMARC1; p=none", "v=DMARC1; p=reject"], "dmarc"),
    ],
)
def test_a_record_that_does_not_count_is_missing(name: str, records: list[str], field: str) -> None:
    """Two SPF records, a withdrawn key, a policy without p=: receivers ignore them too."""
    verdict = checked({**READY, name: records})
    assert {each: getattr(verdict, each) for each in ("spf", "dkim", "dmarc")} == {
        "spf": True,
        "dkim": True,
        "dmarc": True,
        field: False,
    }


def test_a_selector_of_ones_own_is_looked_for() -> None:
    """A key under a selector that nobody could guess is found when it is handed in."""
    zone = {"nov26._domainkey.harbourlane.example.": ["p=MIGf"]}
    assert not checked(zone).dkim
    assert checked(zone, "harbourlane.example", "nov26").dkim


def test_a_subdomain_is_covered_by_its_parents_policy() -> None:
    """mail.harbourlane.example is under the policy of harbourlane.example."""
    assert checked(READY, "Mail.HarbourLane.example.").dmarc
    assert not checked({"_dmarc.example.": ["v=DMARC1; p=reject; psd=y"]}).dmarc


@pytest.mark.parametrize("rcode", [dns.rcode.SERVFAIL, dns.rcode.REFUSED])
def test_a_failed_look_up_is_no_verdict(rcode: dns.rcode.Rcode) -> None:
    """A name server that cannot answer says nothing about the domain."""
    with NameServer({}, rcode) as resolver, pytest.raises(Unavailable, match="harbourlane"):
        DnsDomainCheck(resolver=resolver, timeout=20).check("harbourlane.example")


def test_a_silent_name_server_is_left_in_time() -> None:
    """No answer within the time allowed is a passing failure."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers = ["127.0.0.1"]
        resolver.port = silent.getsockname()[1]
        with pytest.raises(Unavailable):
            DnsDomainCheck(resolver=resolver, timeout=0.3).check("harbourlane.example")


@pytest.mark.parametrize("domain", ["a..b", "x" * 64 + ".example", ""])
def test_what_is_no_domain_carries_no_records(domain: str) -> None:
    """A mistyped domain is simply not ready."""
    assert not checked(READY, domain).is_ready


@contextmanager
def local_xero(answers: dict[str, tuple[int, bytes]]) -> Iterator[str]:
    """An HTTP server that answers like the local Xero; gives its origin."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answers.get(self.path, (404, b"{}"))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_local_xero_is_asked_in_the_demo() -> None:
    """Its answer is the verdict, field by field."""
    body = b'{"domain": "harbourlane.example", "spf": true, "dkim": true, "dmarc": false}'
    with local_xero({"/sandbox/domains/harbourlane.example": (200, body)}) as origin:
        verdict = SandboxDomainCheck(origin).check("harbourlane.example")
    assert verdict == DomainVerdict("harbourlane.example", spf=True, dkim=True, dmarc=False)


@pytest.mark.parametrize(
    "answer",
    [
        (500, b"{}"),
        (200, b"not JSON"),
        (200, b"[]"),
        (200, b'{"spf": true, "dkim": true}'),
        (200, b'{"spf": 1, "dkim": true, "dmarc": true}'),
    ],
)
def test_an_answer_that_cannot_be_read_is_no_verdict(answer: tuple[int, bytes]) -> None:
    """A broken answer is a failed look-up, never a domain that is not ready."""
    with local_xero({"/sandbox/domains/x.example": answer}) as origin, pytest.raises(Unavailable):
        SandboxDomainCheck(origin).check("x.example")


def test_a_domain_cannot_lead_elsewhere() -> None:
    """What a person typed stays one part of the address."""
    body = b'{"spf": true, "dkim": true, "dmarc": true}'
    with local_xero({"/sandbox/advance": (200, body)}) as origin, pytest.raises(Unavailable):
        SandboxDomainCheck(origin).check("../advance")


@pytest.mark.parametrize("origin", ["https://api.xero.com", "http://10.0.0.1:9000", "localhost"])
def test_the_local_xero_is_on_this_machine(origin: str) -> None:
    """Anything else is refused at start-up."""
    with pytest.raises(ValueError, match="this machine"):
        SandboxDomainCheck(origin)
