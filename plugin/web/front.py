"""The public pages, signing out, and the way to one's own organisations."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from plugin.manifest import read_manifest
from plugin.operations.health import health
from plugin.operations.roles import Right, may
from plugin.store import writes
from plugin.web.doorkeeper import public, signed_in
from plugin.web.doorkeeper import sign_out as leave
from plugin.web.house import doors, person
from plugin.web.rights import first_page

blueprint = Blueprint("front", __name__)


@blueprint.get("/")
@public
def front() -> Response | str:
    """What this is, and the way in; whoever is signed in goes on to their books."""
    if g.person is not None:
        return redirect(url_for("front.home"))
    return render_template("front.html", back=request.args.get("back", ""))


@blueprint.get("/home")
@signed_in
def home() -> Response:
    """To the one organisation, to the choice among several, or to connecting the first."""
    mine = person().org_ids
    if not mine:
        return redirect(url_for("first_run.connect"))
    if len(mine) > 1:
        return redirect(url_for("portfolio.page"))
    return redirect(first_page(mine[0]))


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """Close the session."""
    return leave(redirect(url_for("front.front"), 303))


@blueprint.get("/n/<uuid:write_id>")
@signed_in
def note(write_id: UUID) -> Response:
    """Where the link of a ledger note leads: to its customer, for those who may see it."""
    for org_id, role in person().roles.items():
        if not may(role, Right.SEE):
            continue
        with doors().store.tenant(org_id) as tx:
            found = writes.read(tx, write_id)
        if found is not None and found.customer_id:
            where = url_for("customers.customer", org_id=org_id, customer_id=found.customer_id)
            return redirect(where)
    raise NotFound


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    """Answers when clock and database do; on the local Xero with business time and what is due."""
    found = health(doors())
    if not doors().is_local:
        # strangers need not know how busy our customers' books are
        return jsonify(ok=True)
    return jsonify(ok=True, now=found.now.isoformat(), due_now=found.due_now)


@blueprint.get("/privacy")
@public
def privacy() -> str:
    """What is read, what is kept, what is written back."""
    return render_template("privacy.html", version=read_manifest().terms_version)


@blueprint.get("/terms")
@public
def terms() -> str:
    """The terms of use."""
    return render_template("terms.html", version=read_manifest().terms_version)


@blueprint.get("/support")
@public
def support() -> str:
    """Where help is."""
    return render_template("support.html", address=read_manifest().support_email)
