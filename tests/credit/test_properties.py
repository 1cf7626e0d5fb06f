"""What holds for every account: the properties of the one decision."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.account import Account, CreditStatus, InvoiceState, Payment, StepState
from plugin.credit.ageing import age
from plugin.credit.decisions import CannotCompare, Review
from plugin.credit.exposure import limit_use
from plugin.credit.money import Money
from plugin.credit.policy import DEFAULT_POLICY
from plugin.credit.working_days import is_working_day
from tests.credit.accounts import AMOUNTS, accounts
from tests.credit.builders import (
    TODAY,
    after_sending,
    chased,
    days,
    gbp,
    look,
    owes,
    with_review,
)

ORDER = (CreditStatus.OPEN, CreditStatus.WATCH, CreditStatus.STOP)


def badness(result: Review) -> tuple[int, bool]:
    """A status and its proposal as something that can be compared; a stop in force is worst."""
    return ORDER.index(result.status.status), result.status.stop_proposed


def with_less(account: Account, index: int, amount: Decimal, write_off: bool) -> Account:
    """The account after so much of one invoice was paid or written off today."""
    invoice = account.invoices[index]
    left = invoice.balance.amount - amount
    less = replace(
        invoice,
        balance=Money(left, invoice.balance.currency),
        state=invoice.state if left else InvoiceState.PAID,
        disputed=None if invoice.disputed is None else _at_most(invoice.disputed, left),
    )
    every = (*account.invoices[:index], less, *account.invoices[index + 1 :])
    money = Payment(invoice.id, TODAY, Money(amount, invoice.balance.currency), write_off)
    return replace(account, invoices=every, payments=(*account.payments, money))


def _at_most(disputed: Money, left: Decimal) -> Money:
    return Money(min(disputed.amount, left), disputed.currency)


def _one_of(account: Account, index: int, undisputed: bool) -> int | None:
    """The place of an open invoice without instalments, or None where there is none."""
    open_ones = [
        n
        for n, each in enumerate(account.invoices)
        if each.is_open and not each.instalments and not (undisputed and each.disputed)
    ]
    return open_ones[index % len(open_ones)] if open_ones else None


#: two months are walked day by day: a quarter of the examples of one day's look
LONG = settings(max_examples=max(15, settings().max_examples // 7))

SHARES = st.sampled_from([Decimal("0.25"), Decimal("0.5"), Decimal("0.99"), Decimal(1)])


@given(accounts(), st.integers(0, 4), SHARES)
def test_more_payment_never_worsens_the_status(
    account: Account, index: int, share: Decimal
) -> None:
    """Limit and segment held, paying any part of any undisputed invoice."""
    place = _one_of(account, index, undisputed=True)
    if place is None:
        return
    amount = account.invoices[place].balance.amount * share
    paid = with_less(account, place, amount, write_off=False)
    assert badness(look(paid)) <= badness(look(account))


@given(accounts(), st.integers(0, 4), SHARES)
def test_a_write_off_never_improves_a_status(account: Account, index: int, share: Decimal) -> None:
    """Writing off any part of any invoice today."""
    place = _one_of(account, index, undisputed=False)
    if place is None:
        return
    amount = account.invoices[place].balance.amount * share
    gone = with_less(account, place, amount, write_off=True)
    assert badness(look(gone)) >= badness(look(account))


@given(accounts(), AMOUNTS, AMOUNTS)
def test_a_smaller_limit_never_improves_a_status(
    account: Account, one: Decimal, other: Decimal
) -> None:
    """Everything else held."""
    small, large = sorted((one, other))
    tight = replace(account, customer=replace(account.customer, limit=gbp(small)))
    loose = replace(account, customer=replace(account.customer, limit=gbp(large)))
    assert badness(look(tight)) >= badness(look(loose))


@given(accounts())
def test_exposure_is_the_sum_of_its_parts(account: Account) -> None:
    """In every currency, and no part is of another."""
    for exposure in look(account).exposure:
        assert {money.currency for _, money in exposure.parts} == {exposure.currency}
        assert sum(money.amount for _, money in exposure.parts) == exposure.amount.amount


@given(accounts())
def test_the_ageing_adds_up(account: Account) -> None:
    """The buckets are all that is open; those after the first all that is late."""
    for profile in age(account, TODAY):
        amounts = [amount.amount for _, _, amount in profile.buckets]
        assert sum(amounts) == profile.open.amount
        assert sum(amounts[1:]) == profile.late.amount


@given(accounts(), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_does_not_matter(account: Account, shuffled: object) -> None:
    """Invoices, steps, payments, credits and messages in any order give the same review."""
    assert hasattr(shuffled, "sample")

    def mixed(facts: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(shuffled.sample(facts, len(facts)))

    names = ("invoices", "steps", "payments", "credits", "messages", "promises", "holds")
    other = replace(account, **{name: mixed(getattr(account, name)) for name in names})  # type: ignore[arg-type]
    assert look(other) == look(account)


@given(accounts())
def test_reviewing_again_with_the_result_applied_proposes_nothing_new(account: Account) -> None:
    """The same day, the status in force and the steps proposed: no message, the same status."""
    first = look(account)
    again = look(with_review(account, first))
    assert again.messages == ()
    assert badness(again) == badness(first)
    assert again.tasks == first.tasks


@LONG
@given(accounts())
def test_no_level_is_skipped_and_none_is_sent_twice(account: Account) -> None:
    """Over sixty days of sending everything at once, each debt climbs one by one."""
    placed = {each.id for each in account.invoices if each.opening is not None}
    sent: dict[tuple[str, int], list[int]] = {}
    for step in account.steps:
        if step.state in (StepState.DONE, StepState.UNCONFIRMED, StepState.PROPOSED):
            sent.setdefault((step.invoice_id, step.instalment), []).append(step.level)
    for n in range(60):
        result = look(account, TODAY + days(n))
        for message in result.messages:
            for taken in message.chased:
                before = sent.setdefault((taken.invoice_id, taken.instalment), [])
                assert taken.level not in before
                if taken.level > 1 and taken.invoice_id not in placed:
                    assert taken.level - 1 in before
                before.append(taken.level)
        account = after_sending(account, result)


@LONG
@given(accounts())
def test_gaps_caps_and_days_off_hold_for_two_months(account: Account) -> None:
    """Seven days between messages in a currency unless one is mentioned; four in thirty days."""
    past = [message.on for message in account.messages]
    for n in range(60):
        on = TODAY + days(n)
        result = look(account, on)
        past.extend(on for _ in result.messages)
        if result.messages:
            assert is_working_day(on, account.calendar)
            recent = [day for day in past if 0 <= (on - day).days < 30]
            assert len(recent) <= 4
            assert len([day for day in recent if (on - day).days < 7]) <= 3
        account = after_sending(account, result)


@given(accounts())
def test_a_disputed_pound_is_never_chased(account: Account) -> None:
    """What is chased of an invoice is at most what nobody disputes of it."""
    asked: dict[str, Decimal] = {}
    for invoice_id, _, amount in chased(look(account)):
        asked[invoice_id] = asked.get(invoice_id, Decimal(0)) + amount
    for invoice in account.invoices:
        disputed = invoice.disputed.amount if invoice.disputed is not None else Decimal(0)
        assert asked.get(invoice.id, Decimal(0)) <= invoice.balance.amount - disputed or (
            invoice.id not in asked
        )


@given(accounts(), st.integers(1, 900))
def test_a_balance_below_tolerance_changes_no_decision(account: Account, late: int) -> None:
    """A residue of 4.99, however late, leaves status, messages and tasks as they were.

    Only the totals that a task quotes may hold it.
    """
    residue = owes(1000, late=late, paid="995.01", number="RESIDUE")
    before = look(account)
    after = look(replace(account, invoices=(*account.invoices, residue)))
    assert badness(after) == badness(before)
    assert after.messages == before.messages
    unplaced = residue.due < account.connected_on
    assert unplaced or [t.kind for t in after.tasks] == [t.kind for t in before.tasks]


@given(accounts())
def test_nothing_is_added_across_currencies_without_naming_the_rate(account: Account) -> None:
    """Every foreign exposure against a limit has its rate named, or nothing is compared."""
    use = limit_use(account, DEFAULT_POLICY, TODAY)
    if use is None:
        return
    foreign = {e.currency for e in look(account).exposure if e.currency != "GBP" and e.amount}
    if isinstance(use, CannotCompare):
        assert foreign
        assert not account.rates
        return
    assert {code for code, _, _ in use.rates} == foreign


@LONG
@given(accounts())
def test_nothing_changes_by_itself_before_the_day_to_look_again(account: Account) -> None:
    """With the result applied, every day before it decides the same."""
    applied = with_review(account, look(account))
    first = look(applied)
    last = first.look_again_on or TODAY + days(60)
    assert last > TODAY
    for n in range(1, min((last - TODAY).days, 60)):
        later = look(applied, TODAY + days(n))
        assert later.messages == ()
        assert badness(later) == badness(first)
        assert [task.kind for task in later.tasks] == [task.kind for task in first.tasks]
        assert later.broken_promises == first.broken_promises
        assert later.waits == first.waits


@LONG
@given(accounts())
def test_a_final_names_only_finals_and_nothing_firm_names_what_is_not_due(account: Account) -> None:
    """Rule 18, over two months of sending everything."""
    policy = DEFAULT_POLICY
    due = {each.id: each for each in account.invoices}
    for n in range(60):
        on = TODAY + days(n)
        result = look(account, on)
        for message in result.messages:
            levels = {step.level for step in message.chased}
            assert message.level == max(levels)
            assert not message.is_final or levels == {message.level}
            level = policy.level(message.level)
            assert level is not None
            if level.tone.is_firm:
                named = (*message.also, *(step.invoice_id for step in message.chased))
                firsts = [min([due[i].due, *(p.due for p in due[i].instalments)]) for i in named]
                assert all(first < on for first in firsts)
        account = after_sending(account, result)
