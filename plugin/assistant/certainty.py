"""How sure a reading is: which words of a clause it leaves open, and whether it may stand so.

A word that no rule of the intent explains is about something else until it is shown otherwise.
"""

from __future__ import annotations

import re

from plugin.assistant.rules import rules_of
from plugin.assistant.vocabulary import OTHER, is_plain

RULES = (*rules_of("questions"), *rules_of("wishes"), *rules_of("elsewhere"))

SMALL = frozenset({"greeting", "thanks", "goodbye", "help"})
PASSED_ON = frozenset(
    {"goods", "delivery", "tax", "terms", "refund", "details", "person", "out_of_scope"}
)


def _words(intent: str) -> frozenset[str]:
    patterns = (rule.pattern.pattern for rule in RULES if rule.intent == intent)
    found: set[str] = set()
    for word, or_less in re.findall(r"([a-z]{3,})(\??)", " ".join(patterns)):
        found |= {word, word[:-1]} if or_less else {word}
    return frozenset(found)


#: words that the rules of an intent write are no strange words beside it; those of others are
OF_INTENT = {rule.intent: _words(rule.intent) for rule in RULES}
OF_ANY = frozenset().union(*OF_INTENT.values())
#: what is to be told to somebody else
_TO_ANOTHER = re.compile(r"\b(?:tell|ask|show|give|send|let|copy|remind|inform) (?P<who>[a-z]+)\b")
_SAYS_PAY = re.compile(
    r"\b(?:pay\w*|paid|payment|transfer|money|cash|sort|settle|send|sent|promise|until|cheque|wire"
    r"|time|wait|delay|hold|let|give|will|can|do)\b"
)


def strange_words(text: str, known: frozenset[str], names: frozenset[str]) -> list[str]:
    """The words of a clause that neither the rules of its intent nor plain speech explain."""
    return [
        word
        for word in re.findall(r"[a-z]+", text.replace("'s", ""))
        if len(word) > 2 and word not in known and word not in names and not is_plain(word)
    ]


def may_stand(intent: str, strength: float, text: str, strange: list[str]) -> bool:
    """Whether so many words that are about something else may stand beside the evidence.

    A word that is known to mean another thing weighs more than one that nobody knows: a name, slang
    or a slip of the pen. What is contested or passed on is told in any words.
    """
    if intent in {"dispute", *PASSED_ON}:
        return True
    if intent in {"promise", "paid", "plan"}:
        return _act_may_stand(intent, text, strange)
    is_small = intent in {"copy", "statement", *SMALL}
    if not is_small and _is_of_another(intent, text, strange):
        return False
    if any(word in OTHER or word in OF_ANY for word in strange):
        return False
    return len(strange) <= (1 if is_small or strength >= 3 else 0)


def _act_may_stand(intent: str, text: str, strange: list[str]) -> bool:
    """A promise that names nothing has to be plain; one that names something has to say pay."""
    if intent == "plan":
        return len(strange) <= 1
    if intent == "promise" and strange:
        return bool(re.search(r"[A-Z]\d", text) and _SAYS_PAY.search(text)) and len(strange) <= 3
    return len(strange) <= 3


def _is_of_another(intent: str, text: str, strange: list[str]) -> bool:
    """Whether it is for somebody else's ears, or about what an invoice was for."""
    if any(each["who"] in strange for each in _TO_ANOTHER.finditer(text)):
        return True
    return intent == "invoice" and any(
        re.search(rf"\b(?:for|with|about|the|those|our) {word}\b", text) for word in strange
    )
