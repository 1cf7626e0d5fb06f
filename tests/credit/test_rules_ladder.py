"""Rules 11 to 19 of the house: courtesy and ladder, tone, and when to look again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from plugin.credit.account import Customer, HoldKind, Instalment, StepState
from plugin.credit.decisions import AskWhy, Task, TaskKind, Wait, WaitKind
from plugin.credit.law import Kind, Law, Standing
from plugin.credit.policy import DEFAULT_POLICY, After, Channel, Level, Mode, Tone
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
    took,
    with_review,
    wrote,
)


def test_rule_11_the_courtesy_goes_seven_days_before_the_due_date() -> None:
    """Not on the eighth day before, on the seventh."""
    assert look(an_account(owes(500, late=-8))).messages == ()
    assert look(an_account(owes(500, late=-8))).look_again_on == TODAY + days(1)
    (message,) = look(an_account(owes(500, late=-7))).messages
    assert (message.is_courtesy, message.tone, message.level) == (True, Tone.COURTESY, 0)


def test_rule_11_an_unapproved_courtesy_lapses_and_level_one_comes_at_plus_three() -> None:
    """A courtesy that nobody approved by the due date blocks nothing."""
    invoice = owes(500, late=0)
    proposed = took(invoice, 0, TODAY - days(7), StepState.PROPOSED)
    account = an_account(invoice, steps=(proposed,))
    assert look(account).messages == ()
    assert chased(look(account, TODAY + days(2))) == []
    assert chased(look(account, TODAY + days(3))) == [("inv-1", 1, Decimal(500))]


def test_rule_11_first_seen_sixty_days_late_gets_the_first_wording() -> None:
    """No courtesy is caught up, no level is skipped."""
    (message,) = look(an_account(owes(500, late=60))).messages
    assert (message.level, message.tone) == (1, Tone.FRIENDLY)


def test_rule_11_no_courtesy_on_direct_debit() -> None:
    """What is collected needs no reminder before it is due."""
    customer = Customer(id="d", name="D", direct_debit=True)
    assert look(an_account(owes(500, late=-7), customer=customer)).messages == ()


def test_rule_11_the_ladder_is_three_fourteen_twenty_eight() -> None:
    """Sent on the day, each level comes on its day, and after the third nothing more."""
    start = date(2026, 9, 1)
    account = an_account(owes(500, late=0, on=start))
    assert run(account, start, 90) == [
        (date(2026, 9, 4), 1),
        (date(2026, 9, 15), 2),
        (date(2026, 9, 29), 3),
    ]


def test_rule_11_each_level_is_at_least_seven_days_after_the_one_before() -> None:
    """Level one went on day 12: level two on day 19, not on day 14."""
    invoice = owes(500, late=18)
    sent = invoice.due + days(12)
    account = an_account(invoice, steps=(took(invoice, 1, sent),), messages=(wrote(sent),))
    assert look(account).waits == (Wait(WaitKind.NEXT_LEVEL_LATER, sent + days(7), "inv-1"),)
    assert chased(look(account, sent + days(7))) == [("inv-1", 2, Decimal(500))]


def test_rule_12_the_first_contact_is_level_one_however_late() -> None:
    """3, 30, 300 and 900 days late: level one."""
    for late in (3, 30, 300, 900):
        assert chased(look(an_account(owes(500, late=late)))) == [("inv-1", 1, Decimal(500))]


def test_rule_12_a_named_person_may_skip_a_level() -> None:
    """Level two was done by a person: level three is next."""
    invoice = owes(500, late=60)
    skipped = replace(took(invoice, 2, TODAY - days(10)), by_person=True)
    assert chased(look(an_account(invoice, steps=(skipped,)))) == [("inv-1", 3, Decimal(500))]


def test_rule_12_a_level_is_never_sent_twice() -> None:
    """What was done or perhaps done is not proposed again, on any day."""
    invoice = owes(500, late=60)
    for state in (StepState.DONE, StepState.UNCONFIRMED):
        done = an_account(invoice, steps=(took(invoice, 1, TODAY - days(30), state),))
        for later in range(0, 60, 5):
            levels = [level for _, level, _ in chased(look(done, TODAY + days(later)))]
            assert 1 not in levels


def test_rule_13_an_unsent_proposal_blocks_the_next_level() -> None:
    """A proposal that nobody approved for a hundred days is still the only one."""
    account = an_account(owes(500, late=5))
    waiting = with_review(account, look(account))
    for later in (1, 30, 100):
        result = look(waiting, TODAY + days(later))
        assert result.messages == ()
        assert Wait(WaitKind.PROPOSAL_OPEN, None, "inv-1") in result.waits


def test_rule_13_after_missed_days_one_level_catches_up_never_a_burst() -> None:
    """Nobody looked for two months: one level, then one a week."""
    account = an_account(owes(500, late=60))
    assert run(account, TODAY, 30) == [
        (TODAY, 1),
        (TODAY + days(7), 2),
        (TODAY + days(14), 3),
    ]


def test_rule_13_a_refused_level_is_asked_again_after_a_week() -> None:
    """No is an answer, not for ever; a dropped one is composed anew the next day."""
    invoice = owes(500, late=20)
    refused = an_account(invoice, steps=(took(invoice, 1, TODAY, StepState.REFUSED),))
    assert look(refused, TODAY + days(6)).messages == ()
    assert chased(look(refused, TODAY + days(7))) == [("inv-1", 1, Decimal(500))]
    dropped = an_account(invoice, steps=(took(invoice, 1, TODAY, StepState.DROPPED),))
    assert look(dropped).messages == ()
    assert chased(look(dropped, TODAY + days(1))) == [("inv-1", 1, Decimal(500))]


def test_rule_14_a_level_counts_from_month_end_or_from_the_previous() -> None:
    """End of the month of due + 30 days; ten days after the sending before."""
    policy = replace(
        DEFAULT_POLICY,
        guards=False,
        levels=(
            Level(1, 10),
            Level(2, 30, After.END_OF_MONTH),
            Level(3, 10, After.PREVIOUS, Channel.LETTER, Tone.FINAL),
        ),
    )
    due = date(2013, 1, 15)
    invoice = owes(500, late=0, on=due)
    assert run(an_account(invoice), due, 80, policy) == [
        (date(2013, 1, 25), 1),
        (date(2013, 2, 28), 2),
        (date(2013, 3, 10), 3),
    ]


def test_rule_15_part_payment_keeps_the_place_and_the_rest_is_chased() -> None:
    """Level one was sent; half was paid: level two for the other half."""
    invoice = owes(1000, late=20, paid=500)
    sent = TODAY - days(10)
    account = an_account(invoice, steps=(took(invoice, 1, sent),), messages=(wrote(sent),))
    assert chased(look(account)) == [("inv-1", 2, Decimal(500))]


def test_rule_15_a_due_date_moved_later_re_anchors_and_never_jumps() -> None:
    """Level one was sent, then the due date moved: level two at the new +14, not before."""
    invoice = owes(1000, late=-10)
    account = an_account(invoice, steps=(took(invoice, 1, TODAY - days(20)),))
    policy = replace(DEFAULT_POLICY, levels=DEFAULT_POLICY.ladder)
    assert run(account, TODAY, 40, policy) == [(TODAY + days(24), 2), (TODAY + days(38), 3)]


def test_rule_16_never_chase_differs_from_an_unknown_place() -> None:
    """A policy without levels is never; a level that the policy lacks is for a person."""
    none = replace(DEFAULT_POLICY, levels=())
    result = look(an_account(owes(500, late=30)), policy=none)
    assert (result.messages, result.waits) == ((), (Wait(WaitKind.NEVER, None),))
    invoice = owes(500, late=60)
    other = look(an_account(invoice, steps=(took(invoice, 7, TODAY - days(30)),)))
    assert other.messages == ()
    assert [task.kind for task in other.tasks if task.names] == [TaskKind.LADDER_CHANGED]


def test_rule_17_a_decision_says_when_to_look_again() -> None:
    """Each wait that ends by itself is the next day to look; a wait for a person is none."""
    assert look(an_account(owes(500, late=1))).look_again_on == TODAY + days(2)
    assert look(an_account(owes(500, late=0))).look_again_on == TODAY + days(1)
    assert look(an_account()).look_again_on is None
    ended = owes(500, late=200)
    account = an_account(ended, steps=(took(ended, 3, TODAY - days(50)),))
    result = look(account)
    assert [task.kind for task in result.tasks] == [TaskKind.PROPOSE_STOP, TaskKind.LADDER_ENDED][
        ::-1
    ]
    assert result.look_again_on is not None
    assert result.look_again_on > TODAY + days(365)


def test_rule_17_clear_is_a_state() -> None:
    """Paid in full, a watched customer is open again, with no reason left."""
    status = look(an_account()).status
    assert (status.status.value, status.reasons, status.stop_proposed) == ("open", (), False)


def test_rule_18_b_not_yet_due_is_absent_from_a_final() -> None:
    """A at final, B due in 3 days: B is not named at all."""
    a, b = owes(500, late=40, number="A"), owes(300, late=-3, number="B")
    steps = (took(a, 1, TODAY - days(30)), took(a, 2, TODAY - days(20)))
    (message,) = look(an_account(a, b, steps=steps)).messages
    assert (message.is_final, message.also) == (True, ())
    assert [step.invoice_id for step in message.chased] == ["a"]


def test_rule_18_a_final_names_only_final_levels_and_lists_the_rest_without_demand() -> None:
    """B is ten days late: under *also*, with no level taken and nothing asked for it."""
    a, b = owes(500, late=40, number="A"), owes(300, late=10, number="B")
    steps = (took(a, 1, TODAY - days(30)), took(a, 2, TODAY - days(20)))
    account = an_account(a, b, steps=steps)
    result = look(account)
    (message,) = result.messages
    assert (message.also, message.total) == (("b",), gbp(500))
    assert Wait(WaitKind.FINAL_FIRST, None, "b") in result.waits
    later = look(after_sending(account, result), TODAY + days(7))
    assert chased(later) == [("b", 1, Decimal(300))]


COMPANY = Customer(
    id="lisa",
    name="Lisa's Deli",
    standing=Standing(Kind.COMPANY, Law.ENGLAND_WALES, is_confirmed=True),
)
LAST_STEPS = (
    Level(1, 3, tone=Tone.FIRM),
    Level(2, 14, tone=Tone.FINAL),
    Level(3, 28, tone=Tone.BEFORE_ACTION),
)


def test_rule_18_a_letter_before_action_names_only_invoices_on_that_level() -> None:
    """A is at the letter before action, B at its final notice: B waits and is only listed."""
    a, b = owes(500, late=60, number="A"), owes(300, late=30, number="B")
    steps = (
        took(a, 1, TODAY - days(40)),
        took(a, 2, TODAY - days(30)),
        took(b, 1, TODAY - days(15)),
    )
    account = an_account(a, b, steps=steps, customer=COMPANY)
    result = look(account, policy=replace(DEFAULT_POLICY, levels=LAST_STEPS))
    (message,) = result.messages
    assert (message.tone, message.is_final, message.total) == (Tone.BEFORE_ACTION, True, gbp(500))
    assert (message.also, chased(result)) == (("b",), [("a", 3, Decimal(500))])
    assert AskWhy.FINAL in message.ask
    assert Wait(WaitKind.FINAL_FIRST, None, "b") in result.waits


def test_rule_34_a_letter_before_action_waits_for_what_the_customer_is() -> None:
    """Nobody has said whether A's debtor is a person: the letter waits, a task asks, B goes on."""
    a, b = owes(500, late=60, number="A"), owes(300, late=20, number="B")
    steps = (
        *(took(a, 1, TODAY - days(40)), took(a, 2, TODAY - days(30))),
        took(b, 1, TODAY - days(15)),
    )
    policy = replace(DEFAULT_POLICY, levels=LAST_STEPS)
    result = look(an_account(a, b, steps=steps), policy=policy)
    assert [(each.tone, each.total) for each in result.messages] == [(Tone.FINAL, gbp(300))]
    assert Wait(WaitKind.STANDING_UNSAID, None, "a") in result.waits
    assert Task(TaskKind.SAY_STANDING, "GBP", gbp(500), ("A",)) in result.tasks
    confirmed = look(an_account(a, b, steps=steps, customer=COMPANY), policy=policy)
    assert chased(confirmed) == [("a", 3, Decimal(500))]
    assert TaskKind.SAY_STANDING not in {task.kind for task in confirmed.tasks}


def test_rule_18_the_tone_is_that_of_the_highest_level_chased() -> None:
    """A ready for firm and B for friendly: one firm message, each at its own level."""
    a, b = owes(500, late=20, number="A"), owes(300, late=5, number="B")
    account = an_account(a, b, steps=(took(a, 1, TODAY - days(10)),))
    (message,) = look(account).messages
    assert (message.tone, message.total) == (Tone.FIRM, gbp(800))
    assert chased(look(account)) == [("a", 2, Decimal(500)), ("b", 1, Decimal(300))]


def test_rule_18_a_disputed_the_tone_falls_to_the_next() -> None:
    """A stood before its final; disputed, only B's first reminder goes."""
    a = owes(500, late=40, number="A", disputed=gbp(500))
    b = owes(300, late=10, number="B")
    steps = (took(a, 1, TODAY - days(30)), took(a, 2, TODAY - days(20)))
    result = look(an_account(a, b, steps=steps))
    (message,) = result.messages
    assert (message.tone, message.also) == (Tone.FRIENDLY, ())
    assert Wait(HoldKind.DISPUTED, None, "a") in result.waits


def test_rule_18_only_the_disputed_part_is_silent() -> None:
    """80 of 1,000 disputed: 920 is chased."""
    result = look(an_account(owes(1000, late=10, disputed=gbp(80))))
    assert result.messages[0].total == gbp(920)


@pytest.mark.parametrize("mode", list(Mode))
def test_rule_19_in_every_mode_the_final_waits_for_a_person(mode: Mode) -> None:
    """The message says so itself, whatever the mode."""
    a = owes(500, late=40, number="A")
    steps = (took(a, 1, TODAY - days(30)), took(a, 2, TODAY - days(20)))
    (message,) = look(
        an_account(a, steps=steps), policy=replace(DEFAULT_POLICY, mode=mode)
    ).messages
    assert AskWhy.FINAL in message.ask


def test_the_first_message_to_a_customer_asks_and_the_second_does_not() -> None:
    """A person has seen the first one; later ones go by the mode."""
    account = an_account(owes(500, late=3))
    first = look(account)
    assert first.messages[0].ask == (AskWhy.FIRST_TO_CUSTOMER,)
    second = look(after_sending(account, first), TODAY + days(13))
    assert second.messages[0].ask == ()


def test_instalments_climb_by_themselves() -> None:
    """Two instalments, 40 and 4 days late: both at level one, each with its own balance."""
    parts = (
        Instalment(0, TODAY - days(40), gbp(300), gbp(300)),
        Instalment(1, TODAY - days(4), gbp(700), gbp(700)),
    )
    invoice = owes(1000, late=40, instalments=parts)
    (message,) = look(an_account(invoice)).messages
    assert [(s.instalment, s.level, s.days_late) for s in message.chased] == [(0, 1, 40), (1, 1, 4)]


def test_when_the_ladder_has_ended_a_person_is_told_a_week_after_the_final() -> None:
    """Not on the day of the final itself."""
    invoice = owes(500, late=30)
    account = an_account(invoice, steps=(took(invoice, 3, TODAY),))
    assert look(account).tasks == ()
    assert look(account, TODAY + days(7)).tasks[0].kind is TaskKind.LADDER_ENDED
