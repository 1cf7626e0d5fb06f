"""The letter before action of England and Wales, in English: what it says and no more (rule 34).

Everything here is true only where the customer's standing allows the letter; the linter lets these
phrases pass in it and nowhere else. Nothing here pretends to be a form of a court.
"""

from __future__ import annotations

from plugin.credit.law import LastLetter
from plugin.letters.facts import LetterFacts
from plugin.letters.languages.language import Language

#: what only this letter may say, as the linter finds it in a letter's words
TRUE_WORDS = (
    "letter before action",
    "claim in the county court",
    "a claim",
    "the court fee",
    "pre-action protocol for debt claims",
    "practice direction on pre-action conduct",
)

#: what goes with it to an individual or sole trader, in this order; our own words
ENCLOSED = "a statement of this debt, an information sheet, a reply form and a financial statement"


def particulars(facts: LetterFacts, language: Language) -> tuple[str, ...]:
    """How the debt arose, and what is not asked for, as the protocol wants it said."""
    numbers = facts.numbers
    if len(numbers) == 1:
        issued = language.formats.dated(facts.oldest.issued)
        arose = f"under invoice {numbers[0]} of {issued}"
    else:
        arose = f"under invoices {language.listed(numbers, 4)}"
    copies = "a copy of it" if len(numbers) == 1 else "copies of them"
    return (
        (
            f"It is for what {facts.organisation} supplied to {facts.customer} {arose}. If you "
            f"would like {copies}, or of what was agreed, tell us and we will send what we have."
        ),
    )


def request(facts: LetterFacts, language: Language) -> str:
    """What to do by when, and what may follow: only what is true for this standing."""
    amount, until = language.money(facts.total), language.day(facts, facts.answer_by)
    if facts.last_letter.letter is LastLetter.PROTOCOL:
        return (
            f"Please pay {amount}, or fill in and return the reply form, by {until}: 30 days from "
            "the date of this letter. With the form you can say that you owe it and how you would "
            "like to pay, that you need time or advice first, or that you do not agree and why. If "
            "you return it, we will not start a claim for at least 30 days after we have it. If we "
            "have neither the money nor an answer by then, we may start a claim in the county "
            "court, which can add interest and the court fee to what is owed."
        )
    return (
        f"Please pay {amount}, or write to us with what you do not agree with or how you would "
        f"like to settle it, by {until}: 14 days from the date of this letter. If we have neither "
        "the money nor an answer by then, we may start a claim in the county court, which can add "
        "interest and the court fee to what is owed. We would much rather settle it with you, and "
        "that is what the Practice Direction on Pre-Action Conduct asks of both of us."
    )


def enclosed(facts: LetterFacts) -> tuple[str, ...]:
    """What goes with it, and where free advice and the protocol itself are found."""
    if facts.last_letter.letter is not LastLetter.PROTOCOL:
        return ()
    return (
        (
            f"With this letter you have {ENCLOSED}, all in our own words. The protocol’s own "
            "information sheet, reply form and financial statement are its annexes 1 and 2: look "
            "for “Pre-Action Protocol for Debt Claims” on justice.gov.uk, or ask us and we will "
            "send them on paper. An answer on either is welcome."
        ),
        (
            "Free and independent advice: Citizens Advice, National Debtline and StepChange, and "
            "for sole traders Business Debtline."
        ),
    )
