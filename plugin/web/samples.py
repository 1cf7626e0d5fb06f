"""The letters of the ladder to look at: for any customer, in any tone, and in any language.

Nothing is sent from here; final texts of a language are read and approved here (rule 29).
"""

from __future__ import annotations

import re
from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from plugin.credit.policy import Tone
from plugin.letters.languages import LANGUAGES
from plugin.letters.specimen import final_texts
from plugin.operations import languages, sample
from plugin.operations.doors import NotPossible
from plugin.operations.sample import Asked
from plugin.queries import samples as query
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading
from plugin.web.replies import done
from plugin.web.security import LETTER_POLICY

blueprint = Blueprint("samples", __name__)

#: of an owner's own sentence
_MOST = 1000
_BODY = re.compile(r"<body[^>]*>")
_LANGUAGES = frozenset(LANGUAGES)


@blueprint.get("/o/<uuid:org_id>/letters")
@of_organisation
def letters(org_id: UUID) -> str:
    """A letter of any tone with a real customer's facts, and how the languages stand."""
    with reading() as tx:
        whom, spoken = query.owing(tx), query.spoken(tx)
    chosen, tone = request.args.get("customer", ""), request.args.get("tone", "")
    return render_template(
        "letters.html",
        whom=whom,
        spoken=spoken,
        tones=query.TONES,
        customer=chosen or (whom[0].id if whom else ""),
        is_listed=not chosen or chosen in {each.id for each in whom},
        tone=tone if tone in query.TONES else Tone.FRIENDLY.value,
    )


@blueprint.route("/o/<uuid:org_id>/letters/sample", methods=["GET", "POST"])
@of_organisation
def shown(org_id: UUID) -> Response:
    """The letter alone, for the frame, with what is to be said about it above."""
    asked = request.values
    tone = asked.get("tone", "")
    language = asked.get("language", "")
    if tone not in query.TONES or (language and language not in _LANGUAGES):
        abort(400, "That is not one of the choices. Go back and choose one.")
    sentence = " ".join(request.form.get("sentence", "").split())[:_MOST]
    try:
        found = sample.sample(
            doors(),
            org_id=org_id,
            customer_id=asked.get("customer", ""),
            asked=Asked(Tone(tone), asked.get("many") == "1", language, sentence),
        )
    except NotPossible as why:
        return _framed("<!doctype html><html lang='en'><body></body></html>", "", [str(why)], ())
    return _framed(found.letter.html, found.letter.subject, found.notes, found.complaints)


@blueprint.get("/o/<uuid:org_id>/letters/texts/<language>")
@of_organisation
def texts(org_id: UUID, language: str) -> str:
    """The final texts of a language, to read and approve."""
    with reading() as tx:
        page = query.texts(tx, language)
    if page is None:
        abort(404)
    return render_template("letter_texts.html", page=page)


@blueprint.get("/o/<uuid:org_id>/letters/texts/<language>/<int:number>")
@of_organisation
def text(org_id: UUID, language: str, number: int) -> Response:
    """One of these texts as it arrives, for its frame."""
    if language not in _LANGUAGES or not 0 <= number < len(final_texts(language)):
        abort(404)
    found = final_texts(language)[number].letter
    return _framed(found.html, found.subject, (), ())


@blueprint.post("/o/<uuid:org_id>/letters/texts/<language>")
@of_organisation
def approve(org_id: UUID, language: str) -> BaseResponse:
    """Approve the texts that were read, or take the approval back."""
    name = LANGUAGES.get(language, language)
    if forms.choice("answer", frozenset({"approve", "withdraw"})) == "withdraw":
        languages.withdraw_texts(doors(), org_id=org_id, by=person().name, language=language)
        return done(url_for(".letters", org_id=org_id), f"Final letters in {name} go in English.")
    languages.approve_texts(
        doors(), org_id=org_id, by=person().name, language=language, seen=forms.text("seen")
    )
    return done(url_for(".letters", org_id=org_id), f"Final letters go in {name} from now on.")


@blueprint.post("/o/<uuid:org_id>/letters/language")
@of_organisation
def choose(org_id: UUID) -> BaseResponse:
    """Choose the organisation's language."""
    tag = forms.choice("language", _LANGUAGES)
    languages.choose_language(doors(), org_id=org_id, by=person().name, language=tag)
    return done(url_for(".letters", org_id=org_id), f"Letters go in {LANGUAGES[tag]}.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/language")
@of_organisation
def speak(org_id: UUID, customer_id: str) -> BaseResponse:
    """Choose one customer's language; empty is the organisation's."""
    tag = forms.choice("language", _LANGUAGES | {""})
    languages.speak(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, language=tag or None
    )
    said = f"Their letters go in {LANGUAGES[tag]}." if tag else "Their letters go as everybody's."
    return done(url_for("customers.customer", org_id=org_id, customer_id=customer_id), said)


def _framed(
    html: str, subject: str, notes: list[str] | tuple[str, ...], complaints: tuple[str, ...]
) -> Response:
    """A letter under a strip that is not of it: its subject, and what is to be said about it."""
    strip = render_template(
        "_letter_strip.html", subject=subject, notes=notes, complaints=complaints
    )
    # the strip was escaped by its template, the letter by its own
    whole = _BODY.sub(lambda found: f"{found.group(0)}{strip}", html, count=1)
    return Response(whole, mimetype="text/html", headers={"Content-Security-Policy": LETTER_POLICY})
