"""The tables of one customer's page, whole, for files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from plugin.credit.money import Money
from plugin.credit.remittance import Remittance
from plugin.queries.agreements import HoldShown, PlanShown, PromiseShown
from plugin.queries.charges import CustomerCharges
from plugin.queries.portal_wishes import LinkShown
from plugin.queries.recipients import PersonLine
from plugin.queries.score import ScoreShown
from plugin.queries.statements import StatementLine
from plugin.queries.tables import Table, amount, day, number, text
from plugin.store import Tx
from plugin.store.reading import customers as read

#: no customer of a small business has more
_EVERY = 100_000


def their_invoices(tx: Tx, customer_id: str, *, on: date) -> Table:
    """Every invoice of a customer, open ones first."""
    return Table(
        "Invoices",
        (
            text("Invoice"), text("Reference"), day("Issued"), day("Due"), number("Days late"),
            text("State"), amount("Total"), amount("Unpaid"),
        ),
        tuple(
            (row.number, row.reference, row.issued, row.due, row.days_late if row.is_open else None,
             "open" if row.is_open else row.state, Money(row.total, row.currency),
             Money(row.balance, row.currency))
            for row in read.invoices_of(tx, customer_id, on=on, limit=_EVERY)
        ),
        "As the books have them; days late are negative before the due date.",
    )  # fmt: skip


def their_payments(tx: Tx, customer_id: str) -> Table:
    """Every payment of a customer, newest first."""
    return Table(
        "Payments",
        (day("On"), text("Invoice"), day("Was due"), number("Days late"), amount("Amount")),
        tuple(
            (row.paid_on, row.number, row.due, row.days_late, Money(row.amount, row.currency))
            for row in read.payments_of(tx, customer_id, limit=_EVERY)
        ),
    )


def promises_table(made: Iterable[PromiseShown]) -> Table:
    """Promises to pay with what became of each."""
    return Table(
        "Promises",
        (
            day("Made"), day("For"), amount("Amount"), text("Invoices"), text("Noted by"),
            text("State"), text("What came"),
        ),
        tuple(
            (each.made_on, each.due, each.amount, ", ".join(each.numbers), each.by, each.state,
             each.outcome)
            for each in made
        ),
    )  # fmt: skip


def plans_table(plans: Iterable[PlanShown]) -> Table:
    """Payment plans, one row an instalment."""
    return Table(
        "Payment plans",
        (
            day("Agreed"), text("Invoices"), number("Instalment"), day("Due"), text("State"),
            amount("Amount"), amount("Paid"), amount("Out"), text("Ended"),
        ),
        tuple(
            (each.agreed_on, ", ".join(each.numbers), part.number, part.due, part.words,
             part.amount, part.paid, part.rest, each.ended)
            for each in plans
            for part in each.parts
        ),
    )  # fmt: skip


def holds_table(holds: Iterable[HoldShown]) -> Table:
    """Reasons for silence that are in force."""
    return Table(
        "Silence",
        (text("Why"), text("Invoice"), amount("Amount"), day("Since"), day("Last day"),
         day("Looked at again"), text("By")),
        tuple(
            (each.words, each.number, each.amount, each.since, each.last, each.review_on, each.by)
            for each in holds
        ),
    )  # fmt: skip


def earned_table(charges: CustomerCharges) -> Table:
    """Interest and fixed sums that were earned and not claimed."""
    return Table(
        "Interest and fees earned",
        (text("On"), amount("Interest"), amount("Fixed sum"), amount("Together"), text("Why")),
        tuple(
            (each.number, each.interest, each.compensation, each.total, " ".join(each.reasons))
            for each in charges.earned
        ),
        "Nobody has been told.",
    )


def decided_table(charges: CustomerCharges) -> Table:
    """Interest and fees that were claimed, invoiced, paid or waived."""
    return Table(
        "Interest and fees decided",
        (text("On"), text("Parts"), text("State"), text("By"), day("When"), text("Why"),
         amount("Together")),
        tuple(
            (each.number, each.parts, each.words, each.by, each.at, each.why, each.total)
            for each in charges.decided
        ),
    )  # fmt: skip


def statements_table(sent: Iterable[StatementLine]) -> Table:
    """Statements of account that went."""
    return Table(
        "Statements",
        (day("On"), text("What it lists"), day("Since"), amount("Open"), amount("Late of it")),
        tuple(
            (each.on or "not known whether it went", each.what, each.since, each.total, each.late)
            for each in sent
        ),
    )


def people_table(lines: Iterable[PersonLine]) -> Table:
    """Whom messages go to, and in which role."""
    return Table(
        "People",
        (text("Who"), text("Address"), text("Gets"), text("Why"), text("Mail came back")),
        tuple(
            (each.name, each.email, each.words, each.why, each.why_bounced if each.bounced else "")
            for each in lines
        ),
    )


def links_table(links: Iterable[LinkShown]) -> Table:
    """Links to the customer's own page that were handed out."""
    return Table(
        "Links handed out",
        (text("Sent to"), day("Sent"), day("Opens until"), day("Taken back"), text("By"),
         day("Used")),
        tuple(
            (each.address or "on paper", each.minted_at, each.expires_at, each.revoked_at,
             each.revoked_by, each.acted_at)
            for each in links
        ),
    )  # fmt: skip


def score_table(score: ScoreShown) -> Table:
    """What a score is made of: each part with its points, its sentence and its rule."""
    total = "n/a" if score.total is None else f"{score.total} of 100"
    return Table(
        "Score",
        (text("Part"), number("Points"), number("Of"), text("Why"), text("Rule")),
        tuple((each.name, each.points, each.most, each.words, each.rule) for each in score.parts),
        f"{total}. {score.words}".strip(),
    )


def remittance_table(advice: Remittance) -> Table:
    """What a remittance advice says was paid, beside what the books have open."""
    named: Sequence[tuple[str, Money | None, Money | None, Money | None]] = [
        (each.invoice.number, each.paid, each.invoice.balance, each.difference)
        for each in advice.lines
    ]
    return Table(
        "Remittance advice",
        (text("Invoice"), amount("They paid"), amount("Unpaid"), amount("Difference")),
        (*named, *((each.words, each.amount, None, None) for each in advice.others)),
        "Read by rule out of the mail; nothing is allocated.",
    )
