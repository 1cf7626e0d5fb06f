"""Check-ins: due in their week, put off by what is contested, and silent about money."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from plugin.credit.account import Account, Customer, Hold, HoldKind, InvoiceState, Payment
from plugin.credit.check_in_facts import CheckIn, CheckInRules
from plugin.credit.decisions import TaskKind
from plugin.credit.policy import DEFAULT_POLICY
from plugin.credit.review import review
from plugin.credit.segment_held import Segment, SegmentHeld
from plugin.credit.talking_points import talking_points
from plugin.letters.check_in_words import point_words
from tests.credit.builders import TODAY, an_account, days, gbp, owes

DUE = CheckIn(8, TODAY)


def rung(account: Account, **rules: int) -> bool:
    """Whether somebody is to ring them today."""
    policy = replace(DEFAULT_POLICY, check_ins=CheckInRules(**rules))
    found = review(account, policy, TODAY)
    return any(each.kind is TaskKind.CHECK_IN for each in found.tasks)


def test_it_is_due_on_its_day_and_looked_at_then() -> None:
    """Not before; the day ahead is one to look again on."""
    ahead = an_account(check_in=CheckIn(8, TODAY + days(3)))
    assert not rung(ahead)
    assert review(ahead, DEFAULT_POLICY, TODAY).look_again_on == TODAY + days(3)
    assert rung(an_account(check_in=DUE))
    assert not rung(an_account(check_in=CheckIn(0, TODAY)))


def test_key_accounts_are_rung_by_the_policy_and_nobody_else() -> None:
    """Only where a person made them one, for as long as that holds, and where the weeks are set."""

    def of(held: SegmentHeld) -> Account:
        return an_account(customer=Customer(id="lisa", name="Lisa's Deli", segment_held=held))

    key = of(SegmentHeld(chosen=Segment.KEY))
    assert rung(key)
    assert not rung(key, key_weeks=0)
    assert not rung(of(SegmentHeld(chosen=Segment.KEY, until=TODAY)))
    assert not rung(of(SegmentHeld(in_force=Segment.GOOD)))
    assert not rung(replace(key, check_in=CheckIn(0, TODAY)))


@pytest.mark.parametrize(
    "kind", [HoldKind.DISPUTED, HoldKind.HARDSHIP, HoldKind.DECEASED, HoldKind.AGENCY]
)
def test_it_waits_while_a_silence_stands_in_which_nobody_rings_just_so(kind: HoldKind) -> None:
    """And comes back on the day on which that ends."""
    held = an_account(check_in=DUE, holds=(Hold(kind, until=TODAY + days(5)),))
    assert not rung(held)
    assert review(held, DEFAULT_POLICY, TODAY).look_again_on == TODAY + days(5)
    over = an_account(check_in=DUE, holds=(Hold(kind, until=TODAY),))
    assert rung(over)


def test_it_waits_for_a_dispute() -> None:
    """Of a part of one invoice, too."""
    assert not rung(an_account(owes(100, late=-5, disputed=gbp(20)), check_in=DUE))


def words(account: Account) -> str:
    """What there is to talk about."""
    return " ".join(point_words(talking_points(account, DEFAULT_POLICY, TODAY), TODAY))


def paid(n: int, **more: Any) -> tuple[Any, Payment]:
    """An invoice of 100 that was paid on its due date some days ago."""
    invoice = owes(
        100, late=10 * n, number=f"P-{n}", state=InvoiceState.PAID, balance=gbp(0), **more
    )
    return invoice, Payment(invoice.id, invoice.due, gbp(100))


def test_where_nothing_is_late_no_debt_is_mentioned() -> None:
    """What they bought and paid, their record, the room they have: and nothing that is owed."""
    closed = [paid(n) for n in range(1, 5)]
    account = an_account(
        owes(250, late=-5, number="INV-9"),
        *(invoice for invoice, _ in closed),
        payments=tuple(payment for _, payment in closed),
        limit=1000,
    )
    said = words(account)
    assert "Bought for £650.00 in three months, five invoices" in said
    assert "Paid £400.00 in three months, in four payments." in said
    assert "All of the last 4 invoices were paid on time: thank them." in said
    assert "£750.00 is free" in said
    for word in ("late", "owe", "due", "unpaid", "overdue"):
        assert word not in said.lower()


def test_where_something_is_late_it_stands_last_and_the_call_is_not_about_it() -> None:
    """So that nobody is surprised; a poor record is no talking point."""
    said = words(an_account(owes(250, late=20)))
    assert said.endswith("£250.00 is late. This call is not about it; mention it only if they do.")
    assert "on time" not in said
    assert "late" not in words(an_account(owes("2.00", late=20)))
