"""The tables of one customer's page, by name; the address names the customer."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, g, request

from plugin.operations.ground import ground
from plugin.operations.limit_suggestions import look_at
from plugin.queries import (
    mail,
    recipients,
    reminders,
    statements,
    tables_books,
    tables_customer,
    tables_said,
)
from plugin.queries.agreements import agreements
from plugin.queries.customer import customer_page
from plugin.queries.customers import limit_changes
from plugin.queries.disputes import disputes_of
from plugin.queries.figures import customer_figures
from plugin.queries.portal_wishes import portal_of
from plugin.queries.score import score_shown
from plugin.queries.tables import Table
from plugin.queries.tables_customer import score_table
from plugin.store import Tx
from plugin.store.reading import customers as read
from plugin.web.charges import block as charges_of
from plugin.web.house import now, reading, today
from plugin.web.tables.files import offer

blueprint = Blueprint("customer_tables", __name__)

_EVERY = 1_000_000


def _of_customer(draw: Callable[[Tx, str], Table | None]) -> Callable[[], Table | None]:
    """The table of the customer whom the address names; none where there is no such customer."""

    def drawn() -> Table | None:
        customer_id = request.args.get("customer", "")
        with reading() as tx:
            return draw(tx, customer_id) if read.customer(tx, customer_id) is not None else None

    return drawn


def _ageing(tx: Tx, customer_id: str) -> Table:
    figures = customer_figures(tx, customer_id, on=today())
    return tables_books.ageing_table(figures, today())


def _exposure(tx: Tx, customer_id: str) -> Table | None:
    page = customer_page(tx, customer_id, on=today())
    if page is None:
        return None
    asked = request.args.get("currency", "")
    parts = (
        part
        for each in page.decision.exposure
        if asked in ("", each.amount.currency)
        for part in (*each.parts, ("Exposure", each.amount))
    )
    return tables_books.exposure_table(parts, page.assessed_on)


def _invoices(tx: Tx, customer_id: str) -> Table:
    return tables_customer.their_invoices(tx, customer_id, on=today())


def _limits(tx: Tx, customer_id: str) -> Table:
    return tables_books.limit_changes_table(limit_changes(tx, customer_id))


def _messages(tx: Tx, customer_id: str) -> Table:
    return tables_said.messages_table(
        "Messages", reminders.messages_of(tx, customer_id, most=_EVERY)
    )


def _promises(tx: Tx, customer_id: str) -> Table:
    return tables_customer.promises_table(agreements(tx, customer_id, on=today()).promises)


def _plans(tx: Tx, customer_id: str) -> Table:
    return tables_customer.plans_table(agreements(tx, customer_id, on=today()).plans)


def _holds(tx: Tx, customer_id: str) -> Table:
    return tables_customer.holds_table(agreements(tx, customer_id, on=today()).holds)


def _disputes(tx: Tx, customer_id: str) -> Table:
    return tables_said.disputes_table(disputes_of(tx, customer_id, on=today()))


def _earned(tx: Tx, customer_id: str) -> Table | None:
    charges = charges_of(tx, customer_id)
    return tables_customer.earned_table(charges) if charges is not None else None


def _decided(tx: Tx, customer_id: str) -> Table | None:
    charges = charges_of(tx, customer_id)
    return tables_customer.decided_table(charges) if charges is not None else None


def _statements(tx: Tx, customer_id: str) -> Table:
    page = statements.statements_page(tx, g.organisation, customer_id, on=today())
    return tables_customer.statements_table(page.sent)


def _score(tx: Tx, customer_id: str) -> Table | None:
    looked = look_at(tx, ground(tx, now=now()), f"c:{customer_id}")
    return None if looked is None else score_table(score_shown(looked, on=today()))


def _people(tx: Tx, customer_id: str) -> Table:
    return tables_customer.people_table(recipients.people(tx, customer_id).lines)


def _links(tx: Tx, customer_id: str) -> Table:
    return tables_customer.links_table(portal_of(tx, customer_id, now=now()).links)


def _remittance() -> Table | None:
    try:
        mail_id = UUID(request.args.get("mail", ""))
    except ValueError:
        return None
    with reading() as tx:
        page = mail.mail_page(tx, mail_id, on=today())
    if page is None or page.suggested is None:
        return None
    return tables_customer.remittance_table(page.suggested)


#: every table of these pages, by name
OFFERED: tuple[tuple[str, Callable[[Tx, str], Table | None]], ...] = (
    ("customer-ageing", _ageing),
    ("customer-exposure", _exposure),
    ("customer-invoices", _invoices),
    ("customer-payments", tables_customer.their_payments),
    ("customer-limits", _limits),
    ("customer-messages", _messages),
    ("customer-promises", _promises),
    ("customer-plans", _plans),
    ("customer-silence", _holds),
    ("customer-disputes", _disputes),
    ("customer-interest-earned", _earned),
    ("customer-interest-decided", _decided),
    ("customer-statements", _statements),
    ("customer-score", _score),
    ("customer-people", _people),
    ("customer-links", _links),
)

for _name, _draw in OFFERED:
    offer(blueprint, _name, _of_customer(_draw))
offer(blueprint, "remittance", _remittance)
