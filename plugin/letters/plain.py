"""Sets the text part of a letter: wrapped paragraphs and aligned amounts. It words nothing."""

from __future__ import annotations

from datetime import date
from textwrap import fill

from plugin.letters.english import (
    ALSO_HEADING,
    HOW_TO_PAY_HEADING,
    PAY_LINK,
    VIEW_LINK,
    Wording,
    credit_taken,
    lateness,
)
from plugin.letters.facts import LetterFacts, LetterLine
from plugin.letters.wording import DAY_AND_MONTH, day, money, one_line

#: columns of the text part; a longer word, such as a link, stands whole on a line of its own
WIDTH = 72


def set_plain(facts: LetterFacts, wording: Wording) -> str:
    """The whole text part, ending in one line break."""
    blocks = [_wrapped(wording.banner), _wrapped(wording.greeting), _wrapped(wording.opening)]
    blocks += [_wrapped(paragraph) for paragraph in wording.background]
    blocks += [_wrapped(wording.request), _wrapped(facts.own_sentence)]
    blocks += [_line(line, facts.on, PAY_LINK) for line in facts.lines]
    blocks.append(_totals(facts))
    blocks.append(_headed(HOW_TO_PAY_HEADING, wording.how_to_pay))
    blocks += [_wrapped(paragraph) for paragraph in wording.after]
    if facts.listed:
        blocks.append(_wrapped(f"{ALSO_HEADING}:"))
        blocks += [_line(line, facts.on, VIEW_LINK) for line in facts.listed]
    blocks.append("\n".join((wording.valediction, "", *wording.signature)))
    blocks.append("-" * 24 + "\n" + _wrapped(wording.footer))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _wrapped(paragraph: str) -> str:
    # a day keeps its month: "7 November" is never torn apart at the end of a line
    kept = DAY_AND_MONTH.sub("\\1\N{NO-BREAK SPACE}\\2", one_line(paragraph))
    wrapped = fill(kept, WIDTH, break_long_words=False, break_on_hyphens=False)
    return wrapped.replace("\N{NO-BREAK SPACE}", " ")


def _line(line: LetterLine, today: date, link: str) -> str:
    rows = [
        _aligned(f"  {line.number}", money(line.amount)),
        f"  due {day(line.due, today)}, {lateness(line)}"
        if line.days_late > 0
        else f"  due {day(line.due, today)}",
    ]
    if line.reference:
        rows.append(f"  your reference {one_line(line.reference)}")
    if line.pay_url:
        rows.append(f"  {link}: {line.pay_url}")
    return "\n".join(rows)


def _totals(facts: LetterFacts) -> str:
    taken = credit_taken(facts)
    if len(facts.lines) == 1 and not taken:
        return ""
    rows = [_aligned(f"  {name}", money(-amount)) for name, amount in taken]
    return "\n".join((*rows, _aligned("  Total", money(facts.total))))


def _aligned(left: str, right: str) -> str:
    return f"{left}{right:>{max(len(right) + 2, WIDTH - 12 - len(left))}}"


def _headed(heading: str, lines: tuple[str, ...]) -> str:
    return "\n".join((f"{heading}:", *(f"  {_wrapped(line)}" for line in lines)))
