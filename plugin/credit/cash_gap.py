"""Which chases would most likely cover a payment of ours: the fewest customers whose money, asked
for now, closes the gap by a day.

What a chase moves is counted from this organisation's own messages. It decides and sends nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from plugin.credit.money import Money
from plugin.credit.outlook import PROMISED, Expected, likely_sum

#: before any message was answered: ten were, and four of them with money within seven days
_ASKED_BEFORE, _PAID_BEFORE, _WITHIN = 10.0, 4.0, 7
#: the organisation's own share stands for so many messages to one customer
_OF_THE_HOUSE = 4.0
_CENT = Decimal("0.01")
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Asked:
    """One invoice that a message asked for, and the days until money came; None while it has not.

    `ago` is how many days ago that was.
    """

    customer_id: str
    ago: int
    paid_after: int | None


@dataclass(frozen=True, slots=True)
class Answers:
    """How a share of money was found: `paid` of `asked` invoices within `days` of a message."""

    asked: int
    paid: int
    days: int
    share: float


@dataclass(frozen=True, slots=True)
class Chase:
    """A customer whose chase would move money by the day.

    `without` is expected of `open` by then anyway, `gain` what a chase adds; `parts` is what would
    be asked for.
    """

    customer_id: str
    parts: tuple[Expected, ...]
    open: Money
    without: Money
    gain: Money
    answers: Answers


@dataclass(frozen=True, slots=True)
class CashGap:
    """What is missing on a day, and the fewest chases that would most likely close it.

    `expected` comes in without a chase; `missing` is what is needed less cash and that. `left` is
    what even all chases together would not bring.
    """

    by: date
    needed: Money
    cash: Money
    expected: Money
    missing: Money
    chases: tuple[Chase, ...]
    left: Money
    passed_over: int


def answers_of(asked: Iterable[Asked], days: int) -> Callable[[str], Answers]:
    """How money follows a message within so many days, by customer.

    The customer's own share, with four messages of the organisation's share added; the
    organisation's, with ten added of which four were paid within seven days. A message younger
    than so many days and not answered yet is not counted.
    """
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for each in asked:
        paid = each.paid_after is not None and each.paid_after <= days
        if paid or each.ago >= days:
            for key in (each.customer_id, ""):
                counts[key][0] += 1
                counts[key][1] += paid
    before = _PAID_BEFORE * min(days, _WITHIN) / _WITHIN
    every = counts[""]
    house = (every[1] + before) / (every[0] + _ASKED_BEFORE)

    def of(customer_id: str) -> Answers:
        number, paid = counts.get(customer_id, (0, 0))
        share = (paid + _OF_THE_HOUSE * house) / (number + _OF_THE_HOUSE)
        return Answers(number, paid, days, share)

    return of


def cash_gap(
    parts: Sequence[Expected],
    *,
    on: date,
    by: date,
    needed: Money,
    cash: Money,
    answers: Callable[[str], Answers],
    silent: Mapping[str, str],
) -> CashGap:
    """The smallest set of chases whose likely gain covers what is missing by a day.

    Only what is due by the day is asked for, and nobody in `silent` (customer id: why). A chase
    gains, of each part, its amount times what the share of answers exceeds the chance that it is
    paid by the day anyway. The largest gains first: no smaller set reaches as far. Amounts are of
    one currency. Raises MixedCurrencies where `cash` is of another.
    """
    currency = needed.currency
    expected = likely_sum(parts, by, currency)
    missing = needed - cash - expected
    of_customer: dict[str, list[Expected]] = defaultdict(list)
    passed_over: set[str] = set()
    for each in parts:
        if each.amount.currency != currency or not each.days or each.due > by:
            continue
        if each.what == PROMISED or each.invoice.customer_id in silent:
            passed_over.add(each.invoice.customer_id)
        elif by >= on:
            of_customer[each.invoice.customer_id].append(each)
    found = [_chase(id_, theirs, by, answers(id_)) for id_, theirs in of_customer.items()]
    found = [chase for chase in found if chase.gain.amount > 0]
    found.sort(key=lambda chase: (-chase.gain.amount, chase.customer_id))
    chosen: list[Chase] = []
    left = max(missing.amount, _NOTHING)
    for chase in found:
        if left <= 0:
            break
        chosen.append(chase)
        left -= chase.gain.amount
    return CashGap(
        by=by,
        needed=needed,
        cash=cash,
        expected=expected,
        missing=Money(max(missing.amount, _NOTHING), currency),
        chases=tuple(chosen),
        left=Money(max(left, _NOTHING), currency),
        passed_over=len(passed_over - of_customer.keys()),
    )


def _chase(customer_id: str, parts: Sequence[Expected], by: date, answers: Answers) -> Chase:
    currency = parts[0].amount.currency
    gain = without = owed = _NOTHING
    moved: list[Expected] = []
    for each in parts:
        chance = each.by(by)
        owed += each.amount.amount
        without += each.amount.amount * Decimal(str(chance))
        if answers.share > chance:
            gain += each.amount.amount * Decimal(str(answers.share - chance))
            moved.append(each)
    moved.sort(key=lambda each: (-each.amount.amount, each.invoice.number))
    return Chase(
        customer_id,
        tuple(moved),
        Money(owed, currency),
        Money(without.quantize(_CENT, ROUND_HALF_UP), currency),
        Money(gain.quantize(_CENT, ROUND_HALF_UP), currency),
        answers,
    )
