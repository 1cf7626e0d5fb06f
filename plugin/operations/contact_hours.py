"""When the outside world may be written to: contact hours, and how much one address hears a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from plugin.credit.account import Account
from plugin.credit.working_days import add_working_days, next_contact_moment
from plugin.operations.ground import Ground, morning
from plugin.store import Tx, messages
from plugin.store.contacts import Contact
from plugin.zones import zone_for


def waits_until(
    tx: Tx, on: Ground, account: Account, contact: Contact, addresses: Sequence[str]
) -> datetime | None:
    """Until when a message to these addresses waits (an instant in UTC); None where it may go now.

    Contact hours are the customer's own (rule 24); two a day to one address, whoever the customers
    are (rule 23).
    """
    zone = zone_for(contact.country, on.organisation.timezone)
    hours = on.policy_of(account.customer).contact
    moment = next_contact_moment(on.now, account.calendar, zone, hours.opens, hours.closes)
    if moment > on.now:
        return moment
    a_day = on.house.contact.a_day_to_one_address
    if messages.sent_to(tx, addresses, on=on.today) >= a_day:
        return morning(on.organisation, add_working_days(on.today, 1, account.calendar))
    return None
