"""What holds for every ledger under every policy on one day: the properties of the one decision."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from plugin.credit.account import Account, CreditStatus, InvoiceState, Payment
from plugin.credit.ageing import age
from plugin.credit.decisions import CannotCompare, Review
from plugin.credit.exposure import limit_use
from plugin.credit.money import Money
from tests.credit.accounts import AMOUNTS
from tests.credit.builders import TODAY, gbp, look, owes, with_review
from tests.credit.ledgers import Ledger, ledgers
from tests.credit.properties import always

ORDER = (CreditStatus.OPEN, CreditStatus.WATCH, CreditStatus.STOP)
SHARES = st.sampled_from([Decimal("0.25"), Decimal("0.5"), Decimal("0.99"), Decimal(1)])
NOTHING = Decimal(0)


def badness(result: Review) -> tuple[int, bool]:
    """A status and its proposal as something that can be compared; a stop in force is worst."""
    return ORDER.index(result.status.status), result.status.stop_proposed


def decided(ledger: Ledger, account: Account | None = None) -> Review:
    """The review of today, of the ledger's account unless another is given."""
    return look(ledger.account if account is None else account, policy=ledger.policy)


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
        if each.is_open
        and not each.instalments
        and not (undisputed and (each.disputed or each.retained))
    ]
    return open_ones[index % len(open_ones)] if open_ones else None


@always(ledgers(), st.integers(0, 4), SHARES)
def test_more_payment_never_worsens_the_status(ledger: Ledger, index: int, share: Decimal) -> None:
    """Limit and segment held, paying any part of any undisputed invoice."""
    place = _one_of(ledger.account, index, undisputed=True)
    if place is None:
        return
    amount = ledger.account.invoices[place].balance.amount * share
    paid = with_less(ledger.account, place, amount, write_off=False)
    assert badness(decided(ledger, paid)) <= badness(decided(ledger))


@always(ledgers(), st.integers(0, 4), SHARES)
def test_a_write_off_never_improves_a_status(ledger: Ledger, index: int, share: Decimal) -> None:
    """Writing off any part of any invoice today."""
    place = _one_of(ledger.account, index, undisputed=False)
    if place is None:
        return
    amount = ledger.account.invoices[place].balance.amount * share
    gone = with_less(ledger.account, place, amount, write_off=True)
    assert badness(decided(ledger, gone)) >= badness(decided(ledger))


@always(ledgers(), AMOUNTS, AMOUNTS)
def test_a_smaller_limit_never_improves_a_status(
    ledger: Ledger, one: Decimal, other: Decimal
) -> None:
    """Everything else held, the customer's own limit or their family's."""
    account = ledger.account
    small, large = sorted((one, other))
    name = "limit" if account.customer.family_limit is None else "family_limit"

    def limited(amount: Decimal) -> Account:
        return replace(account, customer=replace(account.customer, **{name: gbp(amount)}))  # type: ignore[arg-type]

    assert badness(decided(ledger, limited(small))) >= badness(decided(ledger, limited(large)))


@always(ledgers())
def test_exposure_is_the_sum_of_its_parts(ledger: Ledger) -> None:
    """In every currency, and no part is of another."""
    for exposure in decided(ledger).exposure:
        assert {money.currency for _, money in exposure.parts} == {exposure.currency}
        assert sum(money.amount for _, money in exposure.parts) == exposure.amount.amount


@always(ledgers())
def test_the_ageing_adds_up(ledger: Ledger) -> None:
    """The buckets are all that is open; those after the first all that is late."""
    for profile in age(ledger.account, TODAY):
        amounts = [amount.amount for _, _, amount in profile.buckets]
        assert sum(amounts) == profile.open.amount
        assert sum(amounts[1:]) == profile.late.amount


FACTS = (
    *("invoices", "steps", "payments", "credits", "messages", "promises", "holds", "called_off"),
    *("rates", "family", "bills_owed", "quotes", "repeating"),
)


@always(ledgers(), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_does_not_matter(ledger: Ledger, shuffled: object) -> None:
    """Invoices, steps, payments, credits, messages and all else in any order: the same review."""
    assert hasattr(shuffled, "sample")
    account = ledger.account

    def mixed(facts: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(shuffled.sample(facts, len(facts)))

    other = replace(account, **{name: mixed(getattr(account, name)) for name in FACTS})  # type: ignore[arg-type]
    assert decided(ledger, other) == decided(ledger)


@always(ledgers())
def test_reviewing_again_with_the_result_applied_proposes_nothing_new(ledger: Ledger) -> None:
    """The same day, the status in force and the steps proposed: no message, the same status."""
    first = decided(ledger)
    again = decided(ledger, with_review(ledger.account, first))
    assert again.messages == ()
    assert badness(again) == badness(first)
    assert again.tasks == first.tasks


@always(ledgers())
def test_a_disputed_pound_is_never_chased(ledger: Ledger) -> None:
    """What is chased of an invoice is at most what nobody disputes of it and what is due."""
    asked: dict[str, Decimal] = {}
    for message in decided(ledger).messages:
        for step in message.chased:
            asked[step.invoice_id] = asked.get(step.invoice_id, NOTHING) + step.amount.amount
    for invoice in ledger.account.invoices:
        if invoice.id not in asked:
            continue
        disputed = invoice.disputed.amount if invoice.disputed is not None else NOTHING
        assert NOTHING < asked[invoice.id] <= invoice.balance.amount - disputed


@always(ledgers())
def test_no_message_asks_for_more_than_is_owed_or_for_what_credit_covers(ledger: Ledger) -> None:
    """The total is what is chased less the credit; the credit is no more than there is."""
    spare: dict[str, Decimal] = {}
    for credit in ledger.account.credits:
        code = credit.remaining.currency
        spare[code] = spare.get(code, NOTHING) + credit.remaining.amount
    for message in decided(ledger).messages:
        gross = sum((step.amount.amount for step in message.chased), NOTHING)
        assert {step.amount.currency for step in message.chased} == {message.currency}
        assert message.total.amount == gross - message.netted.amount
        assert message.total.amount > 0
        assert message.netted.amount <= spare.get(message.currency, NOTHING)


@always(ledgers(), st.integers(1, 900))
def test_a_balance_below_tolerance_changes_no_decision(ledger: Ledger, late: int) -> None:
    """A residue of 4.99, however late, leaves status, messages and tasks as they were.

    Only the totals that a task quotes may hold it.
    """
    account = ledger.account
    residue = owes(1000, late=late, paid="995.01", number="RESIDUE")
    before = decided(ledger)
    after = decided(ledger, replace(account, invoices=(*account.invoices, residue)))
    assert badness(after) == badness(before)
    assert after.messages == before.messages
    unplaced = residue.due < account.connected_on
    assert unplaced or [t.kind for t in after.tasks] == [t.kind for t in before.tasks]


@always(ledgers())
def test_nothing_is_added_across_currencies_without_naming_the_rate(ledger: Ledger) -> None:
    """Every foreign exposure against a limit has its rate and day named, or nothing is compared."""
    account = ledger.account
    use = limit_use(account, ledger.policy, TODAY)
    if use is None:
        return
    mine = {e.currency for e in decided(ledger).exposure if e.currency != "GBP" and e.amount}
    family = {
        each.currency
        for member in account.family
        for each in member.exposure
        if each.currency != "GBP" and each and account.customer.family_limit is not None
    }
    known = {rate.currency for rate in account.rates}
    if isinstance(use, CannotCompare):
        assert (mine | family) - known
        return
    assert mine <= {code for code, _, _ in use.rates} <= mine | family
    assert all(day <= TODAY for _, _, day in use.rates)
