"""What makes a delivery Xero's own."""

from __future__ import annotations

import base64

from hypothesis import given
from hypothesis import strategies as st

from webhooks.signature import xero_signature, xero_signature_ok

KEY = "cGFzc3dvcmQtb2YtdGhlLXdlYmhvb2stYXBwLWFzLXRleHQ="
BODY = b'{"events":[],"firstEventSequence": 0,"lastEventSequence": 0, "entropy": "ABC"}'


def test_a_signature_worked_out_elsewhere_is_reproduced() -> None:
    """RFC 4231, test case 2, in base64: an oracle that is not our own code."""
    assert xero_signature(b"what do ya want for nothing?", "Jefe") == (
        base64.b64encode(
            bytes.fromhex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        ).decode()
    )


def test_the_key_is_its_text_and_is_not_decoded_first() -> None:
    """The portal's key looks like base64; what it would decode to signs nothing."""
    decoded = base64.b64decode(KEY).decode()
    assert xero_signature_ok(BODY, xero_signature(BODY, KEY), [KEY])
    assert not xero_signature_ok(BODY, xero_signature(BODY, decoded), [KEY])


def test_while_keys_rotate_both_verify() -> None:
    """The current key and the previous one are accepted, a third is not."""
    keys = ["the-new-key", "the-old-key"]
    assert xero_signature_ok(BODY, xero_signature(BODY, "the-new-key"), keys)
    assert xero_signature_ok(BODY, xero_signature(BODY, "the-old-key"), keys)
    assert not xero_signature_ok(BODY, xero_signature(BODY, "another-key"), keys)


def test_no_header_no_keys_and_blank_keys_verify_nothing() -> None:
    """A forgotten setting must not open the door: an empty key signs for everybody."""
    assert not xero_signature_ok(BODY, None, [KEY])
    assert not xero_signature_ok(BODY, "", [KEY])
    assert not xero_signature_ok(BODY, xero_signature(BODY, KEY), [])
    assert not xero_signature_ok(BODY, xero_signature(BODY, ""), [""])
    assert not xero_signature_ok(BODY, xero_signature(BODY, "  "), ["  "])


def test_a_letter_altered_in_spare_bits_is_refused() -> None:
    """Xero alters one letter; in the last one before the '=' it may decode to the same bytes."""
    good = xero_signature(BODY, KEY)
    same_bytes = [
        altered
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        if (altered := good[:-2] + letter + "=") != good
        and base64.b64decode(altered) == base64.b64decode(good)
    ]
    assert same_bytes
    assert not any(xero_signature_ok(BODY, altered, [KEY]) for altered in same_bytes)


@given(body=st.binary(max_size=200), key=st.text(min_size=1).filter(str.strip), at=st.integers(0))
def test_one_byte_more_or_changed_breaks_it(body: bytes, key: str, at: int) -> None:
    """A signature holds for these bytes and for no others."""
    key = key.encode("utf-8", "replace").decode()
    good = xero_signature(body, key)
    assert xero_signature_ok(body, good, [key])
    assert not xero_signature_ok(body + b" ", good, [key])
    if body:
        index = at % len(body)
        changed = body[:index] + bytes([body[index] ^ 1]) + body[index + 1 :]
        assert not xero_signature_ok(changed, good, [key])


@given(header=st.text())
def test_any_text_in_the_header_is_answered_without_an_error(header: str) -> None:
    """What a stranger writes there is compared and nothing else."""
    assert not xero_signature_ok(BODY, header, [KEY])
