"""Payment plans: agreed by a person within bounds, or beyond them when they say so; and ended.

In the person's own transaction, under the customer's lock. The ledger keeps its own due dates: the
plan stands beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from plugin.credit.account import Account, Invoice
from plugin.credit.agreements import PlanCover, PlanPart
from plugin.credit.law import PlanRefusal, plan_refusals
from plugin.credit.money import Money, total
from plugin.credit.plans import may_be_planned, money_for, standing_plans, written_off
from plugin.credit.policy import CreditPolicy
from plugin.letters.notes import NoteLine, PlanNoted
from plugin.letters.wording import counted, dated, listed, money
from plugin.operations.account_now import account_now
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import Ground, policy_held
from plugin.operations.ledger_writes import note_for
from plugin.store import Tx, plans

#: past these bounds there is no plan at all, whoever says so
_NEVER = frozenset({PlanRefusal.DOES_NOT_ADD_UP, PlanRefusal.IN_THE_PAST, PlanRefusal.OUT_OF_ORDER})


@dataclass(frozen=True, slots=True)
class Agreed:
    """A plan stands; `plan_id` is None where bounds keep it from being agreed: `refusals`."""

    plan_id: UUID | None
    refusals: tuple[PlanRefusal, ...] = ()

    @property
    def may_be_agreed(self) -> bool:
        """Whether a person may agree to it all the same."""
        return not _NEVER.intersection(self.refusals)


def agree(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    customer_id: str,
    invoice_ids: Collection[str],
    parts: Sequence[PlanPart],
    beyond_bounds: bool = False,
    instead_of: UUID | None = None,
) -> Agreed:
    """Agree a plan of `parts` for these invoices, or say which bounds it passes.

    Within the owner's bounds and rule 35 it stands at once; beyond them only with `beyond_bounds`,
    which is a person's own word for it. `instead_of` is a plan that it takes the place of. Raises
    NotPossible where an invoice is not open, or is under another plan.
    """
    with about(doors, org_id, customer_id) as (tx, on):
        account = account_now(tx, on, customer_id)
        chosen = _chosen(account, invoice_ids, instead_of)
        policy = policy_held(tx, on, customer_id)
        refusals = refused(account, chosen, parts, policy, on)
        if _NEVER.intersection(refusals) or (refusals and not beyond_bounds):
            return Agreed(None, refusals)
        if instead_of is not None:
            end_within(tx, on, customer_id, instead_of, by=by, why="changed")
        plan_id = write_plan(
            tx,
            on,
            by=by,
            customer_id=customer_id,
            chosen=chosen,
            covers=[cover_of(account, each) for each in chosen],
            parts=parts,
            beyond=refusals,
            url=doors.url,
        )
        return Agreed(plan_id, refusals)


def write_plan(
    tx: Tx,
    on: Ground,
    *,
    by: str,
    customer_id: str,
    chosen: Sequence[Invoice],
    covers: Sequence[PlanCover],
    parts: Sequence[PlanPart],
    url: str,
    beyond: Sequence[PlanRefusal] = (),
) -> UUID:
    """Write a plan down within a decision that has judged it, and tell of it."""
    plan_id = plans.add_plan(
        tx,
        customer_id,
        covers=covers,
        parts=parts,
        agreed_on=on.today,
        beyond=[each.value for each in beyond],
        by=by,
        at=on.now,
    )
    _tell(url, tx, on, by, customer_id, chosen, parts)
    return plan_id


def end(
    doors: Doors, *, org_id: UUID, by: str, customer_id: str, plan_id: UUID, why: str = ""
) -> None:
    """End a plan: what is left is due on the ledger's own days again, each invoice in its place.

    Raises NotPossible where it has ended before.
    """
    with about(doors, org_id, customer_id) as (tx, on):
        end_within(tx, on, customer_id, plan_id, by=by, why=why)
        record(
            tx,
            on,
            by,
            customer_id,
            "plan_ended",
            f"Ended a payment plan{f': {why}' if why else ''}",
        )


def refused(
    account: Account,
    chosen: Sequence[Invoice],
    parts: Sequence[PlanPart],
    policy: CreditPolicy,
    on: Ground,
) -> tuple[PlanRefusal, ...]:
    """The bounds that a plan passes; no plan of ours adds interest or a fee."""
    currency = chosen[0].balance.currency
    owed = total((may_be_planned(each) for each in chosen), currency)
    return plan_refusals(
        [(part.due, part.amount) for part in parts],
        owed,
        agreed_on=on.today,
        standing=account.customer.standing,
        bounds=policy.plans.bounds,
    )


def _chosen(
    account: Account, invoice_ids: Collection[str], instead_of: UUID | None
) -> tuple[Invoice, ...]:
    wanted = set(invoice_ids)
    chosen = tuple(each for each in account.invoices if each.id in wanted and each.is_open)
    if not chosen or len(chosen) != len(wanted):
        raise NotPossible("No plan was made: choose open invoices of this customer.")
    if len({each.balance.currency for each in chosen}) > 1:
        raise NotPossible("No plan was made: one plan is in one currency.")
    others = (each for each in standing_plans(account) if each.plan.id != str(instead_of))
    taken = wanted & {cover.invoice_id for each in others for cover in each.plan.covers}
    if taken:
        numbers = listed([each.number for each in chosen if each.id in taken])
        raise NotPossible(
            f"No plan was made: {numbers} stands under another plan. Change or end that one first."
        )
    return chosen


def cover_of(account: Account, invoice: Invoice) -> PlanCover:
    """What of an invoice a plan of today covers, and what had come in for it."""
    currency = invoice.balance.currency
    paid = Money(money_for(account, invoice.id), currency)
    lost = Money(written_off(account, invoice.id), currency)
    return PlanCover(invoice.id, may_be_planned(invoice), paid, lost)


def end_within(tx: Tx, on: Ground, customer_id: str, plan_id: UUID, *, by: str, why: str) -> None:
    """End a plan within a decision that says more. Raises NotPossible where it has ended."""
    known = {each.id for each in plans.plans(tx, customer_id)}
    if plan_id not in known or not plans.end_plan(tx, plan_id, on=on.today, by=by, why=why):
        raise NotPossible("This plan does not stand any more. Nothing was changed.")


def _tell(
    url: str,
    tx: Tx,
    on: Ground,
    by: str,
    customer_id: str,
    chosen: Sequence[Invoice],
    parts: Sequence[PlanPart],
) -> None:
    """The contact's day note and the timeline: amounts, dates and numbers, and no reason."""
    agreed = total((part.amount for part in parts), parts[0].amount.currency)
    lines = tuple(NoteLine(each.number, each.due, each.balance) for each in chosen)
    note_for(
        tx,
        on,
        PlanNoted(on.today, lines, agreed, len(parts), parts[0].due, parts[-1].due),
        customer_id=customer_id,
        invoice_ids=(),
        once="",
        url=url,
    )
    numbers = listed([each.number for each in chosen], 6)
    words = (
        f"Agreed a plan for {numbers}: {money(agreed)} in {counted(len(parts), 'instalment')}, "
        f"{dated(parts[0].due)} to {dated(parts[-1].due)}"
    )
    record(tx, on, by, customer_id, "planned", words)
