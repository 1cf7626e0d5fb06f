"""What stands in the books, and what was set about it, as tables for files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from plugin.credit.money import Money
from plugin.queries.charges import ChargeLine
from plugin.queries.charging import RateLine
from plugin.queries.compared import Compared
from plugin.queries.customers import LimitChange
from plugin.queries.drill import Drill
from plugin.queries.figures import Figures
from plugin.queries.limits import LimitsPage
from plugin.queries.passport_switches import SwitchesPage
from plugin.queries.policies import PoliciesPage
from plugin.queries.standing import Unsaid
from plugin.queries.starting import GroupMeaning, OpeningDebt
from plugin.queries.tables import Cell, Named, Table, amount, day, days, number, text
from plugin.store.budgets import DayOfCalls


def ageing_table(figures: Sequence[Figures], on: date) -> Table:
    """The ageing of every currency, and the unallocated credit that is not taken off it."""
    rows: list[tuple[Cell, ...]] = [
        (each.currency, bucket.label, bucket.count, bucket.amount)
        for each in figures
        for bucket in each.buckets
    ]
    rows += [
        (each.currency, "credit not used", None, -each.unallocated)
        for each in figures
        if each.unallocated
    ]
    return Table(
        "Ageing",
        (text("In"), text("Bucket"), number("Invoices"), amount("Amount")),
        rows,
        f"Unpaid, as of {on.isoformat()}, by days past the due date.",
    )


def invoices_table(found: Drill) -> Table:
    """The open invoices that a total is made of."""
    return Table(
        found.heading,
        (
            text("Customer"), text("Invoice"), day("Issued"), day("Due"), number("Days late"),
            amount("Total"), amount("Unpaid"),
        ),
        tuple(
            (Named(line.customer, line.customer_id), line.number, line.issued, line.due,
             line.days_late, line.total, line.balance)
            for line in found.lines
        ),
        "Straight from the books; days late are negative before the due date.",
    )  # fmt: skip


def opening_table(debts: Sequence[OpeningDebt]) -> Table:
    """What was late already on the day of connection, and how it was placed."""
    return Table(
        "Opening debts",
        (
            text("Customer"), text("Invoice"), day("Due"), days("Days late"), amount("Unpaid"),
            text("Placed as"), day("Released"),
        ),
        tuple(
            (Named(each.customer, each.customer_id), each.number, each.due, each.days_late,
             each.balance, each.placed or "not placed yet", each.released_on)
            for each in debts
        ),
    )  # fmt: skip


def groups_table(groups: Sequence[GroupMeaning]) -> Table:
    """What the contact groups of the books mean here."""
    return Table(
        "Contact groups",
        (text("Group"), number("Customers"), text("Means")),
        tuple((each.name, each.count, each.meaning or "not decided") for each in groups),
    )


def proposals_table(page: LimitsPage) -> Table:
    """Proposed limits for those without one, with their reasons."""
    return Table(
        "Proposed limits",
        (
            text("Customer"), text("Number"), amount("Proposed"),
            amount("Exposure", own_currency=True), text("Below what they owe"), text("Why"),
        ),
        tuple(
            (Named(each.name, each.id), each.number, each.limit,
             "n/a: it cannot be computed" if each.exposure is None else each.exposure,
             "yes" if each in page.over_at_once else "no", " ".join(each.reasons))
            for each in (*page.proposals, *page.over_at_once)
        ),
    )  # fmt: skip


def limit_changes_table(changes: Iterable[LimitChange]) -> Table:
    """How a limit came to be: from what to what, who, when, why, and the exposure then."""
    return Table(
        "Changes of the credit limit",
        (
            day("When"), text("Who"), amount("From", own_currency=True),
            amount("To", own_currency=True), amount("Exposure then", own_currency=True),
            text("Why"),
        ),
        tuple(
            (each.at, each.by, each.before, each.after, each.exposure, each.reason)
            for each in changes
        ),
    )  # fmt: skip


def kinds_table(lines: Iterable[Unsaid]) -> Table:
    """Customers of whom nobody has said what they are before the law; one row a currency."""
    return Table(
        "Not said yet",
        (text("Customer"), text("Number"), amount("Owes"), text("Looks like")),
        tuple(
            (Named(each.name, each.id), each.number, owed, each.guess)
            for each in lines
            for owed in each.owes or (None,)
        ),
    )


def claims_table(claims: Iterable[tuple[ChargeLine, str]]) -> Table:
    """Interest and fees that were claimed or waived, with who and when."""
    return Table(
        "Interest and fees",
        (
            text("Customer"), text("On"), text("Parts"), text("State"), text("Who"), day("When"),
            amount("Together"),
        ),
        tuple(
            (Named(name, line.customer_id), line.number, line.parts, line.words, line.by, line.at,
             line.total)
            for line, name in claims
        ),
    )  # fmt: skip


def rates_table(rates: Iterable[RateLine]) -> Table:
    """The rates of reference that interest is computed from, each with its source."""
    return Table(
        "Rates of reference",
        (text("Rate"), text("Half-year from"), text("Per cent a year"), text("Source"),
         text("Sureness")),
        tuple(
            (each.name, each.since,
             "n/a: nobody has entered it" if each.is_missing else each.per_cent, each.source,
             each.sureness)
            for each in rates
        ),
    )  # fmt: skip


def segments_table(page: PoliciesPage) -> Table:
    """Who is in which segment, by which rule, under which policy."""
    return Table(
        "Segments",
        (text("Segment"), text("Rule"), number("Customers"), text("Policy")),
        tuple(
            (each.name, each.rule, each.customers, each.policy or page.default)
            for each in page.segments
        ),
    )


def passports_table(page: SwitchesPage) -> Table:
    """Which customers see their own credit."""
    return Table(
        "Who sees their credit passport",
        (text("Customers who are"), number("Customers"), number("With a limit"), text("See it")),
        tuple(
            (each.name, each.customers, each.limits, "yes" if each.is_on else "no")
            for each in page.segments
        ),
    )


def calls_made_table(made: Iterable[DayOfCalls]) -> Table:
    """What reading and writing the books cost in calls, by day."""
    return Table(
        "Calls to Xero by day (UTC)",
        (
            day("Day"), number("Calls"), number("Bytes"), number("Left at the end"),
            number("Refused"),
        ),
        tuple(
            (each.day, each.calls, each.bytes,
             "n/a: not known" if each.remaining is None else each.remaining, each.refused)
            for each in made
        ),
    )  # fmt: skip


def differences_table(found: Compared) -> Table:
    """Where these books and Xero differed when they were compared."""
    return Table(
        "Found different",
        (
            text("Document"), text("Customer"), text("What"), text("Why"), text("Here"),
            text("In Xero"), day("Found"),
        ),
        tuple(
            (each.document, each.customer, each.field, each.why, each.ours, each.theirs, each.at)
            for each in found.lines
        ),
    )  # fmt: skip


def exposure_table(parts: Iterable[tuple[str, Money]], on: date | None) -> Table:
    """A customer's exposure line by line (rule 8)."""
    return Table(
        "Exposure",
        (text("Part"), amount("Amount")),
        tuple(parts),
        f"As of the review of {on.isoformat()}." if on is not None else "",
    )
