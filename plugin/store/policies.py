"""The versions of an organisation's credit policy; one is in force. It does not read documents."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plugin.credit.policy import DEFAULT_POLICY, as_document
from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True)
class StoredPolicy:
    """One version; `document` is what plugin.credit.policy reads, `mode` how freely it acts."""

    version: int
    name: str
    document: Mapping[str, Any]
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersion:
    """One line of a policy's history."""

    version: int
    name: str
    mode: str
    active: bool
    by: str
    at: datetime


def active_policy(tx: Tx) -> StoredPolicy:
    """The version in force; before the first was saved, the house's own as version 0."""
    row = (
        tx.sql("select version, name, document, mode from policies where org_id = :org and active")
        .mappings()
        .one_or_none()
    )
    if row is not None:
        return StoredPolicy(**row)
    house = DEFAULT_POLICY
    return StoredPolicy(0, house.name, as_document(house), house.mode.value)


def policy_version(tx: Tx, version: int) -> StoredPolicy | None:
    """An earlier version, as it stood; None where there is none of that number."""
    row = (
        tx.sql(
            "select version, name, document, mode from policies"
            " where org_id = :org and version = :version",
            version=version,
        )
        .mappings()
        .one_or_none()
    )
    return None if row is None else StoredPolicy(**row)


def save_policy(
    tx: Tx, *, name: str, document: Mapping[str, Any], mode: str, by: str, at: datetime
) -> StoredPolicy:
    """Save a new version and put it in force; every customer is reviewed anew."""
    tx.sql("select pg_advisory_xact_lock(hashtextextended(cast(:org as text) || ' policies', 0))")
    tx.sql("update policies set active = false where org_id = :org and active")
    version: int = tx.sql(
        "insert into policies (org_id, version, name, document, mode, active, by, at)"
        " select cast(:org as uuid), coalesce(max(version), 0) + 1, cast(:name as text),"
        " cast(:document as jsonb), cast(:mode as text), true, cast(:by as text),"
        " cast(:at as timestamptz) from policies where org_id = :org returning version",
        name=name,
        document=json.dumps(document),
        mode=mode,
        by=by,
        at=at,
    ).scalar_one()
    tx.sql("update assessments set changed_seq = changed_seq + 1 where org_id = :org")
    return StoredPolicy(version, name, document, mode)


def policy_history(tx: Tx) -> tuple[PolicyVersion, ...]:
    """Every version, newest first."""
    rows = tx.sql(
        "select version, name, mode, active, by, at from policies where org_id = :org"
        " order by version desc"
    ).mappings()
    return tuple(PolicyVersion(**row) for row in rows)
