"""Who looks after whom: on a customer's page, for many at once, and whose a task is."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.letters.wording import counted, sentence
from plugin.operations import assigning
from plugin.operations.assigning import Chosen, Keep
from plugin.operations.roles import Right, may
from plugin.queries import assigning as query
from plugin.queries.customer import CustomerPage
from plugin.store import Tx
from plugin.store.people import Role
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading, today
from plugin.web.replies import back, done

blueprint = Blueprint("assigning", __name__)

#: the roles that may look after customers
DECIDING = frozenset(each for each in Role if may(each, Right.DECIDE))
_KEEP, _NOBODY = "keep", ""
_MOST_DIGITS = 6


@blueprint.get("/o/<uuid:org_id>/customers-of")
@of_organisation
def many(org_id: UUID) -> str:
    """Customers to tick, by whose they are."""
    page = request.args.get("page", "1")[:_MOST_DIGITS]
    number = int(page) if page.isdecimal() else 1
    whose, search = asked_whose(), request.args.get("search", "").strip()[:100]
    with reading() as tx:
        found = query.many(
            tx, org_id, whose=whose, me=person().user_id, deciding=DECIDING, search=search,
            page=number,
        )  # fmt: skip
    return render_template(
        "assigning.html", found=found, whose=whose, search=search, filters=query.WHOSE,
        page=number, pages=max(1, -(-found.count // query.PAGE)),
    )  # fmt: skip


@blueprint.post("/o/<uuid:org_id>/customers-of")
@of_organisation
def assign_many(org_id: UUID) -> Response:
    """Let these people look after the ticked customers."""
    moved = assigning.assign(
        doors(), org_id=org_id, by=person().name, customer_ids=request.form.getlist("customer"),
        controller=_chosen("controller"), sales=_chosen("sales"),
    )  # fmt: skip
    said = f"{sentence(counted(moved, 'customer'))} changed hands."
    where = back(url_for("assigning.many", org_id=org_id))
    return done(where, said if moved else "It stood so already. Nothing was changed.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/people-of-ours")
@of_organisation
def assign(org_id: UUID, customer_id: str) -> Response:
    """Let these people look after one customer."""
    moved = assigning.assign(
        doors(), org_id=org_id, by=person().name, customer_ids=[customer_id],
        controller=_chosen("controller"), sales=_chosen("sales"),
    )  # fmt: skip
    here = url_for("customers.customer", org_id=org_id, customer_id=customer_id) + "#ours"
    return done(here, "Noted." if moved else "It stood so already. Nothing was changed.")


@blueprint.post("/o/<uuid:org_id>/tasks/<uuid:task_id>/hand-over")
@of_organisation
def hand_over(org_id: UUID, task_id: UUID) -> Response:
    """Give a task to somebody, or back to whose it is."""
    to = forms.identity(forms.text("to")) if forms.text("to") else None
    name = assigning.hand_over(doors(), org_id=org_id, by=person().name, task_id=task_id, to=to)
    return done(back(url_for("tasks.tasks", org_id=org_id)), f"Handed to {name}.")


def beside_of(tx: Tx, page: CustomerPage, *, me: UUID) -> query.Beside:
    """Who of ours looks after a customer, what salespeople hold back, and notes."""
    return query.beside(
        tx, g.org_id, page.id, on=today(), me=me, deciding=DECIDING,
        invoices=[(line.id, line.number) for line in page.invoices if line.is_open],
        tasks=[(task.id, task.words) for task in page.tasks],
    )  # fmt: skip


def _chosen(field: str) -> Chosen:
    value = forms.text(field)
    if value == _KEEP:
        return Keep.AS_IT_IS
    return None if value == _NOBODY else forms.identity(value)


def asked_whose() -> str:
    """Whose work or customers are asked for: empty for everybody's."""
    asked = request.args.get("whose", "")
    return asked if asked in {value for value, _ in query.WHOSE} else ""
