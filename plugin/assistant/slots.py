"""What a sentence names: invoices, days, amounts, numbers of instalments, addresses, accounts.

Each is taken out of the text and a mark stands in its place, so that rules read only words. What
is to be done with it is not said here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from plugin.assistant.dates import Named, Today, find_days
from plugin.assistant.numbers import (
    COUNT,
    DIGITS,
    WORDED,
    count_of,
    value_of_digits,
    value_of_words,
)
from plugin.assistant.references import Catalogue, squeezed

_SYMBOLS = {"£": "GBP", "€": "EUR", "$": "USD"}
_NAMES = {
    "gbp": "GBP", "quid": "GBP", "pound": "GBP", "pounds": "GBP", "sterling": "GBP",
    "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "usd": "USD", "dollar": "USD", "dollars": "USD", "bucks": "USD",
}  # fmt: skip
_SHARES = {
    "half": Decimal("0.5"), "a half": Decimal("0.5"), "a third": Decimal(1) / 3,
    "one third": Decimal(1) / 3, "two thirds": Decimal(2) / 3, "a quarter": Decimal("0.25"),
    "one quarter": Decimal("0.25"), "three quarters": Decimal("0.75"),
    "two-thirds": Decimal(2) / 3, "three-quarters": Decimal("0.75"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money as it was named; `currency` empty where only a figure stands."""

    value: Decimal
    currency: str = ""
    #: nothing but a figure: it may be a number of something else
    is_bare: bool = False
    was_words: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of what is owed: half, a third, 50 %, all of it, or what is left over."""

    of_whole: Decimal
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """So many instalments, and how far apart where that was said."""

    number: int
    every: str = ""


@dataclass(slots=True)
class Slots:
    """What one sentence names, each in the order of the words."""

    invoices: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    days: list[Named] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    every: str = ""
    has_address: bool = False
    has_account: bool = False


@dataclass(slots=True)
class Marked:
    """A text with marks in place of what it names; a mark is its kind and place in its list."""

    text: str
    slots: Slots = field(default_factory=Slots)

    def take(self, pattern: re.Pattern[str], read: Callable[[re.Match[str]], str | None]) -> None:
        """Put the mark that `read` names in place of each match; None leaves it."""

        def put(match: re.Match[str]) -> str:
            mark = read(match)
            return match.group(0) if mark is None else f" {mark} "

        self.text = re.sub(r" {2,}", " ", pattern.sub(put, self.text))


def mark(text: str, today: Today, catalogue: Catalogue) -> Marked:
    """Find everything that a plain text names."""
    marked = Marked(text)
    _addresses(marked)
    _invoices(marked, catalogue)
    _every(marked)
    _counts(marked)
    _days(marked, today)
    _amounts(marked)
    marked.text = re.sub(r"\s+", " ", marked.text).strip()
    return marked


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"(?:https?://|www\.)\S+")
_PHONE = re.compile(r"(?<!\w)(?:\+\d{2}|0)(?:[ -]?\d){9,11}(?!\w)")
_SORT_CODE = re.compile(r"(?<!\w)\d{2}-\d{2}-\d{2}(?!\w)")
_IBAN = re.compile(r"(?<!\w)[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){3,7}(?: ?[a-z0-9]{1,3})?(?!\w)")
_ACCOUNT_NUMBER = re.compile(
    r"(?:sort ?code|account(?: number| no)?|acc no|a/c)[\s:.#]*(?:is |to )?\d{6,12}"
)


def _addresses(marked: Marked) -> None:
    def address(_: re.Match[str]) -> str:
        marked.slots.has_address = True
        return "ADDRESS"

    def account(_: re.Match[str]) -> str:
        marked.slots.has_account = True
        return "BANKACCOUNT"

    marked.take(_EMAIL, address)
    marked.take(_URL, address)
    for pattern in (_SORT_CODE, _IBAN, _ACCOUNT_NUMBER):
        marked.take(pattern, account)
    marked.take(_PHONE, address)


def _invoices(marked: Marked, catalogue: Catalogue) -> None:
    """Numbers of this customer's invoices in any writing; what looks like one and is not theirs."""

    def known(match: re.Match[str]) -> str | None:
        found = catalogue.find(match.group("number"), is_named=bool(match.group("noun")))
        if found is None:
            return None
        marked.slots.invoices.append(found)
        return f"INV{len(marked.slots.invoices) - 1}"

    def unknown(match: re.Match[str]) -> str:
        if squeezed(match.group("number")) in catalogue.credits:
            return "CREDITNOTE"
        marked.slots.unknown.append(match.group("number").strip().upper())
        return "NOINV"

    marked.take(catalogue.pattern, known)
    marked.take(_LOOKS_LIKE, unknown)
    marked.take(_LOOKS_LIKE_BARE, unknown)


_NOUN = r"(?:invoices?|inv|bills?|number|no|num|ref|reference)"
_NOT_A_NUMBER = (
    r"(?! ?(?:days?|weeks?|months?|pounds|quid|euros?|dollars?|instalments?|payments?|%|percent"
    r"|st\b|nd\b|rd\b|th\b))(?![\w/])"
)
_LOOKS_LIKE = re.compile(
    rf"(?<![\w£€$])(?:{_NOUN}[ .:#-]*)+(?P<number>#?(?:[a-z]{{1,5}}[-_/]?)?\d[\d-]{{1,11}})"
    + _NOT_A_NUMBER
)
_LOOKS_LIKE_BARE = re.compile(
    r"(?<![\w£€$])(?P<number>#\d{2,10}|(?:inv|[a-z]{2,4}-)[-_ ]?\d{2,10})(?!\w)"
)


def _every(marked: Marked) -> None:
    """'A week', 'monthly', 'every fortnight': how far apart."""

    def read(match: re.Match[str]) -> str:
        words = match.group(0)
        unit = "fortnight" if "fortnight" in words or "two week" in words else ""
        unit = unit or ("week" if "week" in words else "month")
        marked.slots.every = marked.slots.every or unit
        return "EVERY"

    marked.take(_EVERY, read)


_EVERY = re.compile(
    r"(?<!\w)(?<!\bin )(?<!within )(?<!for )(?<!than )(?<!after )(?<!once )(?:(?:a|per|each|every|every other|every two) (?:week|month|fortnight)s?"
    r"|weekly|monthly|fortnightly|p/?m|p/?w|/ ?(?:week|month))(?! (?:ago|today|tomorrow|on|from|later"
    r"|time|end|more|or|to|longer|extension|late|behind|overdue)\b)(?!\w)(?!'s)"
)


def _counts(marked: Marked) -> None:
    """'Three instalments', 'in 3', 'over four months', 'split in two'."""

    def read(match: re.Match[str]) -> str | None:
        number = count_of(match.group("n"))
        if number is None or not 2 <= number <= 999:
            return None
        unit = match.groupdict().get("unit") or ""
        every = next((each for each in ("week", "month", "fortnight") if unit.startswith(each)), "")
        marked.slots.counts.append(Count(number, every))
        return f"PARTS{len(marked.slots.counts) - 1}"

    def halves(_: re.Match[str]) -> str:
        marked.slots.counts.append(Count(2))
        return f"PARTS{len(marked.slots.counts) - 1}"

    for pattern in _COUNTS:
        marked.take(pattern, read)
    if re.search(r"\b(?:divide|split|spread|break)", marked.text):
        marked.take(_DIVIDED, read)
    marked.take(_HALVES, halves)


_N = rf"(?P<n>{COUNT})"
_PARTS = (
    r"(?:instal?lments?|payments?|parts|pieces|bits|chunks|goes|lots|tranches|portions|stages"
    r"|splits|transfers|parcels of payment)"
)
_COUNTS = tuple(
    re.compile(rf"(?<![\w£€$.,-]){pattern}(?!\w)")
    for pattern in (
        rf"(?:in |into |over |by |as |across )?{_N}(?: |-)(?:(?:equal|separate|smaller|regular|EVERY"
        rf"|easy|even|interest free) )*{_PARTS}",
        rf"(?:over|across|spread over|spread across)(?: the)?(?: next| course of)? {_N} "
        r"(?P<unit>months?|weeks?|fortnights?)(?! ago)",
        rf"(?:in|into) {_N}(?! ?(?:weeks?|months?|days?|working|business|fortnights?|hours?|minutes?"
        r"|years?|more|other|further|to|or)\b)",
        rf"{_N} (?:EVERY) (?:instal?lments?|payments?)",
        rf"{_N} (?:equal )?(?P<unit>month|week)(?:s|ly)? (?:plan|instal?lments?|payments?)",
        rf"{_N} times",
    )
)
_DIVIDED = re.compile(
    rf"(?<!\w)(?:by|in|into|over|across) {_N}(?= (?:please|equal|ways)|[ .,!?]*$)"
)
_HALVES = re.compile(r"(?<!\w)(?:in|into|in to) (?:half|halves)(?!\w)")


def _days(marked: Marked, today: Today) -> None:
    pieces: list[str] = []
    at = 0
    for start, end, named in find_days(marked.text, today):
        pieces += [marked.text[at:start], f" DATE{len(marked.slots.days)} "]
        marked.slots.days.append(named)
        at = end
    marked.text = re.sub(r" {2,}", " ", "".join([*pieces, marked.text[at:]]))


_UNITS = "|".join(_NAMES)
#: after a figure without a sign: a thing that is counted makes it no amount
_STANDS = (
    r"(?= ?(?:$|[.,;!?-]|(?:on|by|at|in|for|to|and|then|now|today|each|per|off|of|from|before|until|towards"
    r"|against|so|please|but|first|if|with|via|this|next|instead|arrive|arrived|was|were|is|paid|left"
    r"|we|i|you|it|only|too|more|less|over|short|extra|right|yes|or|as|go|come|came|went|has|have|had"
    r"|should|yesterday|already|back|ok|okay|correct|maybe|would|will|could|can|down|up|off|straight|reach"
    r"|last|that|there|still|not|thanks|max|tomorrow|later|did|do|me|us|my|our|when|because|invoice|one|EVERY"
    r"|into|through|which|balance|payment|transfer|sent|arriving|instead|out|again|asap|minus|plus|been|received|receive|booked|credited|landed|cleared|settled|transferred|rather|like|quid|ish|probably|actually|sorry)\b"
    r"|(?:DATE|INV|PARTS|AMT)\d|NOINV))"
)
_AMOUNTS = (
    re.compile(
        rf"(?P<symbol>[£€$]) ?(?P<digits>{DIGITS})(?P<scale> ?k\b| ?grand\b| thousand\b| ?m\b)?"
        rf"(?: (?:{_UNITS})\b)?(?:ish\b)?(?!\w)"
    ),
    re.compile(
        rf"(?<![\w.,])(?P<digits>{DIGITS})(?P<scale> ?k\b| ?grand\b| thousand\b)?"
        rf" ?(?P<unit>{_UNITS}|[£€$])(?!\w)"
    ),
    re.compile(rf"(?<!\w)(?P<unit>gbp|eur|usd) ?(?P<digits>{DIGITS})(?P<scale>k)?(?!\w)"),
    re.compile(rf"(?<![\w.,])(?P<digits>{DIGITS})(?P<scale> ?k\b| ?grand\b| thousand\b)(?!\w)"),
    re.compile(rf"(?<!\w)(?P<words>{WORDED}) (?P<unit>{_UNITS})(?!\w)"),
    re.compile(
        rf"(?<![\w.,/-])(?P<digits>{DIGITS})(?:ish)?(?![\w%/]| ?(?:%|percent|per cent)){_STANDS}"
    ),
    re.compile(
        rf"(?<!\w)(?P<words>(?:a|half a|{WORDED}) ?(?:grand|thousand|hundred)"
        rf"(?:(?: and)? {WORDED})?)(?!\w)"
    ),
    re.compile(rf"(?<!\w)(?P<words>(?!one\b|a\b|zero\b){WORDED})(?!\w){_STANDS}"),
)
_PERCENT = re.compile(r"(?<!\w)(?P<n>\d{1,3}(?:\.\d+)?) ?(?:%|percent\b|per cent\b)")
_SHARED = re.compile(
    r"(?<!\w)(?:a half|half|a third|one third|two[- ]thirds|a quarter|one quarter|three[- ]quarters)"
    r"(?= (?:of|now|today|on|by|DATE\d|then|up front|upfront|this|next|and|it|the|please|first"
    r"|straight|is|was)\b|[ ,.!?;]*$| DATE\d|[,.])"
)
_REST = re.compile(
    r"(?<!\w)(?:the )?(?:rest|remainder|remaining (?:balance|amount|money|half)|other half"
    r"|second half|balance(?= (?:DATE|later|after|then|to follow)))(?: of it| of the \w+)?(?!\w)"
)
_WHOLE = re.compile(
    r"(?<!\w)(?:the )?(?:whole lot|whole thing|whole amount|full amount|full balance|entire (?:amount"
    r"|balance|invoice|bill)|whole (?:balance|invoice|bill|sum)|lot|in full|everything(?! (?:else"
    r"|ok|fine|is|was))|all of it|it all|the total|total amount|full sum)(?!\w)"
)


def _amounts(marked: Marked) -> None:
    slots = marked.slots

    def percent(match: re.Match[str]) -> str:
        slots.shares.append(Share(min(Decimal(match["n"]), Decimal(100)) / 100))
        return f"SHARE{len(slots.shares) - 1}"

    def share(match: re.Match[str]) -> str:
        slots.shares.append(Share(_SHARES.get(match.group(0).replace("-", " "), Decimal("0.5"))))
        return f"SHARE{len(slots.shares) - 1}"

    def rest(_: re.Match[str]) -> str:
        slots.shares.append(Share(Decimal(0), is_rest=True))
        return f"REST{len(slots.shares) - 1}"

    def whole(_: re.Match[str]) -> str:
        slots.shares.append(Share(Decimal(1)))
        return f"WHOLE{len(slots.shares) - 1}"

    def amount(match: re.Match[str]) -> str | None:
        found = _amount(match)
        if found is None:
            return None
        slots.amounts.append(found)
        return f"AMT{len(slots.amounts) - 1}"

    marked.take(_PERCENT, percent)
    marked.take(_SHARED, share)
    marked.take(_REST, rest)
    for pattern in _AMOUNTS:
        marked.take(pattern, amount)
    marked.take(_WHOLE, whole)


def _amount(match: re.Match[str]) -> Amount | None:
    groups = match.groupdict()
    if groups.get("words"):
        value = value_of_words(groups["words"])
    else:
        value = value_of_digits(groups["digits"])
    if value is None:
        return None
    scale = (groups.get("scale") or "").strip()
    value *= {"k": 1_000, "grand": 1_000, "thousand": 1_000, "m": 1_000_000}.get(scale, 1)
    unit = groups.get("symbol") or groups.get("unit") or ""
    currency = _SYMBOLS.get(unit) or _NAMES.get(unit) or ""
    is_bare = not currency and not scale
    return Amount(value.quantize(Decimal("0.01")), currency, is_bare, match.group(0).strip())
