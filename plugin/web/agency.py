"""Handing debts to an agency: the page, the evidence as PDF and files, the form, taking back.

Opening any of it hands nothing over and sends nothing to anybody.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, abort, g, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from plugin.credit.money import Money
from plugin.letters.agency_words import caution_words
from plugin.letters.evidence import evidence_pdf
from plugin.letters.evidence_facts import EvidenceFacts
from plugin.letters.evidence_file import evidence_csv, evidence_document
from plugin.letters.standing import kind_words, law_words
from plugin.operations import agency as operations
from plugin.operations import charges as charging
from plugin.operations.evidence import daily_interest, invoice_papers
from plugin.operations.ground import ground
from plugin.operations.papers import envelope_of
from plugin.queries.agency import hand_off_page
from plugin.queries.charges import customer_charges
from plugin.queries.evidence import Standing, evidence, hand_off_of
from plugin.store import Tx, contacts
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, now, person, reading, today
from plugin.web.replies import done

blueprint = Blueprint("agency", __name__)

_HERE = "/o/<uuid:org_id>/customers/<customer_id>/hand-off"
_MOST_CHOSEN = 500
#: within a ZIP, so that the same facts give the same file
_STAMP = (2020, 1, 1, 0, 0, 0)


@blueprint.get(_HERE)
@of_organisation
def page(org_id: UUID, customer_id: str) -> str:
    """What a hand-off would be today, those that were made, and their papers."""
    with reading() as tx:
        contact = contacts.contact(tx, customer_id)
        if contact is None:
            abort(404)
        asked = operations.look(tx, ground(tx, now=now()), customer_id, _asked())
        found = hand_off_page(
            tx, customer_id, may=asked.invoices, chosen=asked.chosen, look=asked.look, on=today()
        )
    return render_template("agency.html", page=found, contact=contact)


@blueprint.post(_HERE)
@of_organisation
def hand_over(org_id: UUID, customer_id: str) -> BaseResponse:
    """Hand the chosen invoices over, in the name of whoever asks."""
    name = forms.text("agency")
    operations.hand_over(
        doors(),
        org_id=org_id,
        by=person().name,
        customer_id=customer_id,
        invoice_ids=request.form.getlist("invoice")[:_MOST_CHOSEN],
        name=name,
        address=forms.text("address"),
        why=forms.text("why"),
        said_yes=frozenset(request.form.getlist("yes")),
    )
    return done(
        url_for("agency.page", org_id=org_id, customer_id=customer_id),
        f"Handed over. Nothing went to {name}: download the papers and hand them on yourself.",
    )


@blueprint.post(f"{_HERE}/<uuid:hand_off_id>/back")
@of_organisation
def take_back(org_id: UUID, customer_id: str, hand_off_id: UUID) -> BaseResponse:
    """Take it back."""
    operations.take_back(
        doors(), org_id=org_id, by=person().name, hand_off_id=hand_off_id, why=forms.text("why")
    )
    return done(
        url_for("customers.customer", org_id=org_id, customer_id=customer_id),
        "Taken back. The customer is being reviewed; tell the agency, too.",
    )


@blueprint.get(f"{_HERE}.pdf")
@of_organisation
def pack(org_id: UUID, customer_id: str) -> Response:
    """The evidence as one PDF."""
    found = _facts(customer_id)
    return _file(_pdf(found.facts), "application/pdf", f"{found.stem}.pdf", inline=True)


@blueprint.get(f"{_HERE}.json")
@of_organisation
def document(org_id: UUID, customer_id: str) -> Response:
    """The same as a document for the agency's programs."""
    found = _facts(customer_id)
    return _file(_json(evidence_document(found.facts)), "application/json", f"{found.stem}.json")


@blueprint.get(f"{_HERE}.csv")
@of_organisation
def table(org_id: UUID, customer_id: str) -> Response:
    """The same as a table, a line an invoice."""
    found = _facts(customer_id)
    return _file(evidence_csv(found.facts), "text/csv; charset=utf-8", f"{found.stem}.csv")


@blueprint.get(f"{_HERE}-log.json")
@of_organisation
def log(org_id: UUID, customer_id: str) -> Response:
    """Their part of the log, which verifies by itself."""
    found = _facts(customer_id)
    content = _json(dict(found.facts.log.document))
    return _file(content, "application/json", f"{found.stem}-log.json")


@blueprint.get(f"{_HERE}.zip")
@of_organisation
def everything(org_id: UUID, customer_id: str) -> Response:
    """All of it in one file, made from the same facts."""
    found = _facts(customer_id)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for ending, content in (
            (".pdf", _pdf(found.facts)),
            (".json", _json(evidence_document(found.facts))),
            (".csv", evidence_csv(found.facts)),
            ("-log.json", _json(dict(found.facts.log.document))),
        ):
            packed.writestr(zipfile.ZipInfo(f"{found.stem}{ending}", _STAMP), content)
    return _file(written.getvalue(), "application/zip", f"{found.stem}.zip")


@dataclass(frozen=True, slots=True)
class _Found:
    facts: EvidenceFacts
    stem: str


def _facts(customer_id: str) -> _Found:
    """The evidence of the invoices that the address names, or of all that may be handed over."""
    with reading() as tx:
        facts = _evidence(tx, customer_id)
    if facts is None:
        abort(404, "None of these invoices can be evidenced: choose open invoices that are late.")
    number = "".join(c for c in facts.debtor.number or facts.debtor.name if c.isalnum())[:40]
    return _Found(facts, f"evidence-{number or 'customer'}-{facts.on.isoformat()}")


def _evidence(tx: Tx, customer_id: str) -> EvidenceFacts | None:
    on = ground(tx, now=now())
    contact = contacts.contact(tx, customer_id)
    if contact is None:
        abort(404)
    asked = operations.look(tx, on, customer_id, _asked())
    ids = _asked() or tuple(each.id for each in asked.chosen)
    envelope = envelope_of(on.organisation, on.settings, contact)
    standing = asked.account.customer.standing
    earned = charging.look(tx, on, customer_id)
    handed = hand_off_of(tx, customer_id, ids)
    known = Standing(
        organisation=on.organisation,
        creditor_address=envelope.letterhead,
        debtor_address=envelope.address,
        kind=kind_words(standing.kind) if standing.is_confirmed else "",
        law=law_words(standing.law),
        cautions=handed.cautions
        if handed is not None
        else tuple(caution_words(each) for each in asked.look.cautions),
        disputed={
            each.id: min(each.disputed, each.balance)
            for each in asked.account.invoices
            if each.disputed is not None
        },
        daily=_daily(earned),
    )
    charges = (
        customer_charges(tx, customer_id, basis=earned.basis, found=earned.found, on=on.today)
        if earned is not None
        else None
    )
    return evidence(tx, contact, ids, known=known, charges=charges, by=person().name, now=on.now)


def _daily(earned: charging.Earned | None) -> dict[str, Money]:
    return daily_interest(earned)


def _pdf(facts: EvidenceFacts) -> bytes:
    wanted = {each.id: each.number for each in facts.debts}
    papers, lacking = invoice_papers(doors(), g.org_id, wanted)
    return evidence_pdf(facts, papers, no_papers=lacking)


def _asked() -> tuple[str, ...] | None:
    """The invoices that the address names; None where it names none."""
    return tuple(request.args.getlist("invoice")[:_MOST_CHOSEN]) or None


def _json(document: dict[str, object]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _file(content: bytes, mimetype: str, name: str, *, inline: bool = False) -> Response:
    how = "inline" if inline else "attachment"
    headers = {"Content-Disposition": f'{how}; filename="{name}"'}
    return Response(content, mimetype=mimetype, headers=headers)
