"""The portal's first page, and the way in: a link is exchanged for a cookie and a clean address."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from plugin.operations import portal_links, portal_renewal
from plugin.operations.portal_links import Opened
from plugin.queries.agency import looked_after
from plugin.queries.passport_switches import is_shown
from plugin.queries.portal_home import home_page
from plugin.queries.talks import waiting_for_customer
from plugin.web.doorkeeper import of_link, of_visitor, public
from plugin.web.house import doors, now, today
from plugin.web.portal.places import answers, more, place_of
from plugin.web.portal.visitor import begin_visit, nothing_here, visit, visiting, visitor

blueprint = Blueprint("portal_home", __name__)


@blueprint.get("/p/l/<token>")
@public
def open_link(token: str) -> Response:
    """Exchange a link; the address that carries its secret is left at once.

    It writes nothing, however often a scanner opens it (rule 27).
    """
    if token == portal_links.SPECIMEN:
        return Response(render_template("portal/specimen.html"), mimetype="text/html")
    ids = portal_links.read_token(doors().store.seal, token)
    if ids is None:
        return nothing_here(None)
    found = portal_links.open_link(doors(), ids)
    if not isinstance(found, Opened):
        return nothing_here(found, ids)
    reply = redirect(place_of(request.args.get("to", "")), 302)
    reply.headers["Referrer-Policy"] = "no-referrer"
    return begin_visit(reply, ids)


@blueprint.post("/p/l/<token>/renew")
@of_link
def renew(token: str) -> Response:
    """Mail a new link in place of one that has run out, to the address that the old one went to."""
    ids = portal_links.read_token(doors().store.seal, token)
    if ids is None:
        return nothing_here(None)
    to = portal_renewal.renew(doors(), ids)
    return Response(render_template("portal/renewed.html", to=to), mimetype="text/html")


@blueprint.get("/p/")
@of_visitor
def home() -> str:
    """What is owed now and when, and how to pay."""
    with visiting() as tx:
        page = home_page(tx, visit().organisation, visitor().customer_id, on=today(), now=now())
        offered = waiting_for_customer(
            tx, visitor().customer_id, organisation=visit().organisation.name, on=today()
        )
        others = more(passport=is_shown(tx, visitor().customer_id))
        elsewhere = looked_after(tx, visitor().customer_id)
    return render_template(
        "portal/home.html", page=page, answers=answers(), more=others, offered=offered,
        elsewhere=elsewhere,
    )  # fmt: skip
