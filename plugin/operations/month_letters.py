"""Bring each month's page by mail on the first working day after it, to whoever wants it.

It goes to the organisation's own people only, once a month and person, whatever dies on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

import structlog

from plugin.credit.months import end_of_month, last_whole_month
from plugin.credit.working_days import next_working_day
from plugin.jobs import What
from plugin.letters.month_facts import MonthFacts
from plugin.letters.month_mail import compose_month
from plugin.letters.month_paper import month_pdf
from plugin.operations.doors import Doors
from plugin.operations.ground import Ground, ground, morning
from plugin.operations.house_mail import house_mail
from plugin.operations.kpis import bring_up_to_date
from plugin.ports import Attachment, OutcomeUnknown, OutgoingMail, Refused, Unavailable
from plugin.store import Tx, due, month_letters, people
from plugin.store.organisations import Organisation
from plugin.store.people import User

log = structlog.get_logger()

#: what the page of a month says: of the organisation, for the month of a day, as known today
FactsOf = Callable[[Tx, Organisation, date, date], MonthFacts]


def switch(doors: Doors, *, org_id: UUID, user_id: UUID, on: bool) -> None:
    """A person wants each month's page by mail from the next month's end on, or no more."""
    with doors.store.tenant(org_id) as tx:
        here = ground(tx, now=doors.clock.now())
        if not on:
            month_letters.switch_off(tx, user_id)
            return
        ended = last_whole_month(here.today)
        month_letters.switch_on(tx, user_id, at=here.now, but=ended)
        due.put(tx, What.MONTH, at=_leaves(here, end_of_month(here.today)))


def send_month(doors: Doors, org_id: UUID, *, facts_of: FactsOf) -> datetime | None:
    """Send the month that is over to everybody who wants it and has not got it; says when next.

    An organisation that is not connected is passed over: its books may be old. Raises Unavailable
    where the mail server cannot be used; whoever was not reached is tried again then.
    """
    with doors.store.tenant(org_id) as tx:
        here = ground(tx, now=doors.clock.now())
        wanted = month_letters.wanted_by(tx)
        if not wanted:
            return None
        month = last_whole_month(here.today)
        leaves = _leaves(here, month)
        if here.now < leaves:
            return leaves
        following = _leaves(here, end_of_month(here.today))
        if not here.organisation.is_connected:
            return following
        bring_up_to_date(tx, on=here.today)
        facts = facts_of(tx, here.organisation, month, here.today)
        those = [each.user for each in people.members_of(tx, org_id) if each.user.id in wanted]
    page = Attachment(f"{month:%Y-%m}.pdf", month_pdf(facts))
    for person in those:
        _send(doors, here, person, facts, page)
    return following


def _leaves(here: Ground, month: date) -> datetime:
    """The morning of the first working day after a month's last day, by our own holidays."""
    return morning(
        here.organisation, next_working_day(month, here.calendar_of(here.organisation.country))
    )


def _send(doors: Doors, here: Ground, person: User, facts: MonthFacts, page: Attachment) -> None:
    month, org_id = facts.books.last, here.organisation.id
    with doors.store.tenant(org_id) as tx:
        if not month_letters.claim(tx, person.id, month):
            return
    try:
        doors.mailer.send(_mail(doors, here, person, facts, page))
    except Unavailable:
        with doors.store.tenant(org_id) as tx:
            month_letters.unclaim(tx, person.id, month, last_whole_month(month))
        raise
    except (Refused, OutcomeUnknown) as trouble:
        log.warning("a month's page was not brought", org=str(org_id), why=str(trouble))


def _mail(
    doors: Doors, here: Ground, person: User, facts: MonthFacts, page: Attachment
) -> OutgoingMail:
    month, org_id = facts.books.last, here.organisation.id
    link = f"{doors.url}/o/{org_id}/insight/months?month={month:%Y-%m}"
    letter = compose_month(facts, link=link, recipient=person.name)
    key = f"month-{org_id}-{person.id}-{month:%Y-%m}"
    return house_mail(doors, key, person.email, letter, page)
