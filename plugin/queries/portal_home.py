"""The customer's first page as plain data: what is owed now, and how to pay. It decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from plugin.queries.figures import Figures, customer_figures
from plugin.store import Tx, organisations
from plugin.store.organisations import Organisation
from plugin.store.reading import customers as read
from plugin.store.reading import setting_up


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalHome:
    """One customer's account as the customer sees it; figures a currency, never added up."""

    organisation: str
    customer: str
    #: when the books were last read; None before the first reading has ended
    as_of: datetime | None
    how_to_pay: tuple[str, ...]
    figures: tuple[Figures, ...]


def home_page(
    tx: Tx, organisation: Organisation, customer_id: str, *, on: date
) -> PortalHome | None:
    """The first page of one customer on the organisation's civil day; None where none is known."""
    row = read.customer(tx, customer_id)
    if row is None:
        return None
    finished = [each.finished_at for each in setting_up.sync_progress(tx) if each.finished_at]
    chosen = organisations.settings(tx)
    return PortalHome(
        organisation=organisation.name,
        customer=row.name,
        as_of=max(finished, default=None),
        how_to_pay=chosen.how_to_pay,
        figures=customer_figures(tx, customer_id, on=on),
    )
