"""The hook with the whole app behind it: whatever arrives at a real address, never a 500."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.bootstrap import take_mail
from plugin.store import conversations
from plugin.web.app import create_console
from tests.builders import House
from tests.mail import letters
from webhooks.mail import PATH, mail_receiver

DOMAIN = "reply.goodterms.example"
KEY = {"Authorization": "Bearer k"}
SEEDS = [
    getattr(letters, name)
    for name in sorted(vars(letters))
    if name.isupper() and isinstance(getattr(letters, name), bytes)
]


def hook(house: House) -> tuple[FlaskClient, bytes]:
    """Somebody who posts, and the address of a real conversation."""
    doors = replace(house.doors, reply_domain=DOMAIN)
    door = mail_receiver(
        secrets=["k"], take=lambda it: take_mail(doors, it), refused=lambda _: False
    )
    app = create_console(doors, secure_cookies=False, extra_blueprints=[door])
    with doors.store.tenant(house.org_id) as tx:
        address = conversations.address_of(tx, "kettle", DOMAIN, at=doors.clock.now())
    return app.test_client(), address.encode()


@pytest.mark.long
def test_every_kind_of_mail_is_taken(house: House) -> None:
    """As the programs and the machines write them, at a real address, once each."""
    client, address = hook(house)
    for raw in SEEDS:
        at = raw.replace(b"reply+abc@reply.example", address)
        for _ in range(2):
            answer = client.post(PATH, data=at, headers=KEY, content_type="message/rfc822")
            assert answer.status_code == 200
    with house.doors.store.tenant(house.org_id) as tx:
        count = tx.sql("select count(*) from mails where org_id = :org").scalar_one()
    # three reports of the letters are one and the same, told of with other words
    assert count == len(SEEDS) - 2


@pytest.mark.long
def test_broken_mail_at_a_real_address_is_taken_or_refused(house: House) -> None:
    """Cut, with bytes of anything in between, with a header said twice: 200, or 400 for no mail."""
    client, address = hook(house)

    @settings(max_examples=60, deadline=None)
    @given(st.sampled_from(SEEDS), st.data())
    def arrives(raw: bytes, data: st.DataObject) -> None:
        raw = raw.replace(b"reply+abc@reply.example", address)
        for _ in range(data.draw(st.integers(1, 3))):
            at = data.draw(st.integers(0, len(raw)))
            until = data.draw(st.integers(at, min(len(raw), at + 100)))
            raw = raw[:at] + data.draw(st.binary(max_size=60)) + raw[until:]
        raw = raw.replace(b"\r\n\r\n", b"\r\nDelivered-To: " + address + b"\r\n\r\n", 1)
        answer = client.post(PATH, data=raw, headers=KEY, content_type="message/rfc822")
        assert answer.status_code in {200, 400}

    arrives()
