"""The mail that brings a new link to somebody whose old one had run out, because they asked.

In every language that letters have. It asks for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from plugin.letters.compose import Letter


@dataclass(frozen=True, slots=True)
class _Words:
    subject: str
    lead: str
    careful: str


_WORDS = {
    "en": _Words(
        "Your new link to your account with {organisation}",
        "Here is the new link to the account of {customer} with {organisation}:",
        "You have it because somebody asked for it with an older link that was sent to this "
        "address. If that was not you, you need do nothing.",
    ),
    "nl": _Words(
        "Uw nieuwe link naar uw account bij {organisation}",
        "Dit is de nieuwe link naar het account van {customer} bij {organisation}:",
        "U krijgt hem omdat iemand erom heeft gevraagd met een oudere link die naar dit adres was "
        "gestuurd. Was u dat niet, dan hoeft u niets te doen.",
    ),
    "de": _Words(
        "Ihr neuer Link zu Ihrem Konto bei {organisation}",
        "Das ist der neue Link zum Konto von {customer} bei {organisation}:",
        "Sie erhalten ihn, weil ihn jemand mit einem älteren Link angefordert hat, der an diese "
        "Adresse ging. Waren Sie das nicht, brauchen Sie nichts zu tun.",
    ),
    "fr": _Words(
        "Votre nouveau lien vers votre compte chez {organisation}",
        "Voici le nouveau lien vers le compte de {customer} chez {organisation} :",
        "Vous le recevez parce que quelqu’un l’a demandé avec un ancien lien envoyé à cette "
        "adresse. Si ce n’était pas vous, vous n’avez rien à faire.",
    ),
    "es": _Words(
        "Su nuevo enlace a su cuenta con {organisation}",
        "Este es el nuevo enlace a la cuenta de {customer} con {organisation}:",
        "Lo recibe porque alguien lo pidió con un enlace anterior enviado a esta dirección. Si no "
        "fue usted, no tiene que hacer nada.",
    ),
}


def compose_link(*, url: str, organisation: str, customer: str, language: str) -> Letter:
    """Compose the mail. Pure: the same facts give the same letter, to the byte."""
    tag = language.replace("_", "-").split("-", maxsplit=1)[0].lower()
    spoken = tag if tag in _WORDS else "en"
    words, said = _WORDS[spoken], {"organisation": organisation, "customer": customer}
    subject, lead, careful = (
        each.format(**said) for each in (words.subject, words.lead, words.careful)
    )
    html = (
        f'<!doctype html><html lang="{spoken}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{escape(subject)}</title></head>'
        '<body style="font:16px/1.5 -apple-system,Segoe UI,Roboto,Arial,sans-serif;margin:24px;'
        f'max-width:34em"><p>{escape(lead)}</p><p><a href="{escape(url)}">'
        f"{escape(organisation)}</a></p><p>{escape(careful)}</p></body></html>"
    )
    text = f"{lead}\n\n{url}\n\n{careful}\n\n{organisation}\n"
    return Letter(subject, text, html, language=spoken, fell_back=spoken != tag)
