"""Rules 20 to 24 and 30: silence and its reasons, gaps and caps, working days, flags."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from plugin.credit.account import (
    Calendar,
    CreditStatus,
    Customer,
    Hold,
    HoldKind,
    InvoiceState,
    StatusHeld,
)
from plugin.credit.decisions import AskWhy, OverLimit, TaskKind, Wait, WaitKind
from plugin.credit.law import Law, Standing
from plugin.credit.leaving_findings import LeavingFacts, OverTheLimit, read_finding
from plugin.credit.policy import DEFAULT_POLICY
from plugin.credit.promises import PromiseState, judge
from plugin.credit.status import ExposureDownTo, PaymentOf, clears_when
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
    took,
    wrote,
)


@pytest.mark.parametrize("kind", list(HoldKind))
def test_rule_20_every_reason_for_silence_silences_in_its_own_word(kind: HoldKind) -> None:
    """A hold on the customer or on the invoice: no message, and the reason with its end."""
    until = TODAY + days(10)
    customer = look(an_account(owes(500, late=20), holds=(Hold(kind, until),)))
    assert (customer.messages, customer.waits) == ((), (Wait(kind, until),))
    invoice = look(an_account(owes(500, late=20), holds=(Hold(kind, until, "inv-1"),)))
    assert (invoice.messages, invoice.waits) == ((), (Wait(kind, until, "inv-1"),))
    assert invoice.look_again_on == until
    assert chased(look(an_account(owes(500, late=20), holds=(Hold(kind, TODAY),)))) != []


def test_rule_20_an_old_debt_waits_for_a_person() -> None:
    """Six years after its due date a claim may be too late: silence and a task."""
    invoice = owes(500, late=6 * 366)
    result = look(an_account(invoice, connected_on=TODAY - days(4000)))
    assert result.waits == (Wait(HoldKind.TOO_OLD, None, "inv-1"),)
    assert TaskKind.PERSON_DECIDES in [task.kind for task in result.tasks]


def test_rule_20_in_scotland_five_years_are_enough() -> None:
    """Five years and a day late: silent under Scottish law, still chased under any other."""
    account = an_account(owes(500, late=5 * 366), connected_on=TODAY - days(4000))
    scottish = replace(account.customer, standing=Standing(law=Law.SCOTLAND))
    assert chased(look(account)) != []
    assert look(replace(account, customer=scottish)).waits == (
        Wait(HoldKind.TOO_OLD, None, "inv-1"),
    )


def test_rule_21_stale_books_ask_before_sending() -> None:
    """Newest reconciled payment 12 November, today the 24th: sends wait for one answer."""
    account = an_account(owes(500, late=20), reconciled_to=date(2026, 11, 12))
    assert AskWhy.STALE_BOOKS in look(account).messages[0].ask
    fresh = replace(account, reconciled_to=date(2026, 11, 20))
    assert AskWhy.STALE_BOOKS not in look(fresh).messages[0].ask


def test_rule_22_a_hand_entered_date_next_friday_is_silence_until_friday_plus_grace() -> None:
    """Friday 4 December and two working days: chased again from the Wednesday."""
    friday = date(2026, 12, 4)
    account = an_account(owes(500, late=20, expected_on=friday))
    result = look(account)
    assert result.messages == ()
    assert result.waits == (Wait(HoldKind.PROMISED, date(2026, 12, 9), "inv-1"),)
    again = look(account, date(2026, 12, 9))
    assert chased(again) == [("inv-1", 1, Decimal(500))]
    assert again.broken_promises == ()


def test_rule_22_a_past_expected_date_is_a_note_not_a_broken_promise() -> None:
    """It neither pauses nor counts."""
    result = look(an_account(owes(500, late=20, expected_on=TODAY - days(30))))
    assert (result.broken_promises, len(result.messages)) == ((), 1)


def test_a_promise_is_kept_by_money_in_time_and_broken_without_it() -> None:
    """In full by the deadline: kept. Half: part-kept. A day late: broken. Nothing: broken."""
    owed = owes(500, late=30)
    due = TODAY - days(10)  # a Saturday: two working days of grace end on the Tuesday
    promise = promised(500, due, owed.id)
    deadline = due + days(3)

    def state(amount: int, on: date) -> PromiseState:
        rest = replace(owed, balance=gbp(500 - amount))
        account = an_account(rest, promises=(promise,), payments=(paid(owed, amount, on),))
        return judge(promise, account, DEFAULT_POLICY, TODAY).state

    assert due.isoweekday() == 6
    assert state(500, deadline) is PromiseState.KEPT
    assert state(500, deadline + days(1)) is PromiseState.BROKEN
    assert state(250, deadline) is PromiseState.PART_KEPT
    assert state(496, deadline) is PromiseState.KEPT
    nothing = an_account(owed, promises=(promise,))
    assert judge(promise, nothing, DEFAULT_POLICY, TODAY).state is PromiseState.BROKEN
    assert judge(promise, nothing, DEFAULT_POLICY, deadline).state is PromiseState.OPEN


def test_a_credit_note_that_closes_the_invoice_breaks_no_promise() -> None:
    """Nothing was owed any more when it fell due."""
    closed = owes(500, late=30, paid=500, state=InvoiceState.PAID)
    promise = promised(500, TODAY - days(10), closed.id)
    result = look(an_account(closed, promises=(promise,)))
    assert result.broken_promises == ()


def test_rule_23_seven_days_between_messages_to_one_customer() -> None:
    """Another invoice is ready two days after a message: it waits for five more."""
    account = an_account(owes(500, late=10), messages=(wrote(TODAY - days(2)),))
    result = look(account)
    assert result.waits == (Wait(WaitKind.GAP, TODAY + days(5), "inv-1"),)
    assert result.look_again_on == TODAY + days(4)
    assert len(look(account, TODAY + days(6)).messages) == 1


def test_rule_23_four_in_thirty_days() -> None:
    """Four went in thirty days: the fifth waits until the first of them is thirty days old."""
    sent = tuple(wrote(TODAY - days(n)) for n in (28, 21, 14, 8))
    result = look(an_account(owes(500, late=10), messages=sent))
    assert result.waits == (Wait(WaitKind.CAP, TODAY + days(2), "inv-1"),)


def test_rule_23_answers_and_receipts_do_not_count() -> None:
    """Only unprompted messages hold the next one back."""
    prompted = replace(wrote(TODAY - days(1)), unprompted=False)
    assert len(look(an_account(owes(500, late=10), messages=(prompted,))).messages) == 1


def test_rule_23_a_returned_payment_may_be_mentioned_once_inside_the_seven_days() -> None:
    """A message went three days ago, a payment came back yesterday: said at once, and once."""
    returned = owes(500, late=10, came_back_on=TODAY - days(1))
    other = owes(300, late=10, number="B")
    account = an_account(returned, other, messages=(wrote(TODAY - days(3)),))
    first = look(account)
    assert [step.invoice_id for step in first.messages[0].chased if step.came_back] == ["inv-1"]
    again = owes(200, late=9, number="C")
    sent = after_sending(account, first)
    more = replace(sent, invoices=(*sent.invoices, again))
    assert look(more, TODAY + days(1)).messages == ()


def test_rule_23_nobody_passes_three_in_seven_days() -> None:
    """Even what may be mentioned at once waits behind the ceiling."""
    returned = owes(500, late=10, came_back_on=TODAY)
    sent = tuple(wrote(TODAY - days(n)) for n in (1, 3, 5))
    result = look(an_account(returned, messages=sent))
    assert result.waits[0].kind is WaitKind.CAP


def test_rule_24_nothing_is_proposed_on_a_day_off() -> None:
    """On a Saturday and on Christmas Day the step rolls forward."""
    saturday = date(2026, 11, 21)
    result = look(an_account(owes(500, late=17)), saturday)
    assert result.waits == (Wait(WaitKind.NOT_WORKING_DAY, date(2026, 11, 23), "inv-1"),)
    christmas = Calendar(holidays=frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
    held = look(an_account(owes(500, late=17), calendar=christmas), date(2026, 12, 25))
    assert held.look_again_on == date(2026, 12, 29)


def test_rule_24_the_gap_counts_from_the_real_sending() -> None:
    """Level one rolled from Saturday to Monday: level two counts from Monday."""
    invoice = owes(500, late=60)
    monday = date(2026, 11, 23)
    account = an_account(invoice, steps=(took(invoice, 1, monday),), messages=(wrote(monday),))
    assert look(account, monday + days(6)).messages == ()
    assert len(look(account, monday + days(7)).messages) == 1


def test_rule_25_a_customer_without_an_email_is_a_task_never_a_silent_skip() -> None:
    """No level is taken."""
    customer = Customer(id="n", name="N", has_email=False)
    result = look(an_account(owes(500, late=10), customer=customer))
    assert (result.messages, [t.kind for t in result.tasks]) == ((), [TaskKind.NO_EMAIL])


def judged(used: int, over: bool) -> tuple[CreditStatus, bool]:
    """The status at this use of a limit of 1,000, having been over the limit or not."""
    held = StatusHeld(CreditStatus.WATCH if over else CreditStatus.OPEN, over_limit=over)
    status = look(an_account(owes(used), limit=1000, status=held)).status
    return status.status, status.over_limit


def test_rule_30_over_limit_sets_above_100_and_clears_at_95_per_cent() -> None:
    """Crossing the limit six times in a day is one flag."""
    assert judged(1000, over=False) == (CreditStatus.WATCH, False)
    assert judged(1001, over=False) == (CreditStatus.WATCH, True)
    assert judged(999, over=True) == (CreditStatus.WATCH, True)
    assert judged(951, over=True) == (CreditStatus.WATCH, True)
    assert judged(950, over=True) == (CreditStatus.WATCH, False)
    assert judged(899, over=True) == (CreditStatus.OPEN, False)


def test_rule_30_a_stop_is_proposed_and_stays_once_a_person_said_yes() -> None:
    """Before: watch and a task. After the yes: stop, and no second question."""
    account = an_account(owes(1200), limit=1000)
    proposed = look(account)
    assert (proposed.status.status, proposed.status.stop_proposed) == (CreditStatus.WATCH, True)
    stopped = replace(account, status=StatusHeld(CreditStatus.STOP, over_limit=True))
    kept = look(stopped).status
    assert (kept.status, kept.stop_proposed) == (CreditStatus.STOP, False)
    paid_down = replace(stopped, invoices=(owes(100),))
    assert look(paid_down).status.status is CreditStatus.OPEN


def test_rule_30_a_refused_stop_is_asked_again_only_when_exposure_has_grown() -> None:
    """Refused at 1,200: silence at 1,200, asked at 1,201."""
    held = StatusHeld(CreditStatus.WATCH, stop_refused_on=TODAY, stop_refused_at=gbp(1200))
    assert not look(an_account(owes(1200), limit=1000, status=held)).status.stop_proposed
    assert look(an_account(owes(1201), limit=1000, status=held)).status.stop_proposed


def test_rule_33_a_stopped_customer_with_repeating_invoices_is_a_task() -> None:
    """Named, because the ledger goes on issuing."""
    held = StatusHeld(CreditStatus.STOP)
    account = an_account(owes(1200), limit=1000, status=held, repeating_names=("Monthly box",))
    (task,) = look(account).tasks
    assert (task.kind, task.names) == (TaskKind.REPEATING_WHILE_STOPPED, ("Monthly box",))


def test_a_draft_that_would_exceed_the_limit_is_a_task_not_a_flag() -> None:
    """900 used of 1,000 and a draft of 150: a task about 50."""
    draft = owes(150, number="D", state=InvoiceState.DRAFT)
    result = look(an_account(owes(800), draft, limit=900, leaving=LeavingFacts()))
    (task,) = result.tasks
    assert (task.kind, task.subject) == (TaskKind.BEFORE_LEAVING, "d")
    assert [read_finding(each) for each in task.names] == [OverTheLimit(gbp(150), gbp(50))]
    assert not result.status.over_limit


def test_what_would_clear_a_status_is_said_as_values() -> None:
    """Over the limit: exposure down to 95 % of it. Late: these invoices paid."""
    account = an_account(owes(1200, late=20), owes(100, late=30, number="B"), limit=1000)
    decision = look(account).status
    assert isinstance(decision.reasons[0], OverLimit)
    assert clears_when(decision, account, DEFAULT_POLICY, TODAY) == (
        ExposureDownTo(gbp("950"), gbp("350")),
        PaymentOf(("B", "INV-1"), gbp(1300)),
    )
