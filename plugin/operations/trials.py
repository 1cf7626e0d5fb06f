"""Trials: start a policy on staggered dates over similar customers, and decide what it showed.

Who is placed where is the rule of `plugin.credit.trials`; what a trial shows is that of
`plugin.credit.effect`. Switching on the day is in `trial_switching`.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from plugin.credit.effect import TrialResult, result
from plugin.credit.lateness import HORIZON, FellDue, lateness
from plugin.credit.policy import CreditPolicy, Mode
from plugin.credit.trials import (
    BASELINE_DAYS,
    MOST_WEEKS,
    NEEDED_INVOICES,
    NEEDED_PAIRS,
    Candidate,
    Draw,
    TrialDates,
    TrialPlace,
    allot,
    baseline,
)
from plugin.jobs import What
from plugin.letters.wording import dated
from plugin.operations.assess import Ground, ground
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.trial_switching import switch_due
from plugin.store import Tx, assessments, policies, terms, trials
from plugin.store.policies import EVERYBODY_ELSE
from plugin.store.reading.fell_due import fell_due
from plugin.store.trials import Trial

_AFTER = (What.ASSESS, What.SEND, What.WRITE_BACK)
_YEAR = timedelta(days=365)


class Decision(StrEnum):
    """What a person made of a trial."""

    KEEP = "keep"
    CHANGE = "change"
    REVERT = "revert"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A trial as it would start: everybody's place, and whom it leaves out."""

    policy: CreditPolicy
    against: CreditPolicy
    key: str
    dates: TrialDates
    places: tuple[TrialPlace, ...]
    without_past: int
    without_partner: int


def drawn_by(key: str) -> Draw:
    """The keyed hash that decides who is first: HMAC-SHA256 of the ids, under a key that is shown.

    The first eight bytes as a number. Anybody who has the key and the ids finds the same.
    """

    def draw(text: str) -> int:
        found = hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()
        return int.from_bytes(found[:8], "big")

    return draw


def plan(tx: Tx, on: Ground, *, name: str, against: str, dates: TrialDates) -> Planned:
    """How a trial would be laid out. Raises NotPossible where it cannot be."""
    tried, held = on.policies.policies.named(name), on.policies.policies.named(against)
    if tried is None or held is None or name == against:
        raise NotPossible("Nothing was started: choose two different policies that are in force.")
    if tried.mode is Mode.DRAFT:
        raise NotPossible(
            f"Nothing was started: {name} is a draft and would send nothing. Choose how freely it "
            "acts first."
        )
    if dates.starts_on < on.today:
        raise NotPossible("Nothing was started: a trial starts today or later.")
    key = f"{name} {on.policies.version_of(tried)} from {dates.starts_on.isoformat()}"
    eligible, without = _candidates(tx, against, dates)
    places = allot(eligible, dates, drawn_by(key))
    return Planned(
        policy=tried,
        against=held,
        key=key,
        dates=dates,
        places=places,
        without_past=without,
        without_partner=len(eligible) - len(places),
    )


def start(
    doors: Doors, *, org_id: UUID, by: str, name: str, against: str, dates: TrialDates
) -> UUID:
    """Start a trial; whoever's day is today switches at once. Returns its id."""
    with decided(doors, org_id, *_AFTER) as tx:
        policies.lock(tx)
        if trials.running(tx) is not None:
            raise NotPossible("Nothing was started: a trial is running. Decide on that one first.")
        on = ground(tx, now=doors.clock.now())
        planned = plan(tx, on, name=name, against=against, dates=dates)
        pairs = len(planned.places) // 2
        if pairs < NEEDED_PAIRS:
            raise NotPossible(
                f"Nothing was started: only {pairs} pairs of similar customers could be made under "
                f"{against}, and below {NEEDED_PAIRS} nothing could ever be told."
            )
        trial = Trial(
            id=uuid4(),
            policy=name,
            policy_version=on.policies.version_of(planned.policy),
            against=against,
            against_version=on.policies.version_of(planned.against),
            key=planned.key,
            starts_on=dates.starts_on,
            weeks=dates.weeks,
            groups=dates.groups,
            by=by,
            at=on.now,
        )
        trials.add(tx, trial, planned.places)
        words = f"Trial of {name} over {pairs} pairs, from {dated(dates.starts_on)}"
        record(tx, on, by, None, "trial", words, mark=f"Trial of {name}")
        switch_due(tx, on)
    return trial.id


def wait_longer(doors: Doors, *, org_id: UUID, by: str, trial_id: UUID, weeks: int) -> None:
    """Let the second of each pair follow so many weeks later, so that more is compared."""
    with decided(doors, org_id, *_AFTER) as tx:
        found = _running(tx, trial_id)
        on = ground(tx, now=doors.clock.now())
        if weeks < 1 or found.weeks + weeks > MOST_WEEKS:
            raise NotPossible(
                f"Nothing was changed: a trial compares for at most {MOST_WEEKS} weeks in all."
            )
        if not trials.postpone(tx, trial_id, weeks=weeks, on=on.today):
            raise NotPossible("Nothing was changed: everybody has switched already.")
        span = "1 week" if weeks == 1 else f"{weeks} weeks"
        record(tx, on, by, None, "trial", f"Trial of {found.policy}: compared {span} longer")


def decide(
    doors: Doors, *, org_id: UUID, by: str, trial_id: UUID, decision: Decision, why: str
) -> None:
    """Keep the policy for everybody, change it, or go back; written down with the figures then.

    Keeping puts it where the old one stood in the cover. In any case the trial's own hand on its
    customers ends; a person's choice meanwhile is left alone.
    """
    with decided(doors, org_id, *_AFTER) as tx:
        policies.lock(tx)
        found = _running(tx, trial_id)
        on = ground(tx, now=doors.clock.now())
        theirs = trials.put_back(tx, trial_id)
        assessments.lock(tx, theirs)
        shown = shown_document(measured(tx, on, found))
        if decision is Decision.KEEP:
            _cover_instead(tx, on, found, by)
        terms.set_policy(tx, theirs, None)
        trials.end(
            tx,
            trial_id,
            decision=decision.value,
            why=why,
            shown=shown,
            by=by,
            on=on.today,
            at=on.now,
        )
        words = f"Trial of {found.policy} ended: {decision.value}"
        record(tx, on, by, None, "trial", words, mark=words)


def measured(tx: Tx, on: Ground, trial: Trial) -> TrialResult:
    """What a trial shows at the end of today, or showed on the day on which it ended."""
    places = [each.place for each in trials.places(tx, trial.id)]
    day = trial.ended_on or on.today
    fallen = fell_due(
        tx,
        since=baseline(trial.starts_on)[0],
        customer_ids=[each.candidate.customer_id for each in places],
    )
    return result(places, fallen, day)


def shown_document(found: TrialResult) -> Mapping[str, object]:
    """The figures of a result, as they are kept with the decision."""
    days, cash = found.days, found.released
    return {
        "verdict": found.verdict.value,
        "pairs": found.counted,
        "days": None if days is None else [str(d) for d in (days.middle, days.low, days.high)],
        "released": None
        if cash is None
        else [str(c.quantize(1)) for c in (cash.middle, cash.low, cash.high)],
    }


def _running(tx: Tx, trial_id: UUID) -> Trial:
    found = trials.running(tx)
    if found is None or found.id != trial_id:
        raise NotPossible("This trial has ended already. Nothing was changed.")
    return found


def _candidates(tx: Tx, against: str, dates: TrialDates) -> tuple[list[Candidate], int]:
    """Who may be paired, and how many have too little past to be compared with it."""
    rows = trials.candidates(tx, against)
    ids = [row.id for row in rows]
    until = dates.starts_on - timedelta(days=HORIZON)
    since = until - timedelta(days=BASELINE_DAYS)
    fallen: dict[str, list[FellDue]] = defaultdict(list)
    for each in fell_due(tx, since=since, customer_ids=ids):
        fallen[each.customer_id].append(each)
    sales = trials.sales_of(tx, ids, since=dates.starts_on - _YEAR, on=dates.starts_on)
    found: list[Candidate] = []
    for row in rows:
        past = lateness(fallen.get(row.id, ()), since=since, until=until)
        if past is not None and past.count >= NEEDED_INVOICES and sales.get(row.id, 0) > 0:
            found.append(Candidate(row.id, row.segment, sales[row.id], past.days))
    return found, len(ids) - len(found)


def _cover_instead(tx: Tx, on: Ground, trial: Trial, by: str) -> None:
    """The tried policy stands wherever the old one stood; everybody is reviewed."""
    chosen = {EVERYBODY_ELSE: on.house.name} | policies.cover(tx)
    if on.policies.policies.named(trial.policy) is None:
        raise NotPossible(f"Nothing was changed: {trial.policy} is no longer in force.")
    moved = {
        segment: trial.policy if name == trial.against else name for segment, name in chosen.items()
    }
    policies.set_cover(tx, moved, by=by, at=on.now)
