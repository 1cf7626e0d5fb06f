"""The good-payer letter: facts of a customer's record, set as a paper that they may show others.

It states what the books say and nothing else: no praise, no promise of credit, no advice. What it
says is put into words once, when a person approves it; the same words can be set at any later day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plugin.credit.good_payer import GoodPayerRecord
from plugin.letters.languages import fallback
from plugin.letters.paper import NO_ENVELOPE, Envelope, letterhead, set_paper


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodPayerFacts:
    """Everything that the letter says; `signer` is the person who approved it."""

    organisation: str
    customer: str
    record: GoodPayerRecord
    signer: str
    signer_title: str = ""
    phone: str = ""
    reply_to: str = ""
    envelope: Envelope = NO_ENVELOPE


def good_payer_words(facts: GoodPayerFacts) -> dict[str, Any]:
    """Every word and figure of the letter, as JSON-ready values; where to check it comes later."""
    language, record = fallback(), facts.record

    def dated(on: date) -> str:
        return language.formats.dated(on).replace(" ", "\u00a0")

    return {
        **letterhead(
            organisation=facts.organisation,
            customer=facts.customer,
            envelope=facts.envelope,
            contact=(facts.phone, facts.reply_to),
            on=record.on,
            footer=f"Payment record of {facts.customer}, {dated(record.on)}",
            language=language,
        ),
        "on": record.on.isoformat(),
        "title": f"Payment record of {facts.customer}",
        "paragraphs": [
            "To whom it may concern,",
            (
                f"This is the record of {facts.customer} with {facts.organisation}, as our books "
                f"have it on {dated(record.on)}:"
            ),
        ],
        "rows": [list(row) for row in record_rows(record)],
        "after": [
            (
                "On time is by the due date, or on the next working day where that was a weekend "
                "or public holiday."
            ),
            (
                "These are facts about the past. They are no guarantee, no promise of credit and "
                "no advice."
            ),
        ],
        "check_heading": (
            f"Good until {dated(record.good_until)}. Whether it is genuine, and not withdrawn:"
        ),
        "valediction": "Yours faithfully",
        "signature": [
            each for each in (facts.signer, facts.signer_title, facts.organisation) if each
        ],
    }


def record_rows(record: GoodPayerRecord) -> tuple[tuple[str, str], ...]:
    """The facts, each with its name; paper and page say exactly these."""
    dated = fallback().formats.dated
    return (
        ("Customer since", dated(record.since)),
        ("Looked at", f"{dated(record.start)} to {dated(record.on)}"),
        ("Invoices paid, due or late then", str(record.counted)),
        ("Of these paid on time", f"{record.on_time} ({record.per_cent} %)"),
    )


def good_payer_pdf(words: Mapping[str, Any], check_url: str) -> bytes:
    """The letter as PDF/UA, A4, with the address at which it can be checked."""
    values = {**words, "check_url": check_url}
    return set_paper("good_payer.typ", on=date.fromisoformat(words["on"]), values=values)
