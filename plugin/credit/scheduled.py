"""When a statement of account is due, what it stands in place of, and why one waits.

It knows days and balances; what a statement lists is set by letters, and nothing is sent here.

How a statement and the ladder live side by side (rules 11, 12, 13, 23):

- a courtesy within three days of a statement lapses, for it is never required; while a statement
  may go, no courtesy goes beside it;
- a first reminder within three days of a statement is not sent and keeps its place: a statement
  asks for nothing, so it is no level, and no level may be skipped. The first level follows once
  the gap after the statement is over. A statement that nobody lets go holds it up for three days
  and no longer;
- any other reminder goes before the statement, which then waits for the gap and lapses where it
  could not go for ten days: the next one says the same and more;
- where everything of a month falls due on one day, the statement between issue and due date is the
  only message before that day: no courtesy goes at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.account import Account, Calendar, HoldKind, Invoice, Placement
from plugin.credit.debts import Debt, debts_of
from plugin.credit.decisions import WaitKind
from plugin.credit.incoming import with_incoming
from plugin.credit.money import Money
from plugin.credit.months import day_of_month, end_of_month, months_after
from plugin.credit.policy import CreditPolicy
from plugin.credit.promises import read_promises
from plugin.credit.silence import Silences, is_in_force, silences, too_old_on
from plugin.credit.statements import (
    PastStatement,
    StatementDay,
    StatementFate,
    Statements,
    StatementWish,
)
from plugin.credit.terms import Terms, TermsKind, due_date
from plugin.credit.working_days import is_working_day, roll_forward

#: a statement replaces a courtesy or first reminder due so many days before or after it
REPLACES_WITHIN = timedelta(days=3)
#: one that could not go for so long lapses
CAUGHT_UP_FOR = timedelta(days=10)

_DAY = timedelta(days=1)
_NOTHING = Decimal(0)
_LAST_OF_MONTH = 31
#: so many invoices are looked at for the terms that they follow, and so many are needed
_LOOKED_AT, _NEEDED = 12, 3

#: what these holds are about is no longer between the two: it stands on no statement of ours
_ELSEWHERE = frozenset(
    {
        HoldKind.AGENCY,
        HoldKind.CLAIM,
        HoldKind.MINE,
        HoldKind.INSOLVENT,
        HoldKind.BREATHING_SPACE,
        HoldKind.HARDSHIP,
        HoldKind.DECEASED,
    }
)
_PLACED_ELSEWHERE = frozenset({Placement.AGENCY, Placement.MINE, Placement.WRITTEN_OFF})
_MAY_SPEAK = frozenset({WaitKind.BELOW_TOLERANCE, WaitKind.NOT_SENT})


@dataclass(frozen=True, slots=True)
class Planned:
    """The statement of a period (`2026-11`) and the working day of the customer on which it goes.

    A day planned for the 31st may be rolled into the next month; its period stays.
    """

    period: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDue:
    """One currency's statement as a day sees it: the one at hand or, where none is, the next.

    `listed` stand on it, `balance` is what is open of these less credit. `silent` is why it may
    not go although it is planned.
    """

    currency: str
    at_hand: Planned | None
    coming: Planned
    past: PastStatement | None
    listed: tuple[Debt, ...]
    total: Money
    late: Money
    credit: Money
    is_enough: bool
    #: a person called the next one off ahead of its day
    coming_is_off: bool = False
    silent: HoldKind | WaitKind | None = None
    silent_until: date | None = None

    def may_go(self, on: date) -> bool:
        """Whether it would go on that day, gaps and caps apart."""
        return self.at_hand is not None and self.at_hand.day <= on and self.is_open

    @property
    def is_under_way(self) -> bool:
        """Somebody said yes to it, and it has not left yet."""
        return self.past is not None and self.past.fate is StatementFate.UNDER_WAY

    @property
    def is_open(self) -> bool:
        """Nothing became of it yet, there is enough to state, and nobody asked for silence."""
        return self.past is None and self.is_enough and self.silent is None


def planned_in(plan: Statements, month: date, calendar: Calendar) -> Planned:
    """The statement of the month of `month`. Raises NoWorkingDay."""
    period = f"{month:%Y-%m}"
    if plan.on is StatementDay.DAY_OF_MONTH:
        return Planned(period, roll_forward(day_of_month(month, plan.day), calendar))
    day = end_of_month(month)
    while day.day > 1 and not is_working_day(day, calendar):
        day -= _DAY
    return Planned(period, day)


def next_planned(plan: Statements, after: date, calendar: Calendar) -> Planned:
    """The first statement day after a day. Raises NoWorkingDay."""
    month = months_after(after, -1)
    while True:
        planned = planned_in(plan, month, calendar)
        if planned.day > after:
            return planned
        month = months_after(month.replace(day=1), 1)


def is_wanted(account: Account, policy: CreditPolicy) -> bool:
    """Whether this customer gets statements: a person's wish first, then the policy (rule 16)."""
    wish = account.statements.wish
    return (
        policy.statements.scheduled
        if wish is StatementWish.AS_POLICY
        else wish is StatementWish.ALWAYS
    )


def may_state(account: Account, policy: CreditPolicy, on: date) -> bool:
    """Whether a customer who is not chased gets statements all the same.

    A hold on the customer silences every channel (rule 20). *Never chase* does too, unless a
    person asked for statements; a policy without levels chases nobody and may well state.
    """
    if not is_wanted(account, policy):
        return False
    if any(each.invoice_id is None and is_in_force(each, on) for each in account.holds):
        return False
    return not account.customer.never_chase or account.statements.wish is StatementWish.ALWAYS


def statements_of(
    account: Account,
    policy: CreditPolicy,
    on: date,
    debts: Mapping[str, Sequence[Debt]],
    silences: Silences,
    credit: Mapping[str, Decimal],
) -> dict[str, StatementDue]:
    """The statement of each currency that a day concerns; none where no schedule is on."""
    if not is_wanted(account, policy):
        return {}
    plan, calendar = policy.statements, account.calendar
    coming = next_planned(plan, on, calendar)
    at_hand = _at_hand(plan, on, calendar)
    found: dict[str, StatementDue] = {}
    for currency, each in debts.items():
        if plan.covers(currency):
            spare = Money(credit.get(currency, _NOTHING), currency)
            found[currency] = _due(account, policy, on, each, silences, spare, at_hand, coming)
    return found


def _at_hand(plan: Statements, on: date, calendar: Calendar) -> Planned | None:
    """The last one whose day has come and that has not lapsed."""
    for month in (on, months_after(on.replace(day=1), -1)):
        planned = planned_in(plan, month, calendar)
        if planned.day <= on:
            return planned if on <= planned.day + CAUGHT_UP_FOR else None
    return None


def _due(
    account: Account,
    policy: CreditPolicy,
    on: date,
    debts: Sequence[Debt],
    silences: Silences,
    credit: Money,
    at_hand: Planned | None,
    coming: Planned,
) -> StatementDue:
    currency = credit.currency
    listed = tuple(each for each in debts if is_listed(each, silences, on))
    whole = sum((each.balance for each in listed), _NOTHING)
    late = sum((each.balance for each in listed if each.is_late and not each.small), _NOTHING)
    least = max(policy.statements.above, policy.tolerance_for(currency).account)
    silent, until = _silent(debts, listed, silences, on)
    return StatementDue(
        currency=currency,
        at_hand=at_hand,
        coming=coming,
        past=account.statements.of(currency, at_hand.period) if at_hand is not None else None,
        listed=listed,
        total=Money(whole, currency),
        late=Money(late, currency),
        credit=credit,
        coming_is_off=account.statements.of(currency, coming.period) is not None,
        is_enough=bool(listed) and whole - credit.amount >= max(least, Decimal("0.01")),
        silent=silent,
        silent_until=until,
    )


def is_listed(debt: Debt, silences: Silences, on: date) -> bool:
    """Whether a debt stands on a statement.

    What was never sent is not told of (rule 3). What lies with an agency, a court or a person, or
    may be too old to claim, is left out and said to be; what is disputed, promised or said to be
    paid is still on the account, and stands there with that word beside it.
    """
    invoice = debt.invoice
    if invoice.sent_on is None or not invoice.receivable:
        return False
    if debt.opening is not None and debt.opening.placement in _PLACED_ELSEWHERE:
        return False
    held = silences.holds.get(invoice.id)
    if held is not None and held.kind in _ELSEWHERE:
        return False
    years = silences.years
    return debt.days_late < years * 365 or too_old_on(debt.due, years) > on


def _silent(
    debts: Sequence[Debt], listed: Sequence[Debt], silences: Silences, on: date
) -> tuple[HoldKind | WaitKind | None, date | None]:
    """Why a statement may not go: opening debt that waits (rule 2), or nothing on it may speak."""
    for debt in debts:
        opening = debt.opening
        if opening is None or opening.placement in _PLACED_ELSEWHERE:
            continue
        if opening.placement is Placement.UNPLACED:
            return WaitKind.NOT_PLACED, None
        waits = opening.released_on is None or opening.released_on > on
        if waits and opening.placement is not Placement.NEVER:
            return WaitKind.NOT_RELEASED, opening.released_on
    first: tuple[HoldKind | WaitKind, date | None] | None = None
    for debt in listed:
        if debt.small:
            # below tolerance it decides nothing: not that the others may speak either (rule 4)
            continue
        wait = silences.of(debt)
        if wait is None or wait.kind in _MAY_SPEAK:
            return None, None
        first = first or (wait.kind, wait.until)
    return first if first is not None else (None, None)


# --- terms by the month -----------------------------------------------------------------------


def monthly_terms(account: Account, currency: str) -> Terms | None:
    """The terms by which everything of a month falls due on one day, or None.

    The ledger's own terms of the contact where they are such; else what the last twelve invoices
    of the currency follow without exception, over at least two days of issue.
    """
    known = account.statements.pays_by
    if known is not None and known.is_monthly:
        return known
    mine = [each for each in account.invoices if each.total.currency == currency]
    recent = sorted(mine, key=_by_issue)[-_LOOKED_AT:]
    if len(recent) < _NEEDED or len({each.issued.day for each in recent}) == 1:
        return None
    last = recent[-1]
    return next((terms for terms in _fitting(last) if _all_follow(recent, terms)), None)


def _by_issue(invoice: Invoice) -> tuple[date, str]:
    return invoice.issued, invoice.id


def _fitting(invoice: Invoice) -> Iterable[Terms]:
    """The monthly terms that give this invoice its due date."""
    due = invoice.due
    ahead = (due.year - invoice.issued.year) * 12 + due.month - invoice.issued.month
    day = _LAST_OF_MONTH if due == end_of_month(due) else due.day
    if ahead in (0, 1):
        kind = TermsKind.OF_THIS_MONTH if ahead == 0 else TermsKind.OF_NEXT_MONTH
        yield Terms(day, kind)
    after = (due - end_of_month(invoice.issued)).days
    if after >= 0:
        yield Terms(after, TermsKind.AFTER_MONTH_END)


def _all_follow(invoices: Sequence[Invoice], terms: Terms) -> bool:
    return all(due_date(each.issued, terms) == each.due for each in invoices)


def stated_before_due(debt: Debt, plan: Statements, terms: Terms, calendar: Calendar) -> bool:
    """Whether a statement lies between the issue and the due date of a debt on monthly terms."""
    invoice = debt.invoice
    if due_date(invoice.issued, terms) != debt.due:
        return False
    return next_planned(plan, invoice.issued, calendar).day < debt.due


@dataclass(frozen=True, slots=True)
class Stated:
    """The debts of one currency for a statement: those on it, and those dealt with elsewhere.

    `silences` say what both sides know of each.
    """

    listed: tuple[Debt, ...]
    apart: tuple[Debt, ...]
    silences: Silences


def stated(account: Account, policy: CreditPolicy, on: date, currency: str) -> Stated:
    """What a statement in this currency lists on that day, oldest due first."""
    account = with_incoming(account, policy.incoming)
    silent = silences(account, on, read_promises(account, policy, on), frozenset())
    debts = debts_of(account, policy, on).get(currency, [])
    told = [each for each in debts if each.invoice.sent_on is not None and each.invoice.receivable]
    listed = tuple(each for each in told if is_listed(each, silent, on))
    kept = {each.key for each in listed}
    return Stated(listed, tuple(each for each in told if each.key not in kept), silent)
