"""Lines that say one thing to be done and nothing else, told by their words alone, in any order.

The rules know ways of putting things; a stranger puts them in others. Where every word of a line
belongs to the small vocabulary of an act, its slots and manners, the order of the words does not
matter. One word from outside, a question, a denial or a case that is only thought of, and nothing
is read here.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from plugin.assistant.mood import unmeant
from plugin.assistant.rules import text_of
from plugin.assistant.vocabulary import ALIKE


def _read() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    head = ""
    for line in text_of("closed").splitlines():
        if line.startswith("["):
            head = line.strip("[]")
        elif not line.startswith("#"):
            words = line.replace("'s", "").split()
            found.setdefault(head, set()).update(words, (ALIKE.get(w, w) for w in words))
    return {name: frozenset(words) for name, words in found.items()}


_VOCABULARY = _read()
_PLAIN = _VOCABULARY["plain"]
_MARK = re.compile(
    r"\b(?:INV|AMT|DATE|PARTS|SHARE|REST|WHOLE)\d+\b|\bNTH\d\b"
    r"|\b(?:EVERY|OLDEST|NEWEST|BIGGEST|SMALLEST|OTHER|BOTH|THATONE)\b"
)
#: asks for something to be told, and nothing to be done
_ASKS = re.compile(
    r"\b(?:what|which|who|whom|whose|why|how|when|where|whether)\b"
    r"|^\W*(?:\w+ ){0,2}?(?:did|does|do|is|was|were|are|has|have|had|am)"
    r" (?:i|we|you|it|this|that|they|the|there|my|our|your|any|all|INV\d+|AMT\d+)\b"
    r"|\b(?:is|was|are|were|did|does|has|have) (?:it|that|this|they|INV\d+) (?:\w+ )?"
    r"(?:due|paid|late|owe|open|unpaid|pay|clear|gone|sent)\b.*\?"
)
_DENIES = re.compile(r"\b(?:not|never|no|nothing|none|nobody|cannot|without|neither|nor|nope)\b")
_IF = re.compile(r"\b(?:if|unless|once|depends|depending|provided|whether|or)\b")
_PAST = re.compile(
    r"\b(?:paid|sent|did|done|made|went|gone|already|posted|dropped|settled|cleared|transferred"
    r"|wired|processed|chucked|popped|slung|bunged|pinged|threw|left|yesterday)\b"
)
_STILL = re.compile(
    r"\b(?:will|shall|would|can|could|may|might|should|going|gonna|to|let|be|get|gets|itll)"
    r" (?:\w+ ){0,3}?(?:paid|sent|done|made|settled|cleared|sorted|processed|posted)\b"
)
_PAYS = re.compile(
    r"\b(?:pay|payment|money|transfer|send|sort|settle|clear|remit|wire|cheque|bacs|cover|square"
    r"|fix|process|release|go|goes|bank|do|manage|put|drop|post|get|have|bung|sling|chuck|ping"
    r"|whack|lob|shove|hand|with you|paid)\b"
)
#: asks leave, which is how many people say what they will do
_MAY_I = re.compile(
    r"DATE\d+ (?:\w+ ){0,2}?(?:ok|okay|fine|alright|do|suit|work|good|acceptable|possible)\b"
    r"|^\W*(?:\w+ ){0,2}?(?:can|could|may|might|would) (?:i|we|you)\b"
)
_COPY = re.compile(
    r"\b(?:send|copy|pdf|again|duplicate|lost|find|email|resend|print|forward|missing|got"
    r"|receive|need|needs)\b"
)
#: an invoice says one thing, and it was another
_BILLED = re.compile(
    r"\b(?:charges?|charged|billed|bills|calculated|counted|invoiced|lists?|says|priced|states"
    r"|shows|typo|returned|cancelled|refused)\b"
)
_OTHERWISE = re.compile(
    r"\b(?:but|only|instead|never|wrong|there was|we had|i had|not|should|typo|everything"
    r"|WHOLE\d+|cancelled|returned)\b"
)
#: what can be wrong with what stands on an invoice
_FAULTS = re.compile(
    r"\b(?:faulty|broken|damaged|wrong|incorrect|mouldy|cracked|torn|defective|overcharge)\b"
    r"|\b(?:on|from|in|of) INV\d+ (?:\w+ ){0,2}?(?:never|missing|short)\b"
)
_REJECTS = re.compile(
    r"^\W*(?:\w+ ){0,2}?(?:i|we) (?:must |have to |would like to |want to |wish to )?(?:question"
    r"|dispute|contest|reject|query|do not (?:accept|agree with|recognise|recognize))"
    r" (?:\w+ ){0,2}?INV"
)


def only_words(text: str, act: str, names: Collection[str]) -> bool:
    """Whether every word of a marked line is one of this act's, plain, or a mark."""
    known = _VOCABULARY[act] | _PLAIN
    words = re.findall(r"[a-z]+|\d+", _MARK.sub(" ", text).replace("'s", ""))
    return all(word in known or word in names for word in words)


def act_of(text: str, names: Collection[str], *, asks: bool) -> str:  # noqa: PLR0911
    """The act that a marked line says and nothing else; empty where it is none for certain."""
    has_day, has_thing = "DATE" in text, bool(re.search(r"(?:INV|AMT|SHARE|WHOLE)\d", text))
    taken = unmeant(text)
    if "INV" in text and _BILLED.search(text) and _OTHERWISE.search(text) and not asks:
        return "" if "dispute" in taken or re.search(r"\bpa(?:y|id)\b", text) else "dispute"
    rejects = _REJECTS.match(text) or (_FAULTS.search(text) and not has_day)
    if "INV" in text and rejects and not asks and "dispute" not in taken:
        return "dispute"
    if _IF.search(text) or _DENIES.search(text) or _ASKS.search(text):
        return ""
    is_past = bool(_PAST.search(_STILL.sub(" ", text)))
    if is_past and "paid" not in taken and not asks:
        named = has_day or has_thing or "already" in text
        return "paid" if named and only_words(text, "paid", names) else ""
    if asks and not _MAY_I.search(text):
        return ""
    if "INV" in text and _COPY.search(text) and not has_day and "copy" not in taken:
        return "copy" if only_words(text, "copy", names) else ""
    if "PARTS" in text and "plan" not in taken and not has_day:
        return "plan" if only_words(text, "plan", names) else ""
    if "PARTS" in text or "EVERY" in text:
        return ""
    if has_day and "promise" not in taken and _PAYS.search(text) and not is_past:
        return "promise" if only_words(text, "promise", names) else ""
    return ""
