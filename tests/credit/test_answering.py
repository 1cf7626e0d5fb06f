"""Rule 37's bounds: what a customer's answer may do at once, and which bound it passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.account import Account, Hold, HoldKind, Step, StepState
from plugin.credit.agreements import PlanCover, PlanPart
from plugin.credit.answer_rules import AnswerRules
from plugin.credit.answered import Answered
from plugin.credit.answering import (
    Beyond,
    beyond_promise,
    beyond_split,
    covered_by,
    offered_days,
    paid_until,
)
from plugin.credit.decisions import TaskKind
from plugin.credit.money import total
from plugin.credit.negotiation import Side, begin, make_offer
from plugin.credit.policy import DEFAULT_POLICY
from tests.credit.builders import TODAY, an_account, days, gbp, look, owes, paid

ONE, TWO = owes(300, late=20, number="INV-1"), owes(700, late=10, number="INV-2")


def promised(
    account: Account,
    ahead: int = 10,
    amount: int = 1000,
    before: dict[str, int] | None = None,
    after_final: bool = False,
) -> set[Beyond]:
    """The bounds that a promise for both invoices passes."""
    policy = replace(
        DEFAULT_POLICY, answers=replace(DEFAULT_POLICY.answers, after_final=after_final)
    )
    return set(
        beyond_promise(
            account, policy, account.invoices, gbp(amount), TODAY + days(ahead),
            before=before or {}, on=TODAY,
        )
    )  # fmt: skip


def finally_told(account: Account) -> Account:
    """The account after a final notice for the first invoice."""
    step = Step("inv-1", 0, 3, StepState.DONE, TODAY - days(3), is_final=True)
    return replace(account, steps=(step,))


def test_a_promise_within_fourteen_days_passes_no_bound() -> None:
    """On the fourteenth day; on the fifteenth it is too far ahead."""
    account = an_account(ONE, TWO)
    assert promised(account, 14) == set()
    assert promised(account, 15) == {Beyond.TOO_FAR}


def test_a_third_promise_an_invoice_passes_the_bound() -> None:
    """Two for one of them are enough."""
    account = an_account(ONE, TWO)
    assert promised(account, before={"inv-1": 1, "inv-2": 1}) == set()
    assert promised(account, before={"inv-1": 2}) == {Beyond.TOO_OFTEN}


def test_after_a_final_notice_a_person_decides_unless_the_owner_says_otherwise() -> None:
    """A final that only waits for a yes is none yet."""
    account = finally_told(an_account(ONE, TWO))
    assert promised(account) == {Beyond.AFTER_FINAL}
    assert promised(account, after_final=True) == set()
    waiting = replace(account, steps=(replace(account.steps[0], state=StepState.PROPOSED),))
    assert promised(waiting) == set()


def test_less_than_what_was_chosen_is_a_proposal() -> None:
    """One pound of a thousand would else silence the thousand."""
    assert promised(an_account(ONE, TWO), amount=1) == {Beyond.NOT_ALL}


@pytest.mark.parametrize("kind", [HoldKind.AGENCY, HoldKind.CLAIM, HoldKind.INSOLVENT])
def test_what_somebody_else_has_in_hand_is_settled_by_nobody_alone(kind: HoldKind) -> None:
    """On the invoice or on the whole customer."""
    for invoice_id in ("inv-1", None):
        account = an_account(ONE, TWO, holds=(Hold(kind, invoice_id=invoice_id),))
        assert promised(account) == {Beyond.WITH_OTHERS}
    elsewhere = an_account(ONE, TWO, holds=(Hold(kind, invoice_id="inv-9"),))
    assert promised(elsewhere) == set()


def test_a_second_plan_for_an_invoice_is_a_persons_matter() -> None:
    """The first ended; whether there is another is for the owner to say."""
    account = an_account(ONE)
    found = beyond_split(account, DEFAULT_POLICY, account.invoices, before=["inv-1"], on=TODAY)
    assert found == (Beyond.PLANNED_BEFORE,)


def test_the_days_offered_are_their_own_pay_runs() -> None:
    """Who pays on Thursdays is offered the next two; a day beyond the bounds is none."""
    thursday = TODAY - days(TODAY.isoweekday() - 4 + 7)
    account = an_account(
        ONE, payments=tuple(paid(ONE, 10, thursday - days(7 * n)) for n in range(1, 8))
    )
    offered = offered_days(account, AnswerRules(), TODAY)
    assert [each.day for each in offered] == [date(2026, 11, 26), date(2026, 12, 3)]
    assert all(each.is_run and each.is_within for each in offered)
    (only,) = offered_days(account, AnswerRules(promise_days=1), TODAY)
    assert (only.day, only.is_within) == (date(2026, 11, 26), False)


def test_without_a_habit_working_days_are_offered() -> None:
    """The next, a week on, and the last within the bounds; none on a weekend."""
    offered = offered_days(an_account(ONE), AnswerRules(), TODAY)
    assert [each.day for each in offered] == [
        date(2026, 11, 25), date(2026, 12, 2), date(2026, 12, 8),
    ]  # fmt: skip
    assert not any(each.is_run for each in offered)


def test_five_working_days_of_silence_end_on_a_day_of_their_own() -> None:
    """From Tuesday: the Tuesday after is the fifth, and words go again on Wednesday."""
    assert paid_until(AnswerRules(), TODAY, an_account(ONE)) == TODAY + days(8)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 2000), st.lists(st.integers(1, 500), min_size=1, max_size=5))
def test_what_a_payment_covers_sums_to_it_or_to_all(amount: int, balances: list[int]) -> None:
    """Oldest first, none of more than is open of it."""
    invoices = [owes(b, late=9 * n, number=f"INV-{n}") for n, b in enumerate(balances, start=1)]
    shares = covered_by(gbp(amount), invoices)
    assert total((share for _, share in shares), "GBP").amount == min(
        Decimal(amount), sum(map(Decimal, balances))
    )
    assert all(0 < share.amount <= invoice.balance.amount for invoice, share in shares)
    assert [invoice.due for invoice, _ in shares] == sorted(i.due for i, _ in shares)


def test_said_paid_asks_a_person_to_look_and_again_asks_until_somebody_did() -> None:
    """The first ends with its silence; nothing is asked once the invoice is paid."""
    said = Answered(
        id="a", invoice_ids=("inv-1",), amount=gbp(300), paid_on=TODAY, until=TODAY + days(8)
    )
    account = an_account(ONE, answered=(said,))
    found = look(account)
    assert [task.kind for task in found.tasks] == [TaskKind.SAYS_PAID]
    assert found.look_again_on is not None
    assert found.look_again_on <= TODAY + days(8)
    assert TaskKind.SAYS_PAID not in {task.kind for task in look(account, TODAY + days(8)).tasks}
    again = replace(account, answered=(replace(said, until=None),))
    assert TaskKind.SAYS_PAID_AGAIN in {task.kind for task in look(again, TODAY + days(90)).tasks}
    settled = replace(again, invoices=(replace(ONE, balance=gbp(0)),))
    assert look(settled).tasks == ()


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 25), st.integers(1, 30), st.integers(1, 14), st.booleans())
def test_between_now_and_the_day_to_look_again_no_task_comes_or_goes(
    silent: int, first: int, waits: int, answered: bool
) -> None:
    """Whatever was said and proposed: the calendar alone changes nothing before that day."""
    said = Answered(
        id="a", invoice_ids=("inv-1",), amount=gbp(300), paid_on=TODAY, until=TODAY + days(silent)
    )
    offer = make_offer(
        1, Side.BUSINESS if answered else Side.CUSTOMER, (PlanCover("inv-2", gbp(700), gbp(0)),),
        (PlanPart(TODAY + days(first), gbp(700)),), on=TODAY, offer_days=waits,
    )  # fmt: skip
    account = an_account(ONE, TWO, answered=(said,), talks=(begin("t", offer),))
    on = TODAY
    while on < TODAY + days(32):
        again = look(account, on).look_again_on or TODAY + days(32)
        for day in {on + days(1), again - days(1)} - {again, on}:
            if day > on:
                assert _own_tasks(account, day) == _own_tasks(account, on)
        on = again


def _own_tasks(account: Account, on: date) -> set[TaskKind]:
    kinds = {TaskKind.SAYS_PAID, TaskKind.SAYS_PAID_AGAIN, TaskKind.TALK_WAITS}
    return {task.kind for task in look(account, on).tasks} & kinds
