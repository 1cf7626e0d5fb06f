"""A new link for a link that has run out: mailed to the very address that the old one was sent to.

Only where the business still writes to that address. Whoever asks holds nothing new by asking.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from plugin.letters.link_mail import compose_link
from plugin.operations.doors import Doors, NotPossible, organisation_of
from plugin.operations.portal_codes import masked, on_file
from plugin.operations.portal_links import Ids, mint
from plugin.ports import OutcomeUnknown, OutgoingMail, Refused, Unavailable
from plugin.store import Tx, contacts, languages, organisations, portal_links, throttles
from plugin.store.portal_links import PortalLink

#: new links for one old link, in a window
_MOST, _WINDOW = 3, timedelta(days=1)


def renews_to(tx: Tx, doors: Doors, link: PortalLink) -> str:
    """The masked address that a new link may go to; empty where none may.

    One that was taken back is not replaced, nor one whose address is not written to any more.
    """
    has_run_out = link.revoked_at is None and link.expires_at <= doors.clock.now()
    if not has_run_out or link.address.lower() not in _written_to(tx, link.customer_id):
        return ""
    return masked(link.address)


def renew(doors: Doors, ids: Ids) -> str:
    """Mail a new link; the masked address that it went to. Raises NotPossible."""
    with doors.store.tenant(ids.org_id) as tx:
        link = portal_links.read_link(tx, ids.link_id)
        organisation = organisation_of(tx, ids.org_id)
        to = renews_to(tx, doors, link) if link is not None else ""
    if link is None or not to or not organisation.is_connected:
        raise NotPossible("No new link can be sent for this one. Please ask whoever wrote to you.")
    with doors.store.house() as house:
        may = throttles.hit(
            house,
            f"renew {ids.link_id}",
            limit=_MOST,
            window=_WINDOW,
            now=doors.clock.now(),
        )
    if not may:
        raise NotPossible("New links were mailed already today. Please look at the newest mail.")
    with doors.store.tenant(ids.org_id) as tx:
        mail = _mail(doors, tx, link)
    try:
        doors.mailer.send(mail)
    except (Unavailable, Refused, OutcomeUnknown) as problem:
        raise NotPossible(
            "The link could not be mailed just now. Try again in a few minutes."
        ) from problem
    return to


def _written_to(tx: Tx, customer_id: str) -> set[str]:
    return {each.lower() for each in on_file(tx, customer_id)}


def _mail(doors: Doors, tx: Tx, link: PortalLink) -> OutgoingMail:
    organisation = organisation_of(tx, tx.org_id)
    contact = contacts.contact(tx, link.customer_id)
    chosen = organisations.settings(tx)
    letter = compose_link(
        url=mint(tx, doors, link.customer_id, link.address),
        organisation=organisation.name,
        customer=contact.name if contact is not None else "",
        language=languages.language_of(tx, link.customer_id) or chosen.language,
    )
    return OutgoingMail(
        message_id=f"<link-{uuid4()}@{doors.from_address.rpartition('@')[2]}>",
        from_name=organisation.name,
        from_address=doors.from_address,
        reply_to=chosen.reply_to or doors.from_address,
        to=(link.address,),
        copy_to=(),
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        language=letter.language,
        sent_at=doors.clock.now(),
    )
