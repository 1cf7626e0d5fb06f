"""The days ahead as the console shows them: by day, with sums, each message with its why.

What is coming is found elsewhere; here it only gets its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plugin.credit.decisions import AskWhy
from plugin.credit.forward import Coming, ComingStatement
from plugin.credit.money import Money
from plugin.credit.policy import Channel, Mode
from plugin.letters.why import why
from plugin.letters.wording import dated
from plugin.letters.words import ask_words, level_name, tone_name
from plugin.store.called_off import CalledOffBy

#: so many are written out; the sums and the files hold all
SHOWN = 300

_BY = {
    Channel.EMAIL: "by email",
    Channel.LETTER: "by letter",
    Channel.SMS: "by text message",
    Channel.CALL: "by telephone",
}


@dataclass(frozen=True, slots=True)
class AskedFor:
    """One invoice that a message will ask for; `level` is empty where it is the message's own."""

    number: str
    amount: Money
    days_late: int
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingLine:
    """One message of the days ahead.

    `card` is its row where it stands in the stack today. `waits` says why a person has to say yes
    to it; empty where it goes by itself.
    """

    on: date
    customer_id: str
    customer: str
    level: str
    is_courtesy: bool
    is_final: bool
    tone: str
    by: str
    total: Money
    netted: Money
    asked: tuple[AskedFor, ...]
    why: str
    waits: tuple[str, ...]
    is_draft: bool
    policy: str
    seen: str
    card: UUID | None
    approved: bool


@dataclass(frozen=True, slots=True)
class CalledOffLine:
    """A message that a person called off and that can still be undone."""

    id: UUID
    customer_id: str
    customer: str
    level: str
    numbers: tuple[str, ...]
    amount: Money
    foreseen: date
    until: date | None
    by: str


@dataclass(frozen=True, slots=True)
class Sum:
    """How many messages, and what they ask for in one currency."""

    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class DayAhead:
    """One day with what goes on it, what was called off, and its sums over all messages."""

    on: date
    lines: tuple[ComingLine, ...]
    called_off: tuple[CalledOffLine, ...]
    sums: tuple[Sum, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """A statement of the days ahead; it asks for nothing, so it is in no sum."""

    on: date
    customer_id: str
    customer: str
    currency: str
    period: str
    total: Money
    late: Money
    count: int
    is_draft: bool


def statement_lines(coming: Sequence[ComingStatement]) -> tuple[StatementLine, ...]:
    """The statements of the days ahead, in their order."""
    return tuple(
        StatementLine(
            on=each.on,
            customer_id=each.account.customer.id,
            customer=each.account.customer.name,
            currency=each.statement.currency,
            period=each.statement.period,
            total=each.statement.total,
            late=each.statement.late,
            count=len(each.statement.listed),
            is_draft=each.policy.mode is Mode.DRAFT,
        )
        for each in coming
    )


@dataclass(frozen=True, slots=True)
class ComingPage:
    """The days ahead; `hidden` messages are counted in the sums and not written out."""

    days: tuple[DayAhead, ...]
    sums: tuple[Sum, ...]
    count: int
    customers: int
    hidden: int


@dataclass(frozen=True, slots=True)
class Found:
    """A message as it was found: `seen` names it, `card` is its row in the stack today."""

    coming: Coming
    seen: str
    card: UUID | None
    approved: bool


def coming_page(
    found: Sequence[Found], off: Sequence[CalledOffBy], *, shown: int = SHOWN
) -> ComingPage:
    """The days on which anything goes or was called off, in order; at most `shown` written out."""
    by_day: dict[date, list[Found]] = {}
    for each in found:
        by_day.setdefault(each.coming.on, []).append(each)
    gone: dict[date, list[CalledOffLine]] = {}
    for decision in off:
        gone.setdefault(decision.foreseen, []).append(_called_off(decision))
    days: list[DayAhead] = []
    room = shown
    for day in sorted(by_day.keys() | gone.keys()):
        every = by_day.get(day, [])
        lines = tuple(coming_line(each) for each in every[:room])
        room -= len(lines)
        days.append(DayAhead(day, lines, tuple(gone.get(day, ())), _sums(every), len(every)))
    return ComingPage(
        days=tuple(days),
        sums=_sums(found),
        count=len(found),
        customers=len({each.coming.customer_id for each in found}),
        hidden=max(0, len(found) - shown),
    )


def coming_line(each: Found) -> ComingLine:
    """One message in words."""
    coming = each.coming
    message, account, policy = coming.message, coming.account, coming.policy
    numbers = {invoice.id: invoice.number for invoice in account.invoices}
    name = account.customer.name
    waits = [_waits(ask, coming) for ask in message.ask]
    if policy.mode is Mode.ASK_FIRST and not waits:
        waits.append("It waits for your yes, as every message does under this policy.")
    return ComingLine(
        on=coming.on,
        customer_id=coming.customer_id,
        customer=name,
        level=level_name(message.level, is_courtesy=message.is_courtesy, is_final=message.is_final),
        is_courtesy=message.is_courtesy,
        is_final=AskWhy.FINAL in message.ask,
        tone=tone_name(message.tone),
        by=_BY[message.channel],
        total=message.total,
        netted=message.netted,
        asked=tuple(
            AskedFor(
                numbers[step.invoice_id],
                step.amount,
                step.days_late,
                "" if step.level == message.level else level_name(step.level),
            )
            for step in message.chased
        ),
        why=why(message, account, coming.on),
        waits=tuple(waits),
        is_draft=policy.mode is Mode.DRAFT,
        policy=policy.name,
        seen=each.seen,
        card=each.card,
        approved=each.approved,
    )


def _waits(ask: AskWhy, coming: Coming) -> str:
    """Why a person is asked; books that look stale on a day to come may be right by then."""
    account = coming.account
    if ask is AskWhy.STALE_BOOKS and account.reconciled_to is not None:
        return (
            "It asks whether it was paid already, unless the books are reconciled beyond"
            f" {dated(account.reconciled_to)} by then."
        )
    return ask_words(ask, account.customer.name, account.reconciled_to)


def _called_off(decision: CalledOffBy) -> CalledOffLine:
    return CalledOffLine(
        id=decision.id,
        customer_id=decision.customer_id,
        customer=decision.customer,
        level=level_name(
            decision.level, is_courtesy=decision.is_courtesy, is_final=decision.is_final
        ),
        numbers=tuple(sorted(decision.numbers)),
        amount=Money(decision.amount, decision.currency),
        foreseen=decision.foreseen,
        until=decision.until,
        by=decision.by,
    )


def _sums(found: Iterable[Found]) -> tuple[Sum, ...]:
    sums: dict[str, Sum] = {}
    for each in found:
        total = each.coming.message.total
        before = sums.get(total.currency, Sum(0, Money.zero(total.currency)))
        sums[total.currency] = Sum(before.count + 1, before.amount + total)
    return tuple(sorted(sums.values(), key=lambda each: -each.count))
