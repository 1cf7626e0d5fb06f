"""The situation page of a customer: what may be answered for, and what each answer can offer.

The same invoices and figures as the customer's first page. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from plugin.credit.account import Account, HoldKind, Invoice
from plugin.credit.agreements import DisputeReason, PlanPart
from plugin.credit.answering import OfferedDay, offered_days
from plugin.credit.disputes import may_be_disputed
from plugin.credit.money import Money, total
from plugin.credit.negotiation import Side
from plugin.credit.pay_run import pay_run
from plugin.credit.plan_offers import Every, offer
from plugin.credit.plans import may_be_planned, standing_plans
from plugin.credit.policy import CreditPolicy
from plugin.credit.promises import PromiseState, judge_all
from plugin.credit.working_days import roll_forward
from plugin.letters.agreement_words import dispute_reason_words
from plugin.letters.statement import OpenLine
from plugin.letters.wording import counted, dated, money
from plugin.queries.portal_account import Theirs, stated_in, theirs
from plugin.store import Tx
from plugin.store.organisations import Organisation
from plugin.store.portal_answers import seen_of

_DAY = timedelta(days=1)
#: instalments that a page proposes at first, and the most that it takes
_PROPOSED_PARTS, MOST_PARTS = 3, 24
#: the first is proposed no sooner
_FROM = timedelta(days=7)
#: no plan begins later; a date that far ahead is a slip of the keyboard
_FARTHEST = timedelta(days=2 * 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAnswer:
    """An invoice that may be answered for: what is open of it, and what of that may be promised.

    `days_late` is above zero only where it is told late; `stands` says what was said of it before.
    """

    id: str
    number: str
    due: date
    days_late: int
    balance: Money
    owed: Money
    contestable: Money
    stands: tuple[str, ...]
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The page: the invoices of one currency, those chosen, and what an answer may offer.

    `seen` names exactly what is shown, so that a form of an outdated page is known.
    """

    organisation: str
    customer: str
    currency: str
    currencies: tuple[str, ...]
    invoices: tuple[ToAnswer, ...]
    seen: str
    account: Account
    policy: CreditPolicy

    @property
    def chosen(self) -> tuple[ToAnswer, ...]:
        """Those that are answered for."""
        return tuple(each for each in self.invoices if each.is_chosen)

    @property
    def late(self) -> tuple[ToAnswer, ...]:
        """Those that are late."""
        return tuple(each for each in self.invoices if each.days_late > 0)

    @property
    def is_all_late(self) -> bool:
        """Whether exactly what is late is chosen."""
        return bool(self.late) and self.chosen == self.late

    def balance(self, of: Collection[ToAnswer]) -> Money:
        """What is open of some of them."""
        return total((each.balance for each in of), self.currency)

    @property
    def owed(self) -> Money:
        """What of the chosen may be promised or split: without what is contested."""
        return total((each.owed for each in self.chosen), self.currency)


@dataclass(frozen=True, slots=True)
class PromiseOffer:
    """The days that are offered for a promise, and how far ahead one stands at once."""

    days: tuple[OfferedDay, ...]
    has_run: bool
    last: date
    promise_days: int
    first: date


@dataclass(frozen=True, slots=True)
class SplitOffer:
    """Equal instalments on the customer's own days, and what is accepted on the spot."""

    parts: tuple[PlanPart, ...]
    count: int
    every: Every
    first: date
    counts: tuple[int, ...]
    bounds: str


def situation(
    tx: Tx,
    organisation: Organisation,
    customer_id: str,
    *,
    on: date,
    chosen: Collection[str] = (),
    currency: str = "",
) -> Situation | None:
    """The page on the organisation's civil day; None where no such customer is known.

    Without invoices chosen, all that is late is; where nothing is late, nothing is chosen. The
    currency is that of the first chosen, the one asked for, or that of the oldest late one.
    """
    it = theirs(tx, customer_id, on=on)
    if it is None:
        return None
    lines = {
        each: stated_in(tx, organisation, it, on=on, currency=each).open for each in _currencies(it)
    }
    lines = {code: its for code, its in lines.items() if its}
    code = _currency(lines, chosen, currency)
    by_id = {each.id: each for each in it.account.invoices}
    grouped: dict[str, list[OpenLine]] = {}
    for line in lines.get(code, ()):
        grouped.setdefault(line.invoice_id, []).append(line)
    is_default = not set(chosen) & grouped.keys()
    invoices = [
        _to_answer(it, by_id[id_], its, on, chosen=None if is_default else chosen)
        for id_, its in grouped.items()
    ]
    return Situation(
        organisation=organisation.name,
        customer=it.account.customer.name,
        currency=code,
        currencies=tuple(lines),
        invoices=tuple(sorted(invoices, key=lambda each: (each.due, each.number, each.id))),
        seen=seen_of(it.account),
        account=it.account,
        policy=it.policy,
    )


def promise_offer(it: Situation, *, on: date) -> PromiseOffer:
    """The days offered for a promise of today."""
    rules = it.policy.answers
    days = offered_days(it.account, rules, on)
    return PromiseOffer(
        days=days,
        has_run=any(each.is_run for each in days),
        last=on + timedelta(days=rules.promise_days),
        promise_days=rules.promise_days,
        first=on,
    )


def split_offer(
    it: Situation, *, on: date, count: int | None, every: Every, first: date | None
) -> SplitOffer:
    """Equal instalments for what is chosen, on the customer's next pay runs where known."""
    rules = it.policy.plans
    calendar = it.account.calendar
    run = pay_run(it.account.payments, on, calendar)
    number = min(max(count or min(_PROPOSED_PARTS, rules.payments), 2), MOST_PARTS)
    begins = (
        first
        if first is not None and on <= first <= on + _FARTHEST
        else roll_forward(on + _FROM, calendar)
    )
    parts = offer(it.owed, number, first=begins, every=every, run=run, calendar=calendar)
    least = f", each at least {money(Money(rules.least, it.currency))}" if rules.least else ""
    return SplitOffer(
        parts=parts,
        count=number,
        every=every,
        first=begins,
        counts=tuple(range(2, max(rules.payments, number) + 1)),
        bounds=(
            f"Agreed on the spot: up to {counted(rules.payments, 'payment')} within "
            f"{counted(rules.months, 'month')}{least}. Anything else goes to {it.organisation} as "
            "a proposal."
        ),
    )


def reasons() -> tuple[tuple[str, str], ...]:
    """What may be wrong with an invoice, as choices; whoever has paid says so elsewhere."""
    return tuple(
        (each.value, dispute_reason_words(each))
        for each in DisputeReason
        if each is not DisputeReason.ALREADY_PAID
    )


def _currencies(it: Theirs) -> tuple[str, ...]:
    """The currencies of what is open, that of the invoice due first in front."""
    found = sorted((each for each in it.account.invoices if each.is_open), key=lambda i: i.due)
    return tuple(dict.fromkeys(each.balance.currency for each in found))


def _currency(lines: dict[str, tuple[OpenLine, ...]], chosen: Collection[str], asked: str) -> str:
    for code, its in lines.items():
        if any(each.invoice_id in chosen for each in its):
            return code
    if asked in lines:
        return asked
    late = (code for code, its in lines.items() if any(each.days_late > 0 for each in its))
    return next(late, next(iter(lines), ""))


def _to_answer(
    it: Theirs,
    invoice: Invoice,
    lines: list[OpenLine],
    on: date,
    *,
    chosen: Collection[str] | None,
) -> ToAnswer:
    late = max(each.days_late for each in lines)
    return ToAnswer(
        id=invoice.id,
        number=lines[0].number or "an invoice",
        due=min(each.due for each in lines),
        days_late=late,
        balance=invoice.balance,
        owed=may_be_planned(invoice),
        contestable=may_be_disputed(invoice, it.account.disputes),
        stands=_stands(it, invoice, on),
        is_chosen=late > 0 if chosen is None else invoice.id in chosen,
    )


def _stands(it: Theirs, invoice: Invoice, on: date) -> tuple[str, ...]:
    """What was said of an invoice before, in the customer's own terms."""
    account, found = it.account, []
    for outcome in judge_all(account, it.policy, on) if account.promises else ():
        ids = outcome.promise.invoice_ids
        if outcome.state is PromiseState.OPEN and (not ids or invoice.id in ids):
            found.append(f"promised by {dated(outcome.promise.due)}")
    for hold in account.holds:
        is_here = hold.invoice_id == invoice.id and hold.kind is HoldKind.SAYS_PAID
        if is_here and hold.until is not None and on < hold.until:
            found.append(f"said to be paid; nothing is asked before {dated(hold.until)}")
    if invoice.disputed is not None and invoice.disputed:
        found.append(f"{money(invoice.disputed)} of it is being looked into")
    planned = {c.invoice_id for each in standing_plans(account) for c in each.plan.covers}
    if invoice.id in planned:
        found.append("on a payment plan")
    for talk in account.talks:
        waits = talk.waits_for(on)
        if waits is not None and any(c.invoice_id == invoice.id for c in talk.last.covers):
            whose = "your answer" if waits is Side.CUSTOMER else "an answer"
            found.append(f"a proposal waits for {whose}")
    return tuple(found)
