"""Payment plans: what of each instalment is still out, and on which invoice it is asked for.

Money that comes in for the invoices of a plan pays its instalments in order; what is credited,
contested or written off shortens it from its end. Whether an instalment was missed is judged in
`plan_defaults`; how one is proposed, in `plan_offers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plugin.credit.account import Account, Invoice, Step, StepState
from plugin.credit.agreements import Plan, PlanPart
from plugin.credit.money import Money

#: the steps of a plan's instalments are numbered from its ordinal times this, so that they meet
#: neither the ledger's own instalments nor those of another plan of the same invoice
STRIDE = 1000
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class PlanShare:
    """What of one instalment is asked for on one invoice: `amount` of its `rest`."""

    invoice_id: str
    index: int
    part: PlanPart
    amount: Decimal
    rest: Decimal
    agreed_on: date


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """A plan on a day: what is out of each of its instalments, and how that lies on the invoices.

    `rests` go with the plan's parts. `beyond` is what the invoices owe and the plan does not
    cover; `money` what has come in for it, `lost` what of it was written off (rule 5).
    """

    plan: Plan
    rests: tuple[Decimal, ...]
    shares: tuple[PlanShare, ...]
    money: Decimal
    lost: Decimal
    beyond: Decimal

    @property
    def rest(self) -> Decimal:
        """What is out in all."""
        return sum(self.rests, _NOTHING)

    @property
    def currency(self) -> str:
        """The one currency of the plan."""
        return self.plan.parts[0].amount.currency


def index_of(plan: Plan, position: int) -> int:
    """The number under which the steps of an instalment are written; position counts from 0."""
    return plan.ordinal * STRIDE + position


def standing(plan: Plan, account: Account) -> PlanStanding:
    """The plan as the account's balances and payments have it now.

    The sum of what is out equals the smaller of the plan's rest and the balance of its invoices
    (without what is contested or retained): nothing that was paid is lost between instalments, and
    nothing is asked for twice.
    """
    covered = {cover.invoice_id for cover in plan.covers}
    invoices = sorted(
        (each for each in account.invoices if each.id in covered),
        key=lambda each: (each.due, each.number, each.id),
    )
    money, lost = _came_in(plan, account)
    left = [_to_share(each) for each in invoices]
    rests = _cut(_paid_off(plan.parts, max(money, _NOTHING)), sum(left, _NOTHING))
    return PlanStanding(
        plan=plan,
        rests=rests,
        shares=_laid_out(plan, rests, invoices, left),
        money=money,
        lost=lost,
        beyond=sum(left, _NOTHING) - sum(rests, _NOTHING),
    )


def standing_plans(account: Account) -> tuple[PlanStanding, ...]:
    """The plans of which something is out; a plan that is paid off binds nobody any more."""
    found = (standing(plan, account) for plan in account.plans)
    return tuple(each for each in found if each.rest > 0)


def shares_by_invoice(plans: Iterable[PlanStanding]) -> dict[str, tuple[PlanShare, ...]]:
    """What is asked for on each invoice under a plan, the first instalment first.

    An invoice without a share is under a plan all the same: its own ladder rests.
    """
    found: dict[str, tuple[PlanShare, ...]] = {}
    for each in plans:
        for cover in each.plan.covers:
            shares = tuple(s for s in each.shares if s.invoice_id == cover.invoice_id)
            found[cover.invoice_id] = found.get(cover.invoice_id, ()) + shares
    return found


def shared_steps(
    plans: Sequence[Plan], by_debt: Mapping[tuple[str, int], list[Step]]
) -> dict[tuple[str, int], list[Step]]:
    """Steps by debt, where an instalment has one place on whichever invoices it lies.

    Which invoice a payment was put against is the bookkeeper's matter: the instalment keeps its
    place, so that no level of it goes twice.
    """
    found = dict(by_debt)
    for plan in plans:
        for position in range(len(plan.parts)):
            index = index_of(plan, position)
            keys = [(cover.invoice_id, index) for cover in plan.covers]
            steps = _once([step for key in keys for step in by_debt.get(key, ())])
            if steps:
                found.update(dict.fromkeys(keys, steps))
    return found


def written_off(account: Account, invoice_id: str) -> Decimal:
    """All of an invoice that was written off."""
    return sum(
        (
            each.amount.amount
            for each in account.payments
            if each.invoice_id == invoice_id and each.is_write_off
        ),
        _NOTHING,
    )


def money_for(account: Account, invoice_id: str) -> Decimal:
    """All money that came in for an invoice; a write-off is none (rule 5)."""
    return sum(
        (
            each.amount.amount
            for each in account.payments
            if each.invoice_id == invoice_id and not each.is_write_off
        ),
        _NOTHING,
    )


def may_be_planned(invoice: Invoice) -> Money:
    """What of an invoice a plan may cover: its balance without what is retained or contested."""
    return Money(_to_share(invoice), invoice.balance.currency)


def _to_share(invoice: Invoice) -> Decimal:
    if not invoice.is_open:
        return _NOTHING
    left = invoice.balance.amount
    if invoice.retained is not None:
        left -= invoice.retained.amount.amount
    if invoice.disputed is not None:
        left -= invoice.disputed.amount
    return max(left, _NOTHING)


def _came_in(plan: Plan, account: Account) -> tuple[Decimal, Decimal]:
    """Money for the plan's invoices since it was agreed, and what of them was written off."""
    covered = {cover.invoice_id for cover in plan.covers}
    money = lost = _NOTHING
    for payment in account.payments:
        if payment.invoice_id not in covered:
            continue
        if payment.is_write_off:
            lost += payment.amount.amount
        else:
            money += payment.amount.amount
    known = {each.id for each in account.invoices}
    for cover in plan.covers:
        if cover.invoice_id in known:
            money -= cover.paid_before.amount
            lost -= cover.written_off_before.amount if cover.written_off_before else _NOTHING
    return money, max(lost, _NOTHING)


def _paid_off(parts: Sequence[PlanPart], money: Decimal) -> list[Decimal]:
    """What money leaves of each instalment, the first paid first."""
    rests = []
    for part in parts:
        taken = min(money, part.amount.amount)
        money -= taken
        rests.append(part.amount.amount - taken)
    return rests


def _cut(rests: list[Decimal], owed: Decimal) -> tuple[Decimal, ...]:
    """What was credited comes off the last instalments: no more is asked for than is owed."""
    over = sum(rests, _NOTHING) - owed
    for position in range(len(rests) - 1, -1, -1):
        if over <= 0:
            break
        taken = min(over, rests[position])
        rests[position] -= taken
        over -= taken
    return tuple(rests)


def _laid_out(
    plan: Plan, rests: Sequence[Decimal], invoices: Sequence[Invoice], owed: Sequence[Decimal]
) -> tuple[PlanShare, ...]:
    """Lay the instalments over the invoices, both oldest first."""
    shares: list[PlanShare] = []
    left = list(owed)
    at = 0
    for position, rest in enumerate(rests):
        missing = rest
        while missing > 0:
            if not left[at]:
                at += 1
                continue
            taken = min(missing, left[at])
            index = index_of(plan, position)
            part = plan.parts[position]
            shares.append(PlanShare(invoices[at].id, index, part, taken, rest, plan.agreed_on))
            left[at] -= taken
            missing -= taken
    return tuple(shares)


def _once(steps: Sequence[Step]) -> list[Step]:
    """One step a level and cycle: one message may have named the instalment on two invoices."""
    found: dict[tuple[int, int], Step] = {}
    for step in steps:
        key = (step.level, step.cycle)
        before = found.get(key)
        if before is None or _weight(step) > _weight(before):
            found[key] = step
    return list(found.values())


def _weight(step: Step) -> tuple[bool, bool, date]:
    gone = step.state in (StepState.DROPPED, StepState.REFUSED)
    return (step.state is StepState.DONE, not gone, step.on)
