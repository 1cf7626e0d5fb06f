"""Policies: which there are, which version of each is in force, and whom each covers.

What a policy says is changed in `operations.policy`; here nothing of its content is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from plugin.credit.policy import Mode
from plugin.credit.segment_held import Segment
from plugin.jobs import What
from plugin.letters.segment_words import segment_name
from plugin.letters.wording import dated
from plugin.operations.assess import Ground, ground
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.store import Tx, policies, terms
from plugin.store.policies import EVERYBODY_ELSE

#: of a policy's name, which stands on pages, in addresses and beside every message
LONGEST_NAME = 40
_AFTER = (What.ASSESS, What.SEND, What.WRITE_BACK)


def create_policy(doors: Doors, *, org_id: UUID, by: str, name: str, copy_of: str) -> str:
    """Make a new policy as a copy of one in force; a draft that covers nobody. Returns its name."""
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > LONGEST_NAME or "/" in wanted:
        raise NotPossible(
            f"Nothing was made: a policy's name has 1 to {LONGEST_NAME} characters, no slash."
        )
    with decided(doors, org_id) as tx:
        policies.lock(tx)
        on = ground(tx, now=doors.clock.now())
        taken = {each.name.casefold() for each in policies.policy_history(tx)}
        if wanted.casefold() in taken | {on.house.name.casefold()}:
            raise NotPossible(f"Nothing was made: there is a policy “{wanted}” already.")
        found = policies.stored_policy(tx, copy_of)
        if copy_of == on.house.name:
            found = policies.active_policy(tx)
        if found is None:
            raise NotPossible("Nothing was made: the policy to copy is not in force.")
        policies.save_policy(
            tx, name=wanted, document=found.document, mode=Mode.DRAFT.value, by=by, at=on.now
        )
        record(tx, on, by, None, "policy", f"Policy {wanted} made as a copy of {copy_of}: draft")
    return wanted


def cover(
    doors: Doors, *, org_id: UUID, by: str, default: str, segments: Mapping[Segment, str]
) -> bool:
    """Say which policy covers which segment and which everybody else; False where it did already.

    A segment that is not named is with everybody else. Everybody is reviewed anew.
    """
    with decided(doors, org_id, *_AFTER) as tx:
        policies.lock(tx)
        on = ground(tx, now=doors.clock.now())
        chosen = {EVERYBODY_ELSE: default} | {
            segment.value: name for segment, name in segments.items() if name != default
        }
        for name in chosen.values():
            _must_be_in_force(tx, on, name)
        if chosen == {EVERYBODY_ELSE: on.house.name} | policies.cover(tx):
            return False
        _save_house(tx, on, by)
        policies.set_cover(tx, chosen, by=by, at=on.now)
        words = _cover_words(chosen)
        summary = f"Who is under which policy: {words}"
        record(tx, on, by, None, "policy", summary, mark=f"Cover: {words}")
    return True


def put_in_force(doors: Doors, *, org_id: UUID, by: str, name: str, version: int) -> None:
    """Put an earlier version, or one that was kept, in force instead of the one that is."""
    with decided(doors, org_id, *_AFTER) as tx:
        policies.lock(tx)
        on = ground(tx, now=doors.clock.now())
        if not policies.put_in_force(tx, name, version):
            raise NotPossible(
                "That version is in force already, or there is none. Nothing changed."
            )
        words = f"Policy {name}: version {version} put in force"
        record(tx, on, by, None, "policy", words, mark=f"{name}, version {version}")


def retire(doors: Doors, *, org_id: UUID, by: str, name: str) -> None:
    """Take a policy that covers nobody out of force; its versions and messages stay on record."""
    with decided(doors, org_id) as tx:
        policies.lock(tx)
        on = ground(tx, now=doors.clock.now())
        _must_be_in_force(tx, on, name)
        if name == on.house.name or name in policies.cover(tx).values():
            raise NotPossible(f"Nothing was changed: {name} covers a segment or everybody else.")
        named = policies.customers_naming(tx, name)
        if named:
            who = "1 customer is" if named == 1 else f"{named} customers are"
            raise NotPossible(f"Nothing was changed: {who} under {name} by your own choice.")
        policies.retire(tx, name)
        record(tx, on, by, None, "policy", f"Policy {name} retired")


def choose_segment(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    customer_id: str,
    segment: Segment | None,
    until: date | None = None,
) -> None:
    """Put a customer into a segment, to the day before `until`; None leaves it to the rule."""
    with about(doors, org_id, customer_id) as (tx, on):
        _must_be_later(on, until)
        terms.set_segment(tx, [customer_id], segment, until=until)
        words = "Segment left to the rule"
        if segment is not None:
            words = f"Segment chosen: {segment_name(segment)}{_end(until)}"
        record(tx, on, by, customer_id, "segment", words)


def choose_policy(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    customer_id: str,
    name: str | None,
    until: date | None = None,
) -> None:
    """Put a customer under a policy by name, to the day before `until`; None leaves it to segment.

    It goes before the segment's and the organisation's (rule 16).
    """
    with about(doors, org_id, customer_id) as (tx, on):
        _must_be_later(on, until)
        if name is not None:
            _must_be_in_force(tx, on, name)
            _save_house(tx, on, by)
        terms.set_policy(tx, [customer_id], name, until=until)
        words = "Policy left to the segment"
        if name is not None:
            words = f"Policy chosen: {name}{_end(until)}"
        record(tx, on, by, customer_id, "policy", words)


def _must_be_in_force(tx: Tx, on: Ground, name: str) -> None:
    if on.policies.policies.named(name) is None:
        raise NotPossible(f"Nothing was changed: there is no policy “{name}” in force.")


def _save_house(tx: Tx, on: Ground, by: str) -> None:
    """The house's own policy becomes a saved one before anything refers to it by name."""
    stored = policies.active_policy(tx)
    if stored.version == 0:
        policies.save_policy(
            tx, name=stored.name, document=stored.document, mode=stored.mode, by=by, at=on.now
        )


def _must_be_later(on: Ground, until: date | None) -> None:
    if until is not None and until <= on.today:
        raise NotPossible("Nothing was changed: the choice must end after today.")


def _end(until: date | None) -> str:
    return f" until {dated(until)}" if until else ""


def _cover_words(chosen: Mapping[str, str]) -> str:
    named = [
        f"{segment_name(Segment(segment))}: {name}"
        for segment, name in chosen.items()
        if segment != EVERYBODY_ELSE
    ]
    return "; ".join([*named, f"everybody else: {chosen[EVERYBODY_ELSE]}"])
