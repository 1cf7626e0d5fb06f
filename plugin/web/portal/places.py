"""Where a link leads by its `?to=...`: the page with that answer filled in. It changes nothing."""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for

from plugin.operations.portal_links import Answer

#: the page of each answer, by endpoint, with what it is asked for; the first page where it stands
#: in none
PLACES: dict[Answer, tuple[str, dict[str, Any]]] = {
    Answer.PAID: ("portal_situation.paid", {}),
    Answer.PROMISE: ("portal_situation.promise", {}),
    Answer.SPLIT: ("portal_situation.split", {}),
    Answer.WRONG: ("portal_situation.wrong", {}),
    Answer.TALKS: ("portal_talks.talks", {}),
    Answer.ASK: ("portal_ask.ask", {}),
    Answer.FEEDBACK: ("portal_feedback.feedback", {}),
    Answer.POLICY: ("portal_policy.policy", {}),
    Answer.PASSPORT: ("portal_passport.passport", {}),
    Answer.INVOICES: ("portal_home.home", {"_anchor": "invoices"}),
    Answer.PERSON: ("portal_person.person", {}),
}


#: the four answers, as they stand on buttons
_ANSWERS = (
    (Answer.PAID, "I have paid"),
    (Answer.PROMISE, "I will pay on…"),
    (Answer.SPLIT, "I need to split it"),
    (Answer.WRONG, "Something is wrong"),
)


def answers() -> tuple[tuple[str, str], ...]:
    """The four answers as buttons: what stands on each, and where it leads."""
    return tuple((words, place_of(answer)) for answer, words in _ANSWERS if answer in PLACES)


#: what else there is, as it stands on links
_MORE = (
    (Answer.ASK, "Ask a question"),
    (Answer.TALKS, "What you proposed or asked before"),
    (Answer.POLICY, "How we deal with open invoices"),
)


def more(*, passport: bool = False) -> tuple[tuple[str, str], ...]:
    """What else a customer may look at: what stands on each link, and where it leads.

    `passport` is whether the owner shows this customer their own credit.
    """
    found = (*_MORE, (Answer.PASSPORT, "Your credit limit and record")) if passport else _MORE
    return tuple((words, place_of(answer)) for answer, words in found if answer in PLACES)


def place_of(asked: str) -> str:
    """The address that a link leads to; the first page for anything unknown."""
    try:
        endpoint, values = PLACES.get(Answer(asked), ("portal_home.home", {}))
    except ValueError:
        endpoint, values = "portal_home.home", {}
    if endpoint not in current_app.view_functions:
        endpoint, values = "portal_home.home", {}
    return url_for(endpoint, **values)
