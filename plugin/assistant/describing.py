"""Invoices by what is known of them: 'the euro one', 'the one of 269.90', 'the October invoice'.

Only where exactly one invoice of this customer fits; else nothing is read into it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from plugin.assistant.named_days import MONTHS, Named
from plugin.assistant.slots import Marked
from plugin.credit.account import Invoice

_CURRENCIES = {
    "euro": "EUR", "euros": "EUR", "eur": "EUR", "€": "EUR",
    "pound": "GBP", "pounds": "GBP", "sterling": "GBP", "gbp": "GBP", "£": "GBP",
    "dollar": "USD", "dollars": "USD", "usd": "USD", "$": "USD",
}  # fmt: skip
_ONE = r"(?:one|invoice|bill)"
_THE = r"(?:the |my |our |that |your )?"
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_OF = r"(?:of|for|over|at|with|worth|is|was|from|due|dated|issued|in|on)"

_BY_CURRENCY = re.compile(
    rf"(?<!\w){_THE}(?P<c>{'|'.join(map(re.escape, _CURRENCIES))}) {_ONE}(?!\w)"
)
_BY_AMOUNT = re.compile(
    rf"(?<!\w)(?:{_THE}AMT(?P<a>\d+) {_ONE}|(?:the |that |which |what )?{_ONE} (?:{_OF}"
    rf" )?(?:for |over )?AMT(?P<b>\d+))(?!\w)(?! (?:credited|put|applied|allocated|booked|used|paid"
    rf"|matched|set|against|go|gone))"
)
_BY_DAY = re.compile(
    rf"(?<!\w)(?:{_THE}DATE(?P<a>\d+) {_ONE}|(?:the |that |my )?{_ONE} (?:that (?:is|was)"
    rf" )?(?:{_OF}(?: on| in)? )?DATE(?P<b>\d+))(?!\w)"
)
_BY_MONTH = re.compile(
    rf"(?<!\w)(?:{_THE}(?P<a>{_MONTH})(?:'s)? (?:{_ONE}|payment)"
    rf"|(?:the |that |my )?{_ONE} {_OF}(?: in| of)? (?P<b>{_MONTH}))(?!\w)"
)


def describe(marked: Marked, invoices: Sequence[Invoice]) -> None:
    """Put the mark of an invoice in place of words that describe exactly one."""
    open_ones = [each for each in invoices if each.is_open]

    def reader(
        fits: Callable[[re.Match[str]], list[Invoice]],
    ) -> Callable[[re.Match[str]], str | None]:
        def read(match: re.Match[str]) -> str | None:
            found = fits(match)
            if len(found) != 1:
                return None
            marked.slots.invoices.append(found[0].id)
            return f"INV{len(marked.slots.invoices) - 1}"

        return read

    def by_currency(match: re.Match[str]) -> list[Invoice]:
        wanted = _CURRENCIES[match["c"]]
        found = [each for each in open_ones if each.balance.currency == wanted]
        return found or [each for each in invoices if each.total.currency == wanted]

    def by_amount(match: re.Match[str]) -> list[Invoice]:
        value = marked.slots.amounts[int(match["a"] or match["b"])].value
        found = [each for each in invoices if value in {each.total.amount, each.balance.amount}]
        return found if len(found) < 2 else [each for each in found if each.is_open]

    def by_day(match: re.Match[str]) -> list[Invoice]:
        named: Named = marked.slots.days[int(match["a"] or match["b"])]
        if named.month and named.is_vague:
            return _in_month(invoices, named.month)
        days = {named.ahead, named.behind} - {None}
        found = [each for each in invoices if each.due in days]
        return found or [each for each in invoices if each.issued in days]

    def by_month(match: re.Match[str]) -> list[Invoice]:
        return _in_month(invoices, MONTHS[match["a"] or match["b"]])

    marked.take(_BY_CURRENCY, reader(by_currency))
    marked.take(_BY_AMOUNT, reader(by_amount))
    marked.take(_BY_DAY, reader(by_day))
    marked.take(_BY_MONTH, reader(by_month))


def _in_month(invoices: Sequence[Invoice], month: int) -> list[Invoice]:
    """The open invoice that was issued in a month, else those that have to do with it."""
    open_ones = [each for each in invoices if each.is_open]
    issued = [each for each in open_ones if each.issued.month == month]
    if len(issued) == 1:
        return issued
    both = {each.id: each for each in open_ones if month in {each.due.month, each.issued.month}}
    return list(both.values()) or [each for each in invoices if each.issued.month == month]
