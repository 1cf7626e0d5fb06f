"""Mail and what is due: what somebody wrote by hand is a contact, and unread mail stops it all."""

from __future__ import annotations

from dataclasses import replace

from plugin.credit.decisions import TaskKind, WaitKind
from plugin.credit.policy import DEFAULT_POLICY, policy_from_document
from plugin.credit.reach import Reach
from plugin.credit.statements import Statements
from plugin.credit.steps import EVERY_CURRENCY
from tests.credit.builders import TODAY, an_account, days, look, owes, wrote


def test_a_mail_by_hand_counts_for_the_gap_in_every_currency() -> None:
    """Rule 23: seven days after it, whatever the debt is in, and not a day longer."""
    debt = owes("250.00", late=20)
    for ago, waits in ((6, True), (7, False)):
        account = an_account(debt, messages=(wrote(TODAY - days(ago), EVERY_CURRENCY),))
        found = look(account)
        assert (found.messages == ()) == waits
        if waits:
            assert [(each.kind, each.until) for each in found.waits] == [
                (WaitKind.GAP, TODAY + days(1))
            ]
            assert found.look_again_on is not None
            assert found.look_again_on <= TODAY + days(1)


def test_unread_mail_and_a_bad_address_stop_statements_too() -> None:
    """Nothing goes meanwhile, and the reason is told."""
    plan = replace(DEFAULT_POLICY, levels=(DEFAULT_POLICY.levels[3],))
    plan = replace(plan, statements=Statements(scheduled=True))
    on = TODAY.replace(month=12, day=1)
    account = an_account(owes("250.00", late=-20))
    assert look(account, on, plan).statements != ()
    for reach, kind, task in (
        (Reach(answered=True), WaitKind.ANSWERED, TaskKind.ANSWERED),
        (Reach(bounced=True), WaitKind.BOUNCED, TaskKind.BOUNCED),
    ):
        held = replace(account, customer=replace(account.customer, reach=reach))
        found = look(held, on, plan)
        assert found.statements == ()
        assert [each.kind for each in found.statement_waits] == [kind]
        assert task in {each.kind for each in found.tasks}


def test_copies_by_rule_are_part_of_the_policy() -> None:
    """Read back as written; a number above the ceiling is refused with its place."""
    read = policy_from_document({"mail": {"copies": False, "copies_a_week": 5}})
    assert (read.mail.copies, read.mail.copies_a_week) == (False, 5)
    try:
        policy_from_document({"mail": {"copies_a_week": 50}})
    except ValueError as refused:
        assert "copies_a_week" in str(refused)
    else:
        raise AssertionError("taken")
