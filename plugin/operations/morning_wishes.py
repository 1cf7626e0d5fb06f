"""What a person says about their own morning letter: how often, and where to.

Another address gets it once it was confirmed from there, by a link that works once: nobody is sent
what customers owe because somebody mistyped.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from plugin.jobs import What
from plugin.letters.morning_facts import Change
from plugin.letters.morning_mail import compose_address
from plugin.operations.doors import Doors, NotPossible, organisation_of
from plugin.operations.ground import ground
from plugin.operations.house_mail import house_mail
from plugin.operations.morning import next_letter
from plugin.operations.morning_links import mint
from plugin.ports import OutcomeUnknown, Refused, Unavailable
from plugin.store import due, morning_letters, people, throttles
from plugin.store.morning_letters import Rhythm

#: how long the link that confirms an address works
LASTS = timedelta(days=7)
#: addresses that one person may ask for in a day: each is a mail to somebody who did not ask
_A_DAY, _MOST = timedelta(days=1), 5


def say_rhythm(doors: Doors, *, org_id: UUID, user_id: UUID, rhythm: Rhythm) -> None:
    """From now on this often."""
    with doors.store.tenant(org_id) as tx:
        morning_letters.say_rhythm(tx, user_id, rhythm)
        here = ground(tx, now=doors.clock.now())
        if here.organisation.settled_at is not None:
            due.put(tx, What.MORNING, next_letter(here))


def say_address(doors: Doors, *, org_id: UUID, user_id: UUID, address: str) -> bool:
    """Ask that the letter goes to another address; True where a mail asks there first.

    An empty address, or one's own, is that with which one signs in, and needs no asking. Raises
    NotPossible where the mail could not go, or too many went today.
    """
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        person = people.read_user(tx, user_id)
        if person is None or address.lower() in {"", person.email.lower()}:
            morning_letters.say_address(tx, user_id, "")
            return False
    with doors.store.house() as house:
        if not throttles.hit(house, f"addresses {user_id}", limit=_MOST, window=_A_DAY, now=now):
            raise NotPossible(
                f"{_MOST} addresses were asked today. Nothing was changed; go on tomorrow."
            )
    with doors.store.tenant(org_id) as tx:
        organisation = organisation_of(tx, org_id)
        link = mint(
            tx,
            doors,
            Change.ADDRESS,
            user_id=user_id,
            about={},
            made_for=ground(tx, now=now).today,
            expires_at=now + LASTS,
            address=address,
        )
    letter = compose_address(organisation.name, person.name, link, LASTS.days)
    try:
        doors.mailer.send(house_mail(doors, f"morning-address-{uuid4()}", address, letter))
    except (Unavailable, Refused, OutcomeUnknown) as problem:
        raise NotPossible(
            f"The mail to {address} could not be sent. Nothing was changed; look at the address "
            "and try again."
        ) from problem
    return True
