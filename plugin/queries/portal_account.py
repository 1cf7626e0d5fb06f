"""One customer's account for their own pages: read whole, with the policy that covers it.

It reads the one customer that it is asked for and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from plugin.calendars import calendar_for
from plugin.credit.account import Account
from plugin.credit.policy import CreditPolicy
from plugin.letters.statement import StatementFacts
from plugin.letters.statement_facts import Signer, statement_facts
from plugin.store import Tx, accounts, organisations, policies
from plugin.store.organisations import Organisation
from plugin.store.reading import setting_up


@dataclass(frozen=True, slots=True)
class Theirs:
    """A customer's account on the organisation's civil day, under the policy that covers it."""

    account: Account
    policy: CreditPolicy


def theirs(tx: Tx, customer_id: str, *, on: date) -> Theirs | None:
    """The account of one customer; None where none is known."""
    years = (on.year - 1, on.year, on.year + 1)
    loaded = accounts.load_accounts(
        tx,
        on=on,
        customer_ids=[customer_id],
        calendar_of=lambda country: calendar_for(country, years),
        limit=1,
    )
    if not loaded:
        return None
    held = policies.policy_held(tx, [customer_id]).get(customer_id)
    return Theirs(loaded[0], policies.in_force(tx).named(held))


def stated_in(
    tx: Tx, organisation: Organisation, it: Theirs, *, on: date, currency: str
) -> StatementFacts:
    """What a statement of today says in one currency: the portal tells neither more nor less.

    What was never sent is not told (rule 3), a residue is not called late (rule 4), and what lies
    with somebody else is named apart (rule 20).
    """
    chosen = organisations.settings(tx)
    signer = Signer(
        organisation=organisation.name,
        name=chosen.sender_name,
        title=chosen.sender_title,
        phone=chosen.phone,
        reply_to=chosen.reply_to,
        how_to_pay=chosen.how_to_pay,
        language=chosen.language,
    )
    return statement_facts(it.account, it.policy, signer, on=on, currency=currency)


def as_of(tx: Tx, *, now: datetime) -> datetime | None:
    """When the books were last read, as the console says it; None before the first reading."""
    finished = [each.finished_at for each in setting_up.sync_progress(tx) if each.finished_at]
    return min(max(finished), now) if finished else None
