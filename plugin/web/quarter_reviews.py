"""Quarterly reviews in the console: plan one, look at page and mail, invite, move, call off."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from flask import Blueprint, Response, abort, g, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from plugin.letters.quarter_paper import meeting_words, quarter_name
from plugin.operations import quarter_reviews
from plugin.queries.quarter_reviews import review_lines, whom_to_invite
from plugin.queries.relationship import name_of
from plugin.store.quarter_reviews import Meeting
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading, today
from plugin.web.replies import done

blueprint = Blueprint("quarter_reviews", __name__)


@blueprint.get("/o/<uuid:org_id>/customers/<customer_id>/reviews")
@of_organisation
def reviews(org_id: UUID, customer_id: str) -> str:
    """The meetings with one customer, and the form for another."""
    with reading() as tx:
        name = name_of(tx, customer_id)
        people, lines = whom_to_invite(tx, customer_id), review_lines(tx, customer_id)
    if not name:
        abort(404)
    return render_template(
        "quarter_reviews.html", name=name, customer_id=customer_id, people=people, lines=lines,
        quarters=[(each, quarter_name(each)) for each in quarter_reviews.quarters(today())],
    )  # fmt: skip


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/reviews")
@of_organisation
def plan(org_id: UUID, customer_id: str) -> BaseResponse:
    """Plan a meeting; nobody hears of it yet."""
    review_id = quarter_reviews.plan(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id,
        meeting=_meeting(customer_id),
    )  # fmt: skip
    return done(_here(org_id, review_id), "Planned. Look at the page, then invite them.")


@blueprint.get("/o/<uuid:org_id>/reviews/<uuid:review_id>")
@of_organisation
def review(org_id: UUID, review_id: UUID) -> str:
    """One meeting: its page, its mail as it would go, and what a person may do."""
    found = quarter_reviews.look(doors(), org_id=org_id, review_id=review_id)
    if found is None:
        abort(404)
    customer_id = found.review.customer_id
    with reading() as tx:
        people = whom_to_invite(tx, customer_id)
    quarters = [(each, quarter_name(each)) for each in quarter_reviews.quarters(today())]
    return render_template(
        "quarter_review.html", found=found, meeting=found.review, customer_id=customer_id,
        words=meeting_words(found.facts), starts=found.facts.starts_at,
        quarter=quarter_name(found.review.quarter), people=people, quarters=quarters,
    )  # fmt: skip


@blueprint.get("/o/<uuid:org_id>/reviews/<uuid:review_id>.pdf")
@of_organisation
def paper(org_id: UUID, review_id: UUID) -> Response:
    """The one page as PDF."""
    pdf = quarter_reviews.paper(doors(), org_id=org_id, review_id=review_id)
    if pdf is None:
        abort(404)
    headers = {"Content-Disposition": f'inline; filename="quarterly-review-{today()}.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


@blueprint.post("/o/<uuid:org_id>/reviews/<uuid:review_id>/change")
@of_organisation
def change(org_id: UUID, review_id: UUID) -> BaseResponse:
    """Another time, place or agenda."""
    found = quarter_reviews.look(doors(), org_id=org_id, review_id=review_id)
    if found is None:
        abort(404)
    quarter_reviews.change(
        doors(), org_id=org_id, by=person().name, review_id=review_id,
        meeting=_meeting(found.review.customer_id),
    )  # fmt: skip
    told = " They are told, and their calendar moves it." if found.review.invited_at else ""
    return done(_here(org_id, review_id), f"Changed.{told}")


@blueprint.post("/o/<uuid:org_id>/reviews/<uuid:review_id>/invite")
@of_organisation
def invite(org_id: UUID, review_id: UUID) -> BaseResponse:
    """Invite them."""
    quarter_reviews.invite(doors(), org_id=org_id, by=person().name, review_id=review_id)
    return done(_here(org_id, review_id), "The invitation goes, with the page, in their hours.")


@blueprint.post("/o/<uuid:org_id>/reviews/<uuid:review_id>/call-off")
@of_organisation
def call_off(org_id: UUID, review_id: UUID) -> BaseResponse:
    """Call it off."""
    quarter_reviews.call_off(doors(), org_id=org_id, by=person().name, review_id=review_id)
    return done(_here(org_id, review_id), "Called off. Whoever was invited is told.")


def _meeting(customer_id: str) -> Meeting:
    """The meeting of a form, in the organisation's own time."""
    on, at = forms.needed_day("on"), forms.text("at")
    try:
        hour = datetime.strptime(at, "%H:%M").time()  # noqa: DTZ007 - a time of day has no zone
    except ValueError:
        abort(400, f"“{at}” is not a time. Write it as 10:30. Nothing was planned.")
    minutes, email = forms.text("minutes"), forms.text("email")
    if not minutes.isdecimal() or len(minutes) > 3:
        abort(400, "How many minutes? Nothing was planned. Go back and write them.")
    with reading() as tx:
        names = {each.email: each.name for each in whom_to_invite(tx, customer_id)}
    return Meeting(
        quarter=_quarter(),
        starts_at=datetime.combine(on, hour, g.zone),
        minutes=int(minutes),
        place=forms.text("place")[: quarter_reviews.MOST_PLACE],
        name=names.get(email, ""),
        email=email,
        agenda=_agenda(),
    )


def _quarter() -> date:
    return forms.needed_day("quarter")


def _agenda() -> str:
    lines = [
        line.strip()[: quarter_reviews.MOST_LETTERS] for line in forms.text("agenda").splitlines()
    ]
    return "\n".join([line for line in lines if line][: quarter_reviews.MOST_LINES])


def _here(org_id: UUID, review_id: UUID) -> str:
    return url_for("quarter_reviews.review", org_id=org_id, review_id=review_id)
