"""A customer's own credit passport, and asking for a good-payer letter; a person decides on it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from plugin.operations import good_payer
from plugin.operations.doors import NotPossible
from plugin.queries.good_payer import letters_for_customer
from plugin.queries.passport import PassportPage, passport_page
from plugin.web.doorkeeper import of_visitor
from plugin.web.house import doors, today
from plugin.web.portal.visitor import needs_code, visit, visiting, visitor
from plugin.web.replies import done

blueprint = Blueprint("portal_passport", __name__)


@blueprint.get("/p/passport")
@of_visitor
def passport() -> str:
    """Limit, used and free, how it was set and what would raise it; where the owner shows it."""
    page = _page()
    with visiting() as tx:
        letters = letters_for_customer(tx, visitor().customer_id, on=today())
    return render_template("portal/passport.html", passport=page, letters=letters)


@blueprint.post("/p/passport/letter")
@of_visitor
def ask() -> BaseResponse:
    """Ask for a good-payer letter."""
    if not _page().may_ask_letter:
        raise NotPossible("Letters cannot be asked for here at present. Nothing was done.")
    here = visitor()
    good_payer.ask(
        doors(), org_id=here.org_id, customer_id=here.customer_id, by=good_payer.CUSTOMER,
        address=here.address,
    )  # fmt: skip
    name = visit().organisation.name
    return done(
        url_for("portal_passport.passport", _anchor="letter"),
        f"Asked for. A person at {name} looks at it; what they decide stands here.",
    )


@blueprint.get("/p/passport/letter/<uuid:letter_id>.pdf")
@of_visitor
@needs_code
def paper(letter_id: UUID) -> Response:
    """A letter of theirs that is good, as PDF."""
    here = visitor()
    with visiting() as tx:
        letters = letters_for_customer(tx, here.customer_id, on=today())
    if letters.good is None or letters.good.id != letter_id:
        abort(404)
    pdf = good_payer.paper(doors(), org_id=here.org_id, letter_id=letter_id, by="")
    if pdf is None:
        abort(404)
    headers = {"Content-Disposition": 'attachment; filename="payment-record.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


def _page() -> PassportPage:
    with visiting() as tx:
        page = passport_page(tx, visit().organisation, visitor().customer_id, on=today())
    if page is None:
        abort(404)
    return page
