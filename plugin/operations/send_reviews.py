"""Invitations to quarterly reviews leave: composed from what is true now, claimed, handed over.

At most once for each change, as every message; within the customer's own contact hours, and not
while everything is stopped (rules 24, 28). A change that nobody was told of yet goes as one mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from plugin.credit.account import Account
from plugin.credit.policy_parts import Mode
from plugin.credit.steps import StepState
from plugin.letters.compose import Letter
from plugin.letters.invitation import CANCEL, REQUEST, Invited, invitation
from plugin.letters.quarter_facts import QuarterFacts
from plugin.letters.quarter_mail import Change, compose_review, review_complaints
from plugin.letters.quarter_paper import agenda, quarter_name, quarter_pdf, quarter_words
from plugin.operations.account_now import account_now
from plugin.operations.contact_hours import waits_until
from plugin.operations.conversations import in_conversation
from plugin.operations.doors import Doors
from plugin.operations.ground import Ground, ground, morning
from plugin.operations.quarter_reviews import change_of, facts_of, why_not_now
from plugin.operations.sender import Sender, sender_of
from plugin.ports import Attachment, OutcomeUnknown, OutgoingMail, Refused, Unavailable
from plugin.store import Tx, assessments, contacts, quarter_reviews, timeline
from plugin.store.quarter_reviews import QuarterReview

log = structlog.get_logger()

_AGAIN_IN = timedelta(minutes=5)


def send_reviews(doors: Doors, org_id: UUID) -> datetime | None:
    """Send what is to be told of meetings; says when to try again, if ever."""
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        quarter_reviews.give_up_claimed(tx, at=on.now)
        waiting = quarter_reviews.waiting(tx)
    stopped = on.organisation.stopped_until
    if stopped is not None and on.organisation.is_stopped(on.today):
        return morning(on.organisation, stopped)
    if not waiting or not on.organisation.is_connected:
        return None
    sender = sender_of(doors, on.organisation, on.settings)
    again: list[datetime] = []
    rests: set[UUID] = set()
    for each in waiting:
        mail = _claimed(doors, on, sender, each)
        if isinstance(mail, datetime):
            again.append(mail)
            rests.add(each.id)
        elif mail is not None and not _hand_over(doors, on, each, mail):
            return on.now + _AGAIN_IN
    with doors.store.tenant(org_id) as tx:
        # what was changed while its mail was on its way is told too
        left = {each.id for each in quarter_reviews.waiting(tx)} - rests
    return on.now + _AGAIN_IN if left else min(again, default=None)


def _claimed(
    doors: Doors, on: Ground, sender: Sender, it: QuarterReview
) -> OutgoingMail | datetime | None:
    """The mail, claimed; until when it waits; or None where it may not go, or another has it."""
    with doors.store.tenant(on.organisation.id) as tx:
        assessments.lock(tx, [it.customer_id])
        kept, contact = quarter_reviews.read(tx, it.id), contacts.contact(tx, it.customer_id)
        if kept is None or kept.mail is not StepState.APPROVED or kept.sequence != it.sequence:
            return None
        if contact is None or contact.status == "erase":
            _drop(tx, on, kept, "the contact is gone from the ledger")
            return None
        account = account_now(tx, on, kept.customer_id)
        facts = facts_of(tx, on, account, kept)
        letter = compose_review(facts, change_of(kept))
        why_not = _why_not(on, account, kept, review_complaints(letter, facts))
        if why_not:
            _drop(tx, on, kept, why_not)
            return None
        until = waits_until(tx, on, account, contact, (kept.email,))
        if until is not None:
            return until
        words = quarter_words(facts) if change_of(kept) is not Change.CANCELLED else None
        page = (_page(kept, quarter_pdf(words)),) if words is not None else ()
        is_ours = quarter_reviews.claim(tx, kept.id, kept.sequence, words)
        return _mail(doors, on, sender, kept, facts, letter, page) if is_ours else None


def _why_not(on: Ground, account: Account, kept: QuarterReview, faults: Sequence[str]) -> str:
    """Why nothing of it may go, empty where it may; what was called off is always told."""
    if on.policy_of(account.customer).mode is Mode.DRAFT:
        return "their policy is a draft, so nothing is sent"
    if faults:
        return f"the words may not go: {'; '.join(faults)}"
    return "" if change_of(kept) is Change.CANCELLED else why_not_now(on, account, kept)


def _page(kept: QuarterReview, pdf: bytes) -> Attachment:
    return Attachment(f"quarterly-review-{kept.quarter:%Y-%m}.pdf", pdf)


def _mail(
    doors: Doors,
    on: Ground,
    sender: Sender,
    kept: QuarterReview,
    facts: QuarterFacts,
    letter: Letter,
    page: tuple[Attachment, ...],
) -> OutgoingMail:
    domain = sender.address.rpartition("@")[2]
    is_cancelled = change_of(kept) is Change.CANCELLED
    return OutgoingMail(
        message_id=f"<{kept.id}-{kept.sequence}@{domain}>",
        from_name=sender.shown_name,
        from_address=sender.address,
        reply_to=sender.reply_to,
        to=(kept.email,),
        copy_to=(),
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        language=letter.language,
        sent_at=on.now,
        attachments=page,
        invitation=invitation(invited(doors, on, kept, facts)),
        invitation_method=CANCEL if is_cancelled else REQUEST,
    )


def invited(doors: Doors, on: Ground, kept: QuarterReview, facts: QuarterFacts) -> Invited:
    """The meeting as a calendar has it; it is known by our own id for as long as it lives."""
    house = doors.from_address.rpartition("@")[2]
    signer = facts.signer or facts.organisation
    lines = "\n".join(f"- {each}" for each in agenda(facts))
    return Invited(
        uid=f"{kept.id}@{house}",
        sequence=kept.sequence,
        is_cancelled=change_of(kept) is Change.CANCELLED,
        starts_at=kept.starts_at,
        minutes=kept.minutes,
        zone=on.organisation.timezone,
        summary=f"Quarterly review: {facts.organisation} and {facts.customer}",
        description=f"{quarter_name(facts.figures.first)}\n{lines}",
        place=kept.place,
        organiser=(signer, facts.reply_to),
        attendee=(kept.name or facts.customer, kept.email),
        changed_at=kept.at,
    )


def _hand_over(doors: Doors, on: Ground, it: QuarterReview, mail: OutgoingMail) -> bool:
    """Give it to the mail system and settle it by what that says; False where to try later."""
    org_id = on.organisation.id
    state, outcome = StepState.DONE, ""
    try:
        doors.mailer.send(in_conversation(doors, org_id, it.customer_id, mail))
    except Unavailable as passing:
        log.warning("no mail just now", review=str(it.id), why=str(passing))
        state, outcome = StepState.APPROVED, str(passing)
    except Refused as refused:
        state, outcome = StepState.REFUSED, str(refused)
    except OutcomeUnknown as unknown:
        state, outcome = StepState.UNCONFIRMED, str(unknown)
    with doors.store.tenant(org_id) as tx:
        quarter_reviews.settle(tx, it.id, state, at=on.now, on=on.today, outcome=outcome)
        # it counts as a contact: what is about to go waits for the gap
        assessments.touch(tx, [it.customer_id])
        if state is not StepState.APPROVED:
            _record(tx, on, it, _SAID[state].format(subject=mail.subject, why=outcome))
    return state is not StepState.APPROVED


_SAID = {
    StepState.DONE: "Sent: {subject}",
    StepState.REFUSED: "The mail system did not take an invitation: {why}",
    StepState.UNCONFIRMED: "It is not known whether an invitation went",
}


def _drop(tx: Tx, on: Ground, kept: QuarterReview, why: str) -> None:
    if quarter_reviews.claim(tx, kept.id, kept.sequence, None):
        quarter_reviews.settle(tx, kept.id, StepState.DROPPED, at=on.now, on=on.today, outcome=why)
        _record(tx, on, kept, f"An invitation was not sent: {why}")


def _record(tx: Tx, on: Ground, it: QuarterReview, summary: str) -> None:
    timeline.record(
        tx,
        timeline.Event(
            at=on.now,
            kind="quarter_review",
            by="Goodterms",
            summary=summary,
            customer_id=it.customer_id,
            refs={"review": str(it.id)},
        ),
    )
