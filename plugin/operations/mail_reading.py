"""What a person says of mail that arrived: read, whose it is, or nobody's."""

from __future__ import annotations

from uuid import UUID

from plugin.operations.arrivals import OWN, OWN_ANSWER, note_reply
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import ground
from plugin.store import calls
from plugin.store import mail as mails
from plugin.store.mail import Mail
from plugin.store.reading import customers


def read_mail(doors: Doors, *, org_id: UUID, by: str, mail_id: UUID) -> None:
    """A person has read a mail: if no other waits, the ladder goes on. Raises NotPossible."""
    mail = _one(doors, org_id, mail_id)
    with about(doors, org_id, mail.customer_id) as (tx, on):
        if not calls.read_reply(tx, mail.id, by=by, at=on.now):
            raise NotPossible("Somebody has read it already. Nothing was changed.")
        record(tx, on, by, mail.customer_id, "replied", "Read their mail")


def belongs_to(doors: Doors, *, org_id: UUID, by: str, mail_id: UUID, named: str) -> str:
    """Say whose a mail is, by the customer's name or number; returns the name.

    Whoever says so has read it. Raises NotPossible where the name is nobody's or several people's.
    """
    with doors.store.tenant(org_id) as tx:
        mail = mails.read(tx, mail_id)
        found = customers.called(tx, named)
    if mail is None or mail.customer_id:
        raise NotPossible("This mail stands in a conversation already. Nothing was changed.")
    if len(found) != 1:
        which = "No customer has" if not found else "Several customers have"
        raise NotPossible(f"{which} this name or number. Nothing was changed: write it in full.")
    ((customer_id, name),) = found
    with about(doors, org_id, customer_id) as (tx, on):
        if not mails.belongs_to(tx, mail_id, customer_id):
            raise NotPossible("This mail stands in a conversation already. Nothing was changed.")
        mail = mails.read(tx, mail_id)
        if mail is not None and mail.kind not in {OWN, OWN_ANSWER}:
            note_reply(tx, on, mail, is_read=True)
        record(tx, on, by, customer_id, "mail", "Said that a mail is this customer's")
    return name


def set_aside(doors: Doors, *, org_id: UUID, by: str, mail_id: UUID) -> None:
    """A mail is no customer's. Raises NotPossible where it is one's."""
    with decided(doors, org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        if not mails.set_aside(tx, mail_id, by=by, at=on.now):
            raise NotPossible("It stands in a conversation, or was put aside. Nothing was changed.")
        record(tx, on, by, None, "mail", "Put a mail aside: no customer's")


def _one(doors: Doors, org_id: UUID, mail_id: UUID) -> Mail:
    with doors.store.tenant(org_id) as tx:
        found = mails.read(tx, mail_id)
    if found is None or not found.customer_id:
        raise NotPossible("This mail is no customer's. Nothing was changed: say first whose it is.")
    return found
