"""Settings: the connection, what Xero last said, who signs, and how to pay."""

from __future__ import annotations

from datetime import timedelta
from typing import TypedDict
from uuid import UUID

from flask import Blueprint, abort, g, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.operations import policy
from plugin.operations.doors import NotPossible
from plugin.operations.roles import ROLE_NAMES
from plugin.operations.sender import domain_verdict, is_vouched
from plugin.queries import providers as seen
from plugin.queries import said, starting
from plugin.queries import settings as query
from plugin.web import forms, providers
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, now, org_id, person, reading, today
from plugin.web.replies import done

blueprint = Blueprint("settings", __name__)

#: a sign-in is fresh for so long (rule 26)
_FRESH = timedelta(minutes=15)


class Signing(TypedDict):
    """Who signs and how to pay, as the two forms that ask for it send it."""

    sender_name: str
    sender_title: str
    reply_to: str
    phone: str
    how_to_pay: tuple[str, ...]
    bad_debt_account_ids: tuple[str, ...]


def read_signing() -> Signing:
    """Read who signs from the form; a page where a needed field is missing."""
    name, reply_to = forms.text("sender_name"), forms.text("reply_to")
    if not name:
        abort(400, "Messages are signed by a person. Nothing was saved. Go back, write a name.")
    if "@" not in reply_to.strip("@") or " " in reply_to:
        abort(400, "Replies need an email address. Nothing was saved. Go back and write one.")
    written = request.form.get("how_to_pay", "").splitlines()
    lines = tuple(line.strip() for line in written if line.strip())
    with reading() as tx:
        if policy.changes_how_to_pay(tx, lines) and now() > person().signed_in_at + _FRESH:
            raise NotPossible(
                "Nothing was saved. How to pay changes only within a quarter of an hour of signing "
                "in, so that nobody sends your customers' money elsewhere from a page that was "
                "left open. Sign out below, sign in again, and change it then."
            )
    return Signing(
        sender_name=name,
        sender_title=forms.text("sender_title"),
        reply_to=reply_to,
        phone=forms.text("phone"),
        how_to_pay=lines,
        bad_debt_account_ids=tuple(request.form.getlist("bad_debt")),
    )


def domain_words(reply_to: str) -> str:
    """What the check of an address's domain says, in words (rule 26)."""
    domain = reply_to.rpartition("@")[2].lower()
    verdict = domain_verdict(doors(), domain) if domain else None
    if verdict is None:
        return (
            f"The records of {domain or 'the domain'} could not be looked up just now; messages go "
            "from our domain meanwhile."
        )
    if verdict.is_ready and not is_vouched(doors(), org_id(), domain):
        return (
            f"{verdict.domain} carries SPF, DKIM and DMARC, but nobody of {verdict.domain} has "
            "signed in here, so messages go from our domain with your name."
        )
    if verdict.is_ready:
        return f"{verdict.domain} carries SPF, DKIM and DMARC."
    lacking = [
        name
        for name, there in (("SPF", verdict.spf), ("DKIM", verdict.dkim), ("DMARC", verdict.dmarc))
        if not there
    ]
    return (
        f"{verdict.domain} lacks {' and '.join(lacking)}, so messages go from our domain with your "
        "name, and replies come to you."
    )


@blueprint.get("/o/<uuid:org_id>/settings")
@of_organisation
def settings(org_id: UUID) -> str:
    """How things stand, and what people chose."""
    with reading() as tx:
        page = query.settings_page(tx, g.organisation, on=today(), now=now())
        signing = starting.signing_page(tx)
        connected, strangers = providers.lines(tx, org_id), seen.of_nobody(tx)
    return render_template(
        "settings.html", page=page, signing=signing, providers=connected, strangers=strangers,
        domain=domain_words(signing.settings.reply_to or person().email), role_names=ROLE_NAMES,
    )  # fmt: skip


@blueprint.post("/o/<uuid:org_id>/settings")
@of_organisation
def change(org_id: UUID) -> Response:
    """Save who signs, how to pay and which accounts hold bad debts."""
    policy.change_settings(doors(), org_id=org_id, by=person().name, **read_signing())
    return done(url_for("settings.settings", org_id=org_id), "Saved.")


@blueprint.get("/o/<uuid:org_id>/settings/said")
@of_organisation
def what_xero_said(org_id: UUID) -> str:
    """The last errors in Xero's own words, what each meant and what is done about it."""
    with reading() as tx:
        lines = said.said_page(tx)
    return render_template("xero_said.html", lines=lines)
