"""What holds for every plan and dispute, over generated invoices, payments and credits."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from plugin.credit.account import Account, Hold, HoldKind, Invoice, Payment
from plugin.credit.agreements import Dispute, DisputeReason, Plan, PlanCover, PlanPart
from plugin.credit.debts import debts_of
from plugin.credit.decisions import RESTING, Review
from plugin.credit.plan_offers import equal_parts
from plugin.credit.plans import standing
from plugin.credit.policy import DEFAULT_POLICY
from plugin.credit.review import review
from tests.credit.builders import TODAY, an_account, days, gbp, owes

_AMOUNTS = st.integers(min_value=20, max_value=2000)


@st.composite
def planned(draw: st.DrawFn) -> Account:
    """One to three invoices under one plan; money, credits and disputes since it was agreed."""
    totals = draw(st.lists(_AMOUNTS, min_size=1, max_size=3))
    invoices: list[Invoice] = []
    payments: list[Payment] = []
    covers: list[PlanCover] = []
    for number, total in enumerate(totals):
        before = draw(st.integers(0, total - 1))
        owed = total - before
        paid = draw(st.integers(0, owed))
        credited = draw(st.integers(0, owed - paid))
        left = owed - paid - credited
        contested = draw(st.integers(0, left))
        invoice = owes(
            total,
            late=draw(st.integers(-20, 200)),
            number=f"INV-{number}",
            disputed=gbp(contested) if contested else None,
        )
        invoices.append(replace(invoice, balance=gbp(left)))
        covers.append(PlanCover(invoice.id, gbp(owed), gbp(before)))
        payments.extend(
            Payment(invoice.id, TODAY - days(ago), gbp(amount))
            for amount, ago in ((before, 300), (paid, draw(st.integers(0, 60))))
            if amount
        )
    whole = gbp(sum((cover.owed.amount for cover in covers), Decimal(0)))
    start = draw(st.integers(-60, 30))
    parts = tuple(
        PlanPart(TODAY + days(start + 14 * n), amount)
        for n, amount in enumerate(equal_parts(whole, draw(st.integers(1, 6))))
    )
    plan = Plan(id="plan", ordinal=1, agreed_on=TODAY - days(60), covers=tuple(covers), parts=parts)
    return an_account(*invoices, payments=tuple(payments), plans=(plan,))


def money_since(account: Account) -> Decimal:
    """What came in for the plan since it was agreed."""
    before = sum((cover.paid_before.amount for cover in account.plans[0].covers), Decimal(0))
    return sum((each.amount.amount for each in account.payments), Decimal(0)) - before


def collectable(account: Account) -> Decimal:
    """What is owed of the invoices without what is contested."""
    return sum(
        (i.balance.amount - (i.disputed.amount if i.disputed else 0) for i in account.invoices),
        Decimal(0),
    )


@given(planned())
def test_no_money_is_lost_between_instalments(account: Account) -> None:
    """What is out equals the smaller of the plan's rest and the balance, part by part and share
    by share."""
    found = standing(account.plans[0], account)
    agreed = sum((part.amount.amount for part in found.plan.parts), Decimal(0))
    assert found.rest == min(agreed - money_since(account), collectable(account))
    assert found.rest + found.beyond == collectable(account)
    assert all(0 <= rest <= part.amount.amount
               for rest, part in zip(found.rests, found.plan.parts, strict=True))  # fmt: skip
    for position, rest in enumerate(found.rests):
        mine = [share.amount for share in found.shares if share.index == 1000 + position]
        assert sum(mine, Decimal(0)) == rest
    for invoice in account.invoices:
        here = [share.amount for share in found.shares if share.invoice_id == invoice.id]
        disputed = invoice.disputed.amount if invoice.disputed else Decimal(0)
        assert sum(here, Decimal(0)) <= invoice.balance.amount - disputed


@given(planned(), st.randoms(use_true_random=False))
def test_the_order_of_invoices_and_payments_does_not_matter(account: Account, rnd: Random) -> None:
    """The same facts in any order give the same review."""
    invoices, payments = list(account.invoices), list(account.payments)
    rnd.shuffle(invoices)
    rnd.shuffle(payments)
    plan = account.plans[0]
    other = replace(
        account,
        invoices=tuple(invoices),
        payments=tuple(payments),
        plans=(replace(plan, covers=tuple(reversed(plan.covers))),),
    )
    mine, theirs = review(account, DEFAULT_POLICY, TODAY), review(other, DEFAULT_POLICY, TODAY)
    assert mine.messages == theirs.messages
    assert set(mine.waits) == set(theirs.waits)
    assert set(mine.tasks) == set(theirs.tasks)
    assert mine.look_again_on == theirs.look_again_on


@given(planned())
def test_a_contested_pound_is_never_chased_under_a_plan(account: Account) -> None:
    """However the instalments lie, no more is asked on an invoice than is not contested."""
    result = review(account, DEFAULT_POLICY, TODAY)
    for invoice in account.invoices:
        asked = sum(
            (
                step.amount.amount
                for message in result.messages
                for step in message.chased
                if step.invoice_id == invoice.id
            ),
            Decimal(0),
        )
        disputed = invoice.disputed.amount if invoice.disputed else Decimal(0)
        assert asked <= invoice.balance.amount - disputed


@given(planned())
def test_a_plan_adds_no_debt_and_hides_none(account: Account) -> None:
    """With the plan as much is owed on every invoice as without it, to the penny."""
    with_plan = debts_of(account, DEFAULT_POLICY, TODAY).get("GBP", [])
    for invoice in account.invoices:
        mine = [debt.balance for debt in with_plan if debt.invoice.id == invoice.id]
        assert sum(mine, Decimal(0)) == invoice.balance.amount


@given(planned())
def test_nothing_changes_before_the_day_to_look_again(account: Account) -> None:
    """Where nothing goes today, nothing else is said up to the day before it (rule 17)."""
    dispute = Dispute(
        id="d1", invoice_id=account.invoices[0].id, amount=account.invoices[0].disputed,
        reason=DisputeReason.FAULTY, owner="Maya", opened_on=TODAY, deadline=TODAY + days(9),
    )  # fmt: skip
    hold = Hold(HoldKind.CLAIM, since=TODAY, review_on=TODAY + days(21), invoice_id="inv-0", id="h")
    account = replace(account, disputes=(dispute,), holds=(hold,))
    first = review(account, DEFAULT_POLICY, TODAY)
    if first.look_again_on is None or first.messages:
        return
    last = review(account, DEFAULT_POLICY, first.look_again_on - days(1))
    assert _said(last) == _said(first)


def _said(found: Review) -> object:
    """What a review says, without the counts of days that grow by themselves."""
    asked = [
        (step.invoice_id, step.instalment, step.level, step.amount)
        for message in found.messages
        for step in message.chased
    ]
    # which of several reasons to rest is named on a day off changes nothing that goes
    waits = [wait for wait in found.waits if wait.kind not in RESTING]
    status = (found.status.status, found.status.stop_proposed)
    return (asked, waits, found.tasks, status)
