"""Families: linked customers with one shared limit, looked at as one (rule 10). It sets nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from plugin.credit.account import Account


def joined(accounts: Sequence[Account]) -> Account:
    """The accounts of one family as if they were one customer's: what any of them owes and paid.

    The customer is the first member's, with the family's limit; nobody stands beside it any more,
    so nothing is counted twice.
    """
    first = accounts[0]
    return replace(
        first,
        invoices=tuple(chain.from_iterable(each.invoices for each in accounts)),
        credits=tuple(chain.from_iterable(each.credits for each in accounts)),
        payments=tuple(chain.from_iterable(each.payments for each in accounts)),
        promises=tuple(chain.from_iterable(each.promises for each in accounts)),
        disputes=tuple(chain.from_iterable(each.disputes for each in accounts)),
        plans=(),
        quotes=tuple(chain.from_iterable(each.quotes for each in accounts)),
        repeating=tuple(chain.from_iterable(each.repeating for each in accounts)),
        family=(),
    )
