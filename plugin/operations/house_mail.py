"""Mail of the house itself to its own users: never in a user's name, never to a customer."""

from __future__ import annotations

from plugin.letters.compose import Letter
from plugin.operations.doors import Doors
from plugin.ports import Attachment, OutgoingMail


def house_mail(
    doors: Doors, key: str, to: str, letter: Letter, *attached: Attachment
) -> OutgoingMail:
    """A letter as a mail from Goodterms to one person; `key` names it once and for all."""
    domain = doors.from_address.rpartition("@")[2]
    return OutgoingMail(
        message_id=f"<{key}@{domain}>",
        from_name="Goodterms",
        from_address=doors.from_address,
        reply_to=doors.from_address,
        to=(to,),
        copy_to=(),
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        language=letter.language,
        sent_at=doors.clock.now(),
        attachments=attached,
    )
