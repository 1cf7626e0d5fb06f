"""The page of one policy: what is in force, whom it covers, its versions and what each changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from plugin.credit.policy import Mode
from plugin.credit.segment_held import Segment
from plugin.letters.segment_words import segment_name
from plugin.queries.policy import in_words, mode_name
from plugin.queries.policy_changes import changes
from plugin.store import Tx, policies
from plugin.store.policies import PolicyVersion, StoredPolicy

#: versions that the page shows, the newest
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Version:
    """One version: what it changed of the one before, and how it differs from the one in force."""

    version: int
    mode: str
    active: bool
    by: str
    at: datetime
    changes: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPage:
    """A policy in force; version 0 stands for the house's own before anybody chose."""

    name: str
    is_default: bool
    #: whether any other policy is in force, and the segments that this one covers
    has_others: bool
    covers: tuple[str, ...]
    version: int
    mode: str
    document: Mapping[str, Any]
    words: tuple[str, ...]
    versions: tuple[Version, ...]


def policy_page(tx: Tx, name: str | None = None) -> PolicyPage | None:
    """The page of a policy in force, of the default without a name; None where there is none."""
    default = policies.active_policy(tx)
    stored = default if name in (None, default.name) else policies.stored_policy(tx, name or "")
    if stored is None:
        return None
    found = policies.in_force(tx)
    return PolicyPage(
        name=stored.name,
        is_default=stored.name == default.name,
        has_others=len(found.policies.policies) > 1,
        covers=tuple(
            segment_name(Segment(segment))
            for segment, named in found.policies.segments
            if named == stored.name
        ),
        version=stored.version,
        mode=stored.mode,
        document=stored.document,
        words=in_words(found.named(stored.name), Mode(stored.mode)),
        versions=_versions(tx, stored),
    )


def _versions(tx: Tx, in_force: StoredPolicy) -> tuple[Version, ...]:
    """The newest versions, each beside the one before it."""
    lines = [*policies.policy_history(tx, in_force.name)[: _SHOWN + 1], None]
    return tuple(
        _version(tx, line, before, in_force)
        for line, before in pairwise(lines[: _SHOWN + 1])
        if line is not None
    )


def _version(
    tx: Tx, line: PolicyVersion, before: PolicyVersion | None, in_force: StoredPolicy
) -> Version:
    its = policies.policy_version(tx, line.name, line.version)
    earlier = policies.policy_version(tx, before.name, before.version) if before else None
    return Version(
        version=line.version,
        mode=mode_name(line.mode),
        active=line.active,
        by=line.by,
        at=line.at,
        changes=changes(earlier.policy, its.policy) if its and earlier else (),
        against=changes(in_force.policy, its.policy) if its and not line.active else (),
    )
