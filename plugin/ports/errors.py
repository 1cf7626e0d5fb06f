"""The errors that a door may raise; each carries its advice.

LedgerError
├── Unavailable(retry_after)   passing: try again, not before retry_after
├── Refused(message)           final for this request, in the ledger's own words
│   ├── NotPermitted           whoever connected may not do this, whatever it is about
│   └── Bounced(address)       one of the addresses of a message takes no mail
├── Disconnected               the organisation is no longer connected
│   └── GrantEnded             one person's whole consent is dead; another's may still do
├── NeedsConsent(scopes)       a person has to consent again, to these scopes where they are known
├── Malformed(page, field)     an answer that cannot be read; nothing of it was kept
└── OutcomeUnknown             sent, no answer: look before sending again
"""

from __future__ import annotations

import re
from datetime import timedelta

_ADDRESS = re.compile(r"([^\s<>\"'(),;:@])[^\s<>\"'(),;:]*@([^\s<>\"'(),;:@]+)")


class LedgerError(Exception):
    """Anything that went wrong between us and an outside system.

    Its words reach logs, rows and pages, so of an email address only whose domain it is stays in
    them.
    """

    def __init__(self, message: str = "") -> None:
        super().__init__(_ADDRESS.sub(r"\1…@\2", message))


class Unavailable(LedgerError):
    """It may work later; `retry_after` is how long the other side asked us to wait, if it did."""

    def __init__(self, message: str, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Refused(LedgerError):
    """It will not work as asked; the message is in the other side's own words."""


class NotPermitted(Refused):
    """Whoever connected may not do this: it concerns all such calls, not this one's content."""


class Bounced(Refused):
    """One address of a message takes no mail; `address` says which, and stays out of the words."""

    def __init__(self, message: str, *, address: str) -> None:
        super().__init__(message)
        self.address = address


class Disconnected(LedgerError):
    """The organisation's consent is gone; a person has to reconnect."""


class GrantEnded(Disconnected):
    """One person's consent is no longer accepted, for any organisation; somebody consents anew."""


class NeedsConsent(LedgerError):
    """Consent is missing; `scopes` are those that the other side named, where it named any."""

    def __init__(self, message: str = "", scopes: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.scopes = scopes


class OutcomeUnknown(LedgerError):
    """The request went out and no answer came back; it may or may not have been done."""


class Malformed(LedgerError):
    """An answer that cannot be read; names the page and the field, and nothing of it was kept."""

    def __init__(self, message: str, *, page: int, where: str) -> None:
        super().__init__(f"page {page}, {where}: {message}")
        self.page = page
        self.where = where
