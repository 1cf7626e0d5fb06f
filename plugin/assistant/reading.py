"""A customer's line as clauses: for each, what it is about and what it names.

Guards are looked for in the whole line; then each question or wish of it is read by itself.
Nothing is answered here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from plugin.assistant.certainty import (
    OF_ANY,
    OF_INTENT,
    RULES,
    SMALL,
    may_stand,
    strange_words,
)
from plugin.assistant.concepts import by_concepts
from plugin.assistant.describing import describe
from plugin.assistant.finding import mark
from plugin.assistant.guards import Guard, guarded
from plugin.assistant.named_days import Today
from plugin.assistant.numbers import ORDINALS
from plugin.assistant.references import Catalogue
from plugin.assistant.rules import weigh
from plugin.assistant.settling import is_question, is_supposed, settled
from plugin.assistant.slots import Slots
from plugin.assistant.spelling import put_right
from plugin.assistant.text import plain_text
from plugin.assistant.vocabulary import ALIKE
from plugin.credit.account import Invoice


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


def read_line(
    raw: str,
    today: Today,
    catalogue: Catalogue,
    names: Collection[str],
    invoices: Sequence[Invoice] = (),
) -> Read:
    """Read one line of a customer; total: any text gives something."""
    plain = plain_text(raw)
    right = _NET.sub(r"\1 NETTERMS", put_right(plain, names))
    marked = mark(right, today, catalogue)
    describe(marked, invoices)
    text = _EXCEPTED.sub(" ", _PURPOSE.sub(" ", _SOON.sub(" ", canonical(marked.text))))
    guard = guarded(text)
    clauses = () if guard is not None else tuple(_clauses(text, frozenset(names)))
    return Read(plain, text, marked.slots, guard, clauses)


#: what a paper is wanted for is no question of its own
_PURPOSE = re.compile(
    r"(?<!\w)for (?:the |my |our |a |an )?(?:tax(?: office| man| return| purposes)?|vat(?:"
    r" return)?|hmrc|accountants?|auditors?"
    r"|audit|bookkeepers?|history|files?|records?|insurance|boss|books|accounts|bank"
    r"|(?:(?:tax|vat|account|accounts|finance|office|money|books?|year end|month end|audit"
    r"|insurance"
    r"|bank|head office|grant|loan|lender|claim|expenses?) )+(?:guy|man|lady|woman|girl|lad|fella"
    r"|person|people|team|department|close|manager|file|folder|claim|application|purposes))(?!\w)"
    r"|(?<!\w)for (?:DATE\d+ )?(?:close|reconciliation|reconciling|closing)(?!\w)"
)
#: how soon a paper is wanted, which is no day of a payment
_SOON = re.compile(
    r"(?:(?<=statement)|(?<=copy)|(?<=pdf)) ?, DATE\d+ (?:if possible|if you can|please|ideally)"
)
_EXCEPTED = re.compile(
    r"(?:ignore|ignoring|except(?: for)?|apart from|other than|excluding|besides|leave out"
    r"|leaving out"
    r"|not counting|forget about) (?:the )?INV\d+"
)
#: days that are terms of trade, and no day to pay on
_NET = re.compile(
    r"\b(want|need|get|have|on|give us|give me|prefer|net) (?:30|45|60|75|90|120)(?![.]\d)"
    r"(?: days?)?(?= ?(?:$|[.,?!]|terms|net|credit|from now|please|going))"
)
_REFERENCES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<![\w'])(?:{pattern})(?![\w'])"), word)
    for pattern, word in (
        (
            (
                r"(?:the |my |our )?(?:oldest|older|earlier|oldest unpaid|oldest late|most late)"
                r"(?: late| unpaid)?(?: one| invoice| of (?:the|them|those) ?(?:two|three)?)?"
            ),
            "OLDEST",
        ),
        (
            (
                r"(?:the |my |our |your |that )?(?:newest|newer|latest|most recent|last|recent)"
                r"(?: unpaid| late)? (?:one|invoice|of them)"
            ),
            "NEWEST",
        ),
        (
            (
                r"(?:the )?(?:newest|newer|later one|more recent one)(?! (?:payment|reminder"
                r"|letter|statement"
                r"|credit|limit|terms))"
            ),
            "NEWEST",
        ),
        (
            (
                r"(?:the |my |our )?(?:biggest|largest|bigger|larger|highest|most expensive)"
                r"(?: unpaid)?(?: one| invoice)?(?! (?:credit|limit|discount|line|order|customer))"
            ),
            "BIGGEST",
        ),
        (r"(?:the )?(?:biggest|largest|highest)(?= ?(?:[?.!,]|$))", "BIGGEST"),
        (r"(?:the )?(?:smallest|lowest|cheapest|tiniest)(?= ?(?:[?.!,]|$))", "SMALLEST"),
        (
            (
                r"(?:the |my |our )?(?:tiniest|tiny|little|small|smallest|smaller|lowest|cheapest)"
                r"(?: unpaid)? (?:one|invoice)"
            ),
            "SMALLEST",
        ),
        (
            (
                r"(?:the )?(?P<n>first|second|third|fourth|fifth|sixth|1st|2nd|3rd|4th|5th|6th)"
                r"(?: late| unpaid)?(?: one| invoice| of (?:them|those|the two))"
            ),
            "NTH",
        ),
        (
            (
                r"(?:the )?(?:other|others|other one|other ones|other two|other invoice"
                r"|remaining one|remaining invoice)(?= ?[?.!,]| ?$| one| two| invoice)"
                r"(?: ones?| two| invoice)?"
            ),
            "OTHER",
        ),
        (
            (
                r"both(?: of (?:them|those|these))?(?: invoice)?|all (?:of )?(?:them|three|four"
                r"|five|those"
                r"|these)|them (?:all|both)"
            ),
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
    r"\s*(?:,| - |(?<!\w)(?:and|but|also|plus|then|or|because|so|as|since|while|although"
    r"|though)(?!\w))\s*"
)


def _clauses(text: str, names: frozenset[str]) -> list[Clause]:
    """The clauses of every sentence; what only names something goes with the one before."""
    pieces = _SENTENCE.split(text)
    sentences: list[tuple[str, bool]] = []
    for sentence, end in zip(pieces[::2], [*pieces[1::2], ""], strict=False):
        bare = sentence.strip()
        if not re.search(r"\w", bare):
            continue
        if sentences and _is_fragment(bare):
            before, asked = sentences[-1]
            sentences[-1] = (f"{before} {bare}", asked or "?" in end)
        else:
            sentences.append((bare, "?" in end))
    return [clause for words, asks in sentences for clause in _sentence(words, asks, names)]


_ONLY_NAMES = re.compile(
    r"(?:(?:on|by|for|say|the|last|this|about|in|of|at|and|from|to|it|was|is|number|invoice|amount"
    r"|date|ref|reference|with"
    r"|DATE\d+|AMT\d+|INV\d+|SHARE\d+|WHOLE\d+|REST\d+|PARTS\d+|EVERY|OLDEST|NEWEST|OTHER"
    r"|THATONE|NTH\d|BOTH)\W*)+"
)
_ASSENTS = re.compile(r"(?:yes|no|right|correct|true|yeah|ok|okay|please|thanks)")
_LONE = re.compile(r"(?:why|how|when|how much|please|thanks|thank you|now|today|ok|asap|yes|no)")


def _is_fragment(text: str) -> bool:
    """'Last Thursday.', 'why?': nothing by itself."""
    return bool(_LONE.fullmatch(text) or _ONLY_NAMES.fullmatch(text))


def _sentence(text: str, asks: bool, names: frozenset[str]) -> list[Clause]:
    """One sentence: as a whole, unless parts of it are about different things."""
    whole = _clause(text, asks, names)
    parts = _parts(text)
    if _HEDGED.search(text):
        return [whole]
    if len(parts) < 2 or whole.intent == "plan":
        return [whole]
    read = [_clause(part, asks and part is parts[-1], names) for part in parts]
    read = [each for each in _joined(read, asks, names) if each.intent or each.is_question]
    intents = {each.intent for each in read if each.intent not in {"", *SMALL}}
    if any(_is_open(each) for each in read) and intents:
        return read
    if whole.intent and (len(intents) < 2 or whole.strength > max(e.strength for e in read) + 0.3):
        return [whole]
    if not intents and not whole.intent:
        return [whole]
    return read or [whole]


#: what takes a whole sentence back at its end
_HEDGED = re.compile(
    r"(?:,|\bbut|-)\W*(?:i am |am )?(?:not (?:\w+ )?(?:sure|certain|promise\w*)|no promises?"
    r"|cannot promise|do not know yet|we will see|who knows)\W*$"
)


def _is_open(part: Clause) -> bool:
    """A question of its own about something else, which must not be lost in the rest."""
    return part.is_question and not part.intent and part.strange > 0


def _parts(text: str) -> list[str]:
    """What commas and joining words part; what only names something goes with its neighbour."""
    found: list[str] = []
    held = ""
    for part in _JOINED.split(text):
        if not re.search(r"\w", part):
            continue
        if _ONLY_NAMES.fullmatch(part) or _ASSENTS.fullmatch(part):
            if found:
                found[-1] = f"{found[-1]} {part}"
            else:
                held = f"{held} {part}".strip()
            continue
        found.append(f"{held} {part}".strip())
        held = ""
    return [*found, held] if held else found


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


#: as sure as a reading by concepts is
_WIDE = 2.9


@lru_cache(maxsize=2048)
def _clause(text: str, asks: bool, names: frozenset[str]) -> Clause:
    evidence = settled(text, weigh(text, RULES), asks=asks)
    asked = is_question(text, asks)
    if (not evidence or max(evidence.values()) < 3) and not is_supposed(text):
        wide = by_concepts(text, names, asks=asked)
        if wide:
            return Clause(text, wide, _WIDE, asked)
    if not evidence:
        return Clause(text, is_question=asked, strange=len(strange_words(text, OF_ANY, names)))
    intent, strength = max(evidence.items(), key=lambda each: (each[1], each[0]))
    strange = strange_words(text, OF_INTENT.get(intent, frozenset()), names)
    if not may_stand(intent, strength, text, strange):
        return Clause(text, is_question=asked, strange=len(strange))
    return Clause(text, intent, strength, asked, len(strange))
