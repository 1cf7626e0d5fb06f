"""What machines answer to our mail: somebody is away, or an address does not work.

An absence holds the ladder until the day after its last; a hard bounce marks the address, which
pauses and asks a person (rule 25). Nothing is ever answered.
"""

from __future__ import annotations

from datetime import timedelta

from plugin.credit.account import HoldKind, StepState
from plugin.credit.working_days import add_working_days
from plugin.letters.wording import dated
from plugin.mail.away import away_until
from plugin.mail.bounces import Undelivered
from plugin.mail.reading import Arrived
from plugin.operations.decide import record
from plugin.operations.ground import Ground
from plugin.store import Tx, contacts, holds, messages, outbox, recipients, timeline
from plugin.store import mail as mails

#: working days of silence where an absence names no day
SHORT_HOLD = 3
#: an absence of more days than these is no absence to wait for: a person reads who is there instead
LONGEST = 45
#: mail that came back for now so often within so many days came back for good
_SOFT_AT_MOST, _SOFT_WITHIN = 3, timedelta(days=21)
_DAY = timedelta(days=1)
_MAIL = "mail"


def note_away(tx: Tx, on: Ground, customer_id: str, arrived: Arrived) -> bool:
    """Hold until the day after their absence; False where a person has to read it instead.

    Numbers of a date are read day first, except in the United States.
    """
    contact = contacts.contact(tx, customer_id)
    country = (contact.country if contact is not None else "") or on.organisation.country
    last = away_until(
        f"{arrived.subject}\n{arrived.said}",
        written=on.today,
        language=arrived.language,
        month_first=country.upper() == "US",
    )
    if last is not None and (last - on.today).days > LONGEST:
        return False
    if last is None:
        until = add_working_days(on.today, SHORT_HOLD, on.calendar_of(country)) + _DAY
        words = f"Away, without saying until when: held up to and including {dated(until - _DAY)}"
    else:
        until = last + _DAY
        words = f"Away until {dated(last)}: held up to and including that day"
    begun = holds.away_since(tx, customer_id, since=on.today - 2 * timedelta(days=LONGEST))
    if begun is not None and (until - begun).days > LONGEST:
        # one absence after the other: nobody is away for ever, and anybody may say so
        return False
    standing = [each for each in holds.holds(tx, customer_id, on=on.today) if _is_away(each.kind)]
    for each in standing:
        if each.until is not None and each.until >= until:
            return True
        holds.end_hold(tx, each.id, by=_MAIL, at=on.now)
    holds.add_hold(tx, customer_id, HoldKind.AWAY, by=_MAIL, at=on.now, until=until, since=on.today)
    record(tx, on, _MAIL, customer_id, "away", words)
    return True


def _is_away(kind: HoldKind) -> bool:
    return kind is HoldKind.AWAY


def note_bounces(tx: Tx, on: Ground, customer_id: str, arrived: Arrived) -> None:
    """Mark what does not work; what only did not work today is told, and counted."""
    for each in arrived.undelivered:
        known = mails.has_address(tx, customer_id, each.address)
        words = "A mail did not arrive" if each.is_final else "A mail takes longer than usual"
        if known and (each.is_hard or _too_often(tx, on, customer_id, each)):
            recipients.note_bounce(tx, customer_id, each.address, why=each.why, at=on.now)
            words = "Mail came back; nothing goes there before somebody says where to"
            _put_level_back(tx, on, customer_id, each)
        elif each.is_final and known:
            words = "A mail did not arrive, for a reason that may pass; the address stands"
        timeline.record(
            tx,
            timeline.Event(
                at=on.now,
                kind="mail_came_back",
                by=_MAIL,
                customer_id=customer_id,
                summary=words,
                # the mail system's words may name an address, so they lie sealed
                said=f"{each.address}: {each.why or 'no reason was given'}",
            ),
        )


def _put_level_back(tx: Tx, on: Ground, customer_id: str, undelivered: Undelivered) -> None:
    """A reminder that reached nobody was not sent: its level is asked for again (rule 12).

    Only the newest, and only where it went to this address alone.
    """
    sent = mails.sent_as(tx, [undelivered.message_id]) if undelivered.message_id else None
    if sent is None or sent[1] != customer_id or not mails.is_newest_sent(tx, sent[0]):
        return
    letter = messages.opened_letter(tx, sent[0])
    reached = set() if letter is None else {each.lower() for each in (*letter.to, *letter.copy_to)}
    if reached != {undelivered.address}:
        return
    outbox.move(
        tx,
        sent[0],
        to=StepState.REFUSED,
        frm=(StepState.DONE,),
        now=on.now,
        outcome="it came back from the only address that it went to",
    )


def _too_often(tx: Tx, on: Ground, customer_id: str, undelivered: Undelivered) -> bool:
    if not undelivered.is_final:
        return False
    since = on.now - _SOFT_WITHIN
    count = mails.bounces_since(tx, customer_id, undelivered.address, since=since)
    return count >= _SOFT_AT_MOST
