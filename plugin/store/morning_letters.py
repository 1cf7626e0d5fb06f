"""Who gets the morning letter, how often and where. A day is claimed before its mail goes, so that
it goes once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from plugin.store._tx import Tx
from plugin.store.people import Role


class Rhythm(StrEnum):
    """How often a person wants the morning letter."""

    DAILY = "daily"
    #: on the first working day of a week
    WEEKLY = "weekly"
    OFF = "off"


#: what holds for a role as long as a person has said nothing else
BY_ROLE = MappingProxyType(
    {
        Role.OWNER: Rhythm.DAILY,
        Role.CONTROLLER: Rhythm.DAILY,
        Role.ACCOUNTANT: Rhythm.DAILY,
        Role.SALES: Rhythm.DAILY,
        Role.READER: Rhythm.OFF,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MorningWish:
    """What a person said about their letter, and how far it has come; nothing said is all None."""

    user_id: UUID
    rhythm: Rhythm | None = None
    #: where it goes in place of the address that they sign in with; empty = there
    address: str = ""
    skip_on: date | None = None
    sent_for: date | None = None
    sent_at: datetime | None = None

    def rhythm_as(self, role: Role) -> Rhythm:
        """How often, with the role's own where nothing was said."""
        return self.rhythm or BY_ROLE[role]


def wishes(tx: Tx) -> dict[UUID, MorningWish]:
    """What is known of each person who said something or got a letter."""
    rows = tx.sql(
        "select user_id, rhythm, address, skip_on, sent_for, sent_at from morning_letters"
        " where org_id = :org"
    )
    return {
        row.user_id: MorningWish(
            user_id=row.user_id,
            rhythm=Rhythm(row.rhythm) if row.rhythm else None,
            address=tx.seal.open(row.address) if row.address is not None else "",
            skip_on=row.skip_on,
            sent_for=row.sent_for,
            sent_at=row.sent_at,
        )
        for row in rows
    }


def wish_of(tx: Tx, user_id: UUID) -> MorningWish:
    """The same of one person."""
    return wishes(tx).get(user_id) or MorningWish(user_id=user_id)


def say_rhythm(tx: Tx, user_id: UUID, rhythm: Rhythm) -> None:
    """From now on this often; a day that was to be left out is no longer."""
    tx.sql(
        "insert into morning_letters (org_id, user_id, rhythm) values (:org, :user, :rhythm)"
        " on conflict (org_id, user_id) do update set rhythm = excluded.rhythm, skip_on = null",
        user=user_id,
        rhythm=rhythm.value,
    )


def say_address(tx: Tx, user_id: UUID, address: str) -> None:
    """From now on to this address; an empty one is that with which they sign in."""
    tx.sql(
        "insert into morning_letters (org_id, user_id, address) values (:org, :user, :address)"
        " on conflict (org_id, user_id) do update set address = excluded.address",
        user=user_id,
        address=tx.seal.close(address) if address else None,
    )


def leave_out(tx: Tx, user_id: UUID, day: date) -> None:
    """No letter on this day."""
    tx.sql(
        "insert into morning_letters (org_id, user_id, skip_on) values (:org, :user, :day)"
        " on conflict (org_id, user_id) do update set skip_on = excluded.skip_on",
        user=user_id,
        day=day,
    )


def claim(tx: Tx, user_id: UUID, day: date, *, at: datetime) -> bool:
    """Take a person's letter of a day in hand; False where it, or a later one, was before."""
    return (
        tx.sql(
            "insert into morning_letters (org_id, user_id, sent_for, sent_at)"
            " values (:org, :user, :day, :at) on conflict (org_id, user_id) do update"
            " set sent_for = excluded.sent_for, sent_at = excluded.sent_at"
            " where morning_letters.sent_for is null or morning_letters.sent_for < :day",
            user=user_id,
            day=day,
            at=at,
        ).rowcount
        == 1
    )


def forget_gone(tx: Tx) -> int:
    """Delete what is kept of people who are in the team no more; of how many.

    Whoever only lost sight of the books with their own consent may come back, and keeps it.
    """
    return tx.sql(
        "delete from morning_letters l where l.org_id = :org"
        " and not exists (select from members m where m.org_id = :org and m.user_id = l.user_id)"
        " and not exists (select from former_members f where f.org_id = :org"
        "  and f.user_id = l.user_id)"
    ).rowcount


def unclaim(tx: Tx, before: MorningWish, day: date) -> None:
    """It did not go, for certain: it may be tried again, and tells from where it would have."""
    tx.sql(
        "update morning_letters set sent_for = :sent_for, sent_at = :sent_at"
        " where org_id = :org and user_id = :user and sent_for = :day",
        user=before.user_id,
        sent_for=before.sent_for,
        sent_at=before.sent_at,
        day=day,
    )
