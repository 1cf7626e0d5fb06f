"""Where a message says that the policy stands: its public address, where the owner has one.

A policy that is not everybody's has a key of its own there, which does not tell its name. The
version is the one that the message is written under.
"""

from __future__ import annotations

from plugin.credit.policy import CreditPolicy
from plugin.operations.doors import Doors
from plugin.operations.ground import Ground
from plugin.store import Tx, policy_pages

#: where an organisation's policy stands, below GOODTERMS_URL; what follows is its name there
POLICY_PATH = "/policy/"


def policy_link(tx: Tx, doors: Doors, on: Ground, policy: CreditPolicy) -> str:
    """The address of this policy in the version in force; empty where anybody may not read it."""
    found = policy_pages.address(tx)
    if not found.is_public:
        return ""
    key = "" if policy.name == on.house.name else f"/{policy_pages.key_of(tx, policy.name)}"
    version = on.policies.version_of(policy)
    asked = f"?v={version}" if version else ""
    return f"{doors.url.rstrip('/')}{POLICY_PATH}{found.slug}{key}{asked}"
