"""The account of one customer as it stands now, for a person's decision under its lock."""

from __future__ import annotations

from plugin.credit.account import Account
from plugin.operations.doors import NotPossible
from plugin.operations.ground import Ground
from plugin.store import Tx, accounts


def account_now(tx: Tx, on: Ground, customer_id: str) -> Account:
    """Everything known of a customer today. Raises NotPossible where there is no account."""
    loaded = accounts.load_accounts(
        tx, on=on.today, customer_ids=[customer_id], calendar_of=on.calendar_of, limit=1
    )
    if not loaded:
        raise NotPossible("This customer has no account here any more. Nothing was changed.")
    return loaded[0]
