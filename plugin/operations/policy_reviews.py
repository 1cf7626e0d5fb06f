"""The monthly review of a policy's version: keep it, change it, or go back to the one before.

What it showed is `plugin.credit.before_after`; a person decides, and the figures are kept with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plugin.credit.before_after import BeforeAfter, before_after, review_due
from plugin.credit.trials import baseline
from plugin.jobs import What
from plugin.operations.assess import Ground, ground
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible, decided, local_date
from plugin.operations.trials import Decision
from plugin.store import Tx, policies, policy_reviews
from plugin.store.policies import StoredPolicy
from plugin.store.policy_reviews import PolicyReview
from plugin.store.reading import marks
from plugin.store.reading.fell_due import fell_due

_AFTER = (What.ASSESS, What.SEND, What.WRITE_BACK)
_DONE = {
    Decision.KEEP: "kept",
    Decision.CHANGE: "to be changed",
    Decision.REVERT: "taken back",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """A version in force: since when, which came before it, and when it was last decided on."""

    name: str
    version: int
    since: date
    before: int | None
    decided_on: date | None


def versions_in_force(tx: Tx, on: Ground) -> tuple[InForce, ...]:
    """Every saved policy's version in force with its day; the house's own is nobody's change."""
    marked = {(row.words): row.day for row in marks.marked(tx)}
    history = policies.policy_history(tx)
    decisions = policy_reviews.every(tx)
    found = []
    for each in history:
        if not each.active:
            continue
        saved = local_date(on.organisation, each.at)
        said = [r.on for r in decisions if (r.policy, r.version) == (each.name, each.version)]
        older = [h.version for h in history if h.name == each.name and h.version < each.version]
        found.append(
            InForce(
                name=each.name,
                version=each.version,
                since=max(saved, marked.get(f"{each.name}, version {each.version}", saved)),
                before=max(older, default=None),
                decided_on=max(said, default=None),
            )
        )
    return tuple(sorted(found, key=lambda each: (each.since, each.name)))


def to_review(tx: Tx, on: Ground) -> tuple[InForce, ...]:
    """Those that a person should look at again today."""
    return tuple(
        each
        for each in versions_in_force(tx, on)
        if review_due(each.since, each.decided_on, on.today)
    )


def compared(tx: Tx, version: InForce, *, on: date) -> BeforeAfter:
    """Days late of the customers under a policy, before its version and since."""
    ids = policy_reviews.covered_by(tx, version.name)
    fallen = fell_due(tx, since=baseline(version.since)[0], customer_ids=ids)
    return before_after(fallen, version.since, on)


def decide(
    doors: Doors, *, org_id: UUID, by: str, name: str, version: int, decision: Decision, why: str
) -> None:
    """Write the decision down with the figures then; going back saves the version before anew.

    Raises NotPossible where another version is in force by now, or there is none to go back to.
    """
    with decided(doors, org_id, *_AFTER) as tx:
        policies.lock(tx)
        on = ground(tx, now=doors.clock.now())
        found = next(
            (e for e in versions_in_force(tx, on) if (e.name, e.version) == (name, version)), None
        )
        if found is None:
            raise NotPossible("Another version is in force by now. Nothing was changed.")
        if decision is Decision.REVERT and found.before is None:
            raise NotPossible("There is no earlier version to go back to. Nothing was changed.")
        shown = shown_document(compared(tx, found, on=on.today))
        review = PolicyReview(
            policy=name,
            version=version,
            decision=decision.value,
            why=why,
            on=on.today,
            by=by,
            shown=shown,
        )
        policy_reviews.add(tx, review, at=on.now)
        record(
            tx, on, by, None, "policy", f"{name}, version {version}, reviewed: {_DONE[decision]}"
        )
        older = policies.policy_version(tx, name, found.before) if found.before else None
        if decision is Decision.REVERT and older is not None:
            _put_back(tx, on, older, by)


def _put_back(tx: Tx, on: Ground, older: StoredPolicy, by: str) -> None:
    """A new version that says what the older one said: history only ever grows."""
    saved = policies.save_policy(
        tx, name=older.name, document=older.document, mode=older.mode, by=by, at=on.now
    )
    words = (
        f"Policy {older.name}: version {saved.version} put in force, equal to version "
        f"{older.version}"
    )
    record(tx, on, by, None, "policy", words, mark=f"{older.name}, version {saved.version}")


def shown_document(found: BeforeAfter) -> Mapping[str, object]:
    """The figures of a before and after, as they are kept with the decision."""
    change = found.change
    return {
        "customers": found.customers,
        "before": None if found.before is None else str(found.before.days),
        "after": None if found.after is None else str(found.after.days),
        "change": None
        if change is None
        else [str(n) for n in (change.middle, change.low, change.high)],
    }
