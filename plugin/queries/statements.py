"""Statements of one customer as its page shows them: when the next goes, why one waits, which went.

It decides nothing; the day is the engine's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plugin.calendars import calendar_for, country_code
from plugin.credit.account import HoldKind
from plugin.credit.decisions import StatementWait, WaitKind
from plugin.credit.money import Money
from plugin.credit.scheduled import next_planned
from plugin.credit.statements import StatementKind, StatementWish
from plugin.letters.postal import postal_lines
from plugin.letters.statement_why import schedule_words, statement_wait_words
from plugin.store import Tx, assessments, contacts, policies, statements
from plugin.store.organisations import Organisation


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One that went: its day, what it listed, what was open; its paper where that is kept."""

    message_id: UUID
    on: date | None
    what: str
    since: date | None
    total: Money
    late: Money
    is_kept: bool
    is_sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsPage:
    """All about one customer's statements, and the address that goes on an envelope.

    `next_on` is None where none goes; `schedule` says how they go where they do.
    """

    wish: StatementWish
    next_on: date | None
    schedule: str
    waits: tuple[str, ...]
    sent: tuple[StatementLine, ...]
    address: tuple[str, ...]
    is_domestic: bool


def statements_page(
    tx: Tx, organisation: Organisation, customer_id: str, *, on: date
) -> StatementsPage:
    """One customer's statements as of a civil day; empty for one that is not known."""
    wish = statements.wish_of(tx, customer_id)
    held = policies.policy_held(tx, [customer_id]).get(customer_id)
    plan = policies.in_force(tx).named(held).statements
    contact = contacts.contact(tx, customer_id)
    country = contact.country if contact is not None else ""
    scheduled = plan.scheduled if wish is StatementWish.AS_POLICY else wish is StatementWish.ALWAYS
    calendar = calendar_for(country or organisation.country, (on.year, on.year + 1))
    home = country_code(organisation.country)
    code = country_code(contact.address.country or country) if contact is not None else ""
    return StatementsPage(
        wish=wish,
        next_on=next_planned(plan, on, calendar).day if scheduled else None,
        schedule=schedule_words(plan) if scheduled else "",
        waits=_waits(tx, customer_id, on),
        sent=tuple(_line(row) for row in statements.sent_to(tx, customer_id)),
        address=postal_lines(contact.address, code=code, home=home) if contact else (),
        is_domestic=code.partition("-")[0] in ("", home.partition("-")[0]),
    )


def _waits(tx: Tx, customer_id: str, on: date) -> tuple[str, ...]:
    found = assessments.read(tx, customer_id)
    told = found.decision.get("statement_waits", ()) if found is not None else ()
    return tuple(statement_wait_words(_wait(each), on) for each in told)


def _wait(told: dict[str, str]) -> StatementWait:
    kinds = {kind.value for kind in HoldKind}
    kind = HoldKind(told["kind"]) if told["kind"] in kinds else WaitKind(told["kind"])
    until = told.get("until")
    return StatementWait(told["currency"], kind, date.fromisoformat(until) if until else None)


def _line(row: statements.StatementRow) -> StatementLine:
    return StatementLine(
        message_id=row.message_id,
        on=row.sent_on,
        what="open items" if row.kind is StatementKind.OPEN_ITEMS else "activity",
        since=row.since,
        total=Money(row.total, row.currency),
        late=Money(row.late, row.currency),
        is_kept=row.is_kept,
        is_sure=row.sent_on is not None,
    )
