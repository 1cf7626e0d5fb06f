"""Telling customers by mail: what they did on their page is confirmed, what was answered is told.

To the address on file, never to the one a link was forwarded to. Each at most once: claimed with
its words before it leaves, and never sent again where nobody can say whether it went. Rationed a
day; judged by the same linter as every letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog

from plugin.credit.account import StepState
from plugin.credit.agreements import DisputeOutcome, PlanPart
from plugin.credit.policy_parts import Mode
from plugin.credit.recipients import recipients_of
from plugin.letters.answer_words import terms_words
from plugin.letters.compose import Letter
from plugin.letters.told import ToldFacts, compose_told, told_complaints
from plugin.letters.what_next import title, what_next
from plugin.letters.wording import dated, listed, money
from plugin.operations.conversations import in_conversation
from plugin.operations.doors import Doors
from plugin.operations.good_payer_told import letter_told
from plugin.operations.ground import Ground, ground, morning, policy_held
from plugin.operations.policy_links import policy_link
from plugin.operations.portal_links import mint, without_secrets
from plugin.operations.said_back import said_back
from plugin.operations.sender import Sender, sender_of
from plugin.operations.telling import Telling
from plugin.ports import Bounced, OutcomeUnknown, OutgoingMail, Refused, Unavailable
from plugin.store import (
    Tx,
    assessments,
    contacts,
    disputes,
    recipients,
    talk_words,
    talks,
    timeline,
    told,
)
from plugin.store.contacts import Contact
from plugin.store.talks import TalkKept
from plugin.store.told import ToTell

log = structlog.get_logger()

#: mails of this kind that one customer gets a day; what is more stands on their page
MOST_A_DAY = 6
_AGAIN_IN = timedelta(minutes=5)
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class _Words:
    """What a mail says beside who writes to whom; `to` is where its link leads."""

    subject: str
    paragraphs: tuple[str, ...]
    numbers: tuple[str, ...]
    label: str
    to: str = ""
    parts: tuple[PlanPart, ...] = ()
    quoted: str = ""


def tell(doors: Doors, org_id: UUID) -> datetime | None:
    """Send what is to be told; says when to try again, if ever.

    While everything is stopped nothing goes (rule 28), and it goes on that morning.
    """
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        told.give_up_claimed(tx, now=on.now)
        waiting = told.waiting(tx)
    stopped = on.organisation.stopped_until
    if stopped is not None and on.organisation.is_stopped(on.today):
        return morning(on.organisation, stopped)
    if not waiting or not on.organisation.is_connected:
        return None
    sender = sender_of(doors, on.organisation, on.settings)
    for each in waiting:
        mail = _claimed(doors, on, sender, each)
        if mail is not None and not _hand_over(doors, on, each, mail):
            return on.now + _AGAIN_IN
    return None


def _claimed(doors: Doors, on: Ground, sender: Sender, it: ToTell) -> OutgoingMail | None:
    """Compose from what is true now and claim; None where it may not or need not go."""
    with doors.store.tenant(on.organisation.id) as tx:
        contact = contacts.contact(tx, it.customer_id)
        words = _words(tx, on, it) if contact is not None else None
        why_not, to = _why_not(tx, on, it, contact)
        if contact is None or words is None or why_not:
            _settle(tx, on, it, StepState.DROPPED, why_not or "what it was about is gone")
            return None
        link = mint(tx, doors, it.customer_id, to[0], at=on.now)
        there = f"{link}?to={words.to}" if words.to else link
        anybody = policy_link(tx, doors, on, policy_held(tx, on, it.customer_id))
        facts = _facts(contact, sender, words, there, anybody or f"{link}?to=policy")
        letter = compose_told(facts)
        faults = told_complaints(letter, facts)
        if faults:
            _settle(tx, on, it, StepState.DROPPED, f"the words may not go: {'; '.join(faults)}")
            return None
        mail = _mail(on, sender, it, letter, to)
        kept = {"to": to, "subject": mail.subject, "text": without_secrets(mail.text)}
        return mail if told.claim(tx, it.id, kept) else None


def _why_not(
    tx: Tx, on: Ground, it: ToTell, contact: Contact | None
) -> tuple[str, tuple[str, ...]]:
    """Why a mail does not go, empty where it may; and the addresses on file."""
    if contact is None or contact.status == "erase":
        return "the contact is gone from the ledger", ()
    if policy_held(tx, on, it.customer_id).mode is Mode.DRAFT:
        return "their policy is a draft, so nothing is sent", ()
    known = [each for each in recipients.people(tx, contact) if not each.bounced]
    to = recipients_of(known).to
    if not to:
        return "no email address is known", ()
    if told.sent_on(tx, it.customer_id, on.today) >= MOST_A_DAY:
        return "they had as many of these today as a day allows; it stands on their page", ()
    return "", to


def _facts(
    contact: Contact, sender: Sender, words: _Words, link: str, policy_url: str
) -> ToldFacts:
    return ToldFacts(
        organisation=sender.organisation,
        customer=contact.name,
        recipient=contact.first_name,
        sender_name=sender.name,
        sender_title=sender.title,
        phone=sender.phone,
        reply_to=sender.reply_to,
        subject=words.subject,
        paragraphs=words.paragraphs,
        parts=words.parts,
        quoted=words.quoted,
        numbers=words.numbers,
        link=link,
        link_label=words.label,
        policy_url=policy_url,
    )


def _mail(
    on: Ground, sender: Sender, it: ToTell, letter: Letter, to: tuple[str, ...]
) -> OutgoingMail:
    domain = sender.address.rpartition("@")[2]
    return OutgoingMail(
        message_id=f"<{it.id}@{domain}>",
        from_name=sender.shown_name,
        from_address=sender.address,
        reply_to=sender.reply_to,
        to=to,
        copy_to=(),
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        language=letter.language,
        sent_at=on.now,
    )


def _hand_over(doors: Doors, on: Ground, it: ToTell, mail: OutgoingMail) -> bool:
    """Give it to the mail system and settle it by what that says; False where to try later."""
    try:
        doors.mailer.send(in_conversation(doors, on.organisation.id, it.customer_id, mail))
    except Unavailable as passing:
        log.warning("no mail just now", told=str(it.id), why=str(passing))
        with doors.store.tenant(on.organisation.id) as tx:
            told.back_in_line(tx, it.id)
        return False
    except Refused as refused:
        with doors.store.tenant(on.organisation.id) as tx:
            _settle(tx, on, it, StepState.REFUSED, str(refused))
            if isinstance(refused, Bounced):
                why = str(refused)
                recipients.note_bounce(tx, it.customer_id, refused.address, why=why, at=on.now)
                assessments.touch(tx, [it.customer_id])
        return True
    except OutcomeUnknown as unknown:
        with doors.store.tenant(on.organisation.id) as tx:
            _settle(tx, on, it, StepState.UNCONFIRMED, str(unknown))
        return True
    with doors.store.tenant(on.organisation.id) as tx:
        _settle(tx, on, it, StepState.DONE, None)
        _record(tx, on, it, f"Told them by mail: {mail.subject}")
    return True


def _settle(tx: Tx, on: Ground, it: ToTell, state: StepState, outcome: str | None) -> None:
    day = on.today if state is StepState.DONE else None
    told.settle(tx, it.id, state=state.value, now=on.now, on=day, outcome=outcome)
    if state is StepState.UNCONFIRMED:
        _record(tx, on, it, "It is not known whether a mail that tells them of it went")
    elif state is not StepState.DONE:
        _record(tx, on, it, f"Not told by mail: {outcome}")


def _record(tx: Tx, on: Ground, it: ToTell, summary: str) -> None:
    timeline.record(
        tx,
        timeline.Event(
            at=on.now,
            kind="told",
            by="Goodterms",
            summary=summary,
            customer_id=it.customer_id,
            refs={"told": str(it.id), "what": it.kind},
        ),
    )


def _words(tx: Tx, on: Ground, it: ToTell) -> _Words | None:
    """What a mail says; None where what it is about is gone."""
    what = Telling(it.kind)
    if what is Telling.ANSWERED:
        return _answered(tx, on, it)
    if what is Telling.LETTER:
        return _letter(tx, it)
    kept = talks.read_talk(tx, it.talk_id) if it.talk_id is not None else None
    if kept is None:
        return None
    match what:
        case Telling.WRITTEN:
            return _written(tx, on, it, kept)
        case Telling.DECIDED:
            return _decided(tx, on, it, kept)
        case _:
            return _terms(on, what, kept)


def _answered(tx: Tx, on: Ground, it: ToTell) -> _Words | None:
    said = said_back(tx, on, it.customer_id, it.subject_id)
    if said is None:
        return None
    return _Words(
        title(said),
        what_next(said),
        said.numbers,
        "Your page, to see it or to change it",
        parts=said.parts if len(said.parts) > 1 else (),
    )


def _letter(tx: Tx, it: ToTell) -> _Words | None:
    found = letter_told(tx, it.subject_id)
    if found is None:
        return None
    subject, paragraphs, label = found
    return _Words(subject, paragraphs, (), label, to="passport")


def _terms(on: Ground, what: Telling, kept: TalkKept) -> _Words | None:
    """Another offer, an agreement, or its end."""
    if not kept.talk.offers:
        return None
    offer = kept.talk.last
    numbers = tuple(each.number for each in kept.about)
    terms, for_what = terms_words(offer.parts), listed(numbers, _SHOWN)
    name = on.organisation.name
    parts = offer.parts if len(offer.parts) > 1 else ()
    match what:
        case Telling.OFFERED:
            subject = f"{name} offers other terms: {terms}"
            paragraphs = (
                f"Thank you for your proposal for {for_what}. We offer instead: {terms}.",
                (
                    f"You can accept it, change it or decline it on your page. It stands until "
                    f"{dated(offer.lapses_on - timedelta(days=1))}."
                ),
            )
        case Telling.AGREED:
            subject = f"Agreed: {terms}"
            paragraphs = (
                (
                    f"This is agreed for {for_what}: {terms}. It was agreed on "
                    f"{dated(_day_of(on, kept))}, and stands on your "
                    "page as it stands with us."
                ),
                "As long as it is kept, nothing else is asked for these invoices.",
            )
        case _:
            subject = f"About your proposal for {for_what}"
            paragraphs = (
                f"We cannot agree to this for {for_what}: {terms}.",
                (
                    "The invoices stand as they are. You can propose something else on your page, "
                    "or ring us to talk about it."
                ),
            )
    return _Words(subject, paragraphs, numbers, "Your page", to="talks", parts=parts)


def _day_of(on: Ground, kept: TalkKept) -> date:
    """The civil day of the organisation on which a talk ended."""
    if kept.ended_at is None:
        return on.today
    return kept.ended_at.astimezone(ZoneInfo(on.organisation.timezone)).date()


def _written(tx: Tx, on: Ground, it: ToTell, kept: TalkKept) -> _Words | None:
    words = talk_words.line(tx, it.subject_id)
    if words is None:
        return None
    numbers = tuple(each.number for each in kept.about)
    about = listed(numbers, _SHOWN)
    return _Words(
        f"{on.organisation.name} wrote to you about {about}",
        (f"You have an answer about {about}:",),
        numbers,
        "Answer on your page",
        to="talks",
        quoted=" ".join(words.split()),
    )


def _decided(tx: Tx, on: Ground, it: ToTell, kept: TalkKept) -> _Words | None:
    found = disputes.disputes(tx, dispute_id=it.subject_id)
    if not found or found[0].outcome is None:
        return None
    each = found[0]
    if each.outcome is DisputeOutcome.NOT_UPHELD or each.credit_due is None:
        what = (
            f"We have looked into what you told us of {each.number}, and find that it is owed as "
            "invoiced. If you see it differently, please answer on your page or ring us."
        )
    else:
        what = (
            f"We have looked into what you told us of {each.number}: {money(each.credit_due)} of "
            "it will be credited, and is not asked for."
        )
    return _Words(
        f"About {each.number}: {on.organisation.name} has looked into it",
        (what, "Thank you for telling us."),
        (each.number,),
        "Your page",
        to="talks",
    )
