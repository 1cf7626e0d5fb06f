"""Pay links: the ledger's own payment page of an invoice, asked for once and only when needed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import structlog

from plugin.operations.doors import Doors
from plugin.ports import (
    Disconnected,
    Ledger,
    Malformed,
    NeedsConsent,
    NotPermitted,
    Refused,
    Unavailable,
    Urgency,
)
from plugin.store import budgets, invoices

log = structlog.get_logger()


#: of the calls for work that can wait, so many are kept from links for comparing and flags, and so
#: many from links of invoices that a message only lists
KEPT_FROM_LINKS, KEPT_FROM_LISTED = 100, 400


def fetch_pay_links(
    doors: Doors,
    org_id: UUID,
    ledger: Ledger,
    invoice_ids: Sequence[str],
    *,
    keep: int = KEPT_FROM_LINKS,
) -> None:
    """Fetch the links of open invoices that a message is about to name, where not known yet.

    One that cannot be had stops nothing: the message says how to pay all the same. A call a link,
    they are asked for only out of what is left for work that can wait, less `keep`. Raises
    Disconnected and NeedsConsent.
    """
    with doors.store.tenant(org_id) as tx:
        unknown = invoices.without_pay_link(tx, invoice_ids)
        spare = budgets.spare(budgets.read_state(tx), Urgency.LATER, now=doors.clock.now())
    if spare is not None:
        unknown = unknown[: max(0, spare.calls - keep)]
    found: dict[str, str] = {}
    for invoice_id in unknown:
        try:
            found[invoice_id] = ledger.pay_link(invoice_id)
        except (NotPermitted, Unavailable, Malformed) as passing:
            # whoever names it next asks again
            log.warning("no pay link now", invoice=invoice_id, why=str(passing))
        except Refused:
            # there is none, and asking again would only cost a call
            found[invoice_id] = ""
    if found:
        with doors.store.tenant(org_id) as tx:
            invoices.keep_pay_links(tx, found)


def pay_page(doors: Doors, org_id: UUID, invoice_id: str) -> str:
    """The payment page of one open invoice, for somebody who waits; empty where there is none now.

    Asked for once; an organisation whose ledger cannot be called has none.
    """
    try:
        ledger = doors.ledger(org_id, urgency=Urgency.NOW)
        fetch_pay_links(doors, org_id, ledger, [invoice_id])
    except (Disconnected, NeedsConsent) as lost:
        log.warning("no pay link now", invoice=invoice_id, why=str(lost))
    with doors.store.tenant(org_id) as tx:
        row = invoices.invoices_by_id(tx, [invoice_id]).get(invoice_id)
    return row.pay_link if row is not None else ""
