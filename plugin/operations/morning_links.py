"""Links of the morning letter: minted for one person, looked at as often as one likes, used once.

A link is the organisation's id, its own id and a signature over both, which is verified before the
database is asked. Looking changes nothing; a press is made, and the link used up, in one
transaction, in the name of the person whose letter it stood in.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from plugin.jobs import What
from plugin.letters.morning_facts import OWN_LETTER, Change
from plugin.letters.wording import dated
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import Ground, ground
from plugin.operations.morning_changes import make, standing
from plugin.operations.morning_standing import Standing
from plugin.operations.roles import ROLE_NAMES, Right, may
from plugin.store import Tx, morning_links, people, team
from plugin.store.morning_links import MorningLink
from plugin.store.organisations import OrgState
from plugin.store.people import User
from plugin.store.sealing import Seal

#: where links lead, below GOODTERMS_URL; what follows is the token
PATH = "/m/"

_PURPOSE = "morning link"
_IDS, _SIGNATURE = 32, 16
_TOKEN_LENGTH = 64

NO_LINK = (
    "This link opens nothing: it is not complete, it is not of your letter, or it is too long ago. "
    "Nothing was shown and nothing was changed. Press it once more in the letter itself, signed in "
    "as nobody else, or sign in to Goodterms and do there what you wanted to do."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A link as its page shows it; without a button where `used` or `refused` says why."""

    organisation: str
    org_id: UUID
    #: in which the page speaks
    timezone: str
    name: str
    is_own_letter: bool
    made_for: date
    now: Standing
    #: what its use did, and when
    used: str = ""
    used_at: datetime | None = None
    refused: str = ""

    @property
    def may_press(self) -> bool:
        """Whether there is something to press for."""
        return bool(self.now.will) and not self.used and not self.refused


def mint(
    tx: Tx,
    doors: Doors,
    change: Change,
    *,
    user_id: UUID,
    about: Mapping[str, Any],
    made_for: date,
    expires_at: datetime,
    address: str = "",
) -> str:
    """A link of one person, as an absolute address; it works once, until `expires_at`."""
    link_id = morning_links.add(
        tx,
        user_id,
        made_for=made_for,
        change=change.value,
        about=about,
        at=doors.clock.now(),
        expires_at=expires_at,
        address=address,
    )
    return f"{doors.url.rstrip('/')}{PATH}{_token_of(tx.seal, tx.org_id, link_id)}"


def look(doors: Doors, token: str, *, signed_in: UUID | None) -> Looked:
    """What pressing a link's button would do now. Changes nothing.

    `signed_in` is who is signed in in that browser, if anybody. Raises NotPossible, telling nothing
    of what it is, for a link that is not ours, or not that person's.
    """
    org_id, link_id = _read_token(doors.store.seal, token)
    with doors.store.tenant(org_id) as tx:
        link, person, on = _theirs(tx, doors, link_id, signed_in=signed_in)
        refused = _refusal(tx, on, link)
        found = Standing(button="") if link.used_at or refused else standing(tx, on, link)
    return Looked(
        organisation=on.organisation.name,
        org_id=org_id,
        timezone=on.organisation.timezone,
        name=person.name,
        is_own_letter=Change(link.change) in OWN_LETTER,
        made_for=link.made_for,
        now=found,
        used=link.outcome if link.used_at else "",
        used_at=link.used_at,
        refused="" if link.used_at else refused,
    )


def press(doors: Doors, token: str, *, signed_in: UUID | None, seen: str) -> str:
    """Make the change of a link, once; says what was done.

    `seen` is of the page that was read: where the world moved since, nothing is done and the link
    stays. Raises NotPossible.
    """
    org_id, link_id = _read_token(doors.store.seal, token)
    with decided(doors, org_id, What.ASSESS, What.WRITE_BACK, What.SEND) as tx:
        link, person, on = _theirs(tx, doors, link_id, signed_in=signed_in, locked=True)
        if link.used_at is not None:
            raise NotPossible(f"This link was used already. {link.outcome} Nothing was done twice.")
        refused = _refusal(tx, on, link)
        if refused:
            raise NotPossible(refused)
        if standing(tx, on, link).seen != seen:
            raise NotPossible(
                "Something has changed since this page was shown, so nothing was done. Open the "
                "link in the letter once more: it shows how things stand now."
            )
        outcome = make(tx, on, link, person.name)
        morning_links.use_up(tx, link_id, at=on.now, outcome=outcome)
    return outcome


def _theirs(
    tx: Tx, doors: Doors, link_id: UUID, *, signed_in: UUID | None, locked: bool = False
) -> tuple[MorningLink, User, Ground]:
    link = morning_links.read(tx, link_id, locked=locked)
    if link is None or (signed_in is not None and signed_in != link.user_id):
        raise NotPossible(NO_LINK)
    person = people.read_user(tx, link.user_id)
    if person is None or team.role_of(tx, tx.org_id, link.user_id) is None:
        raise NotPossible(NO_LINK)
    return link, person, ground(tx, now=doors.clock.now())


def _refusal(tx: Tx, on: Ground, link: MorningLink) -> str:
    """Why the change of a genuine link may not be made (any more); empty where it may."""
    if on.now >= link.expires_at:
        return (
            f"This link was of the letter of {dated(link.made_for)} and has run out. Nothing was "
            "changed. The newest letter has new ones, and everything can be done in Goodterms."
        )
    if Change(link.change) in OWN_LETTER:
        return ""
    role = team.role_of(tx, tx.org_id, link.user_id)
    if role is None or not may(role, Right.DECIDE):
        named = ROLE_NAMES[role] if role is not None else "nobody"
        return (
            f"You are {named} here by now, and deciding about customers is for others. Nothing was "
            "changed. An owner can change what you are, under Team."
        )
    if on.organisation.state is OrgState.DISCONNECTED:
        return (
            f"{on.organisation.name} is not connected to Xero, so its books may have moved on. "
            "Nothing was changed. Connect to Xero first."
        )
    return ""


def _token_of(seal: Seal, org_id: UUID, link_id: UUID) -> str:
    named = org_id.bytes + link_id.bytes
    return base64.urlsafe_b64encode(named + seal.sign(_PURPOSE, named)).decode()


def _read_token(seal: Seal, token: str) -> tuple[UUID, UUID]:
    """What a token names. Raises NotPossible where one of our keys has not signed it."""
    # base64 reads + and / as it reads - and _: only what we write ourselves is a link of ours
    if len(token) != _TOKEN_LENGTH or not token.isascii() or {"+", "/"} & set(token):
        raise NotPossible(NO_LINK)
    try:
        raw = base64.b64decode(token, altchars=b"-_", validate=True)
    except binascii.Error as problem:
        raise NotPossible(NO_LINK) from problem
    named, signature = raw[:_IDS], raw[_IDS:]
    if len(signature) != _SIGNATURE or not seal.has_signed(_PURPOSE, named, signature):
        raise NotPossible(NO_LINK)
    return UUID(bytes=named[:16]), UUID(bytes=named[16:])
