"""The way into the accounting API: token, organisation, limits, scope, faults, idempotency.

What a call then reads or changes is for `accounting`. The order of the checks is Xero's: the
limit is counted before the idempotency key is looked at, so that a replay costs a call.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Response, request

from connectors.sandbox import scopes
from connectors.sandbox.accounting import Asked, answer
from connectors.sandbox.answering import http
from connectors.sandbox.calls import Call, CallLog
from connectors.sandbox.errors import (
    ForbiddenError,
    IdempotencyError,
    UnauthorisedError,
    ValidationError,
    XeroError,
)
from connectors.sandbox.faults import AFTER, BEFORE, OTHER, Fault, Switchboard
from connectors.sandbox.identity import Identity
from connectors.sandbox.limits import Limits, Remaining
from connectors.sandbox.replies import TEXT, Reply, refusal
from connectors.sandbox.tokens import AccessClaims
from connectors.sandbox.unauthorised import problem, unauthorised

LARGEST_BODY, SMALL_BODY = 10_000_000, 3_500_000
"""Bytes of a request; which of the two holds is a doubt."""
IDEMPOTENCY_LIFE, LONGEST_KEY = timedelta(minutes=6), 128
_WITH_KEY = frozenset(("POST", "PUT", "PATCH"))
"""Elsewhere an Idempotency-Key is ignored."""
_TOO_LONG = f"Idempotency Key: must not be longer than {LONGEST_KEY} characters."


@dataclass(frozen=True, slots=True)
class _Remembered:
    fingerprint: str
    reply: Reply
    at: datetime


class Gate:
    """Lets calls of one app through to the accounting API of every organisation."""

    def __init__(
        self,
        identity: Identity,
        limits: Limits,
        log: CallLog,
        faults: Switchboard,
        reset: Callable[[str], object],
    ) -> None:
        """`reset` is what Xero does to a demo company, by its tenant id."""
        self.identity = identity
        self._reset = reset
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
            self.log.turn_away(request.headers.get("xero-tenant-id", "").strip().lower())
            return unauthorised(error)
        now = self.identity.world.now()
        verdict = self.limits.enter(claims.client, tenant, now, self._connected(claims, tenant))
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

    def _connected(self, claims: AccessClaims, tenant: str) -> datetime | None:
        """When this person connected this organisation."""
        mine = self.identity.connections(claims.client, user=claims.user)
        return next((each.created for each in mine if each.tenant == tenant), None)

    def _tenant(self, claims: AccessClaims) -> str:
        """The organisation asked for; an app's own token needs no header."""
        asked = request.headers.get("xero-tenant-id", "").strip().lower()
        connected = self.identity.connections(claims.client, user=claims.user)
        if not asked and claims.user == claims.client and connected:
            return connected[0].tenant
        if any(each.tenant == asked for each in connected):
            return asked
        raise self._not_connected() if asked else ForbiddenError("AuthenticationUnsuccessful")

    def _not_connected(self) -> UnauthorisedError | ForbiddenError:
        if self.identity.world.doubts.disconnected_is_401:
            return UnauthorisedError("AuthenticationUnsuccessful")
        return ForbiddenError("AuthenticationUnsuccessful")

    def _answer(self, claims: AccessClaims, tenant: str, rest: str) -> Response:
        needed = scopes.needed(rest, is_write=request.method != "GET")
        if needed and not claims.scope.intersection(needed):
            return unauthorised(UnauthorisedError("AuthorizationUnsuccessful", needed[-1]))
        fault = self.faults.take(request.method, f"/{rest}", tenant)
        if fault and fault.kind in OTHER:
            (self.identity.disconnect if fault.kind == "disconnect" else self._reset)(tenant)
            return unauthorised(self._not_connected())
        if fault and fault.kind in BEFORE:
            time.sleep(fault.seconds)
            spoiled = BEFORE[fault.kind](fault)
            if spoiled is not None:
                return http(spoiled)
        reply = self._work(claims, tenant, rest)
        return http(_after(fault, reply))

    def _work(self, claims: AccessClaims, tenant: str, rest: str) -> Reply:
        key = request.headers.get("Idempotency-Key", "")
        world = self.identity.world
        largest = SMALL_BODY if world.doubts.small_requests else LARGEST_BODY
        if (request.content_length or 0) > largest:
            return Reply(413, b"The request is too large", TEXT)
        body = request.get_data()
        with world.lock:
            if tenant not in world.ledgers:  # reset while this call was on its way
                return problem(self._not_connected())
            fingerprint = ""
            if key and request.method in _WITH_KEY:
                if len(key) > LONGEST_KEY:
                    return refusal(ValidationError(_TOO_LONG))
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
                        user=claims.user,
                        content_type=request.headers.get("Content-Type", ""),
                        accept=request.headers.get("Accept", ""),
                        modified_since=request.headers.get("If-Modified-Since"),
                        origin=self.identity.signer.issuer,
                    )
                )
            except ForbiddenError as error:
                reply = problem(error)
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


def _limited(name: str, retry_after: int | None) -> Response:
    headers = [("X-Rate-Limit-Problem", name)]
    if retry_after is not None:
        headers.append(("Retry-After", str(retry_after)))
    return http(Reply(429, b"", TEXT, tuple(headers)))


def _count_headers(response: Response, left: Remaining) -> None:
    response.headers["X-DayLimit-Remaining"] = str(left.day)
    response.headers["X-MinLimit-Remaining"] = str(left.minute)
    response.headers["X-AppMinLimit-Remaining"] = str(left.app_minute)


def _bearer() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
