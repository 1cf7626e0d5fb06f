"""An invitation for a calendar (RFC 5545, 5546): asked for, moved, called off. It sends nothing.

One meeting keeps its identity over every change; a calendar takes the highest sequence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

REQUEST, CANCEL = "REQUEST", "CANCEL"
_YEAR = timedelta(days=366)
_PRODUCT = "-//Goodterms//Quarterly review//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """A meeting as a calendar has it; `starts_at` and `changed_at` are instants.

    `zone` is the organisation's, by its IANA name: the meeting keeps its hour on the wall there.
    """

    uid: str
    sequence: int
    is_cancelled: bool
    starts_at: datetime
    minutes: int
    zone: str
    summary: str
    description: str
    place: str
    organiser: tuple[str, str]
    attendee: tuple[str, str]
    changed_at: datetime


def invitation(it: Invited) -> str:
    """The iCalendar text; the same facts give the same text."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", CANCEL if it.is_cancelled else REQUEST)
    event = Event()
    event.add("uid", it.uid)
    event.add("sequence", it.sequence)
    event.add("dtstamp", it.changed_at.astimezone(UTC))
    starts = it.starts_at.astimezone(ZoneInfo(it.zone))
    event.add("dtstart", starts)
    event.add("dtend", starts + timedelta(minutes=it.minutes))
    event.add("summary", it.summary)
    event.add("description", it.description)
    if it.place:
        event.add("location", it.place)
    event.add("status", "CANCELLED" if it.is_cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("class", "PRIVATE")
    event["organizer"] = _address(it.organiser)
    guest = _address(it.attendee)
    guest.params["cutype"] = vText("INDIVIDUAL")
    guest.params["role"] = vText("REQ-PARTICIPANT")
    guest.params["partstat"] = vText("NEEDS-ACTION")
    guest.params["rsvp"] = vText("FALSE" if it.is_cancelled else "TRUE")
    event.add("attendee", guest, encode=False)
    calendar.add_component(event)
    # the changes of the hour about that time alone, not since 1970
    about = starts.date()
    calendar.add_missing_timezones(about - _YEAR, about + _YEAR)
    text: str = calendar.to_ical().decode()
    return text


def _address(named: tuple[str, str]) -> vCalAddress:
    name, email = named
    found = vCalAddress(f"mailto:{email}")
    if name:
        found.params["cn"] = vText(name)
    return found
