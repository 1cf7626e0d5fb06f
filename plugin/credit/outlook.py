"""What comes in from each open invoice, and when: the forecast with what a customer promised,
contests or agreed.

A promise stands for as much as this customer's promises are worth; what is contested is out until
a person has decided; an instalment of a plan is forecast by its own date. It reads no ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from plugin.credit.account import Account, Invoice
from plugin.credit.disputes import may_be_disputed
from plugin.credit.forecast import Chances, Forecast, Possible, forecast_of, left_possible
from plugin.credit.forecast_moves import Snap, merged, snapped
from plugin.credit.forecast_picture import Picture
from plugin.credit.forecast_why import count, per_cent, why_of
from plugin.credit.money import Money
from plugin.credit.plans import shares_by_invoice, standing_plans
from plugin.credit.policy import CreditPolicy
from plugin.credit.promises import PromiseState, deadline, judge_all

#: a customer's promises are worth kept + 1 of counted + 2: without any, one in two is kept
_KEPT_BEFORE, _COUNTED_BEFORE = 1, 2
#: of kept promises this share is paid on the day named, the rest by the last day of grace
_ON_THE_DAY = 0.7
#: what part of an invoice a forecast is about; empty for all that follows the past
CONTESTED, INSTALMENT, RETAINED, PROMISED = "contested", "instalment", "retained", "promised"
_UNDECIDED = "n/a: contested, so not forecast until a person has decided"
_NOTHING = Decimal(0)
_CENT = Decimal("0.01")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Promised:
    """A part of an invoice promised for `due`; kept up to `last`; `worth` is its chance.

    `kept` of `counted` promises of this customer were kept.
    """

    amount: Decimal
    due: date
    last: date
    kept: int
    counted: int

    @property
    def worth(self) -> float:
        """How likely it is kept: what was kept before, and one of two more."""
        return (self.kept + _KEPT_BEFORE) / (self.counted + _COUNTED_BEFORE)


@dataclass(frozen=True, slots=True)
class Moves:
    """What a customer promised, contests or agreed, by invoice id; amounts in its currency."""

    promised: Mapping[str, Sequence[Promised]] = field(default_factory=dict)
    disputed: Mapping[str, Decimal] = field(default_factory=dict)
    #: instalments of plans: due date and amount
    planned: Mapping[str, Sequence[tuple[date, Decimal]]] = field(default_factory=dict)
    retained: Mapping[str, tuple[date, Decimal]] = field(default_factory=dict)


NO_MOVES = Moves()


@dataclass(frozen=True, slots=True)
class Owing:
    """An invoice of which something is owed; `balance` is what."""

    id: str
    number: str
    customer_id: str
    issued: date
    due: date
    balance: Money


@dataclass(frozen=True, slots=True)
class Expected:
    """A part of an open invoice and when it comes: `amount` by `forecast`.

    `days` are ordinals of the possible days, each with its share, rising. Where there is no
    forecast, `why_not` says why and `days` is empty. `due` is the part's own due date.
    """

    invoice: Owing
    amount: Money
    due: date
    what: str
    forecast: Forecast | None
    days: tuple[tuple[int, float], ...] = ()
    why_not: str = ""

    def by(self, day: date) -> float:
        """The chance that it is paid by the end of a day."""
        last = day.toordinal()
        return sum(share for each, share in self.days if each <= last)


def moves_of(account: Account, policy: CreditPolicy, on: date) -> Moves:
    """What stands between a customer's past and their next payments, from their account."""
    plans = shares_by_invoice(standing_plans(account)) if account.plans else {}
    disputed: dict[str, Decimal] = {}
    for each in account.invoices:
        if each.is_open and any(one.invoice_id == each.id for one in account.disputes):
            left = may_be_disputed(each, account.disputes).amount
            disputed[each.id] = each.balance.amount - left
    return Moves(
        promised=_promised(account, policy, on),
        disputed=disputed,
        planned={
            id_: tuple((each.part.due, each.amount) for each in shares)
            for id_, shares in plans.items()
        },
        retained={
            each.id: (each.retained.due, each.retained.amount.amount)
            for each in account.invoices
            if each.retained is not None and each.retained.due > on
        },
    )


def _promised(account: Account, policy: CreditPolicy, on: date) -> dict[str, list[Promised]]:
    """What of each invoice is promised; a promise of several covers the oldest due first."""
    outcomes = judge_all(account, policy, on)
    over = [each for each in outcomes if each.state is not PromiseState.OPEN]
    kept = sum(each.state is PromiseState.KEPT for each in over)
    invoices = sorted((i for i in account.invoices if i.is_open), key=lambda i: (i.due, i.id))
    found: dict[str, list[Promised]] = {}
    for outcome in outcomes:
        if outcome.state is not PromiseState.OPEN or outcome.deadline < on:
            continue
        left = outcome.missing.amount
        for each in invoices:
            named = outcome.promise.invoice_ids
            wanted = (not named or each.id in named) and each.balance.currency == (
                outcome.missing.currency
            )
            part = min(left, each.balance.amount) if wanted else _NOTHING
            if part > 0:
                one = Promised(part, outcome.promise.due, outcome.deadline, kept, len(over))
                found.setdefault(each.id, []).append(one)
                left -= part
    for each in invoices:
        if each.expected_on is not None and each.id not in found:
            last = deadline(each.expected_on, policy.promise_grace_days, account.calendar)
            if on <= last:
                amount = each.balance.amount
                found[each.id] = [Promised(amount, each.expected_on, last, kept, len(over))]
    return found


def expect(
    invoice: Owing,
    chances: Chances | None,
    picture: Picture | None,
    on: date,
    *,
    moves: Moves = NO_MOVES,
    snap: Snap | None = None,
    too_little: str = "",
) -> tuple[Expected, ...]:
    """The parts of an open invoice, each with its forecast as seen on a day; they sum to it.

    What is contested goes first, then instalments of a plan and what is retained, each by its own
    date, then what is promised; the rest follows the past.
    """
    left = invoice.balance.amount
    found: list[Expected] = []
    for claim in _claims(invoice, moves):
        part = min(claim.amount, left)
        if part <= 0:
            continue
        left -= part
        amount = Money(part, invoice.balance.currency)
        if claim.what == CONTESTED:
            found.append(Expected(invoice, amount, claim.due, CONTESTED, None, (), _UNDECIDED))
        elif chances is None or picture is None:
            found.append(Expected(invoice, amount, claim.due, claim.what, None, (), too_little))
        elif claim.promise is not None:
            found.append(_by_promise(invoice, amount, claim.promise, (chances, picture, on, snap)))
        else:
            found.append(_by_the_past(invoice, amount, claim, (chances, picture, on, snap)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Claim:
    """What one of the agreements claims of an invoice, before the next."""

    what: str
    amount: Decimal
    due: date
    promise: Promised | None = None


def _claims(invoice: Owing, moves: Moves) -> list[_Claim]:
    """In their order; the last is whatever is left."""
    id_, due = invoice.id, invoice.due
    found = []
    if id_ in moves.disputed:
        found.append(_Claim(CONTESTED, moves.disputed[id_], due))
    found += [_Claim(INSTALMENT, amount, day) for day, amount in moves.planned.get(id_, ())]
    if id_ in moves.retained:
        day, amount = moves.retained[id_]
        found.append(_Claim(RETAINED, amount, day))
    found += [_Claim(PROMISED, each.amount, due, each) for each in moves.promised.get(id_, ())]
    found.append(_Claim("", invoice.balance.amount, due))
    return found


_Seen = tuple[Chances, Picture, date, Snap | None]


def _by_the_past(invoice: Owing, amount: Money, claim: _Claim, seen: _Seen) -> Expected:
    chances, picture, on, snap = seen
    due = claim.due
    issued = min(invoice.issued, due)
    left = left_possible(chances, issued=issued, due=due, on=max(on, issued))
    possible = snapped(left, snap, due=due, on=on)
    found = forecast_of(possible, due=due, on=on)
    found = replace(found, why=why_of(chances, picture, found, due=due, snap=snap))
    return Expected(invoice, amount, due, claim.what, found, _days(possible, due, on))


def _by_promise(invoice: Owing, amount: Money, promise: Promised, seen: _Seen) -> Expected:
    """Kept, it comes on the day named or within its grace; broken, as the past says after that."""
    chances, picture, on, snap = seen
    due = invoice.due
    named, last = (max(day, on) for day in (promise.due, promise.last))
    kept: Possible = [
        (float((named - due).days), _ON_THE_DAY),
        (float((last - due).days), 1 - _ON_THE_DAY),
    ]
    after = last + _DAY
    broken = left_possible(chances, issued=min(invoice.issued, due), due=due, on=after)
    broken = snapped(broken, snap, due=due, on=after)
    possible = merged([(promise.worth, kept), (1 - promise.worth, broken)])
    found = forecast_of(possible, due=due, on=on)
    promised = (
        f"Promised for {promise.due}: they have kept {promise.kept} of"
        f" {count(promise.counted, 'promise')}, so it counts for {per_cent(promise.worth)}."
    )
    said = (promised, *why_of(chances, picture, found, due=due, snap=snap)[:1])
    found = replace(found, why=said)
    return Expected(invoice, amount, due, PROMISED, found, _days(possible, due, on))


def _days(possible: Possible, due: date, on: date) -> tuple[tuple[int, float], ...]:
    """Possible days late as days: whole ones, none before `on`."""
    base, first = due.toordinal(), on.toordinal()
    found: dict[int, float] = {}
    for late, share in possible:
        day = max(first, base + int((late + 0.5) // 1))
        found[day] = found.get(day, 0.0) + share
    return tuple(sorted(found.items()))


def likely_sum(parts: Iterable[Expected], by: date, currency: str) -> Money:
    """What of these parts is expected by the end of a day: each by its chance, to the cent."""
    total = sum(
        (
            each.amount.amount * Decimal(str(each.by(by)))
            for each in parts
            if each.amount.currency == currency
        ),
        _NOTHING,
    )
    return Money(total.quantize(_CENT, ROUND_HALF_UP), currency)


def owing_of(invoices: Iterable[Invoice], customer_id: str) -> tuple[Owing, ...]:
    """The open invoices of an account, charges apart (rule 36)."""
    return tuple(
        Owing(each.id, each.number, customer_id, each.issued, each.due, each.balance)
        for each in invoices
        if each.is_open and not each.is_charge
    )
