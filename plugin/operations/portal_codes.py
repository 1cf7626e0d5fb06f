"""A code by mail: who holds a link shows that they also read an address on file.

A link may have been forwarded; a code goes to nobody but the addresses that the business itself
writes to. Six digits, kept as a keyed hash, good for a quarter of an hour and five tries; how many
are asked for and tried is counted in the database, across processes.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import structlog

from plugin.credit.recipients import Role
from plugin.letters.code_mail import CodeFacts, compose_code
from plugin.operations.conversations import in_conversation
from plugin.operations.doors import Doors, NotPossible, organisation_of
from plugin.ports import OutcomeUnknown, OutgoingMail, Refused, Unavailable
from plugin.store import Tx, contacts, languages, organisations, portal_codes, recipients, throttles
from plugin.store.portal_codes import CodeSent

log = structlog.get_logger()

#: how long a code may be entered, and how long the proof then lasts
LASTS, PROOF_LASTS = timedelta(minutes=15), timedelta(hours=2)
TRIES = 5
_DIGITS = 6
#: codes asked for with one link, to one address, and tries with one link, in a window
_ASKED_BY_LINK, _ASKED_TO_ADDRESS, _TRIED = 5, 8, 20
_WINDOW = timedelta(hours=1)

_TOO_MANY = (
    "Too many codes were asked for. Nothing was sent. Wait an hour and try again, or ask us by "
    "telephone."
)


@dataclass(frozen=True, slots=True)
class CodeAddress:
    """An address on file as a stranger may see it; `key` names it in a form."""

    key: str
    shown: str


def addresses(tx: Tx, customer_id: str) -> tuple[CodeAddress, ...]:
    """Where a code may go: the addresses that this customer is written to at, masked."""
    known = on_file(tx, customer_id)
    return tuple(CodeAddress(tx.seal.fingerprint(each)[:16], masked(each)) for each in known)


def masked(address: str) -> str:
    """m•••@copperkettle.example: enough to know it again, and no more."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}•••@{domain}"


def send_code(
    doors: Doors, *, org_id: UUID, customer_id: str, link_id: UUID, visit: str, key: str
) -> None:
    """Mail a new code to the address on file of this key. Raises NotPossible.

    It is no reminder: it counts for no cap and goes whenever it is asked for.
    """
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        found = {tx.seal.fingerprint(each)[:16]: each for each in on_file(tx, customer_id)}
        address = found.get(key)
    if address is None:
        raise NotPossible("No code was sent: choose one of the addresses on file.")
    with doors.store.house() as house:
        by_link = throttles.hit(
            house, f"code by {link_id}", limit=_ASKED_BY_LINK, window=_WINDOW, now=now
        )
        to_address = throttles.hit(
            house, f"code to {address}", limit=_ASKED_TO_ADDRESS, window=_WINDOW, now=now
        )
    if not (by_link and to_address):
        raise NotPossible(_TOO_MANY)
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    with doors.store.tenant(org_id) as tx:
        portal_codes.forget_lapsed(tx, now=now)
        portal_codes.keep_code(
            tx,
            visit,
            link_id,
            code=code,
            address=address,
            tries=TRIES,
            at=now,
            expires_at=now + LASTS,
        )
        mail = _mail(doors, tx, customer_id, address, code)
    try:
        doors.mailer.send(in_conversation(doors, org_id, customer_id, mail))
    except (Unavailable, Refused, OutcomeUnknown) as problem:
        log.warning("no code could be mailed", org=str(org_id), why=type(problem).__name__)
        with doors.store.tenant(org_id) as tx:
            portal_codes.drop_code(tx, visit)
        raise NotPossible(
            "The code could not be mailed just now. Try again in a few minutes, or ask us by "
            "telephone. Nothing else was changed."
        ) from problem


def enter_code(doors: Doors, *, org_id: UUID, link_id: UUID, visit: str, code: str) -> bool:
    """Whether this was the code; a success is a proof for this visit. Raises NotPossible."""
    now = doors.clock.now()
    with doors.store.house() as house:
        may_try = throttles.hit(house, f"code of {link_id}", limit=_TRIED, window=_WINDOW, now=now)
    if not may_try:
        raise NotPossible(
            "Too many codes were tried. Nothing was opened. Wait an hour, then ask for a new one."
        )
    digits = "".join(each for each in code if each.isdecimal())
    with doors.store.tenant(org_id) as tx:
        return portal_codes.enter_code(tx, visit, digits, now=now, until=now + PROOF_LASTS)


def code_sent(tx: Tx, doors: Doors, visit: str) -> CodeSent | None:
    """The code that this visit may still enter, with its address masked."""
    found = portal_codes.code_sent(tx, visit, now=doors.clock.now())
    if found is None:
        return None
    return CodeSent(masked(found.address), found.expires_at, found.tries_left)


def is_proved(tx: Tx, doors: Doors, customer_id: str, link_id: UUID, visit: str) -> bool:
    """Whether a code was entered in this visit lately, sent to an address that is still on file."""
    proved = portal_codes.proved_by(tx, visit, link_id, now=doors.clock.now())
    if proved is None:
        return False
    return proved in {tx.seal.fingerprint(each) for each in on_file(tx, customer_id)}


def on_file(tx: Tx, customer_id: str) -> tuple[str, ...]:
    """The addresses that this customer is really written to at, the first one first."""
    contact = contacts.contact(tx, customer_id)
    if contact is None:
        return ()
    people = recipients.people(tx, contact)
    return tuple(
        each.email
        for each in people
        if each.email and each.role is not Role.NONE and not each.bounced
    )


def _mail(doors: Doors, tx: Tx, customer_id: str, address: str, code: str) -> OutgoingMail:
    organisation = organisation_of(tx, tx.org_id)
    contact = contacts.contact(tx, customer_id)
    chosen = organisations.settings(tx)
    letter = compose_code(
        CodeFacts(
            code=code,
            organisation=organisation.name,
            customer=contact.name if contact is not None else "",
            minutes=int(LASTS.total_seconds() // 60),
            language=languages.language_of(tx, customer_id) or chosen.language,
        )
    )
    return OutgoingMail(
        message_id=f"<code-{uuid4()}@{doors.from_address.rpartition('@')[2]}>",
        from_name=organisation.name,
        from_address=doors.from_address,
        reply_to=chosen.reply_to or doors.from_address,
        to=(address,),
        copy_to=(),
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        language=letter.language,
        sent_at=doors.clock.now(),
    )
