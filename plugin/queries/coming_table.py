"""The messages of the days ahead as a table, one row for each invoice that one asks for."""

from __future__ import annotations

from collections.abc import Iterable

from plugin.queries.coming import ComingLine
from plugin.queries.tables import Named, Table, amount, day, days, text


def coming_table(lines: Iterable[ComingLine]) -> Table:
    """Every message that goes if nobody pays; its sum stands at each of its invoices."""
    return Table(
        "The next fourteen days",
        (
            day("Day"), text("Customer"), text("Message"), text("Tone"), text("By"),
            text("Invoice"), text("Level of the invoice"), days("Days late"), amount("Asked"),
            amount("Message asks for"), text("Waits for a person"), text("Why"),
        ),
        tuple(
            (
                line.on, Named(line.customer, line.customer_id), line.level, line.tone,
                line.by.removeprefix("by "), asked.number, asked.level or line.level,
                asked.days_late, asked.amount, line.total, "yes" if line.waits else "no", line.why,
            )
            for line in lines
            for asked in line.asked
        ),
        "If nobody pays, nobody answers, and each message gets its yes on its day.",
    )  # fmt: skip
