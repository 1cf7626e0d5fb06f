"""Which Xero app we are and where Xero is: the real one unless told otherwise.

It reads no environment and calls nobody; addresses that would send secrets in the clear are
refused here, once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

LOGIN_URL: Final = "https://login.xero.com"
IDENTITY_URL: Final = "https://identity.xero.com"
API_URL: Final = "https://api.xero.com"
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def is_safe(url: str) -> bool:
    """True for https, and for http on this machine only."""
    parts = urlsplit(url)
    if not parts.hostname or parts.username or parts.password:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class XeroApp:
    """The app's credentials, its exact redirect address, and the three origins of Xero.

    Raises ValueError where an address is neither https nor loopback, or where the redirect names
    127.0.0.1, which Xero refuses (`http://localhost` it takes).
    """

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    login_url: str = LOGIN_URL
    identity_url: str = IDENTITY_URL
    api_url: str = API_URL

    def __post_init__(self) -> None:
        for name in ("redirect_uri", "login_url", "identity_url", "api_url"):
            url = getattr(self, name)
            if not is_safe(url):
                raise ValueError(f"{name} must be https, or http on this machine: {url!r}")
        if urlsplit(self.redirect_uri).hostname == "127.0.0.1":
            raise ValueError("redirect_uri: Xero refuses 127.0.0.1, write http://localhost")
        for name in ("login_url", "identity_url", "api_url"):
            object.__setattr__(self, name, getattr(self, name).rstrip("/"))
