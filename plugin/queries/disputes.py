"""Disputes as pages show them: on a customer's page, and all open ones by deadline.

What of an invoice one silences is worked out with the account. It decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from plugin.credit.agreements import DisputeOutcome, DisputeReason
from plugin.credit.disputes import ANSWERED_WITHIN
from plugin.credit.money import Money
from plugin.letters.agreement_words import dispute_outcome_words, dispute_reason_words
from plugin.letters.wording import dated, money
from plugin.store import Tx, disputes, people
from plugin.store.disputes import DisputeNoted

#: decided ones that a customer's page still shows
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeShown:
    """A dispute with the words of its reason, its deadline and its decision."""

    id: UUID
    customer_id: str
    customer: str
    number: str
    contested: Money
    balance: Money
    reason: str
    words: str
    owner: str
    opened_on: date
    deadline: date
    by: str
    is_open: bool
    is_overdue: bool
    decided: str
    #: where the customer wrote about it
    talk_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DisputeForm:
    """The choices of the forms that open and decide a dispute."""

    reasons: tuple[tuple[str, str], ...]
    outcomes: tuple[tuple[str, str], ...]
    team: tuple[str, ...]
    answer_by: date


def dispute_form(tx: Tx, *, on: date) -> DisputeForm:
    """What may be chosen, and the day by which a dispute of today is answered."""
    return DisputeForm(
        reasons=tuple((reason.value, dispute_reason_words(reason)) for reason in DisputeReason),
        outcomes=tuple((each.value, dispute_outcome_words(each)) for each in DisputeOutcome),
        team=tuple(each.user.name for each in people.members_of(tx, tx.org_id)),
        answer_by=on + timedelta(days=ANSWERED_WITHIN),
    )


def open_disputes(tx: Tx, *, on: date) -> tuple[DisputeShown, ...]:
    """Every open dispute of the organisation, the nearest deadline first."""
    return tuple(_shown(each, on) for each in disputes.disputes(tx, only_open=True))


def disputes_of(tx: Tx, customer_id: str, *, on: date) -> tuple[DisputeShown, ...]:
    """The disputes of one customer: open ones by deadline, then those decided last."""
    found = disputes.disputes(tx, customer_id=customer_id, limit=_SHOWN)
    return tuple(_shown(each, on) for each in found)


def _shown(each: DisputeNoted, on: date) -> DisputeShown:
    """A dispute as a page shows it on a civil day."""
    return DisputeShown(
        id=each.id,
        customer_id=each.customer_id,
        customer=each.customer,
        number=each.number,
        contested=each.contested,
        balance=each.balance,
        reason=dispute_reason_words(each.reason),
        words=each.words,
        owner=each.owner,
        opened_on=each.opened_on,
        deadline=each.deadline,
        by=each.by,
        is_open=each.outcome is None,
        is_overdue=each.outcome is None and on > each.deadline,
        decided=_decided(each),
        talk_id=each.talk_id,
    )


def _decided(each: DisputeNoted) -> str:
    if each.outcome is None or each.decided_at is None:
        return ""
    who = f"{each.decided_by}, {dated(each.decided_at.date())}"
    if each.outcome is DisputeOutcome.NOT_UPHELD or each.credit_due is None:
        return f"It is owed ({who})."
    awaited = (each.credit_due - each.credited).at_least_zero()
    rest = f"; {money(awaited)} of it is not in Xero yet" if awaited else "; the credit is in Xero"
    return f"{money(each.credit_due)} is to be credited{rest} ({who})."
