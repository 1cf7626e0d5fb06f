"""“I am not the right person”: mail to that address stops at once, whoever holds the link.

It needs no code, for who gets mail by mistake cannot ask the right address for one.
"""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from plugin.operations import portal_wishes
from plugin.operations.portal_codes import masked
from plugin.store import Tx, portal_links
from plugin.web import forms
from plugin.web.doorkeeper import of_visitor
from plugin.web.house import doors
from plugin.web.portal.visitor import visit, visiting, visitor

blueprint = Blueprint("portal_person", __name__)


@blueprint.get("/p/person")
@of_visitor
def person() -> str:
    """Which address is theirs, and who would be the right one."""
    with visiting() as tx:
        choices = _choices(tx)
    return render_template("portal/person.html", choices=choices)


@blueprint.post("/p/person")
@of_visitor
def not_me() -> Response:
    """Stop mail to that address now, and hand whom they named to the business."""
    organisation = visit().organisation.name
    portal_wishes.not_the_person(
        doors(),
        org_id=visitor().org_id,
        link_id=visitor().link_id,
        key=forms.text("address"),
        name=forms.text("name"),
        email=forms.text("email"),
    )
    # the link itself opens nothing any more, so this is said here and not on the next page
    page = render_template(
        "portal/person_done.html",
        visit=None,
        organisation=organisation,
        named=bool(forms.text("email")),
    )
    return Response(page, 200, mimetype="text/html")


def _choices(tx: Tx) -> list[tuple[str, str]]:
    link = portal_links.read_link(tx, visitor().link_id)
    sent = portal_wishes.sent_with(tx, link) if link is not None else ()
    return [
        (
            portal_wishes.address_key(tx, each),
            masked(each) if "@" in each else f"•••{each[-3:]}",
        )
        for each in sent
    ]
