"""The bare ladder, for a policy whose guards are off: only rules 1 and 12 to 15 act.

No netting, gaps, caps, holds or working days: other systems can be replayed exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from plugin.credit.account import Account
from plugin.credit.climbing import Findings
from plugin.credit.debts import Debt
from plugin.credit.decisions import ProposedMessage, ProposedStep, Wait, WaitKind
from plugin.credit.dunning import (
    NOWHERE,
    Next,
    Place,
    Rungs,
    next_courtesy,
    next_level,
    place_of,
    rungs_of,
    steps_by_debt,
)
from plugin.credit.money import Money, total
from plugin.credit.policy import CreditPolicy, Level


def bare_chase(
    account: Account,
    policy: CreditPolicy,
    on: date,
    debts: Mapping[str, Sequence[Debt]],
    found: Findings,
) -> None:
    """Propose every level reached on `on`, one a debt; unsent and disputed invoices climb too.

    Messages are grouped per currency and level only so that a review has one shape.
    """
    if not policy.levels:
        found.wait(Wait(WaitKind.NEVER, None))
        return
    rungs = rungs_of(policy)
    places = {key: place_of(steps, rungs) for key, steps in steps_by_debt(account).items()}
    for currency, every in debts.items():
        by_level: dict[Level, list[ProposedStep]] = {}
        for debt in every:
            place = places.get(debt.key, NOWHERE)
            reached = _reached(debt, place, policy, rungs, on, found)
            if reached is not None and reached.level is not None:
                by_level.setdefault(reached.level, []).append(
                    _step(debt, reached.level, reached.cycle)
                )
        for level in sorted(by_level, key=lambda each: each.number):
            found.messages.append(_message(currency, level, tuple(by_level[level])))


def _reached(
    debt: Debt, place: Place, policy: CreditPolicy, rungs: Rungs, on: date, found: Findings
) -> Next | None:
    if not debt.invoice.receivable or debt.small:
        kind = WaitKind.BELOW_TOLERANCE if debt.invoice.receivable else WaitKind.NEVER
        found.wait(Wait(kind, None, debt.invoice.id))
        return None
    if not debt.is_late:
        found.days.extend((debt.due, debt.due + timedelta(days=1)))
        courtesy = next_courtesy(debt, place, policy, rungs, on)
        if courtesy is not None and courtesy.from_day <= on:
            return courtesy
        if courtesy is not None:
            found.days.append(courtesy.from_day)
    following = next_level(debt, place, policy, rungs)
    if following.level is not None and not following.pending and following.from_day <= on:
        # also on the due date itself, where the file says so: no guard is on
        return following
    found.wait(_wait(debt, following))
    return None


def _wait(debt: Debt, following: Next) -> Wait:
    if following.pending:
        return Wait(WaitKind.PROPOSAL_OPEN, None, debt.invoice.id)
    if following.level is None:
        return Wait(WaitKind.LADDER_ENDED, None, debt.invoice.id)
    return Wait(WaitKind.NEXT_LEVEL_LATER, following.from_day, debt.invoice.id)


def _step(debt: Debt, level: Level, cycle: int) -> ProposedStep:
    return ProposedStep(
        invoice_id=debt.invoice.id,
        instalment=debt.instalment,
        level=level.number,
        amount=Money(debt.balance, debt.currency),
        days_late=debt.days_late,
        cycle=cycle,
    )


def _message(currency: str, level: Level, chased: tuple[ProposedStep, ...]) -> ProposedMessage:
    return ProposedMessage(
        currency=currency,
        level=level.number,
        is_courtesy=level.is_courtesy,
        is_final=level.is_final,
        chased=chased,
        also=(),
        netted=Money.zero(currency),
        total=total((each.amount for each in chased), currency),
        tone=level.tone,
        channel=level.channel,
    )
