"""A customer's line as clauses: for each, what it is about and what it names.

Guards are looked for in the whole line; then each question or wish of it is read by itself.
Nothing is answered here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from plugin.assistant.dates import Today
from plugin.assistant.numbers import ORDINALS
from plugin.assistant.guards import Guard, guarded
from plugin.assistant.references import Catalogue
from plugin.assistant.rules import rules_of, weigh
from plugin.assistant.slots import Slots, mark
from plugin.assistant.spelling import put_right
from plugin.assistant.text import plain_text
from plugin.assistant.vocabulary import ALIKE, is_plain

RULES = (*rules_of("questions"), *rules_of("wishes"), *rules_of("elsewhere"))

#: words for which a pattern stands are no strange words
_OF_RULES = frozenset(
    word for rule in RULES for word in re.findall(r"[a-z]{3,}", rule.pattern.pattern)
)

#: acts are read back before anything happens, so that strange words around them do less harm
ACTS = frozenset({"promise", "paid", "plan", "dispute", "copy", "statement"})
SMALL = frozenset({"greeting", "thanks", "goodbye", "help"})
PASSED_ON = frozenset(
    {"goods", "delivery", "tax", "terms", "refund", "details", "person", "out_of_scope"}
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One question or wish: its words with marks, its intent or none, and how sure that is."""

    text: str
    intent: str = ""
    strength: float = 0
    is_question: bool = False
    strange: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """A whole line: its words with marks, what it names, the guard it meets, its clauses."""

    plain: str
    text: str
    slots: Slots
    guard: Guard | None
    clauses: tuple[Clause, ...]


def read_line(raw: str, today: Today, catalogue: Catalogue, names: Collection[str]) -> Read:
    """Read one line of a customer; total: any text gives something."""
    plain = plain_text(raw)
    marked = mark(put_right(plain, names), today, catalogue)
    text = canonical(marked.text)
    guard = guarded(text)
    clauses = () if guard is not None else tuple(_clauses(text, frozenset(names)))
    return Read(plain, text, marked.slots, guard, clauses)


_REFERENCES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<![\w'])(?:{pattern})(?![\w'])"), word)
    for pattern, word in (
        (
            r"(?:the |my |our )?(?:oldest|older|earlier|oldest unpaid|oldest late)"
            r"(?: late| unpaid)?(?: one| invoice| of (?:the|them|those) ?(?:two|three)?)?",
            "OLDEST",
        ),
        (
            r"(?:the |my |our |your |that )?(?:newest|newer|latest|most recent|last|recent)"
            r"(?: unpaid| late)? (?:one|invoice|of them)",
            "NEWEST",
        ),
        (r"(?:the )?(?:newest|newer|later one|more recent one)", "NEWEST"),
        (
            r"(?:the |my |our )?(?:biggest|largest|bigger|larger|highest|most expensive)"
            r"(?: unpaid)?(?: one| invoice)?",
            "BIGGEST",
        ),
        (
            r"(?:the |my |our )?(?:smallest|smaller|lowest|cheapest)(?: unpaid)? (?:one|invoice)",
            "SMALLEST",
        ),
        (
            r"(?:the )?(?P<n>first|second|third|fourth|fifth|sixth|1st|2nd|3rd|4th|5th|6th)"
            r"(?: late| unpaid)?(?: one| invoice| of (?:them|those|the two))",
            "NTH",
        ),
        (
            r"(?:the )?(?:other|others|other one|other ones|other two|other invoice|remaining one"
            r"|remaining invoice)(?= ?[?.!,]| ?$| one| two| invoice)(?: ones?| two| invoice)?",
            "OTHER",
        ),
        (
            r"both(?: of (?:them|those|these))?(?: invoice)?|all (?:of )?(?:them|three|four|five|those"
            r"|these)|them (?:all|both)|all (?:my |our |the |of my |of the )?(?:unpaid )?invoice",
            "BOTH",
        ),
        (r"(?:that|this|same|the same|that same|said) (?:one|invoice)", "THATONE"),
    )
)
_BARE_NTH = re.compile(
    r"^(?:\W*(?:and|what about|how about|the|or)\W)*(?P<n>first|second|third|fourth|fifth)\W*$"
)


def canonical(text: str) -> str:
    """One word for all that mean the same, and a mark for words that point at an invoice."""
    words = [ALIKE.get(word, word) for word in re.findall(r"[\w'%£€$/-]+|[^\w\s]", text)]
    text = " ".join(words)
    for pattern, word in _REFERENCES:
        text = pattern.sub(_numbered if word == "NTH" else word, text)
    return _BARE_NTH.sub(_numbered, text)


def _numbered(match: re.Match[str]) -> str:
    word = match["n"]
    digits = re.sub(r"\D", "", word)
    return f"NTH{digits or ORDINALS[word]}"


_SENTENCE = re.compile(r"\s*([.?!;]+)\s*")
_JOINED = re.compile(
    r"\s*(?:,| - |(?<!\w)(?:and|but|also|plus|then|or|because|so|as|since|while|although|though)(?!\w))\s*"
)
_ASKS = re.compile(
    r"^(?:\W*(?:and|so|but|also|ok|okay|hi|hello|please|sorry|well|hey|then)\W+)*"
    r"(?:what|how|when|who|whom|whose|where|why|do|does|did|is|are|am|was|were|has|have|can|could"
    r"|would|will|should|may|might|shall|any|anything)\b"
)


def _clauses(text: str, names: frozenset[str]) -> list[Clause]:
    found: list[Clause] = []
    pieces = _SENTENCE.split(text)
    for sentence, end in zip(pieces[::2], [*pieces[1::2], ""], strict=False):
        if re.search(r"\w", sentence):
            found += _sentence(sentence.strip(), "?" in end, names)
    return found


def _sentence(text: str, asks: bool, names: frozenset[str]) -> list[Clause]:
    """One sentence: as a whole, unless parts of it are about different things."""
    whole = _clause(text, asks, names)
    parts = [part for part in _JOINED.split(text) if re.search(r"\w", part)]
    if len(parts) < 2 or whole.intent == "plan":
        return [whole]
    read = [_clause(part, asks, names) for part in parts]
    read = [each for each in _joined(read, asks, names) if each.intent or each.is_question]
    intents = {each.intent for each in read if each.intent not in {"", *SMALL}}
    if whole.intent and (len(intents) < 2 or whole.strength > max(e.strength for e in read) + 0.3):
        if (
            whole.intent in intents
            or not intents
            or whole.strength >= max(each.strength for each in read if each.intent in intents)
        ):
            return [whole]
    if not intents and not whole.intent:
        return [whole]
    return read or [whole]


def _joined(parts: list[Clause], asks: bool, names: frozenset[str]) -> list[Clause]:
    """Parts that say nothing alone go with the one before; neighbours that say the same are one."""
    found: list[Clause] = []
    for part in parts:
        if found and (not part.intent or part.intent == found[-1].intent):
            both = _clause(f"{found[-1].text} {part.text}", asks, names)
            if both.intent == found[-1].intent or not found[-1].intent:
                found[-1] = both
                continue
        found.append(part)
    return found


@lru_cache(maxsize=2048)
def _clause(text: str, asks: bool, names: frozenset[str]) -> Clause:
    evidence = _settled(text, weigh(text, RULES))
    is_question = asks or bool(_ASKS.match(text))
    strange = sum(
        word.isalpha()
        and word.islower()
        and word not in _OF_RULES
        and word not in names
        and not is_plain(word)
        for word in re.findall(r"[a-z']+", text)
        if len(word) > 2
    )
    if not evidence:
        return Clause(text, is_question=is_question, strange=strange)
    intent, strength = max(evidence.items(), key=lambda each: (each[1], each[0]))
    if strange > _allowed(intent, strength):
        return Clause(text, is_question=is_question, strange=strange)
    return Clause(text, intent, strength, is_question, strange)


def _allowed(intent: str, strength: float) -> int:
    """So many words that nobody knows may stand beside the evidence."""
    if intent in {"dispute", *PASSED_ON}:
        return 40
    if intent in ACTS:
        return 4
    if intent in SMALL:
        return 1
    return 1 if strength >= 3 else 0


_NOT_PAID = re.compile(
    r"(?:not|never|cannot|unable|will|going to|can|could|should|would|shall|get|getting|be|to be|have to be"
    r"|must be|until|once|after|when|before|if) (?:\w+ ){0,2}?(?:paid|made|sent|done|transferred)"
)
_ASKS_WHETHER_PAID = re.compile(
    r"(?:^|\W)(?:have|has|did|is|was|were|are|had) (?:i|we|it|this|that|INV\d+|invoice|my|our|the|they|OLDEST"
    r"|NEWEST|all|everything|any|anything)(?: \S+){0,4} (?:paid|pay|sent)"
)
_HAVE_PAID = re.compile(
    r"(?:i|we) (?:have |had )?(?:already |just |now |also |actually |all )*(?:paid|transferred|sent)"
)
_DONE = re.compile(
    r"(?:i|we) (?:have |had )?(?:already |just |only |actually )*(?:paid|sent|transferred|made|did|wired|posted)"
    r"|(?:was|were|been) (?:\w+ )?(?:paid|made|sent|done)|already|yesterday"
)


def _settled(text: str, evidence: Mapping[str, float]) -> dict[str, float]:
    """Evidence that other words of the clause take away, or that only fits with them."""
    found = dict(evidence)
    if "paid" in found:
        unsure = _NOT_PAID.search(text) is not None and not re.search(
            r"already|should (?:\w+ )*have (?:\w+ )*(?:receive|got)", text
        )
        asks = _ASKS_WHETHER_PAID.search(text) is not None and not _HAVE_PAID.search(text)
        if (
            (unsure and not _HAVE_PAID.search(text))
            or asks
            or re.search(r"not (?:\w+ )?(?:paid|sent)", text)
        ):
            del found["paid"]
    if "policy" in found and "promise" in found and _HOW_FAR.search(text):
        del found["promise"]
        found.pop("invoice", None)
    if (
        "paid" in found
        and (_ASKS.match(text) or _SHOWS.match(text))
        and {"payments", "invoice", "balance", "late"} & found.keys()
    ):
        if not re.search(r"(?:i|we) (?:have )?(?:already|just) paid", text):
            del found["paid"]
    if "paid" in found and "promise" in found:
        # 'I paid on Friday' is no promise, whatever day is named
        del found["promise"]
    if "payments" in found and "paid" in found and not _ASKS.match(text):
        del found["payments"]
    if "due_date" in found and "promise" in found and re.match(r"^\W*(?:by )?when|what", text):
        del found["promise"]
    if "dispute" in found and {"copy"} & found.keys() and not _FAULT.search(text):
        del found["dispute"]
    if "dispute" in found and "goods" in found and _ORDERS.search(text):
        del found["dispute"]
    if "plan" in found and "policy" in found and not re.search(r"PARTS\d|AMT\d|EVERY", text):
        del found["plan"]
    for question in ("balance", "late", "invoice", "credits", "letter", "payments"):
        if question in found and found.get("promise", 0) >= 4 and re.search(r"DATE\d", text):
            if not _ASKS_ABOUT.match(text):
                del found[question]
    return found


_ORDERS = re.compile(
    r"^\W*(?:please |can (?:i|we|you) |could (?:i|we|you) |want to |i |we )*(?:cancel|place|make|change)"
)
_HOW_FAR = re.compile(r"how (?:far|long|late)|longest|latest|maximum|furthest|BIGGEST|most")
_SHOWS = re.compile(
    r"^\W*(?:please |can you |could you )*(?:show|list|tell|give|see|view|display|check)"
)
_FAULT = re.compile(
    r"goods|order|delivery|damaged|wrong|dispute|overcharge|mistake|agree|box|item|SHARE\d"
)
_ASKS_ABOUT = re.compile(
    r"^\W*(?:and |so |ok )?(?:what|how much|how many|when|which|who|why|show|list)"
)
