"""What needs a person: every open task with the answers that its kind can take."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, render_template, url_for
from werkzeug.wrappers import Response

from plugin.credit.decisions import TaskKind
from plugin.operations import decide, settle
from plugin.queries import tasks as query
from plugin.queries.assigning import WHOSE, colleagues
from plugin.queries.portal_wishes import proposals_by_id
from plugin.queries.resuming import ladders_of
from plugin.web import forms
from plugin.web.assigning import DECIDING, asked_whose
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading, today
from plugin.web.replies import back, done

blueprint = Blueprint("tasks", __name__)

_NEVER_SENT = frozenset({"not_yet", "elsewhere", "elsewhere_from"})


@blueprint.get("/o/<uuid:org_id>/tasks")
@of_organisation
def tasks(org_id: UUID) -> str:
    """Open tasks by kind, most pressing kind first."""
    with reading() as tx:
        whose = asked_whose()
        groups = query.task_groups(tx, on=today(), whose=whose, me=person().user_id)
        team = [each for each in colleagues(tx, org_id, DECIDING) if each.decides]
        changed = (its for its in groups if its.kind is TaskKind.LADDER_CHANGED)
        ladders = ladders_of(tx, (task.customer_id for its in changed for task in its.tasks))
        wrong = (its for its in groups if its.kind is TaskKind.WRONG_PERSON)
        named = proposals_by_id(tx, (task.subject for its in wrong for task in its.tasks))
    return render_template(
        "tasks.html", groups=groups, ladders=ladders, proposals=named, whose=whose, team=team,
        filters=WHOSE,
    )  # fmt: skip


@blueprint.post("/o/<uuid:org_id>/tasks/<uuid:task_id>/close")
@of_organisation
def close(org_id: UUID, task_id: UUID) -> Response:
    """Close a task with a person's own words, or with the words of a button."""
    answer = (forms.text("answer") or "done")[:500]
    decide.close_task(doors(), org_id=org_id, by=person().name, task_id=task_id, answer=answer)
    return done(back(url_for("tasks.tasks", org_id=org_id)), "Closed, with your answer beside it.")


@blueprint.post("/o/<uuid:org_id>/tasks/<uuid:task_id>/set-off")
@of_organisation
def set_off(org_id: UUID, task_id: UUID) -> Response:
    """Set-off is decided: messages may go although we owe this customer."""
    with reading() as tx:
        task = query.task(tx, task_id, on=today())
    if task is None:
        abort(404)
    decide.set_off_settled(doors(), org_id=org_id, by=person().name, customer_id=task.customer_id)
    return done(
        back(url_for("tasks.tasks", org_id=org_id)),
        f"Set-off is settled for {task.customer}. What they owe is chased as usual.",
    )


@blueprint.post("/o/<uuid:org_id>/tasks/never-sent")
@of_organisation
def never_sent(org_id: UUID) -> Response:
    """The one answer about invoices that were approved but never sent (rule 3)."""
    answer = forms.choice("answer", _NEVER_SENT)
    number = forms.text("number")
    if answer == "elsewhere_from" and not number:
        abort(400, "From which number on? Nothing was changed. Go back and write the number.")
    answered = settle.answer_never_sent(
        doors(), org_id=org_id, by=person().name, answer=answer, number=number
    )
    return done(
        back(url_for("tasks.tasks", org_id=org_id)), f"Noted for {answered} of the invoices."
    )


@blueprint.post("/o/<uuid:org_id>/tasks/books-are-fresh")
@of_organisation
def books_are_fresh(org_id: UUID) -> Response:
    """The one answer about stale books (rule 21)."""
    decide.books_are_fresh(doors(), org_id=org_id, by=person().name)
    return done(
        back(url_for("tasks.tasks", org_id=org_id)),
        "Noted: the books are up to date today. What was waiting for that goes on.",
    )
