"""Rules 1 to 7 of the house: what is owed, what is late, what counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from plugin.credit.account import (
    CreditKind,
    CreditStatus,
    Hold,
    HoldKind,
    Instalment,
    InvoiceState,
    Opening,
    Placement,
    StatusHeld,
)
from plugin.credit.ageing import age
from plugin.credit.agreements import Retention
from plugin.credit.debts import small_balances
from plugin.credit.decisions import (
    OldestOverdue,
    Review,
    TaskKind,
    Wait,
    WaitKind,
)
from plugin.credit.metrics import on_time
from plugin.credit.policy import DEFAULT_POLICY
from plugin.credit.promises import PromiseState, judge_all
from tests.credit.builders import (
    TODAY,
    after_sending,
    an_account,
    chased,
    credit,
    days,
    gbp,
    look,
    owes,
    paid,
    promised,
    run,
    took,
    wrote,
)


def kinds(result: Review) -> list[TaskKind]:
    """The kinds of the tasks of a review."""
    return [task.kind for task in result.tasks]


def test_rule_1_an_invoice_is_late_from_the_day_after_its_due_date() -> None:
    """Due today is current; due yesterday is one day late; the issue date plays no part."""
    account = an_account(owes(100, late=0), owes(70, late=1, number="INV-2"))
    (profile,) = age(account, TODAY)
    assert (profile.late_count, profile.late, profile.oldest_days) == (1, gbp(70), 1)
    assert profile.buckets[0] == ("current", 1, gbp(100))


def test_rule_1_the_edges_of_the_buckets() -> None:
    """30 days is the first bucket, 31 the second, 90 the fourth, 91 the last."""
    edges = (1, 30, 31, 60, 61, 90, 91)
    account = an_account(*(owes(n, late=n, number=f"INV-{n}") for n in edges))
    (profile,) = age(account, TODAY)
    counted = {name: (count, str(amount.amount)) for name, count, amount in profile.buckets}
    assert counted == {
        "current": (0, "0"),
        "1-30": (2, "31"),
        "31-60": (2, "91"),
        "61-90": (2, "151"),
        "90+": (1, "91"),
    }


def test_rule_1_a_payment_on_monday_for_a_sunday_is_on_time_in_the_record() -> None:
    """Only the record is lenient: a weekend due date may be met on the next working day."""
    sunday = date(2026, 11, 22)
    invoice = owes(100, late=2, paid=100, state=InvoiceState.PAID)
    assert invoice.due == sunday
    account = an_account(invoice, payments=(paid(invoice, 100, sunday + days(1)),))
    assert on_time(account, TODAY).on_time == 1
    tuesday = replace(account, payments=(paid(invoice, 100, sunday + days(2)),))
    assert on_time(tuesday, TODAY).on_time == 0


def test_rule_2_three_hundred_old_debts_stay_silent_until_placed() -> None:
    """1 to 900 days late on the day of connection: no mail, no flag, one task a customer."""
    for late in range(1, 901, 3):
        account = an_account(owes(1000, late=late), limit=100, connected_on=TODAY)
        for week in range(8):
            result = look(account, TODAY + days(week))
            assert result.messages == ()
            assert result.status.status is CreditStatus.OPEN
            assert not result.status.stop_proposed
            assert kinds(result) == [TaskKind.PLACE_OPENING_DEBT]


def placed(placement: Placement, **more: object) -> Opening:
    """An opening debt as a person placed it, released today."""
    return Opening(placement, **{"released_on": TODAY, **more})  # type: ignore[arg-type]


def test_rule_2_chased_gently_starts_at_the_first_level_once_released() -> None:
    """However late, level one, and not before its day of release."""
    gently = placed(Placement.GENTLE, released_on=TODAY + days(1))
    account = an_account(owes(500, late=300, opening=gently), connected_on=TODAY)
    assert look(account).waits == (Wait(WaitKind.NOT_RELEASED, TODAY + days(1), "inv-1"),)
    assert look(account).look_again_on == TODAY + days(1)
    assert chased(look(account, TODAY + days(1))) == [("inv-1", 1, Decimal(500))]


def test_rule_2_already_chased_goes_on_where_a_person_said() -> None:
    """Placed at level two: the first message is level two."""
    opening = placed(Placement.AT_LEVEL, level=2)
    account = an_account(owes(500, late=300, opening=opening), connected_on=TODAY)
    assert chased(look(account)) == [("inv-1", 2, Decimal(500))]


def test_rule_2_mine_agency_never_and_written_off_are_silent_in_their_own_words() -> None:
    """Each placement has a reason of its own."""
    words: dict[Placement, HoldKind | WaitKind] = {
        Placement.MINE: HoldKind.MINE,
        Placement.AGENCY: HoldKind.AGENCY,
        Placement.NEVER: WaitKind.NEVER,
        Placement.WRITTEN_OFF: WaitKind.WRITTEN_OFF,
    }
    for placement, kind in words.items():
        result = look(an_account(owes(500, late=300, opening=placed(placement))))
        assert result.messages == ()
        assert result.waits == (Wait(kind, None, "inv-1"),)


def test_rule_3_fourteen_unsent_invoices_make_one_task_and_full_exposure() -> None:
    """Approved and never sent: no mail, but they count."""
    unsent = (owes(100, late=20, number=f"INV-{n}", sent_on=None) for n in range(14))
    result = look(an_account(*unsent))
    assert result.messages == ()
    assert kinds(result) == [TaskKind.NEVER_SENT]
    assert len(result.tasks[0].names) == 14
    assert result.exposure[0].amount == gbp(1400)


def test_rule_3_the_first_level_waits_a_week_after_sending() -> None:
    """First seen sent today, 20 days late: level one in seven days."""
    account = an_account(owes(100, late=20, sent_on=TODAY))
    assert look(account).waits == (Wait(WaitKind.JUST_SENT, TODAY + days(7), "inv-1"),)
    assert chased(look(account, TODAY + days(7))) == [("inv-1", 1, Decimal(100))]


def test_rule_4_five_pence_400_days_late_changes_nothing() -> None:
    """Status open, in the ageing, in the list of small balances."""
    account = an_account(owes(1000, late=400, paid="999.95"), limit=1)
    result = look(account)
    assert result.status.status is CreditStatus.OPEN
    assert result.messages == ()
    assert result.waits == (Wait(WaitKind.BELOW_TOLERANCE, None, "inv-1"),)
    assert result.ageing[0].late == gbp("0.05")
    assert [debt.invoice.id for debt in small_balances(account, DEFAULT_POLICY, TODAY)] == ["inv-1"]


def test_rule_4_a_whole_account_below_ten_is_not_chased_and_ten_is() -> None:
    """The tolerance of an account is a strict one."""
    below = look(an_account(owes("9.99", late=90)))
    assert (below.messages, below.status.status) == ((), CreditStatus.OPEN)
    assert chased(look(an_account(owes("10.00", late=20)))) == [("inv-1", 1, Decimal("10.00"))]


def test_rule_5_a_write_off_of_900_keeps_no_promise_and_improves_no_status() -> None:
    """Write off 900: promise broken, status and on-time share unchanged."""
    owed = owes(900, late=70)
    promise = promised(900, TODAY - days(10), owed.id)
    before = an_account(owed, promises=(promise,))
    gone = replace(owed, balance=gbp(0), state=InvoiceState.PAID)
    write_off = paid(owed, 900, TODAY - days(12), write_off=True)
    after = replace(before, invoices=(gone,), payments=(write_off,))
    assert look(after).broken_promises == ("p1",)
    assert look(after).status.status is look(before).status.status is CreditStatus.WATCH
    assert look(before).status.stop_proposed
    assert on_time(after, TODAY) == on_time(before, TODAY)
    assert look(after).messages == ()


def test_rule_5_giving_up_a_part_of_what_was_promised_leaves_no_residue_behind() -> None:
    """6.00 promised and not paid; 1.50 of it is given up: the 4.50 left keep no promise."""
    owed = owes(6, late=10)
    due = TODAY - days(8)
    broken = an_account(owed, promises=(promised(6, due, owed.id),))
    left = replace(owed, balance=gbp("4.50"))
    given_up = replace(broken, invoices=(left,), payments=(paid(owed, "1.50", TODAY, True),))
    for account in (broken, given_up):
        (outcome,) = judge_all(account, DEFAULT_POLICY, TODAY)
        assert outcome.state is PromiseState.BROKEN


def test_rule_5_a_write_off_keeps_no_stop_refused() -> None:
    """A stop was refused at 500; 900 is owed, of which 899 is given up: it is asked for again."""
    refused = StatusHeld(stop_refused_on=TODAY - days(20), stop_refused_at=gbp(500))
    whole = owes(900, late=70)
    given_up = replace(whole, balance=gbp(1))
    account = an_account(
        given_up, payments=(paid(whole, 899, TODAY, write_off=True),), status=refused
    )
    assert look(an_account(whole, status=refused)).status.stop_proposed
    assert look(account).status.stop_proposed


def test_rule_5_a_write_off_of_today_leaves_the_status_as_it_is() -> None:
    """The debt stands still on the day it was given up, it does not vanish."""
    owed = owes(900, late=70)
    before = look(an_account(owed, limit=800)).status
    gone = replace(owed, balance=gbp(0), state=InvoiceState.PAID)
    off = (paid(owed, 900, TODAY, write_off=True),)
    after = look(an_account(gone, limit=800, payments=off)).status
    assert (after.status, after.stop_proposed) == (before.status, before.stop_proposed)
    a_year_later = look(an_account(gone, limit=800, payments=off), TODAY + days(365)).status
    assert next(r for r in a_year_later.reasons if isinstance(r, OldestOverdue)).days == 70
    settled = an_account(gone, payments=off, status=StatusHeld(settled_on=TODAY), limit=800)
    assert look(settled).status.status is CreditStatus.OPEN


def test_rule_5_a_retention_given_up_stands_apart_from_the_opening_debt_that_it_was_kept_of() -> (
    None
):
    """1,250, of which 250 are kept back until spring, late before anybody connected: all given up.

    The late part sets no flag before it is placed (rule 2); the 250 took them over the limit.
    """
    kept_back = Retention(gbp(250), TODAY + days(120))
    owed = owes(1250, late=70, retained=kept_back)
    held = StatusHeld(status=CreditStatus.STOP, over_limit=True)
    before = an_account(owed, limit=100, connected_on=TODAY, status=held)
    gone = replace(owed, balance=gbp(0), state=InvoiceState.PAID)
    off = (paid(owed, 1250, TODAY, write_off=True),)
    after = replace(before, invoices=(gone,), payments=off)
    assert look(before).status.status is CreditStatus.STOP
    assert look(after).status.reasons == look(before).status.reasons


def test_rule_6_a_returned_payment_goes_back_to_its_level_and_is_said() -> None:
    """Level one was sent; the payment came back: level two, and the message says so."""
    invoice = owes(500, late=30, came_back_on=TODAY - days(1))
    sent = TODAY - days(20)
    account = an_account(invoice, steps=(took(invoice, 1, sent),), messages=(wrote(sent),))
    step = look(account).messages[0].chased[0]
    assert (step.level, step.came_back) == (2, True)
    told = replace(account, messages=(wrote(TODAY - days(1)),))
    assert not look(told, TODAY + days(6)).messages[0].chased[0].came_back


def test_rule_7_a_deposit_does_not_net_and_a_credit_note_does() -> None:
    """1,000 late and a 1,000 deposit: chased 1,000. A credit note of 300: asked for 700."""
    late = owes(1000, late=20)
    deposit = look(an_account(late, credits=(credit(1000, CreditKind.PREPAYMENT),)))
    assert deposit.messages[0].total == gbp(1000)
    note = look(an_account(late, credits=(credit(300),))).messages[0]
    assert (note.netted, note.total) == (gbp(300), gbp(700))
    switched_on = replace(DEFAULT_POLICY, net_prepayments=True)
    netted = look(
        an_account(late, credits=(credit(1000, CreditKind.PREPAYMENT),)), policy=switched_on
    )
    assert netted.messages == ()


def test_rule_7_credit_nets_the_oldest_first() -> None:
    """Credit that covers the older invoice leaves only the newer to chase."""
    account = an_account(
        owes(300, late=40, number="OLD"), owes(200, late=20, number="NEW"), credits=(credit(300),)
    )
    result = look(account)
    assert chased(result) == [("new", 1, Decimal(200))]
    assert Wait(HoldKind.CREDIT_COVERS, None, "old") in result.waits


def test_rule_7_credit_that_covers_the_debt_makes_a_task() -> None:
    """To allocate, not to chase."""
    result = look(an_account(owes(1000, late=20), credits=(credit(1000),)))
    assert result.messages == ()
    assert kinds(result) == [TaskKind.ALLOCATE_CREDIT]
    assert result.status.status is CreditStatus.OPEN


def test_rule_7_a_customer_whom_we_owe_waits_for_a_decision_on_set_off() -> None:
    """1,000 late and we owe 1,200: a task, no message; settled, the message goes."""
    account = an_account(owes(1000, late=10), bills_owed=(gbp(1200),))
    result = look(account)
    assert result.messages == ()
    assert [(t.kind, t.amount) for t in result.tasks] == [(TaskKind.SET_OFF, gbp(1200))]
    assert look(replace(account, set_off_settled=True)).messages[0].total == gbp(1000)


def test_insolvency_ends_the_chase_and_proposes_no_stop_by_itself() -> None:
    """A task to lodge the claim; silence; the status reads the debts alone."""
    insolvent = Hold(HoldKind.INSOLVENT)
    result = look(an_account(owes(800, late=10), holds=(insolvent,)))
    assert result.messages == ()
    assert kinds(result) == [TaskKind.LODGE_CLAIM]
    assert not result.status.stop_proposed


def test_a_level_sent_today_is_not_sent_again_in_the_same_run() -> None:
    """After the message went, the same day holds no second one."""
    account = an_account(owes(500, late=20))
    first = look(account)
    assert look(after_sending(account, first)).messages == ()
    assert run(account, TODAY, 6) == [(TODAY, 1)]


def test_rule_5_what_was_given_up_grows_no_younger_by_what_is_due_later() -> None:
    """The first of two instalments, 70 days late, is written off: still a stop to propose."""
    first = Instalment(0, TODAY - days(70), gbp(500), gbp(500))
    later = Instalment(1, TODAY + days(20), gbp(500), gbp(500))
    before = owes(1000, late=70, instalments=(first, later))
    gone = replace(first, balance=gbp(0))
    after = replace(before, balance=gbp(500), instalments=(gone, later))
    lost = paid(before, 500, TODAY, write_off=True)
    assert look(an_account(before)).status.stop_proposed
    assert look(an_account(after, payments=(lost,))).status.stop_proposed
