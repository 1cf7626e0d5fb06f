"""The part of a policy about mail that customers write: copies of invoices sent by rule."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.credit.complaints import Table

#: nobody is sent more by rule in seven days, whatever a policy says
_MOST_A_WEEK = 10
_MOST_INVOICES = 20


@dataclass(frozen=True, slots=True)
class MailRules:
    """Whoever on file asks by mail for a copy of an invoice gets it without a person's doing.

    At most `copies_a_week` times in seven days to one customer, with at most `copies_at_once`
    invoices; what is beyond waits for a person.
    """

    copies: bool = True
    copies_a_week: int = 2
    copies_at_once: int = 10


def read_mail_rules(table: Table) -> MailRules:
    """Read the switch and its numbers; more than the house's own ceilings is refused."""
    house = MailRules()
    read = MailRules(
        copies=table.flag("copies", house.copies),
        copies_a_week=table.whole("copies_a_week", house.copies_a_week, at_least=1),
        copies_at_once=table.whole("copies_at_once", house.copies_at_once, at_least=1),
    )
    if read.copies_a_week > _MOST_A_WEEK:
        table.complain("copies_a_week", f"above the ceiling of {_MOST_A_WEEK}")
    if read.copies_at_once > _MOST_INVOICES:
        table.complain("copies_at_once", f"above the ceiling of {_MOST_INVOICES}")
    table.close()
    return read
