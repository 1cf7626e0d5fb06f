"""Days as people name them: 'Friday', 'the 27th', '27/11', 'end of the month', 'in two weeks'.

A day named without its year or week lies ahead for what will be paid and behind for what was:
both are found, and the sentence decides. Whether a day is allowed is not said here.
"""

from __future__ import annotations

import re

from plugin.assistant.day_readers import READERS, Reader
from plugin.assistant.named_days import MONTHS, WEEKDAYS, Named, Today
from plugin.assistant.numbers import COUNT, ORDINALS
from plugin.assistant.rules import parts_of

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
_DIGITS = rf"\d{{1,2}}(?:st|nd|rd|th)|(?:twenty|thirty)[ -](?:{_ORDINAL})"

#: short forms of `words/days.txt`
_SHORT = {
    "<month>": f"(?:{_MONTH})",
    "<weekday>": f"(?:{_WEEKDAY})",
    "<nthdigits>": f"(?:{_DIGITS})",
    "<nth>": f"(?:{_DIGITS}|{_ORDINAL})",
    "<some>": f"(?:another|one more|a|an|{COUNT})",
    "<count>": COUNT,
    "<span>": r"(?P<unit>(?:working |business )?days?|weeks?|fortnights?|months?)(?:'|s')?",
    "<year>": r"(?:(?:,? |/|-|\.)(?P<y>20\d\d))?",
    # 'the first invoice' is no day
    "<notathing>": (
        r"(?! (?:one|invoice|bill|instalment|payment|reminder|letter|person|time|party|thing"
        r"|of them|thoughts?|hand|place|glance))"
    ),
}

_FOUND_BY: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(rf"(?<![\w/£€$.-])(?:{part.any})(?![\w/])"), READERS[part.head[0]])
    for part in parts_of("days", _SHORT)
)


def find_days(text: str, today: Today) -> list[tuple[int, int, Named]]:
    """Every day named in a plain text, with where it stands; none overlaps another."""
    found: list[tuple[int, int, Named]] = []
    taken = [False] * (len(text) + 1)
    for pattern, read in _FOUND_BY:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            named = _safely(read, match, today)
            if named is None:
                continue
            found.append((start, end, named))
            taken[start:end] = [True] * (end - start)
    return sorted(found, key=lambda each: each[0])


def _safely(read: Reader, match: re.Match[str], today: Today) -> Named | None:
    """A day that no calendar has (31 February, the year 99999) is none."""
    try:
        return read(match, today)
    except (ValueError, OverflowError):
        return None
