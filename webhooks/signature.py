"""Says whether a Xero delivery was signed with one of our webhook keys.

It reads no request and knows no settings: bytes, header and keys come in, a yes or no goes out.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence


def xero_signature(body: bytes, key: str) -> str:
    """The `x-xero-signature` of these raw bytes: base64 of HMAC-SHA256.

    The key is the text of the portal's signing key as UTF-8, not what it would decode to.
    """
    digest = hmac.new(key.encode(), body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode("ascii")


def xero_signature_ok(body: bytes, header: str | None, keys: Sequence[str]) -> bool:
    """True when `header` signs the raw `body` with any of `keys` (several while rotating).

    The texts are compared, never the decoded bytes: the last letter of base64 carries two spare
    bits, so another letter there decodes alike, and Xero's test deliveries alter one letter.
    Every key is tried, in constant time each. A blank key never verifies anything.
    """
    if header is None:
        return False
    given = header.encode("utf-8", "surrogateescape")
    found = False
    for key in keys:
        matches = hmac.compare_digest(xero_signature(body, key).encode("ascii"), given)
        found |= matches and bool(key.strip())
    return found
