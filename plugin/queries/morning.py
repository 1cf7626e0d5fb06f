"""What a morning letter says to one person: who waits, what goes today, what came in, what one tap
could change. It sends nothing and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from plugin.calendars import calendar_for
from plugin.credit.decisions import TaskKind
from plugin.credit.money import Money
from plugin.credit.policy import Mode
from plugin.letters.morning_facts import (
    CameLine,
    Change,
    GoLine,
    MorningFacts,
    Offer,
    WaitLine,
)
from plugin.letters.wording import counted, day, listed, money
from plugin.queries.morning_matters import DECIDE_DAILY, SEE, Matter, Whom
from plugin.queries.morning_rooms import matters
from plugin.queries.reminders import MessageLine, stack
from plugin.store import Tx, policies
from plugin.store.organisations import Organisation
from plugin.store.people import Member
from plugin.store.reading import Record, morning

#: a payment dated longer before the last letter was told of already, whatever touched it since
_DATED_WITHIN = timedelta(days=14)
#: more drafts than this are not approved by one tap out of a mail: each of them is compared, one by
#: one, with what it was in the letter
MOST_AT_ONCE = 40


def morning_facts(
    tx: Tx, organisation: Organisation, member: Member, now: datetime, since: datetime
) -> MorningFacts:
    """The letter of this instant's civil day, with what came in after `since`."""
    zone = ZoneInfo(organisation.timezone)
    today = now.astimezone(zone).date()
    whom = whom_of(organisation, member, now)
    found = matters(tx, whom)
    going = _going(tx, whom, until=_midnight(today, organisation))
    came = _came_in(tx, since, since.astimezone(zone).date()) if whom.is_any(SEE) else ()
    stopped = organisation.stopped_until if organisation.is_stopped(today) else None
    return MorningFacts(
        organisation=organisation.name,
        on=today,
        since=since.astimezone(zone).date(),
        waits=_waits(found),
        going=going,
        came=came,
        stopped_until=stopped,
        offers=tuple(_offers(tx, whom, found, going, is_stopped=stopped is not None)),
    )


def whom_of(organisation: Organisation, member: Member, now: datetime) -> Whom:
    """The person, on the organisation's civil day of an instant."""
    today = now.astimezone(ZoneInfo(organisation.timezone)).date()
    years = (today.year - 1, today.year, today.year + 1)
    return Whom(member, today, now, calendar_for(organisation.country, years))


def _waits(found: Sequence[Matter]) -> tuple[WaitLine, ...]:
    """The matters by their headings, in their order; drafts stand below what goes today."""
    headings: dict[str, list[Matter]] = {}
    for matter in found:
        headings.setdefault(matter.heading, []).append(matter)
    return tuple(
        WaitLine(heading=heading, count=len(its), words=its[0].words)
        for heading, its in headings.items()
    )


def _midnight(today: date, organisation: Organisation) -> datetime:
    """The end of a civil day of the organisation."""
    zone = ZoneInfo(organisation.timezone)
    return datetime.combine(today + timedelta(days=1), datetime.min.time(), zone)


def _going(tx: Tx, whom: Whom, *, until: datetime) -> tuple[GoLine, ...]:
    """What goes today: approved first, then what waits for a yes."""
    if not whom.is_any(SEE):
        return ()
    found = stack(tx)
    today = [line for line in found.going if line.goes_at is None or line.goes_at < until]
    asked = found.waiting if whom.is_any(DECIDE_DAILY) else ()
    others = whom.leaves_out(tx, [line.customer_id for line in asked])
    return (
        *(_go_line(line, waits=False) for line in today),
        *(_go_line(line, waits=True) for line in asked if line.customer_id not in others),
    )


def _go_line(line: MessageLine, *, waits: bool) -> GoLine:
    return GoLine(
        message_id=str(line.id),
        customer_id=line.customer_id,
        customer=line.customer,
        what=line.level,
        amount=line.total,
        asks=not line.asks_nothing,
        waits=waits,
        with_all=line.may_go_with_all and line.channel != "letter",
    )


def _came_in(tx: Tx, since: datetime, since_day: date) -> tuple[CameLine, ...]:
    money_in = morning.payments_since(tx, since=since, dated_from=since_day - _DATED_WITHIN)
    lines = (
        _came("payment", money_in),
        _came("promise", morning.promises_since(tx, since=since)),
        _came("payment plan", morning.plans_since(tx, since=since)),
    )
    return tuple(line for line in lines if line is not None)


def _came(what: str, rows: Sequence[Record]) -> CameLine | None:
    if not rows:
        return None
    ordered = sorted(rows, key=lambda row: row.currency)
    amounts = tuple(
        Money(sum(row.amount for row in its), currency)
        for currency, its in ((key, list(its)) for key, its in groupby(ordered, _currency_of))
    )
    names = tuple(dict.fromkeys(row.name for row in rows))
    return CameLine(what=what, count=sum(row.n for row in rows), amounts=amounts, names=names)


def _currency_of(row: Record) -> str:
    return str(row.currency)


def _offers(
    tx: Tx, whom: Whom, found: Sequence[Matter], going: Sequence[GoLine], *, is_stopped: bool
) -> Iterable[Offer]:
    """Changes of one tap that are true today, the most useful first; any may be missing."""
    if any(matter.asks == TaskKind.STALE_BOOKS for matter in found):
        yield Offer(
            change=Change.BOOKS, label="I have looked in the bank: the books are up to date"
        )
    if not whom.is_any(DECIDE_DAILY):
        return
    together = [line for line in going if line.waits and line.with_all]
    drafted = _drafted(tx, together)
    together = [line for line in together if line.customer_id not in drafted]
    if 0 < len(together) <= MOST_AT_ONCE:
        yield Offer(
            change=Change.APPROVE,
            label=f"Approve {_what(together)}",
            about={"messages": [line.message_id for line in together]},
        )
    if going:
        first = max(going, key=lambda line: (not line.waits, line.asks, line.amount.amount))
        yield Offer(
            change=Change.HOLD,
            label=f"Hold {first.customer} for today",
            about={"customer": first.customer_id, "message": first.message_id},
        )
    for row in morning.held(tx, on=whom.on)[:1]:
        late = money(Money(row.late, row.currency))
        yield Offer(
            change=Change.RELEASE,
            label=f"Release {row.name}: {late} late, held until {day(row.until, whom.on)}",
            about={"hold": str(row.id), "customer": row.customer_id},
        )
    if going and not is_stopped:
        yield Offer(change=Change.QUIET, label="Send nothing to anybody today")


def _drafted(tx: Tx, lines: Sequence[GoLine]) -> frozenset[str]:
    """The customers whose policy is a draft: nothing of theirs may be approved."""
    named, held = policies.in_force(tx), policies.policy_held(tx, [x.customer_id for x in lines])
    return frozenset(
        line.customer_id
        for line in lines
        if named.named(held.get(line.customer_id)).mode is Mode.DRAFT
    )


def _what(lines: Sequence[GoLine]) -> str:
    """three messages for £1,204.00"""
    sums: dict[str, Money] = {}
    for line in lines:
        if line.asks:
            before = sums.get(line.amount.currency, Money.zero(line.amount.currency))
            sums[line.amount.currency] = before + line.amount
    amounts = f" for {listed([money(each) for each in sums.values()])}" if sums else ""
    return f"{counted(len(lines), 'message')}{amounts}"
