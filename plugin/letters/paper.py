"""Sets a reminder as a letter on paper, as PDF, in the very words of the email. It posts nothing.

Typst sets it; every value travels as data, so that nothing a customer is called is ever markup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from importlib.resources import as_file, files
from typing import Any

import typst

from plugin.letters.account_links import account_links, policy_label
from plugin.letters.compose import worded
from plugin.letters.facts import LetterFacts, LetterLine
from plugin.letters.languages import Language, Wording
from plugin.letters.qr import qr_code


@dataclass(frozen=True, slots=True)
class Envelope:
    """What only paper shows: addresses line by line, and names and values of the references.

    `address` is the customer's and stands in the envelope's window; `letterhead` the sender's own.
    """

    address: tuple[str, ...] = ()
    letterhead: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()


#: of a paper that goes with a mail, or of which nothing is known
NO_ENVELOPE = Envelope()


def letter_pdf(facts: LetterFacts, envelope: Envelope = NO_ENVELOPE) -> bytes:
    """The letter as PDF/UA, A4. The same facts give the same letter.

    Amounts are in the letter's one currency, dates the organisation's civil dates.
    """
    language, wording = worded(facts)
    labels, money = language.labels, language.money
    taken = [["", "", "", name, money(-amount)] for name, amount in language.credit_taken(facts)]
    is_sum = len(facts.lines) > 1 or bool(taken)
    return set_paper(
        "letter.typ",
        on=facts.on,
        values={
            **letterhead(
                organisation=facts.organisation,
                customer=facts.customer,
                envelope=envelope,
                contact=(facts.phone, facts.reply_to),
                on=facts.on,
                footer=wording.footer,
                language=language,
            ),
            "head": [labels.invoice, labels.reference, labels.due, "", labels.amount],
            "title": wording.subject,
            "paragraphs": _paragraphs(facts, wording),
            "rows": [_row(line, facts, language) for line in facts.lines] + taken,
            "total": [labels.total, "", "", "", money(facts.total)] if is_sum else None,
            "how_to_pay": list(wording.how_to_pay),
            "answer": _answer(facts, language),
            "after": [*wording.after, *_policy(facts, language)],
            "also_heading": f"{labels.also}:",
            "also": [_row(line, facts, language) for line in facts.listed],
            "valediction": wording.valediction,
            "signature": list(wording.signature),
        },
    )


def letterhead(
    *,
    organisation: str,
    customer: str,
    envelope: Envelope,
    contact: Sequence[str],
    on: date,
    footer: str,
    language: Language,
) -> dict[str, Any]:
    """The values that the head and foot of every paper show, and the language that it is in."""
    locale = language.formats.locale
    return {
        "lang": locale.language,
        "region": (locale.territory or "").lower(),
        "how_to_pay_heading": language.labels.how_to_pay,
        "organisation": organisation,
        "customer": customer,
        "window": True,
        "address": [line for line in envelope.address if line],
        "letterhead": [line for line in envelope.letterhead if line],
        # one line above the address, for whoever has to send it back
        "sender-line": " · ".join([organisation, *envelope.letterhead][:4]),
        "contact": [line for line in contact if line],
        "references": [
            ["", language.formats.dated(on)],
            # their names are English; a letter in another language has none rather than a mixture
            *(list(each) for each in envelope.references if locale.language == "en"),
        ],
        "footer": footer,
    }


def set_paper(template: str, *, on: date, values: Mapping[str, Any]) -> bytes:
    """Fill a template of ours and set it; dated `on`, so that it is the same whenever it is set."""
    with as_file(files("plugin.letters").joinpath("templates")) as folder:
        return bytes(
            typst.compile(
                str(folder / template),
                root=str(folder),
                format="pdf",
                ignore_system_fonts=True,
                pdf_standards="ua-1",
                sys_inputs={"data": json.dumps(values)},
                timestamp=int(datetime.combine(on, time(12), UTC).timestamp()),
            )
        )


def _answer(facts: LetterFacts, language: Language) -> dict[str, Any] | None:
    """The way into the account on paper: a square for a telephone, and links for a screen."""
    links = account_links(facts.portal_url, language.tag)
    if not links.answers:
        return None
    return {
        "heading": links.heading,
        "answers": [[each.label, each.address] for each in links.answers],
        "camera": links.camera,
        "address": facts.portal_url,
        "square": ["".join("01"[dark] for dark in row) for row in qr_code(facts.portal_url)],
    }


def _policy(facts: LetterFacts, language: Language) -> list[str]:
    """Where the policy can be read, for whoever holds paper and no link."""
    if not facts.policy_url:
        return []
    return [f"{policy_label(language.tag)}{language.colon} {facts.policy_url}"]


def _paragraphs(facts: LetterFacts, wording: Wording) -> list[str]:
    parts = (
        wording.greeting,
        wording.opening,
        *wording.background,
        wording.request,
        facts.own_sentence,
    )
    return [part for part in parts if part]


def _row(line: LetterLine, facts: LetterFacts, language: Language) -> list[str]:
    late = language.lateness(line) if line.days_late > 0 else ""
    due = language.formats.short_day(line.due, facts.on)
    number = line.number
    if line.part is not None:
        number = f"{number}, {language.part(line.part)}"
    return [number, line.reference, due, late, language.money(line.amount)]
