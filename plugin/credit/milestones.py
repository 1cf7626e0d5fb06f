"""Milestones that are thanked for, and when a customer may be asked for a word of recommendation.

Each milestone is thanked for once, as rarely as thanks go at all. A recommendation is asked of whom
the law of marketing lets us ask: a business that buys from us, that pays on time, that told us it
went well, that never said no, and at most once a year. Neither ever stands beside a reminder. What
else keeps one back (a dispute, a silence, gaps) is for `kind_words`.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.account import Account, StepState
from plugin.credit.kind_word_facts import Bond, KindWord, ProposedKindWord
from plugin.credit.limits import is_punctual
from plugin.credit.metrics import marks, on_time
from plugin.credit.money import Money
from plugin.credit.policy import CreditPolicy

#: kind words that hang on what binds a customer to the house
OF_BOND = frozenset({KindWord.MILESTONE, KindWord.RECOMMEND})
#: what comes later than this is no thanks any more
MILESTONE_WITHIN = timedelta(days=14)
#: a good answer is as good as new for so long, and a recommendation is asked within it
HAPPY_FOR = timedelta(days=60)
#: whoever was asked for a recommendation is left in peace for so long
ASKED_EVERY = timedelta(days=365)

_DAY = timedelta(days=1)
_YEAR = 1
_THANKED = frozenset({KindWord.THANKS, KindWord.LOYALTY, KindWord.MILESTONE})
_ON_ITS_WAY = frozenset(
    {StepState.PROPOSED, StepState.APPROVED, StepState.CLAIMED, StepState.UNCONFIRMED}
)


def of_bond(
    account: Account, policy: CreditPolicy, on: date, days: list[date]
) -> list[tuple[ProposedKindWord, date]]:
    """At most one milestone and one recommendation that are due, each with its last day.

    Days on which the calendar alone brings one are added to `days`.
    """
    bond, rules = account.kind.bond, policy.kind_words
    if bond is None:
        return []
    drafts: list[tuple[ProposedKindWord, date]] = []
    if rules.milestones and rules.thanks:
        due = [
            *_a_year(account, bond, on, days),
            *_amount(account, bond, rules.milestone_paid, on),
            *_in_a_row(account, policy, bond, on),
        ]
        said = {each.once for each in account.kind.past}
        due = [each for each in due if each[0].once not in said]
        free = _thanks_free(account, rules.thanks_days, on)
        if due and free <= on:
            drafts.append(due[0])
        elif due:
            days.append(free)
    if rules.recommend and _may_be_asked(account, policy, bond, on, days):
        drafts.append(_recommendation(account, bond))
    return drafts


def is_beside_a_reminder(account: Account) -> bool:
    """Whether a reminder waits, is approved or may be on its way."""
    return any(step.state in _ON_ITS_WAY for step in account.steps)


def _a_year(
    account: Account, bond: Bond, on: date, days: list[date]
) -> list[tuple[ProposedKindWord, date]]:
    if bond.first_on is None or not account.payments:
        return []
    day = _years_after(bond.first_on, _YEAR)
    if on < day:
        days.append(day)
        return []
    currency = account.base_currency
    draft = ProposedKindWord(
        kind=KindWord.MILESTONE,
        currency=currency,
        once=f"milestone:years:{_YEAR}",
        invoice_ids=(),
        amount=Money.zero(currency),
        on=bond.first_on,
    )
    return [(draft, day + MILESTONE_WITHIN)] if on <= day + MILESTONE_WITHIN else []


def _amount(
    account: Account, bond: Bond, threshold: int, on: date
) -> list[tuple[ProposedKindWord, date]]:
    """The day on which all that they ever paid in the base currency passed the amount."""
    before, since = bond.paid_before, bond.paid_since
    if not threshold or before is None or since is None or before.amount >= threshold:
        return []
    paid = before.amount
    money = (
        each
        for each in account.payments
        if since <= each.on <= on
        and not each.is_write_off
        and each.amount.currency == before.currency
    )
    for each in sorted(money, key=lambda payment: (payment.on, payment.invoice_id)):
        paid += each.amount.amount
        if paid >= threshold:
            lapses = each.on + MILESTONE_WITHIN
            draft = ProposedKindWord(
                kind=KindWord.MILESTONE,
                currency=before.currency,
                once=f"milestone:paid:{threshold}",
                invoice_ids=(),
                amount=Money(Decimal(threshold), before.currency),
                on=each.on,
            )
            return [(draft, lapses)] if on <= lapses else []
    return []


def _in_a_row(
    account: Account, policy: CreditPolicy, bond: Bond, on: date
) -> list[tuple[ProposedKindWord, date]]:
    """So many invoices one after the other paid on time; the yearly thanks follow by themselves."""
    count = policy.kind_words.punctual_count
    if not count or bond.paid_since is None:
        return []
    found, _ = marks(account, on, policy)
    newest = found[-count:]
    if len(newest) < count or not all(each.on_time and each.by_money for each in newest):
        return []
    lapses = newest[-1].day + MILESTONE_WITHIN
    currency = account.base_currency
    draft = ProposedKindWord(
        kind=KindWord.MILESTONE,
        currency=currency,
        once=f"milestone:in_a_row:{count}",
        invoice_ids=(),
        amount=Money.zero(currency),
        on=newest[-1].day,
    )
    return [(draft, lapses)] if on <= lapses else []


def _thanks_free(account: Account, thanks_days: int, on: date) -> date:
    """The first day on which thanks are not too many again."""
    before = [each.on for each in account.kind.past if each.kind in _THANKED and each.went]
    last = max(before, default=None)
    return on if last is None else last + timedelta(days=thanks_days)


def _may_be_asked(
    account: Account, policy: CreditPolicy, bond: Bond, on: date, days: list[date]
) -> bool:
    """Whether they are a business, happy, punctual, willing, and were not asked within a year."""
    if bond.happy_on is None or bond.never_ask or on > bond.happy_on + HAPPY_FOR:
        return False
    if account.customer.standing.is_individual:
        return False
    asked = [each.on for each in account.kind.past if each.kind is KindWord.RECOMMEND]
    if asked and (free := max(asked) + ASKED_EVERY) > on:
        days.append(free)
        return False
    return is_punctual(on_time(account, on, policy=policy))


def _recommendation(account: Account, bond: Bond) -> tuple[ProposedKindWord, date]:
    assert bond.happy_on is not None
    currency = account.base_currency
    draft = ProposedKindWord(
        kind=KindWord.RECOMMEND,
        currency=currency,
        once=f"recommend:{bond.happy_on.isoformat()}",
        invoice_ids=(),
        amount=Money.zero(currency),
        on=bond.happy_on,
    )
    return draft, bond.happy_on + HAPPY_FOR


def _years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February counts as 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
