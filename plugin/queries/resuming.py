"""The ladders on which a person may let customers go on. It decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from plugin.credit.policy import CreditPolicy
from plugin.letters.segment_words import rung_name
from plugin.store import Tx, policies


def ladders_of(
    tx: Tx, customer_ids: Iterable[str]
) -> Mapping[str, tuple[str, tuple[tuple[int, str], ...]]]:
    """By customer: the policy that covers them, and each later level's number and name.

    The first level is left out, since *from the first* is an answer of its own.
    """
    ids = list(customer_ids)
    if not ids:
        return {}
    held, found = policies.policy_held(tx, ids), policies.in_force(tx)
    return {each: _ladder(found.named(held.get(each))) for each in ids}


def _ladder(policy: CreditPolicy) -> tuple[str, tuple[tuple[int, str], ...]]:
    return policy.name, tuple((level.number, rung_name(level)) for level in policy.ladder[1:])
