"""The decision log: each decision about credit with exposure and policy then, judged later.

Ninety days after, the outcome is filled in by a job. It decides nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from plugin.credit.decision_outcomes import DecisionOutcome, outcome_of
from plugin.jobs import What
from plugin.operations.doors import Doors
from plugin.operations.families import joined
from plugin.operations.ground import Ground, ground, morning
from plugin.store import Tx, accounts, credit_decisions, due
from plugin.store.credit_decisions import Logged
from plugin.store.reading.book import members_of

#: the kinds of timeline lines that are decisions about credit: limit, terms, hold, waiver, stop
LOGGED = frozenset(
    {
        *("limit", "held", "stop", "never_chase", "policy", "segment", "limit_refused"),
        *("standing", "planned", "set_off", "waived", "handed_off"),
    }
)
#: who is no person of ours: what they say is a fact, not a decision
_NOT_OURS = frozenset({"customer", "the customer", "rule", "mail", "policy", "provider"})
#: outcomes that are filled in by one transaction
_BATCH = 200


def log_decisions(
    tx: Tx,
    on: Ground,
    by: str,
    customer_ids: Sequence[str],
    *,
    kind: str,
    words: str,
    thanked_for: Mapping[str, int] | None = None,
) -> None:
    """Log one decision about each of these customers, and ask for its outcome in ninety days.

    A timeline line that is no decision about credit, or not a person's, is left out.
    """
    if not customer_ids or kind not in LOGGED or by in _NOT_OURS:
        return
    look_on = credit_decisions.log(
        tx, customer_ids, kind=kind, words=words, by=by, at=on.now, on=on.today,
        thanked_for=thanked_for,
    )  # fmt: skip
    ask_for_outcome(tx, on, look_on)


def ask_for_outcome(tx: Tx, on: Ground, look_on: date) -> None:
    """Put the job in line for the morning of that day."""
    due.put(tx, What.OUTCOMES, at=morning(on.organisation, look_on))


def judge_outcomes(doors: Doors, org_id: UUID) -> datetime | None:
    """Fill in every outcome that is due; says when the next one is (an instant in UTC)."""
    while True:
        with doors.store.tenant(org_id) as tx:
            on = ground(tx, now=doors.clock.now())
            waiting = credit_decisions.due(tx, on=on.today, limit=_BATCH)
            for each in waiting:
                credit_decisions.judged(tx, each.id, _outcome(tx, on, each), on=on.today)
            if len(waiting) < _BATCH:
                next_day = credit_decisions.next_look(tx)
                return morning(on.organisation, next_day) if next_day is not None else None


def _outcome(tx: Tx, on: Ground, logged: Logged) -> DecisionOutcome:
    """From the account as it stands; of a customer who is gone nothing is known any more."""
    if logged.family_id is not None:
        ids = [each for each, family in members_of(tx).items() if family == logged.family_id]
    else:
        ids = [logged.customer_id or ""]
    loaded = accounts.load_accounts(
        tx, on=on.today, customer_ids=ids, calendar_of=on.calendar_of, limit=len(ids)
    )
    if not loaded:
        return DecisionOutcome.nothing_known()
    account = joined(loaded) if len(loaded) > 1 else loaded[0]
    return outcome_of(account, logged.decided_on, on.today, on.policy_of(account.customer))
