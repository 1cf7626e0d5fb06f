"""The first run, five screens: sign up, connect, see the ledger, settle the past, who signs."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.credit.account import HoldKind, Placement
from plugin.credit.policy import Mode
from plugin.letters.words import hold_words, placement_words
from plugin.operations import carry_over, settle
from plugin.queries import starting
from plugin.queries.policy import MODES
from plugin.store import organisations, people
from plugin.web.doorkeeper import of_organisation, signed_in
from plugin.web.house import doors, person, reading, today
from plugin.web.replies import asked_for, done, needed
from plugin.web.settings import domain_words, read_signing

blueprint = Blueprint("first_run", __name__)

STEPS = ("Sign up", "Connect", "See your ledger", "Settle the past", "Who signs, how carefully")

#: what a contact group may mean (rule 22): holds whose reason is a state, not a single promise
_MEANINGS = (
    HoldKind.AGENCY, HoldKind.CLAIM, HoldKind.INSOLVENT, HoldKind.BREATHING_SPACE,
    HoldKind.HARDSHIP, HoldKind.DECEASED, HoldKind.DIRECT_DEBIT, HoldKind.DISPUTED,
    HoldKind.PLAN, HoldKind.MINE, HoldKind.VETOED,
)  # fmt: skip


@blueprint.get("/connect")
@signed_in
def connect() -> str:
    """Screen two: connect one organisation, the first or one more."""
    with doors().store.house() as tx:
        connected = organisations.among(tx, person().org_ids)
        lost = organisations.among(tx, people.lost_to(tx, person().user_id))
    return render_template("connect.html", steps=STEPS, connected=connected, lost=lost)


@blueprint.get("/o/<uuid:org_id>/start/ledger")
@of_organisation
def ledger(org_id: UUID) -> str:
    """Screen three: the first sync as it goes, then the ledger at a glance."""
    with reading() as tx:
        page = starting.ledger_page(tx, org_id, on=today())
    offered = carry_over.offers(doors(), org_id=org_id, user_id=person().user_id)
    return render_template("start_ledger.html", page=page, steps=STEPS, offered=offered)


@blueprint.get("/o/<uuid:org_id>/start/progress.json")
@of_organisation
def progress(org_id: UUID) -> Response:
    """How far the reading has come, for the page that polls."""
    with reading() as tx:
        page = starting.ledger_page(tx, org_id, on=today())
    return jsonify(
        {
            "finished": page.finished,
            "failed": page.failed,
            "resources": [
                {
                    "name": each.name,
                    "pages_done": each.pages_done,
                    "page_count": each.page_count,
                    "rows": each.rows,
                    "finished": each.finished,
                }
                for each in page.resources
            ],
        }
    )


@blueprint.get("/o/<uuid:org_id>/start/past")
@of_organisation
def past(org_id: UUID) -> str:
    """Screen four: place the debts that were late on the day of connection; name the groups."""
    with reading() as tx:
        page = starting.past_page(tx, org_id, on=today())
    choices = [
        (each, placement_words(each)) for each in Placement if each is not Placement.UNPLACED
    ]
    meanings = [("", "Not decided: nothing changes yet"), ("nothing", "Nothing for credit control")]
    meanings += [("vip", "A customer to treat with special care")]
    meanings += [(kind.value, hold_words(kind).capitalize()) for kind in _MEANINGS]
    return render_template(
        "start_past.html", page=page, steps=STEPS, choices=choices, meanings=meanings
    )


@blueprint.post("/o/<uuid:org_id>/start/past")
@of_organisation
def place(org_id: UUID) -> Response:
    """Place the ticked debts, or all that are not placed yet."""
    here = url_for("first_run.past", org_id=org_id)
    what = needed("placement", "No choice was made, so nothing was placed. Choose one of the list.")
    if what not in {each.value for each in Placement}:
        abort(400, "That is not a choice of the list. Nothing was placed.")
    chosen = request.form.getlist("invoice")
    if request.form.get("which") == "unplaced":
        with reading() as tx:
            chosen = list(starting.past_page(tx, org_id, on=today()).unplaced_ids)
    if not chosen:
        abort(400, "No invoice was ticked, so nothing was placed. Tick some, or choose all.")
    placed = settle.place(
        doors(),
        org_id=org_id,
        by=person().name,
        invoice_ids=chosen,
        placement=Placement(what),
        level=_level(asked_for("level")),
    )
    return done(here, f"Placed {placed}: {placement_words(Placement(what)).lower()}.")


@blueprint.post("/o/<uuid:org_id>/start/presets")
@of_organisation
def presets(org_id: UUID) -> Response:
    """Place by the presets: over 180 days late *mine*, all else *chase gently*."""
    placed = settle.place_presets(doors(), org_id=org_id, by=person().name)
    return done(
        url_for("first_run.past", org_id=org_id),
        f"Placed {placed} by the presets: over 180 days late is yours, all else is chased gently.",
    )


@blueprint.post("/o/<uuid:org_id>/start/groups")
@of_organisation
def groups(org_id: UUID) -> Response:
    """Say what the ledger's contact groups mean."""
    meanings = {
        name.removeprefix("group-"): value
        for name, value in request.form.items()
        if name.startswith("group-")
    }
    allowed = {"", "nothing", "vip", *(kind.value for kind in HoldKind)}
    if not set(meanings.values()) <= allowed:
        abort(400, "That is not a meaning of the list. Nothing was changed.")
    settle.mean_groups(doors(), org_id=org_id, by=person().name, meanings=meanings)
    return done(url_for("first_run.past", org_id=org_id), "What the groups mean has been noted.")


@blueprint.get("/o/<uuid:org_id>/start/signing")
@of_organisation
def signing(org_id: UUID) -> str:
    """Screen five: who signs, and how carefully to start."""
    with reading() as tx:
        page = starting.signing_page(tx)
    return render_template(
        "start_signing.html",
        page=page,
        steps=STEPS,
        modes=MODES,
        domain=domain_words(page.settings.reply_to or person().email),
    )


@blueprint.post("/o/<uuid:org_id>/start/signing")
@of_organisation
def choose(org_id: UUID) -> Response:
    """Start."""
    mode = asked_for("mode")
    if mode not in {each.value for each in Mode}:
        abort(400, "Choose how carefully to start. Nothing was started.")
    signing = read_signing()
    settle.choose_start(doors(), org_id=org_id, by=person().name, mode=Mode(mode), **signing)
    return done(
        url_for("overview.overview", org_id=org_id),
        "All set. Customers are being reviewed now; what needs you appears here.",
    )


@blueprint.get("/o/<uuid:org_id>/start")
@of_organisation
def start(org_id: UUID) -> Response:
    """To the first of the five screens that is not done."""
    return redirect(url_for("first_run.ledger", org_id=org_id))


def _level(text: str) -> int:
    if not text:
        return 1
    if not text.isdecimal() or not 1 <= int(text) <= 9:
        abort(400, "The level to continue at is a number from 1 to 9. Nothing was placed.")
    return int(text)
