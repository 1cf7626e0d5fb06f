"""What comes along from an organisation that is gone about standing, interest and fees.

What was claimed stays with the old books: it hangs on their invoices.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from plugin.credit.law import Law
from plugin.store import Tx, charge_facts, organisations, reference, standing
from plugin.store.carrying import Chosen
from plugin.store.charge_facts import EnteredRate
from plugin.store.organisations import Organisation, OrgSettings


def carry_customers(
    tx: Tx, customers: Iterable[tuple[str, Chosen]], *, by: str, at: datetime
) -> None:
    """Kind, law, accepted terms and regime of each, by the id in the new books."""
    for customer_id, chosen in customers:
        if chosen.standing is not None:
            kind, law = chosen.standing
            standing.say(tx, {customer_id: (kind, law or Law.OTHER)}, by=by, at=at)
        if chosen.agreed.accepted_on is not None:
            standing.accept(tx, customer_id, chosen.agreed.accepted_on)
        if chosen.agreed.regime is not None:
            standing.choose_regime(tx, customer_id, chosen.agreed.regime)


def carry_settings(
    tx: Tx,
    old: Organisation,
    settings: OrgSettings,
    rates: Sequence[EnteredRate],
    *,
    at: datetime,
) -> None:
    """The law of the terms, rates that people entered, and the booking where its account exists."""
    if old.law is not None:
        organisations.choose_law(tx, old.law)
    for rate in rates:
        charge_facts.enter_rate(tx, rate, at=at)
    if any(account.code == settings.charges_account for account in reference.chart(tx)):
        organisations.change_settings(
            tx, charges_account=settings.charges_account, charges_tax=settings.charges_tax
        )
