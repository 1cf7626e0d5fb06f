"""Papers: what only paper shows of a customer, and a statement of account as of today.

It puts facts together for `letters`; it sends, posts and keeps nothing.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from plugin.calendars import country_code
from plugin.credit.account import Account
from plugin.letters.paper import Envelope
from plugin.letters.postal import postal_lines
from plugin.letters.statement import StatementFacts
from plugin.letters.statement_facts import Happening, Signer, statement_facts
from plugin.operations.doors import Doors
from plugin.operations.ground import Ground, ground
from plugin.store import Tx, accounts, contacts
from plugin.store.contacts import Contact
from plugin.store.organisations import Organisation, OrgSettings
from plugin.store.reading import statement as read


def envelope_of(organisation: Organisation, settings: OrgSettings, contact: Contact) -> Envelope:
    """Both addresses, the customer's in the order of their own country, and their number."""
    code = country_code(contact.address.country) or country_code(contact.country)
    home = country_code(organisation.country)
    return Envelope(
        address=postal_lines(contact.address, code=code, home=home),
        letterhead=settings.letterhead,
        references=(("Your account", contact.number),) if contact.number else (),
    )


def statement_today(
    doors: Doors,
    *,
    org_id: UUID,
    customer_id: str,
    currency: str,
    since: date | None = None,
) -> StatementFacts | None:
    """The account in one currency as of today; with `since` all that happened from that day on.

    None where there is no such customer.
    """
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        loaded = accounts.load_accounts(
            tx, on=on.today, customer_ids=[customer_id], calendar_of=on.calendar_of, limit=1
        )
        contact = contacts.contact(tx, customer_id)
        if not loaded or contact is None:
            return None
        return statement_of(tx, on, loaded[0], contact, currency=currency, since=since)


def statement_of(
    tx: Tx,
    on: Ground,
    account: Account,
    contact: Contact,
    *,
    currency: str,
    since: date | None,
    own_sentence: str = "",
) -> StatementFacts:
    """The facts of a customer's statement as of today, read in this transaction."""
    settings = on.settings
    return statement_facts(
        account,
        on.policy_of(account.customer),
        Signer(
            organisation=on.organisation.name,
            name=settings.sender_name,
            title=settings.sender_title,
            phone=settings.phone,
            reply_to=settings.reply_to,
            how_to_pay=settings.how_to_pay,
            language=settings.language,
        ),
        on=on.today,
        currency=currency,
        since=since,
        happened=_happened(tx, account.customer.id, currency, on.today) if since else (),
        recipient=contact.first_name,
        own_sentence=own_sentence,
        envelope=envelope_of(on.organisation, settings, contact),
    )


def _happened(tx: Tx, customer_id: str, currency: str, on: date) -> tuple[Happening, ...]:
    return tuple(
        Happening(row.on_day, row.what, row.number, row.reference, row.change)
        for row in read.activity(tx, customer_id, currency=currency, on=on)
    )
