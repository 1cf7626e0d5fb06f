"""The parts that a credit policy is made of, and how each is read and written as a document.

Which numbers a whole policy holds, and who is under which policy, is not said here.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import time
from decimal import Decimal
from enum import StrEnum

from plugin.credit.complaints import Table

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


class After(StrEnum):
    """What the days of a level count from (rule 14)."""

    DUE = "due"
    END_OF_MONTH = "end_of_month"
    PREVIOUS = "previous"


class Channel(StrEnum):
    """How a level reaches the customer; a letter is printed and posted by a person."""

    EMAIL = "email"
    LETTER = "letter"


class Tone(StrEnum):
    """The wording of a level, from mildest to hardest."""

    COURTESY = "courtesy"
    FRIENDLY = "friendly"
    FIRM = "firm"
    FINAL = "final"


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
        """A final notice: waits for a person in every mode (rule 19)."""
        return self.tone is Tone.FINAL


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


def read_tolerance(table: Table, default: Tolerance) -> Tolerance:
    """The tolerances of one currency; `balance` alone stands for the other two as well."""
    balance = table.decimal("balance", default.balance)
    given = table.has("balance")
    tolerance = Tolerance(
        residue=table.decimal("residue", balance if given else default.residue),
        account=table.decimal("account", balance if given else default.account),
        balance=balance,
    )
    table.close()
    return tolerance


def read_status(table: Table) -> StatusThresholds:
    """The thresholds of the status; watch may not lie above stop, nor clearing above it."""
    default = StatusThresholds()
    read = StatusThresholds(
        watch_percent=table.decimal("watch_percent", default.watch_percent),
        watch_days_late=table.whole("watch_days_late", default.watch_days_late, at_least=1),
        stop_percent=table.decimal("stop_percent", default.stop_percent),
        stop_days_late=table.whole("stop_days_late", default.stop_days_late, at_least=1),
        stop_broken_promises=table.whole(
            "stop_broken_promises", default.stop_broken_promises, at_least=1
        ),
        clears_percent=table.decimal("clears_percent", default.clears_percent),
    )
    if read.watch_percent > read.stop_percent:
        table.complain("watch_percent", f"above stop_percent: {read.watch_percent}")
    if read.clears_percent > read.stop_percent:
        table.complain("clears_percent", f"above stop_percent: {read.clears_percent}")
    if read.watch_days_late > read.stop_days_late:
        table.complain("watch_days_late", f"above stop_days_late: {read.watch_days_late}")
    table.close()
    return read


def read_repeat(table: Table) -> Repeat:
    """How often the last level is repeated, never more often than weekly."""
    default = Repeat()
    read = Repeat(
        times=table.whole("times", default.times),
        every=table.whole("every", default.every, at_least=7),
        then=table.choice("then", default.then),
    )
    if read.times > MOST_REPEATS:
        table.complain("times", f"above the ceiling of {MOST_REPEATS}: {read.times}")
    table.close()
    return read


def read_exposure(table: Table) -> ExposureSwitches:
    """Which parts of exposure are on."""
    default = ExposureSwitches()
    read = ExposureSwitches(
        **{
            each.name: table.flag(each.name, getattr(default, each.name))
            for each in fields(default)
        }
    )
    table.close()
    return read


def read_contact(table: Table) -> ContactLimits:
    """How often and when; never above the ceilings of rule 23."""
    default = ContactLimits()
    read = ContactLimits(
        days_between=table.whole("days_between", default.days_between, at_least=1),
        in_thirty_days=table.whole("in_thirty_days", default.in_thirty_days),
        a_day_to_one_address=table.whole("a_day_to_one_address", default.a_day_to_one_address),
        opens=table.clock_time("opens", default.opens),
        closes=table.clock_time("closes", default.closes),
    )
    if read.in_thirty_days > CEILING_IN_THIRTY_DAYS:
        table.complain(
            "in_thirty_days",
            f"above the ceiling of {CEILING_IN_THIRTY_DAYS}: {read.in_thirty_days}",
        )
    if read.opens >= read.closes:
        table.complain("closes", f'not after opens: "{read.closes.isoformat()}"')
    table.close()
    return read


def read_groups(table: Table) -> GroupNames:
    """The names of the contact groups; two different ones."""
    default = GroupNames()
    read = GroupNames(table.text("watch", default.watch), table.text("stop", default.stop))
    for name in ("watch", "stop"):
        if not getattr(read, name).strip():
            table.complain(name, "is empty")
    if read.watch == read.stop:
        table.complain("stop", "the same name as watch")
    table.close()
    return read


def read_sender(table: Table) -> SenderName:
    """Who signs."""
    read = SenderName(table.text("name", ""), table.text("role", ""), table.text("reply_to", ""))
    table.close()
    return read


def read_levels(tables: list[Table]) -> tuple[Level, ...]:
    """The levels in the order of their numbers' rise; complains where rule 14 is broken.

    Without a tone, the last of several after the due date is final, the first friendly, those
    between firm.
    """
    after_due = [index for index, table in enumerate(tables) if not _looks_courteous(table)]
    levels: list[Level] = []
    for index, table in enumerate(tables):
        level = _read_level(table, _tone_by_place(index, after_due))
        if after_due and index == after_due[0] and level.after is After.PREVIOUS:
            table.complain("after", "the first level may not count from the previous")
        if levels and level.number <= levels[-1].number:
            table.complain("number", f"not above the one before: {level.number}")
        if level.is_courtesy and level.after is not After.DUE:
            table.complain("days", f'below 0 only after "due": {level.days}')
        if level.is_courtesy and any(not earlier.is_courtesy for earlier in levels):
            table.complain("days", f"a courtesy stands after a later level: {level.days}")
        table.close()
        levels.append(level)
    return tuple(levels)


def _read_level(table: Table, tone: Tone) -> Level:
    for name in ("number", "days"):
        if not table.has(name):
            table.complain(name, "is missing")
    return Level(
        number=table.whole("number", 0),
        days=table.whole("days", 0, at_least=None),
        after=table.choice("after", After.DUE),
        channel=table.choice("channel", Channel.EMAIL),
        tone=table.choice("tone", tone),
    )


def _looks_courteous(table: Table) -> bool:
    days = table.peek("days")
    return isinstance(days, int) and days < 0


def _tone_by_place(index: int, after_due: list[int]) -> Tone:
    if index not in after_due:
        return Tone.COURTESY
    if index == after_due[0]:
        return Tone.FRIENDLY
    return Tone.FINAL if index == after_due[-1] else Tone.FIRM


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
