"""The bookkeeper's tidy list: lines put aside with a reason, and the list by mail each week.

It goes to the organisation's own people only, once a week and person, whatever dies on the way;
a week in which nothing is to be tidied sends nothing. Nothing is changed in the ledger.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog

from plugin.credit.tidy_list import tidy_lines
from plugin.credit.working_days import next_working_day
from plugin.jobs import What
from plugin.letters.tidy_mail import compose_tidy
from plugin.letters.tidy_words import TidySection
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import Ground, ground, morning
from plugin.operations.house_mail import house_mail
from plugin.ports import OutcomeUnknown, Refused, Unavailable
from plugin.store import Tx, due, people, tidying, timeline
from plugin.store.people import User
from plugin.store.reading.tidying import tidy_facts

log = structlog.get_logger()

_WEEK = timedelta(days=7)

#: the list as it is read: of an organisation, on its day; links lead into the ledger at this site
SectionsOf = Callable[[Tx, date, str], tuple[TidySection, ...]]


def put_aside(doors: Doors, *, org_id: UUID, by: str, line: str, reason: str) -> None:
    """Take a line off the list with a reason; it comes back only if somebody brings it back.

    Raises NotPossible where the line is not on the list (any more) or no reason is given.
    """
    if not reason:
        raise NotPossible("Nothing was put aside: say why, so that the next person knows.")
    with decided(doors, org_id, What.SNAPSHOT) as tx:
        on = ground(tx, now=doors.clock.now())
        lines = tidy_lines(tidy_facts(tx, on=on.today), on.house.tolerance_for, on=on.today)
        found = next((each for each in lines if each.name == line), None)
        if found is None:
            raise NotPossible("This line is done already: it is not on the list any more.")
        if not tidying.put_aside(
            tx, line, customer_ids=found.customer_ids, reason=reason, by=by, at=on.now
        ):
            raise NotPossible("Somebody put this line aside before. Nothing was changed.")
        _tell(tx, on, by, "Put a line of the tidy list aside")


def bring_back(doors: Doors, *, org_id: UUID, by: str, line: str) -> None:
    """Put a line back on the list. Raises NotPossible where it was not aside."""
    with decided(doors, org_id, What.SNAPSHOT) as tx:
        on = ground(tx, now=doors.clock.now())
        if not tidying.bring_back(tx, line):
            raise NotPossible("This line was not put aside. Nothing was changed.")
        _tell(tx, on, by, "Brought a line of the tidy list back")


def _tell(tx: Tx, on: Ground, by: str, summary: str) -> None:
    """The reason stands with the line alone, so that it goes with whom it speaks of."""
    timeline.record(tx, timeline.Event(at=on.now, kind="tidied", by=by, summary=summary))


def switch(doors: Doors, *, org_id: UUID, user_id: UUID, on: bool) -> None:
    """A person wants the list by mail from next week on, or no more."""
    with doors.store.tenant(org_id) as tx:
        here = ground(tx, now=doors.clock.now())
        if not on:
            tidying.switch_off(tx, user_id)
            return
        week = week_of(here.today)
        tidying.switch_on(tx, user_id, at=here.now, but=week)
        due.put(tx, What.TIDY, at=_leaves(here, week + _WEEK))


def send_week(doors: Doors, org_id: UUID, *, sections_of: SectionsOf) -> datetime | None:
    """Send this week's list to everybody who wants it and has not got it; says when next.

    An organisation that is not connected is passed over: its books may be old. Raises Unavailable
    where the mail server cannot be used; whoever was not reached is tried again then.
    """
    with doors.store.tenant(org_id) as tx:
        here = ground(tx, now=doors.clock.now())
        wanted = tidying.wanted_by(tx)
        if not wanted:
            return None
        week = week_of(here.today)
        leaves, following = _leaves(here, week), _leaves(here, week + _WEEK)
        if here.now < leaves:
            return leaves
        if not here.organisation.is_connected:
            return following
        sections = sections_of(tx, here.today, doors.ledger_site)
        those = [each.user for each in people.members_of(tx, org_id) if each.user.id in wanted]
    if any(section.lines for section in sections):
        for person in those:
            _send(doors, here, person, week, sections)
    return following


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _leaves(here: Ground, monday: date) -> datetime:
    """The morning of a week's first working day, by our own holidays."""
    calendar = here.calendar_of(here.organisation.country)
    return morning(here.organisation, next_working_day(monday - timedelta(days=1), calendar))


def _send(
    doors: Doors, here: Ground, person: User, week: date, sections: tuple[TidySection, ...]
) -> None:
    org_id = here.organisation.id
    with doors.store.tenant(org_id) as tx:
        if not tidying.claim(tx, person.id, week):
            return
    link = f"{doors.url}/o/{org_id}/tidy"
    letter = compose_tidy(
        here.organisation.name, sections, on=here.today, link=link, recipient=person.name
    )
    try:
        key = f"tidy-{org_id}-{person.id}-{week.isoformat()}"
        doors.mailer.send(house_mail(doors, key, person.email, letter))
    except Unavailable:
        with doors.store.tenant(org_id) as tx:
            tidying.unclaim(tx, person.id, week, week - _WEEK)
        raise
    except (Refused, OutcomeUnknown) as trouble:
        log.warning("a tidy list was not brought", org=str(org_id), why=str(trouble))
