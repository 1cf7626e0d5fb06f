"""One ladder for the account: the oldest debt climbs it, and what else is late goes with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugin.credit.account import Account, Invoice, Step, StepState
from plugin.credit.decisions import WaitKind
from plugin.credit.policy import (
    DEFAULT_POLICY,
    LadderOn,
    PolicyComplaints,
    as_document,
    parse_policies,
    policy_from_document,
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
    took,
)

BY_ACCOUNT = replace(DEFAULT_POLICY, ladder_on=LadderOn.ACCOUNT)


def _rode(invoice: Invoice, level: int, late: int) -> Step:
    """It went along with an older debt, so many days ago."""
    return Step(invoice.id, 0, level, StepState.DONE, TODAY - days(late), cycle=-1)


def test_the_oldest_debt_gives_the_level_and_all_that_is_late_is_asked_for() -> None:
    """A 14 days late at its second level, B 2 and C 9 days late: one firm message for all three."""
    a = owes(500, late=14, number="A")
    b, c = owes(200, late=2, number="B"), owes(100, late=9, number="C")
    account = an_account(a, b, c, steps=(took(a, 1, TODAY - days(11)),))
    (message,) = look(account, policy=BY_ACCOUNT).messages
    assert (message.level, message.total) == (2, gbp(800))
    assert {step.invoice_id: step.level for step in message.chased} == {"a": 2, "b": 2, "c": 2}


def test_by_invoice_only_what_reached_a_level_is_asked_for() -> None:
    """The same account on the usual ladder: B is only listed, C is at its own first level."""
    a = owes(500, late=14, number="A")
    b, c = owes(200, late=2, number="B"), owes(100, late=9, number="C")
    account = an_account(a, b, c, steps=(took(a, 1, TODAY - days(11)),))
    result = look(account)
    assert sorted((step, level) for step, level, _ in chased(result)) == [("a", 2), ("c", 1)]


def test_once_the_oldest_is_paid_the_next_one_begins_at_the_mildest() -> None:
    """B went along with A twice; A is paid: B, 20 days late, gets the friendly first words."""
    b = owes(200, late=20, number="B")
    account = an_account(b, steps=(_rode(b, 1, 18), replace(_rode(b, 2, 8), cycle=-2)))
    (message,) = look(account, policy=BY_ACCOUNT).messages
    assert chased(look(account, policy=BY_ACCOUNT)) == [("b", 1, gbp(200).amount)]
    assert message.level == 1


def test_a_part_payment_of_the_oldest_keeps_the_place() -> None:
    """500 of which 400 came in: the ladder goes on from where it stood (rule 15)."""
    a = owes(500, late=28, number="A", paid=400)
    b = owes(200, late=5, number="B")
    steps = (took(a, 1, TODAY - days(25)), took(a, 2, TODAY - days(14)), _rode(b, 2, 14))
    (message,) = look(an_account(a, b, steps=steps), policy=BY_ACCOUNT).messages
    assert (message.level, message.total) == (3, gbp(300))


def test_a_final_notice_names_only_what_was_asked_for_before() -> None:
    """B was never asked for: it stands under also on your account, without a demand (rule 18)."""
    a = owes(500, late=28, number="A")
    b, c = owes(200, late=5, number="B"), owes(100, late=20, number="C")
    steps = (took(a, 1, TODAY - days(25)), took(a, 2, TODAY - days(14)), _rode(c, 2, 14))
    result = look(an_account(a, b, c, steps=steps), policy=BY_ACCOUNT)
    (message,) = result.messages
    assert message.is_final
    assert {step.invoice_id for step in message.chased} == {"a", "c"}
    assert message.also == ("b",)
    assert [wait.kind for wait in result.waits if wait.invoice_id == "b"] == [WaitKind.FINAL_FIRST]


def test_a_debt_of_which_they_have_only_just_been_told_is_not_asked_for() -> None:
    """Sent yesterday although long due: it waits its seven days, and is only listed (rule 3)."""
    a = owes(500, late=4, number="A")
    b = owes(200, late=2, number="B", sent_on=TODAY - days(1))
    result = look(an_account(a, b), policy=BY_ACCOUNT)
    assert [each[0] for each in chased(result)] == ["a"]
    assert WaitKind.JUST_SENT in {wait.kind for wait in result.waits if wait.invoice_id == "b"}


def test_while_the_oldest_waits_nobody_is_asked_for() -> None:
    """The oldest is 2 days late: its level is on day three, and so is everybody's."""
    a, b = owes(500, late=2, number="A"), owes(200, late=1, number="B")
    result = look(an_account(a, b), policy=BY_ACCOUNT)
    assert result.messages == ()
    assert {(w.invoice_id, w.kind, w.until) for w in result.waits} == {
        ("a", WaitKind.NEXT_LEVEL_LATER, TODAY + days(1)),
        ("b", WaitKind.NEXT_LEVEL_LATER, TODAY + days(1)),
    }


def test_over_two_months_no_level_of_the_oldest_is_skipped_and_none_sent_twice() -> None:
    """Two invoices a week apart, nobody pays: the older takes 1, 2, 3 and none of them twice."""
    account: Account = an_account(owes(500, number="A"), owes(200, late=-7, number="B"))
    seen: list[tuple[str, int, int]] = []
    for day in range(70):
        result = look(account, TODAY + days(day), BY_ACCOUNT)
        seen += [(s.invoice_id, s.level, s.cycle) for m in result.messages for s in m.chased]
        account = after_sending(account, result)
    assert [each for each in seen if each[0] == "a"] == [("a", 1, 1), ("a", 2, 1), ("a", 3, 1)]
    assert len(set(seen)) == len(seen)


def test_it_is_a_number_of_the_policy_and_the_bare_ladder_refuses_it() -> None:
    """Written and read back; with guards off there is only the ladder of each invoice."""
    assert policy_from_document(as_document(BY_ACCOUNT)) == BY_ACCOUNT
    with pytest.raises(PolicyComplaints, match="ladder_on"):
        parse_policies({"policy": {"p": {"ladder_on": "account", "guards": "off"}}})
