"""What a person has to do about a customer's own answers: look for money, answer an offer.

What an answer pauses is a hold and ends as one. It decides nothing.
"""

from __future__ import annotations

from datetime import date

from plugin.credit.account import Account
from plugin.credit.answered import Answered
from plugin.credit.climbing import Findings
from plugin.credit.decisions import Task, TaskKind
from plugin.credit.negotiation import Side, Talk, TalkState


def find_answers(account: Account, on: date, found: Findings) -> None:
    """The tasks and the days that a customer's answers bring to a review."""
    for said in account.answered:
        _said_paid(said, account, on, found)
    for talk in account.talks:
        _talk(talk, account, on, found)


def _said_paid(said: Answered, account: Account, on: date, found: Findings) -> None:
    open_ones = [i.number for i in account.invoices if i.id in said.invoice_ids and i.is_open]
    if not open_ones:
        return
    names = (said.paid_on.isoformat(), *sorted(open_ones))
    if said.until is None:
        found.tasks.append(Task(TaskKind.SAYS_PAID_AGAIN, said.id, said.amount, names))
    elif on < said.until:
        found.days.append(said.until)
        found.tasks.append(Task(TaskKind.SAYS_PAID, said.id, said.amount, names))


def _talk(talk: Talk, account: Account, on: date, found: Findings) -> None:
    if talk.unread:
        found.tasks.append(Task(TaskKind.TALK_UNREAD, talk.id))
    if not talk.offers or talk.state is not TalkState.OPEN:
        return
    ids = {cover.invoice_id for cover in talk.last.covers}
    numbers = sorted(each.number for each in account.invoices if each.id in ids and each.is_open)
    if not numbers:
        return
    if on < talk.last.lapses_on:
        found.days.append(talk.last.lapses_on)
    if talk.waits_for(on) is Side.BUSINESS:
        parts = talk.last.parts
        names = (str(len(parts)), parts[0].due.isoformat(), talk.last.lapses_on.isoformat())
        task = Task(TaskKind.TALK_WAITS, talk.id, talk.last.amount, (*names, *numbers))
        found.tasks.append(task)
