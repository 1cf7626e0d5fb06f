"""What stands in the way of a hand-off, and what is to be known with it, in plain sentences.

Those about a barrier are for the business alone: none of them is ever written to the agency. A
caution is read by both.
"""

from __future__ import annotations

from plugin.credit.account import HoldKind
from plugin.credit.agency import Barrier, Caution, HandOffFinding
from plugin.letters.wording import dated, money
from plugin.letters.words import hold_words

_HELD = {
    HoldKind.BREATHING_SPACE: (
        "Breathing space: the law forbids contact, interest and enforcement, by you and by whoever "
        "collects for you."
    ),
    HoldKind.HARDSHIP: (
        "They are in hardship. Nobody in hardship is handed over: agree something with them, or "
        "end that first."
    ),
    HoldKind.DECEASED: "A death was noted. A debt of an estate is no matter for an agency.",
    HoldKind.INSOLVENT: "They are insolvent: the claim is lodged with the insolvency practitioner.",
}


#: by barrier; {n} is the number of the invoice with a colon, {a} an amount, {u} until when
_BARRIERS = {
    Barrier.NOTHING_CHOSEN: "No invoice is chosen.",
    Barrier.NOT_OPEN: "{n}not open any more. Look again.",
    Barrier.NOT_LATE: "{n}not late yet.",
    Barrier.NOT_SENT: "{n}Xero does not say that it was ever sent; say how it was, first.",
    Barrier.TOO_SMALL: "{n}{a} is below what you chase at all.",
    Barrier.KIND_UNKNOWN: (
        "Say first what this customer is before the law: a company, a sole trader, a consumer. "
        "An agency has to know, and other rules hold for people."
    ),
    Barrier.PROMISED: "{n}payment is promised, and waited for{u}. Or withdraw the promise.",
    Barrier.ON_A_PLAN: "{n}a payment plan stands. End the plan first, if it is not kept.",
    Barrier.ANSWER_TIME: "{n}the letter before action gives them time to answer{u}.",
    Barrier.STATUTORY_CLAIM: (
        "Statutory interest stands claimed, which the law gives on debts of businesses only. "
        "Waive it or take it back first."
    ),
    Barrier.ALREADY_THERE: "{n}it has been handed over already.",
}
_CAUTIONS = {
    Caution.DISPUTED: "{n}{a} of it is disputed by the customer, and undecided.",
    Caution.INDIVIDUAL: (
        "The customer is treated as an individual: the rules for people hold, and no statutory "
        "interest is added unless they are a confirmed business."
    ),
    Caution.NO_LAST_LETTER: (
        "{n}no final notice and no letter before action has been sent for it."
    ),
    Caution.TOO_OLD: "{n}perhaps too old to claim.",
    Caution.SET_OFF: "{a} is owed to the customer, who may set it off.",
    Caution.CREDIT: "{a} of the customer’s credit is not yet set against an invoice.",
    Caution.CLAIM_ISSUED: "A claim has been issued with a court already.",
}


def barrier_words(found: HandOffFinding) -> str:
    """Why it cannot be handed over now, and what to do, in one or two sentences."""
    if found.what is not Barrier.HELD:
        return _filled(_BARRIERS[Barrier(found.what)], found)
    if found.hold in _HELD:
        return _filled("{n}", found) + _HELD[found.hold]
    words = hold_words(found.hold) if found.hold is not None else "it is held"
    return _filled("{n}" + words + "{u}. Wait for it, or end it first.", found)


def caution_words(found: HandOffFinding) -> str:
    """What whoever collects has to know, and somebody says yes to."""
    return _filled(_CAUTIONS[Caution(found.what)], found)


def _filled(words: str, found: HandOffFinding) -> str:
    filled = words.format(
        n=f"{found.number}: " if found.number else "",
        a=money(found.amount) if found.amount is not None else "a part",
        u=f" until {dated(found.until)}" if found.until is not None else "",
    )
    return filled[:1].upper() + filled[1:]
