"""What every language of the letters has to say, and the order in which a letter says it.

The sentences themselves are in one file per language; nothing here is laid out or sent.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from plugin.credit.money import Money
from plugin.credit.parts import NamedPart
from plugin.letters.facts import LetterCredit, LetterFacts, LetterLine, PaymentBack
from plugin.letters.formats import Formats
from plugin.letters.wording import one_line, sentence


class NoText(LookupError):
    """This language has no words for what the letter must say: it falls back (rule 29)."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of one letter, in the order in which they are read."""

    subject: str
    banner: str
    greeting: str
    #: what it is about, with the amount and the date
    opening: str
    #: thanks, payments that came back, credit, the last message
    background: tuple[str, ...]
    #: the one thing to do
    request: str
    how_to_pay: tuple[str, ...]
    #: what is enclosed, already paid, and whom to speak to
    after: tuple[str, ...]
    valediction: str
    signature: tuple[str, ...]
    footer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The headings and links of a letter."""

    also: str
    how_to_pay: str
    pay_link: str
    #: for an invoice that nothing is asked of
    view_link: str
    invoice: str
    reference: str
    due: str
    amount: str
    total: str
    #: within a line of the text part: due, your reference
    due_inline: str
    reference_inline: str


class Language(ABC):
    """One language: its words, and the formats of the place that it is written for.

    A method raises NoText where there are no words yet; the whole letter then falls back.
    """

    #: what the language calls itself
    name: ClassVar[str]
    labels: ClassVar[Labels]
    #: the word between the last two of a list
    conjunction: ClassVar[str]
    #: what stands behind a heading in the text part
    colon: ClassVar[str] = ":"
    #: nought to nine, as they stand before an invoice
    small: ClassVar[tuple[str, ...]]
    #: what only a letter before action may say that names a court, for the linter (rule 34)
    true_words: ClassVar[tuple[str, ...]] = ()

    def __init__(self, formats: Formats) -> None:
        self.formats = formats
        self.money = formats.money

    @property
    def tag(self) -> str:
        """Such as "en-GB"."""
        return self.formats.tag

    def worded(self, facts: LetterFacts) -> Wording:
        """Put a letter's facts into words. Pure; raises NoText."""
        if facts.names_court and not self.true_words:
            raise NoText(f"no letter before action in {self.name}")
        subject = sentence(self.subject(facts))
        if facts.proof is not None:
            subject = f"For you to see first: {subject}"
        amounts = self.amounts(facts)
        return Wording(
            subject=one_line(subject),
            banner=_banner(facts),
            greeting=self.greeting(facts),
            opening=f"{self.about(facts)} {amounts}",
            background=self.background(facts),
            request=self.request(facts),
            how_to_pay=self.how_to_pay(facts),
            after=(*self.enclosed(facts), self.already_paid(facts), self.human(facts)),
            valediction=self.valediction(facts),
            signature=_signature(facts),
            footer=self.footer(facts),
        )

    def background(self, facts: LetterFacts) -> tuple[str, ...]:
        """What stands between the opening and the request, one paragraph each."""
        paragraphs = [*self.particulars(facts)]
        if facts.last_written_on is not None and facts.tone.is_firm:
            paragraphs.append(self.last_written(facts, self.day(facts, facts.last_written_on)))
        if facts.left_out:
            paragraphs.append(self.left_out(facts))
        if facts.part_payments:
            paragraphs.append(self.thanks(facts))
        paragraphs += [self.came_back(facts, payment) for payment in facts.payments_back]
        netting = [credit for credit in facts.credits if credit.taken_off]
        if netting:
            named = [f"{self.credit_name(each)} ({self.money(each.taken_off)})" for each in netting]
            paragraphs.append(self.netted(self.listed(named), len(netting)))
        paragraphs += [self.kept_credit(each) for each in facts.credits if not each.taken_off]
        return (*paragraphs, *self.claimed(facts))

    def claimed(self, facts: LetterFacts) -> tuple[str, ...]:
        """Interest and fees that are claimed beside the amount, each with its ground (rule 36)."""
        if facts.claims:
            raise NoText(f"no words for interest and fees in {self.name}")
        return ()

    def particulars(self, facts: LetterFacts) -> tuple[str, ...]:
        """What a letter before action says of the debt itself; nothing in any other letter."""
        return ()

    def how_to_pay(self, facts: LetterFacts) -> tuple[str, ...]:
        """The owner's own lines with what to quote; else where it says how."""
        if facts.how_to_pay:
            return (*facts.how_to_pay, self.quote(facts))
        return (self.where_to_pay(facts, links=all(line.pay_url for line in facts.lines)),)

    def credit_taken(self, facts: LetterFacts) -> tuple[tuple[str, Money], ...]:
        """The credits that were taken off, by name, oldest first."""
        netting = sorted((each for each in facts.credits if each.taken_off), key=lambda c: c.on)
        return tuple((sentence(self.credit_name(each)), each.taken_off) for each in netting)

    def day(self, facts: LetterFacts, on: date) -> str:
        """A date in a sentence of this letter."""
        return self.formats.day(on, facts.on)

    def listed(self, names: Sequence[str], most: int | None = None) -> str:
        """A, B and C; where there are more than `most`, the first of them and how many more."""
        if most is not None and len(names) > most:
            shown = max(1, most - 1)
            rest = self.more(len(names) - shown)
            return f"{', '.join(names[:shown])} {self.conjunction} {rest}"
        if len(names) <= 1:
            return "".join(names)
        return f"{', '.join(names[:-1])} {self.conjunction} {names[-1]}"

    def spelled(self, number: int) -> str:
        """Numbers below ten as words, as a letter has them."""
        return self.small[number] if number < len(self.small) else self.formats.number(number)

    @abstractmethod
    def more(self, number: int) -> str:
        """How a list that was cut goes on: three more."""

    @abstractmethod
    def lateness(self, line: LetterLine) -> str:
        """17 days late, due today, due in 5 days."""

    @abstractmethod
    def credit_name(self, credit: LetterCredit) -> str:
        """Credit note CN-12, overpayment, deposit PP-3; as in the midst of a sentence."""

    @abstractmethod
    def subject(self, facts: LetterFacts) -> str:
        """Which invoice, how much, since when."""

    @abstractmethod
    def greeting(self, facts: LetterFacts) -> str:
        """By name where one is known; more formal from firm on."""

    @abstractmethod
    def about(self, facts: LetterFacts) -> str:
        """What this is: a note in good time, a reminder, a final notice."""

    @abstractmethod
    def amounts(self, facts: LetterFacts) -> str:
        """How much was or falls due when."""

    @abstractmethod
    def last_written(self, facts: LetterFacts, on: str) -> str:
        """When we last wrote about these."""

    @abstractmethod
    def left_out(self, facts: LetterFacts) -> str:
        """What is contested, and no part of what is asked (rule 20): one sentence."""

    @abstractmethod
    def part(self, part: NamedPart) -> str:
        """Instalment 2 of 4, or the retention; as it stands under the invoice's number."""

    @abstractmethod
    def thanks(self, facts: LetterFacts) -> str:
        """Thanks for part payments; what remains."""

    @abstractmethod
    def came_back(self, facts: LetterFacts, payment: PaymentBack) -> str:
        """A payment came back, so the invoice is open again (rule 6)."""

    @abstractmethod
    def netted(self, named: str, number: int) -> str:
        """Credit that has been taken off."""

    @abstractmethod
    def kept_credit(self, credit: LetterCredit) -> str:
        """Credit that has not been taken off."""

    @abstractmethod
    def request(self, facts: LetterFacts) -> str:
        """The one thing to do, by tone."""

    @abstractmethod
    def quote(self, facts: LetterFacts) -> str:
        """Which reference to quote."""

    @abstractmethod
    def where_to_pay(self, facts: LetterFacts, *, links: bool) -> str:
        """Where how to pay is found, for a business that wrote no payment details."""

    @abstractmethod
    def enclosed(self, facts: LetterFacts) -> tuple[str, ...]:
        """What goes with the letter."""

    @abstractmethod
    def already_paid(self, facts: LetterFacts) -> str:
        """For whoever has paid."""

    @abstractmethod
    def human(self, facts: LetterFacts) -> str:
        """Whom to speak to."""

    @abstractmethod
    def valediction(self, facts: LetterFacts) -> str:
        """The words above the signature."""

    @abstractmethod
    def footer(self, facts: LetterFacts) -> str:
        """Why they have this, and what to do where it reached the wrong person."""


def _banner(facts: LetterFacts) -> str:
    """For our own user, who reads English; a customer never sees it."""
    if facts.proof is None:
        return ""
    return (
        f"This is how your first reminder will look to {facts.proof.customer}. "
        f"It goes to them when {facts.proof.goes_when}."
    )


def _signature(facts: LetterFacts) -> tuple[str, ...]:
    place = ", ".join(part for part in (facts.sender_title, facts.organisation) if part)
    lines = (facts.sender_name, place, facts.phone, facts.reply_to)
    return tuple(line for line in lines if line)
