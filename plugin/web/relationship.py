"""The customer who is not chased: notes about them, check-ins, never asking them again."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.credit.account import HoldKind
from plugin.credit.context_facts import NotedFact, Season, SinglePayer
from plugin.credit.pay_run import MonthlyRun, WeeklyRun
from plugin.letters.context_words import MONTHS, WEEKDAYS
from plugin.letters.wording import dated
from plugin.operations import check_ins, context_notes, never_asked, silence
from plugin.queries.relationship import name_of, relationship
from plugin.web import forms
from plugin.web.doorkeeper import of_link, of_organisation
from plugin.web.house import doors, person, reading, today
from plugin.web.replies import back, done

blueprint = Blueprint("relationship", __name__)

_KINDS = frozenset({"seasonal", "single_payer", "week", "month", "hardship"})
_DAY = timedelta(days=1)
_YEAR = timedelta(days=365)
_MOST_LATER = 60
_LAST_OF_MONTH = 31


@blueprint.app_context_processor
def _choices() -> dict[str, tuple[str, ...]]:
    return {"note_months": MONTHS, "note_weekdays": WEEKDAYS}


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/notes")
@of_organisation
def note(org_id: UUID, customer_id: str) -> Response:
    """Write down what changes when this customer is written to; a hardship is a silence."""
    kind = forms.choice("note", _KINDS)
    here = _here(org_id, customer_id)
    last = forms.day("until", after=today() - _DAY)
    if kind == "hardship":
        silence.begin(
            doors(), org_id=org_id, by=person().name, customer_id=customer_id,
            kind=HoldKind.HARDSHIP, until=last + _DAY if last is not None else None,
            invoice_id=None, amount=None, open_end=last is None,
        )  # fmt: skip
        return done(here, "Noted: a hardship. Nothing is sent and no interest runs meanwhile.")
    context_notes.note(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, fact=_fact(kind),
        since=forms.day("since", after=today() - _DAY),
        until=(last or today() + _YEAR) + _DAY, words=forms.text("words"),
    )  # fmt: skip
    return done(here, "Noted. The customer is being reviewed.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/notes/<uuid:note_id>/end")
@of_organisation
def end_note(org_id: UUID, customer_id: str, note_id: UUID) -> Response:
    """End a note ahead of its day."""
    context_notes.end(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, note_id=note_id
    )
    return done(_here(org_id, customer_id), "The note has ended. The customer is being reviewed.")


@blueprint.get("/o/<uuid:org_id>/customers/<customer_id>/check-in")
@of_organisation
def check_in(org_id: UUID, customer_id: str) -> str:
    """What there is to talk about, and one tap for what came of it."""
    with reading() as tx:
        page, name = relationship(tx, customer_id, on=today()), name_of(tx, customer_id)
    if page is None:
        abort(404)
    return render_template("check_in.html", page=page, name=name, customer_id=customer_id)


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/check-in")
@of_organisation
def came_of(org_id: UUID, customer_id: str) -> Response:
    """Spoke, or no answer; with words and another day where somebody gave them."""
    outcome = forms.choice("outcome", frozenset({"spoke", "no_answer"}))
    again = check_ins.came_of(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id,
        spoke=outcome == "spoke", words=forms.text("words"),
        next_on=forms.day("next_on", after=today()),
    )  # fmt: skip
    return done(back(_here(org_id, customer_id)), f"Noted. The next is on {dated(again)}.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/check-in/how-often")
@of_organisation
def how_often(org_id: UUID, customer_id: str) -> Response:
    """Ring this customer every so many weeks, or never."""
    written = forms.text("weeks")
    if not written.isdecimal() or len(written) > 2:
        abort(400, "How many weeks? Write 0 for never. Nothing was changed. Go back.")
    first = check_ins.choose(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id,
        every_weeks=int(written), next_on=forms.day("next_on", after=today()),
    )  # fmt: skip
    said = (
        f"The first is on {dated(first)}."
        if first is not None
        else "Nobody rings them to say hello."
    )
    return done(_here(org_id, customer_id), said)


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/never-ask")
@of_organisation
def never_ask(org_id: UUID, customer_id: str) -> Response:
    """Never ask this customer for a recommendation, or ask again."""
    never = forms.choice("never", frozenset({"yes", "no"})) == "yes"
    never_asked.switch(
        doors(), org_id=org_id, customer_id=customer_id, by=person().name, never=never
    )
    return done(_here(org_id, customer_id), "Noted, with your name beside it.")


@blueprint.get("/p/never-ask/<token>")
@of_link
def refusing(token: str) -> tuple[str, int]:
    """The page behind the link of a mail: a button, and nothing changed (rule 27)."""
    return _refusal(never_asked.look(doors(), token), token, said=False)


@blueprint.post("/p/never-ask/<token>")
@of_link
def refuse(token: str) -> tuple[str, int]:
    """The button: they are not asked again, and hear so."""
    return _refusal(never_asked.refuse(doors(), token), token, said=True)


def _refusal(found: never_asked.AskedThem | None, token: str, *, said: bool) -> tuple[str, int]:
    page = render_template("portal/never_ask.html", found=found, token=token, said=said)
    return page, 200 if found is not None else 404


def _fact(kind: str) -> NotedFact:
    if kind == "seasonal":
        months = _chosen("month", len(MONTHS))
        if not months:
            abort(400, "In which months? Nothing was noted. Go back and choose at least one.")
        return Season(months, _number("later", 0, _MOST_LATER, "Write 0 to 60 days"))
    if kind == "single_payer":
        name, days = forms.text("name")[:80], _chosen("weekday", len(WEEKDAYS))
        if not name or not days:
            abort(400, "Who signs, and on which days? Nothing was noted. Go back and say both.")
        away_from, away_to = forms.day("away_from"), forms.day("away_to")
        if (away_from is None) is not (away_to is None):
            abort(400, "Away needs a first and a last day. Nothing was noted. Go back.")
        return SinglePayer(name, days, away_from, _after(away_to))
    if kind == "week":
        return WeeklyRun(_number("run_weekday", 1, len(WEEKDAYS), "Choose a weekday"), 0, 0)
    return MonthlyRun(_number("run_day", 1, _LAST_OF_MONTH, "Write a day from 1 to 31"), 0, 0)


def _after(day: date | None) -> date | None:
    return None if day is None else day + _DAY


def _chosen(name: str, most: int) -> frozenset[int]:
    """Numbers from 1 to `most` that were ticked."""
    ticked = request.form.getlist(name)
    if any(not each.isdecimal() or not 1 <= int(each[:3]) <= most for each in ticked):
        abort(400, "That is not one of the choices. Nothing was changed. Go back.")
    return frozenset(int(each) for each in ticked)


def _number(name: str, least: int, most: int, ask: str) -> int:
    written = forms.text(name)
    if not written.isdecimal() or not least <= int(written[:4]) <= most:
        abort(400, f"{ask}. Nothing was noted. Go back.")
    return int(written)


def _here(org_id: UUID, customer_id: str) -> str:
    here = url_for("customers.customer", org_id=org_id, customer_id=customer_id)
    return f"{here}#relationship"
