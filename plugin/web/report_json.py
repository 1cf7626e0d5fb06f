"""What happened since the connection as one JSON object, for programs. It changes nothing.

Customers are named by ContactNumber, else ContactID; amounts are decimal strings; days are civil
dates of the organisation.
"""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from flask import Blueprint, Response, g, jsonify

from plugin.queries.report import Report, report
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import now, reading, today, zone

blueprint = Blueprint("report_json", __name__)


@blueprint.get("/o/<uuid:org_id>/report.json")
@of_organisation
def happened(org_id: UUID) -> Response:
    """Messages, payments, flags, tasks and every customer's standing, as of now."""
    with reading() as tx:
        found = report(tx, today=today(), zone=zone())
    return jsonify(
        {
            "organisation": str(org_id),
            "name": g.organisation.name,
            "now": now().isoformat(),
            "today": today().isoformat(),
            **_document(found),
        }
    )


def _document(found: Report) -> dict[str, object]:
    keys = {customer.id: customer.key for customer in found.customers}

    def key(customer_id: str) -> str:
        return keys.get(customer_id, customer_id)

    return {
        "messages": [
            asdict(each)
            | {
                "day": each.day.isoformat(),
                "customer": key(each.customer_id),
                "amount": f"{each.amount:.2f}",
            }
            for each in found.reminders
        ],
        "payments": [
            asdict(each)
            | {
                "day": each.day.isoformat(),
                "customer": key(each.customer_id),
                "amount": f"{each.amount:.2f}",
            }
            for each in found.payments
        ],
        "flags": [
            {
                "day": each.day.isoformat(),
                "customer_id": each.customer_id,
                "customer": key(each.customer_id),
                "from": each.before,
                "to": each.after,
            }
            for each in found.flags
        ],
        "tasks": [
            {
                "customer_id": each.customer_id,
                "customer": key(each.customer_id),
                "kind": each.kind,
                "why": each.why,
            }
            for each in found.needed
        ],
        "customers": [asdict(each) for each in found.customers],
        "proofs": found.proofs,
        "calls": found.calls,
        "bytes": found.bytes,
    }
