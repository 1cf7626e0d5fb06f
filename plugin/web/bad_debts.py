"""Bad debts: tax that may be reclaimed, and the doubtful debts at the end of a financial year."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, Response, abort, g, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from plugin.credit.tax_relief import TaxBasis
from plugin.letters.bad_debt_paper import bad_debts_pdf
from plugin.letters.bad_debt_words import BASES, DOUBTFUL_RULE, why_doubtful
from plugin.letters.wording import dated
from plugin.operations.tax_basis import say_basis
from plugin.queries import bad_debts as query
from plugin.queries.tables import Table
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading, today
from plugin.web.replies import done
from plugin.web.tables.files import offer
from plugin.web.tidying import links

blueprint = Blueprint("bad_debts", __name__)


@blueprint.get("/o/<uuid:org_id>/tidy/bad-debts")
@of_organisation
def page(org_id: UUID) -> str:
    """Tax on bad debts, and the doubtful debts of the year's end that the address names."""
    with reading() as tx:
        relief = query.relief_page(tx, g.organisation, on=today())
        doubtful = query.doubtful_page(tx, g.organisation, on=today(), asked=_year())
    return render_template(
        "bad_debts.html",
        relief=relief,
        doubtful=doubtful,
        bases=BASES,
        links=links(),
        why=why_doubtful,
        dated=dated,
        rule=DOUBTFUL_RULE,
        year=doubtful.ended.isoformat() if doubtful.ended else None,
    )


@blueprint.get("/o/<uuid:org_id>/tidy/bad-debts/<year>.pdf")
@of_organisation
def paper(org_id: UUID, year: str) -> Response:
    """The same as a paper for the file of the accounts."""
    with reading() as tx:
        relief = query.relief_page(tx, g.organisation, on=today())
        doubtful = query.doubtful_page(tx, g.organisation, on=today(), asked=_day(year))
    facts = query.paper_facts(g.organisation, relief, doubtful, on=today())
    if facts is None or facts.ended.isoformat() != year:
        abort(404)
    name = f'inline; filename="bad-debts-{year}.pdf"'
    return Response(
        bad_debts_pdf(facts),
        mimetype="application/pdf",
        headers={"Content-Disposition": name},
    )


@blueprint.post("/o/<uuid:org_id>/tidy/bad-debts/basis")
@of_organisation
def basis(org_id: UUID) -> BaseResponse:
    """Say how the organisation accounts for tax on its sales."""
    chosen = forms.choice("basis", frozenset({"", *(each.value for each in TaxBasis)}))
    found = TaxBasis(chosen) if chosen else None
    say_basis(doors(), org_id=org_id, by=person().name, basis=found)
    return done(url_for(".page", org_id=org_id), "Noted.")


def _year() -> date | None:
    """The year's end in the address; without one the newest."""
    written = request.args.get("year", "")
    return _day(written) if written else None


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        abort(404)


def _relief() -> Table:
    with reading() as tx:
        return query.relief_table(query.relief_page(tx, g.organisation, on=today()))


def _doubtful() -> Table:
    with reading() as tx:
        return query.doubtful_table(
            query.doubtful_page(tx, g.organisation, on=today(), asked=_year())
        )


offer(blueprint, "tax-on-bad-debts", _relief)
offer(blueprint, "doubtful-debts", _doubtful)
