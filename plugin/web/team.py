"""The team: who is in it and as what, invitations, and changing both. It asks nobody itself."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, g, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.operations import second, team
from plugin.operations.roles import MAY_DO, ROLE_NAMES
from plugin.operations.second import STEP_NAMES, HardStep
from plugin.queries.team import team_page
from plugin.store.people import Role
from plugin.web import forms
from plugin.web.assigning import DECIDING
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, now, person, reading
from plugin.web.replies import done

blueprint = Blueprint("team", __name__)

_MOST_LETTERS = 120


@blueprint.get("/o/<uuid:org_id>/team")
@of_organisation
def team_of(org_id: UUID) -> str:
    """Who may do what here, who was asked to join, and the form to ask somebody."""
    with reading() as tx:
        page = team_page(tx, g.organisation, now=now())
    roles = [(role, ROLE_NAMES[role], MAY_DO[role]) for role in Role]
    deciders = sum(each.role in DECIDING for each in page.people)
    return render_template(
        "team.html", page=page, roles=roles, me=person().user_id, steps=STEP_NAMES.items(),
        deciders=deciders, deciding=DECIDING,
    )  # fmt: skip


@blueprint.post("/o/<uuid:org_id>/team/second")
@of_organisation
def want_two(org_id: UUID) -> Response:
    """Say which hard steps want two people."""
    ticked = frozenset(request.form.getlist("step"))
    chosen = [each for each in HardStep if each.value in ticked]
    second.choose(
        doors(), org_id=org_id, by=person().name, steps=chosen,
        understood=forms.text("understood") == "yes",
    )  # fmt: skip
    said = "Two people agree before those steps." if chosen else "One person is enough for all."
    return done(_here(org_id), said)


@blueprint.post("/o/<uuid:org_id>/team/invite")
@of_organisation
def invite(org_id: UUID) -> Response:
    """Ask somebody to join, by mail."""
    name, email = forms.text("name"), forms.text("email")
    if not name or len(name) > _MOST_LETTERS:
        abort(400, "Write the name of whom you invite. Nothing was sent.")
    if len(email) > _MOST_LETTERS or "@" not in email.strip("@") or " " in email:
        abort(400, "An invitation needs an email address. Nothing was sent.")
    team.invite(doors(), org_id=org_id, by=person().name, name=name, email=email, role=_role())
    return done(_here(org_id), f"{name} was invited. The link in the mail works for a week.")


@blueprint.post("/o/<uuid:org_id>/team/invitations/<uuid:invitation_id>/withdraw")
@of_organisation
def withdraw(org_id: UUID, invitation_id: UUID) -> Response:
    """Take an invitation back."""
    team.withdraw(doors(), org_id=org_id, by=person().name, invitation_id=invitation_id)
    return done(_here(org_id), "The invitation was taken back: its link does not work any more.")


@blueprint.post("/o/<uuid:org_id>/team/<uuid:user_id>/role")
@of_organisation
def change_role(org_id: UUID, user_id: UUID) -> Response:
    """Make somebody something else."""
    role = _role()
    name = team.change_role(doors(), org_id=org_id, by=person().name, user_id=user_id, role=role)
    return done(_here(org_id), f"{name} is {ROLE_NAMES[role]} from now on.")


@blueprint.post("/o/<uuid:org_id>/team/<uuid:user_id>/let-go")
@of_organisation
def let_go(org_id: UUID, user_id: UUID) -> Response:
    """Let somebody who was invited see the books no longer."""
    name = team.let_go(doors(), org_id=org_id, by=person().name, user_id=user_id)
    where = _here(org_id) if user_id != person().user_id else url_for("front.home")
    return done(where, f"{name} does not see these books any more.")


def _role() -> Role:
    return Role(forms.choice("role", frozenset(each.value for each in Role)))


def _here(org_id: UUID) -> str:
    return url_for("team.team_of", org_id=org_id)
