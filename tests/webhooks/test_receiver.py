"""What Xero is answered, over a real Flask application."""

from __future__ import annotations

from collections.abc import Sequence

import flask
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.webhooks.test_notices import a_body, an_event
from webhooks.notices import Notice
from webhooks.receiver import receiver
from webhooks.signature import xero_signature

KEY = "the-signing-key"


class Received:
    """A receiver in an application that would set a cookie if its session were touched."""

    def __init__(self, *, keys: Sequence[str] = (KEY,), failures_allowed: int = 99) -> None:
        self.notices: list[Notice] = []
        self.complaints: list[str] = []
        self.failures: list[str] = []
        self.is_broken = False
        self._allowed = failures_allowed
        app = flask.Flask("receiving")
        app.secret_key = "not a secret"
        app.register_blueprint(
            receiver(
                keys=lambda: keys,
                store=self._store,
                refused=self._refused,
                complain=self.complaints.append,
                max_bytes=5_000,
            )
        )
        self.client: FlaskClient = app.test_client()

    def _store(self, notices: Sequence[Notice]) -> None:
        if self.is_broken:
            raise RuntimeError("the database is down")
        self.notices.extend(notices)

    def _refused(self, address: str) -> bool:
        self.failures.append(address)
        return len(self.failures) > self._allowed

    def delivers(
        self, body: bytes, *, signature: str | None = "ours", key: str = KEY
    ) -> TestResponse:
        """POST a body, signed with `key` unless another signature (None: no header) is given."""
        sent = xero_signature(body, key) if signature == "ours" else signature
        headers = {} if sent is None else {"x-xero-signature": sent}
        return self.client.post(
            "/webhooks/xero",
            data=body,
            headers=headers,
            content_type="application/json; charset=utf-8",
        )


def test_a_signed_delivery_is_stored_and_answered_with_an_empty_200_and_no_cookie() -> None:
    """Exactly what Xero counts as taken."""
    xero = Received()
    answer = xero.delivers(a_body(an_event(), an_event(eventType="CREATE")))
    assert (answer.status_code, answer.data) == (200, b"")
    assert "Set-Cookie" not in answer.headers
    assert [notice.kind for notice in xero.notices] == ["UPDATE", "CREATE"]
    assert xero.failures == []


@pytest.mark.parametrize("signature", [None, "", "AAAA", "é" * 44])
def test_a_wrong_or_absent_signature_is_an_empty_401_and_leaves_no_row(
    signature: str | None,
) -> None:
    """Nothing of the body is read, nothing is handed over."""
    xero = Received()
    answer = xero.delivers(a_body(an_event()), signature=signature)
    assert (answer.status_code, answer.data) == (401, b"")
    assert "Set-Cookie" not in answer.headers
    assert xero.notices == []
    assert xero.failures == ["127.0.0.1"]


def test_an_intent_to_receive_is_answered_by_its_signature_alone() -> None:
    """Good ones 200, mis-signed ones 401, and neither reaches the store."""
    xero = Received()
    body = b'{"events":[],"firstEventSequence": 0,"lastEventSequence": 0,"entropy":"ABC"}'
    good = xero_signature(body, KEY)
    altered = ("A" if good[0] != "A" else "B") + good[1:]
    assert xero.delivers(body).status_code == 200
    assert xero.delivers(body, signature=altered).status_code == 401
    assert xero.notices == [] and xero.complaints == []


def test_while_keys_rotate_deliveries_under_both_are_taken() -> None:
    """Redeploy with both, rotate in the portal, drop the old one later."""
    xero = Received(keys=("new", "old"))
    assert xero.delivers(a_body(an_event()), key="old").status_code == 200
    assert xero.delivers(a_body(an_event()), key="new").status_code == 200
    assert xero.delivers(a_body(an_event()), key="older").status_code == 401


def test_too_many_wrong_signatures_from_an_address_are_429_but_a_valid_one_never_is() -> None:
    """Xero must get through whatever else comes from its addresses."""
    xero = Received(failures_allowed=2)
    codes = [xero.delivers(a_body(an_event()), signature="no").status_code for _ in range(4)]
    assert codes == [401, 401, 429, 429]
    assert xero.delivers(a_body(an_event())).status_code == 200


def test_a_signed_body_that_cannot_be_read_is_200_with_a_complaint() -> None:
    """Sending the same bytes again for a day and then switching off helps nobody."""
    xero = Received()
    assert xero.delivers(b"<html>").status_code == 200
    answer = xero.delivers(a_body(an_event(), an_event(tenantId=...)))
    assert answer.status_code == 200
    assert len(xero.notices) == 1
    assert xero.complaints[1] == "events[1].tenantId is missing"


def test_a_delivery_that_could_not_be_stored_is_a_500_so_that_it_comes_again() -> None:
    """Never a 200 for what is not kept."""
    xero = Received()
    xero.is_broken = True
    xero.client.application.config["PROPAGATE_EXCEPTIONS"] = False
    assert xero.delivers(a_body(an_event())).status_code == 500
    xero.is_broken = False
    assert xero.delivers(a_body(an_event())).status_code == 200
    assert len(xero.notices) == 1


def test_a_body_over_the_limit_is_413_unread() -> None:
    """Even with a good signature; a stranger cannot make us hash gigabytes."""
    xero = Received()
    answer = xero.delivers(b" " * 5_001)
    assert (answer.status_code, answer.data) == (413, b"")
    assert xero.notices == []


def test_only_post_is_answered() -> None:
    """A browser that finds the address sees no page."""
    assert Received().client.get("/webhooks/xero").status_code == 405
