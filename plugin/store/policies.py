"""The versions of an organisation's credit policies, which are in force, and whom each covers.

Each policy counts its versions by itself; a version never changes once it is written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from plugin.credit.account import Customer
from plugin.credit.policy import (
    DEFAULT_POLICY,
    CreditPolicy,
    Mode,
    PolicySet,
    as_document,
    policy_from_document,
)
from plugin.credit.policy_house import with_the_house
from plugin.store._tx import Tx

#: the key of the cover for everybody whose segment is not named, and for the whole organisation
EVERYBODY_ELSE = ""


@dataclass(frozen=True, slots=True)
class StoredPolicy:
    """One version; `document` is what plugin.credit.policy reads, `mode` how freely it acts."""

    version: int
    name: str
    document: Mapping[str, Any]
    mode: str

    @property
    def policy(self) -> CreditPolicy:
        """The version as a policy, under its own name and mode."""
        read = policy_from_document(self.document)
        return replace(read, name=self.name, mode=Mode(self.mode))


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersion:
    """One line of a policy's history."""

    version: int
    name: str
    mode: str
    active: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PoliciesInForce:
    """The policies of an organisation with the version of each, and who is under which."""

    policies: PolicySet
    versions: Mapping[str, int]

    @property
    def default(self) -> CreditPolicy:
        """Everybody's whose segment is not named; what holds for the organisation is read here."""
        name = self.policies.default
        return (self.policies.named(name) if name is not None else None) or DEFAULT_POLICY

    def of(self, customer: Customer) -> CreditPolicy:
        """The customer's policy (rule 16): their own, their segment's, the default.

        A name that is not in force (carried over from other books, say) chooses nothing.
        """
        return self.policies.of(customer) or self.default

    def named(self, name: str | None) -> CreditPolicy:
        """The policy of this name as it is in force, else the default."""
        return (self.policies.named(name) if name is not None else None) or self.default

    def version_of(self, policy: CreditPolicy) -> int:
        """The version of a policy that is in force; 0 is the house's own, never yet saved."""
        return self.versions.get(policy.name, 0)


def lock(tx: Tx) -> None:
    """Let nobody else change a policy of the organisation, or the cover, before this is done."""
    tx.sql("select pg_advisory_xact_lock(hashtextextended(cast(:org as text) || ' policies', 0))")


def in_force(tx: Tx) -> PoliciesInForce:
    """Every policy in force and the cover; before the first was saved, the house's own."""
    rows = tx.sql(
        "select version, name, document, mode from policies where org_id = :org and active"
        " order by name"
    ).mappings()
    found = tuple(StoredPolicy(**row) for row in rows)
    by_name = {each.name: each.policy for each in found}
    by_segment = cover(tx)
    default = by_segment.pop(EVERYBODY_ELSE, DEFAULT_POLICY.name)
    if default not in by_name:
        default = DEFAULT_POLICY.name
        by_name.setdefault(default, DEFAULT_POLICY)
    named = tuple((segment, name) for segment, name in by_segment.items() if name in by_name)
    house = by_name[default]
    every = tuple(with_the_house(each, house) for each in by_name.values())
    policies = PolicySet(every, default, named)
    return PoliciesInForce(policies, {each.name: each.version for each in found})


def cover(tx: Tx) -> dict[str, str]:
    """Which policy covers each segment that is named; `EVERYBODY_ELSE` where it was chosen."""
    rows = tx.sql("select segment, policy from policy_cover where org_id = :org order by segment")
    return {row.segment: row.policy for row in rows}


def set_cover(tx: Tx, chosen: Mapping[str, str], *, by: str, at: datetime) -> None:
    """Make the cover exactly this; every customer is reviewed anew."""
    lock(tx)
    tx.sql("delete from policy_cover where org_id = :org")
    tx.sql(
        'insert into policy_cover (org_id, segment, policy, "by", at)'
        " select cast(:org as uuid), s, p, cast(:by as text), cast(:at as timestamptz)"
        " from unnest(cast(:segments as text[]), cast(:policies as text[])) as u(s, p)",
        segments=list(chosen),
        policies=list(chosen.values()),
        by=by,
        at=at,
    )
    _review_all(tx)


def active_policy(tx: Tx) -> StoredPolicy:
    """The default policy's version in force; before one was saved, the house's own as 0."""
    name = cover(tx).get(EVERYBODY_ELSE, DEFAULT_POLICY.name)
    house = StoredPolicy(0, name, as_document(DEFAULT_POLICY), DEFAULT_POLICY.mode.value)
    return stored_policy(tx, name) or house


def stored_policy(tx: Tx, name: str) -> StoredPolicy | None:
    """The saved version in force of a policy; None where none is."""
    row = (
        tx.sql(
            "select version, name, document, mode from policies"
            " where org_id = :org and name = :name and active",
            name=name,
        )
        .mappings()
        .one_or_none()
    )
    return None if row is None else StoredPolicy(**row)


def policy_version(tx: Tx, name: str, version: int) -> StoredPolicy | None:
    """A version of a policy, as it stood; None where there is none of that number."""
    row = (
        tx.sql(
            "select version, name, document, mode from policies"
            " where org_id = :org and name = :name and version = :version",
            name=name,
            version=version,
        )
        .mappings()
        .one_or_none()
    )
    return None if row is None else StoredPolicy(**row)


def save_policy(
    tx: Tx,
    *,
    name: str,
    document: Mapping[str, Any],
    mode: str,
    by: str,
    at: datetime,
    active: bool = True,
) -> StoredPolicy:
    """Save a new version and, unless it is only kept, put it in force and review whom it covers."""
    lock(tx)
    if active:
        _end(tx, name)
    version: int = tx.sql(
        "insert into policies (org_id, version, name, document, mode, active, by, at)"
        " select cast(:org as uuid), coalesce(max(version), 0) + 1, cast(:name as text),"
        " cast(:document as jsonb), cast(:mode as text), cast(:active as boolean),"
        " cast(:by as text), cast(:at as timestamptz)"
        " from policies where org_id = :org and name = :name returning version",
        name=name,
        document=json.dumps({**document, "name": name}),
        mode=mode,
        active=active,
        by=by,
        at=at,
    ).scalar_one()
    if active:
        _review_covered(tx, name)
    return StoredPolicy(version, name, document, mode)


def put_in_force(tx: Tx, name: str, version: int) -> bool:
    """Let an earlier or kept version of a policy be the one in force; False where it is already."""
    lock(tx)
    found = tx.sql(
        "select active from policies where org_id = :org and name = :name and version = :version",
        name=name,
        version=version,
    ).scalar_one_or_none()
    if found is not False:
        return False
    _end(tx, name)
    tx.sql(
        "update policies set active = true"
        " where org_id = :org and name = :name and version = :version",
        name=name,
        version=version,
    )
    _review_covered(tx, name)
    return True


def retire(tx: Tx, name: str) -> None:
    """No version of this policy is in force any more; they stay in its history."""
    _end(tx, name)


def policy_history(tx: Tx, name: str | None = None) -> tuple[PolicyVersion, ...]:
    """Every version of one policy or of all, newest first."""
    rows = tx.sql(
        "select version, name, mode, active, by, at from policies where org_id = :org"
        " and (cast(:name as text) is null or name = :name) order by at desc, version desc",
        name=name,
    ).mappings()
    return tuple(PolicyVersion(**row) for row in rows)


def customers_naming(tx: Tx, name: str) -> int:
    """How many customers a person put under this policy by name."""
    found: int = tx.sql(
        "select count(*) from terms where org_id = :org and policy = :name", name=name
    ).scalar_one()
    return found


def policy_held(tx: Tx, customer_ids: Sequence[str]) -> dict[str, str]:
    """The name of the policy under which each customer was last reviewed."""
    rows = tx.sql(
        "select customer_id, policy from assessments where org_id = :org"
        " and customer_id = any(:ids) and policy is not null",
        ids=list(customer_ids),
    )
    return {row.customer_id: row.policy for row in rows}


def _end(tx: Tx, name: str) -> None:
    tx.sql(
        "update policies set active = false where org_id = :org and name = :name and active",
        name=name,
    )


def _review_covered(tx: Tx, name: str) -> None:
    """Whoever is under this policy is reviewed anew; under the default's, everybody is."""
    everybody = name == cover(tx).get(EVERYBODY_ELSE, DEFAULT_POLICY.name)
    tx.sql(
        "update assessments set changed_seq = changed_seq + 1 where org_id = :org"
        " and (:everybody or policy is null or policy = :name)",
        everybody=everybody,
        name=name,
    )


def _review_all(tx: Tx) -> None:
    tx.sql("update assessments set changed_seq = changed_seq + 1 where org_id = :org")
