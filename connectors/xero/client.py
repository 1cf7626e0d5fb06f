"""One organisation's calls to Xero: token, slot, request, what it cost, what went wrong.

It never sleeps and never tries again but once after a refresh: retries belong to whoever called.
It reads no body; that is `translate`'s.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from connectors.xero.answers import NOT_MODIFIED, Advice, Answer, Missing, Next, advice, gone, spent
from connectors.xero.transport import Deadline, NoAnswer, Transport
from plugin.ports import (
    CallBudget,
    Clock,
    Consent,
    LedgerError,
    OutcomeUnknown,
    Spent,
    Unavailable,
    Urgency,
    Vault,
    valid_tokens,
)

#: Seconds of machine time for one call, a refresh and a replay included.
SECONDS: Final = 10.0
#: What a refresh or a look at the connections may still need of them.
_SIDE_CALL: Final = 4.5
_LONGEST_KEY: Final = 128

_Send = Callable[[str, Deadline], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Whose calls these are, and the doors that they go through."""

    org_id: UUID
    tenant_id: str
    grant_id: UUID
    vault: Vault
    consent: Consent
    budget: CallBudget
    clock: Clock
    urgency: Urgency = Urgency.SOON


class XeroClient:
    """Calls for one organisation, with an SDK client of its own; not for several threads."""

    def __init__(self, seat: Seat, *, api_url: str) -> None:
        self._seat = seat
        self._transport = Transport(api_url)

    def deadline(self) -> Deadline:
        """Ten seconds from now, to be shared by the requests of one call."""
        return Deadline(SECONDS)

    def read(self, call: str, *arguments: Any, deadline: Deadline, **options: Any) -> Answer:
        """A successful answer to a reading. Raises any LedgerError but OutcomeUnknown."""
        return self._ask(self._sdk(call, arguments, options), deadline, is_write=False)

    def write(self, call: str, *arguments: Any, missing_ok: bool = False, **options: Any) -> Answer:
        """A successful answer to a write, or a 404 where that is as wanted.

        Raises any LedgerError.
        """
        send = self._sdk(call, arguments, options)
        return self._ask(send, self.deadline(), is_write=True, missing_ok=missing_ok)

    def write_json(
        self, path: str, body: Mapping[str, Any], *, key: str, deadline: Deadline
    ) -> Answer:
        """As `write`, of a body that the SDK cannot send (one that holds nulls)."""
        headers = {"xero-tenant-id": self._seat.tenant_id, "Idempotency-Key": key}

        def send(token: str, end: Deadline) -> Answer:
            return self._transport.post_json(token, end, path, body, headers)

        return self._ask(send, deadline, is_write=True)

    def key(self, operation: str, key: str) -> str:
        """The caller's key as an idempotency key: Xero's are per app, so it names the tenant."""
        whole = f"{self._seat.tenant_id}:{operation}:{key}"
        if len(whole) <= _LONGEST_KEY:
            return whole
        return f"{self._seat.tenant_id}:{hashlib.sha256(whole.encode()).hexdigest()}"

    def close(self) -> None:
        """Let go of the connections."""
        self._transport.close()

    def went_wrong(self, error: LedgerError) -> LedgerError:
        """Keep the error's words where a person sees them; the same error, to be raised."""
        self._seat.budget.went_wrong(self._seat.org_id, error)
        return error

    def _sdk(self, call: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> _Send:
        """A call of the SDK's accounting API for this organisation."""

        def send(token: str, end: Deadline) -> Answer:
            return self._transport.send(
                token, end, call, self._seat.tenant_id, *arguments, **options
            )

        return send

    def _ask(
        self, send: _Send, deadline: Deadline, *, is_write: bool, missing_ok: bool = False
    ) -> Answer:
        token = self._token(None)
        answer = self._once(send, token, deadline, is_write=is_write)
        found = self._advice(answer, is_write=is_write)
        if found is not None and found.then is Next.REFRESH:
            self._needs_time(deadline, found)
            token = self._token(token)
            answer = self._once(send, token, deadline, is_write=is_write)
            found = self._advice(answer, is_write=is_write)
        if found is not None and not (missing_ok and isinstance(found.error, Missing)):
            raise self.went_wrong(self._verdict(found, token, deadline))
        return answer

    def _token(self, not_accepted: str | None) -> str:
        seat = self._seat
        try:
            return valid_tokens(
                seat.grant_id,
                vault=seat.vault,
                consent=seat.consent,
                clock=seat.clock,
                not_accepted=not_accepted,
            ).access
        except LedgerError as error:
            raise self.went_wrong(error) from error.__cause__

    def _once(self, send: _Send, token: str, deadline: Deadline, *, is_write: bool) -> Answer:
        """One request in a slot; what it cost is told even where no answer came."""
        seat = self._seat
        with seat.budget.slot(seat.org_id, seat.urgency) as slot:
            try:
                answer = send(token, deadline)
            except NoAnswer as missed:
                if missed.is_late:
                    slot.linger()
                slot.spent(Spent(calls=int(missed.was_sent)))
                error: LedgerError = Unavailable(str(missed), timedelta(seconds=30))
                if is_write and missed.was_sent:
                    error = OutcomeUnknown(str(missed))
                raise self.went_wrong(error) from missed
            slot.spent(spent(answer))
        return answer

    def _advice(self, answer: Answer, *, is_write: bool) -> Advice | None:
        is_unmodified = answer.status == NOT_MODIFIED and not is_write
        if 200 <= answer.status < 300 or is_unmodified:
            return None
        return advice(answer, is_write=is_write, now=self._seat.clock.now())

    def _needs_time(self, deadline: Deadline, found: Advice) -> None:
        if deadline.left() < _SIDE_CALL:
            raise self.went_wrong(Unavailable(f"no time was left to look into: {found.error}"))

    def _verdict(self, found: Advice, token: str, deadline: Deadline) -> LedgerError:
        """Pause where Xero says so, see whether we are still connected; the error to raise.

        A token that is refused even when fresh is looked into as a refused tenant is: after a
        disconnect Xero answers with one or the other.
        """
        seat = self._seat
        if found.limit is not None:
            seconds = seat.budget.pause(seat.org_id, limit=found.limit, seconds=found.asked)
            return Unavailable(str(found.error), timedelta(seconds=seconds))
        if found.then is Next.RAISE:
            return found.error
        self._needs_time(deadline, found)
        try:
            reached = {one.ledger_id.lower() for one in seat.consent.connections(token)}
        except LedgerError as error:
            return error
        return found.error if seat.tenant_id.lower() in reached else gone(str(found.error))
