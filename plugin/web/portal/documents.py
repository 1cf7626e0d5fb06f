"""Papers for a customer: invoices and statements as PDF, behind a code; the page to pay an invoice.

Only what the customer was sent is found here; everything else is no page of theirs.
"""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from plugin.letters.statement import statement_pdf
from plugin.operations import invoice_pdfs, papers, pay_links
from plugin.ports import LedgerDocumentKind
from plugin.store import invoices
from plugin.store.invoices import InvoiceRow
from plugin.web.doorkeeper import of_visitor
from plugin.web.house import doors, today
from plugin.web.portal.visitor import needs_code, not_too_often, visiting, visitor

blueprint = Blueprint("portal_documents", __name__)

#: papers and payment pages that one link fetches, in a window
_MOST, _WINDOW = 40, timedelta(hours=1)


@blueprint.get("/p/invoices/<invoice_id>/pay")
@of_visitor
def online(invoice_id: str) -> str | BaseResponse:
    """The invoice's own page in the ledger; asked for now where it is not known yet."""
    row = _told(invoice_id)
    if not row.pay_link:
        not_too_often("papers", limit=_MOST, window=_WINDOW)
        address = pay_links.pay_page(doors(), visitor().org_id, invoice_id)
        if not address:
            return render_template("portal/no_pay_page.html", number=row.number)
        return redirect(address, 302)
    return redirect(row.pay_link, 302)


@blueprint.get("/p/invoices/<invoice_id>.pdf")
@of_visitor
@needs_code
def invoice(invoice_id: str) -> Response:
    """One invoice as the ledger prints it."""
    _told(invoice_id)
    not_too_often("papers", limit=_MOST, window=_WINDOW)
    found = invoice_pdfs.one_invoice(
        doors(),
        org_id=visitor().org_id,
        customer_id=visitor().customer_id,
        invoice_id=invoice_id,
    )
    return _pdf(found.pdf, found.name)


@blueprint.get("/p/statement.pdf")
@of_visitor
@needs_code
def statement() -> Response:
    """What is open in one currency or, with `since`, all that happened from that day on."""
    not_too_often("papers", limit=_MOST, window=_WINDOW)
    currency = request.args.get("currency", "")
    facts = papers.statement_today(
        doors(),
        org_id=visitor().org_id,
        customer_id=visitor().customer_id,
        currency=currency,
        since=_day(request.args.get("since", "")),
    )
    if facts is None or not (facts.open or facts.credits or facts.activity):
        abort(404, "There is nothing to state in this currency.")
    return _pdf(statement_pdf(facts), f"statement-{today().isoformat()}-{facts.currency}.pdf")


def _told(invoice_id: str) -> InvoiceRow:
    """An invoice of this very customer that they were sent."""
    with visiting() as tx:
        row = invoices.invoices_by_id(tx, [invoice_id]).get(invoice_id)
    is_theirs = row is not None and row.customer_id == visitor().customer_id
    if row is None or not is_theirs or row.kind is not LedgerDocumentKind.SALE or not _is_told(row):
        abort(404, "There is no such invoice on your account.")
    return row


def _is_told(row: InvoiceRow) -> bool:
    return row.sent_on is not None and row.state in ("approved", "paid")


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
