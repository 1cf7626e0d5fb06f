"""The notes that are written into the ledger, where they stand for ever (rule 32).

They hold amounts, dates, document numbers, the status, a neutral reason and a link, and nothing
else: every event below is typed so that there is no place for a customer's own words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plugin.credit.account import CreditStatus
from plugin.credit.decisions import (
    BrokenPromise,
    CannotCompare,
    NearLimit,
    OldestOverdue,
    OverLimit,
    StatusReason,
)
from plugin.credit.money import Money, total
from plugin.letters.wording import counted, dated, days, money, sentence

#: what the ledger takes in one note, in characters
LONGEST = 2500
_ID_LENGTH = 36


@dataclass(frozen=True, slots=True)
class StatusSet:
    """The credit status became worse: watch or stop, and why."""

    on: date
    status: CreditStatus
    reasons: tuple[StatusReason, ...]


@dataclass(frozen=True, slots=True)
class StatusCleared:
    """The credit status became better; `reasons` are those that still hold it above open."""

    on: date
    was: CreditStatus
    now: CreditStatus
    reasons: tuple[StatusReason, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One invoice in a note: its number, due date and what of it was unpaid."""

    number: str
    due: date
    amount: Money


@dataclass(frozen=True, slots=True)
class FirstChase:
    """The first reminder after the due date went out for these invoices."""

    on: date
    lines: tuple[NoteLine, ...]


@dataclass(frozen=True, slots=True)
class FinalNotice:
    """The final notice went out for these invoices."""

    on: date
    lines: tuple[NoteLine, ...]


@dataclass(frozen=True, slots=True)
class PromiseNoted:
    """Payment of these invoices was promised by a date."""

    on: date
    lines: tuple[NoteLine, ...]
    amount: Money
    due: date


@dataclass(frozen=True, slots=True)
class PlanNoted:
    """Payment of these invoices in instalments was agreed: how many, from when to when."""

    on: date
    lines: tuple[NoteLine, ...]
    amount: Money
    count: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class NotExpected:
    """A promise was withdrawn, and its date stands in the invoice because it cannot be emptied."""

    on: date
    number: str
    due: date


@dataclass(frozen=True, slots=True)
class DisputeNoted:
    """Part of an invoice is in query; never what the query is."""

    on: date
    number: str
    amount: Money


@dataclass(frozen=True, slots=True)
class HandedOver:
    """These invoices are collected by somebody else from a day on, or again by us alone."""

    on: date
    lines: tuple[NoteLine, ...]
    is_back: bool = False


@dataclass(frozen=True, slots=True)
class FlagsEnd:
    """The organisation is disconnecting: from this day nobody keeps this contact's flag."""

    on: date
    status: CreditStatus


NoteEvent = (
    StatusSet
    | StatusCleared
    | FirstChase
    | FinalNotice
    | PromiseNoted
    | PlanNoted
    | NotExpected
    | DisputeNoted
    | HandedOver
    | FlagsEnd
)


def ledger_note(events: Sequence[NoteEvent], link: str) -> str:
    """One note of at most 2,500 characters for these events, oldest first.

    The last line is `link`, alone, so that a later look into the ledger finds the note again. Long
    lists of invoices are shortened to the first and a sum. Where the link holds `{id}`, room is
    kept for the id that will stand there. Raises ValueError for a link with a blank in it, and
    where there is nothing to note.
    """
    if not events or not link or link.split() != [link]:
        raise ValueError("a note needs an event, and a link without blanks")
    longest = max((len(_lines(event)) for event in events), default=0)
    room = LONGEST - len(link.replace("{id}", "0" * _ID_LENGTH)) - 1
    for most in (longest, *(step for step in (60, 40, 20, 10, 5, 3, 1) if step < longest)):
        body = " ".join(_worded(event, max(1, most)) for event in events)
        if len(body) <= room:
            return f"{body}\n{link}"
    return f"{body[: room - 1]}…\n{link}"


def _worded(event: NoteEvent, most: int) -> str:
    match event:
        case StatusSet(_, status, reasons):
            words = f"credit status set to {status.value}. {_because(reasons)}"
        case StatusCleared(_, was, now, reasons):
            words = f"credit status {was.value} cleared; it is now {now.value}. {_because(reasons)}"
        case FirstChase(_, lines):
            words = f"first reminder sent for {_invoices(lines, most)}."
        case FinalNotice(_, lines):
            words = f"final notice sent for {_invoices(lines, most)}."
        case PromiseNoted(_, lines, amount, due):
            what = _invoices(lines, most)
            words = f"payment of {money(amount)} expected by {dated(due)} for {what}."
        case PlanNoted() | HandedOver():
            words = _settled(event, most)
        case NotExpected(_, number, due):
            words = f"payment of {number} is no longer expected by {dated(due)}."
        case DisputeNoted(_, number, amount):
            words = f"{money(amount)} of {number} is in query and is not chased."
        case FlagsEnd(_, status):
            words = (
                f"the credit status was {status.value}. From this date Goodterms no longer keeps "
                "credit flags for this organisation."
            )
    return f"{dated(event.on)}: {words}".strip()


def _settled(event: PlanNoted | HandedOver, most: int) -> str:
    what = _invoices(event.lines, most)
    if isinstance(event, PlanNoted):
        return (
            f"payment of {money(event.amount)} agreed in {counted(event.count, 'instalment')}, "
            f"{dated(event.first)} to {dated(event.last)}, for {what}."
        )
    if event.is_back:
        return f"{what}: no longer with an outside collector."
    return f"handed to an outside collector: {what}. No reminders are sent from here."


def _lines(event: NoteEvent) -> tuple[NoteLine, ...]:
    return (
        event.lines
        if isinstance(event, FirstChase | FinalNotice | PromiseNoted | PlanNoted | HandedOver)
        else ()
    )


def _invoices(lines: tuple[NoteLine, ...], most: int) -> str:
    shown = [
        f"{line.number} ({money(line.amount)}, due {dated(line.due)})" for line in lines[:most]
    ]
    if len(lines) == 1:
        return shown[0]
    in_all = money(total((line.amount for line in lines), lines[0].amount.currency))
    rest = len(lines) - len(shown)
    if rest:
        return f"{', '.join(shown)} and {rest:,} more, {in_all} in all"
    return f"{', '.join(shown[:-1])} and {shown[-1]}, {in_all} in all"


def _because(reasons: tuple[StatusReason, ...]) -> str:
    return " ".join(sentence(_reason(reason)) for reason in reasons)


def _reason(reason: StatusReason) -> str:
    match reason:
        case OverLimit(by, exposure, limit):
            return f"exposure {money(exposure)} is over the limit {money(limit)} by {money(by)}."
        case NearLimit(utilisation, exposure, limit):
            return f"exposure {money(exposure)} is {utilisation:.0f} % of the limit {money(limit)}."
        case OldestOverdue(late, number, balance):
            return f"{number} is {days(late)} late, {money(balance)} unpaid."
        case BrokenPromise(numbers, due, _):
            what = f" for {numbers[0]}" if len(numbers) == 1 else ""
            if len(numbers) > 1:
                what = f" for {counted(len(numbers), 'invoice')}"
            return f"payment expected by {dated(due)}{what} was not received."
        case CannotCompare(currency, limit_currency):
            return f"an amount in {currency} cannot be compared with the limit in {limit_currency}."
