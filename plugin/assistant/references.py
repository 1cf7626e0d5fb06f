"""Which invoice is meant: by its number in any writing, or by words such as 'the older one'.

Only invoices of this customer can be found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from plugin.credit.account import Credit, Invoice

_LOOKALIKE = str.maketrans({"o": "0", "l": "1", "i": "1", "s": "5"})
#: numbers of an unusual shape are looked for one by one, up to so many
_MOST_ODD = 200
_NOUN = r"(?:invoices?|inv|bills?|number|no|num|ref|reference)"


#: so many digits alone are taken for the end of a number
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The invoice numbers of one customer, by every writing that people use."""

    whole: dict[str, str]
    tails: dict[str, str]
    pattern: re.Pattern[str] = field(repr=False)
    #: the numbers of their credit notes, squeezed
    credits: frozenset[str] = frozenset()

    def find(  # noqa: PLR0911 - one return for each writing
        self, written: str, *, is_named: bool
    ) -> str | None:
        """The id of the invoice that a writing means.

        Digits alone mean one where the noun stands before them, where they begin with a zero, or
        where there are at least three and they end exactly one number: Xero counts INV-0412, and
        people write 412.
        """
        key = squeezed(written)
        if not key:
            return None
        if key in self.whole:
            # a number of digits alone looks like an amount
            if not key.isdigit() or is_named or len(key) >= _LEAST or written.startswith("#"):
                return self.whole[key]
            return None
        if self.tails.get(key):
            return self.tails[key] if is_named or len(key) >= _LEAST or not key.isdigit() else None
        digits = key.lstrip("abcdefghijklmnopqrstuvwxyz")
        tail = digits.translate(_LOOKALIKE).lstrip("0")
        if not tail.isdigit():
            return None
        named = is_named or len(digits) < len(key) or written.startswith(("#", "0"))
        if named or len(tail) >= _LEAST:
            return self.tails.get(tail) or None
        return None


def catalogue(invoices: Sequence[Invoice], credits_of: Sequence[Credit] = ()) -> Catalogue:
    """Every invoice by its number, and by the digits that end it where they end no other's."""
    whole: dict[str, str] = {}
    tails: dict[str, str] = {}
    for each in invoices:
        key = squeezed(each.number)
        groups = re.findall(r"\d+", each.number)
        if not key or not groups:
            continue
        whole[key] = each.id
        lettered = re.search(r"[a-z]\d+$", key)
        if lettered is not None:
            tail = lettered.group(0)
            tails[tail] = "" if tails.get(tail, each.id) != each.id else each.id
        for tail in {groups[-1].lstrip("0"), "".join(groups).lstrip("0")} - {""}:
            tails[tail] = "" if tails.get(tail, each.id) != each.id else each.id
    return Catalogue(
        whole,
        tails,
        _pattern([each.number.lower() for each in invoices]),
        frozenset(squeezed(each.number) for each in credits_of),
    )


def _pattern(numbers: Sequence[str]) -> re.Pattern[str]:
    """What may be one of these numbers: their letters, anything between, their digits."""
    leads = {"inv", "in"}
    odd: list[str] = []
    parts = "(?:[-/.]\\d+)*" if any(re.search(r"\d\D+\d", each) for each in numbers) else ""
    for number in numbers:
        shape = re.fullmatch(r"([a-z]*)[\W_]*\d[\d\W_]*", number)
        if shape is None and len(odd) < _MOST_ODD:
            odd += [_loosely(number), _loosely(re.findall(r"[a-z]*\d+", number)[-1])]
        elif shape is not None and shape.group(1):
            leads.add(shape.group(1))
    lead = "|".join(sorted(map(re.escape, leads), key=len, reverse=True))
    loose = rf"#?(?:(?:{lead})[-_/ .#:]{{0,3}})?\d[\dol]{{0,15}}{parts}"
    number = "|".join([*sorted(odd, key=len, reverse=True), loose])
    return re.compile(
        rf"(?<![\w£€$/.,-])(?P<noun>(?:{_NOUN}[ .:#-]*)+)?(?P<number>{number})"
        r"(?:'?s)?(?![\w/£€%]|[.,-]\d)"
    )


def _loosely(number: str) -> str:
    parts = re.findall(r"[a-z]+|\d+", number)
    return r"[-_/ .#]{0,3}".join(re.escape(part) for part in parts)


def squeezed(number: str) -> str:
    """A number without case, spaces and marks."""
    return re.sub(r"[^a-z0-9]", "", number.lower())
