"""The morning letter to one of our own people: who waits, what goes today, what came in, three
links of one tap. Pure: it composes, and sends nothing. It never goes to a customer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from plugin.credit.money import Money
from plugin.letters.compose import Letter
from plugin.letters.languages import DEFAULT
from plugin.letters.morning_facts import CameLine, GoLine, MorningFacts, WaitLine
from plugin.letters.wording import counted, day, listed, money, one_line, sentence, spelled

#: names of one line, then how many more
_NAMES = 4
#: messages listed one by one, the largest first
_LISTED = 6

_BUTTON = (
    "display:block;padding:12px 18px;margin:8px 0;text-align:center;border:1px solid #1c4f82;"
    "border-radius:6px;color:#1c4f82;text-decoration:none;font-weight:600"
)
_BODY = (
    "font:16px/1.5 -apple-system,'Segoe UI',Roboto,'Liberation Sans',sans-serif;color:#1b1a18;"
    "max-width:600px;margin:0 auto;padding:16px"
)


@dataclass(frozen=True, slots=True)
class TapLink:
    """One of the links: what its press does, and its address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MorningLinks:
    """Where a letter leads to."""

    taps: tuple[TapLink, ...]
    #: the stack of cards; empty for those who do not see the books
    cards: str
    #: where it is switched off, or sent elsewhere
    wishes: str
    #: until when the links of one tap work, in words
    until: str


def compose_morning(
    facts: MorningFacts, links: MorningLinks, *, recipient: str, late_at: str = ""
) -> Letter:
    """The letter; `late_at` is the time of day at which it comes in place of 07:30, if it does."""
    subject = subject_of(facts)
    greeting = f"Good morning {recipient}," if recipient else "Good morning,"
    opening = list(opening_of(facts))
    if late_at:
        opening.append(
            f"This letter comes at {late_at} instead of 07:30. Everything in it is as of now."
        )
    rooms = rooms_of(facts)
    return Letter(
        subject=subject,
        text=_text(greeting, opening, rooms, links),
        html=_html(subject, greeting, opening, rooms, links),
    )


def subject_of(facts: MorningFacts) -> str:
    """Whose day, which day, and the most of it in few words."""
    return one_line(f"{facts.organisation}, {day(facts.on, facts.on)}: {_short(facts)}")


def opening_of(facts: MorningFacts) -> tuple[str, ...]:
    """How much waits, and whether everything is stopped."""
    if facts.stopped_until is None:
        return (_opening(facts),)
    until = day(facts.stopped_until, facts.on)
    return (_opening(facts), f"Everything is stopped until {until}: nothing goes out.")


def rooms_of(facts: MorningFacts) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The parts of the letter that have something to say: heading and sentences."""
    rooms = (
        ("Who waits for you", _waits(facts)),
        ("What goes out today", _going(facts)),
        (f"What came in since {day(facts.since, facts.on)}", _came(facts)),
    )
    return tuple((heading, tuple(lines)) for heading, lines in rooms if lines)


def compose_address(organisation: str, name: str, link: str, days: int) -> Letter:
    """The question whether the morning letter of somebody may come to this address."""
    subject = f"May the morning letter of {organisation} come here?"
    asked = (
        f"{name} would like the morning letter of {organisation} to come to this address: who "
        "waits, what goes out and what came in, on each working day."
    )
    parts = (
        asked,
        f"The link opens a page with a button. It works once, for {days} days.",
        f"If you do not know {name}, do nothing: without the button nothing comes here.",
    )
    text = "\n\n".join([*parts, f"Yes, send it here:\n{link}"]) + "\n"
    body = Markup("").join(Markup("<p>{}</p>").format(each) for each in parts)
    tap = Markup('<p><a style="{}" href="{}">Yes, send it here</a></p>').format(_BUTTON, link)
    return Letter(subject=subject, text=text, html=_page(subject, body + tap))


def _short(facts: MorningFacts) -> str:
    parts = []
    if facts.waiting:
        parts.append(
            f"{spelled(facts.waiting)} {'waits' if facts.waiting == 1 else 'wait'} for you"
        )
    asked = [line for line in facts.going if line.asks]
    if asked:
        parts.append(f"{_amounts(asked)} to ask for")
    if not parts:
        came = [f"{_counted(line)}" for line in facts.came]
        parts.append(f"{listed(came)} came in" if came else "what goes out today")
    return ", ".join(parts)


def _opening(facts: MorningFacts) -> str:
    if facts.waiting:
        verb = "waits" if facts.waiting == 1 else "wait"
        return f"{sentence(counted(facts.waiting, 'thing'))} {verb} for you today."
    return "Nothing waits for you today."


def _waits(facts: MorningFacts) -> list[str]:
    return [_wait(line) for line in facts.waits]


def _wait(line: WaitLine) -> str:
    several = f" ({line.count})" if line.count > 1 else ""
    # a heading may be a question, and then ends as one
    stop = "" if line.heading.endswith("?") and not several else ":"
    more = f" And {spelled(line.count - 1)} more." if line.count > 1 else ""
    return f"{line.heading}{several}{stop} {line.words}{more}"


def _going(facts: MorningFacts) -> list[str]:
    approved = [line for line in facts.going if not line.waits]
    waiting = [line for line in facts.going if line.waits]
    lines = []
    if approved:
        lines.append(f"{sentence(_messages(approved))}, approved: {_to_whom(approved)}.")
    if waiting:
        lines.append(f"{sentence(_messages(waiting))}, once you say yes: {_to_whom(waiting)}.")
    return lines


def _messages(lines: Sequence[GoLine]) -> str:
    asked = [line for line in lines if line.asks]
    amounts = f" for {_amounts(asked)}" if asked else ""
    return f"{counted(len(lines), 'message')}{amounts}"


def _to_whom(lines: Sequence[GoLine]) -> str:
    ordered = sorted(lines, key=lambda line: (not line.asks, -line.amount.amount, line.customer))
    said = [
        f"{line.customer} ({line.what}, {money(line.amount)})"
        if line.asks
        else f"{line.customer} ({line.what})"
        for line in ordered
    ]
    return listed(said, _LISTED)


def _amounts(lines: Sequence[GoLine]) -> str:
    """The sums of what is asked for, each currency apart."""
    sums: dict[str, Money] = {}
    for line in lines:
        code = line.amount.currency
        sums[code] = sums.get(code, Money.zero(code)) + line.amount
    return listed([money(each) for each in sums.values()])


def _came(facts: MorningFacts) -> list[str]:
    return [
        f"{sentence(_counted(line))}, {listed([money(each) for each in line.amounts])}: "
        f"{listed(list(line.names), _NAMES)}."
        for line in facts.came
    ]


def _counted(line: CameLine) -> str:
    return counted(line.count, line.what)


# --- as text and as a page ----------------------------------------------------------------------


def _text(
    greeting: str,
    opening: Sequence[str],
    rooms: Sequence[tuple[str, Sequence[str]]],
    links: MorningLinks,
) -> str:
    parts = [greeting, *opening]
    for heading, lines in rooms:
        parts.append("\n".join([heading, *(f"- {line}" for line in lines)]))
    parts.append("\n\n".join(["One tap", *(f"{tap.label}:\n{tap.url}" for tap in links.taps)]))
    parts.append(_one_tap(links))
    if links.cards:
        parts.append(f"All of it, card by card:\n{links.cards}")
    parts.append(f"{_SWITCH}\n{links.wishes}")
    return "\n\n".join(parts) + "\n"


def _html(
    subject: str,
    greeting: str,
    opening: Sequence[str],
    rooms: Sequence[tuple[str, Sequence[str]]],
    links: MorningLinks,
) -> str:
    parts = [Markup("<p>{}</p>").format(each) for each in (greeting, *opening)]
    for heading, lines in rooms:
        parts.append(_heading(heading))
        rows = Markup("").join(
            Markup('<li style="margin:0 0 6px">{}</li>').format(line) for line in lines
        )
        parts.append(Markup('<ul style="margin:0 0 16px;padding-left:20px">{}</ul>').format(rows))
    parts.append(_heading("One tap"))
    parts.extend(
        Markup('<p style="margin:0"><a style="{}" href="{}">{}</a></p>').format(
            _BUTTON, tap.url, tap.label
        )
        for tap in links.taps
    )
    parts.append(Markup('<p style="color:#55524b">{}</p>').format(_one_tap(links)))
    if links.cards:
        parts.append(Markup('<p><a href="{}">All of it, card by card</a></p>').format(links.cards))
    parts.append(
        Markup('<p style="color:#55524b">{} <a href="{}">Your letter</a></p>').format(
            _SWITCH, links.wishes
        )
    )
    return _page(subject, Markup("").join(parts))


def _page(subject: str, body: Markup) -> str:
    head = f'<!doctype html><html lang="{DEFAULT}"><head><meta charset="utf-8">'
    viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    return (
        f"{head}{viewport}<title>{escape(subject)}</title></head>"
        f'<body style="{_BODY}">{body}</body></html>'
    )


def _heading(words: str) -> Markup:
    return Markup('<h2 style="font-size:16px;margin:24px 0 8px">{}</h2>').format(words)


def _one_tap(links: MorningLinks) -> str:
    return (
        "Each link opens a page that says what would happen; nothing happens before you press its "
        f"button. It works once, {links.until}, in your name: please do not pass this letter on."
    )


_SWITCH = "How often this letter comes, and where to, is yours to say:"
