"""The policy that covers a customer, in plain words, on a page of their own. It takes nothing."""

from __future__ import annotations

from flask import Blueprint, render_template

from plugin.queries.public_policy import policy_of_customer
from plugin.web.doorkeeper import of_visitor
from plugin.web.portal.visitor import visit, visiting, visitor

blueprint = Blueprint("portal_policy", __name__)


@blueprint.get("/p/policy")
@of_visitor
def policy() -> str:
    """How this business handles payment, by the policy in force for this very customer."""
    with visiting() as tx:
        shown = policy_of_customer(tx, visit().organisation, visitor().customer_id)
    return render_template("portal/policy.html", policy=shown)
