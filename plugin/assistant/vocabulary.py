"""The words that the assistant knows: those that it reads, those that carry nothing, and others.

A word that it knows is never taken for a typing error of another.
"""

from __future__ import annotations

import re

from plugin.assistant.rules import alike, text_of


def _lines(name: str) -> list[str]:
    return [line for line in text_of(name).splitlines() if not line.startswith("#")]


#: every writing of a word that rules read, and the word that stands for it
ALIKE = alike()
#: words that leave no question open
PLAIN = frozenset(" ".join(_lines("plain")).split()) | frozenset(ALIKE) | frozenset(ALIKE.values())
OTHER = frozenset(" ".join(_lines("other")).split())
KNOWN = PLAIN | OTHER
#: the files of rules; whatever word a rule writes out is a word, and no slip of another
_RULES = ("guards", "wishes", "questions", "consent", "elsewhere", "concepts", "closed", "days")
_WRITTEN = frozenset(
    word for name in _RULES for line in _lines(name) for word in re.findall(r"[a-z]{4,}", line)
)

_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "'s", "n't", "ies", "ning", "ting", "ped")


def is_known(word: str) -> bool:
    """Whether a word, or what it was made from, stands in the vocabulary."""
    if word in KNOWN or word in _WRITTEN:
        return True
    for ending in _ENDINGS:
        stem = word[: -len(ending)]
        if word.endswith(ending) and len(stem) >= 3 and (stem in KNOWN or stem + "e" in KNOWN):
            return True
    return False


def is_plain(word: str) -> bool:
    """Whether a word carries nothing beyond what the rules read."""
    if word in PLAIN:
        return True
    return word not in OTHER and any(
        word.endswith(ending) and len(word) - len(ending) >= 3 and word[: -len(ending)] in PLAIN
        for ending in _ENDINGS
    )
