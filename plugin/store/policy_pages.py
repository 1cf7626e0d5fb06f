"""Where anybody may read an organisation's policy: its public name, and whether it is switched on.

What stands there is for others; a name says nothing of who is a customer.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from plugin.store._tx import HouseTx, Tx
from plugin.store.schema.organisations import organisations as table

_PURPOSE = "policy page"


@dataclass(frozen=True, slots=True)
class PolicyAddress:
    """The last part of the address, empty until one was chosen, and whether anybody may open it."""

    slug: str = ""
    is_public: bool = False


def address(tx: Tx) -> PolicyAddress:
    """The address of the transaction's organisation."""
    row = tx.run(
        select(table.c.policy_slug, table.c.policy_public).where(table.c.id == tx.org_id)
    ).one()
    return PolicyAddress(row.policy_slug or "", row.policy_public)


def choose(tx: Tx, chosen: PolicyAddress) -> bool:
    """Set the address; False where another organisation has that name. Both may be changed."""
    # two who choose one name at once wait for each other
    tx.sql(
        "select pg_advisory_xact_lock(hashtextextended('policy page:' || :slug, 0))",
        slug=chosen.slug,
    )
    taken = tx.run(
        select(table.c.id).where(table.c.policy_slug == chosen.slug, table.c.id != tx.org_id)
    ).first()
    if chosen.slug and taken is not None:
        return False
    tx.run(
        update(table)
        .where(table.c.id == tx.org_id)
        .values(policy_slug=chosen.slug or None, policy_public=chosen.is_public)
    )
    return True


def take_over(tx: Tx, old_id: UUID) -> None:
    """Let the name of an organisation that is gone be that of the transaction's own, if it had one.

    Links in messages that went out then lead to the policy in force here.
    """
    had = tx.run(
        select(table.c.policy_slug, table.c.policy_public).where(table.c.id == old_id)
    ).one()
    if had.policy_slug is None:
        return
    tx.run(update(table).where(table.c.id == old_id).values(policy_slug=None, policy_public=False))
    choose(tx, PolicyAddress(had.policy_slug, had.policy_public))


def organisation_at(house: HouseTx, slug: str) -> UUID | None:
    """Whose policy stands under this name for anybody to read; None where nobody's does."""
    return house.run(
        select(table.c.id).where(table.c.policy_slug == slug, table.c.policy_public)
    ).scalar_one_or_none()


def went_under(tx: Tx, policy: str, version: int) -> bool:
    """Whether a message reached a customer under this version of a policy."""
    return bool(
        tx.sql(
            "select exists (select from messages where org_id = :org and policy = :policy"
            " and policy_version = :version and state in ('done', 'unconfirmed'))",
            policy=policy,
            version=version,
        ).scalar_one()
    )


def key_of(tx: Tx, name: str) -> str:
    """What stands for a policy in a public address, so that its name does not."""
    signed = tx.seal.sign(_PURPOSE, _signed(tx, name))
    return base64.urlsafe_b64encode(signed).decode().rstrip("=")


def named_by(tx: Tx, key: str, names: Iterable[str]) -> str | None:
    """Which of these policies a key stands for; None where it is none of them."""
    try:
        signature = base64.urlsafe_b64decode(f"{key}==")
    except ValueError:
        return None
    return next(
        (name for name in names if tx.seal.has_signed(_PURPOSE, _signed(tx, name), signature)),
        None,
    )


def _signed(tx: Tx, name: str) -> bytes:
    return f"{tx.org_id}:{name}".encode()
