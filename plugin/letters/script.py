"""What to say on the telephone, in plain kind words with the customer's own numbers. For a person
of the business to read from; nobody is rung and nothing is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugin.credit.money import Money
from plugin.letters.wording import day, listed, money

_NUMBERS_SAID = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptFacts:
    """Who rings whom about what; dates are civil days, `due` that of the oldest invoice."""

    on: date
    organisation: str
    sender: str
    phone: str
    recipient: str
    customer: str
    amount: Money
    numbers: tuple[str, ...]
    due: date
    #: a promise that was not kept, with the day it named
    broken: tuple[Money, date] | None = None


def script(facts: ScriptFacts) -> tuple[str, ...]:
    """What to say, a sentence or two a line, in the order in which it is said."""
    who = facts.recipient or f"whoever looks after the invoices at {facts.customer}"
    which = listed(facts.numbers, _NUMBERS_SAID)
    due = "due" if len(facts.numbers) == 1 else "the oldest of them due"
    lines = [
        f"Hello, this is {facts.sender or 'me'} from {facts.organisation}. Could I speak to {who}?",
        f"It is about {which}, {money(facts.amount)} together, {due} on "
        f"{day(facts.due, facts.on)}. Did everything reach you all right?"
        if len(facts.numbers) > 1
        else f"It is about {which} for {money(facts.amount)}, due on {day(facts.due, facts.on)}. "
        "Did it reach you all right?",
    ]
    if facts.broken is not None:
        amount, promised = facts.broken
        lines.append(
            f"You kindly told us {money(amount)} by {day(promised, facts.on)}, and we cannot see "
            "it yet. Did anything come between?"
        )
    lines += [
        "When may we expect it? I will write the day down and you will not hear from us before.",
        "If anything is wrong with it, tell me which part, and we put that right first.",
    ]
    return tuple(lines)


def voicemail(facts: ScriptFacts) -> str:
    """What to say to an answering machine: no amount, because anybody may hear it."""
    back = f" I am on {facts.phone}." if facts.phone else ""
    return (
        f"Hello, this is {facts.sender or 'a message'} from {facts.organisation} for "
        f"{facts.recipient or facts.customer}, about one of our invoices. Please ring me back when "
        f"it suits you.{back} Thank you."
    )
