"""The mail that brings a quarterly review: invited, moved, or called off. It sends nothing.

It asks for no money and offers nothing; the page and the invitation for a calendar go with it.
"""

from __future__ import annotations

from enum import StrEnum

from plugin.letters.account_links import AccountLinks
from plugin.letters.compose import Letter
from plugin.letters.languages import fallback
from plugin.letters.lint import complaints, sentence_complaints
from plugin.letters.quarter_facts import QuarterFacts
from plugin.letters.quarter_paper import meeting_words, quarter_name
from plugin.letters.statement_mail import note_template, set_note
from plugin.letters.wording import one_line


class Change(StrEnum):
    """What is told of a meeting."""

    INVITED = "invited"
    MOVED = "moved"
    CANCELLED = "cancelled"


def compose_review(facts: QuarterFacts, change: Change) -> Letter:
    """Compose it. Pure: the same facts give the same mail, to the byte."""
    when = f"{facts.starts_at:%A} {facts.starts_at.day} {facts.starts_at:%B}"
    name = f"Our quarterly review, {quarter_name(facts.figures.first)}"
    subject = one_line(_SUBJECTS[change].format(organisation=facts.organisation, when=when))
    paragraphs = _paragraphs(facts, change, name)
    greeting = f"Dear {facts.recipient}," if facts.recipient else "Dear all,"
    place = ", ".join(each for each in (facts.signer_title, facts.organisation) if each)
    signature = [each for each in (facts.signer, place, facts.phone, facts.reply_to) if each]
    footer = (
        f"You have this because {facts.customer} has an account with {facts.organisation}. If it "
        "has reached the wrong person, please reply and say so, and we will put our records right."
    )
    text = set_note(
        [
            greeting,
            *paragraphs,
            "\n".join(("Kind regards,", "", *signature)),
            "-" * 24 + "\n" + footer,
        ]
    )
    html = note_template().render(
        subject=subject,
        lang=fallback().tag,
        banner="",
        greeting=greeting,
        paragraphs=paragraphs,
        organisation=facts.organisation,
        how_to_pay_heading="",
        how_to_pay=(),
        closing="",
        valediction="Kind regards,",
        signature=signature,
        footer=footer,
        links=AccountLinks(),
    )
    return Letter(subject, text, html)


def review_complaints(letter: Letter, facts: QuarterFacts) -> tuple[str, ...]:
    """What is wrong with it, as the linter of reminders sees it, the owner's own lines too."""
    names = (facts.customer, facts.organisation, facts.recipient, facts.signer)
    known = [each for each in names if each]
    found = complaints(letter, allowed_hosts=(), names=known)
    own = [fault for line in facts.agenda for fault in sentence_complaints(line, known)]
    return tuple(dict.fromkeys((*found, *own)))


_SUBJECTS = {
    Change.INVITED: "Quarterly review with {organisation}: {when}",
    Change.MOVED: "Our quarterly review has moved to {when}",
    Change.CANCELLED: "Our quarterly review of {when} is called off",
}


def _paragraphs(facts: QuarterFacts, change: Change, name: str) -> tuple[str, ...]:
    if change is Change.CANCELLED:
        return (
            f"{name}, will not take place: it had been set for {meeting_words(facts)}.",
            "The invitation in your calendar is taken back with this mail. We will be in touch.",
        )
    what = (
        f"We would like to look back on {quarter_name(facts.figures.first)} with you, and ahead: "
        f"{meeting_words(facts)}."
        if change is Change.INVITED
        else f"{name}, has moved. It is now on {meeting_words(facts)}."
    )
    return (
        what,
        (
            "The figures of the quarter and what there is to talk about stand on the one page that "
            "is attached; you need to prepare nothing."
        ),
        (
            "Answer the invitation in your calendar, or reply to this mail if another time suits "
            "you better."
        ),
    )
