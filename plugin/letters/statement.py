"""Sets a statement of account as PDF: what is open, or all that happened since a day.

It asks for nothing, chases nothing and computes no balance but the running one of its own lines.
What it says is put into words once; the same words can be set again at any later day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from plugin.credit.claims import Claim
from plugin.credit.money import Money, total
from plugin.letters.claims import claim_words
from plugin.letters.facts import LetterCredit
from plugin.letters.paper import Envelope, letterhead, set_paper
from plugin.letters.statement_language import Spoken, spoken_for
from plugin.letters.wording import sentence

#: a date and what happened, the change and the balance
_ACTIVITY_MONEY = (2, 3)


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An invoice or instalment with something left of it; late where `days_late` is above 0.

    `note` is what both sides know of it: in query, promised, said to be paid.
    """

    number: str
    reference: str
    issued: date
    due: date
    days_late: int
    amount: Money
    balance: Money
    note: str = ""
    #: the ledger's own id of it
    invoice_id: str = ""


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """Something that changed the balance: an invoice adds, a payment or credit takes off."""

    on: date
    what: str
    change: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFacts:
    """One customer's account in one currency, as of the civil day `on`.

    `activity` with the balance that stood before `since` makes it a statement of activity; without
    `since` it lists what is open. `ageing` is name, amount and whether it is late of each bucket.
    `not_listed` are numbers of invoices that are open and dealt with elsewhere.
    """

    on: date
    organisation: str
    customer: str
    currency: str
    open: tuple[OpenLine, ...]
    credits: tuple[LetterCredit, ...] = ()
    ageing: tuple[tuple[str, Money, bool], ...] = ()
    since: date | None = None
    brought_forward: Money | None = None
    activity: tuple[ActivityLine, ...] = ()
    not_listed: tuple[str, ...] = ()
    #: interest and fees that a person claimed: in a block of their own, in no total (rule 36)
    claims: tuple[Claim, ...] = ()
    how_to_pay: tuple[str, ...] = ()
    phone: str = ""
    reply_to: str = ""
    recipient: str = ""
    sender_name: str = ""
    sender_title: str = ""
    own_sentence: str = ""
    #: the language asked for
    language: str = "en-GB"
    #: the customer's own way into their account; empty where there is none
    portal_url: str = ""
    #: where anybody may read the policy; empty where it is read in the account alone
    policy_url: str = ""
    envelope: Envelope = field(default_factory=Envelope)

    @property
    def spoken(self) -> Spoken:
        """The words that it is in."""
        return spoken_for(self.language, has_claims=bool(self.claims))

    @property
    def owed(self) -> Money:
        """Everything open, before any credit that is not yet used."""
        return total((line.balance for line in self.open), self.currency)

    @property
    def late(self) -> Money:
        """What of it is past its due date."""
        return total((each.balance for each in self.open if each.days_late > 0), self.currency)

    @property
    def credit(self) -> Money:
        """Credit that is not yet set against an invoice."""
        return total((each.remaining for each in self.credits), self.currency)

    @property
    def closing(self) -> Money:
        """What was brought forward and every change since."""
        before = self.brought_forward or Money.zero(self.currency)
        return before + total((each.change for each in self.activity), self.currency)


def brought_forward(closing: Money, changes: Sequence[ActivityLine]) -> Money:
    """The balance before the first of these changes, of one that is `closing` after the last.

    Reckoned backwards, because what is open now is the ledger's own word; so a statement of
    activity always ends at what its open invoices less credit come to.
    """
    return closing - total((each.change for each in changes), closing.currency)


def statement_pdf(facts: StatementFacts) -> bytes:
    """The statement as PDF/UA, A4. The same facts give the same statement."""
    return paper_pdf(statement_words(facts))


def paper_pdf(words: Mapping[str, Any]) -> bytes:
    """Set a statement of which every word and figure was kept by `statement_words`."""
    return set_paper("statement.typ", on=date.fromisoformat(words["on"]), values=words)


def statement_words(facts: StatementFacts) -> dict[str, Any]:
    """Every word and figure of a statement, as JSON-ready values."""
    spoken = facts.spoken
    words, language = spoken.words, spoken.language
    formats, on = language.formats, language.formats.dated(facts.on)
    body = _open_items(facts) if facts.since is None else _activity(facts, facts.since)
    return {
        **letterhead(
            organisation=facts.organisation,
            customer=facts.customer,
            envelope=facts.envelope,
            contact=(facts.phone, facts.reply_to),
            on=facts.on,
            footer=words.footer.format(
                customer=facts.customer, organisation=facts.organisation, on=on
            ),
            language=language,
        ),
        **body,
        "on": facts.on.isoformat(),
        "title": title(facts),
        "credits_opening": words.credits_opening,
        "credits_head": list(words.credits_head),
        "credits": [
            [
                sentence(language.credit_name(each)),
                formats.short_day(each.on, facts.on),
                language.money(each.remaining),
            ]
            for each in facts.credits
        ],
        "credits_total": _credits_total(facts),
        **claim_words(facts.claims),
        "notes": _notes(facts),
        "ageing": [
            [name, language.money(amount), late and bool(amount)]
            for name, amount, late in facts.ageing
        ],
        "how_to_pay": list(facts.how_to_pay) if facts.open else [],
        "closing": [closing_words(facts)],
        "valediction": words.valediction,
        "signature": [each for each in (facts.sender_name, facts.sender_title) if each],
    }


def title(facts: StatementFacts) -> str:
    """What stands above it, and in the subject of its mail."""
    spoken = facts.spoken
    return spoken.words.title.format(on=spoken.language.formats.dated(facts.on))


def summary(facts: StatementFacts) -> str:
    """How many invoices are open, how much in all, and what of it is late; no demand."""
    spoken = facts.spoken
    words, money = spoken.words, spoken.language.money
    if not facts.open:
        return words.nothing
    named = spoken.counted(len(facts.open))
    opening = words.open.format(invoices=named, amount=money(facts.owed))
    if facts.late:
        opening += " " + words.past_due.format(amount=money(facts.late))
    return opening


def _open_items(facts: StatementFacts) -> dict[str, Any]:
    spoken = facts.spoken
    words, money = spoken.words, spoken.language.money
    short = spoken.language.formats.short_day
    rows = [
        [
            each.number,
            each.reference,
            short(each.issued, facts.on),
            short(each.due, facts.on),
            _state(each, spoken),
            money(each.amount),
            money(each.balance),
        ]
        for each in facts.open
    ]
    return {
        "paragraphs": [summary(facts)],
        "head": list(words.heads),
        "rows": rows,
        "money": [5, 6],
        "widths": ["auto", "wide", "auto", "auto", "auto", "auto", "auto"],
        "total": [words.total, "", "", "", "", "", money(facts.owed)] if facts.open else None,
    }


def _state(line: OpenLine, spoken: Spoken) -> str:
    late = spoken.lateness(line.days_late) if line.days_late > 0 else ""
    return ", ".join(each for each in (late, line.note) if each)


def _activity(facts: StatementFacts, since: date) -> dict[str, Any]:
    spoken = facts.spoken
    words, money, formats = spoken.words, spoken.language.money, spoken.language.formats
    balance = facts.brought_forward or Money.zero(facts.currency)
    rows = [[formats.short_day(since, facts.on), words.brought_forward, "", money(balance)]]
    for each in facts.activity:
        balance = balance + each.change
        when = formats.short_day(each.on, facts.on)
        rows.append([when, each.what, money(each.change), money(balance)])
    return {
        "paragraphs": [words.since.format(on=formats.dated(since)), summary(facts)],
        "head": list(words.activity_heads),
        "rows": rows,
        "money": list(_ACTIVITY_MONEY),
        "widths": ["auto", "wide", "auto", "auto"],
        "total": [formats.dated(facts.on), words.balance, "", money(balance)],
    }


def _credits_total(facts: StatementFacts) -> list[str] | None:
    """What is left to pay once the credit is used; on an activity the balance says it already."""
    if not facts.credits or not facts.open or facts.since is not None:
        return None
    spoken = facts.spoken
    left = spoken.language.money(facts.owed - facts.credit)
    return [spoken.words.credits_total, "", left]


def _notes(facts: StatementFacts) -> list[str]:
    if not facts.not_listed:
        return []
    words, language = facts.spoken.words, facts.spoken.language
    said = words.apart_one if len(facts.not_listed) == 1 else words.apart_many
    return [said.format(numbers=language.listed(facts.not_listed))]


def closing_words(facts: StatementFacts) -> str:
    """Whom to tell where it is not as they have it."""
    words = facts.spoken.words
    return words.closing_to.format(address=facts.reply_to) if facts.reply_to else words.closing
