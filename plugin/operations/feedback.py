"""Feedback: ask how it went once a case is closed, count the tap, keep the words. It sends nothing.

In the customer's own transaction; nothing that was answered changes a ladder, a limit or a status.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from plugin.credit.account import Account
from plugin.credit.feedback import SCORES, ClosedCase, closed_case, may_be_asked
from plugin.credit.policy import CreditPolicy
from plugin.operations.account_now import account_now
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import Ground, ground
from plugin.store import Tx, feedback
from plugin.store.feedback import MAIL, PORTAL, Asked

#: who a customer's own deed is by, on the timeline
BY = "customer"
#: letters that words may have
MOST_WORDS = 2000
_NOT_NOW = (
    "There is nothing to score just now: we ask once everything between us is settled. Nothing was "
    "counted."
)


@dataclass(frozen=True, slots=True)
class Question:
    """What a customer may be asked: about a closed case; with what they said of it, if they did."""

    case: ClosedCase
    given: Asked | None


def may_ask_by_mail(
    tx: Tx, on: Ground, account: Account, policy: CreditPolicy
) -> ClosedCase | None:
    """The case that a mail of thanks may ask about; None where it may ask nothing.

    Rationed: at most one question in the policy's days, by whatever way. Whoever then sends the
    mail says so with `note_asked`, in the transaction that seals it.
    """
    case = _case(tx, on, account, policy)
    last = feedback.last_of(tx, account.customer.id)
    is_free = may_be_asked(case, policy.feedback, on.today, last_on=_last_day(last))
    return case if is_free else None


def note_asked(tx: Tx, on: Ground, customer_id: str, case: ClosedCase) -> None:
    """Write down that a mail asks a customer about this case."""
    feedback.add_question(tx, customer_id, case, via=MAIL, at=on.now, on=on.today)


def question(tx: Tx, on: Ground, account: Account, policy: CreditPolicy) -> Question | None:
    """What the portal may ask now; None during a dispute, or where it was asked lately.

    A question that a mail has put stays answerable for the policy's days, and so does an answer:
    whoever thought again taps again.
    """
    case = _case(tx, on, account, policy)
    if case is None:
        return None
    last = feedback.last_of(tx, account.customer.id)
    if last is not None and _is_fresh(last, policy, on):
        return Question(case, last)
    if may_be_asked(case, policy.feedback, on.today, last_on=_last_day(last)):
        return Question(case, None)
    return None


def question_now(doors: Doors, tx: Tx, customer_id: str) -> Question | None:
    """The same for a page of the portal, on the business clock."""
    on = ground(tx, now=doors.clock.now())
    account = account_now(tx, on, customer_id)
    return question(tx, on, account, on.policy_of(account.customer))


def score(doors: Doors, *, org_id: UUID, customer_id: str, score: int) -> None:
    """Count a customer's tap. Raises NotPossible where nothing is asked just now."""
    if score not in SCORES:
        raise NotPossible(f"A score is {SCORES[0]} to {SCORES[-1]}. Nothing was counted.")
    with about(doors, org_id, customer_id) as (tx, on):
        asked = _asked_now(tx, on, customer_id)
        id_ = asked.given.id if asked.given is not None else None
        if id_ is None:
            id_ = feedback.add_question(
                tx, customer_id, asked.case, via=PORTAL, at=on.now, on=on.today
            )
        feedback.answer(tx, id_, score=score, at=on.now, on=on.today)
        record(tx, on, BY, customer_id, "feedback", f"Scored {score} of {SCORES[-1]}")


def say_more(doors: Doors, *, org_id: UUID, customer_id: str, words: str) -> None:
    """Keep the words that go with a score, sealed. Raises NotPossible where there is no score."""
    with about(doors, org_id, customer_id) as (tx, on):
        asked = _asked_now(tx, on, customer_id)
        if asked.given is None or asked.given.score is None:
            raise NotPossible("Choose a score first. Nothing was kept.")
        feedback.add_words(tx, asked.given.id, words.strip()[:MOST_WORDS])
        record(tx, on, BY, customer_id, "feedback", "Added words to the score")


def note_read(doors: Doors, *, org_id: UUID, by: str, ids: Collection[UUID]) -> int:
    """Somebody of the team has read these answers; how many were new."""
    with decided(doors, org_id) as tx:
        return feedback.note_read(tx, ids, by=by, at=doors.clock.now())


def _asked_now(tx: Tx, on: Ground, customer_id: str) -> Question:
    account = account_now(tx, on, customer_id)
    found = question(tx, on, account, on.policy_of(account.customer))
    if found is None:
        raise NotPossible(_NOT_NOW)
    return found


def _case(tx: Tx, on: Ground, account: Account, policy: CreditPolicy) -> ClosedCase | None:
    since = on.today - timedelta(days=policy.feedback.days_open)
    settled = feedback.disputes_decided(tx, account.customer.id, since=since)
    return closed_case(account, policy, on.today, settled=settled)


def _is_fresh(last: Asked, policy: CreditPolicy, on: Ground) -> bool:
    return on.today < last.asked_on + timedelta(days=policy.feedback.days_open)


def _last_day(last: Asked | None) -> date | None:
    if last is None:
        return None
    return last.answered_on or last.asked_on
