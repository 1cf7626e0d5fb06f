"""Plain words for what a customer is before the law. Nothing here goes to a customer."""

from __future__ import annotations

from plugin.credit.law import Kind, LastLetter, LastLetterRule, Law
from plugin.letters.wording import days

_KINDS = {
    Kind.COMPANY: "a company",
    Kind.PUBLIC_BODY: "a public body",
    Kind.SOLE_TRADER: "a sole trader or partnership",
    Kind.CONSUMER: "a consumer",
    Kind.UNKNOWN: "not known",
}
_LAWS = {
    Law.ENGLAND_WALES: "England and Wales",
    Law.SCOTLAND: "Scotland",
    Law.NORTHERN_IRELAND: "Northern Ireland",
    Law.EUROPEAN_UNION: "a state of the European Union",
    Law.NEW_SOUTH_WALES: "New South Wales",
    Law.VICTORIA: "Victoria",
    Law.QUEENSLAND: "Queensland",
    Law.SOUTH_AUSTRALIA: "South Australia",
    Law.WESTERN_AUSTRALIA: "Western Australia",
    Law.TASMANIA: "Tasmania",
    Law.CAPITAL_TERRITORY: "Australian Capital Territory",
    Law.NORTHERN_TERRITORY: "Northern Territory (Australia)",
    Law.NEW_ZEALAND: "New Zealand",
    Law.OTHER: "another law",
}


def kind_words(kind: Kind) -> str:
    """a company, a sole trader or partnership."""
    return _KINDS[kind]


def law_words(law: Law) -> str:
    """England and Wales, New South Wales."""
    return _LAWS[law]


def last_letter_words(rule: LastLetterRule) -> str:
    """What the last letter may be, as a sentence (rule 34)."""
    match rule.letter:
        case LastLetter.PROTOCOL:
            return (
                "The last letter is one before action with the protocol’s forms: "
                f"{days(rule.days)} to answer."
            )
        case LastLetter.BEFORE_ACTION:
            return f"The last letter is one before action: {days(rule.days)} to answer."
        case LastLetter.NO_COURT_STEP:
            return f"The last letter names no court step: {days(rule.days)} to answer."
