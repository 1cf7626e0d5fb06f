"""The words of mail that answers mail: copies of invoices by rule, a person's own words as mail.

Short and plain, in the customer's language where there is a text in it, else in English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class _Texts:
    greeting: str
    one: str
    several: str
    closing: str
    joiner: str
    subject: str
    statement: str
    statement_subject: str


_TEXTS: Mapping[str, _Texts] = {
    "en": _Texts(
        "Hello,",
        "As you asked, here is a copy of invoice {numbers}.",
        "As you asked, here are copies of invoices {numbers}.",
        "If you need anything else, simply reply: a person reads it.",
        " and ",
        "Copies of your invoices",
        "As you asked, here is a statement of your account.",
        "Statement of your account",
    ),
    "de": _Texts(
        "Guten Tag,",
        "wie gewünscht erhalten Sie eine Kopie der Rechnung {numbers}.",
        "wie gewünscht erhalten Sie Kopien der Rechnungen {numbers}.",
        "Wenn Sie noch etwas brauchen, antworten Sie einfach: ein Mensch liest es.",
        " und ",
        "Kopien Ihrer Rechnungen",
        "wie gewünscht erhalten Sie einen Auszug Ihres Kontos.",
        "Ihr Kontoauszug",
    ),
    "fr": _Texts(
        "Bonjour,",
        "Comme demandé, voici une copie de la facture {numbers}.",
        "Comme demandé, voici une copie des factures {numbers}.",
        "S’il vous faut autre chose, répondez simplement : une personne vous lira.",
        " et ",
        "Copies de vos factures",
        "Comme demandé, voici le relevé de votre compte.",
        "Relevé de votre compte",
    ),
    "es": _Texts(
        "Hola:",
        "Como nos ha pedido, adjuntamos una copia de la factura {numbers}.",
        "Como nos ha pedido, adjuntamos copias de las facturas {numbers}.",
        "Si necesita algo más, responda a este mensaje: lo leerá una persona.",
        " y ",
        "Copias de sus facturas",
        "Como nos ha pedido, adjuntamos el extracto de su cuenta.",
        "Extracto de su cuenta",
    ),
    "nl": _Texts(
        "Goedendag,",
        "Zoals gevraagd ontvangt u hierbij een kopie van factuur {numbers}.",
        "Zoals gevraagd ontvangt u hierbij kopieën van de facturen {numbers}.",
        "Heeft u nog iets nodig, antwoord dan gewoon: een mens leest het.",
        " en ",
        "Kopieën van uw facturen",
        "Zoals gevraagd ontvangt u hierbij een overzicht van uw rekening.",
        "Overzicht van uw rekening",
    ),
}


def copy_words(
    numbers: Sequence[str], *, subject: str, signed: str, language: str = "en"
) -> tuple[str, str]:
    """Subject and text of the mail that brings copies of these invoices."""
    texts = _TEXTS.get(language.partition("-")[0].lower(), _TEXTS["en"])
    named = numbers[0] if len(numbers) == 1 else _listed(numbers, texts.joiner)
    sentence = (texts.one if len(numbers) == 1 else texts.several).format(numbers=named)
    text = "\n\n".join((texts.greeting, sentence, texts.closing, signed)).strip()
    return reply_subject(subject) or texts.subject, f"{text}\n"


def statement_words(*, signed: str, language: str = "en") -> tuple[str, str]:
    """Subject and text of the mail that brings a statement of the account."""
    texts = _TEXTS.get(language.partition("-")[0].lower(), _TEXTS["en"])
    text = "\n\n".join((texts.greeting, texts.statement, texts.closing, signed)).strip()
    return texts.statement_subject, f"{text}\n"


def _listed(numbers: Sequence[str], joiner: str) -> str:
    return f"{', '.join(numbers[:-1])}{joiner}{numbers[-1]}"


def reply_subject(subject: str) -> str:
    """The subject of an answer: one Re, however often it went to and fro; empty for none."""
    bare = re.sub(
        r"^(?:\s*(?:re|aw|antw|sv|vs|r|odp|fw|fwd|wg|tr|rv)\s*(?:\[\d+\])?:)+",
        "",
        subject,
        flags=re.IGNORECASE,
    )
    bare = re.sub(r"[\x00-\x1f\x7f]+", " ", bare).strip()
    return f"Re: {bare}"[:200] if bare else ""


def as_html(text: str, language: str = "en") -> str:
    """A plain text as the HTML part of a mail: paragraphs and lines, nothing else."""
    blocks = [block.strip() for block in text.split("\n\n") if block.strip()]
    paragraphs = "\n".join(
        f'<p style="margin:0 0 1em">{escape(block).replace(chr(10), "<br>")}</p>'
        for block in blocks
    )
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8"><title>'
        f"{escape(blocks[0][:60]) if blocks else ''}</title></head>"
        '<body style="font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;'
        f'color:#1b1f24;max-width:40em">{paragraphs}</body></html>'
    )
