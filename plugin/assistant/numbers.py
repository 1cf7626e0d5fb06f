"""Numbers written in words or digits: 'two hundred and fifty', '1,200.50', '1.2k', 'a grand'.

What is counted by them is not said here.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
#: 'grand' is a thousand of whatever money is spoken of
SCALES = {"hundred": 100, "thousand": 1_000, "grand": 1_000, "million": 1_000_000}
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip

_SMALL = "|".join((*ONES, *TENS))
_SCALE = "|".join(SCALES)
#: a number in words, from 'two' to 'one thousand two hundred and fifty'
WORDED = (
    rf"(?:(?:{_SMALL}|a|half a)[ -](?:{_SCALE})|{_SMALL}|(?<=the )(?:{_SCALE}))"
    rf"(?:(?:[ -]and)?[ -](?:{_SMALL}|{_SCALE}))*"
)
#: digits with thousands and decimals in either writing
DIGITS = r"\d{1,3}(?:[ ,.']\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)"
#: 2 to 12, as people count instalments or weeks
COUNT = rf"(?:\d{{1,2}}|{_SMALL}|a couple of|a dozen)"

_MOST = Decimal(10) ** 12


def value_of_digits(text: str) -> Decimal | None:
    """'1,200.50', '1.200,50', '1 200' or '200'; None where it is no number."""
    bare = re.sub(r"[ ']", "", text)
    last = max(bare.rfind("."), bare.rfind(","))
    if last >= 0 and len(bare) - last - 1 in {1, 2}:
        whole, fraction = re.sub(r"[.,]", "", bare[:last]), bare[last + 1 :]
        bare = f"{whole or '0'}.{fraction}"
    else:
        bare = re.sub(r"[.,]", "", bare)
    try:
        value = Decimal(bare)
    except InvalidOperation:
        return None
    return value if value < _MOST else None


def value_of_words(text: str) -> Decimal | None:
    """'two hundred and fifty' as 250; None where a word of it is no number."""
    total = Decimal(0)
    current: Decimal = Decimal(0)
    for word in re.split(r"[ -]+", text.strip()):
        if word in {"and", "of"}:
            continue
        if word in {"a", "an"}:
            current = current or Decimal(1)
        elif word == "half":
            current = Decimal("0.5")
        elif word in ONES or word in TENS:
            more = ONES.get(word, TENS.get(word, 0))
            if 1 <= current <= 9 and more >= 10:
                # 'two fifty' is two hundred and fifty
                current *= 100
            current += more
        elif word in SCALES:
            if word == "hundred":
                current = (current or Decimal(1)) * 100
            else:
                total += (current or Decimal(1)) * SCALES[word]
                current = Decimal(0)
        else:
            return None
    value = total + current
    return value if value < _MOST else None


def count_of(text: str) -> int | None:
    """A small whole number in digits or words; 'a couple of' is two."""
    bare = text.strip()
    if bare in {"a", "an", "another", "one more"}:
        return 1
    if bare in {"a couple of", "couple of", "a couple"}:
        return 2
    if bare == "a dozen":
        return 12
    if bare.isdigit():
        return int(bare) if len(bare) <= 4 else None
    value = value_of_words(bare)
    return int(value) if value is not None and value == int(value) else None
