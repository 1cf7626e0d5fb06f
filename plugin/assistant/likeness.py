"""A second reader: what a line is most like, among sentences whose meaning was written down.

It says nothing itself. The rules read a line word by word and answer; this one looks at the whole
of it, and where the two disagree a person is asked: a wrong answer is worse than a handover. The
likeness is counted, not learned: shared words, pairs of words and runs of four letters, each worth
the less the more sentences hold it.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from plugin.assistant.rules import text_of

#: what nobody answers from a ledger and a policy
PERSON = "person"
#: of the sentences most like a line, so many have a say, each by the fourth power of its likeness
_NEAREST, _POWER = 9, 4
#: above this share of their say for a person, a person it is
_MOST_PERSON = 0.5
#: below this share for what the rules read, the rules stand alone with it
_LEAST_SAME = 0.05
#: where no sentence is as like a line as this, nothing is said against the rules
_LIKE_ENOUGH = 0.3
_WORD, _PAIR, _RUN, _RUN_LENGTH = 1.0, 0.7, 0.25, 4

#: what the rules call an intent, by the heads of the file
_FAMILY: Mapping[str, str] = MappingProxyType(
    {
        "balance": "owe", "late": "owe", "due_date": "owe", "invoice": "owe",
        "payments": "money", "credits": "money", "paid": "paid",
        "copy": "papers", "statement": "papers", "promise": "time", "plan": "time",
        "dispute": "wrong", "queries": "wrong", "limit": "limit", "stop": "limit",
        "letter": "letter", "policy": "rules", "interest": "rules", "terms": "rules",
        "how_to_pay": "pay", "contact": "people", "wrong_person": "people",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Known:
    """A sentence by its length as a vector, and what it is about."""

    families: frozenset[str]
    length: float


@dataclass(frozen=True, slots=True)
class _Book:
    """Every known sentence, and where each feature occurs with its weight."""

    known: tuple[_Known, ...]
    worth: Mapping[str, float]
    places: Mapping[str, tuple[tuple[int, float], ...]]


def is_doubtful_reading(words: str, intents: str) -> bool:
    """Whether what the rules read in a line is not what lines like it are about.

    `intents` are the rules' names, parted by commas; of those that have no family nothing is said.
    """
    families = {_FAMILY[name] for name in intents.split(", ") if name in _FAMILY}
    if not families:
        return False
    same = person = together = 0.0
    nearest = _nearest(words)
    for likeness, about in nearest:
        say = likeness**_POWER
        together += say
        if PERSON in about:
            person += say
        elif families & about:
            same += say
    if not together:
        return True
    if person / together > _MOST_PERSON:
        return True
    return nearest[0][0] > _LIKE_ENOUGH and same / together < _LEAST_SAME


def _nearest(words: str) -> list[tuple[float, frozenset[str]]]:
    book = _book()
    asked = _features(words)
    length = 0.0
    shared: defaultdict[int, float] = defaultdict(float)
    for feature, count in asked.items():
        # a feature of no sentence makes the line less like all of them
        worth = count * book.worth.get(feature, _unseen(book))
        length += worth * worth
        for at, weight in book.places.get(feature, ()):
            shared[at] += worth * weight
    length = math.sqrt(length) or 1.0
    found = sorted(
        ((value / (length * book.known[at].length), -at) for at, value in shared.items()),
        reverse=True,
    )
    return [(likeness, book.known[-at].families) for likeness, at in found[:_NEAREST]]


def _unseen(book: _Book) -> float:
    return math.log((len(book.known) + 1) / 0.5)


@cache
def _book() -> _Book:
    """The sentences of `words/likeness.txt`."""
    families: frozenset[str] = frozenset()
    sentences: list[tuple[frozenset[str], dict[str, float]]] = []
    for line in text_of("likeness").splitlines():
        if line.startswith("["):
            families = frozenset(line.strip("[]").split())
        elif line and not line.startswith("#"):
            sentences.append((families, _features(line)))
    held = Counter(feature for _, features in sentences for feature in features)
    worth = {each: math.log((len(sentences) + 1) / (held[each] + 0.5)) for each in held}
    places: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    known: list[_Known] = []
    for at, (about, features) in enumerate(sentences):
        weights = {each: count * worth[each] for each, count in features.items()}
        for each, weight in weights.items():
            places[each].append((at, weight))
        known.append(_Known(about, math.sqrt(sum(w * w for w in weights.values())) or 1.0))
    return _Book(tuple(known), worth, {name: tuple(found) for name, found in places.items()})


def _features(words: str) -> dict[str, float]:
    """Words, pairs and runs of letters; figures and dates stand as 0."""
    text = words.lower().replace("’", "'")
    text = re.sub(r"\d[\d,./:-]*", "0", text)
    text = " ".join(re.sub(r"[^a-zà-ÿ0£$€' ]", " ", text).split())
    found: Counter[str] = Counter()
    listed = text.split()
    for word in listed:
        found[f"w {word}"] += 1
    for one, other in itertools.pairwise(listed):
        found[f"p {one} {other}"] += 1
    padded = f" {text} "
    for start in range(len(padded) - _RUN_LENGTH + 1):
        found[f"r {padded[start : start + _RUN_LENGTH]}"] += 1
    weight = {"w": _WORD, "p": _PAIR, "r": _RUN}
    return {each: count * weight[each[0]] for each, count in found.items()}
