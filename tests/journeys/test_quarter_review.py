"""A quarterly review from the plan to the customer's calendar: invited, moved, called off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import Message as Mime
from email.policy import default
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar

from connectors.sandbox.mailbox import Mail
from plugin.operations import quarter_reviews
from plugin.operations.doors import NotPossible
from plugin.store import Store
from plugin.store.quarter_reviews import Meeting
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house
from tests.letters.papers import pages_of, words_of

KETTLE = "kettle"
MAYA = "kettle@kettle.example"


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """The Copper Kettle owes 412.40, not due for a week."""
    seed = books(
        [a_customer(KETTLE, "The Copper Kettle Café", a_debt("INV-1041", "412.40", late=-7))]
    )
    with a_house(store, seed) as house:
        house.begin()
        yield house


def meeting(house: House, **changes: object) -> Meeting:
    """In a fortnight at ten, half an hour at their café, about the summer."""
    starts = house.doors.clock.now() + timedelta(days=14)
    facts: dict[str, object] = {
        "quarter": quarter_reviews.quarters(DAY)[0],
        "starts_at": starts.replace(hour=10, minute=0, second=0, microsecond=0),
        "minutes": 30,
        "place": "at your café",
        "name": "Maya",
        "email": MAYA,
        "agenda": "A second delivery on Fridays",
    }
    return Meeting(**{**facts, **changes})  # type: ignore[arg-type]


def kettle_of(house: House) -> str:
    """The id of the Copper Kettle."""
    ((found,),) = house.sql("select id from contacts where org_id = :org and number = 'kettle'")
    return str(found)


def planned(house: House) -> UUID:
    """A meeting that nobody heard of."""
    customer = kettle_of(house)
    return quarter_reviews.plan(
        house.doors, org_id=house.org_id, by=BY, customer_id=customer, meeting=meeting(house)
    )


def parts(mail: Mail) -> list[Mime]:
    """Every part of a mail as it went."""
    return list(message_from_bytes(mail.raw, policy=default).walk())


def invitation(mail: Mail) -> tuple[Calendar, Any]:
    """The invitation for a calendar in a mail, and its one meeting."""
    (part,) = (each for each in parts(mail) if each.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(part.get_content())  # type: ignore[attr-defined]
    assert part.get_param("method") == str(calendar["method"])
    (event,) = calendar.walk("VEVENT")
    return calendar, event


@pytest.mark.long
def test_a_review_is_invited_to_moved_and_called_off_in_one_calendar(house: House) -> None:
    """After a yes; each change is one mail with the same identity and a higher sequence."""
    review_id = planned(house)
    house.advance(1)
    assert house.mails() == []
    quarter_reviews.invite(house.doors, org_id=house.org_id, by=BY, review_id=review_id)
    house.settle()
    (first,) = house.mails()
    assert first.recipients == (MAYA,)
    calendar, event = invitation(first)
    assert str(calendar["method"]) == "REQUEST"
    assert (event["sequence"], str(event["status"])) == (0, "CONFIRMED")
    assert str(event["organizer"]) == "mailto:lisa@harbour.example"
    assert str(event["attendee"]) == f"mailto:{MAYA}"
    assert event["dtstart"].params["tzid"] == "Europe/London"
    assert (event["dtend"].dt - event["dtstart"].dt) == timedelta(minutes=30)
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    assert "A second delivery on Fridays" in str(event["description"])
    (page,) = (each for each in parts(first) if each.get_content_type() == "application/pdf")
    pdf = page.get_payload(decode=True)
    assert isinstance(pdf, bytes)
    assert pages_of(pdf) == 1
    assert "A second delivery on Fridays" in words_of(pdf)
    later = meeting(house, minutes=45)
    quarter_reviews.change(
        house.doors, org_id=house.org_id, by=BY, review_id=review_id, meeting=later
    )
    house.settle()
    moved = house.mails()[-1]
    assert moved.subject.startswith("Our quarterly review has moved to")
    _, after = invitation(moved)
    assert (after["uid"], after["sequence"]) == (event["uid"], 1)
    assert (after["dtend"].dt - after["dtstart"].dt) == timedelta(minutes=45)
    quarter_reviews.call_off(house.doors, org_id=house.org_id, by=BY, review_id=review_id)
    house.settle()
    last = house.mails()[-1]
    calendar, gone = invitation(last)
    assert str(calendar["method"]) == "CANCEL"
    assert (gone["uid"], gone["sequence"], str(gone["status"])) == (event["uid"], 2, "CANCELLED")
    assert len(house.mails()) == 3
    # it counts as a contact: the courtesy that would be due waits for the gap (rule 23)
    told = "select went_on from quarter_reviews where org_id = :org"
    assert house.sql(told) == [(DAY,)]
    house.advance(3)
    assert len(house.mails()) == 3


@pytest.mark.long
def test_what_was_called_off_before_anybody_was_invited_is_told_to_nobody(house: House) -> None:
    """And what was called off is not invited to."""
    review_id = planned(house)
    quarter_reviews.call_off(house.doors, org_id=house.org_id, by=BY, review_id=review_id)
    house.advance(3)
    assert house.mails() == []
    with pytest.raises(NotPossible):
        quarter_reviews.invite(house.doors, org_id=house.org_id, by=BY, review_id=review_id)
