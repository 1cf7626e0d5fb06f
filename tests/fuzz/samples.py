"""Deliveries as their senders write them, and the same with a leaf that is something else."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import hypothesis.strategies as st
from hypothesis.strategies import DrawFn

from tests.fuzz.values import any_json
from tests.webhooks.provider_samples import gocardless_body, gocardless_event, stripe_body

#: mail as people and machines send it
_MAILS = (
    (
        b"From: Lisa <lisa@customer.test>\r\nTo: {to}\r\nSubject: Re: INV-1060\r\n"
        b"Message-ID: <1@customer.test>\r\nIn-Reply-To: <x@harbour.test>\r\n"
        b"Date: Tue, 24 Nov 2026 09:00:00 +0000\r\n\r\nPaid on Friday. Send me a copy, please.\r\n"
        b"> On 23 Nov you wrote:\r\n> Please pay 240.10\r\n"
    ),
    (
        b"From: lisa@customer.test\r\nTo: {to}\r\n"
        b"Subject: Automatic reply: away until 3 December\r\n"
        b"Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/alternative; boundary="b1"\r\n\r\n--b1\r\n'
        b"Content-Type: text/plain; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n"
        b"\r\nI am back on 3=20December=2E\r\n--b1\r\n"
        b"Content-Type: text/html; charset=latin-1\r\n\r\n"
        b"<p>I am back</p>\r\n--b1--\r\n"
    ),
    (
        b"From: MAILER-DAEMON@customer.test\r\nTo: {to}\r\nSubject: Undelivered\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="r"\r\n\r\n--r\r\n'
        b"Content-Type: text/plain\r\n\r\nNo such person.\r\n--r\r\n"
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.customer.test\r\n\r\n"
        b"Final-Recipient: rfc822; lisa@customer.test\r\nAction: failed\r\n"
        b"Status: 5.1.1\r\n--r--\r\n"
    ),
    (
        b"From: accounts@customer.test\r\nTo: {to}\r\nSubject: =?utf-8?b?UmVtaXR0YW5jZQ==?=\r\n"
        b'Content-Type: multipart/mixed; boundary="m"\r\n\r\n--m\r\n'
        b"Content-Type: text/plain\r\n\r\n"
        b"Remittance advice\r\nINV-1060  240.10\r\nTotal 240.10\r\n--m\r\n"
        b'Content-Type: application/pdf; name="a.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        b"JVBERi0xLjQK\r\n--m--\r\n"
    ),
)


def samples(*, ledger_id: str, number: str, reply_to: str) -> dict[str, dict[str, Any]]:
    """A delivery of each sender that is about somebody of the house, by the endpoint it goes to."""
    event = {
        "resourceUrl": "https://api.xero.com/api.xro/2.0/Invoices/INV-1060",
        "resourceId": "INV-1060",
        "eventDateUtc": "2026-11-24T09:00:00.000",
        "eventType": "UPDATE",
        "eventCategory": "INVOICE",
        "tenantId": ledger_id,
        "tenantType": "ORGANISATION",
    }
    paid = stripe_body(
        "payment_intent.succeeded",
        amount_received=24010,
        description="INV-1060",
        metadata={"invoice": "INV-1060"},
    )
    return {
        "xero_receiver.receive": {
            "events": [event], "firstEventSequence": 1, "lastEventSequence": 1, "entropy": "S0m3",
        },
        "text_receiver.receive": {"id": "sms-1", "from": number, "text": "Paid on Friday"},
        "mail_receiver.receive": {
            "recipient": reply_to, "raw": _MAILS[0].replace(b"{to}", reply_to.encode()).decode(),
        },
        "payment_providers.stripe": json.loads(paid),
        "payment_providers.gocardless": json.loads(gocardless_body(gocardless_event("confirmed"))),
    }  # fmt: skip


@st.composite
def bent(draw: DrawFn, sample: dict[str, Any]) -> bytes:
    """The sample with up to three of its leaves replaced by anything, or taken away."""
    found = copy.deepcopy(sample)
    for _ in range(draw(st.integers(0, 3))):
        places = list(_places(found))
        holder, key = draw(st.sampled_from(places))
        if draw(st.integers(0, 4)) == 0:
            del holder[key]
        else:
            holder[key] = draw(any_json())
        if not found:
            break
    return json.dumps(found).encode()


@st.composite
def bent_mail(draw: DrawFn, reply_to: str) -> bytes:
    """A mail to this address with some of its bytes replaced, moved or taken away."""
    raw = draw(st.sampled_from(_MAILS)).replace(b"{to}", reply_to.encode())
    for _ in range(draw(st.integers(0, 4))):
        at, length = draw(st.integers(0, len(raw))), draw(st.integers(0, 12))
        put = draw(st.one_of(st.binary(max_size=12), st.sampled_from(_BITS)))
        raw = raw[:at] + put + raw[at + length :]
    return raw


#: what has broken readers of mail before
_BITS = (
    b"\r\n\r\n", b"\r\n", b"=?utf-8?b?", b"=?unknown-8bit?q?=FF?=", b"=?", b"?=", b'"', b"<", b"@",
    b"charset=does-not-exist", b"charset=utf-7", b"boundary=", b"--b1", b"\x00", b"\xff\xfe",
    b"Content-Transfer-Encoding: base64\r\n", b"Content-Type: message/rfc822\r\n", b"(((((", b";;;",
    b"Content-Type: multipart/mixed\r\n", b"filename*=utf-8''%ff", b"Date: never\r\n", b"=ED",
    b"\xed\xa0\x80",
)  # fmt: skip


def _places(found: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a JSON value that something stands in."""
    keys = list(found) if isinstance(found, dict) else range(len(found))
    for key in keys:
        yield found, key
        if isinstance(found[key], dict | list):
            yield from _places(found[key])
