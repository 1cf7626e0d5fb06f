"""Deliver what there is to tell by webhook: at least once, again after a failure, not for ever.

An address where nothing arrived for days is stopped, and the owners are told by mail. A failure
is no reason to send nothing elsewhere.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import structlog

from plugin.letters.hook_mail import HookStopped, compose_hook_stopped
from plugin.operations.doors import Doors, local_date, organisation_of
from plugin.operations.ground import morning
from plugin.operations.house_mail import house_mail
from plugin.ports import OutcomeUnknown, Refused, Unavailable
from plugin.ports.hooks import HookAnswer, HookCall
from plugin.store import Tx, hook_events, hooks, people
from plugin.store.hooks import Delivery, Endpoint
from plugin.store.people import Role

log = structlog.get_logger()

#: after each failed attempt, how long until the next; after the last the event is given up
RETRIES = (
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=5), timedelta(hours=10), timedelta(hours=14), timedelta(hours=20),
    timedelta(hours=24),
)  # fmt: skip
#: an address where nothing arrived for so long is stopped
STOPPED_AFTER = timedelta(days=5)
#: events are kept for so long, to be looked at and replayed
KEPT_FOR = timedelta(days=30)
#: of one run; each attempt lasts ten seconds at most, and other work of the organisation waits
_AT_ONCE = 20
#: whoever dies with a delivery in hand leaves it to be sent again after so long
_LEASE = timedelta(minutes=2)


def deliver(doors: Doors, org_id: UUID) -> datetime | None:
    """Send what is due; says when the next attempt is, or the next look for what became late."""
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        organisation = organisation_of(tx, org_id)
        on = local_date(organisation, now)
        known = {each.id: each for each in hooks.endpoints(tx) if each.stopped_at is None}
        if not known:
            return None
        if organisation.is_connected:
            hook_events.tell_late(tx, on=on, now=now)
        hooks.forget(tx, before=now - KEPT_FOR)
        waiting = hooks.take(tx, now=now, lease_until=now + _LEASE, limit=_AT_ONCE)
    silent: set[UUID] = set()
    for each in waiting:
        if each.endpoint_id in silent:
            # nothing answered there a moment ago: the others do not wait for it again
            with doors.store.tenant(org_id) as tx:
                hooks.put_off(tx, each, until=now + RETRIES[0])
        elif not _attempt(doors, org_id, known[each.endpoint_id], each):
            silent.add(each.endpoint_id)
    with doors.store.tenant(org_id) as tx:
        due = hooks.next_due(tx)
    tomorrow = morning(organisation, on + timedelta(days=1))
    return min(due, tomorrow) if due is not None else tomorrow


def _attempt(doors: Doors, org_id: UUID, to: Endpoint, each: Delivery) -> bool:
    """Send one event once and note how it went; False where nothing answered there."""
    now = doors.clock.now()
    call = HookCall(
        id=each.event_id, url=to.url, secrets=to.signing(now), body=body_of(org_id, each)
    )
    answer: HookAnswer | None = None
    try:
        answer = doors.hooks.post(call)
        words = answer.words
    except (Unavailable, Refused) as problem:
        words = str(problem)
    with doors.store.tenant(org_id) as tx:
        if answer is not None and answer.took_it:
            hooks.settle(tx, each, state="arrived", at=now, next_at=None,
                         status=answer.status, words="")  # fmt: skip
            hooks.note_arrived(tx, to.id)
            return True
        status = answer.status if answer is not None else None
        left = RETRIES[each.attempts : each.attempts + 1]
        hooks.settle(
            tx,
            each,
            state="waiting" if left else "given_up",
            at=now,
            next_at=now + left[0] if left else None,
            status=status,
            words=words,
        )
        stopped = _stopped_now(tx, to, status, now)
    log.warning("webhook not taken", org=str(org_id), told=each.event_id, status=status)
    if stopped:
        _tell_owners(doors, org_id, to, stopped)
    return answer is not None


def _stopped_now(tx: Tx, to: Endpoint, status: int | None, now: datetime) -> str:
    """Why the endpoint was stopped by this failure; empty where it goes on."""
    since = hooks.note_failing(tx, to.id, at=now)
    why = "gone" if status == 410 else "failing" if since <= now - STOPPED_AFTER else ""
    return why if why and hooks.stop(tx, to.id, why=why, at=now) else ""


def body_of(org_id: UUID, each: Delivery) -> str:
    """What is told: the kind, when it happened, and the ids to look it up by."""
    told: dict[str, Any] = {
        "type": each.kind,
        "timestamp": each.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "data": {"organisation_id": str(org_id), "customer_id": each.customer_id, **each.facts},
    }
    return json.dumps(told, separators=(",", ":"))


def _tell_owners(doors: Doors, org_id: UUID, to: Endpoint, why: str) -> None:
    """By mail, each once; a mail that cannot go is not worth a second one: the page says it too."""
    with doors.store.tenant(org_id) as tx:
        organisation = organisation_of(tx, org_id)
        owners = [each.user for each in people.members_of(tx, org_id) if each.role is Role.OWNER]
    letter = compose_hook_stopped(
        HookStopped(
            organisation=organisation.name,
            host=to.host,
            is_gone=why == "gone",
            days=STOPPED_AFTER.days,
            link=f"{doors.url.rstrip('/')}/o/{org_id}/webhooks",
        )
    )
    when = int(doors.clock.now().timestamp())
    for owner in owners:
        try:
            doors.mailer.send(
                house_mail(doors, f"hook-{to.id}-{owner.id}-{when}", owner.email, letter)
            )
        except (Unavailable, Refused, OutcomeUnknown) as problem:
            log.warning("an owner was not told", org=str(org_id), why=type(problem).__name__)
