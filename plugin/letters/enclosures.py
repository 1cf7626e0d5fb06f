"""What goes with a letter before action to a person: one PDF of plain pages of our own (rule 34).

A statement of the debt, an information sheet, a reply form and a financial statement. None of them
pretends to be a form of a court; each says where the protocol's own are found.
"""

from __future__ import annotations

from plugin.credit.law import LastLetter
from plugin.letters.claims import claim_sentences
from plugin.letters.facts import LetterFacts
from plugin.letters.languages import Language, fallback
from plugin.letters.paper import set_paper


def has_enclosures(facts: LetterFacts) -> bool:
    """Whether pages go with this letter: only with one before action to a person."""
    return facts.names_court and facts.last_letter.letter is LastLetter.PROTOCOL


def enclosures_pdf(facts: LetterFacts) -> bytes:
    """The four pages as PDF/UA, A4, in English. The same facts give the same pages.

    Raises ValueError for a letter that has none.
    """
    if not has_enclosures(facts):
        raise ValueError("only a letter before action to a person has enclosures")
    language = fallback()
    money, on = language.money, language.formats.dated(facts.on)
    name = ", ".join(part for part in (facts.sender_name, facts.organisation) if part)
    taken = [["", "", "", what, money(-amount)] for what, amount in language.credit_taken(facts)]
    claims = claim_sentences(facts.claims)
    return set_paper(
        "enclosures.typ",
        on=facts.on,
        values={
            "lang": "en",
            "region": "gb",
            "title": f"Enclosures to our letter of {on}",
            "organisation": facts.organisation,
            "customer": facts.customer,
            "footer": f"With our letter of {on} to {facts.customer}.",
            "stated": (
                f"What {facts.customer} owes {facts.organisation} under the invoices of this "
                f"letter, as our books stand on {on}."
            ),
            "rows": [*_rows(facts, language), *taken],
            "total": ["Total", "", "", "", money(facts.total)],
            "claims": list(claims) or ["No interest and no charges are asked for in this letter."],
            "how_to_pay": list(language.how_to_pay(facts)),
            "how_to_pay_heading": language.labels.how_to_pay,
            "answer-by": language.formats.dated(facts.answer_by),
            "name": name,
            "about": f"{language.listed(facts.numbers, 6)}, {money(facts.total)}",
            "send-to": ", ".join(part for part in (name, facts.reply_to) if part),
        },
    )


def _rows(facts: LetterFacts, language: Language) -> list[list[str]]:
    short = language.formats.short_day
    return [
        [
            line.number,
            short(line.issued, facts.on),
            short(line.due, facts.on),
            language.lateness(line),
            language.money(line.amount),
        ]
        for line in facts.lines
    ]
