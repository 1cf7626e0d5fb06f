"""What a letter is made of, as plain values. It words nothing and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from plugin.credit.account import CreditKind
from plugin.credit.claims import Claim
from plugin.credit.decisions import ProposedMessage
from plugin.credit.law import LastLetter, LastLetterRule
from plugin.credit.money import Money, total
from plugin.credit.parts import NamedPart
from plugin.credit.policy import Level, Tone

#: what a last letter is where nothing more is known: it names no court step
GENTLEST_LAST_LETTER = LastLetterRule(LastLetter.NO_COURT_STEP, 14)


class ImpossibleLetter(ValueError):
    """The facts contradict each other, so no true letter can be made of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """One invoice or instalment in a letter; `amount` is what of it is unpaid.

    `days_late` is zero or negative where it is not yet due. `pay_url` is the invoice's own page
    in the ledger, the only kind of link that a letter carries; empty where there is none.
    """

    number: str
    issued: date
    due: date
    days_late: int
    amount: Money
    reference: str = ""
    pay_url: str = ""
    #: which part of the invoice it is, with the number of all; None where it is the whole
    part: NamedPart | None = None

    def __post_init__(self) -> None:
        if self.pay_url and urlsplit(self.pay_url).scheme not in {"http", "https"}:
            raise ImpossibleLetter(f"{self.number}: the pay link is no web address")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterCredit:
    """Credit of the customer: what is unallocated, and what of it was taken off the total.

    A deposit that does not net has `taken_off` of nothing and is listed all the same (rule 7).
    """

    number: str
    kind: CreditKind
    on: date
    remaining: Money
    taken_off: Money


@dataclass(frozen=True, slots=True)
class PartPayment:
    """Money that came in for one invoice, to be thanked for."""

    number: str
    on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class PaymentBack:
    """A payment of one invoice that was returned or deleted (rule 6); None = amount not known."""

    number: str
    on: date
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What of one invoice the customer contests: it is no part of what is asked (rule 20)."""

    number: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Proof:
    """The first message of an organisation goes to its own user first (rule 2).

    `goes_when` ends the sentence "It goes to them when ...", without a full stop.
    """

    customer: str
    goes_when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """Everything one reminder says; dates are civil dates of the organisation.

    `lines` are asked for, `also` is listed without a demand; in a firm or final letter those of
    `also` that are not yet due are left out (rule 18). `total` is the sum of `lines` less the
    credit taken off, in the one currency of the letter. `recipient` is a person's name, empty
    where none is known. `language` is a tag such as "en-GB" or "fr".

    Raises ImpossibleLetter where nothing is asked for, currencies differ, the total is not the
    sum, or a firm or final letter asks for what is not late.
    """

    on: date
    tone: Tone
    organisation: str
    customer: str
    total: Money
    lines: tuple[LetterLine, ...]
    also: tuple[LetterLine, ...] = ()
    credits: tuple[LetterCredit, ...] = ()
    recipient: str = ""
    sender_name: str = ""
    sender_title: str = ""
    reply_to: str = ""
    phone: str = ""
    language: str = "en-GB"
    #: bank details or whatever else the owner wrote, one line each
    how_to_pay: tuple[str, ...] = ()
    #: the owner's own sentence to this customer
    own_sentence: str = ""
    #: the day of the last message about these invoices, if there was one
    last_written_on: date | None = None
    part_payments: tuple[PartPayment, ...] = ()
    payments_back: tuple[PaymentBack, ...] = ()
    #: what of the invoices is contested and not asked for
    left_out: tuple[LeftOut, ...] = ()
    proof: Proof | None = None
    #: interest and fees that a person claimed, beside the total and never in it (rule 36)
    claims: tuple[Claim, ...] = ()
    #: how many of the invoices go with it as PDFs
    attached: int = 0
    #: a person approved the final texts of this language (rule 29)
    is_approved: bool = True
    #: what a letter before action may be for this customer (rule 34)
    last_letter: LastLetterRule = GENTLEST_LAST_LETTER
    #: the customer's own way into their account; empty where there is none
    portal_url: str = ""
    #: where anybody may read the policy; empty where it is read in the account alone
    policy_url: str = ""

    def __post_init__(self) -> None:
        if not self.lines:
            raise ImpossibleLetter("a reminder names at least one invoice")
        currencies = {line.amount.currency for line in self.lines + self.also}
        currencies |= {credit.remaining.currency for credit in self.credits}
        currencies |= {claim.total.currency for claim in self.claims}
        if currencies != {self.total.currency}:
            raise ImpossibleLetter(f"one letter, one currency: {', '.join(sorted(currencies))}")
        if self.total != self.asked - self.netted:
            raise ImpossibleLetter(f"{self.total} is not {self.asked} less {self.netted}")
        if self.total.amount <= 0:
            raise ImpossibleLetter("nothing is owed, so nothing is asked")
        if self.tone.is_firm and any(line.days_late <= 0 for line in self.lines):
            raise ImpossibleLetter("a firm or final letter asks only for what is late")
        if self.tone is Tone.COURTESY and any(line.days_late > 0 for line in self.lines):
            raise ImpossibleLetter("a courtesy names only what is not yet late")

    @property
    def asked(self) -> Money:
        """The sum of what the lines ask for, before credit."""
        return total((line.amount for line in self.lines), self.total.currency)

    @property
    def netted(self) -> Money:
        """The credit that was taken off."""
        return total((credit.taken_off for credit in self.credits), self.total.currency)

    @property
    def names_court(self) -> bool:
        """A letter before action to a customer whose standing allows one."""
        no_court = self.last_letter.letter is LastLetter.NO_COURT_STEP
        return self.tone is Tone.BEFORE_ACTION and not no_court

    @property
    def answer_by(self) -> date:
        """The last day to answer a last letter, counted from its date."""
        return self.on + timedelta(days=self.last_letter.days)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The invoices asked for, each once: several lines may be instalments of one."""
        return tuple(dict.fromkeys(line.number for line in self.lines))

    @property
    def oldest(self) -> LetterLine:
        """The line that was due first."""
        return min(self.lines, key=lambda line: (line.due, line.number))

    @property
    def coming(self) -> tuple[LetterLine, ...]:
        """The lines that are not late."""
        return tuple(line for line in self.lines if line.days_late <= 0)

    @property
    def is_early(self) -> bool:
        """Nothing is late yet."""
        return len(self.coming) == len(self.lines)

    @property
    def has_one_date(self) -> bool:
        """Everything asked for falls due on one day."""
        return len({line.due for line in self.lines}) == 1

    @property
    def listed(self) -> tuple[LetterLine, ...]:
        """The `also` lines that this tone may name."""
        if self.tone.is_firm:
            return tuple(line for line in self.also if line.days_late > 0)
        return self.also


def tone_of(message: ProposedMessage, level: Level) -> Tone:
    """The tone of a proposed message whose highest level is `level` (rules 11, 18)."""
    if message.is_courtesy:
        return Tone.COURTESY
    if message.is_final:
        return level.tone if level.is_final else Tone.FINAL
    return Tone.FRIENDLY if level.tone is Tone.COURTESY else level.tone
