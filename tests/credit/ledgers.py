"""Any ledger at all, under any policy: everything that people, banks and the house can do to one.

On top of `accounts`: habits of payment, write-offs, families, several currencies and credits in
them, promises of every kind, holds with and without an end, calendars, what was called off.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from hypothesis import strategies as st

from plugin.credit.account import (
    Account,
    Calendar,
    Credit,
    CreditKind,
    FamilyMember,
    Hold,
    HoldKind,
    Invoice,
    InvoiceState,
    PastMessage,
    Payment,
    Promise,
    PromiseSource,
    Rate,
    Step,
    StepState,
)
from plugin.credit.agreements import Dispute, DisputeReason, Plan, PlanCover, PlanPart, Retention
from plugin.credit.called_off import CalledOff
from plugin.credit.money import Money
from plugin.credit.plan_offers import equal_parts
from plugin.credit.plans import money_for, written_off
from plugin.credit.policy import CreditPolicy
from plugin.credit.statements import StatementTerms, StatementWish
from tests.credit.accounts import AMOUNTS, accounts
from tests.credit.builders import TODAY, days, gbp
from tests.credit.drawn_policies import policies

_CODES = st.sampled_from(["GBP", "GBP", "EUR", "USD"])


@dataclass(frozen=True)
class Ledger:
    """One customer's account and the policy they are under."""

    account: Account
    policy: CreditPolicy


@st.composite
def ledgers(draw: st.DrawFn, most: int = 5) -> Ledger:
    """A customer with anything that can happen to one, under any policy."""
    account = _lively(draw, draw(accounts(most)))
    for happens in (_paid_before, _wrote_off, _kin, _credits, _promised, _held, _retained, _off):
        if draw(st.booleans()):
            account = happens(draw, account)
    if draw(st.integers(0, 3)) == 0:
        account = _agreed(draw, account)
    return Ledger(_dated(draw, account), draw(policies()))


def _lively(draw: st.DrawFn, account: Account) -> Account:
    """Three customers in four are long known, owe real money, and most of it may be chased.

    So that a search for what is said too much does not look at silence alone.
    """
    chance = draw(st.randoms(use_true_random=True))
    if chance.random() < 0.25:
        return account
    invoices = []
    for each in account.invoices:
        quirks: dict[str, object] = {
            "opening": None,
            "disputed": None,
            "expected_on": None,
            "never_chase": False,
            "sent_on": each.issued,
            "state": InvoiceState.APPROVED,
            "balance": each.total,
        }
        calm = {name: usual for name, usual in quirks.items() if chance.random() < 0.85}
        worth = 100 if chance.random() < 0.8 else 1
        parts = tuple(
            replace(part, amount=_times(part.amount, worth), balance=_times(part.balance, worth))
            for part in each.instalments
        )
        held = replace(
            each, total=_times(each.total, worth), balance=_times(each.balance, worth),
            disputed=None if each.disputed is None else _times(each.disputed, worth),
        )  # fmt: skip
        if "balance" in calm:
            calm["balance"] = held.total
            parts = parts if each.balance == each.total else ()
        invoices.append(replace(held, **{**calm, "instalments": parts}))  # type: ignore[arg-type]
    return replace(
        account,
        invoices=tuple(invoices),
        connected_on=TODAY - days(2000),
        holds=account.holds if chance.random() < 0.2 else (),
        promises=account.promises if chance.random() < 0.3 else account.promises[:1],
        messages=account.messages if chance.random() < 0.5 else account.messages[:1],
    )


def _times(amount: Money, count: int) -> Money:
    return Money(amount.amount * count, amount.currency)


def _one(draw: st.DrawFn, account: Account) -> Invoice:
    return account.invoices[draw(st.integers(0, len(account.invoices) - 1))]


def _paid_before(draw: st.DrawFn, account: Account) -> Account:
    """A habit: five old invoices, paid on the same weekday or day of the month."""
    if draw(st.booleans()):
        last = TODAY - days(draw(st.integers(1, 7)))
        paid_on = [last - days(7 * n) for n in range(5)]
    else:
        number = draw(st.integers(1, 28))
        paid_on = [TODAY.replace(month=month, day=number) for month in range(6, 11)]
    slack = draw(st.integers(-5, 20))
    old = tuple(
        Invoice(
            id=f"old{n}",
            number=f"OLD-{n}",
            issued=day - days(40),
            due=day - days(slack),
            state=InvoiceState.PAID,
            total=gbp(100),
            balance=gbp(0),
            sent_on=day - days(40),
        )
        for n, day in enumerate(paid_on)
    )
    money = tuple(Payment(each.id, day, gbp(100)) for each, day in zip(old, paid_on, strict=True))
    return replace(
        account, invoices=(*account.invoices, *old), payments=(*account.payments, *money)
    )


def _wrote_off(draw: st.DrawFn, account: Account) -> Account:
    """A part of one invoice, or all of another that is closed now."""
    one = _one(draw, account)
    on = TODAY - days(draw(st.integers(0, 60)))
    gone = Money(draw(AMOUNTS), one.balance.currency)
    if draw(st.booleans()):
        closed = replace(
            one, id="gone", number="GONE", state=InvoiceState.PAID, total=gone,
            balance=Money.zero(gone.currency), disputed=None, instalments=(),
        )  # fmt: skip
        invoices = (*account.invoices, closed)
        lost = Payment("gone", on, gone, is_write_off=True)
    else:
        larger = replace(one, total=one.total + gone)
        invoices = tuple(larger if each.id == one.id else each for each in account.invoices)
        lost = Payment(one.id, on, gone, is_write_off=True)
    settled = draw(st.sampled_from([None, None, TODAY - days(30)]))
    return replace(
        account,
        invoices=invoices,
        payments=(*account.payments, lost),
        status=replace(account.status, settled_on=settled),
    )


def _kin(draw: st.DrawFn, account: Account) -> Account:
    """A family with a limit of its own; bills that we owe them; a stop that was refused."""
    customer = replace(
        account.customer,
        family_id="family",
        family_limit=draw(st.none() | AMOUNTS.map(gbp)),
        direct_debit=draw(st.integers(0, 5)) == 0,
    )
    owed = tuple(Money(draw(AMOUNTS), draw(_CODES)) for _ in range(draw(st.integers(0, 2))))
    refused = draw(st.sampled_from([None, TODAY - days(20), TODAY - days(40)]))
    at = draw(st.none() | AMOUNTS.map(gbp))
    return replace(
        account,
        customer=customer,
        family=(FamilyMember("sister", owed),),
        bills_owed=tuple(each for each in owed if draw(st.integers(0, 3)) == 0),
        set_off_settled=draw(st.booleans()),
        quotes=owed[:1],
        repeating=owed[1:],
        status=replace(
            account.status,
            stop_refused_on=refused,
            stop_refused_at=at if refused is not None else None,
        ),
    )


def _credits(draw: st.DrawFn, account: Account) -> Account:
    """Credit in any currency, also one dated in a few days; and rates for them."""
    more = tuple(
        Credit(
            f"m{n}", f"MC-{n}", draw(st.sampled_from(CreditKind)),
            TODAY + days(draw(st.sampled_from([-20, 0, 4]))), Money(draw(AMOUNTS), draw(_CODES)),
        )
        for n in range(draw(st.integers(1, 2)))
    )  # fmt: skip
    rates = draw(st.sampled_from([(), (Rate("USD", Decimal("0.75"), TODAY - days(2)),)]))
    return replace(account, credits=(*account.credits, *more), rates=(*account.rates, *rates))


def _promised(draw: st.DrawFn, account: Account) -> Account:
    """A promise for everything, a part of one, or one that the ledger has; with any grace."""
    one = _one(draw, account)
    made = TODAY - days(draw(st.integers(0, 30)))
    more = Promise(
        id="more",
        invoice_ids=draw(st.sampled_from([(), (one.id,)])),
        amount=Money(draw(AMOUNTS), one.balance.currency),
        due=made + days(draw(st.integers(0, 40))),
        made_on=made,
        source=draw(st.sampled_from(PromiseSource)),
        grace_days=draw(st.integers(0, 5)),
    )
    return replace(account, promises=(*account.promises, more))


def _held(draw: st.DrawFn, account: Account) -> Account:
    """One more hold: on the customer or an invoice, with or without an end."""
    more = Hold(
        draw(st.sampled_from(HoldKind)),
        draw(st.sampled_from([None, TODAY + days(3), TODAY + days(20)])),
        draw(st.sampled_from([None, _one(draw, account).id])),
    )
    return replace(account, holds=(*account.holds, more))


def _agreed(draw: st.DrawFn, account: Account) -> Account:
    """A plan over what is owed in pounds, and a dispute with a deadline for what is contested."""
    contested = tuple(
        Dispute(
            id=f"d-{each.id}", invoice_id=each.id, amount=each.disputed,
            reason=DisputeReason.OTHER, owner="Ann", opened_on=TODAY - days(9),
            deadline=TODAY + days(draw(st.integers(-3, 20))),
        )
        for each in account.invoices
        if each.disputed is not None
    )  # fmt: skip
    mine = [
        each
        for each in account.invoices
        if each.is_open and each.balance.currency == "GBP" and not each.instalments
        and not each.disputed and not each.retained
    ]  # fmt: skip
    if not mine:
        return replace(account, disputes=contested)
    covers = tuple(
        PlanCover(
            each.id,
            each.balance,
            gbp(money_for(account, each.id)),
            gbp(written_off(account, each.id)),
        )
        for each in mine
    )
    whole = gbp(sum((cover.owed.amount for cover in covers), Decimal(0)))
    start = draw(st.integers(-40, 20))
    parts = tuple(
        PlanPart(TODAY + days(start + 14 * n), amount)
        for n, amount in enumerate(equal_parts(whole, draw(st.integers(1, 4))))
    )
    plan = Plan(id="plan", ordinal=1, agreed_on=TODAY, covers=covers, parts=parts)
    return replace(account, disputes=contested, plans=(plan,))


def _retained(draw: st.DrawFn, account: Account) -> Account:
    """A part of an invoice that falls due later (rule 20)."""
    one = _one(draw, account)
    part = Money(one.balance.amount / 4, one.balance.currency)
    kept = replace(one, retained=Retention(part, TODAY + days(draw(st.integers(-5, 40)))))
    return replace(
        account, invoices=tuple(kept if each.id == one.id else each for each in account.invoices)
    )


def _off(draw: st.DrawFn, account: Account) -> Account:
    """Levels called off ahead; a courtesy that was taken or refused; a wish about statements."""
    one = _one(draw, account)
    foreseen = TODAY + days(draw(st.integers(-3, 12)))
    until = draw(st.sampled_from([None, foreseen + days(5)]))
    off = CalledOff(one.id, 0, draw(st.integers(0, 3)), foreseen, until)
    courtesy = Step(
        one.id, 0, 0, draw(st.sampled_from(StepState)), TODAY - days(draw(st.integers(0, 9)))
    )
    return replace(
        account,
        called_off=(off,),
        steps=(*account.steps, courtesy),
        statements=StatementTerms(draw(st.sampled_from(StatementWish))),
        messages=(*account.messages, PastMessage(TODAY - days(draw(st.integers(0, 9))), "EUR")),
    )


def _dated(draw: st.DrawFn, account: Account) -> Account:
    """Holidays, another weekend, and books that are reconciled up to some day."""
    free = draw(st.lists(st.integers(0, 60), max_size=3))
    return replace(
        account,
        calendar=Calendar(
            holidays=frozenset(TODAY + days(n) for n in free),
            weekend=draw(st.sampled_from([frozenset({6, 7}), frozenset({5, 6}), frozenset()])),
        ),
        reconciled_to=draw(st.sampled_from([None, TODAY - days(1), TODAY - days(20)])),
    )
