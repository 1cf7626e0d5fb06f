"""What interest and fees rest on: reference rates that a person enters, and how an invoice for
them is booked. What is claimed is `charges`' matter.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from plugin.credit.rates import Reference, half_year_of
from plugin.jobs import What
from plugin.letters.claims import percent, reference_name
from plugin.letters.wording import dated
from plugin.operations.assess import ground
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.ports import LedgerError, Urgency
from plugin.store import charge_facts, organisations, reference, tax_rates
from plugin.store.charge_facts import EnteredRate

#: above this no such rate was in living memory: it is a slip of the keyboard
_MOST_PER_CENT = Decimal(25)


def enter_rate(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    whose: Reference,
    since: date,
    per_cent: Decimal,
    source: str,
    read_on: date,
) -> None:
    """Keep the reference rate of the half-year that begins `since`, with its source and date.

    Raises NotPossible for a day that begins no half-year, a rate beyond belief, or no source.
    """
    if since != half_year_of(since):
        raise NotPossible("Nothing was kept: a half-year begins on 1 January or 1 July.")
    if not 0 <= per_cent <= _MOST_PER_CENT:
        raise NotPossible(f"Nothing was kept: {percent(per_cent)} is no rate of a central bank.")
    if not source.strip():
        raise NotPossible("Nothing was kept: say where you read it, so that others can look.")
    with decided(doors, org_id, What.ASSESS) as tx:
        on = ground(tx, now=doors.clock.now())
        if read_on > on.today:
            raise NotPossible("Nothing was kept: the day on which it was read has not come yet.")
        rate = EnteredRate(
            reference=whose,
            since=since,
            per_cent=per_cent,
            source=source.strip(),
            read_on=read_on,
            by=by,
        )
        charge_facts.enter_rate(tx, rate, at=on.now)
        words = (
            f"{reference_name(whose)} of the half-year from {dated(since)}: {percent(per_cent)}, "
            f"from {source.strip()}, read on {dated(read_on)}"
        )
        record(tx, on, by, None, "rate", words[:1].upper() + words[1:])


def read_tax_rates(doors: Doors, *, org_id: UUID) -> int:
    """Read the ledger's tax rates for sales, so that one can be chosen; says how many there are.

    Raises NotPossible where the ledger does not answer, in its words.
    """
    try:
        found = doors.ledger(org_id, urgency=Urgency.NOW).tax_rates()
    except LedgerError as problem:
        raise NotPossible(f"Xero did not give its tax rates: {problem}. Try again later.") from None
    with doors.store.tenant(org_id) as tx:
        return tax_rates.replace_all(tx, found)


def choose_booking(doors: Doors, *, org_id: UUID, by: str, account: str, tax: str) -> None:
    """Choose the account and tax rate of an invoice for interest or fees, by the ledger's codes."""
    with decided(doors, org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        codes = {each.code for each in reference.chart(tx) if each.code}
        types = {each.type for each in tax_rates.known(tx)}
        if account not in codes or tax not in types:
            raise NotPossible("Nothing was changed: choose an account and a tax rate of the list.")
        organisations.change_settings(tx, charges_account=account, charges_tax=tax)
        words = f"Invoices for interest and fees: account {account}, tax rate {tax}"
        record(tx, on, by, None, "settings", words)
