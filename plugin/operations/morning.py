"""The morning letter: at 07:30 of the organisation's zone on working days, once a person and day.

One that could not go then goes later that morning and says so; after noon none goes any more. It
goes to the organisation's own people only, and on a day with nothing to say to nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog

from plugin.credit.account import Calendar
from plugin.jobs import What
from plugin.letters.morning_facts import OWN_LETTER, Change, MorningFacts, Offer
from plugin.letters.morning_mail import MorningLinks, TapLink, compose_morning
from plugin.operations.doors import Doors
from plugin.operations.ground import Ground, ground
from plugin.operations.house_mail import house_mail
from plugin.operations.morning_changes import as_written
from plugin.operations.morning_hours import (
    at,
    begins_a_week,
    is_late,
    leaves,
    leaves_after,
    midnight_after,
    working_day_before,
)
from plugin.operations.morning_links import mint
from plugin.operations.roles import Right, may
from plugin.ports import OutcomeUnknown, OutgoingMail, Refused, Unavailable
from plugin.store import Tx, due, morning_letters, morning_links, people
from plugin.store.morning_letters import MorningWish, Rhythm
from plugin.store.organisations import Organisation
from plugin.store.people import Member

log = structlog.get_logger()

#: how many links of one tap stand in it
TAPS = 3
#: what came in is told for at most so long back
_TOLD_FOR = timedelta(days=14)
#: links that ran out are kept for so long, so that a late press is answered with what they were
_LINKS_KEPT = timedelta(days=90)

#: what brings the facts up to date; where any of it is due, the letter lets it go before
_READ_FIRST = (What.SYNC, What.NOTICES, What.INCOMING, What.ASSESS)
_A_MOMENT = timedelta(seconds=5)

#: what the letter says: to one member, at an instant, with what came in since another
FactsOf = Callable[[Tx, Organisation, Member, datetime, datetime], MorningFacts]

#: what stands in the place of a useful change on a day that has fewer of them
_SPARE = (
    Offer(change=Change.SKIP, label="No letter on the next working day"),
    Offer(change=Change.WEEKLY, label="Only on the first working day of a week"),
    Offer(change=Change.OFF, label="No letter any more"),
)


def send_morning(doors: Doors, org_id: UUID, *, facts_of: FactsOf) -> datetime | None:
    """Send today's letter to everybody who wants it and has not got it; says when next.

    An organisation that is not connected is passed over: its books may be old. Raises Unavailable
    where the mail server cannot be used; whoever was not reached is tried again then.
    """
    with doors.store.tenant(org_id) as tx:
        here = ground(tx, now=doors.clock.now())
        if here.organisation.settled_at is None:
            return None
        this_one = leaves(here.now, _zone(here), _calendar(here))
        if here.now < this_one:
            return this_one
        following = next_letter(here)
        if not here.organisation.is_connected:
            return following
        if _is_behind(tx, here):
            return here.now + _A_MOMENT
        morning_links.forget_old(tx, before=here.now - _LINKS_KEPT)
        morning_letters.forget_gone(tx)
        those = tuple(_wanted(tx, here, facts_of))
    for member, wish, facts in those:
        _send(doors, here, member, wish, facts)
    return following


def _is_behind(tx: Tx, here: Ground) -> bool:
    """Whether work on the facts is due that was to come later: after a stop it comes first."""
    rows = (due.read(tx, tx.org_id, what) for what in _READ_FIRST)
    return any(row is not None and row.at <= here.now for row in rows)


def next_letter(here: Ground) -> datetime:
    """The instant at which the letter of the next working day leaves."""
    return leaves_after(here.today, _zone(here), _calendar(here))


def preview(tx: Tx, here: Ground, member: Member, *, facts_of: FactsOf) -> MorningFacts:
    """What the letter would say to a person now."""
    wish = morning_letters.wish_of(tx, member.user.id)
    return facts_of(tx, here.organisation, member, here.now, _since(here, wish))


def _wanted(
    tx: Tx, here: Ground, facts_of: FactsOf
) -> Iterable[tuple[Member, MorningWish, MorningFacts]]:
    known = morning_letters.wishes(tx)
    for member in people.members_of(tx, tx.org_id):
        wish = known.get(member.user.id) or MorningWish(user_id=member.user.id)
        if not _is_wanted(here, wish.rhythm_as(member.role), wish):
            continue
        facts = facts_of(tx, here.organisation, member, here.now, _since(here, wish))
        if not facts.is_empty:
            yield member, wish, facts


def _is_wanted(here: Ground, rhythm: Rhythm, wish: MorningWish) -> bool:
    got_it = wish.sent_for is not None and wish.sent_for >= here.today
    if got_it or wish.skip_on == here.today or rhythm is Rhythm.OFF:
        return False
    return rhythm is Rhythm.DAILY or begins_a_week(here.today, _calendar(here))


def _since(here: Ground, wish: MorningWish) -> datetime:
    """From when on what came in is told: the letter before, or the morning before."""
    before = working_day_before(here.today, _calendar(here))
    last = wish.sent_at or at(before, _zone(here))
    begun = here.organisation.settled_at or here.now
    return max(last, begun, here.now - _TOLD_FOR)


def _send(
    doors: Doors, here: Ground, member: Member, wish: MorningWish, facts: MorningFacts
) -> None:
    org_id, user_id = here.organisation.id, member.user.id
    with doors.store.tenant(org_id) as tx:
        if not morning_letters.claim(tx, user_id, here.today, at=here.now):
            return
        mail = _mail(tx, doors, here, member, wish, facts)
    try:
        doors.mailer.send(mail)
    except Unavailable:
        with doors.store.tenant(org_id) as tx:
            morning_letters.unclaim(tx, wish, here.today)
        raise
    except (Refused, OutcomeUnknown) as trouble:
        log.warning("a morning letter was not brought", org=str(org_id), why=str(trouble))


def _mail(
    tx: Tx, doors: Doors, here: Ground, member: Member, wish: MorningWish, facts: MorningFacts
) -> OutgoingMail:
    org_id, person = here.organisation.id, member.user
    base = f"{doors.url.rstrip('/')}/o/{org_id}"
    local = here.now.astimezone(_zone(here))
    sees = may(member.role, Right.SEE)
    letter = compose_morning(
        facts,
        MorningLinks(
            taps=tuple(_taps(tx, doors, here, member, facts.offers)),
            cards=f"{base}/cards" if sees else "",
            wishes=f"{base}/mine",
            until="until midnight",
        ),
        recipient=person.name.partition(" ")[0],
        late_at=f"{local:%H:%M}" if is_late(here.now, _zone(here)) else "",
    )
    key = f"morning-{org_id}-{person.id}-{here.today}"
    return house_mail(doors, key, wish.address or person.email, letter)


def _taps(
    tx: Tx, doors: Doors, here: Ground, member: Member, offers: Iterable[Offer]
) -> Iterable[TapLink]:
    """Three links: the most useful changes that this person may make, then those of the letter."""
    midnight = midnight_after(here.today, _zone(here))
    left = TAPS
    for offer in (*offers, *_SPARE):
        is_own = offer.change in OWN_LETTER
        if left == 0 or not (is_own or may(member.role, Right.DECIDE)):
            continue
        about = as_written(tx, here, offer.change, offer.about)
        if offer.about and not about:
            continue
        left -= 1
        url = mint(
            tx,
            doors,
            offer.change,
            user_id=member.user.id,
            about=about,
            made_for=here.today,
            expires_at=midnight,
        )
        yield TapLink(offer.label, url)


def _zone(here: Ground) -> ZoneInfo:
    return ZoneInfo(here.organisation.timezone)


def _calendar(here: Ground) -> Calendar:
    return here.calendar_of(here.organisation.country)
