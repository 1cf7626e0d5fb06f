"""What is not known of the real Xero, each way switchable so that a client can try both."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubts:
    """The open questions that change what a client sees; the defaults are the likelier ways."""

    group_touches_contact: bool = False
    """Entering a group bumps the contact's UpdatedDateUTC and fires CONTACT UPDATE."""
    payment_events: bool = False
    """Webhooks of category PAYMENT exist."""
    payment_updates_invoice: bool = True
    """A payment or an allocation fires INVOICE UPDATE."""
    disconnected_is_401: bool = False
    """After a disconnect a call is refused with 401 and not with 403."""
