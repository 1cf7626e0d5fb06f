"""Keys for an organisation's own tools: the page, making one, revoking one."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.operations import api_keys
from plugin.operations.api_keys import LASTS, SCOPE_WORDS, Made
from plugin.queries.api_keys import key_lines
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, house, now, person, reading
from plugin.web.replies import done

blueprint = Blueprint("api_keys", __name__)


@blueprint.get("/o/<uuid:org_id>/api")
@of_organisation
def page(org_id: UUID) -> str:
    """The keys, and what each may do."""
    return _page(None)


@blueprint.post("/o/<uuid:org_id>/api/keys")
@of_organisation
def make(org_id: UUID) -> str:
    """Make a key; it is on this page once, and nowhere afterwards."""
    days = int(forms.choice("days", frozenset(str(each) for each in LASTS)))
    made = api_keys.make_key(
        doors(),
        org_id=org_id,
        by=person().name,
        by_user=person().user_id,
        name=forms.text("name"),
        scopes=request.form.getlist("scope"),
        days=days,
    )
    return _page(made)


@blueprint.post("/o/<uuid:org_id>/api/keys/<key_id>/revoke")
@of_organisation
def revoke(org_id: UUID, key_id: str) -> Response:
    """End a key at once."""
    name = api_keys.revoke_key(doors(), org_id=org_id, by=person().name, key_id=key_id)
    here = url_for("api_keys.page", org_id=org_id)
    return done(here, f"The key for {name} is revoked: whatever uses it is refused from now on.")


def _page(made: Made | None) -> str:
    with reading() as tx:
        lines = key_lines(tx, now=now())
    return render_template(
        "api_keys.html",
        made=made,
        lines=lines,
        scopes=[(each.value, words) for each, words in SCOPE_WORDS.items()],
        lasts=LASTS,
        address=house().link("/api/v1"),
    )
