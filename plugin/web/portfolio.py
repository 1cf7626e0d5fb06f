"""The portfolio: every organisation that somebody can reach, side by side, and which mail they get.

Each row is one organisation's own; nothing is added up or compared across them.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.operations import month_letters, portfolio
from plugin.operations import tidying as tidy_operations
from plugin.operations.roles import Right, may
from plugin.queries import portfolio as query
from plugin.store import organisations, people
from plugin.web import forms
from plugin.web.doorkeeper import signed_in
from plugin.web.house import doors, now, person
from plugin.web.replies import done
from plugin.web.rights import first_page

blueprint = Blueprint("portfolio", __name__)

_MOST_LETTERS = 100


@blueprint.get("/organisations")
@signed_in
def page() -> str:
    """Every organisation that the person may see, with what changed since they last looked."""
    search = request.args.get("search", "").strip()[:_MOST_LETTERS]
    sort = request.args.get("sort", "name")
    sort = sort if sort in query.SORTS else "name"
    only_changed = request.args.get("show", "") == "changed"
    with doors().store.house() as tx:
        mine = organisations.among(tx, person().org_ids)
        lost = organisations.among(tx, people.lost_to(tx, person().user_id))
    seen = _seen_by_me()
    since = portfolio.begin_visit(doors(), user_id=person().user_id, org_ids=seen)
    lines: tuple[query.PortfolioLine, ...] = ()
    if seen:
        with doors().store.portfolio(seen) as tx:
            open_to_me = [each for each in mine if each.id in since]
            lines = query.portfolio_lines(tx, open_to_me, since, now=now())
    return render_template(
        "portfolio.html",
        lines=query.chosen(lines, search=search, only_changed=only_changed, sort=sort),
        all_of=len(lines),
        changed=sum(line.has_changed for line in lines),
        sells_for=[each for each in mine if each.id not in since],
        starts={each.id: first_page(each.id) for each in mine},
        lost=lost,
        search=search,
        sort=sort,
        only_changed=only_changed,
    )


@blueprint.post("/organisations/seen")
@signed_in
def seen() -> Response:
    """The person has seen what changed: in one organisation, or in all."""
    asked = forms.text("organisation")
    chosen = _mine([asked]) if asked else _seen_by_me()
    portfolio.have_seen(doors(), user_id=person().user_id, org_ids=chosen)
    return done(url_for(".page"), "Seen. What changes from now on is shown as new.")


@blueprint.get("/organisations/mail")
@signed_in
def mail() -> str:
    """Which mail the person gets of which organisation."""
    seen = _seen_by_me()
    with doors().store.house() as tx:
        mine = [each for each in organisations.among(tx, seen) if each.settled_at is not None]
    wanted = query.Wanted(frozenset(), frozenset())
    if seen:
        with doors().store.portfolio(seen) as tx:
            wanted = query.wanted(tx, person().user_id)
    return render_template("portfolio_mail.html", organisations=mine, wanted=wanted)


@blueprint.post("/organisations/mail")
@signed_in
def choose_mail() -> Response:
    """Get each month's page and the weekly tidy list of these organisations, of no others."""
    shown = _mine(request.form.getlist("shown"))
    months = frozenset(_mine(request.form.getlist("month")))
    tidying = frozenset(_mine(request.form.getlist("tidy")))
    with doors().store.portfolio(shown or (UUID(int=0),)) as tx:
        before = query.wanted(tx, person().user_id)
    me = person().user_id
    for org_id in shown:
        if (org_id in months) != (org_id in before.months):
            month_letters.switch(doors(), org_id=org_id, user_id=me, on=org_id in months)
        if (org_id in tidying) != (org_id in before.tidying):
            tidy_operations.switch(doors(), org_id=org_id, user_id=me, on=org_id in tidying)
    return done(url_for(".mail"), f"Noted. What you chose comes to {person().email}.")


def _seen_by_me() -> tuple[UUID, ...]:
    """The organisations whose books are open to whoever is signed in."""
    return tuple(org_id for org_id, role in person().roles.items() if may(role, Right.SEE))


def _mine(written: Collection[str]) -> tuple[UUID, ...]:
    """These ids, each of an organisation whose books are open to the person; none other exists."""
    asked = tuple(forms.identity(each) for each in written)
    if not set(asked) <= set(_seen_by_me()):
        abort(404)
    return asked
