"""What the owner allows in a payment plan, and when one counts as not kept. It judges no plan."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from plugin.credit.complaints import Table
from plugin.credit.law import PlanBounds


@dataclass(frozen=True, slots=True)
class PlanRules:
    """The owner's bounds of a plan, and the rule by which a person is asked to end one.

    `least` is the smallest instalment, in the currency of the invoices; nothing is no bound. A
    plan is proposed to be ended after `missed` instalments, or once one is `days_late`.
    """

    payments: int = 6
    months: int = 6
    least: Decimal = Decimal(0)
    missed: int = 2
    days_late: int = 30

    @property
    def bounds(self) -> PlanBounds:
        """What may be accepted on the spot; the law may allow less (rule 35)."""
        return PlanBounds(self.payments, self.months, self.least)


def read_plan_rules(table: Table) -> PlanRules:
    """Read the bounds; a plan of one payment is none, and a default needs a missed instalment."""
    house = PlanRules()
    read = PlanRules(
        payments=table.whole("payments", house.payments, at_least=2),
        months=table.whole("months", house.months, at_least=1),
        least=table.decimal("least", house.least),
        missed=table.whole("missed", house.missed, at_least=1),
        days_late=table.whole("days_late", house.days_late, at_least=1),
    )
    table.close()
    return read
