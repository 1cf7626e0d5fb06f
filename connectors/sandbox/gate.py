"""The way into the accounting API: token, organisation, limits, scope, faults, idempotency.

What a call then reads or changes is for `accounting`. The order of the checks is Xero's: the
limit is counted before the idempotency key is looked at, so that a replay costs a call.
"""

import gzip
import hashlib
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Response, request

from connectors.sandbox import scopes
from connectors.sandbox.accounting import Asked, answer
from connectors.sandbox.calls import Call, CallLog
from connectors.sandbox.errors import (
    ForbiddenError,
    IdempotencyError,
    UnauthorisedError,
    XeroError,
)
from connectors.sandbox.faults import AFTER, BEFORE, Fault, Switchboard
from connectors.sandbox.identity import Identity
from connectors.sandbox.limits import Limits, Remaining
from connectors.sandbox.replies import TEXT, Reply, refusal
from connectors.sandbox.tokens import AccessClaims
from connectors.sandbox.unauthorised import unauthorised

IDEMPOTENCY_LIFE = timedelta(minutes=6)
_SMALLEST_ZIPPED = 256


@dataclass(frozen=True, slots=True)
class _Remembered:
    fingerprint: str
    reply: Reply
    at: datetime


class Gate:
    """Lets calls of one app through to the accounting API of every organisation."""

    def __init__(
        self, identity: Identity, limits: Limits, log: CallLog, faults: Switchboard
    ) -> None:
        self.identity = identity
        self.limits = limits
        self.log = log
        self.faults = faults
        self._remembered: dict[str, _Remembered] = {}

    def call(self, rest: str) -> Response:
        """Answer the current request to /api.xro/2.0/`rest`."""
        try:
            claims = self.identity.claims(_bearer())
            tenant = self._tenant(claims)
        except (UnauthorisedError, ForbiddenError) as error:
            return unauthorised(error)
        now = self.identity.world.now()
        verdict = self.limits.enter(claims.client, tenant, now)
        if verdict.problem:
            response = _limited(verdict.problem, verdict.retry_after)
        else:
            try:
                response = self._answer(claims, tenant, rest)
            finally:
                self.limits.leave(claims.client, tenant)
        _count_headers(response, verdict.remaining)
        size = response.content_length or 0
        query = request.query_string.decode()
        self.log.add(
            Call(now, request.method, f"/{rest}", query, tenant, response.status_code, size)
        )
        return response

    def _tenant(self, claims: AccessClaims) -> str:
        """The organisation asked for; an app's own token needs no header."""
        asked = request.headers.get("xero-tenant-id", "").strip().lower()
        connected = self.identity.connections(claims.client, user=claims.user)
        if not asked and claims.user == claims.client and connected:
            return connected[0].tenant
        if any(each.tenant == asked for each in connected):
            return asked
        if self.identity.world.doubts.disconnected_is_401 and asked:
            raise UnauthorisedError("AuthenticationUnsuccessful")
        raise ForbiddenError("AuthenticationUnsuccessful")

    def _answer(self, claims: AccessClaims, tenant: str, rest: str) -> Response:
        resource = rest.split("/", 1)[0].lower()
        needed = scopes.needed(resource, is_write=request.method != "GET")
        if needed and not claims.scope.intersection(needed):
            return unauthorised(UnauthorisedError("AuthorizationUnsuccessful", needed[-1]))
        fault = self.faults.take(request.method, f"/{rest}", tenant)
        if fault and fault.kind == "disconnect":
            self.identity.disconnect(tenant)
            return unauthorised(ForbiddenError("AuthenticationUnsuccessful"))
        if fault and fault.kind in BEFORE:
            time.sleep(fault.seconds)
            spoiled = BEFORE[fault.kind](fault)
            if spoiled is not None:
                return _http(spoiled)
        reply = self._work(claims, tenant, rest)
        return _http(_after(fault, reply))

    def _work(self, claims: AccessClaims, tenant: str, rest: str) -> Reply:
        key = request.headers.get("Idempotency-Key", "")
        body = request.get_data()
        world = self.identity.world
        with world.lock:
            fingerprint = ""
            if key and request.method != "GET":
                fingerprint = hashlib.sha256(
                    b"\n".join((request.method.encode(), request.url.encode(), body))
                ).hexdigest()
                found = self._known(f"{claims.client}/{key}")
                if found is not None:
                    is_same = found.fingerprint == fingerprint
                    return found.reply if is_same else refusal(IdempotencyError(key))
            try:
                reply = answer(
                    Asked(
                        world=world,
                        ledger=world.ledger(tenant),
                        app=self.identity.app.name,
                        client=claims.client,
                        method=request.method,
                        path=rest,
                        query={k.lower(): v for k, v in request.args.items()},
                        body=body,
                        accept=request.headers.get("Accept", ""),
                        modified_since=request.headers.get("If-Modified-Since"),
                        origin=self.identity.signer.issuer,
                    )
                )
            except XeroError as error:
                reply = refusal(error)
            if fingerprint:
                self._remembered[f"{claims.client}/{key}"] = _Remembered(
                    fingerprint, reply, world.now()
                )
            return reply

    def _known(self, key: str) -> _Remembered | None:
        oldest = self.identity.world.now() - IDEMPOTENCY_LIFE
        self._remembered = {k: r for k, r in self._remembered.items() if r.at >= oldest}
        return self._remembered.get(key)


def _after(fault: Fault | None, reply: Reply) -> Reply:
    if fault is None or fault.kind not in AFTER:
        return reply
    time.sleep(fault.seconds)
    return AFTER[fault.kind](fault, reply)


def _limited(problem: str, retry_after: int | None) -> Response:
    headers = [("X-Rate-Limit-Problem", problem)]
    if retry_after is not None:
        headers.append(("Retry-After", str(retry_after)))
    return _http(Reply(429, b"", TEXT, tuple(headers)))


def _count_headers(response: Response, left: Remaining) -> None:
    response.headers["X-DayLimit-Remaining"] = str(left.day)
    response.headers["X-MinLimit-Remaining"] = str(left.minute)
    response.headers["X-AppMinLimit-Remaining"] = str(left.app_minute)


def _bearer() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _http(reply: Reply) -> Response:
    body = reply.body
    response = Response(status=reply.status, content_type=reply.content_type)
    for name, value in reply.headers:
        response.headers[name] = value
    if reply.is_cut:
        return _broken(response)
    is_zipped = "gzip" in request.headers.get("Accept-Encoding", "").lower()
    if is_zipped and len(body) >= _SMALLEST_ZIPPED:
        body = gzip.compress(body, compresslevel=5)
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.set_data(body)
    if reply.status == 204:
        response.headers.pop("Content-Type", None)
    return response


def _broken(response: Response) -> Response:
    """An answer that promises more than it brings, so that the connection breaks."""
    response.response = [b" "]
    response.headers["Content-Length"] = "4096"
    response.automatically_set_content_length = False
    return response
