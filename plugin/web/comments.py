"""Notes that colleagues leave for each other on a customer's page. It asks nobody itself."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from plugin.letters.wording import listed
from plugin.operations import comments
from plugin.operations.comments import Noted
from plugin.store.comments import About
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person
from plugin.web.replies import done

blueprint = Blueprint("comments", __name__)

_MOST_NAMED = 6
_ABOUT = frozenset(each.value for each in About)


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/comments")
@of_organisation
def add(org_id: UUID, customer_id: str) -> Response:
    """Leave a note; `about` is the kind and the id of what it is about, with a colon between."""
    kind, _, subject = forms.text("about").partition(":")
    about = About(kind) if kind in _ABOUT else About.CUSTOMER
    me = person()
    noted = comments.add(
        doors(), org_id=org_id, who=me.user_id, by=me.name, customer_id=customer_id, about=about,
        subject=subject if about is not About.CUSTOMER else "", words=forms.text("words"),
    )  # fmt: skip
    return done(_here(org_id, customer_id), _said(noted))


@blueprint.post("/o/<uuid:org_id>/comments/<uuid:comment_id>/withdraw")
@of_organisation
def withdraw(org_id: UUID, comment_id: UUID) -> Response:
    """Take one's own note back."""
    me = person()
    customer_id = comments.withdraw(
        doors(), org_id=org_id, who=me.user_id, by=me.name, comment_id=comment_id
    )
    return done(_here(org_id, customer_id), "Taken back. That there was a note stays.")


def _said(noted: Noted) -> str:
    said = "Noted."
    if noted.told:
        said += f" {listed(noted.told, _MOST_NAMED)} is told by mail, without the words."
    if noted.may_not_read:
        said += f" {listed(noted.may_not_read, _MOST_NAMED)} may not read it, so nothing was sent."
    if noted.of_several:
        called = listed([f"@{each}" for each in noted.of_several], _MOST_NAMED)
        said += f" Several people are called {called}, so none was told: write the whole name."
    if noted.of_nobody:
        called = listed([f"@{each}" for each in noted.of_nobody], _MOST_NAMED)
        said += f" Nobody here is called {called}."
    return said


def _here(org_id: UUID, customer_id: str) -> str:
    return url_for("customers.customer", org_id=org_id, customer_id=customer_id) + "#our-notes"
