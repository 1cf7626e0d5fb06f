"""The mail that carries a code: asked for on a customer's page, good for a short while.

In every language that letters have. It asks for nothing, and links to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from plugin.letters.compose import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFacts:
    """The code, whose page it opens, and for how many minutes."""

    code: str
    organisation: str
    customer: str
    minutes: int
    language: str


@dataclass(frozen=True, slots=True)
class _Words:
    subject: str
    lead: str
    lasts: str
    careful: str


_WORDS = {
    "en": _Words(
        "Your code for {organisation}: {code}",
        "This is the code for the account of {customer} with {organisation}:",
        "It works for {minutes} minutes, in the browser in which it was asked for.",
        "If it was not you who asked, you need do nothing: without the code, nothing is shown. "
        "Please pass it on to nobody; nobody at {organisation} will ask you for it.",
    ),
    "nl": _Words(
        "Uw code voor {organisation}: {code}",
        "Dit is de code voor het account van {customer} bij {organisation}:",
        "De code werkt {minutes} minuten, in de browser waarin om de code is gevraagd.",
        "Hebt u er niet om gevraagd, dan hoeft u niets te doen: zonder de code is niets te zien. "
        "Geef de code aan niemand door; niemand van {organisation} zal u erom vragen.",
    ),
    "de": _Words(
        "Ihr Code für {organisation}: {code}",
        "Das ist der Code für das Konto von {customer} bei {organisation}:",
        "Er gilt {minutes} Minuten, in dem Browser, in dem er angefordert wurde.",
        "Haben Sie ihn nicht angefordert, brauchen Sie nichts zu tun: ohne den Code ist nichts zu "
        "sehen. Bitte geben Sie ihn nicht weiter; niemand bei {organisation} wird danach fragen.",
    ),
    "fr": _Words(
        "Votre code pour {organisation} : {code}",
        "Voici le code pour le compte de {customer} chez {organisation} :",
        "Il est valable {minutes} minutes, dans le navigateur où il a été demandé.",
        "Si vous ne l’avez pas demandé, vous n’avez rien à faire : sans le code, rien n’est "
        "montré. Ne le transmettez à personne ; personne chez {organisation} ne vous le demandera.",
    ),
    "es": _Words(
        "Su código para {organisation}: {code}",
        "Este es el código de la cuenta de {customer} con {organisation}:",
        "Sirve durante {minutes} minutos, en el navegador en el que se pidió.",
        "Si no lo ha pedido usted, no tiene que hacer nada: sin el código no se muestra nada. "
        "No lo comparta con nadie; nadie de {organisation} se lo pedirá.",
    ),
}


def compose_code(facts: CodeFacts) -> Letter:
    """Compose the mail. Pure: the same facts give the same letter, to the byte."""
    tag = facts.language.replace("_", "-").split("-", maxsplit=1)[0].lower()
    spoken = tag if tag in _WORDS else "en"
    words = _WORDS[spoken]
    said = {
        "organisation": facts.organisation,
        "customer": facts.customer,
        "code": facts.code,
        "minutes": facts.minutes,
    }
    lead, lasts, careful = (
        each.format(**said) for each in (words.lead, words.lasts, words.careful)
    )
    html = (
        f'<!doctype html><html lang="{spoken}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><title>'
        f"{escape(words.subject.format(**said))}</title></head>"
        '<body style="font:16px/1.5 -apple-system,Segoe UI,Roboto,Arial,sans-serif;margin:24px;'
        f'max-width:34em"><p>{escape(lead)}</p>'
        '<p style="font-size:28px;letter-spacing:4px"><strong>'
        f"{escape(facts.code)}</strong></p><p>{escape(lasts)}</p><p>{escape(careful)}</p>"
        f"<p>{escape(facts.organisation)}</p></body></html>"
    )
    text = f"{lead}\n\n    {facts.code}\n\n{lasts}\n\n{careful}\n\n{facts.organisation}\n"
    return Letter(
        words.subject.format(**said), text, html, language=spoken, fell_back=spoken != tag
    )
