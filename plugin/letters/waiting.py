"""Why nothing goes for an invoice or a customer now, as one sentence with its numbers.

For the business's own screen. It decides nothing: what a review decided is worded with the facts
that it read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from plugin.credit.account import Account, CreditKind, HoldKind, Invoice, Step, StepState
from plugin.credit.contact import history_of
from plugin.credit.decisions import Wait, WaitKind
from plugin.credit.money import Money, total
from plugin.credit.pay_run import MonthlyRun, PayRun, WeeklyRun, pay_run
from plugin.credit.policy import CreditPolicy
from plugin.letters.context_words import payer_words, season_words
from plugin.letters.veto_words import vetoed_words
from plugin.letters.wording import ago, counted, day, days, money, sentence
from plugin.letters.words import level_name, wait_words

_MONTH = timedelta(days=30)
_WEEKDAYS = ("", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LAST_OF_MONTH = 31


@dataclass(frozen=True, slots=True)
class _Told:
    """A wait with the facts that its sentence may use; `invoice` is None for the whole customer."""

    wait: Wait
    account: Account
    policy: CreditPolicy
    on: date
    invoice: Invoice | None

    @property
    def until(self) -> str:
        """The day on which it ends, in words; empty where none is known."""
        return "" if self.wait.until is None else day(self.wait.until, self.on)

    @property
    def state(self) -> str:
        """17 days late (£412.40); of an invoice."""
        assert self.invoice is not None
        late = (self.on - self.invoice.due).days
        said = f"{days(late)} late" if late > 0 else f"due {day(self.invoice.due, self.on)}"
        return f"{said} ({money(self.invoice.balance)})"

    @property
    def last(self) -> Step | None:
        """The last level of the invoice that was taken."""
        assert self.invoice is not None
        taken = [
            step
            for step in self.account.steps
            if step.invoice_id == self.invoice.id and step.state is StepState.DONE
        ]
        return max(taken, key=lambda step: (step.on, step.level), default=None)


def why_it_waits(wait: Wait, account: Account, policy: CreditPolicy, on: date) -> str:
    """Why nothing goes, as of a civil day, with the numbers behind it.

    For example "INV-1041: 5 days late (£412.40); the next reminder is due on Thursday 3 December."
    What the facts do not bear out is said without numbers.
    """
    invoice = next((each for each in account.invoices if each.id == wait.invoice_id), None)
    number = invoice.number if invoice is not None else ""
    words = _ABOUT_EITHER.get(wait.kind)
    if words is None and invoice is not None:
        words = _ABOUT_INVOICE.get(wait.kind)
    said = words(_Told(wait, account, policy, on, invoice)) if words is not None else ""
    if not said:
        said = wait_words(wait, on).rstrip(".")
        if invoice is not None:
            said = (
                f"{_Told(wait, account, policy, on, invoice).state}; {said[:1].lower()}{said[1:]}"
            )
        else:
            said = f"{said}{_late(account, on)}"
    return f"{number}: {said}." if number else f"{sentence(said)}."


def _late(account: Account, on: date) -> str:
    """What of the whole customer is late, for a silence that is about no single invoice."""
    late = [each for each in account.invoices if each.is_open and each.due < on]
    if not late:
        return ""
    currencies = dict.fromkeys(each.balance.currency for each in late)
    sums = [
        total((each.balance for each in late if each.balance.currency == code), code)
        for code in currencies
    ]
    oldest = max((on - each.due).days for each in late)
    return f"; {' and '.join(map(money, sums))} is late, the oldest {days(oldest)}"


def _not_late(it: _Told) -> str:
    return it.state


def _small(it: _Told) -> str:
    assert it.invoice is not None
    bound = it.policy.tolerance_for(it.invoice.balance.currency)
    currency = it.invoice.balance.currency
    whole = sum(
        (
            each.balance.amount
            for each in it.account.invoices
            if each.is_open and each.balance.currency == currency and each.due < it.on
        ),
        start=Money.zero(currency).amount,
    )
    if whole < bound.account:
        return (
            f"{it.state}; all that is late is {money(Money(whole, currency))}, below your "
            f"{money(Money(bound.account, currency))} for an account"
        )
    least = money(Money(max(bound.residue, bound.balance), currency))
    return f"{it.state}, below your {least} for a rest; it stands under small balances to tidy"


def _next_level(it: _Told) -> str:
    last = it.last
    before = ""
    if last is not None:
        name = level_name(last.level, is_courtesy=last.level == 0)
        before = f"; the {name} went {ago(last.on, it.on)}"
    return f"{it.state}{before}; the next is due on {it.until}"


def _gap(it: _Told) -> str:
    history = history_of(it.account, it.on)
    last = _last_heard(it, history.sent)
    if last is None:
        return ""
    gap = days(it.policy.contact.days_between)
    state = f"{it.state}; " if it.invoice is not None else ""
    return f"{state}last written to on {day(last, it.on)}, at least {gap} between: on {it.until}"


def _last_heard(it: _Told, sent: tuple[date, ...]) -> date | None:
    if it.invoice is None:
        return max(sent, default=None)
    return history_of(it.account, it.on).last(it.invoice.balance.currency)


def _cap(it: _Told) -> str:
    sent = history_of(it.account, it.on).sent
    recent = sum(it.on - each < _MONTH for each in sent)
    most = it.policy.contact.in_thirty_days
    return (
        f"{counted(recent, 'message')} in the last thirty days, and your policy allows {most}; "
        f"the next on {it.until}"
    )


def _no_work(it: _Told) -> str:
    name = _WEEKDAYS[it.on.isoweekday()]
    what = f"today is a {name}"
    if it.on.isoweekday() not in it.account.calendar.weekend:
        what = f"today, {day(it.on, it.on)}, is a public holiday for them"
    return f"{what}; the next working day is {it.until}"


def _proposal(it: _Told) -> str:
    waiting = [
        step
        for step in it.account.steps
        if step.state in {StepState.PROPOSED, StepState.APPROVED}
        and (it.invoice is None or step.invoice_id == it.invoice.id)
    ]
    if not waiting:
        return ""
    step = max(waiting, key=lambda each: each.on)
    name = level_name(step.level, is_courtesy=step.level == 0)
    said = "waits for your yes" if step.state is StepState.PROPOSED else "has your yes and goes"
    return f"the {name} of {day(step.on, it.on)} {said}; the next level waits for it"


def _just_sent(it: _Told) -> str:
    assert it.invoice is not None
    if it.invoice.sent_on is None:
        return ""
    wait = days(it.policy.newly_sent_wait_days)
    return (
        f"the invoice itself went out on {day(it.invoice.sent_on, it.on)}, and the first reminder "
        f"waits {wait}: until {it.until}"
    )


def _pay_run(it: _Told) -> str:
    run = pay_run(it.account.payments, it.on, it.account.calendar)
    if run is None:
        return ""
    return f"{_habit(run)}; it goes two working days before, on {it.until}"


def _habit(run: PayRun) -> str:
    counted_of = f"{run.agreed} of the last {run.counted}"
    match run:
        case WeeklyRun():
            return f"they usually pay on a {_WEEKDAYS[run.weekday]}, {counted_of}"
        case MonthlyRun():
            on = "the last day" if run.day == _LAST_OF_MONTH else f"day {run.day}"
            return f"they usually pay on {on} of the month, {counted_of}"


def _ended(it: _Told) -> str:
    last = it.last
    went = "" if last is None else f", the last {ago(last.on, it.on)}"
    return f"{it.state}; every level has been sent{went}; what comes next is for a person"


def _not_placed(it: _Told) -> str:
    return (
        f"{it.state}; it was late before you connected on {day(it.account.connected_on, it.on)}, "
        "and you have not said what it is yet"
    )


def _not_sent(it: _Told) -> str:
    assert it.invoice is not None
    issued = day(it.invoice.issued, it.on)
    return f"approved on {issued} ({money(it.invoice.balance)}), never sent from the ledger"


def _promised(it: _Told) -> str:
    of_it = [
        promise
        for promise in it.account.promises
        if it.invoice is None or not promise.invoice_ids or it.invoice.id in promise.invoice_ids
    ]
    if not of_it:
        return ""
    promise = max(of_it, key=lambda each: each.due)
    grace = (
        f" and {counted(promise.grace_days, 'working day')} of grace" if promise.grace_days else ""
    )
    return f"{money(promise.amount)} is promised by {day(promise.due, it.on)}{grace}"


def _disputed(it: _Told) -> str:
    assert it.invoice is not None
    part = it.invoice.disputed
    if part is None:
        return ""
    rest = (it.invoice.balance - part).at_least_zero()
    if not rest:
        return f"all of it ({money(part)}) is disputed, so nothing of it is asked for"
    return f"{money(part)} of it is disputed and not asked for; {money(rest)} is"


def _credit(it: _Told) -> str:
    assert it.invoice is not None
    currency = it.invoice.balance.currency
    free = total(
        (
            each.remaining
            for each in it.account.credits
            if each.remaining.currency == currency
            and (each.kind is not CreditKind.PREPAYMENT or it.policy.net_prepayments)
        ),
        currency,
    )
    if not free:
        return ""
    return f"{it.state}, and {money(free)} of their own credit is there to allocate"


def _set_off(it: _Told) -> str:
    owed = [each for each in it.account.bills_owed if each.amount > 0]
    if not owed:
        return ""
    return f"you owe them {', '.join(map(money, owed))} in bills; decide on set-off first"


def _too_old(it: _Told) -> str:
    assert it.invoice is not None
    years = it.account.customer.standing.years_to_claim
    return (
        f"due {day(it.invoice.due, it.on)}, more than {counted(years, 'year')} ago "
        f"({money(it.invoice.balance)}): perhaps too old to claim"
    )


def _stated(it: _Told) -> str:
    return f"{it.state}; a statement of account goes in its place" + (
        f", on {it.until}" if it.until else ""
    )


def _season(it: _Told) -> str:
    return f"{it.state}; {season_words(it.account, it.on)}{it.until}" if it.invoice else ""


def _payer_away(it: _Told) -> str:
    words = payer_words(it.account, it.on)
    return f"{words}: it goes on {it.until}" if words and it.until else ""


def _final_first(it: _Told) -> str:
    return f"{it.state}; a final notice about other invoices goes first, and names only those"


_Words = Callable[[_Told], str]
_ABOUT_INVOICE: dict[HoldKind | WaitKind, _Words] = {
    WaitKind.NOT_LATE: _not_late,
    WaitKind.BELOW_TOLERANCE: _small,
    WaitKind.NEXT_LEVEL_LATER: _next_level,
    WaitKind.JUST_SENT: _just_sent,
    WaitKind.LADDER_ENDED: _ended,
    WaitKind.NOT_PLACED: _not_placed,
    WaitKind.NOT_SENT: _not_sent,
    WaitKind.FINAL_FIRST: _final_first,
    WaitKind.STATEMENT: _stated,
    HoldKind.DISPUTED: _disputed,
    HoldKind.CREDIT_COVERS: _credit,
    HoldKind.TOO_OLD: _too_old,
}
_ABOUT_EITHER: dict[HoldKind | WaitKind, _Words] = {
    WaitKind.GAP: _gap,
    WaitKind.CAP: _cap,
    WaitKind.NOT_WORKING_DAY: _no_work,
    WaitKind.PROPOSAL_OPEN: _proposal,
    WaitKind.PAY_RUN: _pay_run,
    WaitKind.SEASON: _season,
    WaitKind.PAYER_AWAY: _payer_away,
    HoldKind.PROMISED: _promised,
    HoldKind.SET_OFF: _set_off,
    HoldKind.VETOED: lambda it: vetoed_words(it.wait, it.account.sales, it.until),
}
