"""For how long money that a payment provider has seen silences what it pays: a part of a policy."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.credit.complaints import Table


@dataclass(frozen=True, slots=True)
class IncomingRules:
    """For how many working days money that a provider has seen silences what it pays.

    A bank debit is on its way for days; what the provider has received is paid out and entered in
    the ledger some days later.
    """

    on_its_way_days: int = 10
    received_days: int = 5


def read_incoming_rules(table: Table) -> IncomingRules:
    """Read the days; none of them may be nothing, or the silence would not be one."""
    house = IncomingRules()
    read = IncomingRules(
        on_its_way_days=table.whole("on_its_way_days", house.on_its_way_days, at_least=1),
        received_days=table.whole("received_days", house.received_days, at_least=1),
    )
    table.close()
    return read
