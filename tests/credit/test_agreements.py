"""Disputes, retentions, silences with their ends, promises: rule 20 and what follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from plugin.credit.account import (
    Calendar,
    Customer,
    Hold,
    HoldKind,
    InvoiceState,
    Opening,
    Placement,
)
from plugin.credit.agreements import Dispute, DisputeOutcome, DisputeReason, Retention
from plugin.credit.debts import RETAINED
from plugin.credit.decisions import Task, TaskKind, Wait
from plugin.credit.disputes import credit_due, may_be_disputed
from plugin.credit.policy import DEFAULT_POLICY, Channel
from plugin.credit.promises import PromiseState, judge_all
from plugin.credit.reliability import reliability
from plugin.credit.silence import freezes_interest
from plugin.credit.silence_kinds import default_end, default_review, rule_of
from tests.credit.builders import (
    TODAY,
    after_sending,
    an_account,
    chased,
    days,
    gbp,
    look,
    owes,
    paid,
    promised,
)


def a_dispute(amount: int | None = 80, **more: object) -> Dispute:
    """80 of INV-1 are contested; Maya answers within five days."""
    facts: dict[str, object] = {
        "id": "d1", "invoice_id": "inv-1", "amount": gbp(amount) if amount else None,
        "reason": DisputeReason.WRONG_PRICE, "owner": "Maya", "opened_on": TODAY - days(9),
        "deadline": TODAY + days(5),
    }  # fmt: skip
    return Dispute(**{**facts, **more})  # type: ignore[arg-type]  # facts of this very class


# --- disputes --------------------------------------------------------------------------------


def test_rule_20_of_1000_with_80_contested_920_stays_collectable() -> None:
    """It is asked for, late and all; the customer is told of 80 less."""
    account = an_account(owes(1000, late=20, disputed=gbp(80)), disputes=(a_dispute(),))
    assert chased(look(account)) == [("inv-1", 1, Decimal(920))]


def test_a_dispute_is_a_task_with_its_owner_and_its_day() -> None:
    """Before the deadline somebody answers; the day after it is overdue, and still silent."""
    account = an_account(owes(1000, late=20, disputed=gbp(1000)), disputes=(a_dispute(None),))
    result = look(account)
    (task,) = [task for task in result.tasks if task.subject == "d1"]
    assert task.kind is TaskKind.ANSWER_DISPUTE
    assert task.names[:3] == ("INV-1", "Maya", (TODAY + days(5)).isoformat())
    assert result.look_again_on == TODAY + days(6)
    after = look(account, TODAY + days(6))
    assert [task.kind for task in after.tasks] == [TaskKind.DISPUTE_OVERDUE]
    assert after.messages == ()
    assert Wait(HoldKind.DISPUTED, None, "inv-1") in after.waits


def test_what_is_to_be_credited_is_silent_until_it_is() -> None:
    """A person decided on 80; the task is now to write the credit note."""
    account = an_account(
        owes(1000, late=20, disputed=gbp(80)), disputes=(a_dispute(credit_awaited=True),)
    )
    assert [task.kind for task in look(account).tasks] == [TaskKind.ISSUE_CREDIT]
    assert chased(look(account)) == [("inv-1", 1, Decimal(920))]


def test_what_a_decision_credits() -> None:
    """All of it, a part of it, or nothing; a part is more than nothing and less than all."""
    assert credit_due(DisputeOutcome.CREDIT_DUE, gbp(80)) == gbp(80)
    assert credit_due(DisputeOutcome.IN_PART, gbp(80), gbp(30)) == gbp(30)
    assert credit_due(DisputeOutcome.NOT_UPHELD, gbp(80)) is None
    for upheld in (None, gbp(0), gbp(80), gbp(90)):
        with pytest.raises(ValueError, match="a part is upheld"):
            credit_due(DisputeOutcome.IN_PART, gbp(80), upheld)


def test_no_pound_is_contested_twice() -> None:
    """80 and 100 of 1,000 leave 820 to contest; all of it leaves nothing."""
    invoice = owes(1000, late=20)
    both = (a_dispute(), a_dispute(100, id="d2"))
    assert may_be_disputed(invoice, both) == gbp(820)
    assert may_be_disputed(invoice, (*both, a_dispute(None, id="d3"))) == gbp(0)


# --- retentions ------------------------------------------------------------------------------


def test_rule_20_a_retention_is_not_due_before_its_day_and_the_rest_is_chased() -> None:
    """50 of 1,000 until the spring: 950 is asked now, 50 has a ladder of its own then."""
    spring = TODAY + days(120)
    account = an_account(owes(1000, late=20, retained=Retention(gbp(50), spring)))
    asked = look(account)
    assert chased(asked) == [("inv-1", 1, Decimal(950))]
    paid_up = replace(account, invoices=(replace(account.invoices[0], balance=gbp(50)),))
    assert look(paid_up).messages == ()
    assert look(paid_up).status.reasons == ()
    then = look(paid_up, spring + days(6))
    assert chased(then) == [("inv-1", 1, Decimal(50))]
    assert then.messages[0].chased[0].instalment == RETAINED


# --- every silence with its end and what follows from it ------------------------------------


@pytest.mark.parametrize("kind", list(HoldKind))
@pytest.mark.parametrize("channel", list(Channel))
def test_rule_20_each_silences_every_channel(kind: HoldKind, channel: Channel) -> None:
    """Whichever way the level would have gone, nothing goes."""
    levels = tuple(replace(level, channel=channel) for level in DEFAULT_POLICY.levels)
    policy = replace(DEFAULT_POLICY, levels=levels)
    account = an_account(owes(500, late=20), holds=(Hold(kind),))
    assert look(account, policy=policy).messages == ()


def test_rule_20_each_kind_has_its_own_end() -> None:
    """Working days, days, or a person who is asked again; the Friday before Christmas counts."""
    christmas = Calendar(holidays=frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
    friday = date(2026, 12, 18)
    ends = {kind: default_end(kind, friday, christmas) for kind in HoldKind}
    assert ends[HoldKind.SAYS_PAID] == date(2026, 12, 30), "five working days, the 29th the last"
    assert ends[HoldKind.IN_FLIGHT] == date(2026, 12, 30)
    assert ends[HoldKind.VETOED] == date(2026, 12, 23)
    assert ends[HoldKind.BREATHING_SPACE] == friday + days(60)
    for kind in (HoldKind.AGENCY, HoldKind.CLAIM, HoldKind.INSOLVENT, HoldKind.DECEASED):
        assert ends[kind] is None
        assert default_review(kind, friday) is not None
    for kind in HoldKind:
        assert rule_of(kind).ends_by_itself or rule_of(kind).review_days, kind


def test_interest_rests_in_breathing_space_hardship_and_after_a_death() -> None:
    """And runs on in every other silence."""
    assert {kind for kind in HoldKind if freezes_interest(kind)} == {
        HoldKind.BREATHING_SPACE, HoldKind.HARDSHIP, HoldKind.DECEASED,
    }  # fmt: skip


def test_a_silence_without_an_end_is_asked_after_again() -> None:
    """With a solicitor since June, to be looked at today: a task. Looked at later: that day."""
    held = Hold(HoldKind.CLAIM, since=TODAY - days(90), review_on=TODAY, id="h1", by="Ann")
    account = an_account(owes(500, late=20), holds=(held,))
    (task,) = [task for task in look(account).tasks if task.kind is TaskKind.REVIEW_HOLD]
    assert task.subject == f"h1:{TODAY.isoformat()}"
    later = replace(account, holds=(replace(held, review_on=TODAY + days(30)),))
    assert look(later).tasks == ()
    assert look(later).look_again_on == TODAY + days(30)


def test_an_insolvency_is_a_claim_to_lodge_and_no_reason_for_a_stop() -> None:
    """Chasing ends, the claim is a task; whether to go on supplying is a person's decision."""
    account = an_account(owes(500, late=5), holds=(Hold(HoldKind.INSOLVENT),))
    result = look(account)
    assert Task(TaskKind.LODGE_CLAIM, amount=gbp(500)) in result.tasks
    assert (result.status.stop_proposed, result.status.reasons) == (False, ())


@pytest.mark.parametrize("kind", [HoldKind.AGENCY, HoldKind.CLAIM])
def test_money_for_what_an_agency_has_is_told_to_them(kind: HoldKind) -> None:
    """A payment since then: a task with its amount. One from before, or a write-off: none."""
    invoice = owes(500, late=20, paid=200)
    hold = Hold(kind, since=TODAY - days(10), id="h1")
    payments = (
        paid(invoice, 100, TODAY - days(3)),
        paid(invoice, 60, TODAY - days(30)),
        paid(invoice, 40, TODAY - days(2), write_off=True),
    )
    tasks = look(an_account(invoice, holds=(hold,), payments=payments)).tasks
    assert [(t.kind, t.amount, t.names[0]) for t in tasks] == [
        (TaskKind.TELL_AGENCY, gbp(100), "INV-1")
    ]


def test_money_for_a_debt_that_was_placed_with_an_agency_is_told_too() -> None:
    """Placed there on the day of connection (rule 2)."""
    placed = owes(500, late=90, paid=100, opening=Opening(Placement.AGENCY))
    account = an_account(placed, payments=(paid(placed, 100, TODAY),))
    assert TaskKind.TELL_AGENCY in [task.kind for task in look(account).tasks]


def test_a_customer_on_direct_debit_is_silent_until_a_debit_would_have_failed() -> None:
    """Due on a Monday: silent up to the next Monday, then chased like anybody."""
    customer = Customer(id="dd", name="Debit & Daughters", direct_debit=True)
    account = an_account(owes(500, late=8), customer=customer)
    until = date(2026, 11, 24)
    assert look(account, until - days(1)).waits == (Wait(HoldKind.DIRECT_DEBIT, until, "inv-1"),)
    assert look(account, until - days(1)).look_again_on == until
    assert chased(look(account, until)) == [("inv-1", 1, Decimal(500))]


def test_a_veto_names_who_held_it_back() -> None:
    """And for how long."""
    held = Hold(HoldKind.VETOED, TODAY + days(2), by="Maya")
    (wait,) = look(an_account(owes(500, late=20), holds=(held,))).waits
    assert (wait.by, wait.until) == ("Maya", TODAY + days(2))


# --- promises --------------------------------------------------------------------------------


def test_each_pound_keeps_one_promise_only() -> None:
    """50 by the 1st and 50 by the 8th for one invoice of 100: 50 came, so one is kept."""
    owed = owes(100, late=60, paid=50)
    first, second = TODAY - days(30), TODAY - days(23)
    account = an_account(
        owed,
        promises=(
            promised(50, first, owed.id),
            promised(50, second, owed.id, id="p2", made_on=first - days(14)),
        ),
        payments=(paid(owed, 50, first),),
    )
    states = [each.state for each in judge_all(account, DEFAULT_POLICY, TODAY)]
    assert states == [PromiseState.KEPT, PromiseState.BROKEN]


def test_reliability_is_what_was_paid_in_time_of_what_fell_due() -> None:
    """500 kept, 300 of 400 in part, 100 not: 800 of 1,000 is 80 %; one of next week counts not."""
    invoices = [owes(n, late=60, number=f"INV-{n}", paid=p) for n, p in _PROMISED]
    account = an_account(
        *invoices,
        promises=(
            *(promised(str(e.total.amount), TODAY - days(20), e.id, id=e.id) for e in invoices),
            promised(50, TODAY + days(7), "inv-100", id="open", made_on=TODAY),
        ),
        payments=tuple(
            paid(each, str(each.total.amount - each.balance.amount), TODAY - days(21))
            for each in invoices
            if each.total != each.balance
        ),
    )
    (found,) = reliability(judge_all(account, DEFAULT_POLICY, TODAY), TODAY)
    assert (found.promised, found.paid, found.percent) == (gbp(1000), gbp(800), Decimal(80))
    assert (found.kept, found.part_kept, found.broken, found.counted) == (1, 1, 1, 3)


_PROMISED = ((500, 500), (400, 300), (100, 0))


def test_no_promise_has_fallen_due_yet_is_not_nought_per_cent() -> None:
    """Nothing is said of a customer whose first promise is for next week."""
    owed = owes(100, late=20)
    account = an_account(owed, promises=(promised(100, TODAY + days(7), owed.id),))
    assert reliability(judge_all(account, DEFAULT_POLICY, TODAY), TODAY) == ()


def test_a_credited_promise_counts_on_neither_side_and_a_write_off_as_unpaid() -> None:
    """Credited: nothing was owed any more. Written off: 0 of 100 (rule 5)."""
    closed = owes(100, late=60, paid=100, state=InvoiceState.PAID)
    promise = promised(100, TODAY - days(20), closed.id)
    account = an_account(closed, promises=(promise,))
    assert reliability(judge_all(account, DEFAULT_POLICY, TODAY), TODAY) == ()
    lost = replace(account, payments=(paid(closed, 100, TODAY - days(30), write_off=True),))
    (found,) = reliability(judge_all(lost, DEFAULT_POLICY, TODAY), TODAY)
    assert (found.percent, found.broken) == (Decimal(0), 1)


def test_a_broken_promise_is_mentioned_once_inside_the_seven_days() -> None:
    """A message went three days ago, the promise broke yesterday: said at once, and once."""
    owed = owes(500, late=20)
    due = TODAY - days(4)
    account = an_account(owed, promises=(promised(500, due, owed.id, grace_days=1),))
    account = after_sending(account, look(replace(account, promises=()), TODAY - days(7)))
    assert account.messages
    step = look(account, TODAY + days(3)).messages[0].chased[0]
    assert step.broken_promise
    told = after_sending(account, look(account, TODAY + days(3)))
    assert look(told, TODAY + days(4)).messages == ()
