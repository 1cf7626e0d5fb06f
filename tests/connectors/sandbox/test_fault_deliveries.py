"""Faults of webhook deliveries: each does once what its row of the table says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from connectors.sandbox.fault_kinds import Where, of
from connectors.sandbox.faults import Fault
from connectors.sandbox.testing import RunningXero
from tests.connectors.sandbox.test_webhooks import Receiver, act, hooked, state, until

Hooked = tuple[RunningXero, Receiver]


@pytest.fixture(scope="module")
def everything() -> Iterator[Hooked]:
    """One local Xero and one receiver; each test counts from where it begins."""
    receiver = Receiver()
    with hooked(receiver) as xero:
        yield xero, receiver


def pay(xero: RunningXero) -> None:
    """One cent arrives for an invoice, which one INVOICE event tells."""
    act(xero, "record_payment", invoice="INV-7", amount="0.01")


def test_a_delivery_can_come_twice_and_out_of_order(everything: Hooked) -> None:
    """The same sequence numbers a second time; the next delivery comes once."""
    xero, receiver = everything
    for kind in ("webhook_duplicate", "webhook_shuffled"):
        xero.sandbox.set_fault(Fault(kind))
    start = len(receiver.bodies)
    pay(xero)
    until(lambda: len(receiver.bodies) == start + 2)
    assert receiver.bodies[-1] == receiver.bodies[-2]
    pay(xero)
    until(lambda: len(receiver.bodies) == start + 3)
    assert xero.sandbox.faults.shown() == []


@pytest.mark.parametrize(("kind", "arrivals"), [("webhook_failing", 1), ("webhook_answer_lost", 2)])
def test_what_is_lost_is_tried_again(everything: Hooked, kind: str, arrivals: int) -> None:
    """Lost on the way there it arrives once; lost on the way back, twice."""
    xero, receiver = everything
    xero.sandbox.set_fault(Fault(kind))
    start = len(receiver.events())
    pay(xero)
    until(lambda: len(receiver.events()) == start + arrivals)
    problems = [each["problem"] for each in state(xero)["attempts"][-2:]]
    assert "lost on the way" in problems[0]
    assert problems[1] == ""
    assert state(xero)["state"] == "ok"


def test_a_delivery_can_be_held_back(everything: Hooked) -> None:
    """So many seconds of the machine's clock."""
    xero, receiver = everything
    xero.sandbox.set_fault(Fault("webhook_slow", seconds=0.4))
    start = len(receiver.events())
    pay(xero)
    until(lambda: xero.sandbox.faults.shown() == [])
    assert len(receiver.events()) == start
    until(lambda: len(receiver.events()) == start + 1)


def test_events_of_a_tenant_or_a_category_that_nobody_knows_are_signed(
    everything: Hooked,
) -> None:
    """They come by themselves; a receiver answers 200 and drops them."""
    xero, receiver = everything
    start = len(receiver.events())
    xero.sandbox.set_fault(Fault("webhook_unknown_tenant"))
    until(lambda: len(receiver.events()) == start + 1)
    assert receiver.events()[-1]["tenantId"] not in xero.world.ledgers
    xero.sandbox.set_fault(Fault("webhook_unknown_category"))
    until(lambda: len(receiver.events()) == start + 2)
    assert receiver.events()[-1]["eventCategory"] == "UNHEARDOF"
    assert receiver.events()[-1]["tenantId"] == xero.tenant_id


def test_a_stranger_is_refused_and_costs_the_subscription_nothing(everything: Hooked) -> None:
    """The answer to the wrong signature is listed; the state stays as it was."""
    xero, receiver = everything
    refused = receiver.refused
    requests.post(
        f"{xero.url}/sandbox/faults",
        json={"kind": "webhook_wrong_signature", "count": 2},
        timeout=60,
    ).raise_for_status()
    until(lambda: receiver.refused == refused + 2)
    until(lambda: [a["kind"] for a in state(xero)["attempts"][-2:]] == ["stranger"] * 2)
    assert state(xero)["attempts"][-1]["status"] == 401
    assert state(xero)["state"] == "ok"


def test_a_disabled_subscription_keeps_its_events_until_it_is_enabled(everything: Hooked) -> None:
    """Nothing arrives meanwhile; after intent to receive it does, in order."""
    xero, receiver = everything
    xero.sandbox.set_fault(Fault("webhook_disabled"))
    until(lambda: state(xero)["state"] == "disabled")
    start = len(receiver.events())
    pay(xero)
    act(xero, "mark_sent", invoice="INV-8")
    assert len(receiver.events()) == start
    requests.post(f"{xero.url}/sandbox/webhooks/intent", timeout=60)
    until(lambda: len(receiver.events()) == start + 2)
    assert state(xero)["state"] == "ok"


def test_every_kind_of_a_delivery_stands_in_a_test_above() -> None:
    """The list may not grow without a test."""
    text = Path(__file__).read_text("utf-8")
    assert [kind.name for kind in of(Where.DELIVERY) if f'"{kind.name}"' not in text] == []
