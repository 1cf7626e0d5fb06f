"""The bookkeeper's tidy list: what to put in order in the ledger, and the weekly mail of it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for
from werkzeug.wrappers import Response

from plugin.letters.ledger_links import LedgerLinks
from plugin.operations import tidying as operations
from plugin.queries import tidy as query
from plugin.queries.tables import Table
from plugin.store import tidying as store
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading, today
from plugin.web.replies import done
from plugin.web.tables.files import offer

blueprint = Blueprint("tidying", __name__)

#: rows of one kind on the page; the files have them all
_SHOWN = 100
_MOST_LETTERS = 500


@blueprint.get("/o/<uuid:org_id>/tidy")
@of_organisation
def tidy(org_id: UUID) -> str:
    """The list of today, kind by kind, and the lines that were put aside."""
    with reading() as tx:
        page = query.tidy_page(tx, links(), on=today())
        wants = person().user_id in store.wanted_by(tx)
    return render_template("tidy.html", page=page, wants=wants, shown=_SHOWN)


@blueprint.post("/o/<uuid:org_id>/tidy/aside")
@of_organisation
def put_aside(org_id: UUID) -> Response:
    """Put a line aside, with a reason."""
    operations.put_aside(doors(), org_id=org_id, by=person().name, line=_line(), reason=_reason())
    return done(
        url_for(".tidy", org_id=org_id),
        "Put aside. It stands at the end of the list, and can be brought back.",
    )


@blueprint.post("/o/<uuid:org_id>/tidy/back")
@of_organisation
def bring_back(org_id: UUID) -> Response:
    """Bring a line back."""
    operations.bring_back(doors(), org_id=org_id, by=person().name, line=_line())
    return done(url_for(".tidy", org_id=org_id), "The line is on the list again.")


@blueprint.post("/o/<uuid:org_id>/tidy/mail")
@of_organisation
def mail(org_id: UUID) -> Response:
    """The signed-in person wants the list each week by mail, or no more."""
    on = forms.choice("on", frozenset({"yes", "no"})) == "yes"
    operations.switch(doors(), org_id=org_id, user_id=person().user_id, on=on)
    sentence = "No more mail of the tidy list."
    if on:
        sentence = f"It comes to {person().email} on the first working day of each week that has "
        sentence += "something to tidy."
    return done(url_for(".tidy", org_id=org_id), sentence)


def links() -> LedgerLinks:
    """The addresses of this organisation in its ledger."""
    return LedgerLinks(doors().ledger_site, g.organisation.short_code)


def _line() -> str:
    found = forms.text("line")
    if not found or len(found) > _MOST_LETTERS:
        abort(400, "This form names no line. Nothing was changed. Load the page again.")
    return found


def _reason() -> str:
    found = forms.text("reason")
    if len(found) > _MOST_LETTERS:
        abort(400, f"A reason has at most {_MOST_LETTERS} letters. Nothing was changed.")
    return found


def _table() -> Table:
    with reading() as tx:
        return query.tidy_table(query.tidy_page(tx, links(), on=today()))


offer(blueprint, "tidy", _table)
