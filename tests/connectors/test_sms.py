"""Texts over HTTP: what the provider says, or does not say, decides whether it is tried again."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from connectors.sandbox.testing import RunningXero, running
from connectors.sms import HttpTexter
from plugin.ports import OutcomeUnknown, Refused, Unavailable
from plugin.ports.channels import NoTexter, OutgoingText
from tests.connectors.sandbox.small import small_world

TEXT = OutgoingText(
    key="m-1",
    to="+447700900123",
    text="Harbour Lane Foods: INV-1 for £250.00",
    sent_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
)


@pytest.fixture(scope="module")
def xero() -> Iterator[RunningXero]:
    """A local provider beside a local Xero."""
    with running(small_world()) as started:
        yield started


@pytest.fixture
def texter(xero: RunningXero) -> Iterator[HttpTexter]:
    """The door to it; faults end with the test."""
    found = xero.environment
    yield HttpTexter(found["SMS_URL"], found["SMS_KEY"], found["SMS_SENDER"])
    xero.sandbox.textbox.goes_wrong(None)


def test_a_text_is_taken_once_whoever_asks_twice(xero: RunningXero, texter: HttpTexter) -> None:
    """The same key is the same text; its number, sender and words arrive as they are."""
    texter.send(TEXT)
    texter.send(TEXT)
    (taken,) = xero.sandbox.textbox.all()
    assert (taken.key, taken.to, taken.sender) == ("m-1", "+447700900123", "Goodterms")
    assert taken.text == TEXT.text


@pytest.mark.parametrize("status", [400, 401, 404, 422])
def test_a_refusal_is_final_and_in_the_providers_words(
    xero: RunningXero, texter: HttpTexter, status: int
) -> None:
    """Nothing was taken, and nothing would be."""
    xero.sandbox.textbox.goes_wrong(status, "not a mobile number")
    with pytest.raises(Refused, match="not a mobile number"):
        texter.send(TEXT)


@pytest.mark.parametrize("status", [429, 503])
def test_busy_is_certainly_not_taken(xero: RunningXero, texter: HttpTexter, status: int) -> None:
    """It may be tried again later."""
    xero.sandbox.textbox.goes_wrong(status, "busy")
    with pytest.raises(Unavailable):
        texter.send(TEXT)


@pytest.mark.parametrize("status", [302, 500, 502, 504])
def test_a_fault_of_the_providers_own_leaves_the_outcome_unknown(
    xero: RunningXero, texter: HttpTexter, status: int
) -> None:
    """It may have been taken before the fault: nobody sends it again by himself."""
    xero.sandbox.textbox.goes_wrong(status, "oops")
    with pytest.raises(OutcomeUnknown):
        texter.send(TEXT)


def test_a_wrong_key_is_refused(xero: RunningXero) -> None:
    """And the key stands in no representation of the door."""
    door = HttpTexter(xero.environment["SMS_URL"], "another", "Goodterms")
    with pytest.raises(Refused, match="401"):
        door.send(TEXT)
    assert "another" not in repr(door)


def test_nobody_listening_means_nothing_went_out() -> None:
    """A connection that was never made is no doubt at all."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        # bound and not listening: nobody else can take the port meanwhile
        port = free.getsockname()[1]
        with pytest.raises(Unavailable):
            HttpTexter(f"http://127.0.0.1:{port}/", "key", "Goodterms").send(TEXT)


@contextmanager
def one_that_hangs_up() -> Iterator[int]:
    """Takes one request and closes the connection without an answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(timedelta(seconds=60).total_seconds())

        def take() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65_536)

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join(60)


def test_a_connection_lost_after_the_request_leaves_the_outcome_unknown() -> None:
    """The text may be on its way."""
    with one_that_hangs_up() as port, pytest.raises(OutcomeUnknown):
        HttpTexter(f"http://127.0.0.1:{port}/", "key", "Goodterms").send(TEXT)


def test_without_a_provider_every_text_is_refused_with_what_is_missing() -> None:
    """The person who reads it knows which setting to look at."""
    with pytest.raises(Refused, match="SMS_URL"):
        NoTexter().send(TEXT)
