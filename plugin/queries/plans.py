"""The page on which a payment plan is made: a proposal of equal instalments, and its bounds.

It decides nothing; agreeing one is an operation.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from plugin.calendars import calendar_for
from plugin.credit.account import Account, Calendar
from plugin.credit.agreements import PlanPart
from plugin.credit.law import UK_LAWS, PlanRefusal
from plugin.credit.money import Money, total
from plugin.credit.pay_run import MonthlyRun, PayRun, WeeklyRun, next_run, run_of
from plugin.credit.plan_offers import Every, offer
from plugin.credit.plans import may_be_planned, standing_plans
from plugin.credit.policy import CreditPolicy
from plugin.credit.working_days import roll_forward
from plugin.letters.agreement_words import plan_refusal_words
from plugin.letters.wording import counted, money
from plugin.store import Tx, accounts, policies

#: no page asks for more; rule 35 and the owner's bounds are far below
MOST_PARTS = 24
#: the first instalment is proposed no sooner
_FROM = timedelta(days=7)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PROPOSED_PARTS = 3


@dataclass(frozen=True, slots=True)
class InvoiceToSplit:
    """An open invoice that may come under the plan; `amount` is without what is contested."""

    id: str
    number: str
    amount: Money
    days_late: int
    is_chosen: bool
    #: why it may not be chosen; empty where it may
    why_not: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAsked:
    """What the page is asked to propose; what is not said is chosen by the house."""

    invoice_ids: Collection[str] = ()
    count: int | None = None
    every: Every = Every.MONTH
    first: date | None = None
    instead_of: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanForm:
    """The page: what may be split, the proposal, and what bounds it."""

    customer_id: str
    customer: str
    invoices: tuple[InvoiceToSplit, ...]
    owed: Money
    count: int
    every: Every
    first: date
    parts: tuple[PlanPart, ...]
    pay_run: str
    bounds: tuple[str, ...]
    instead_of: UUID | None


def plan_form(tx: Tx, customer_id: str, asked: PlanAsked, *, on: date) -> PlanForm | None:
    """A proposal on a civil day; None where there is no such customer or nothing to split.

    Without invoices named, all that are open in the currency of the oldest are chosen.
    """
    years = (on.year - 1, on.year, on.year + 1)
    loaded = accounts.load_accounts(
        tx,
        on=on,
        customer_ids=[customer_id],
        calendar_of=lambda country: calendar_for(country, years),
        limit=1,
    )
    if not loaded:
        return None
    account = loaded[0]
    invoices = _invoices(account, asked, on)
    chosen = [each for each in invoices if each.is_chosen]
    if not chosen:
        return None
    policy = _policy(tx, customer_id)
    owed = total((each.amount for each in chosen), chosen[0].amount.currency)
    run = run_of(account, on)
    count = min(max(asked.count or min(_PROPOSED_PARTS, policy.plans.payments), 1), MOST_PARTS)
    first = asked.first or _first(run, on, account.calendar)
    return PlanForm(
        customer_id=customer_id,
        customer=account.customer.name,
        invoices=invoices,
        owed=owed,
        count=count,
        every=asked.every,
        first=first,
        parts=offer(
            owed, count, first=first, every=asked.every, run=run, calendar=account.calendar
        ),
        pay_run=_run_words(run),
        bounds=_bounds(account, policy, owed.currency),
        instead_of=asked.instead_of,
    )


def refusal_words(
    tx: Tx, customer_id: str, refusals: Collection[PlanRefusal], currency: str
) -> tuple[str, ...]:
    """Why a plan is not accepted on the spot, each a sentence with its bound."""
    bounds = _policy(tx, customer_id).plans.bounds
    least = money(Money(bounds.least, currency))
    return tuple(
        plan_refusal_words(why, payments=bounds.payments, months=bounds.months, least=least)
        for why in refusals
    )


def _policy(tx: Tx, customer_id: str) -> CreditPolicy:
    held = policies.policy_held(tx, [customer_id]).get(customer_id)
    return policies.in_force(tx).named(held)


def _invoices(account: Account, asked: PlanAsked, on: date) -> tuple[InvoiceToSplit, ...]:
    taken = {
        cover.invoice_id
        for each in standing_plans(account)
        if each.plan.id != str(asked.instead_of)
        for cover in each.plan.covers
    }
    wanted = frozenset(asked.invoice_ids)
    may = [each for each in account.invoices if each.is_open and may_be_planned(each)]
    free = [each for each in may if each.id not in taken]
    first = next((each for each in free if not wanted or each.id in wanted), None)
    currency = first.balance.currency if first is not None else account.base_currency
    found = []
    for each in may:
        why_not = "under another plan" if each.id in taken else ""
        if each.balance.currency != currency:
            why_not = f"in {each.balance.currency}: one plan is in one currency"
        is_wanted = not wanted or each.id in wanted
        found.append(
            InvoiceToSplit(
                each.id,
                each.number,
                may_be_planned(each),
                (on - each.due).days,
                is_wanted and not why_not,
                why_not,
            )
        )
    return tuple(found)


def _first(run: PayRun | None, on: date, calendar: Calendar) -> date:
    soonest = on + _FROM
    return roll_forward(soonest, calendar) if run is None else next_run(run, soonest, calendar)


def _run_words(run: PayRun | None) -> str:
    match run:
        case None:
            return ""
        case WeeklyRun(weekday, agreed, count):
            when = f"on a {_WEEKDAYS[weekday - 1]}"
        case MonthlyRun(31, agreed, count):
            when = "on the last day of the month"
        case MonthlyRun(day, agreed, count):
            when = f"on day {day} of the month"
    if run.is_said:
        return f"They say that they pay {when}."
    return f"They usually pay {when} ({agreed} of the last {count} days on which they paid)."


def _bounds(account: Account, policy: CreditPolicy, currency: str) -> tuple[str, ...]:
    """What is accepted on the spot, by the owner's policy and by rule 35."""
    bounds = policy.plans.bounds
    words = [
        f"Accepted on the spot: at most {counted(bounds.payments, 'payment')} within "
        f"{counted(bounds.months, 'month')}"
        + (f", each at least {money(Money(bounds.least, currency))}" if bounds.least else "")
        + ". Beyond that it is for you to say."
    ]
    standing = account.customer.standing
    if standing.is_individual and standing.law in UK_LAWS:
        words.append(
            f"{account.customer.name} is treated as an individual in the United Kingdom: a plan of "
            "more than 12 payments, or one that runs for more than 12 months, or adds interest or "
            "a fee, may be regulated credit. Do not agree one without advice."
        )
    return tuple(words)
