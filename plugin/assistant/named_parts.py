"""Parts of what is owed that a line names by other words than an amount: an instalment, a fault.

'The last instalment' is one payment of a plan; what is said to be wrong of an invoice is an amount
only where money is named. Nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from plugin.assistant.acts import Wish
from plugin.assistant.facts import Facts
from plugin.assistant.named_days import MONTHS
from plugin.assistant.slots import Amount, Slots
from plugin.credit.account import Instalment, Invoice
from plugin.credit.months import months_after

_MARK = re.compile(r"(AMT|DATE|INV|PARTS|SHARE|REST|WHOLE)(\d+)")
#: before the amount that an invoice ought to have had
_OUGHT = (
    r"(?:should (?:only |really |actually )?(?:have |of )?(?:only )?(?:be|been|read|say|said"
    r"|come to)"
    r"|supposed to be|meant to be|ought to be|agreed(?: on| at| price| rate)?|agree(?: on| at)?"
    r"|quoted|was told|expected|the right (?:amount|price|figure) is|correct (?:amount|price"
    r"|figure)"
    r" is|instead of|rather than|not|only(?: owe| ordered| had)?)"
)
_RIGHT = re.compile(
    rf"{_OUGHT} (?:(?:for|of|us|me|at|on|a|the|about|it|to|be|was|is|as|i|we|you|with) ){{0,4}}"
    r"AMT(?P<n>\d+)"
)
#: before a bare figure these say that it is money and at fault
_FAULTY = re.compile(
    r"\b(?:overcharge\w*|too much|too high|over|out by|off by|extra|wrong|short)(?: (?:by|for|with"
    r"|us|me|about))?(?: (?:about|around|us|me|by))? ?$"
)
#: what is counted, after a figure
_COUNTED = re.compile(r"^ ?(?:out of|of (?:them|those|the|these)|[a-z]+(?:es|s)\b|x\b|instead)")


def contested(text: str, slots: Slots, chosen: Sequence[Invoice]) -> Amount | None:
    """What is said to be wrong of an invoice; None where no such amount is named for certain.

    Then it is the whole invoice: a bare figure counts boxes as often as money, and what an invoice
    ought to be does not say what is contested of it.
    """
    if _RIGHT.search(text):
        return None
    found: list[Amount] = []
    for match in re.finditer(r"AMT(\d+)", text):
        amount = slots.amounts[int(match[1])]
        behind, ahead = text[: match.start()], text[match.end() :]
        is_money = not amount.is_bare or re.search(r"[.,]\d\d$", amount.was_words)
        if is_money or (_FAULTY.search(behind) and not _COUNTED.match(ahead)):
            found.append(amount)
    if len(found) != 1 or (len(chosen) == 1 and found[0].value > chosen[0].total.amount):
        return None
    return found[0]


_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_INSTALMENT = re.compile(
    rf"\b(?P<which>next|last|final|first|second|third|fourth|fifth|late|current|coming|{_MONTH})"
    r"(?:'s|s)? (?:\w+ )?(?P<what>instalment|payment|one|part)\b"
    r"|\b(?P<mark>NEWEST|OLDEST|NTH\d|DATE\d+)(?:'s)? ?(?:instalment|payment)\b"
    r"|\binstalment\b"
)
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}


def of_one_instalment(facts: Facts, wish: Wish, text: str, slots: Slots) -> Wish | None:
    """The wish for exactly the instalment that is named; None where one is named and not found.

    A wish that names none, or is of a customer without instalments, is as it was.
    """
    if wish.intent not in {"promise", "paid"} or wish.amount is not None or wish.pairs:
        return wish
    planned = [
        each
        for each in facts.open
        if each.instalments and (not wish.invoice_ids or each.id in wish.invoice_ids)
    ]
    named = _INSTALMENT.search(text)
    if named is None or not planned or "instalments" in text:
        return wish
    if "instalment" not in named.group(0) and "payment" not in named.group(0):
        return wish
    parts = _called(planned[0], named, slots) if len(planned) == 1 else ()
    if len(parts) != 1:
        return None
    left = parts[0].balance
    amount = Amount(left.amount, left.currency)
    return replace(wish, amount=amount, share=None, invoice_ids=(planned[0].id,), meant=())


def _called(invoice: Invoice, named: re.Match[str], slots: Slots) -> tuple[Instalment, ...]:
    """The open instalments that a word means."""
    every = invoice.instalments
    left = tuple(part for part in every if part.balance.amount > 0)
    which, mark = named["which"] or "", named["mark"] or ""
    if which in {"last", "final"} or mark == "NEWEST":
        return left[-1:]
    if which in {"next", "current", "coming", "late"} or mark == "OLDEST":
        return left[:1]
    if which in MONTHS:
        return tuple(part for part in left if part.due.month == MONTHS[which])
    if mark.startswith("DATE"):
        day = slots.days[int(mark[4:])]
        fits = {day.ahead, day.behind} - {None}
        month = day.month if day.is_vague else 0
        return tuple(p for p in left if p.due in fits or p.due.month == month)
    at = _NTH.get(which) or (int(mark[3:]) if mark.startswith("NTH") else 0)
    if at:
        return tuple(part for part in every[at - 1 : at] if part in left)
    return left if len(left) == 1 else ()


_AFTER = re.compile(
    r"DATE\d+.*\b(?:the |a |one )?(?P<unit>week|fortnight|month) (?:after|later|following)\b"
    r"|DATE\d+.*\bthe following (?P<next>week|fortnight|month)\b"
)


def without_instalment(text: str) -> str:
    """A clause without the words that name one instalment."""
    return _INSTALMENT.sub(" ", text)


_ON_DUE_DATE = re.compile(
    r"\b(?:on|by) (?:it is|its|the|their|that) (?:own )?due (?:date|day)\b"
    r"|\bwhen (?:it is|it becomes|it falls|they are|they fall|falls) due\b|\bon time\b"
)


def due_day(facts: Facts, wish: Wish, text: str) -> Wish:
    """'On its due date': that day, where one invoice is meant and the day lies ahead."""
    chosen = [i for each in wish.invoice_ids if (i := facts.by_id(each)) is not None]
    if wish.intent != "promise" or wish.day is not None or len(chosen) != 1:
        return wish
    if not _ON_DUE_DATE.search(text) or chosen[0].due < facts.on:
        return wish
    return replace(wish, day=chosen[0].due, day_misfits=False)


def day_after(text: str, first: date) -> date | None:
    """'Friday and the rest the week after': the second day, counted from the first."""
    found = _AFTER.search(text)
    if found is None:
        return None
    unit = found["unit"] or found["next"]
    if unit == "month":
        return months_after(first, 1)
    return first + timedelta(days=7 if unit == "week" else 14)
