"""The last day on which each due date is kept, by the holidays of each customer's country."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from plugin.calendars import calendar_for
from plugin.credit.kpi_measures import Deadline
from plugin.credit.ledger_past import DatedCustomer
from plugin.credit.working_days import roll_forward


def deadlines(home: str, customers: Mapping[str, DatedCustomer] | None) -> Deadline:
    """Of a due date itself, or the next working day (rule 1).

    `home` is the organisation's country: it stands in for a customer without one.
    """
    countries = {id_: each.country for id_, each in (customers or {}).items() if each.country}
    known: dict[tuple[str, date], date] = {}

    def deadline(customer_id: str, due: date) -> date:
        country = countries.get(customer_id, home)
        found = known.get((country, due))
        if found is None:
            calendar = calendar_for(country, (due.year, due.year + 1))
            found = known[country, due] = roll_forward(due, calendar)
        return found

    return deadline
