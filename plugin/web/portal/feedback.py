"""How it went: five buttons after a closed case. Opening the page counts nothing (rule 27)."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, url_for
from werkzeug.wrappers import Response

from plugin.operations import feedback as operations
from plugin.web import forms
from plugin.web.doorkeeper import of_visitor
from plugin.web.house import doors
from plugin.web.portal.visitor import visiting, visitor
from plugin.web.replies import done

blueprint = Blueprint("portal_feedback", __name__)

#: what stands on each button
WORDS = {1: "Badly", 2: "Not well", 3: "All right", 4: "Well", 5: "Very well"}
_SCORES = frozenset(str(each) for each in WORDS)


@blueprint.get("/p/feedback")
@of_visitor
def feedback() -> str:
    """The question, or why there is none now."""
    with visiting() as tx:
        found = operations.question_now(doors(), tx, visitor().customer_id)
    return render_template(
        "portal/feedback.html", question=found, words=WORDS, most=operations.MOST_WORDS
    )


@blueprint.post("/p/feedback")
@of_visitor
def score() -> Response:
    """One tap."""
    asked = visitor()
    operations.score(
        doors(),
        org_id=asked.org_id,
        customer_id=asked.customer_id,
        score=int(forms.choice("score", _SCORES)),
    )
    return done(url_for(".feedback"), "Thank you. It is counted.")


@blueprint.post("/p/feedback/words")
@of_visitor
def say_more() -> Response:
    """What else somebody wants to say."""
    asked, words = visitor(), forms.text("words")
    if not words:
        abort(400, "There are no words in it yet. Nothing was kept. Go back and write some.")
    operations.say_more(doors(), org_id=asked.org_id, customer_id=asked.customer_id, words=words)
    return done(url_for(".feedback"), "Thank you. It is read by a person.")
