"""Finding what a sentence names: invoices, days, numbers of instalments, addresses, accounts.

Each is taken out of the text and a mark stands in its place, so that rules read only words.
"""

from __future__ import annotations

import re

from plugin.assistant.amounts import take_amounts
from plugin.assistant.dates import find_days
from plugin.assistant.named_days import Today
from plugin.assistant.numbers import COUNT, count_of
from plugin.assistant.references import Catalogue, squeezed
from plugin.assistant.slots import Count, Marked


def mark(text: str, today: Today, catalogue: Catalogue) -> Marked:
    """Find everything that a plain text names."""
    marked = Marked(text)
    _addresses(marked)
    _invoices(marked, catalogue)
    _every(marked)
    _counts(marked)
    _days(marked, today)
    take_amounts(marked)
    marked.text = re.sub(r"\s+", " ", marked.text).strip()
    return marked


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"(?:https?://|www\.)\S+")
_PHONE = re.compile(r"(?<!\w)(?:\+\d{2}|0)(?:[ -]?\d){9,11}(?!\w)")
_SORT_CODE = re.compile(r"(?<!\w)\d{2}-\d{2}-\d{2}(?!\w)")
_IBAN = re.compile(r"(?<!\w)[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){3,7}(?: ?[a-z0-9]{1,3})?(?!\w)")
_CARD_NUMBER = re.compile(r"(?<![\w-])\d{4}(?:[ -]?\d{4}){2}[ -]?\d{1,7}(?![\w-])")
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
    for pattern in (_CARD_NUMBER, _SORT_CODE, _IBAN, _ACCOUNT_NUMBER):
        marked.take(pattern, account)
    marked.take(_PHONE, address)


def _invoices(marked: Marked, catalogue: Catalogue) -> None:
    """Numbers of this customer's invoices in any writing; what looks like one and is not theirs."""

    def known(match: re.Match[str]) -> str | None:
        found = catalogue.find(match.group("number"), is_named=bool(match.group("noun")))
        if not match.group("noun") and _COUNTED.match(match.string, match.end()):
            return None
        if found is None:
            return None
        marked.slots.invoices.append(found)
        # 'what is in 1041' asks for its inside
        inside = "in " if match.group("number").startswith("in ") else ""
        return f"{inside}INV{len(marked.slots.invoices) - 1}"

    def unknown(match: re.Match[str]) -> str:
        if squeezed(match.group("number")) in catalogue.credits:
            return "CREDITNOTE"
        marked.slots.unknown.append(match.group("number").strip().upper())
        return "NOINV"

    if _PAYMENT.search(marked.text):
        marked.take(
            _REFERENCE,
            lambda match: (
                None if catalogue.find(match.group("number"), is_named=True) else "reference"
            ),
        )

    def of_payment(match: re.Match[str]) -> str | None:
        is_theirs = catalogue.find(match.group("number"), is_named=True) is not None
        return None if is_theirs else match.group("what")

    marked.take(_OF_PAYMENT, of_payment)
    marked.take(catalogue.pattern, known)
    marked.take(_LOOKS_LIKE, unknown)
    marked.take(_LOOKS_LIKE_BARE, unknown)


#: the number of a cheque or a transfer is none of ours
_OF_PAYMENT = re.compile(
    r"(?<!\w)(?P<what>checks?|cheques?|chq|chk|ck|transactions?|txn|trans|utr|trace|confirmation"
    r"|payment ref(?:erence)?|wire|bacs ref(?:erence)?)(?: (?:number|no|num|ref|reference|id"
    r"|code))?[ .:#-]*#?(?P<number>[a-z]{0,4}\d{3,18})(?![\w.,]\d)(?!\w)"
)
_PAYMENT = re.compile(
    r"\b(?:paid|payment|transfer\w*|sent|bacs|wired?|ach|remit\w*|cheque|check|utr|deposited)\b"
)
_REFERENCE = re.compile(
    r"(?<!\w)(?:ref(?:erence)?|id|code)(?: (?:number|no|num|is))?[ .:#-]*#?"
    r"(?P<number>[a-z]{0,6}-?\d{4,18}[a-z]{0,3})(?!\w)(?![.,]\d)"
)
#: behind a figure these say that it is money or a count, and no number of an invoice
_COUNTED = re.compile(
    r" ?(?:quid|pounds?|euros?|dollars?|bucks|eur|gbp|usd|aud|cad|sterling|grand|k|pence|days?"
    r"|weeks?"
    r"|months?|years?|hours?|%|percent|per cent|bags?|boxes|units?|kg"
    r"|kilos?|sheets?|items?|each|a (?:week|month|fortnight)|per (?:week|month)|now and|up front"
    r"|weekly|monthly|fortnightly)(?!\w)"
)
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
    r"(?<!\w)(?<!\bin )(?<!within )(?<!for )(?<!than )(?<!after )(?<!once )(?:(?:a|per|each"
    r"|every|every other|every two) (?:week|month|fortnight)s?"
    r"|weekly|monthly|fortnightly|p/?m|p/?w|/ ?(?:week|month))(?! (?:ago|today|tomorrow|on|from"
    r"|later"
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
        (
            rf"(?:in |into |over |by |as |across )?{_N}(?: |-)(?:(?:equal|separate|smaller|regular"
            rf"|EVERY"
            rf"|easy|even|interest free) )*{_PARTS}"
        ),
        (
            rf"(?:over|across|spread over|spread across)(?: the)?(?: next| course of)? {_N} "
            r"(?P<unit>months?|weeks?|fortnights?)(?! ago)"
        ),
        (
            rf"(?:in|into) {_N}(?! ?(?:weeks?|months?|days?|working|business|fortnights?|hours?"
            rf"|minutes?"
            r"|years?|more|other|further|to|or)\b)"
        ),
        rf"{_N} (?:EVERY) (?:instal?lments?|payments?)",
        rf"{_N} (?:equal )?(?P<unit>month|week)(?:s|ly)? (?:plan|instal?lments?|payments?)",
        rf"{_N} times",
    )
)
_DIVIDED = re.compile(
    rf"(?<!\w)(?:by|in|into|over|across) {_N}(?= (?:please|equal|ways)|[ .,!?]*$)"
)
_HALVES = re.compile(
    r"(?<!\w)halve(?: it| that| this| them)?(?!\w)|(?<!\w)(?:in|into|in to) (?:half|halves)(?!\w)"
)


def _days(marked: Marked, today: Today) -> None:
    pieces: list[str] = []
    at = 0
    for start, end, named in find_days(marked.text, today):
        pieces += [marked.text[at:start], f" DATE{len(marked.slots.days)} "]
        marked.slots.days.append(named)
        at = end
    marked.text = re.sub(r" {2,}", " ", "".join([*pieces, marked.text[at:]]))
