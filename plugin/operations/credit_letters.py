"""The answer to an applicant: changed, approved, held for ten minutes, sent at most once."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import structlog

from plugin.jobs import What
from plugin.letters.credit_answer import answer_subject
from plugin.letters.credit_mail import compose_credit_answer
from plugin.operations.credit_deciding import about_request
from plugin.operations.credit_sending import credit_mail
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import Ground, ground, morning
from plugin.ports import OutcomeUnknown, Refused, Unavailable
from plugin.store import credit_letters as kept_letters
from plugin.store import due, timeline
from plugin.store.credit_requests import CreditRequest

log = structlog.get_logger()

#: what was approved can be taken back for so long
HELD_FOR = timedelta(minutes=10)
_AGAIN_IN = timedelta(minutes=5)
_MOST_WORDS = 5_000


def change(doors: Doors, *, org_id: UUID, by: str, request_id: UUID, text: str) -> None:
    """Put it into other words. Raises NotPossible where it is empty, too long, or on its way."""
    words = text.replace("\r\n", "\n").strip()
    if not words or len(words) > _MOST_WORDS:
        raise NotPossible(f"Nothing was changed: a letter has 1 to {_MOST_WORDS:,} letters.")
    with about_request(doors, org_id, request_id) as (tx, on, found):
        if found.letter_state != "waiting":
            raise NotPossible("This letter is on its way or went. Nothing was changed.")
        kept_letters.write_letter(tx, request_id, words, state="waiting")
        record(tx, on, by, None, "credit_request", f"Changed the answer to {found.name}")


def approve(doors: Doors, *, org_id: UUID, by: str, request_id: UUID) -> None:
    """Let it go in ten minutes. Raises NotPossible where none waits, or all is stopped."""
    with about_request(doors, org_id, request_id) as (tx, on, found):
        after = on.now + HELD_FOR
        if on.organisation.is_stopped(on.today):
            raise NotPossible("Everything is stopped, so no mail goes. Let it go on first.")
        if not found.state.is_decided or not kept_letters.move_letter(
            tx, request_id, to="approved", frm=("waiting",), after=after, by=by
        ):
            raise NotPossible("No answer waits for a yes here. Nothing was sent.")
        due.put(tx, What.CREDIT_LETTERS, at=after)
        record(tx, on, by, None, "credit_request", f"Approved the answer to {found.name}")


def take_back(doors: Doors, *, org_id: UUID, by: str, request_id: UUID) -> None:
    """Not yet after all. Raises NotPossible where it went."""
    with about_request(doors, org_id, request_id) as (tx, on, found):
        if not kept_letters.move_letter(tx, request_id, to="waiting", frm=("approved",)):
            raise NotPossible("It went already, or nobody had approved it. Nothing was changed.")
        record(tx, on, by, None, "credit_request", f"Took back the answer to {found.name}")


def told_myself(doors: Doors, *, org_id: UUID, by: str, request_id: UUID) -> None:
    """Somebody told them in person: no letter goes."""
    with about_request(doors, org_id, request_id) as (tx, on, found):
        if not kept_letters.move_letter(
            tx, request_id, to="none", frm=("waiting", "refused"), said=f"{by} told them"
        ):
            raise NotPossible("No answer waits here. Nothing was changed.")
        record(tx, on, by, None, "credit_request", f"Told {found.name} in person")


def send_answers(doors: Doors, org_id: UUID) -> datetime | None:
    """Send what is due; says when to look again (an instant in UTC). Claimed before it is sent."""
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        for lost in kept_letters.letters(tx, state="claimed"):
            said = "nobody can say whether it went"
            kept_letters.move_letter(tx, lost.id, to="unconfirmed", frm=("claimed",), said=said)
        waiting = kept_letters.letters(tx, state="approved")
    stopped = on.organisation.stopped_until
    if waiting and stopped is not None and on.organisation.is_stopped(on.today):
        return morning(on.organisation, stopped)
    for each in waiting:
        if each.letter_after is not None and each.letter_after > on.now:
            return each.letter_after
        if not _send(doors, on, each):
            return on.now + _AGAIN_IN
    return None


def _send(doors: Doors, on: Ground, it: CreditRequest) -> bool:
    """Send one; False where it may be tried again."""
    org_id, application = on.organisation.id, it.application
    with doors.store.tenant(org_id) as tx:
        if application is None or not kept_letters.move_letter(
            tx, it.id, to="claimed", frm=("approved",)
        ):
            return True
    subject = answer_subject(on.organisation.name)
    letter = compose_credit_answer(subject=subject, text=it.letter)
    mail = credit_mail(doors, on, f"credit-answer-{it.id}", application.email, letter)
    to, said = "sent", ""
    try:
        doors.mailer.send(mail)
    except Unavailable as problem:
        to, said = "approved", str(problem)
    except Refused as problem:
        to, said = "refused", str(problem)
    except OutcomeUnknown as problem:
        to, said = "unconfirmed", str(problem)
    if said:
        log.warning("an answer about credit did not go", org=str(org_id), became=to)
    with doors.store.tenant(org_id) as tx:
        kept_letters.move_letter(tx, it.id, to=to, frm=("claimed",), said=said)
        if to == "sent":
            timeline.record(
                tx,
                timeline.Event(
                    at=on.now,
                    kind="credit_request",
                    by="Goodterms",
                    customer_id=it.contact_id,
                    summary=f"Mailed the answer to {it.name}",
                ),
            )
    return to != "approved"
