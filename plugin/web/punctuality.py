"""A customer's punctuality as a picture and as files; the customer's page shows it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, request

from plugin.queries.punctuality import punctuality
from plugin.queries.series import punctuality_table
from plugin.queries.tables import Table
from plugin.store.reading import customers
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import reading, today
from plugin.web.pictures.answer import is_narrow, picture
from plugin.web.pictures.judged import punctuality_svg
from plugin.web.tables.files import offer

blueprint = Blueprint("punctuality", __name__)


@blueprint.get("/o/<uuid:org_id>/customers/<customer_id>/punctuality.svg")
@of_organisation
def drawn(org_id: UUID, customer_id: str) -> Response:
    """The last invoices, each by how early or late it was paid."""
    with reading() as tx:
        if customers.customer(tx, customer_id) is None:
            abort(404)
        found = punctuality(tx, customer_id, on=today())
    return picture(punctuality_svg(found, narrow=is_narrow()))


def _as_table() -> Table | None:
    customer_id = request.args.get("customer", "")
    with reading() as tx:
        if customers.customer(tx, customer_id) is None:
            return None
        return punctuality_table(punctuality(tx, customer_id, on=today()))


offer(blueprint, "customer-punctuality", _as_table)
