"""The mail that brings the week's tidy list to our own user: each line with its link.

Pure: it composes, and sends nothing. It never goes to a customer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import escape

from plugin.letters.compose import Letter
from plugin.letters.languages import DEFAULT
from plugin.letters.tidy_words import TidyRow, TidySection
from plugin.letters.wording import counted, dated, money, one_line

#: lines of one kind that a mail carries; the page has them all
_MOST = 8


def compose_tidy(
    organisation: str, sections: Sequence[TidySection], *, on: date, link: str, recipient: str
) -> Letter:
    """The mail of a week; `link` leads to the page, where it can be switched off."""
    known = [section for section in sections if section.lines]
    number = sum(len(section.lines) for section in known)
    subject = one_line(f"{organisation}: {counted(number, 'line')} to tidy in the books")
    greeting = f"Good morning {recipient}," if recipient else "Good morning,"
    first = (
        f"This is what the books of {organisation} say should be put in order, on {dated(on)}. "
        "What is done in Xero leaves the list by itself."
    )
    ask = "The whole list, with why each line is on it; a line can be put aside there, and this "
    ask += "mail switched off:"
    text = [greeting, first]
    html = [f"<p>{escape(greeting)}</p><p>{escape(first)}</p>"]
    for section in known:
        head = f"{section.title}: {len(section.lines)}"
        shown = section.lines[:_MOST]
        more = len(section.lines) - len(shown)
        rest = [f"and {more:,} more"] if more else []
        text.append(
            "\n".join([head, *(_plain(row) for row in shown), *(f"  {each}" for each in rest)])
        )
        rows = "".join(f"<li>{_marked(row)}</li>" for row in shown)
        rows += "".join(f"<li>{escape(each)}</li>" for each in rest)
        html.append(f"<p>{escape(head)}</p><ul>{rows}</ul>")
    html.append(f'<p>{escape(ask)} <a href="{escape(link)}">the tidy list</a></p>')
    head = f'<!doctype html><html lang="{DEFAULT}"><title>{escape(subject)}</title>'
    return Letter(
        subject=subject,
        text="\n\n".join([*text, f"{ask}\n{link}"]) + "\n",
        html=f"{head}<body>{''.join(html)}</body></html>",
    )


def _said(row: TidyRow) -> str:
    sum_ = f" {money(row.amount)}." if row.amount is not None else ""
    return f"{row.customer}: {row.what}{sum_} {row.do}"


def _plain(row: TidyRow) -> str:
    where = "".join(f"\n    {link.address}" for link in row.links[:1] if link.address)
    return f"  {_said(row)}{where}"


def _marked(row: TidyRow) -> str:
    links = [
        f'<a href="{escape(link.address)}">{escape(link.words)}</a>'
        for link in row.links
        if link.address
    ]
    return f"{escape(_said(row))}{' ' if links else ''}{', '.join(links)}"
