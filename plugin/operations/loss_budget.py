"""The loss budget: the owner's bound, and the book that it bounds, in the base currency.

Which suggestions fit is the engine's rule; here the book is gathered and the bound is set.
"""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from plugin.credit.limit_book import Book
from plugin.credit.loss_budget import AtRisk
from plugin.credit.money import Money
from plugin.letters.wording import money
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import Ground, ground
from plugin.store import Tx, limit_refusals
from plugin.store.reading import Record
from plugin.store.reading import book as read

_NOTHING = Decimal(0)


def book_of(tx: Tx, on: Ground) -> Book:
    """The whole book as of each customer's last review; one sum, by rates that are named."""
    base = on.organisation.base_currency
    rates = {each.currency: each for each in read.newest_rates(tx, on=on.today, base=base)}
    found: dict[str, AtRisk] = {}
    used: set[str] = set()
    left_out: list[str] = []

    def in_base(amount: Decimal, currency: str) -> Decimal | None:
        if currency == base or not amount:
            return amount
        rate = rates.get(currency)
        if rate is None:
            return None
        used.add(currency)
        return amount * rate.base_per_unit

    for row in read.book(tx):
        owed = [in_base(Decimal(each["amount"]), each["currency"]) for each in row.exposure]
        subject, limit, currency = _whose(row)
        limit = in_base(limit, currency) if limit is not None else None
        if None in owed or (limit is None and currency):
            left_out.append(row.name)
        exposure = sum((each for each in owed if each is not None), _NOTHING)
        known = found.get(subject)
        if known is not None:
            # a family is as good as its weakest member, until its own score is found
            scores = [each for each in (known.score, row.score) if each is not None]
            exposure, score = exposure + known.exposure, min(scores, default=None)
        else:
            score = row.score
        found[subject] = AtRisk(subject, limit, exposure, score)
    return Book(found, tuple(rates[code] for code in sorted(used)), tuple(left_out))


def _whose(row: Record) -> tuple[str, Decimal | None, str]:
    if row.family_id is not None:
        return f"f:{row.family_id}", row.family_limit, row.family_currency
    return f"c:{row.id}", row.credit_limit, row.limit_currency or ""


def set_loss_budget(
    doors: Doors, *, org_id: UUID, by: str, amount: Decimal | None, why: str
) -> None:
    """Set what the whole book may be expected to lose, or take the bound away.

    Raises NotPossible where it is below zero. It takes no limit away from anybody.
    """
    if amount is not None and amount < 0:
        raise NotPossible("Nothing was changed: a loss budget is zero or more.")
    with decided(doors, org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        base = on.organisation.base_currency
        budget = Money(amount, base).rounded() if amount is not None else None
        limit_refusals.set_loss_budget(tx, budget, currency=base, why=why.strip(), by=by, at=on.now)
        words = f"Loss budget set to {money(budget)}" if budget else "Loss budget taken away"
        mark = words if budget else "Loss budget taken away"
        record(tx, on, by, None, "loss_budget", words, mark=mark)
