"""A second reader: what a line is most like, among sentences whose meaning was written down.

It says nothing itself. The rules read a line word by word and answer; this one looks at the whole
of it, and where the two disagree a person is asked: a wrong answer is worse than a handover. The
likeness is counted, not learned: shared words, pairs of words and runs of four letters, each worth
the less the more sentences hold it.
"""

from __future__ import annotations

import heapq
import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from plugin.assistant.rules import text_of
from plugin.assistant.spelling import put_right
from plugin.assistant.vocabulary import is_plain

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
#: so much of the say makes sure that a line asks for what is only told
_SURELY = 0.75
#: a second subject is told with so much of it
_SAYS_TOO = 0.25
#: so much of it is enough to tell of a subject beside what the rules read
_RATHER, _LITTLE = 0.5, 0.2
#: one sentence has to be as like as this
_QUITE_LIKE = 0.25
#: subjects on which there is nothing to be done
_TOLD = frozenset({"owe", "money", "rules", "letter", "limit", "people", "pay"})
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

#: what is only told, by the rules' names
TOLD = frozenset(name for name, subject in _FAMILY.items() if subject in _TOLD)


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
    if families <= _TOLD and person / together < _LITTLE:
        # to tell what is so does no harm where something else was meant
        return False
    return nearest[0][0] > _LIKE_ENOUGH and same / together < _LEAST_SAME


def sure_subjects(words: str, names: Collection[str] = (), *, asks: bool) -> tuple[str, ...]:
    """What a question is about by the sentences most like it; nothing where that is not sure.

    It is sure where nearly all of them are about what is only told, hardly one is for a person, one
    is quite like it, and every word of the question stands in some sentence that is answered. Of
    two subjects both are told. `asks` reads sentences about time as a question after the rules.
    """
    nearest = _nearest(words)
    if not nearest or nearest[0][0] < _QUITE_LIKE:
        return ()
    say = _say(nearest)
    together = sum(say.values())
    if asks:
        # what may be asked for is a rule, and how much it is of is what is owed
        about_time = say.pop("time", 0.0)
        say["rules"] += about_time / 2
        say["owe"] += about_time / 2
    told = {each: say[each] / together for each in _TOLD if say[each]}
    if sum(told.values()) < _SURELY or say[PERSON] / together > _LITTLE:
        return ()
    if _strangers(words, names) or not re.search(r"[a-z]{2}", words.lower()):
        return ()
    best = sorted(told, key=lambda each: (-told[each], each))
    return tuple(each for each in best[:2] if told[each] >= _SAYS_TOO)


def another_subject(words: str, intents: str) -> str:
    """A subject that lines like this one are rather about than what the rules read; else empty.

    Both are told then: what is asked for stands among it, and nothing of it is false.
    """
    read = {_FAMILY.get(name, "") for name in intents.split(", ")}
    nearest = _nearest(words)
    if not read <= _TOLD or not nearest or nearest[0][0] < _QUITE_LIKE:
        return ""
    say = _say(nearest)
    together = sum(say.values())
    most, subject = max((value, name) for name, value in say.items())
    if subject not in _TOLD - read or most / together < _RATHER:
        return ""
    return "" if say[PERSON] / together > _LITTLE else subject


def _say(nearest: Sequence[tuple[float, frozenset[str]]]) -> defaultdict[str, float]:
    say: defaultdict[str, float] = defaultdict(float)
    for likeness, about in nearest:
        for each in about:
            say[each] += likeness**_POWER / len(about)
    return say


def names_a_stranger(words: str, names: Collection[str] = ()) -> bool:
    """Whether a question asks after something of which no sentence that is answered speaks.

    'When will the decking come?': a noun behind 'the' or 'my' that nobody knows, asked after; or
    several such words. What is told in other sentences may be called what it is.
    """
    strange = _strangers(words, names)
    asked = _ASKED_AFTER.findall(_plainly(words))
    return len(strange) > _MOST_STRANGE or any(word in strange for each in asked for word in each)


def _strangers(words: str, names: Collection[str]) -> frozenset[str]:
    """The words of a line that neither plain speech nor any sentence that is answered holds."""
    known = _answered_words()
    sizes = re.findall(r"\b\d+x\d+\b|\b[a-z]+\d+[a-z]+\b", words.lower())
    return frozenset(sizes) | frozenset(
        word
        for word in re.findall(r"[a-z]{3,}", _plainly(words))
        if word not in known and word not in names and not is_plain(word)
    )


@cache
def _answered_words() -> frozenset[str]:
    return frozenset().union(*(held for about, held in _spoken().items() if about != PERSON))


def _plainly(words: str) -> str:
    return put_right(words.lower().replace("’", "'").replace("'s", ""))


#: 'will the decking', 'where are my two pallets', 'get the photo'
_ASKED_AFTER = re.compile(
    r"\b(?:will|is|are|was|were|has|have|did|does|can|could|when|where|when's|where's|whens|wheres|get|got|send|sent|have)"
    r" (?:the|my|our|your|that|this|those|a|an|some|any) (?=([a-z0-9]{3,})(?: ([a-z]{3,}))?)"
)
_MOST_STRANGE = 1


@cache
def _spoken() -> Mapping[str, frozenset[str]]:
    """Every word that is used on each subject."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for about, line in _sentences():
        for each in about:
            found[each].update(re.findall(r"[a-z]{3,}", line.replace("'s", "")))
    return {name: frozenset(words) for name, words in found.items()}


def _sentences() -> Iterator[tuple[frozenset[str], str]]:
    """The sentences of `words/likeness.txt`, each with what it is about."""
    families: frozenset[str] = frozenset()
    for line in text_of("likeness").splitlines():
        if line.startswith("["):
            families = frozenset(line.strip("[]").split())
        elif line and not line.startswith("#"):
            yield families, line


@lru_cache(maxsize=8)
def _nearest(words: str) -> tuple[tuple[float, frozenset[str]], ...]:
    """The sentences most like a line; of the few last lines, for one turn asks more than once."""
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
    found = heapq.nlargest(
        _NEAREST,
        ((value / (length * book.known[at].length), -at) for at, value in shared.items()),
    )
    return tuple((likeness, book.known[-at].families) for likeness, at in found)


def _unseen(book: _Book) -> float:
    return math.log((len(book.known) + 1) / 0.5)


@cache
def _book() -> _Book:
    """Every sentence by what it shares with others."""
    sentences = [(about, _features(line)) for about, line in _sentences()]
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
