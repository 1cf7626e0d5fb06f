"""The section *Insight*: its own navigation, one entry a page, and the door that leads in."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Flask, abort, current_app, g, redirect, request
from werkzeug.wrappers import Response

from plugin.web.doorkeeper import of_organisation

blueprint = Blueprint("insight", __name__)

#: in this order; a page stands here from the moment that its blueprint is registered
_PAGES = (
    ("Figures", "figures"),
    ("Forecast", "forecast"),
    ("Limits", "limits"),
    ("Changes", "changes"),
    ("Patterns", "patterns"),
    ("Hindsight", "hindsight"),
    ("Needs", "needs"),
    ("Months", "months"),
)


@dataclass(frozen=True, slots=True)
class Room:
    """One page of the section."""

    name: str
    href: str
    here: bool


def rooms() -> tuple[Room, ...]:
    """The pages of the section that there are, for the organisation of this page."""
    if not g.get("org_id"):
        return ()
    rules = {rule.rule for rule in current_app.url_map.iter_rules()}
    section = f"/o/{g.org_id}/insight"
    return tuple(
        Room(name, f"{section}/{noun}", _is_in(f"{section}/{noun}"))
        for name, noun in _PAGES
        if f"/o/<uuid:org_id>/insight/{noun}" in rules
    )


def _is_in(href: str) -> bool:
    return request.path == href or request.path.startswith(f"{href}/")


@blueprint.get("/o/<uuid:org_id>/insight")
@of_organisation
def section(org_id: UUID) -> Response:
    """The first page of the section."""
    found = rooms()
    if not found:
        abort(404)
    return redirect(found[0].href)


def show_rooms(app: Flask) -> None:
    """Let every template of the section draw its navigation."""
    app.jinja_env.globals["insight_rooms"] = rooms
