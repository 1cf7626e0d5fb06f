"""Policy and settings: changed by a person, versioned, and in force at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from plugin.credit.policy import Mode, as_document, policy_from_document
from plugin.jobs import What
from plugin.operations.assess import ground
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible, decided, organisation_of
from plugin.operations.sender import domain_verdict
from plugin.ports import DomainVerdict
from plugin.store import Tx, organisations, policies, reference, timeline


def change_policy(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    document: Mapping[str, Any],
    mode: Mode,
    in_force: bool = True,
) -> int:
    """Save a new version of the policy that the document names; returns its number.

    It is in force at once, or only kept for later. Raises plugin.credit.policy.PolicyComplaints,
    which lists every fault with its path.
    """
    policy = policy_from_document({**document, "mode": mode.value})
    after = (What.ASSESS, What.SEND, What.WRITE_BACK) if in_force else ()
    with decided(doors, org_id, *after) as tx:
        on = ground(tx, now=doors.clock.now())
        stored = policies.save_policy(
            tx,
            name=policy.name,
            document=as_document(policy),
            mode=mode.value,
            by=by,
            at=on.now,
            active=in_force,
        )
        what = f"Policy {policy.name}, version {stored.version}"
        how = mode.value.replace("_", " ")
        words = f"{what} in force: {how}" if in_force else f"{what} kept for later: {how}"
        mark = f"{policy.name}, version {stored.version}" if in_force else ""
        record(tx, on, by, None, "policy", words, mark=mark)
    return stored.version


def change_settings(doors: Doors, *, org_id: UUID, by: str, **fields: Any) -> None:
    """Change settings by name; `bad_debt_account_ids` names the accounts of write-offs (rule 5)."""
    bad_debts = fields.pop("bad_debt_account_ids", None)
    with decided(doors, org_id, What.ASSESS, What.WRITE_BACK) as tx:
        on = ground(tx, now=doors.clock.now())
        if bad_debts is not None:
            reference.name_bad_debt_accounts(tx, bad_debts)
        if changes_how_to_pay(tx, fields.get("how_to_pay")):
            fields |= how_to_pay_changed(tx, fields["how_to_pay"], by=by, now=on.now)
        try:
            organisations.change_settings(tx, **fields)
        except TypeError as problem:
            raise NotPossible(f"Nothing was changed: {problem}") from problem
        chosen = [name for name in fields if not name.startswith("how_to_pay_changed")]
        named = ", ".join(sorted([*chosen, *(["bad debts"] if bad_debts is not None else [])]))
        record(tx, on, by, None, "settings", f"Settings changed: {named.replace('_', ' ')}")


def changes_how_to_pay(tx: Tx, how_to_pay: Sequence[str] | None) -> bool:
    """Whether these lines send money elsewhere than the letters said until now (rule 26)."""
    before = organisations.settings(tx).how_to_pay
    return bool(before) and how_to_pay is not None and tuple(how_to_pay) != before


def how_to_pay_changed(
    tx: Tx, how_to_pay: Sequence[str], *, by: str, now: datetime
) -> dict[str, Any]:
    """Put the change on record, the lines themselves sealed; the settings that tell all users."""
    timeline.record(
        tx,
        timeline.Event(
            at=now,
            kind="how_to_pay",
            by=by,
            summary="How to pay was changed",
            said="\n".join(how_to_pay),
        ),
    )
    return {"how_to_pay_changed_at": now, "how_to_pay_changed_by": by}


def check_sender_domain(doors: Doors, *, org_id: UUID) -> DomainVerdict:
    """What the domain of the reply address carries now (rule 26).

    Raises NotPossible where there is no reply address or the look-up failed.
    """
    with doors.store.tenant(org_id) as tx:
        organisation_of(tx, org_id)
        settings = organisations.settings(tx)
    domain = settings.reply_to.rpartition("@")[2].lower()
    verdict = domain_verdict(doors, domain)
    if verdict is None:
        raise NotPossible(
            f"The records of {domain} could not be looked up; please try again later."
            if domain
            else "There is no reply address yet, so there is no domain to look at."
        )
    return verdict
