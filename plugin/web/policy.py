"""The credit policy as a form, with precise complaints, and in plain words beside it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.credit.policy import CreditPolicy, Mode, PolicyComplaints, policy_from_document
from plugin.credit.segment_held import Segment
from plugin.letters.segment_words import segment_name
from plugin.operations import policy as operations
from plugin.operations.doors import NotPossible
from plugin.queries.policy import MODES
from plugin.queries.policy_page import PolicyPage, policy_page
from plugin.queries.tried import AT_MOST, Over, TooLong, TriedPage, try_policy
from plugin.web import policy_form
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading, today
from plugin.web.replies import done

blueprint = Blueprint("policy", __name__)

_SEGMENTS = tuple((each.value, segment_name(each)) for each in Segment)


@blueprint.get("/o/<uuid:org_id>/policy")
@blueprint.get("/o/<uuid:org_id>/policies/<name>")
@of_organisation
def policy(org_id: UUID, name: str | None = None) -> str:
    """A policy in force, the default without a name: in plain words, and as a form."""
    page = _page(name)
    return render_template(
        "policy.html",
        page=page,
        modes=MODES,
        segments=_SEGMENTS,
        form=policy_form.from_document(page.document, page.mode),
        complaints={},
        others=(),
    )


@blueprint.post("/o/<uuid:org_id>/policy")
@blueprint.post("/o/<uuid:org_id>/policies/<name>")
@of_organisation
def change(org_id: UUID, name: str | None = None) -> Response | tuple[str, int]:
    """Put a new version in force, or say exactly what is wrong; nothing is half taken."""
    return _save(
        org_id,
        name,
        in_force=True,
        sentence="Version {} is in force. Every customer under it is being reviewed.",
    )


@blueprint.post("/o/<uuid:org_id>/policies/<name>/keep")
@of_organisation
def keep(org_id: UUID, name: str) -> Response | tuple[str, int]:
    """Save a new version that is not in force yet, or say exactly what is wrong."""
    return _save(
        org_id,
        name,
        in_force=False,
        sentence="Version {} is kept for later. What is in force has not changed.",
    )


def _save(
    org_id: UUID, name: str | None, *, in_force: bool, sentence: str
) -> Response | tuple[str, int]:
    page, document, complaints = _typed(name)
    if not complaints:
        try:
            version = operations.change_policy(
                doors(),
                org_id=org_id,
                by=person().name,
                document=document,
                mode=Mode(request.form["mode"]),
                in_force=in_force,
            )
        except PolicyComplaints as problem:
            complaints = tuple((each.path, each.what) for each in problem.complaints)
        else:
            there = url_for("policy.policy", org_id=org_id, name=name)
            return done(there, sentence.format(version))
    return _sent_back(page, complaints)


@blueprint.post("/o/<uuid:org_id>/policy/tried")
@blueprint.post("/o/<uuid:org_id>/policies/<name>/tried")
@of_organisation
def try_it(org_id: UUID, name: str | None = None) -> str | tuple[str, int]:
    """What the policy on the form would have done in the last twelve months; nothing is changed."""
    page, document, complaints = _typed(name)
    if not complaints:
        try:
            draft = policy_from_document(document)
        except PolicyComplaints as problem:
            complaints = tuple((each.path, each.what) for each in problem.complaints)
        else:
            found = _tried(draft, _over(page))
            if found is None:
                raise NotPossible(
                    "Nothing was invoiced in the last twelve months, so there is nothing to try "
                    "the policy on. Nothing was changed."
                )
            return render_template("policy_tried.html", tried=found, page=page)
    return _sent_back(page, complaints)


def _over(page: PolicyPage) -> Over:
    """Over whom to try it: as asked, else whom it covers; everybody where it covers nobody."""
    asked = request.form.get("try_over", "")
    if asked in set(Segment):
        return Segment(asked)
    covers = page.is_default or page.covers
    return "everybody" if asked == "everybody" or not covers else "covered"


def _tried(draft: CreditPolicy, over: Over) -> TriedPage | None:
    try:
        with reading() as tx:
            return try_policy(tx, g.organisation, draft, on=today(), over=over)
    except TooLong as ledger:
        raise NotPossible(
            f"Twelve months of your books hold {ledger.invoices:,} invoices; up to {AT_MOST:,} can "
            "be tried while you wait. Nothing was changed. The command goodterms replay takes a "
            "books file of any length."
        ) from ledger


def _page(name: str | None) -> PolicyPage:
    with reading() as tx:
        page = policy_page(tx, name)
    if page is None:
        abort(404)
    return page


def _typed(
    name: str | None,
) -> tuple[PolicyPage, dict[str, Any], tuple[tuple[str, str], ...]]:
    """The policy in force, the document that the form asks for, and what is wrong with it."""
    page = _page(name)
    before = {**page.document, "name": page.name}
    document, complaints = policy_form.to_document(request.form, before)
    if request.form.get("mode", "") not in {each.value for each in Mode}:
        complaints = (*complaints, ("mode", "choose one of the three"))
    return page, document, complaints


def _sent_back(page: PolicyPage, complaints: tuple[tuple[str, str], ...]) -> tuple[str, int]:
    """The form as it was typed, with each complaint beside its field."""
    by_field, others = policy_form.place_complaints(complaints)
    return (
        render_template(
            "policy.html", page=page, modes=MODES, segments=_SEGMENTS,
            form=policy_form.as_typed(request.form), complaints=by_field, others=others,
        ),
        422,
    )  # fmt: skip
