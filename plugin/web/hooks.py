"""Outgoing webhooks: the page with its deliveries, and what an owner does on it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.operations import hooks
from plugin.operations.hooks import KIND_WORDS, SecretMade
from plugin.queries.hooks import endpoint_lines
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, now, person, reading
from plugin.web.replies import done

blueprint = Blueprint("hooks", __name__)


@blueprint.get("/o/<uuid:org_id>/webhooks")
@of_organisation
def page(org_id: UUID) -> str:
    """Who is told of what, and what became of it."""
    return _page(None)


@blueprint.post("/o/<uuid:org_id>/webhooks")
@of_organisation
def add(org_id: UUID) -> str:
    """Set one up; its secret is on this page once, and nowhere afterwards."""
    made = hooks.add_endpoint(
        doors(),
        org_id=org_id,
        by=person().name,
        url=forms.text("url"),
        kinds=request.form.getlist("kind"),
    )
    return _page(made)


@blueprint.post("/o/<uuid:org_id>/webhooks/<uuid:endpoint_id>/kinds")
@of_organisation
def choose(org_id: UUID, endpoint_id: UUID) -> Response:
    """Tell it of other kinds."""
    hooks.choose_kinds(
        doors(),
        org_id=org_id,
        by=person().name,
        endpoint_id=endpoint_id,
        kinds=request.form.getlist("kind"),
    )
    return _done(org_id, "Saved. It holds for what happens from now on.")


@blueprint.post("/o/<uuid:org_id>/webhooks/<uuid:endpoint_id>/secret")
@of_organisation
def rotate(org_id: UUID, endpoint_id: UUID) -> str:
    """Make a new secret; the former one signs beside it for a day."""
    return _page(
        hooks.rotate_secret(doors(), org_id=org_id, by=person().name, endpoint_id=endpoint_id)
    )


@blueprint.post("/o/<uuid:org_id>/webhooks/<uuid:endpoint_id>/test")
@of_organisation
def test(org_id: UUID, endpoint_id: UUID) -> Response:
    """Send an event that tells of nothing."""
    hooks.send_test(doors(), org_id=org_id, endpoint_id=endpoint_id)
    return _done(org_id, "A test event is on its way. Load the page again in a moment.")


@blueprint.post("/o/<uuid:org_id>/webhooks/<uuid:endpoint_id>/replay/<event_id>")
@of_organisation
def replay(org_id: UUID, endpoint_id: UUID, event_id: str) -> Response:
    """Send an event once more."""
    hooks.replay(doors(), org_id=org_id, endpoint_id=endpoint_id, event_id=event_id)
    return _done(org_id, "It is on its way again, under the id that it had.")


@blueprint.post("/o/<uuid:org_id>/webhooks/<uuid:endpoint_id>/stop")
@of_organisation
def stop(org_id: UUID, endpoint_id: UUID) -> Response:
    """Tell it nothing any more."""
    host = hooks.stop(doors(), org_id=org_id, by=person().name, endpoint_id=endpoint_id)
    return _done(org_id, f"{host} is told nothing until you start it again.")


@blueprint.post("/o/<uuid:org_id>/webhooks/<uuid:endpoint_id>/start")
@of_organisation
def start(org_id: UUID, endpoint_id: UUID) -> Response:
    """Tell it again."""
    host = hooks.start(doors(), org_id=org_id, by=person().name, endpoint_id=endpoint_id)
    return _done(org_id, f"{host} is told again, and of what was still waiting.")


@blueprint.post("/o/<uuid:org_id>/webhooks/<uuid:endpoint_id>/remove")
@of_organisation
def remove(org_id: UUID, endpoint_id: UUID) -> Response:
    """Forget it."""
    host = hooks.remove(doors(), org_id=org_id, by=person().name, endpoint_id=endpoint_id)
    return _done(org_id, f"The webhook to {host} is removed, with its secrets.")


def _done(org_id: UUID, sentence: str) -> Response:
    return done(url_for("hooks.page", org_id=org_id), sentence)


def _page(made: SecretMade | None) -> str:
    with reading() as tx:
        lines = endpoint_lines(tx, now=now())
    return render_template(
        "hooks.html",
        made=made,
        lines=lines,
        kinds=[(each.value, words) for each, words in KIND_WORDS.items()],
    )
