"""Plain English for requests for credit: terms, reasons, what was found, what becomes of it.

For the business's own screen and its answer to the applicant. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from plugin.credit.applicant import SameBy
from plugin.credit.application import RequestState
from plugin.credit.registration import NumberVerdict
from plugin.credit.starter_offer import (
    AskedForLess,
    ByPolicy,
    FitsBudget,
    NoStarterLimit,
    NotWithinBudget,
    OfferReason,
)
from plugin.credit.terms import Terms, TermsKind
from plugin.letters.wording import counted, money


def terms_words(terms: Terms) -> str:
    """Payment terms as a phrase: 14 days after the invoice date."""
    if terms.kind is TermsKind.AFTER_ISSUE:
        return f"{counted(terms.days, 'day')} after the invoice date"
    if terms.kind is TermsKind.AFTER_MONTH_END:
        return f"{counted(terms.days, 'day')} after the end of the invoice’s month"
    which = "the same" if terms.kind is TermsKind.OF_THIS_MONTH else "the following"
    return f"day {terms.days} of {which} month"


def offer_words(reason: OfferReason) -> str:
    """Why this limit is suggested to begin with, or none."""
    match reason:
        case ByPolicy(limit):
            return f"{money(limit)} is the starter limit of your policy."
        case AskedForLess(asked):
            return f"They asked for {money(asked)}, and nobody is offered more than they asked for."
        case FitsBudget(costs, left) if left is None:
            return f"Its expected loss is {money(costs)}; you have set no loss budget."
        case FitsBudget(costs, left):
            assert left is not None
            return f"Its expected loss is {money(costs)}; the loss budget has {money(left)} left."
        case NoStarterLimit():
            return "Your policy has no starter limit: name one yourself, or set it under Policy."
        case NotWithinBudget(costs, left):
            return (
                f"Its expected loss of {money(costs)} is more than the {money(left)} that the loss "
                "budget has left. A deposit, or cash first, needs none of it."
            )


def same_by_words(by: SameBy) -> str:
    """Why somebody in the books may be the applicant."""
    return _SAME[by]


def verdict_words(verdict: NumberVerdict) -> str:
    """What the form of a number says."""
    return _VERDICTS[verdict]


def state_words(state: RequestState) -> str:
    """Where a request stands, in a word or two."""
    return _STATES[state]


_SAME: Mapping[SameBy, str] = {
    SameBy.VAT_NUMBER: "same VAT number",
    SameBy.COMPANY_NUMBER: "same company number",
    SameBy.EMAIL: "same email address",
    SameBy.NAME: "same name",
    SameBy.MAIL_DOMAIN: "same mail domain",
    SameBy.SIMILAR_NAME: "similar name",
}

_VERDICTS: Mapping[NumberVerdict, str] = {
    NumberVerdict.RIGHT: "written as it must be, check digit included",
    NumberVerdict.LIKELY: "written as it must be; there is no check digit to go by",
    NumberVerdict.WRONG_FORM: "not written as such a number must be",
    NumberVerdict.WRONG_CHECK: "its check digit is wrong, so something was mistyped",
    NumberVerdict.NOT_KNOWN: "no rule of that country is known here",
}

_STATES: Mapping[RequestState, str] = {
    RequestState.UNPROVED: "address not shown yet",
    RequestState.WAITING: "waits for you",
    RequestState.YES: "yes",
    RequestState.DEPOSIT: "yes, with a deposit",
    RequestState.CASH: "cash first",
    RequestState.NO: "no",
}
