"""What customers may see: the credit passport by segment, and the address of the policy page.

Both are the owner's to switch. A passport's switch is a new version of the default policy, because
what was shown when is part of its history.
"""

from __future__ import annotations

import re
import secrets
from uuid import UUID

from plugin.credit.passport_switches import PassportSwitches
from plugin.credit.policy import as_document, policy_from_document
from plugin.credit.policy_parts import plain
from plugin.jobs import What
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import ground
from plugin.operations.policy_links import POLICY_PATH
from plugin.store import organisations, policies, policy_pages
from plugin.store.organisations import Organisation, OrgState
from plugin.store.policy_pages import PolicyAddress

_SLUG = re.compile(r"[a-z0-9]([a-z0-9-]{1,58}[a-z0-9])")
_LETTERS = "letters"


def switch(doors: Doors, *, org_id: UUID, by: str, name: str, on: bool) -> int:
    """Show a segment its passports, or let those who see one ask for letters ("letters").

    Returns the version of the policy that says so. Raises NotPossible for no such switch, and where
    it stands so already.
    """
    if name not in plain(PassportSwitches()):
        raise NotPossible("There is no such switch. Nothing was changed.")
    with decided(doors, org_id, What.ASSESS) as tx:
        here = ground(tx, now=doors.clock.now())
        policies.lock(tx)
        stored = policies.active_policy(tx)
        document = as_document(policy_from_document(stored.document))
        switches = {**plain(here.house.passport)}
        if switches[name] is on:
            raise NotPossible("It stands so already. Nothing was changed.")
        document["passport"] = {**switches, name: on}
        saved = policies.save_policy(
            tx, name=stored.name, document=document, mode=stored.mode, by=by, at=here.now
        )
        what = "Good-payer letters may be asked for" if name == _LETTERS else _shown(name)
        words = f"{what}: {'yes' if on else 'no'}; policy {saved.name}, version {saved.version}"
        record(tx, here, by, None, "policy", words)
    return saved.version


def _shown(segment: str) -> str:
    return f"Customers of segment {segment} see their credit passport"


def publish(doors: Doors, *, org_id: UUID, by: str, is_public: bool, slug: str) -> PolicyAddress:
    """Let anybody read the policy at an address of its own, or nobody any more.

    `slug` is the name in the address; empty keeps the one there was, or makes one that nobody can
    guess. Raises NotPossible for a name that cannot stand in an address or is somebody else's.
    """
    wanted = slug.strip().lower()
    if wanted and _SLUG.fullmatch(wanted) is None:
        raise NotPossible(
            "Nothing was changed: a name in an address has three to sixty letters, digits and "
            "hyphens, and no hyphen at either end."
        )
    with decided(doors, org_id) as tx:
        here = ground(tx, now=doors.clock.now())
        before = policy_pages.address(tx)
        named = wanted or before.slug or unguessable()
        chosen = PolicyAddress(named, is_public)
        if not policy_pages.choose(tx, chosen):
            raise NotPossible(
                "Nothing was changed: that name is taken. Choose another, or leave it empty for "
                "one that nobody can guess."
            )
        words = f"The policy can be read at {POLICY_PATH}{named} by anybody"
        if not is_public:
            words = "The policy can be read by customers only, in their accounts"
        record(tx, here, by, None, "settings", words)
    return chosen


def policy_at(doors: Doors, slug: str) -> Organisation | None:
    """Whose policy stands under this name for anybody; None for nobody's.

    Nor where the organisation has left: then its policy binds nobody any more.
    """
    with doors.store.house() as house:
        org_id = policy_pages.organisation_at(house, slug.lower())
        found = organisations.read(house, org_id) if org_id is not None else None
    return None if found is None or found.state is OrgState.DISCONNECTED else found


def unguessable() -> str:
    """A name that nobody can guess, of letters and digits that are told apart on paper."""
    return "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(16))
