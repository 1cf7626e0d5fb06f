"""Invitations to quarterly reviews: invited, moved and called off, as they leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from plugin.credit.policy import DEFAULT_POLICY
from plugin.credit.quarter import quarter_figures
from plugin.letters.invitation import CANCEL, REQUEST, Invited, invitation
from plugin.letters.quarter_facts import QuarterFacts
from plugin.letters.quarter_mail import Change, compose_review
from plugin.letters.quarter_paper import quarter_pdf, quarter_words
from plugin.ports import Attachment
from tests.credit.builders import TODAY, an_account, owes
from tests.spam.posting import AT, Mails, mail

_STARTS = datetime(2026, 12, 10, 10, tzinfo=UTC)
#: a meeting about the summer, with lines of the owner's own
FACTS = QuarterFacts(
    organisation="Harbour Lane Foods",
    customer="The Copper Kettle Café",
    recipient="Maya",
    figures=quarter_figures(
        an_account(owes("412.40", late=-7)), DEFAULT_POLICY, TODAY, first=date(2026, 7, 1)
    ),
    starts_at=_STARTS.astimezone(ZoneInfo("Europe/London")),
    minutes=30,
    place="at your café",
    agenda=("A second delivery on Fridays",),
    signer="Sarah Hughes",
    signer_title="Accounts",
    phone="01234 567890",
    reply_to="sarah@harbourlane.example",
)


def reviews() -> Mails:
    """Each change of a meeting, with its page and its invitation."""
    page = Attachment("quarterly-review-2026-07.pdf", quarter_pdf(quarter_words(FACTS)))
    for sequence, change in enumerate(Change):
        is_gone = change is Change.CANCELLED
        it = Invited(
            uid="0f8fad5b-d9cb-469f-a165-70867728950e@goodterms.example",
            sequence=sequence,
            is_cancelled=is_gone,
            starts_at=_STARTS,
            minutes=FACTS.minutes,
            zone="Europe/London",
            summary="Quarterly review: Harbour Lane Foods and The Copper Kettle Café",
            description="July to September 2026",
            place=FACTS.place,
            organiser=(FACTS.signer, FACTS.reply_to),
            attendee=("Maya Ord", "maya@copperkettle.example"),
            changed_at=AT,
        )
        posted = mail(compose_review(FACTS, change), *(() if is_gone else (page,)))
        method = CANCEL if is_gone else REQUEST
        yield (
            f"review {change}",
            replace(posted, copy_to=(), invitation=invitation(it), invitation_method=method),
        )
