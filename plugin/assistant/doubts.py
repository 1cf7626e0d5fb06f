"""What forbids reading an act back: something was named that the act does not hold.

A figure, a day, a month, a currency or 'the second' in a line that asks for something to be done is
part of it. Where it could not be filled in, or does not fit the ledger, nothing is read back. What
the ledger holds already is no news either: it is told instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugin.assistant.acts import Wish
from plugin.assistant.facts import Facts
from plugin.assistant.named_days import MONTHS, Named
from plugin.assistant.slots import Amount, Slots
from plugin.credit.account import Payment

_MONEY = frozenset({"promise", "paid", "plan"})
_MARK = re.compile(r"\b(?:INV|AMT|DATE|PARTS|SHARE|REST|WHOLE|NTH)\d+\b")
#: 'may' is more often no month, 'sun' and 'mar' are other things too
_MONTH_WORDS = "|".join(sorted({m for m in MONTHS if m not in {"may", "mar", "sep"}}, key=len))
_NAMED = re.compile(
    rf"\d|\b(?:{_MONTH_WORDS}|payday|(?:second|third|fourth) (?:one|invoice|instalment|payment)"
    r"|last (?:one|two|three|instalment|invoice)|first (?:one|two|three|instalment|invoice))\b"
)
#: a number of something else: of a van, a cheque, a time of day, a table
_NO_SLOT = re.compile(
    r"\b(?:cheque|check|ref|reference|transaction|confirmation|trace)\W*(?:number|no)?\W*\d+"
    r"|\b\d{1,2}(?:[:.]\d\d)? ?(?:am|pm|o'clock)\b|\b24/7\b|\b1st thing\b|\bat \d{1,2}\b"
)


def left_unfilled(wish: Wish, text: str) -> bool:
    """Whether a clause names a figure, a month or a place in a row that no slot has taken."""
    if wish.intent not in _MONEY:
        return False
    rest = _NO_SLOT.sub(" ", _MARK.sub(" ", text))
    if _NAMED.search(rest):
        return True
    # a part of a number of instalments that nobody asked for
    return "PARTS" in text and wish.intent != "plan" and wish.count is not None


#: a claim that speaks of about this day means the payment of that day
_NEAR = 4


def in_the_books(facts: Facts, wish: Wish, text: str, slots: Slots) -> tuple[Payment, ...]:
    """The payments of the ledger that a claim of having paid speaks of; none where it is news.

    They have to be of the amount that is named, or for the invoice, and of the day or month.
    """
    if wish.intent != "paid":
        return ()
    named = [slots.days[int(n)] for n in re.findall(r"DATE(\d+)", text)]
    amounts = [slots.amounts[int(n)] for n in re.findall(r"AMT(\d+)", text)]
    if not named or not (amounts or wish.invoice_ids):
        return ()
    found = [
        each
        for each in facts.payments
        if (not wish.invoice_ids or each.invoice_id in wish.invoice_ids)
        and _of_amounts(facts, each, amounts)
        and any(_of_day(each, day) for day in named)
    ]
    return tuple(found)


def _of_amounts(facts: Facts, payment: Payment, amounts: Sequence[Amount]) -> bool:
    if not amounts:
        return True
    same_day = sum(
        each.amount.amount
        for each in facts.payments
        if each.on == payment.on and each.amount.currency == payment.amount.currency
    )
    return any(each.value in {payment.amount.amount, same_day} for each in amounts)


def _of_day(payment: Payment, named: Named) -> bool:
    if named.month and (named.ahead is None or named.is_vague):
        return payment.on.month == named.month
    return named.behind is not None and abs((payment.on - named.behind).days) <= _NEAR
