"""The hook for inbound mail: the secret, every way in which providers post, and never a 500."""

from __future__ import annotations

import base64
import json
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder, encode_multipart

from webhooks.mail import MAX_MAIL, PATH, Posted, mail_receiver, read_mail

KEY = "a-hook-secret"
# an encoding that is not UTF-8, as mail may have: nothing of it may be lost on the way
RAW = b"From: a@b.example\r\nSubject: caf\xe9\r\n\r\nBonjour \xe0 tous\r\n"
BEARER = {"Authorization": f"Bearer {KEY}"}
BOUNDARY = "XX"


class Desk:
    """What was handed over, and who was refused how often."""

    def __init__(self) -> None:
        self.taken: list[Posted] = []
        self.refusals = 0

    def refused(self, _address: str) -> bool:
        """The third time it is too often."""
        self.refusals += 1
        return self.refusals > 2

    def client(self) -> FlaskClient:
        """Somebody who posts."""
        app = Flask("hook")
        app.register_blueprint(
            mail_receiver(secrets=["old", KEY], take=self.taken.append, refused=self.refused)
        )
        return app.test_client()


def basic(password: str) -> dict[str, str]:
    """As a provider sends what stands before the @ of an address."""
    told = base64.b64encode(f"anybody:{password}".encode()).decode()
    return {"Authorization": f"Basic {told}"}


def a_form(field: str, **more: str) -> tuple[bytes, str]:
    """A form with the raw mail in a field, as bytes."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in more.items()
    ]
    raw = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n'.encode()
    body = b"".join((*parts, raw, RAW, b"\r\n", f"--{BOUNDARY}--\r\n".encode()))
    return body, f"multipart/form-data; boundary={BOUNDARY}"


@pytest.mark.parametrize("headers", [BEARER, basic(KEY), {"Authorization": "Bearer old"}])
def test_a_raw_mail_is_taken_with_the_secret(headers: dict[str, str]) -> None:
    """As bearer, or as the password of an address; each of several secrets while rotating."""
    desk = Desk()
    answer = desk.client().post(PATH, data=RAW, headers=headers, content_type="message/rfc822")
    assert (answer.status_code, answer.data) == (200, b"")
    assert "Set-Cookie" not in answer.headers
    assert desk.taken == [Posted(RAW)]


@pytest.mark.parametrize(
    "headers", [{}, basic("wrong"), {"Authorization": "Bearer"}, {"Authorization": "Basic %%%"}]
)
def test_without_the_secret_nothing_is_read(headers: dict[str, str]) -> None:
    """401 before the body is looked at; whoever goes on trying is told to wait."""
    desk = Desk()
    client = desk.client()
    said = [client.post(PATH, data=RAW, headers=headers).status_code for _ in range(3)]
    assert said == [401, 401, 429]
    assert desk.taken == []
    assert client.get(PATH).status_code == 405


@pytest.mark.parametrize("field", ["email", "body-mime", "message"])
def test_a_form_carries_it_in_a_field_or_as_a_file(field: str) -> None:
    """Byte for byte, with whom it was delivered to: a blind copy stands in no header."""
    body, kind = a_form(field, recipient="copy+x@reply.example", sender="a@b.example")
    assert read_mail(body, kind) == Posted(RAW, ("copy+x@reply.example",))
    file_form = body.replace(
        f'name="{field}"'.encode(), f'name="{field}"; filename="mail.eml"'.encode()
    )
    assert read_mail(file_form, kind) == Posted(RAW, ("copy+x@reply.example",))


def test_a_form_says_the_envelope_as_json() -> None:
    """As one provider does; also where the whole form is one line."""
    body, kind = a_form("email", envelope='{"to":["reply+a@r.example"],"from":"a@b.example"}')
    found = read_mail(body, kind)
    assert found is not None
    assert "reply+a@r.example" in found.recipients
    line = urlencode({"recipient": "reply+a@r.example", "body-mime": RAW.decode("latin-1")},
                     encoding="latin-1").encode()  # fmt: skip
    assert read_mail(line, "application/x-www-form-urlencoded") == Posted(
        RAW, ("reply+a@r.example",)
    )


@pytest.mark.parametrize("field", ["raw", "RawEmail", "content", "message", "mime"])
def test_json_carries_it_in_base64_or_as_it_is(field: str) -> None:
    """Whatever the provider calls the field."""
    told = {field: base64.b64encode(RAW).decode(), "recipients": ["reply+a@r.example"]}
    assert read_mail(json.dumps(told).encode(), "application/json") == Posted(
        RAW, ("reply+a@r.example",)
    )
    plain = json.dumps({field: "From: a@b.example\r\n\r\nHello"}).encode()
    found = read_mail(plain, "application/json; charset=utf-8")
    assert found is not None
    assert found.raw.endswith(b"Hello")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "message/rfc822"),
        (b"no mail at all", ""),
        (b"{}", "application/json"),
        (b"[1]", "application/json"),
        (b'{"raw": "!!!"}', "application/json"),
        (b'{"raw": "\\ud800"}', "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"--XX\r\n\r\n", "multipart/form-data; boundary=XX"),
        (b"x", "multipart/form-data"),
        (b"email=", "application/x-www-form-urlencoded"),
    ],
)
def test_what_holds_no_mail_is_refused(body: bytes, kind: str) -> None:
    """400: to send it again would help nobody."""
    desk = Desk()
    answer = desk.client().post(PATH, data=body, headers=BEARER, content_type=kind)
    assert answer.status_code == 400
    assert desk.taken == []


def test_a_mail_that_is_too_large_is_refused() -> None:
    """413, whichever way it came."""
    desk = Desk()
    big = RAW + b"x" * MAX_MAIL
    answer = desk.client().post(PATH, data=big, headers=BEARER, content_type="message/rfc822")
    assert answer.status_code == 413
    assert desk.taken == []


KINDS = st.sampled_from(
    ["message/rfc822", "application/json", f"multipart/form-data; boundary={BOUNDARY}",
     "application/x-www-form-urlencoded", "multipart/form-data; boundary=\x7f", "", "x/y; a=\"b"]
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.binary(max_size=60).map(lambda noise: a_form("email")[0][:-20] + noise),
        st.dictionaries(
            st.sampled_from(["raw", "email", "to", "envelope"]),
            st.one_of(st.text(max_size=80), st.integers(), st.lists(st.text(max_size=9))),
        ).map(lambda told: json.dumps(told).encode()),
    ),
    KINDS,
)
def test_whatever_is_posted_is_never_a_500(body: bytes, kind: str) -> None:
    """Taken or refused, and nothing in between."""
    answer = Desk().client().post(PATH, data=body, headers=BEARER, content_type=kind)
    assert answer.status_code in {200, 400, 413}


def test_a_form_as_libraries_write_it_is_read() -> None:
    """The same by somebody else's hand."""
    boundary, body = encode_multipart({"email": RAW.decode("latin-1"), "to": "x@r.example"})
    builder = EnvironBuilder(
        method="POST", data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )
    found = read_mail(body, str(builder.content_type))
    assert found is not None
    assert found.recipients == ("x@r.example",)
