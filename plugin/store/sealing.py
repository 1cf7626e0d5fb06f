"""Sealing: encryption of what must not lie readable, keyed hashes, signatures of what leaves us.

It stores nothing itself.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class CannotUnseal(Exception):
    """None of the configured keys opens this value; a key was lost or removed too early."""


class Seal:
    """Encrypts with the first key, opens with any: so keys rotate without a stop.

    Keys are Fernet keys (URL-safe base64 of 32 bytes); ValueError where there is none.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("at least one key is needed")
        self._box = MultiFernet([Fernet(key) for key in keys])
        self._newest = Fernet(keys[0])
        self._hash_key = hashlib.sha256(b"goodterms index " + keys[-1].encode()).digest()
        self._signing = tuple(
            hashlib.sha256(b"goodterms signature " + key.encode()).digest() for key in keys
        )

    def close(self, plain: str) -> bytes:
        """Encrypt text."""
        return self._box.encrypt(plain.encode())

    def open(self, sealed: bytes | memoryview) -> str:
        """Decrypt text. Raises CannotUnseal."""
        try:
            return self._box.decrypt(bytes(sealed)).decode()
        except InvalidToken as problem:
            raise CannotUnseal("none of the keys opens this value") from problem

    def rotate(self, sealed: bytes | memoryview) -> bytes:
        """Encrypt anew with the first key. Raises CannotUnseal."""
        try:
            return self._box.rotate(bytes(sealed))
        except InvalidToken as problem:
            raise CannotUnseal("none of the keys opens this value") from problem

    def is_newest(self, sealed: bytes | memoryview) -> bool:
        """True where the first of the keys sealed it."""
        try:
            self._newest.decrypt(bytes(sealed))
        except InvalidToken:
            return False
        return True

    def sign(self, purpose: str, what: bytes) -> bytes:
        """16 bytes that only we can make of `what`, by the first key, good for one purpose."""
        return _signature(self._signing[0], purpose, what)

    def has_signed(self, purpose: str, what: bytes, signature: bytes) -> bool:
        """Whether one of our keys made this signature; one taken away vouches for nothing."""
        made = [_signature(key, purpose, what) for key in self._signing]
        return any(hmac.compare_digest(each, signature) for each in made)

    @property
    def hash_key(self) -> bytes:
        """What keyed hashes are made with; from the oldest key until another is kept."""
        return self._hash_key

    def hash_with(self, key: bytes) -> None:
        """Make keyed hashes with this key, so that they stay equal when the sealing keys change."""
        self._hash_key = key

    def fingerprint(self, plain: str) -> str:
        """A keyed hash, for finding equal values without opening them."""
        return hmac.new(self._hash_key, plain.strip().lower().encode(), hashlib.sha256).hexdigest()


def _signature(key: bytes, purpose: str, what: bytes) -> bytes:
    return hmac.new(key, purpose.encode() + b"\0" + what, hashlib.sha256).digest()[:16]
