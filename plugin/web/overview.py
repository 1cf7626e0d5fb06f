"""The overview, the invoices below every total, and *stop everything until*."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from babel import Locale
from babel.dates import format_date
from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.operations import decide
from plugin.operations.roles import Right
from plugin.queries import about_to_go, crossings, drill, feedback
from plugin.queries import overview as query
from plugin.queries.assigning import WHOSE
from plugin.queries.figures import DSO_DAYS
from plugin.queries.own_answers import answered_lately
from plugin.store import second
from plugin.web import insight_reviews
from plugin.web.assigning import asked_whose
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading, today
from plugin.web.replies import asked_for, back, done
from plugin.web.rights import has

blueprint = Blueprint("overview", __name__)

_BUCKETS = frozenset({"current", "1-30", "31-60", "61-90", "90+", "late"})


@blueprint.get("/o/<uuid:org_id>/")
@of_organisation
def overview(org_id: UUID) -> Response | str:
    """The day's work and the few numbers that matter; the first run where that is not done."""
    organisation = g.organisation
    if organisation.settled_at is None:
        return redirect(url_for("first_run.ledger", org_id=org_id))
    with reading() as tx:
        whose = asked_whose()
        page = query.overview(
            tx, on=today(), base_currency=organisation.base_currency, whose=whose,
            me=person().user_id,
        )  # fmt: skip
        seconds = second.waiting(tx)
        bank = {
            "waiting": about_to_go.waiting_for_the_books(tx),
            "crossings": crossings.rate(tx, on=today()),
        }
        unread = feedback.unread(tx)
        answered = answered_lately(tx, on=today())
        cards = insight_reviews.cards(tx)
    long_day = format_date(today(), "EEEE d MMMM", locale=Locale("en", "GB"))
    return render_template(
        "overview.html", page=page, unread=unread, answered=answered, bank=bank,
        long_day=long_day, dso_days=DSO_DAYS, whose=whose, seconds=seconds, filters=WHOSE,
        cards=cards, may_set=has(Right.SET),
    )  # fmt: skip


@blueprint.get("/o/<uuid:org_id>/invoices")
@of_organisation
def invoices(org_id: UUID) -> str:
    """The open invoices that a total is made of: of a currency, of a bucket."""
    currency = request.args.get("currency", "")
    bucket = request.args.get("bucket", "")
    if bucket and bucket not in _BUCKETS:
        abort(404)
    with reading() as tx:
        page = drill.open_invoices(tx, on=today(), currency=currency, bucket=bucket)
    return render_template("invoices.html", page=page)


@blueprint.post("/o/<uuid:org_id>/stop")
@of_organisation
def stop(org_id: UUID) -> Response:
    """Stop everything until a day, or go on."""
    text = asked_for("until")
    until = _day(text) if text else None
    if until is not None and until <= today():
        abort(400, "Choose a day after today. Nothing was stopped.")
    decide.stop_everything(doors(), org_id=org_id, by=person().name, until=until)
    here = back(url_for("overview.overview", org_id=org_id))
    if until is None:
        return done(here, "Everything goes on. What was waiting is composed anew.")
    return done(here, "Everything is stopped. Nothing goes out and nothing is written into Xero.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(400, f"“{text}” is not a date. Write it as 2026-11-27. Nothing was changed.")
