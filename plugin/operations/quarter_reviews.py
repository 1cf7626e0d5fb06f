"""Quarterly reviews: a person plans a meeting, invites to it, moves it, calls it off.

Nobody is invited without a yes, and nobody at an address that is not on file. What goes to the
customer and when is in `send_reviews`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from plugin.credit.account import Account, HoldKind
from plugin.credit.passport import credit_passport
from plugin.credit.quarter import quarter_figures, quarter_of
from plugin.credit.silence import is_in_force
from plugin.jobs import What
from plugin.letters.compose import Letter
from plugin.letters.passport_words import PassportFacts, PassportInWords, passport_in_words
from plugin.letters.quarter_facts import QuarterFacts
from plugin.letters.quarter_mail import Change, compose_review, review_complaints
from plugin.letters.quarter_paper import quarter_pdf, quarter_words
from plugin.letters.wording import dated
from plugin.operations.account_now import account_now
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import Ground, ground
from plugin.store import Tx, contacts, due, quarter_reviews, recipients
from plugin.store.quarter_reviews import Meeting, QuarterReview, ReviewState

#: in minutes
SHORTEST, LONGEST = 10, 240
#: a meeting is at most so far away, and looks at most so far back
_AHEAD, _BACK = timedelta(days=366), timedelta(days=366)
#: lines of the owner's own, and their letters; a place
MOST_LINES, MOST_LETTERS, MOST_PLACE = 6, 140, 120

#: whoever is in one of these is not invited to look at figures
_NOT_NOW = frozenset(
    {
        HoldKind.AGENCY,
        HoldKind.CLAIM,
        HoldKind.INSOLVENT,
        HoldKind.BREATHING_SPACE,
        HoldKind.HARDSHIP,
        HoldKind.DECEASED,
    }
)


@dataclass(frozen=True, slots=True)
class Looked:
    """A meeting as a person looks at it: whom, when, the mail as it would go, why it may not."""

    review: QuarterReview
    facts: QuarterFacts
    letter: Letter
    faults: tuple[str, ...]
    shows_limit: bool


def plan(doors: Doors, *, org_id: UUID, by: str, customer_id: str, meeting: Meeting) -> UUID:
    """Plan a meeting; nobody hears of it yet. Raises NotPossible."""
    with about(doors, org_id, customer_id) as (tx, on):
        _may_be(tx, on, customer_id, meeting)
        review_id = quarter_reviews.plan(tx, customer_id, meeting, by=by, at=on.now)
        _note(tx, on, by, customer_id, f"Planned a quarterly review for {_day(on, meeting)}")
    return review_id


def change(doors: Doors, *, org_id: UUID, by: str, review_id: UUID, meeting: Meeting) -> None:
    """Another time, place, person or agenda; whoever was invited is told that it moved.

    Raises NotPossible for somebody else in place of whoever has it in their calendar.
    """
    kept = _kept(doors, org_id, review_id)
    with about(doors, org_id, kept.customer_id) as (tx, on):
        kept = _again(tx, review_id)
        if kept.state is ReviewState.CANCELLED:
            raise NotPossible("This review was called off. Nothing was changed.")
        _may_be(tx, on, kept.customer_id, meeting)
        if kept.state is ReviewState.INVITED and meeting.email != kept.email:
            raise NotPossible(
                "Somebody else was invited already. Call this one off and plan another. Nothing "
                "was changed."
            )
        quarter_reviews.change(tx, review_id, meeting, by=by, at=on.now)
        if kept.state is ReviewState.INVITED:
            _tell(tx, on, by, kept, ReviewState.INVITED, sequence=kept.sequence + 1)
        _note(tx, on, by, kept.customer_id, f"Moved a quarterly review to {_day(on, meeting)}")


def invite(doors: Doors, *, org_id: UUID, by: str, review_id: UUID) -> None:
    """The yes: page and invitation go. Raises NotPossible where they may not."""
    kept = _kept(doors, org_id, review_id)
    with about(doors, org_id, kept.customer_id) as (tx, on):
        kept = _again(tx, review_id)
        if kept.state is not ReviewState.PLANNED:
            raise NotPossible("This review was decided on already. Nothing was changed.")
        account = account_now(tx, on, kept.customer_id)
        why_not = why_not_now(on, account, kept)
        faults = review_complaints(*_composed(tx, on, account, kept))
        if why_not or faults:
            raise NotPossible(f"{why_not or '; '.join(faults)}. Nobody was invited.")
        _tell(tx, on, by, kept, ReviewState.INVITED, sequence=kept.sequence)
        _note(tx, on, by, kept.customer_id, "Invited them to a quarterly review")


def call_off(doors: Doors, *, org_id: UUID, by: str, review_id: UUID) -> None:
    """Call it off; whoever was invited is told, and their calendar takes it out."""
    kept = _kept(doors, org_id, review_id)
    with about(doors, org_id, kept.customer_id) as (tx, on):
        kept = _again(tx, review_id)
        if kept.state is ReviewState.CANCELLED:
            raise NotPossible("This review was called off already. Nothing was changed.")
        # whose invitation is still here hears nothing at all
        sequence = kept.sequence + 1
        told = kept.invited_at is not None
        quarter_reviews.to_send(
            tx, review_id, ReviewState.CANCELLED, sequence=sequence, mail=told, by=by, at=on.now
        )
        if told:
            due.put(tx, What.INVITE, on.now)
        _note(tx, on, by, kept.customer_id, "Called off a quarterly review")


def look(doors: Doors, *, org_id: UUID, review_id: UUID) -> Looked | None:
    """One meeting with its mail as it would go now; None for none."""
    with doors.store.tenant(org_id) as tx:
        kept = quarter_reviews.read(tx, review_id)
        if kept is None:
            return None
        on = ground(tx, now=doors.clock.now())
        account = account_now(tx, on, kept.customer_id)
        letter, facts = _composed(tx, on, account, kept)
        why_not = why_not_now(on, account, kept) if kept.state is ReviewState.PLANNED else ""
        faults = (*((why_not,) if why_not else ()), *review_complaints(letter, facts))
        return Looked(kept, facts, letter, faults, facts.passport is not None)


def paper(doors: Doors, *, org_id: UUID, review_id: UUID) -> bytes | None:
    """The page as it went, or as it would go now; None for no such meeting."""
    with doors.store.tenant(org_id) as tx:
        kept = quarter_reviews.read(tx, review_id)
        if kept is None:
            return None
        words = kept.paper
        if words is None:
            on = ground(tx, now=doors.clock.now())
            words = quarter_words(facts_of(tx, on, account_now(tx, on, kept.customer_id), kept))
    return quarter_pdf(words)


def facts_of(tx: Tx, on: Ground, account: Account, kept: QuarterReview) -> QuarterFacts:
    """All that page and mail say of a meeting, as the books are now."""
    policy, settings = on.policy_of(account.customer), on.settings
    return QuarterFacts(
        organisation=on.organisation.name,
        customer=account.customer.name,
        recipient=_recipient(tx, account, kept),
        figures=quarter_figures(account, policy, on.today, first=kept.quarter),
        starts_at=kept.starts_at.astimezone(ZoneInfo(on.organisation.timezone)),
        minutes=kept.minutes,
        place=kept.place,
        agenda=tuple(line for line in kept.agenda.splitlines() if line),
        signer=settings.sender_name,
        signer_title=settings.sender_title,
        phone=settings.phone,
        reply_to=settings.reply_to,
        letterhead=settings.letterhead,
        passport=_passport(on, account),
    )


def _recipient(tx: Tx, account: Account, kept: QuarterReview) -> str:
    """How they are greeted: nobody is called by the name of their firm."""
    contact = contacts.contact(tx, kept.customer_id)
    if contact is not None and contact.first_name and contact.email == kept.email:
        return contact.first_name
    return "" if kept.name == account.customer.name else kept.name


def why_not_now(on: Ground, account: Account, kept: QuarterReview) -> str:
    """Why nobody is invited now; empty where they may be."""
    if any(hold.kind in _NOT_NOW and is_in_force(hold, on.today) for hold in account.holds):
        return "A silence stands in which nobody is asked to a meeting about figures"
    if not on.settings.reply_to:
        return "Say first where replies go, under Settings"
    if kept.starts_at <= on.now:
        return "Its time has passed"
    return ""


def change_of(kept: QuarterReview) -> Change:
    """What a mail of a meeting tells as it stands now."""
    if kept.state is ReviewState.CANCELLED:
        return Change.CANCELLED
    return Change.MOVED if kept.invited_at is not None else Change.INVITED


def _composed(
    tx: Tx, on: Ground, account: Account, kept: QuarterReview
) -> tuple[Letter, QuarterFacts]:
    facts = facts_of(tx, on, account, kept)
    return compose_review(facts, change_of(kept)), facts


def _passport(on: Ground, account: Account) -> PassportInWords | None:
    """What they may see of their own credit, where the owner shows it to their segment."""
    policy, segment = on.policy_of(account.customer), account.customer.segment_held.in_force
    if segment is None or not policy.passport.shows(segment.value):
        return None
    passport = credit_passport(account, policy, on.today)
    return passport_in_words(PassportFacts(organisation=on.organisation.name, passport=passport))


def _may_be(tx: Tx, on: Ground, customer_id: str, it: Meeting) -> None:
    """Raises NotPossible for what is no meeting, or for an address that is not on file."""
    if not SHORTEST <= it.minutes <= LONGEST:
        raise NotPossible(f"A review takes {SHORTEST} to {LONGEST} minutes. Nothing was planned.")
    if not on.now < it.starts_at <= on.now + _AHEAD:
        raise NotPossible("Choose a time from now on, within a year. Nothing was planned.")
    if it.quarter != quarter_of(it.quarter) or not on.today - _BACK <= it.quarter <= on.today:
        raise NotPossible("Choose a quarter of the last twelve months. Nothing was planned.")
    contact = contacts.contact(tx, customer_id)
    known = recipients.people(tx, contact) if contact is not None else ()
    if it.email not in {each.email for each in known if not each.bounced}:
        raise NotPossible(
            "Nobody is invited at an address that is not on file. Add it to the customer first. "
            "Nothing was planned."
        )


def _tell(
    tx: Tx, on: Ground, by: str, kept: QuarterReview, state: ReviewState, *, sequence: int
) -> None:
    quarter_reviews.to_send(tx, kept.id, state, sequence=sequence, mail=True, by=by, at=on.now)
    due.put(tx, What.INVITE, on.now)


def _kept(doors: Doors, org_id: UUID, review_id: UUID) -> QuarterReview:
    with doors.store.tenant(org_id) as tx:
        return _again(tx, review_id)


def _again(tx: Tx, review_id: UUID) -> QuarterReview:
    """The meeting as it stands now, once its customer is locked."""
    kept = quarter_reviews.read(tx, review_id)
    if kept is None:
        raise NotPossible("There is no such review. Nothing was changed.")
    return kept


def _day(on: Ground, meeting: Meeting) -> str:
    return dated(_local(on, meeting.starts_at).date())


def _local(on: Ground, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(on.organisation.timezone))


def _note(tx: Tx, on: Ground, by: str, customer_id: str, summary: str) -> None:
    record(tx, on, by, customer_id, "quarter_review", summary)


def quarters(on: date) -> tuple[date, ...]:
    """The quarters that a meeting may look back on, the last that was over first."""
    found = [quarter_of(on)]
    while len(found) < 4:
        found.append(quarter_of(found[-1] - timedelta(days=1)))
    return (found[1], found[0], *found[2:])
