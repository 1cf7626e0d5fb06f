"""Why a statement goes, waits, or goes to nobody, in one sentence with its numbers. It decides
nothing."""

from __future__ import annotations

from datetime import date

from plugin.credit.decisions import StatementWait, Wait, WaitKind
from plugin.credit.money import Money
from plugin.credit.statements import StatementDay, StatementKind, Statements, StatementWish
from plugin.letters.wording import counted, dated, money
from plugin.letters.words import wait_words

_WISHES = {
    StatementWish.AS_POLICY: "",
    StatementWish.ALWAYS: "A person chose statements for this customer. ",
    StatementWish.NEVER: "A person chose no statements for this customer. ",
}


def schedule_words(plan: Statements) -> str:
    """On which day statements go and what they list, as a part of a sentence."""
    if plan.on is StatementDay.LAST_WORKING_DAY:
        day = "on the last working day of the month"
    else:
        day = f"on the {ordinal(plan.day)} of the month, or the next working day"
    listing = "all that is open"
    if plan.kind is StatementKind.ACTIVITY:
        listing = "all that happened since the one before"
    return f"{day}, with {listing}"


def statement_why(
    plan: Statements,
    *,
    total: Money,
    late: Money,
    invoices: int,
    last: date | None,
    wish: StatementWish = StatementWish.AS_POLICY,
) -> str:
    """Why this statement is proposed."""
    named = counted(invoices, "invoice")
    tail = f", {money(late)} of it past its due date" if late else ""
    before = f" The last one went on {dated(last)}." if last is not None else " It is the first."
    return (
        f"{_WISHES[wish]}Statements go {schedule_words(plan)}; {money(total)} is open in "
        f"{named}{tail}.{before}"
    )


def statement_wait_words(wait: StatementWait, today: date) -> str:
    """Why a statement whose day has come does not go yet."""
    if wait.kind is WaitKind.PROPOSAL_OPEN:
        return f"The statement in {wait.currency} follows the reminder that goes first."
    why = wait_words(Wait(wait.kind, wait.until), today)
    return f"The statement in {wait.currency} waits. {why}"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 21st, 30th."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{({1: 'st', 2: 'nd', 3: 'rd'}).get(number % 10, 'th')}"
