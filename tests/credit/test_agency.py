"""Before a hand-off: what stands in the way, what is only said, for any account and choice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.account import Customer, Hold, HoldKind
from plugin.credit.agency import Barrier, Caution, look_before_hand_off, may_choose
from plugin.credit.law import Kind, Law, Standing
from plugin.credit.policy import DEFAULT_POLICY
from plugin.credit.policy_parts import Level, Tone
from tests.credit.builders import TODAY, an_account, days, gbp, owes, promised, took

COMPANY = Customer(
    id="lisa", name="Lisa's Deli Ltd",
    standing=Standing(Kind.COMPANY, Law.ENGLAND_WALES, is_confirmed=True),
)  # fmt: skip
LATE = owes(100, late=40)


def barred(*invoices: object, **more: object) -> list[Barrier]:
    """What stands in the way of handing all of them over."""
    facts = {"customer": COMPANY, **more}
    account = an_account(*invoices, **facts)  # type: ignore[arg-type]
    ids = [each.id for each in account.invoices]
    found = look_before_hand_off(account, ids, DEFAULT_POLICY, TODAY)
    return [Barrier(each.what) for each in found.barriers]


def test_each_barrier_by_its_own_fact() -> None:
    """Not late, not sent, too small, unknown before the law, promised; else nothing."""
    assert barred(LATE) == []
    assert barred(owes(100, late=0)) == [Barrier.NOT_LATE]
    assert barred(owes(100, late=40, sent_on=None)) == [Barrier.NOT_SENT]
    assert barred(owes(100, late=40, paid=97)) == [Barrier.TOO_SMALL]
    assert barred(LATE, customer=replace(COMPANY, standing=Standing())) == [Barrier.KIND_UNKNOWN]
    waiting = promised(100, TODAY + days(3), LATE.id)
    assert barred(LATE, promises=(waiting,)) == [Barrier.PROMISED]
    assert barred() == [Barrier.NOTHING_CHOSEN]


@pytest.mark.parametrize(
    ("kind", "given_days"), [(Kind.COMPANY, 14), (Kind.SOLE_TRADER, 30), (Kind.CONSUMER, 30)]
)
def test_a_letter_before_action_gives_its_days_first(kind: Kind, given_days: int) -> None:
    """Rule 34: fourteen to a company, thirty to a person; on the day after they are over, none."""
    policy = replace(DEFAULT_POLICY, levels=(Level(1, 3), Level(2, 14, tone=Tone.BEFORE_ACTION)))
    customer = replace(COMPANY, standing=Standing(kind, Law.ENGLAND_WALES, is_confirmed=True))
    for ago, barriers in ((given_days, [Barrier.ANSWER_TIME]), (given_days + 1, [])):
        account = an_account(LATE, customer=customer, steps=(took(LATE, 2, TODAY - days(ago)),))
        found = look_before_hand_off(account, [LATE.id], policy, TODAY)
        assert [each.what for each in found.barriers] == barriers
        assert Caution.NO_LAST_LETTER not in [each.what for each in found.cautions]


def test_a_caution_of_another_amount_is_another_caution() -> None:
    """Who said yes to 20 in dispute said nothing of 60."""
    keys = []
    for amount in (20, 60):
        account = an_account(replace(LATE, disputed=gbp(amount)), customer=COMPANY)
        found = look_before_hand_off(account, [LATE.id], DEFAULT_POLICY, TODAY)
        keys += [each.key for each in found.cautions if each.what is Caution.DISPUTED]
    assert keys == ["disputed:INV-1:20GBP", "disputed:INV-1:60GBP"]


_PROTECTING = (
    HoldKind.BREATHING_SPACE, HoldKind.HARDSHIP, HoldKind.DECEASED, HoldKind.INSOLVENT,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(
    lates=st.lists(st.integers(-30, 3000), min_size=1, max_size=5),
    kinds=st.lists(st.sampled_from(list(HoldKind)), max_size=3),
    on_one=st.booleans(),
    standing=st.builds(
        Standing, st.sampled_from(list(Kind)), st.sampled_from(list(Law)), st.booleans()
    ),
    kept=st.sets(st.integers(0, 4)),
)
def test_fewer_invoices_never_meet_more_and_protection_is_never_passed(
    lates: list[int], kinds: list[HoldKind], on_one: bool, standing: Standing, kept: set[int]
) -> None:
    """For any choice: a part of it is barred by no more, and a protected customer always is."""
    invoices = [owes(100, late=late, number=f"INV-{n}") for n, late in enumerate(lates)]
    holds = tuple(
        Hold(kind, invoice_id=invoices[0].id if on_one else None, since=TODAY) for kind in kinds
    )
    account = an_account(*invoices, customer=replace(COMPANY, standing=standing), holds=holds)
    chosen = [each.id for each in invoices]
    whole = look_before_hand_off(account, chosen, DEFAULT_POLICY, TODAY)
    part = [id_ for place, id_ in enumerate(chosen) if place in kept]
    if part:
        fewer = look_before_hand_off(account, part, DEFAULT_POLICY, TODAY)
        assert set(fewer.barriers) <= set(whole.barriers)
        assert set(fewer.cautions) <= set(whole.cautions)
    if set(kinds) & set(_PROTECTING):
        assert Barrier.HELD in [each.what for each in whole.barriers]
    if not standing.is_confirmed:
        assert Barrier.KIND_UNKNOWN in [each.what for each in whole.barriers]
    for each in may_choose(account, DEFAULT_POLICY, TODAY):
        assert each.due < TODAY
