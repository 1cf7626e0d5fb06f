"""Amounts of money and parts of what is owed, as people write them: 'two hundred quid', 'half'."""

from __future__ import annotations

import re
from decimal import Decimal

from plugin.assistant.numbers import DIGITS, WORDED, value_of_digits, value_of_words
from plugin.assistant.slots import Amount, Marked, Share

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


_UNITS = "|".join(_NAMES)
#: after a figure without a sign: a thing that is counted makes it no amount
_STANDS = (
    r"(?= ?(?:$|[.,;!?-]|(?:on|by|at|in|for|to|and|then|now|today|each|per|off|of|from|before"
    r"|until|towards"
    r"|against|so|please|but|first|if|with|via|this|next|instead|arrive|arrived|was|were|is"
    r"|paid|left"
    r"|we|i|you|it|only|too|more|less|over|short|extra|right|yes|or|as|go|come|came|went|has"
    r"|have|had"
    r"|should|yesterday|already|back|ok|okay|correct|maybe|would|will|could|can|down|up|off"
    r"|straight|reach"
    r"|last|that|there|still|not|thanks|max|tomorrow|later|did|do|me|us|my|our|when|because"
    r"|invoice|one|EVERY"
    r"|into|through|which|balance|payment|transfer|sent|arriving|instead|out|again|asap|minus"
    r"|plus|been|received|receive|booked|credited|landed|cleared|settled|transferred|rather"
    r"|like|quid|ish|probably|actually|sorry)\b"
    r"|(?:DATE|INV|PARTS|AMT)\d|NOINV))"
)
#: what is counted, measured or lived in by numbers of three figures
_NOT_COUNTED = (
    r"(?! ?(?:%|per ?cent|percent|days?|weeks?|months?|years?|hours?|kgs?|kilos?|grams?|g\b|ml\b"
    r"|litres?|l\b|bags?|boxes|cases|units?|items?|cups?|people|customers|emails|times|miles|km\b"
    r"|bottles?|pallets?|crates?|trays?|sachets?|packs?|pods?|tins?|"
    r"(?:\w+ ){1,2}(?:street|road|lane|avenue|way|drive|square|place)\b))"
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
    re.compile(rf"(?<!\w)(?:the )?(?P<words>{WORDED}) (?P<unit>{_UNITS})(?!\w)"),
    re.compile(
        rf"(?<![\w.,/-])(?P<digits>{DIGITS})(?:ish)?(?![\w%/]|[.,]\d"
        rf"| ?(?:%|percent|per cent)){_STANDS}"
    ),
    # pence are written of money alone; of three figures and more, what is counted says so
    re.compile(
        r"(?<![\w.,/-])(?P<digits>\d{1,3}(?:,\d{3})+\.\d\d|\d+[.,]\d\d)(?![\w%/]|[.,]\d"
        r"| ?(?:%|percent|per cent|kg|kilos?))"
    ),
    re.compile(rf"(?<![\w.,/#-])(?P<digits>[1-9]\d\d{{1,3}})(?![\w%/]|[.,]\d){_NOT_COUNTED}"),
    re.compile(
        rf"(?<!\w)(?P<words>(?:a|half a|{WORDED}) ?(?:grand|thousand|hundred)"
        rf"(?:(?: and)? {WORDED})?)(?!\w)"
    ),
    re.compile(rf"(?<!\w)(?P<words>(?!one\b|a\b|zero\b){WORDED})(?!\w){_STANDS}"),
)
_PERCENT = re.compile(r"(?<!\w)(?P<n>\d{1,3}(?:\.\d+)?) ?(?:%|percent\b|per cent\b)")
_SHARED = re.compile(
    r"(?<!\w)(?:a half|half|a third|one third|two[- ]thirds|a quarter|one quarter|three[-"
    r" ]quarters)"
    r"(?= (?:of|now|today|on|by|DATE\d|then|up front|upfront|this|next|and|it|the|please|first"
    r"|straight|is|was)\b|[ ,.!?;]*$| DATE\d|[,.])"
)
_REST = re.compile(
    r"(?<!\w)(?:the )?(?:rest|remainder|remaining (?:balance|amount|money|half)|other half"
    r"|second half|balance(?= (?:DATE|later|after|then|to follow)))(?: of it| of the \w+)?(?!\w)"
)
_WHOLE = re.compile(
    r"(?<!\w)(?:the )?(?:whole lot|whole thing|whole amount|full amount|full balance|entire"
    r" (?:amount"
    r"|balance|invoice|bill)|whole (?:balance|invoice|bill|sum)|lot|in full|everything(?! (?:else"
    r"|ok|fine|is|was))|all of it|it all|the total|total amount|full sum)(?!\w)"
)


def take_amounts(marked: Marked) -> None:
    """Put marks in place of every amount, part and whole."""
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
