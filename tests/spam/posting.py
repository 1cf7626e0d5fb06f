"""A letter as it would leave: from the business to its customer, or from us to its own people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from plugin.letters.compose import Letter
from plugin.ports import Attachment, OutgoingMail

#: a working morning
AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)

Mails = Iterator[tuple[str, OutgoingMail]]


def mail(letter: Letter, *attached: Attachment, ours: bool = False) -> OutgoingMail:
    """A letter on its way: from the business to its customer, or from us to its own people."""
    domain = "goodterms.example" if ours else "harbourlane.example"
    return OutgoingMail(
        message_id=f"<0f8fad5b-d9cb-469f-a165-70867728950e@{domain}>",
        from_name="Goodterms" if ours else "Sarah Hughes, Harbour Lane Foods",
        from_address=f"reminders@{domain}" if ours else f"sarah@{domain}",
        reply_to=f"reminders@{domain}" if ours else f"sarah@{domain}",
        to=("sarah@harbourlane.example" if ours else "maya@copperkettle.example",),
        copy_to=() if ours else ("books@copperkettle.example",),
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        language=letter.language,
        sent_at=AT,
        attachments=attached,
    )
