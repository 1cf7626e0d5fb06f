"""Reads the parts of a credit policy from a document, with a complaint for each fault.

The parts themselves are in `policy_parts`; a whole policy is read in `policy`.
"""

from __future__ import annotations

from dataclasses import fields

from plugin.credit.complaints import Table
from plugin.credit.policy_parts import (
    CEILING_IN_THIRTY_DAYS,
    MOST_REPEATS,
    After,
    Channel,
    ContactLimits,
    ExposureSwitches,
    GroupNames,
    Level,
    Repeat,
    SenderName,
    StatusThresholds,
    Tolerance,
    Tone,
)

_ON_PAPER_OR_BY_MAIL = (Channel.EMAIL, Channel.LETTER)


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


def read_tolerances(table: Table) -> tuple[tuple[str, Tolerance], ...]:
    """The tolerances of the currencies that have their own."""
    house = Tolerance()
    return tuple((each, read_tolerance(table.table(each), house)) for each in table.names())


def read_house_tolerance(table: Table) -> Tolerance:
    """`tolerance` alone is for every balance, whatever left it; the other two may differ."""
    house = Tolerance()
    given = table.has("tolerance")
    balance = table.decimal("tolerance", house.balance)
    return Tolerance(
        residue=table.decimal("residue_tolerance", balance if given else house.residue),
        account=table.decimal("account_tolerance", balance if given else house.account),
        balance=balance,
    )


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
    between firm, the first of several between plain. None is before action unless it says so.
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
        if level.tone is Tone.BEFORE_ACTION and level.channel not in _ON_PAPER_OR_BY_MAIL:
            table.complain("channel", "a letter before action goes by email or letter")
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
    if index == after_due[-1]:
        return Tone.FINAL
    return Tone.PLAIN if index == after_due[1] and len(after_due) > 3 else Tone.FIRM
