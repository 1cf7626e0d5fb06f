"""The parts that a credit policy is made of, as values.

How each is read from a document is for `policy_reading`; what a whole policy holds, for `policy`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import time
from decimal import Decimal
from enum import StrEnum

#: nobody is written to for ever: a last level goes out again at most so often
MOST_REPEATS = 6

#: rule 23: three in seven days and ten in thirty are a ceiling that no policy passes
CEILING_IN_SEVEN_DAYS = 3
CEILING_IN_THIRTY_DAYS = 10


class Mode(StrEnum):
    """How much the machine may send by itself; the final notice waits in every mode (rule 19)."""

    DRAFT = "draft"
    ASK_FIRST = "ask_first"
    AUTOMATIC = "automatic"


class LadderOn(StrEnum):
    """What climbs the ladder: each invoice by itself, or the account by its oldest debt."""

    INVOICE = "invoice"
    ACCOUNT = "account"


class After(StrEnum):
    """What the days of a level count from (rule 14)."""

    DUE = "due"
    END_OF_MONTH = "end_of_month"
    PREVIOUS = "previous"


class Channel(StrEnum):
    """How a level reaches the customer; a person posts a letter, and makes a call."""

    EMAIL = "email"
    LETTER = "letter"
    SMS = "sms"
    CALL = "call"


class Tone(StrEnum):
    """The wording of a level, from mildest to hardest.

    BEFORE_ACTION is the letter before action; where the customer's standing allows none, the last
    letter that names no court step takes its place (rule 34).
    """

    COURTESY = "courtesy"
    FRIENDLY = "friendly"
    PLAIN = "plain"
    FIRM = "firm"
    FINAL = "final"
    BEFORE_ACTION = "before_action"

    @property
    def is_firm(self) -> bool:
        """From firm on, nothing that is not yet due may be named (rule 18)."""
        return self in _FIRM

    @property
    def is_final(self) -> bool:
        """A final notice or a letter before action: each waits for a person (rule 19)."""
        return self is Tone.FINAL or self is Tone.BEFORE_ACTION

    @property
    def gentler(self) -> Tone:
        """The next milder wording; a courtesy and a friendly note stay what they are."""
        if self is Tone.COURTESY:
            return self
        scale = tuple(Tone)
        return max(Tone.FRIENDLY, scale[scale.index(self) - 1], key=scale.index)


_FIRM = frozenset({Tone.FIRM, Tone.FINAL, Tone.BEFORE_ACTION})


@dataclass(frozen=True, slots=True)
class Level:
    """One rung of the ladder; negative days after the due date make it a courtesy (rule 11)."""

    number: int
    days: int
    after: After = After.DUE
    channel: Channel = Channel.EMAIL
    tone: Tone = Tone.FRIENDLY

    @property
    def is_courtesy(self) -> bool:
        """Goes before the due date, lapses on it, and blocks nothing."""
        return self.days < 0

    @property
    def is_final(self) -> bool:
        """A final notice or letter before action: waits for a person in every mode (rule 19)."""
        return self.tone.is_final


class Then(StrEnum):
    """What follows when the last level has been repeated often enough."""

    TASK = "task"
    HAND_OFF = "hand_off"


@dataclass(frozen=True, slots=True)
class Repeat:
    """The last level goes out again every so many days, so many times, and then ends.

    `times` 0 is not at all. Each repetition is a cycle of its own: none is sent twice (rule 12).
    """

    times: int = 0
    every: int = 14
    then: Then = Then.TASK


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Amounts of one currency below which nothing is decided (rule 4).

    `balance` is for any invoice or instalment, `residue` for what a payment left of one, `account`
    for all that a customer owes late.
    """

    residue: Decimal = Decimal("5.00")
    account: Decimal = Decimal("10.00")
    balance: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class ExposureSwitches:
    """Which parts count as exposure beside approved invoices and unallocated credit (rule 8)."""

    awaiting_approval: bool = True
    drafts: bool = False
    quotes: bool = False
    repeating: bool = False
    prepayments: bool = False


@dataclass(frozen=True, slots=True)
class StatusThresholds:
    """When a status is set and cleared (rules 10, 30); percentages are of the credit limit."""

    watch_percent: Decimal = Decimal(90)
    watch_days_late: int = 14
    stop_percent: Decimal = Decimal(100)
    stop_days_late: int = 60
    stop_broken_promises: int = 2
    clears_percent: Decimal = Decimal(95)


@dataclass(frozen=True, slots=True)
class ContactLimits:
    """How often and when a customer may hear from us unprompted (rules 23, 24), local time."""

    days_between: int = 7
    in_thirty_days: int = 4
    a_day_to_one_address: int = 2
    opens: time = time(8)
    closes: time = time(18)


@dataclass(frozen=True, slots=True)
class GroupNames:
    """The contact groups that carry the credit flags in the ledger."""

    watch: str = "Goodterms: watch"
    stop: str = "Goodterms: stop"


@dataclass(frozen=True, slots=True)
class SenderName:
    """Who signs the messages (rule 26); empty until a person has chosen."""

    name: str = ""
    role: str = ""
    reply_to: str = ""


DEFAULT_LEVELS = (
    Level(0, -7, tone=Tone.COURTESY),
    Level(1, 3, tone=Tone.FRIENDLY),
    Level(2, 14, tone=Tone.FIRM),
    Level(3, 28, tone=Tone.FINAL),
)


class Guards(StrEnum):
    """Whether the rules of the house stand around the bare ladder."""

    ON = "on"
    OFF = "off"


def plain(part: object) -> dict[str, object]:
    """A frozen part of a policy as JSON-ready values; amounts and times as text."""
    values: dict[str, object] = {}
    for each in fields(part):  # type: ignore[arg-type]  # only ever our own dataclasses
        value = getattr(part, each.name)
        if isinstance(value, Decimal):
            value = str(value)
        elif isinstance(value, time):
            value = value.isoformat()
        elif isinstance(value, StrEnum):
            value = value.value
        values[each.name] = value
    return values
