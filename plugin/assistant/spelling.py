"""Typing errors: a word that nobody knows is read as the known word that lies nearest to it.

Only words that the rules read are put right, and only where one slip or two explain the writing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from plugin.assistant.vocabulary import ALIKE, OTHER, PLAIN, is_known

_WORD = re.compile(r"(?<![\w@/.-])[a-z']{4,24}(?![\w@/-]|\.[a-z])")

#: what may be meant; the longer list of other words is only kept from being read wrongly
_MEANT_OF_OTHERS = [
    "passed",
    "funeral",
    "cancer",
    "hospital",
    "struggling",
    "afford",
    "bankrupt",
    "bankruptcy",
    "insolvent",
    "insolvency",
    "administration",
    "liquidation",
    "solicitor",
    "lawyer",
    "court",
    "legal",
    "ombudsman",
    "harassment",
    "complaint",
    "complain",
    "disgusting",
    "furious",
    "unacceptable",
    "ridiculous",
    "ignore",
    "previous",
    "instructions",
    "password",
    "weather",
    "payers",
    "bailiffs",
    "payer",
]
_BY_LETTER: dict[str, list[str]] = {}
for _word in sorted({*PLAIN, *ALIKE, *_MEANT_OF_OTHERS}):
    if len(_word) >= 4 and _word.isalpha():
        _BY_LETTER.setdefault(_word[0], []).append(_word)


def put_right(text: str, names: Collection[str] = ()) -> str:
    """The text with its typing errors read as the words that were meant.

    `names` are words of this customer's own, which are no errors however they look.
    """

    def read(match: re.Match[str]) -> str:
        word = match.group(0).strip("'")
        if word in names or is_known(word):
            return match.group(0)
        return _nearest(word) or match.group(0)

    return _WORD.sub(read, text)


@lru_cache(maxsize=4096)
def _nearest(word: str) -> str | None:
    """The known word within one slip, or two in a long word; None where none or several are."""
    allowed = 1 if len(word) <= 6 else 2
    best: list[tuple[int, int, str]] = []
    # a slip in the first letter is rare; two swapped first letters are not
    for letter in dict.fromkeys((word[0], word[1])):
        for candidate in _BY_LETTER.get(letter, ()):
            if abs(len(candidate) - len(word)) > allowed:
                continue
            slips = distance(word, candidate, allowed)
            if slips <= allowed:
                best.append((slips, candidate in OTHER, candidate))
    if not best:
        return None
    best.sort(key=lambda each: (each[0], each[1], abs(len(each[2]) - len(word)), each[2]))
    return best[0][2]


def distance(left: str, right: str, most: int) -> int:
    """How many slips lie between two words: a letter too many, missing, wrong, or two swapped.

    Anything above `most` is said as `most + 1`.
    """
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        row = [i]
        for j, b in enumerate(right, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)
