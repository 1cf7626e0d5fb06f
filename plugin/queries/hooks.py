"""The page of webhooks: each endpoint, whether it is told, and what became of each event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugin.store import Tx, hooks
from plugin.store.hooks import Delivery, Endpoint

#: deliveries shown of one endpoint
MOST = 30


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A delivery with where it stands, in words."""

    delivery: Delivery
    state: str


@dataclass(frozen=True, slots=True)
class EndpointLine:
    """An endpoint; `state` says why it is not told, empty where it is.

    `both_until` is until when a former secret signs beside the new one.
    """

    endpoint: Endpoint
    state: str
    both_until: datetime | None
    deliveries: tuple[DeliveryLine, ...]


_STOPPED = {
    "person": "stopped",
    "failing": "stopped: nothing had arrived there for days",
    "gone": "stopped: it answered that it wants no more (410)",
}


def endpoint_lines(tx: Tx, *, now: datetime) -> tuple[EndpointLine, ...]:
    """Every endpoint with its newest deliveries."""
    return tuple(_line(tx, each, now) for each in hooks.endpoints(tx))


def _line(tx: Tx, each: Endpoint, now: datetime) -> EndpointLine:
    ends = [one.ends_at for one in each.secrets if one.ends_at is not None and one.ends_at > now]
    told = hooks.deliveries(tx, each.id, limit=MOST)
    return EndpointLine(
        each,
        _STOPPED[each.stopped_why] if each.stopped_at is not None else "",
        max(ends, default=None),
        tuple(DeliveryLine(one, _state(one, each)) for one in told),
    )


def _state(each: Delivery, endpoint: Endpoint) -> str:
    if each.state == "arrived":
        return f"arrived ({each.last_status})"
    said = f"{each.last_status}" if each.last_status is not None else each.last_words
    if each.state == "given_up":
        return f"given up after {each.attempts} attempts: {said}"
    if endpoint.stopped_at is not None:
        return "waits until the webhook is started"
    times = "once" if each.attempts == 1 else f"{each.attempts} times"
    return f"tried {times}: {said}" if each.attempts else "on its way"
