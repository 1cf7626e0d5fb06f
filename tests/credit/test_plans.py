"""Payment plans: each instalment is chased by itself, the invoices' own ladders rest (rule 20)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from plugin.credit.account import (
    Account,
    Hold,
    HoldKind,
    Instalment,
    Invoice,
    Payment,
    Step,
    StepState,
)
from plugin.credit.agreements import Plan, PlanCover, PlanPart
from plugin.credit.decisions import TaskKind, Wait
from plugin.credit.plan_defaults import PartState, judge_plans
from plugin.credit.plans import STRIDE, may_be_planned, standing
from plugin.credit.policy import (
    DEFAULT_POLICY,
)
from tests.credit.builders import (
    TODAY,
    after_sending,
    an_account,
    chased,
    days,
    gbp,
    look,
    owes,
    run,
)

AGREED = TODAY - days(40)


def a_plan(*parts: tuple[date, int], of: tuple[Invoice, ...], **more: Any) -> Plan:
    """A plan of these instalments over the whole of these invoices, agreed forty days ago."""
    facts: dict[str, Any] = {
        "id": "plan", "ordinal": 1, "agreed_on": AGREED,
        "covers": tuple(PlanCover(each.id, each.total, gbp(0)) for each in of),
        "parts": tuple(PlanPart(day, gbp(amount)) for day, amount in parts),
    }  # fmt: skip
    return Plan(**{**facts, **more})


def on_plan(
    *parts: tuple[date, int], invoices: tuple[Invoice, ...] = (), paid: int = 0, **more: Any
) -> Account:
    """A customer with a plan for INV-1 of 1,000 (or these invoices), of which money has come."""
    owed = invoices or (owes(1000, late=90),)
    left, came, rest = Decimal(paid), [], []
    for invoice in owed:
        taken = min(left, invoice.total.amount)
        left -= taken
        rest.append(replace(invoice, balance=gbp(invoice.total.amount - taken)))
        if taken:
            came.append(Payment(invoice.id, TODAY - days(1), gbp(taken)))
    facts: dict[str, Any] = {
        "plans": (a_plan(*parts, of=owed),),
        "payments": tuple(came),
    }
    return an_account(*rest, **{**facts, **more})


def out(account: Account) -> list[int]:
    """What is out of each instalment of the one plan."""
    return [int(rest) for rest in standing(account.plans[0], account).rests]


FOUR = tuple((TODAY + days(n), 250) for n in (-20, 8, 36, 64))


def test_each_instalment_climbs_by_itself_and_the_invoice_rests() -> None:
    """20 days late is the first instalment alone: 250 at level one, nothing of the other 750."""
    result = look(on_plan(*FOUR))
    assert chased(result) == [("inv-1", 1, Decimal(250))]
    assert [step.instalment for step in result.messages[0].chased] == [STRIDE]
    assert result.messages[0].also == ()


def test_a_courtesy_goes_before_an_instalment_and_the_plan_is_why_the_invoice_rests() -> None:
    """The first is paid, the second falls due in five days: a courtesy for it; after it silence."""
    account = on_plan(*((TODAY + days(n), 250) for n in (-23, 5, 33, 61)), paid=250)
    result = look(account)
    assert [(m.is_courtesy, m.total) for m in result.messages] == [(True, gbp(250))]
    assert [step.instalment for step in result.messages[0].chased] == [STRIDE + 1]
    sent = look(after_sending(account, result), TODAY + days(1))
    assert sent.messages == ()
    assert sent.waits == (Wait(HoldKind.PLAN, None, "inv-1"),)
    assert sent.look_again_on == TODAY + days(5)


def test_money_pays_the_instalments_in_order_whichever_invoice_it_is_put_against() -> None:
    """600 of four times 250 over two invoices: two paid, the third open with 150."""
    first, second = owes(400, late=90), owes(600, late=80, number="INV-2")
    for put in ("inv-1", "inv-2"):
        amounts = {"inv-1": (400, 200), "inv-2": (0, 600)}[put]
        rest = (
            replace(first, balance=gbp(400 - amounts[0])),
            replace(second, balance=gbp(600 - amounts[1])),
        )
        came = tuple(
            Payment(each.id, TODAY, gbp(amount))
            for each, amount in zip(rest, amounts, strict=True)
            if amount
        )
        account = an_account(*rest, payments=came, plans=(a_plan(*FOUR, of=(first, second)),))
        assert out(account) == [0, 0, 150, 250]


def test_an_instalment_keeps_its_place_when_money_moves_it_to_another_invoice() -> None:
    """Asked for on INV-1, which is then paid: level two on INV-2, never level one again."""
    first, second = owes(250, late=90), owes(750, late=80, number="INV-2")
    account = on_plan(*FOUR, invoices=(first, second))
    asked = look(account)
    assert chased(asked) == [("inv-1", 1, Decimal(250))]
    account = after_sending(account, asked)
    settled = replace(first, balance=gbp(0))
    moved = replace(
        account,
        invoices=(replace(settled), second),
    )
    later = look(moved, TODAY + days(14))
    assert chased(later) == [("inv-2", 2, Decimal(250)), ("inv-2", 1, Decimal(250))]
    assert [step.instalment for step in later.messages[0].chased] == [STRIDE, STRIDE + 1]


def test_a_missed_instalment_starts_its_own_ladder_and_the_next_one_its_own() -> None:
    """Nobody pays: each instalment has its courtesy and its levels, and no other's."""
    invoice = owes(1000, late=90)
    plan = a_plan((TODAY + days(10), 500), (TODAY + days(40), 500), of=(invoice,), agreed_on=TODAY)
    account = an_account(invoice, plans=(plan,))
    sent = run(account, TODAY, 62)
    assert [level for _, level in sent].count(0) == 2
    assert sent[0] == (TODAY + days(7), 0), "agreeing it told them: no note before seven days"


def test_the_places_of_the_invoices_wait_for_the_end_of_the_plan() -> None:
    """Level two had gone before the plan; ended, the invoice goes on at three and jumps nothing."""
    invoice = owes(1000, late=90)
    steps = (
        Step("inv-1", 0, 1, StepState.DONE, TODAY - days(80)),
        Step("inv-1", 0, 2, StepState.DONE, TODAY - days(70)),
    )
    account = on_plan(*FOUR, invoices=(invoice,), steps=steps)
    assert chased(look(account)) == [("inv-1", 1, Decimal(250))]
    ended = replace(account, plans=())
    assert chased(look(ended)) == [("inv-1", 3, Decimal(1000))]


def test_the_steps_of_a_plan_meet_neither_the_ledgers_instalments_nor_another_plan() -> None:
    """The third plan of an invoice writes under 3000 and up; the ledger's own under 0 and up."""
    parts = (Instalment(0, TODAY, gbp(500), gbp(500)), Instalment(1, TODAY, gbp(500), gbp(500)))
    invoice = owes(1000, late=90, instalments=parts)
    account = on_plan(*FOUR, invoices=(invoice,))
    account = replace(account, plans=(replace(account.plans[0], ordinal=3),))
    (step,) = look(account).messages[0].chased
    assert step.instalment == 3 * STRIDE


@pytest.mark.parametrize(("missed", "asks"), [(1, False), (2, True)])
def test_after_two_missed_instalments_a_person_is_asked_to_end_it(missed: int, asks: bool) -> None:
    """One missed is a reminder, the second a question; the plan stands until somebody answers."""
    parts = [(TODAY - days(9 + 7 * n), 250) for n in reversed(range(missed))]
    account = on_plan(*parts, (TODAY + days(30), 1000 - 250 * missed))
    result = look(account)
    kinds = [task.kind for task in result.tasks]
    assert (TaskKind.PLAN_MISSED in kinds) is asks
    assert {step.instalment // STRIDE for m in result.messages for step in m.chased} == {1}


def test_one_instalment_thirty_days_late_is_a_question_too() -> None:
    """29 days late: no. On the thirtieth: yes, and the review knew that day."""
    account = on_plan((TODAY - days(29), 250), (TODAY + days(60), 750))
    before = look(account)
    assert TaskKind.PLAN_MISSED not in [task.kind for task in before.tasks]
    assert before.look_again_on == TODAY + days(1)
    after = look(account, TODAY + days(1))
    (task,) = [task for task in after.tasks if task.kind is TaskKind.PLAN_MISSED]
    assert (task.amount, task.names) == (gbp(250), ("INV-1",))


def test_letting_it_stand_asks_again_only_when_another_is_missed() -> None:
    """The task's subject says how many are missed: closed, it stays closed at that number."""
    one = on_plan((TODAY - days(40), 250), (TODAY + days(5), 750))
    two = on_plan((TODAY - days(40), 250), (TODAY - days(9), 750))
    subjects = [
        task.subject
        for account in (one, two)
        for task in look(account).tasks
        if task.kind is TaskKind.PLAN_MISSED
    ]
    assert subjects == ["plan:1", "plan:2"]


def test_rule_4_a_residue_breaks_no_plan() -> None:
    """246 of 250 came: paid, nothing missed, nothing chased of it."""
    account = on_plan((TODAY - days(20), 250), (TODAY + days(30), 750), paid=246)
    (outcome,) = judge_plans(account, DEFAULT_POLICY, TODAY)
    assert [part.state for part in outcome.parts] == [PartState.PAID, PartState.DUE]
    assert look(account).messages == ()


def test_rule_5_a_write_off_pays_no_instalment_and_ends_the_chase() -> None:
    """900 of 1,000 written off: what is left is asked for, and nothing counts as paid."""
    account = on_plan(*FOUR)
    lost = Payment("inv-1", TODAY - days(2), gbp(900), is_write_off=True)
    account = replace(
        account,
        invoices=(replace(account.invoices[0], balance=gbp(100)),),
        payments=(lost,),
    )
    (outcome,) = judge_plans(account, DEFAULT_POLICY, TODAY)
    assert [part.paid for part in outcome.parts] == [gbp(0)] * 4
    assert [part.state for part in outcome.parts][1:] == [PartState.WRITTEN_OFF] * 3
    assert chased(look(account)) == [("inv-1", 1, Decimal(100))]


def test_a_credit_note_shortens_the_plan_from_its_end() -> None:
    """200 credited: the last instalment falls to 50, the first is due as agreed and unpaid."""
    account = on_plan(*FOUR)
    account = replace(account, invoices=(replace(account.invoices[0], balance=gbp(800)),))
    (outcome,) = judge_plans(account, DEFAULT_POLICY, TODAY)
    assert [part.rest.amount for part in outcome.parts] == [250, 250, 250, 50]
    assert outcome.parts[0].state is PartState.MISSED


def test_a_returned_payment_opens_its_instalment_again_in_its_place() -> None:
    """250 came after level one and went back: level two, and the message says so."""
    account = on_plan(*FOUR)
    account = after_sending(account, look(account))
    (invoice,) = account.invoices
    day = TODAY + days(14)
    back = replace(account, invoices=(replace(invoice, came_back_on=day - days(1)),))
    result = look(back, day)
    assert chased(result)[0] == ("inv-1", 2, Decimal(250))
    assert result.messages[0].chased[0].came_back


def test_what_the_invoices_owe_beyond_the_plan_is_a_task_and_no_message() -> None:
    """A payment of before came back: 300 more is owed than was agreed."""
    account = on_plan((TODAY + days(30), 1000))
    more = replace(account.invoices[0], total=gbp(1300), balance=gbp(1300))
    result = look(replace(account, invoices=(more,)))
    (task,) = [task for task in result.tasks if task.kind is TaskKind.PLAN_TOO_SMALL]
    assert task.amount == gbp(300)
    assert result.messages == ()


def test_a_hold_silences_an_instalment_as_it_would_the_invoice() -> None:
    """Breathing space on the customer, or a hold on the invoice: nothing is asked."""
    for hold in (Hold(HoldKind.BREATHING_SPACE), Hold(HoldKind.UNTIL, TODAY + days(5), "inv-1")):
        assert look(on_plan(*FOUR, holds=(hold,))).messages == ()


def test_a_contested_part_lies_in_no_instalment() -> None:
    """80 of 1,000 contested: the last instalment falls to 170, and 920 may be planned anew."""
    account = on_plan(*FOUR)
    contested = replace(account.invoices[0], disputed=gbp(80))
    account = replace(account, invoices=(contested,))
    assert out(account) == [250, 250, 250, 170]
    assert may_be_planned(contested) == gbp(920)


def test_a_plan_keeps_watch_and_proposes_no_stop_while_it_is_kept() -> None:
    """90 days late by the ledger: watch. A stop is asked once an instalment is so late as well."""
    kept = look(on_plan((TODAY + days(10), 1000)))
    assert (kept.status.status.value, kept.status.stop_proposed) == ("watch", False)
    missed = look(on_plan((TODAY - days(61), 1000)))
    assert missed.status.stop_proposed


def test_a_plan_that_is_paid_off_binds_nobody() -> None:
    """Its 1,000 came; what is owed besides climbs its own ladder again."""
    account = on_plan(*FOUR, paid=1000)
    more = replace(account.invoices[0], total=gbp(1100), balance=gbp(100))
    assert chased(look(replace(account, invoices=(more,)))) == [("inv-1", 1, Decimal(100))]
