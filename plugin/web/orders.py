"""*Can I take this order?*: one page for those who sell, without the books."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for
from werkzeug.wrappers import Response

from plugin.credit.money import Money
from plugin.operations import orders
from plugin.queries.orders import Named, named
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading
from plugin.web.replies import done

blueprint = Blueprint("orders", __name__)

_MOST_LETTERS = 160


@blueprint.get("/o/<uuid:org_id>/orders")
@of_organisation
def page(org_id: UUID) -> str:
    """The two fields."""
    return render_template("orders.html", name="", amount="", found=())


@blueprint.post("/o/<uuid:org_id>/orders")
@of_organisation
def ask(org_id: UUID) -> str:
    """The answer; or the customers of that name to choose from."""
    name, found = _called()
    order = _order()
    one = found[0] if len(found) == 1 else None
    answer = None
    if one is not None:
        answer = orders.ask_about(
            doors(), org_id=org_id, by=person().name, customer_id=one.id, order=order
        )
    return render_template(
        "orders.html",
        name=one.name if one is not None else name,
        amount=f"{order.amount:.2f}",
        order=order,
        found=found,
        one=one,
        answer=answer,
    )


@blueprint.post("/o/<uuid:org_id>/orders/owner")
@of_organisation
def ask_owner(org_id: UUID) -> Response:
    """Ask the owners by mail."""
    _, found = _called()
    if len(found) != 1:
        abort(400, "It is not clear which customer is meant. Nobody was asked.")
    orders.ask_owners(
        doors(),
        org_id=org_id,
        by=person().name,
        by_email=person().email,
        customer_id=found[0].id,
        order=_order(),
        words=forms.text("words"),
    )
    here = url_for("orders.page", org_id=org_id)
    return done(here, "The owner was asked by mail. The answer comes to your own address.")


def _called() -> tuple[str, tuple[Named, ...]]:
    name = forms.text("name")
    if not name or len(name) > _MOST_LETTERS:
        abort(400, "Write the customer’s name. Go back and try again.")
    with reading() as tx:
        return name, named(tx, name, chosen=forms.text("customer"))


def _order() -> Money:
    found = forms.money("amount", g.organisation.base_currency)
    if found is None or found.amount <= 0:
        abort(400, "Write the amount of the order, tax included. Go back and try again.")
    return found
