"""What a policy would have done over a past, told so that a person can decide on it.

It counts what a replay says; it compares nothing with what was really sent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.decisions import ProposedMessage
from plugin.credit.history import Past, PastInvoice, balances_on
from plugin.credit.metrics import on_time
from plugin.credit.money import Money, total
from plugin.credit.replay import Run

#: whoever pays so soon after a message had probably paid already
_ABOUT_TO_PAY = timedelta(days=3)
#: of the last twelve, so many on time make somebody one does not write firmly to
_PUNCTUAL = Decimal("0.75")
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Annoyed:
    """A customer who would have heard from us for nothing, or harder than their record deserves.

    `soon` messages came within three days before the money; `hard` were firm or final although
    three quarters of their last twelve invoices were on time.
    """

    customer_id: str
    soon: int
    hard: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """A customer whose stop would have been proposed: for how long, and what was sold meanwhile.

    `paid` of `sold` was paid by the end; amounts are sums per currency, never across.
    """

    customer_id: str
    since: date
    until: date | None
    sold: tuple[Money, ...]
    paid: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """The last months under a policy; `by_month` counts messages by month and level number.

    `statements` went beside these messages: they ask for nothing.
    """

    first: date
    last: date
    messages: int
    customers: int
    by_month: tuple[tuple[date, tuple[tuple[int, int], ...]], ...]
    finals: int
    annoyed: tuple[Annoyed, ...]
    stopped: tuple[Stopped, ...]
    most_to_one: tuple[str, int] | None
    statements: int = 0


def tried(runs: Iterable[Run], pasts: Sequence[Past], days: Sequence[date]) -> Tried:
    """Sum up a replay over `days`, which are the run dates in order and not empty."""
    by_id = {past.customer.id: past for past in pasts}
    months: dict[date, Counter[int]] = {}
    to: Counter[str] = Counter()
    soon: Counter[str] = Counter()
    hard: Counter[str] = Counter()
    finals = statements = 0
    stops: dict[str, list[tuple[date, date | None]]] = {}
    for run in runs:
        who = run.account.customer.id
        _note_stop(stops.setdefault(who, []), run)
        statements += len(run.review.statements)
        for message in run.messages:
            months.setdefault(run.on.replace(day=1), Counter())[message.level] += 1
            to[who] += 1
            finals += message.is_final
            soon[who] += _pays_anyway(message, by_id[who], run.on)
            hard[who] += message.tone.is_firm and _is_punctual(run)
    return Tried(
        first=days[0],
        last=days[-1],
        messages=sum(to.values()),
        customers=len(to),
        by_month=tuple(
            (month, tuple(sorted(levels.items()))) for month, levels in sorted(months.items())
        ),
        finals=finals,
        annoyed=_annoyed(soon, hard),
        stopped=_stopped(stops, by_id, days[-1]),
        most_to_one=to.most_common(1)[0] if to else None,
        statements=statements,
    )


def run_days(first: date, last: date, *, every: int = 1) -> tuple[date, ...]:
    """Every day from `first` to `last`, both included, or one in `every`."""
    return tuple(first + timedelta(days=n) for n in range(0, (last - first).days + 1, every))


def _pays_anyway(message: ProposedMessage, past: Past, on: date) -> bool:
    """Whether all that it asks for was paid within three days, of an invoice that was late."""
    if message.is_courtesy:
        return False
    invoices = {each.id: each for each in past.invoices}
    later = on + _ABOUT_TO_PAY
    chased = [invoices[step.invoice_id] for step in message.chased]
    return all(not sum(balances_on(each, later), _NOTHING) for each in chased)


def _is_punctual(run: Run) -> bool:
    record = on_time(run.account, run.on, policy=run.policy)
    return record.counted > 2 and Decimal(record.on_time) >= _PUNCTUAL * record.counted


def _annoyed(soon: Mapping[str, int], hard: Mapping[str, int]) -> tuple[Annoyed, ...]:
    found = [
        Annoyed(who, soon.get(who, 0), hard.get(who, 0))
        for who in sorted({*soon, *hard})
        if soon.get(who, 0) or hard.get(who, 0)
    ]
    return tuple(sorted(found, key=lambda each: (-each.hard, -each.soon, each.customer_id)))


def _note_stop(spans: list[tuple[date, date | None]], run: Run) -> None:
    stands = bool(spans) and spans[-1][1] is None
    if run.review.status.stop_proposed and not stands:
        spans.append((run.on, None))
    elif stands and not run.review.status.stop_proposed:
        spans[-1] = (spans[-1][0], run.on)


def _stopped(
    stops: Mapping[str, Sequence[tuple[date, date | None]]], pasts: Mapping[str, Past], last: date
) -> tuple[Stopped, ...]:
    found: list[Stopped] = []
    for who, spans in stops.items():
        for since, until in spans:
            end = until or last + timedelta(days=1)
            sold = [each for each in pasts[who].invoices if since <= each.issued < end]
            found.append(Stopped(who, since, until, _sums(sold), _paid(sold, last)))
    return tuple(sorted(found, key=lambda each: (each.since, each.customer_id)))


def _sums(invoices: Sequence[PastInvoice]) -> tuple[Money, ...]:
    currencies = sorted({each.currency for each in invoices})
    return tuple(
        total((Money(i.amount, i.currency) for i in invoices if i.currency == code), code)
        for code in currencies
    )


def _paid(invoices: Sequence[PastInvoice], on: date) -> tuple[Money, ...]:
    currencies = sorted({each.currency for each in invoices})
    return tuple(
        total(
            (
                Money(each.amount - sum(balances_on(each, on), _NOTHING), code)
                for each in invoices
                if each.currency == code
            ),
            code,
        )
        for code in currencies
    )
