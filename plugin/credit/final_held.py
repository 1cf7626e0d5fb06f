"""The final levels that were reached and wait for a salesperson; all else goes on without them.

How long a step waits is for `veto`; who is asked, and how, is not known here.
"""

from __future__ import annotations

from plugin.credit.account import HoldKind
from plugin.credit.channels import out_of_reach
from plugin.credit.climbing import Findings
from plugin.credit.decisions import Wait, WaitKind
from plugin.credit.message import Reached, Today
from plugin.credit.policy import Mode, Tone
from plugin.credit.veto import HeldBack, final_held_back
from plugin.credit.veto_facts import Rung, VetoQuestion, VetoStep


def without_held_back(
    today: Today, currency: str, late: list[Reached], found: Findings
) -> list[Reached]:
    """What is left of the levels that were reached, once the salesperson's time is kept.

    Under an account's ladder what goes along goes with the debt that climbs it. What does not go
    for another reason anyway is not asked about: a draft, a letter whose standing nobody has said,
    a customer who cannot be written to now.
    """
    say = today.account.sales
    if not (say.salesperson or say.windows) or not today.policy.veto.final:
        return late
    finals = [each for each in late if each.level.is_final]
    if not finals or today.policy.mode is Mode.DRAFT or currency in today.pending:
        return late
    held = {each.debt.key: hold for each in finals if (hold := _held(today, each)) is not None}
    riders = [each for each in finals if each.cycle < 0]
    climbing = [each for each in finals if each.cycle >= 0]
    if riders and climbing:
        lead = held.get(climbing[0].debt.key)
        held = {} if lead is None else {each.debt.key: lead for each in finals}
    asked = [each for each in finals if each.debt.key in held and held[each.debt.key].asks]
    if asked and _stands_still_anyway(today, currency, asked):
        return late
    if asked:
        rungs = tuple(rung_of(each) for each in asked)
        found.asks_sales.append(VetoQuestion(VetoStep.FINAL, rungs, currency))
    for each in finals:
        if each.debt.key in held:
            found.wait(_wait(held[each.debt.key], each.debt.invoice.id))
    return [each for each in late if each.debt.key not in held]


def rung_of(each: Reached) -> Rung:
    """Which level of which debt it is."""
    return (each.debt.invoice.id, each.debt.instalment, each.level.number, each.cycle)


def _held(today: Today, each: Reached) -> HeldBack | None:
    return final_held_back(today.account, rung_of(each), today.on)


def _wait(held: HeldBack, invoice_id: str) -> Wait:
    kind = HoldKind.VETOED if held.vetoed else WaitKind.SALES_ASKED
    return Wait(kind, held.until, invoice_id, held.by)


def _stands_still_anyway(today: Today, currency: str, asked: list[Reached]) -> bool:
    account = today.account
    owed = any(each.amount > 0 for each in account.bills_owed) and not account.set_off_settled
    top = max((each.level for each in asked), key=lambda level: level.number)
    unsaid = top.tone is Tone.BEFORE_ACTION and not account.customer.standing.is_confirmed
    closed = owed or unsaid or account.customer.reach.answered
    return closed or out_of_reach(account, top.channel) is not None
