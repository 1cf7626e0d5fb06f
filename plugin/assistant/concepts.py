"""A wide reading for questions that no rule caught: what the words are about, all together.

Only ever an answer from the ledger or the policy, never an act; and none where a word stands in the
clause that nobody knows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType

from plugin.assistant.rules import text_of
from plugin.assistant.vocabulary import is_plain

#: a statement about oneself is no question, whatever it is about
_TELLS = re.compile(
    r"^\W*(?:i|we|my|our|he|she|they|it|this|that|please) (?!much|many|balance|total)\w+"
)
_MARKED = re.compile(r"(?:INV|AMT|DATE|PARTS|SHARE)\d|EVERY")
_LONGEST = 12


def _read() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    head = ""
    for line in text_of("concepts").splitlines():
        if line.startswith("["):
            head = line.strip("[]")
        elif not line.startswith("#"):
            for word in line.split():
                found.setdefault(word, set()).add(head)
    return MappingProxyType({word: frozenset(heads) for word, heads in found.items()})


_CONCEPTS = _read()


def by_concepts(text: str, names: Collection[str], *, asks: bool) -> str:
    """The intent that a clause has by what its words are about; empty where none is sure."""
    words = re.findall(r"[a-z]+|WHOLE|REST", text)
    if len(words) > _LONGEST or not words:
        return ""
    if any(len(w) > 2 and not (w in _CONCEPTS or is_plain(w) or w in names) for w in words):
        return ""
    about = frozenset().union(*(_CONCEPTS.get(word, frozenset()) for word in words))
    if (
        "INV" in text
        and about & {"owe", "much", "late", "payment", "when"}
        and (asks or len(words) < 4)
    ):
        return "due_date" if "when" in about and "payment" not in about else "invoice"
    if _MARKED.search(text) or (_TELLS.match(text) and not asks):
        return ""
    return _of_all(about, len(words), asks=asks)


def _of_all(about: frozenset[str], count: int, *, asks: bool) -> str:
    """The table: what is asked for with what, the more particular first."""
    sure = asks or count <= 3
    table = (
        ("interest", {"interest"}),
        ("credits", {"credit"}),
        ("letter", {"why", "letter"}),
        ("coming", {"not", "late"}),
        ("coming", {"coming", "owe"}),
        ("late", {"late"}),
        ("due_date", {"when", "owe"}),
        ("payments", {"payment", "when"}),
        ("balance", {"list", "owe"}),
        ("balance", {"much", "owe"}),
    )
    if not sure:
        return ""
    found = next((intent for intent, needs in table if needs <= about), "")
    if not found and count <= 2 and about == {"owe"}:
        return "balance"
    return found
