"""The answer to a request for credit, as it is proposed to whoever decided; they may change it.

Kind in every case, and plain: what is granted, what is not, and what happens next. It blames
nobody and gives no reason that is not the applicant's to know.
"""

from __future__ import annotations

from dataclasses import dataclass

from plugin.credit.application import Granted, RequestState
from plugin.letters.credit_words import terms_words
from plugin.letters.wording import money


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Who answers whom, and what was decided; `granted` only where they may buy on terms."""

    organisation: str
    sender: str
    phone: str
    applicant: str
    person: str
    state: RequestState
    granted: Granted | None


def answer_subject(organisation: str) -> str:
    """What the mail is called."""
    return f"Your request to {organisation}"


def answer_text(facts: Answered) -> str:
    """The words, paragraph by paragraph."""
    call = f" Ring us on {facts.phone} if you would like to talk about it." if facts.phone else ""
    told = {
        RequestState.YES: _granted,
        RequestState.DEPOSIT: _granted,
        RequestState.CASH: _cash,
        RequestState.NO: _no,
    }[facts.state](facts)
    signed = f"{facts.sender}\n{facts.organisation}" if facts.sender else facts.organisation
    hello = f"Dear {facts.person}," if facts.person else "Hello,"
    thanks = f"Thank you for asking to buy on account for {facts.applicant}."
    return "\n\n".join([hello, thanks, f"{told}{call}", signed])


def _granted(facts: Answered) -> str:
    assert facts.granted is not None
    granted = facts.granted
    words = (
        f"Yes, with pleasure. You may owe us up to {money(granted.limit)} at any one time, and "
        f"each invoice is due {terms_words(granted.terms)}. It holds from your first invoice on."
    )
    if facts.state is RequestState.DEPOSIT:
        words += (
            f" For now we ask for a deposit of {granted.deposit_per_cent} per cent with each "
            "order; we look at that again once we know each other."
        )
    return f"{words} We raise the limit as we go along: paying on time is what does it."


def _cash(facts: Answered) -> str:
    return (
        "We would like to begin with payment when you order. Once we have done business for a "
        "while, ask again, and we look at it gladly."
    )


def _no(facts: Answered) -> str:
    return (
        "We are sorry that we cannot offer you an account at present. You are welcome to buy from "
        "us with payment when you order. If something that we should know has changed, write to "
        "us, and a person reads it."
    )
