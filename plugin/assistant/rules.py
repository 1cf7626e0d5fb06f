"""How words are taken as evidence: patterns over a marked text, read from the files of `words/`.

A file is parts, each headed `[name rest]`, with one pattern a line. `~5` is at most five words,
`<name>` a short form, `(a|b)` a choice; a line `<name> = ...` makes a short form of that file.
A rule never decides alone: the reading weighs all that a clause gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

#: short forms that every file may use
_SHORT = {
    "<i>": "(i|we|us|me)",
    "<it>": r"(it|this|that|these|those|them|invoice|one|INV\d+|balance|debt|account|everything"
    r"|WHOLE\d+)",
    "<money>": r"(money|payment|AMT\d+|SHARE\d+|transfer|WHOLE\d+|REST\d+)",
    "<amt>": r"(AMT\d+|SHARE\d+|WHOLE\d+|REST\d+)",
    "<date>": r"DATE\d+",
    "<inv>": r"INV\d+",
    "<parts>": r"PARTS\d+",
    "<modal>": "(will|can|could|shall|going to|able to|plan to|intend to|would like to|want to"
    "|hope to|aim to|need to|try to|let me|let us|happy to|may|might|should be able to|promise to"
    "|ready to|prepared to|managed? to|expect to|hoping to|planning to|looking to|hope i can"
    "|hope we can)",
}
_BETWEEN = re.compile(r"~(\d) ")
_MARK = re.compile(r"(?<![\w\\])(DATE|AMT|PARTS|SHARE|WHOLE|REST|INV)(?![\w\\])")
_CHOICE = re.compile(r"(?<!\\)\((?!\?)")


@dataclass(frozen=True, slots=True)
class Rule:
    """Patterns that speak for an intent; 1 is a hint, 2 is good, 3 is plain, 4 beyond doubt."""

    intent: str
    strength: float
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a file: what stands in its head, and its lines as patterns."""

    head: tuple[str, ...]
    patterns: tuple[str, ...]

    @property
    def any(self) -> str:
        """Any of the patterns, as one."""
        return f"(?:{'|'.join(self.patterns)})"


def parts_of(name: str, more: Mapping[str, str] | None = None) -> tuple[Part, ...]:
    """The parts of a file of `words/`, in its order, with all short forms written out.

    `more` are short forms that only this file has, as patterns.
    """
    short = {**_SHORT, **(more or {})}
    heads: list[tuple[str, ...]] = []
    lines: list[list[str]] = []
    for line in text_of(name).splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            heads.append(tuple(line.strip("[]").split()))
            lines.append([])
        elif not heads:
            named, _, written = line.partition(" = ")
            short[named] = f"({written})"
        else:
            if name == _PASSING_ON:
                line = _ALIKE_WORD.sub(_or_its_lead, line)  # noqa: PLW2901 - the line as read
            lines[-1].append(_written_out(line, short))
    return tuple(Part(head, tuple(each)) for head, each in zip(heads, lines, strict=True))


def text_of(name: str) -> str:
    """A file of `words/` as it stands."""
    return (files("plugin.assistant") / "words" / f"{name}.txt").read_text("utf-8")


def _written_out(pattern: str, short: dict[str, str]) -> str:
    for _ in range(2):
        for name, written in short.items():
            pattern = pattern.replace(name, written)
    pattern = _MARK.sub(r"\1\\d+", pattern)
    pattern = _BETWEEN.sub(lambda match: rf"(?:\S+ ){{0,{match[1]}}}?", pattern)
    return _CHOICE.sub("(?:", pattern)


#: the file whose rules only pass on: there a wider word costs an answer, and makes none wrong
_PASSING_ON = "elsewhere"
#: what stands for too many things to be read into each of them
_TOO_WIDE = (
    r"pay|paid|unpaid|amount|get|what|send|money|account|letter|change|stop|contact|invoice"
    r"|payment|person|chase"
)
#: a word that stands by itself in a pattern
_ALIKE_WORD = re.compile(r"(?<![\\A-Za-z<'?])[a-z]{3,}(?![a-z>'?*+\\\[=])")


def _or_its_lead(match: re.Match[str]) -> str:
    """A word and the one that stands for it: a text is read with the latter in its place."""
    word = match.group(0)
    lead = alike().get(word, word)
    return word if lead == word or re.fullmatch(_TOO_WIDE, lead) else f"({word}|{lead})"


@cache
def alike() -> Mapping[str, str]:
    """Every writing of a word that rules read, and the word that stands for it."""
    found: dict[str, str] = {}
    lead = ""
    for line in text_of("alike").splitlines():
        if line.startswith("#"):
            continue
        name, colon, words = line.partition(":")
        if colon:
            lead = name.strip()
        else:
            words = name
        for word in words.split():
            found.setdefault(word, lead)
    return MappingProxyType(found)


def whole_words(pattern: str) -> re.Pattern[str]:
    """A pattern that begins and ends with a word."""
    return re.compile(rf"(?<![\w'])(?:{pattern})(?![\w'])")


def rules_of(name: str) -> tuple[Rule, ...]:
    """The rules of a file, whose heads are an intent and a strength."""
    return tuple(
        Rule(part.head[0], float(part.head[1]), whole_words(part.any)) for part in parts_of(name)
    )


def weigh(text: str, every: Iterable[Rule]) -> dict[str, float]:
    """The strongest evidence for each intent."""
    found: dict[str, float] = {}
    for rule in every:
        if rule.strength > found.get(rule.intent, 0) and rule.pattern.search(text):
            found[rule.intent] = rule.strength
    return found
