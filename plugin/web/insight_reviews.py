"""The monthly review cards of policies: the decision's form, and the cards for the page.

They stand on the page of changes, which draws them.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, g, url_for
from werkzeug.wrappers import Response

from plugin.operations import policy_reviews as operations
from plugin.operations.assess import ground
from plugin.operations.trials import Decision
from plugin.queries import insight_reviews as query
from plugin.store import Tx, policy_reviews, trials
from plugin.store.policy_reviews import PolicyReview
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, now, person, today
from plugin.web.replies import back, done

blueprint = Blueprint("insight_reviews", __name__)

#: of a version's number
_MOST_DIGITS = 6
#: decisions of before that the page lists
_SHOWN = 24


def cards(tx: Tx) -> list[query.ReviewCard]:
    """Every version that is to be looked at again today and has something to be compared.

    One whose trial runs is decided on there.
    """
    under_trial = {
        name
        for each in trials.every(tx)
        if each.ended_on is None
        for name in (each.policy, each.against)
    }
    found = []
    for each in operations.to_review(tx, ground(tx, now=now())):
        compared = operations.compared(tx, each, on=today())
        if each.name not in under_trial and compared.after is not None:
            found.append(
                query.review_card(
                    tx, name=each.name, version=each.version, before=each.before,
                    since=each.since, found=compared, currency=g.organisation.base_currency,
                )
            )  # fmt: skip
    return found


def reviewed(tx: Tx) -> list[tuple[PolicyReview, str]]:
    """What was decided before, the newest first."""
    return [(each, query.decision_words(each)) for each in policy_reviews.every(tx)[:_SHOWN]]


@blueprint.post("/o/<uuid:org_id>/insight/changes/reviews")
@of_organisation
def decide(org_id: UUID) -> Response:
    """Keep a version, change it, or go back to the one before."""
    decision = Decision(forms.choice("decision", frozenset(Decision)))
    version, name = forms.text("version"), forms.text("policy")
    if not (version.isascii() and version.isdecimal() and len(version) <= _MOST_DIGITS):
        abort(400, "Which version is not said. Nothing was changed. Go back and choose.")
    operations.decide(
        doors(), org_id=org_id, by=person().name, name=name, version=int(version),
        decision=decision, why=forms.text("why"),
    )  # fmt: skip
    if decision is Decision.CHANGE:
        return done(
            url_for("policy.policy", org_id=org_id, name=name),
            "Noted. Change here what should differ; to know whether it works, start it as a trial.",
        )
    words = (
        "Noted: it stays."
        if decision is Decision.KEEP
        else "What the version before said is in force, as a new version."
    )
    return done(back(url_for("insight_changes.changes", org_id=org_id)), words)
