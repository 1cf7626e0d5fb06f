"""Good-payer letters in the console, each approved by a person; and the page that checks one."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from plugin.letters.wording import dated
from plugin.operations import good_payer
from plugin.queries.good_payer import letter_line
from plugin.web.doorkeeper import of_organisation, public
from plugin.web.house import doors, person, today
from plugin.web.replies import done

blueprint = Blueprint("good_payer", __name__)


@blueprint.get("/letter/<token>")
@public
def check(token: str) -> tuple[str, int]:
    """Whether the letter of this address is genuine, lapsed or withdrawn; nothing else."""
    found = good_payer.check(doors(), token)
    page = render_template(
        "portal/letter_checked.html",
        checked=found,
        long_dated=dated(found.dated) if found else "",
        long_until=dated(found.good_until) if found else "",
    )
    return page, 200 if found else 404


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/good-payer")
@of_organisation
def begin(org_id: UUID, customer_id: str) -> BaseResponse:
    """Begin a letter; it is given only once somebody has looked at its facts."""
    letter_id = good_payer.ask(doors(), org_id=org_id, customer_id=customer_id, by=person().name)
    there = url_for("good_payer.letter", org_id=org_id, letter_id=letter_id)
    return done(there, "Begun. Look at what it says, then give it or leave it.")


@blueprint.get("/o/<uuid:org_id>/good-payer/<uuid:letter_id>")
@of_organisation
def letter(org_id: UUID, letter_id: UUID) -> str:
    """One letter: its facts as given, or as they would stand on it now."""
    found = good_payer.look(doors(), org_id=org_id, letter_id=letter_id, by=person().name)
    if found is None:
        abort(404)
    return render_template("good_payer.html", found=found, line=letter_line(found.letter, today()))


@blueprint.get("/o/<uuid:org_id>/good-payer/<uuid:letter_id>.pdf")
@of_organisation
def paper(org_id: UUID, letter_id: UUID) -> Response:
    """The letter as PDF."""
    pdf = good_payer.paper(doors(), org_id=org_id, letter_id=letter_id, by=person().name)
    if pdf is None:
        abort(404)
    headers = {"Content-Disposition": f'inline; filename="payment-record-{today()}.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


@blueprint.post("/o/<uuid:org_id>/good-payer/<uuid:letter_id>/approve")
@of_organisation
def approve(org_id: UUID, letter_id: UUID) -> BaseResponse:
    """Give it."""
    good_payer.approve(doors(), org_id=org_id, letter_id=letter_id, by=person().name)
    return done(_here(org_id, letter_id), "Given. It is good for ninety days.")


@blueprint.post("/o/<uuid:org_id>/good-payer/<uuid:letter_id>/decline")
@of_organisation
def decline(org_id: UUID, letter_id: UUID) -> BaseResponse:
    """Give none this time."""
    good_payer.decline(doors(), org_id=org_id, letter_id=letter_id, by=person().name)
    return done(_here(org_id, letter_id), "Not given. The customer may ask again in thirty days.")


@blueprint.post("/o/<uuid:org_id>/good-payer/<uuid:letter_id>/withdraw")
@of_organisation
def withdraw(org_id: UUID, letter_id: UUID) -> BaseResponse:
    """Take it back."""
    good_payer.withdraw(doors(), org_id=org_id, letter_id=letter_id, by=person().name)
    return done(_here(org_id, letter_id), "Withdrawn. Whoever checks it reads so from now on.")


def _here(org_id: UUID, letter_id: UUID) -> str:
    return url_for("good_payer.letter", org_id=org_id, letter_id=letter_id)
