"""Insight, did it work: start a policy as a trial, watch what it shows, decide. It measures nothing
itself.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, abort, g, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.credit.lateness import HORIZON
from plugin.credit.trials import (
    LEAST_WEEKS,
    MOST_GROUPS,
    MOST_WEEKS,
    NEEDED_PAIRS,
    STAGGER_DAYS,
    USUAL_WEEKS,
    TrialDates,
)
from plugin.operations import trials as operations
from plugin.operations.assess import ground
from plugin.operations.doors import NotPossible
from plugin.operations.kpis import bring_up_to_date
from plugin.operations.trials import Decision, Planned
from plugin.queries import insight_changes as query
from plugin.queries import insight_satisfaction as satisfied
from plugin.queries.change_marks import change_marks
from plugin.queries.series import Effect, effect_table
from plugin.queries.tables import Table
from plugin.store import Tx, trials
from plugin.web import forms, insight_reviews
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, now, person, reading, today
from plugin.web.pictures.answer import is_narrow, picture
from plugin.web.pictures.judged import effect_svg
from plugin.web.replies import done
from plugin.web.tables.files import offer

blueprint = Blueprint("insight_changes", __name__)

_RULE = {
    "horizon": HORIZON, "needed": NEEDED_PAIRS, "stagger": STAGGER_DAYS,
    "least": LEAST_WEEKS, "most": MOST_WEEKS, "usual": USUAL_WEEKS, "groups": MOST_GROUPS,
}  # fmt: skip


@blueprint.get("/o/<uuid:org_id>/insight/changes")
@of_organisation
def changes(org_id: UUID) -> str:
    """The trial that runs, how to start one, those that were decided, and every mark."""
    with reading() as tx:
        bring_up_to_date(tx, on=today())
    with reading() as tx:
        every = trials.every(tx)
        running = next((each for each in every if each.ended_on is None), None)
        shown = None if running is None else _shown(tx, running)
        in_force = ground(tx, now=now()).policies
        marks = change_marks(tx)
        satisfaction = _satisfaction(tx)
        cards, reviewed = insight_reviews.cards(tx), insight_reviews.reviewed(tx)
        back = satisfied.retention_table(tx, on=today())
    return render_template(
        "insight_changes.html",
        shown=shown,
        ended=[query.ended(each, _currency()) for each in every if each.ended_on is not None],
        policies=sorted(each.name for each in in_force.policies.policies),
        default=in_force.default.name,
        marks=marks[::-1],
        effects=bool(every),
        satisfaction=satisfaction,
        cards=cards,
        reviewed=reviewed,
        retention=back,
        answered=any(row[2] or row[4] for row in satisfaction.rows),
        rule=_RULE,
    )


@blueprint.get("/o/<uuid:org_id>/insight/changes/plan")
@of_organisation
def plan(org_id: UUID) -> str | tuple[str, int]:
    """How a trial would be laid out: the two sides, before anything is started."""
    try:
        with reading() as tx:
            planned = _planned(tx)
    except NotPossible as problem:
        return render_template("insight_changes_plan.html", problem=str(problem), rule=_RULE), 409
    return render_template(
        "insight_changes_plan.html",
        planned=planned,
        table=query.balance_table(planned.places, _currency()),
        pairs=len(planned.places) // 2,
        rule=_RULE,
    )


@blueprint.get("/o/<uuid:org_id>/insight/changes/effect.svg")
@of_organisation
def effect(org_id: UUID) -> Response:
    """What each trial showed in days, with its range."""
    with reading() as tx:
        return picture(effect_svg(_effects(tx), narrow=is_narrow()))


@blueprint.post("/o/<uuid:org_id>/insight/changes")
@of_organisation
def start(org_id: UUID) -> Response:
    """Start the trial as it was laid out."""
    operations.start(
        doors(),
        org_id=org_id,
        by=person().name,
        name=forms.text("policy"),
        against=forms.text("against"),
        dates=_dates(forms.text("starts_on"), forms.text("weeks"), forms.text("groups")),
    )
    return done(_here(org_id), "The trial is under way. Whoever’s day is today has switched.")


@blueprint.post("/o/<uuid:org_id>/insight/changes/<uuid:trial_id>/wait")
@of_organisation
def wait(org_id: UUID, trial_id: UUID) -> Response:
    """Compare longer: whoever has still to follow does so later."""
    weeks = _number(forms.text("weeks"), "A number of weeks")
    operations.wait_longer(doors(), org_id=org_id, by=person().name, trial_id=trial_id, weeks=weeks)
    return done(_here(org_id), "The comparison goes on longer.")


@blueprint.post("/o/<uuid:org_id>/insight/changes/<uuid:trial_id>/decide")
@of_organisation
def decide(org_id: UUID, trial_id: UUID) -> Response:
    """Keep the policy, change it or go back; the figures of today are kept with it."""
    decision = Decision(forms.choice("decision", frozenset(Decision)))
    with reading() as tx:
        found = trials.trial(tx, trial_id)
    if found is None:
        abort(404)
    operations.decide(
        doors(),
        org_id=org_id,
        by=person().name,
        trial_id=trial_id,
        decision=decision,
        why=forms.text("why"),
    )
    if decision is Decision.CHANGE:
        return done(
            url_for("policy.policy", org_id=org_id, name=found.policy),
            f"The trial is ended and everybody is under {found.against} again. Change what should "
            "differ here, then start it anew.",
        )
    kept = f"{found.policy} covers everybody whom {found.against} covered."
    back = f"Everybody is under {found.against} again."
    return done(_here(org_id), kept if decision is Decision.KEEP else back)


def _effects(tx: Tx) -> list[Effect]:
    on = ground(tx, now=now())
    found = []
    for each in trials.every(tx):
        shown = operations.measured(tx, on, each) if each.ended_on is None else None
        found.append(query.effect(each, shown, _currency()))
    return found


def _effects_table() -> Table:
    with reading() as tx:
        return effect_table(_effects(tx))


def _pairs_table() -> Table | None:
    found = _asked_trial()
    return None if found is None else found.pairs


def _balance_table() -> Table | None:
    found = _asked_trial()
    return None if found is None else found.balance


def _asked_trial() -> query.TrialShown | None:
    with reading() as tx:
        found = trials.trial(tx, forms.identity(request.args.get("trial", "")))
        return None if found is None else _shown(tx, found)


def _satisfaction(tx: Tx) -> Table:
    return satisfied.satisfaction_table(tx, on=today(), base_currency=_currency())


def _satisfaction_table() -> Table:
    with reading() as tx:
        return _satisfaction(tx)


def _retention_table() -> Table:
    with reading() as tx:
        return satisfied.retention_table(tx, on=today())


offer(blueprint, "trials", _effects_table)
offer(blueprint, "satisfaction", _satisfaction_table)
offer(blueprint, "who-comes-back", _retention_table)
offer(blueprint, "trial-pairs", _pairs_table)
offer(blueprint, "trial-balance", _balance_table)


def _shown(tx: Tx, trial: trials.Trial) -> query.TrialShown:
    on = ground(tx, now=now())
    found = operations.measured(tx, on, trial)
    return query.trial_shown(tx, trial, found, currency=_currency(), on=on.today)


def _planned(tx: Tx) -> Planned:
    asked = request.args
    dates = _dates(asked.get("starts_on", ""), asked.get("weeks", ""), asked.get("groups", ""))
    return operations.plan(
        tx,
        ground(tx, now=now()),
        name=asked.get("policy", ""),
        against=asked.get("against", ""),
        dates=dates,
    )


def _dates(starts_on: str, weeks: str, groups: str) -> TrialDates:
    try:
        day = date.fromisoformat(starts_on) if starts_on else today()
    except ValueError:
        abort(400, f"“{starts_on}” is not a date. Write it as 2026-11-27. Nothing was changed.")
    for_weeks = _number(weeks or str(USUAL_WEEKS), "A number of weeks")
    in_groups = _number(groups or "1", "A number of groups")
    try:
        return TrialDates(day, for_weeks, in_groups)
    except ValueError as problem:
        abort(400, f"Nothing was changed: {problem}. Go back and choose again.")


def _number(written: str, what: str) -> int:
    if not written.isascii() or not written.isdecimal() or len(written) > 3:
        abort(400, f"{what} is needed. Nothing was changed. Go back and give one.")
    return int(written)


def _currency() -> str:
    return str(g.organisation.base_currency)


def _here(org_id: UUID) -> str:
    return url_for(".changes", org_id=org_id)
