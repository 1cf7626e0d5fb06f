"""Papers as PDF: a customer's statement of account, and a reminder as a letter to post."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from flask import Blueprint, Response, abort, g, request

from plugin.letters.enclosures import enclosures_pdf, has_enclosures
from plugin.letters.paper import letter_pdf
from plugin.letters.statement import paper_pdf, statement_pdf
from plugin.operations import papers, portal_links, preview, statements
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, today

blueprint = Blueprint("paper", __name__)


@blueprint.get("/o/<uuid:org_id>/customers/<customer_id>/statement.pdf")
@of_organisation
def statement(org_id: UUID, customer_id: str) -> Response:
    """What is open, or with `since` all that happened from that day on, in one currency."""
    currency = request.args.get("currency", "") or g.organisation.base_currency
    facts = papers.statement_today(
        doors(),
        org_id=org_id,
        customer_id=customer_id,
        currency=currency,
        since=_day(request.args.get("since", "")),
    )
    if facts is None:
        abort(404)
    return _pdf(statement_pdf(facts), f"statement-{today().isoformat()}-{currency}.pdf")


@blueprint.get("/o/<uuid:org_id>/reminders/<uuid:message_id>/letter.pdf")
@of_organisation
def letter(org_id: UUID, message_id: UUID) -> Response:
    """The reminder on paper, as it would be written today."""
    opened = preview.opened(doors(), org_id=org_id, message_id=message_id)
    link = portal_links.on_paper(doors(), org_id=org_id, message_id=message_id)
    facts = replace(opened.facts, portal_url=link)
    return _pdf(letter_pdf(facts, opened.envelope), f"letter-{today().isoformat()}.pdf")


@blueprint.get("/o/<uuid:org_id>/reminders/<uuid:message_id>/enclosures.pdf")
@of_organisation
def enclosures(org_id: UUID, message_id: UUID) -> Response:
    """What goes with a letter before action to a person; there is none with any other."""
    facts = preview.opened(doors(), org_id=org_id, message_id=message_id).facts
    if not has_enclosures(facts):
        abort(404)
    return _pdf(enclosures_pdf(facts), f"enclosures-{today().isoformat()}.pdf")


@blueprint.get("/o/<uuid:org_id>/reminders/<uuid:message_id>/statement.pdf")
@of_organisation
def scheduled(org_id: UUID, message_id: UUID) -> Response:
    """A statement on a schedule: word for word as it went, or as it would go now."""
    words = statements.paper_of(doors(), org_id=org_id, message_id=message_id)
    return _pdf(paper_pdf(words), f"statement-{words['on']}.pdf")


def _pdf(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(content, mimetype="application/pdf", headers=headers)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(400, "That is no date. Write it as 2026-11-30.")
