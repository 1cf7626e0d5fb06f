"""What a person decides about a request for credit, and taking it back while nothing was done.

The decision goes into the log with its reasons. What it changes in the ledger and the letter to the
applicant each wait for a yes of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from uuid import UUID

from plugin.credit.application import Application, Granted, RequestState
from plugin.credit.decisions import Task, TaskKind
from plugin.credit.loss_budget import book_loss, expected_loss
from plugin.credit.segment_held import Segment
from plugin.credit.starter_offer import StarterOffer, starter_offer
from plugin.credit.terms import TermsKind
from plugin.jobs import What
from plugin.letters.credit_answer import Answered, answer_text
from plugin.letters.credit_words import state_words, terms_words
from plugin.letters.wording import money
from plugin.operations.decide import record
from plugin.operations.decision_log import ask_for_outcome
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import Ground, ground
from plugin.operations.loss_budget import book_of
from plugin.store import (
    Tx,
    assessments,
    contacts,
    credit_decisions,
    credit_requests,
    limit_refusals,
    tasks,
    timeline,
    writes,
)
from plugin.store import credit_letters as kept_letters
from plugin.store.credit_requests import CreditRequest
from plugin.store.writes import CREATE, SET_TERMS

_LONGEST_TERMS = 365
_MOST_DEPOSIT = 90
#: of a day of the month
_LAST_DAY = 31


def offer(tx: Tx, on: Ground, application: Application) -> StarterOffer:
    """The limit to begin with: by the policy for new customers, within the loss budget."""
    named = dict(on.policies.policies.segments).get(Segment.NEW)
    policy = on.policies.named(named)
    budget = limit_refusals.loss_budget(tx)
    left: Decimal | None = None
    currency = on.organisation.base_currency
    if budget is not None:
        # what was granted and waits for a first invoice is spoken for as well
        spoken_for = (expected_loss(each, None) for each in credit_requests.promised(tx, currency))
        used = book_loss(book_of(tx, on).at_risk.values()) + sum(spoken_for, Decimal(0))
        left = budget.amount.amount - used
    return starter_offer(
        policy.starter_limit, application.limit_wanted, left=left, currency=currency
    )


def decide(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    request_id: UUID,
    state: RequestState,
    why: str,
    granted: Granted | None = None,
    contact_id: str = "",
) -> None:
    """Decide, with a reason. `contact_id` is somebody in the books whom they are; empty = new.

    Raises NotPossible where it was decided before, or what is granted cannot be.
    """
    _may_decide(state, why, granted)
    with _about(doors, org_id, request_id) as (tx, on, found):
        if found.state is not RequestState.WAITING or found.application is None:
            raise NotPossible("This request was decided already. Nothing was changed.")
        if contact_id and not _may_be(tx, contact_id):
            raise NotPossible("Nothing was decided: this contact is not in the books any more.")
        kept = granted if state.is_granted else None
        credit_requests.decide(
            tx, request_id, state, granted=kept, why=why.strip(), by=by, at=on.now
        )
        credit_requests.plan_write(
            tx,
            request_id,
            writes=(SET_TERMS if contact_id else CREATE) if kept is not None else "",
            contact_id=contact_id or None,
            write_id=None,
            terms_before=None,
        )
        said = _said(found.name, state, kept)
        look_on = credit_decisions.log_request(
            tx, request_id, customer_id=contact_id or None, words=f"{said}: {why.strip()}",
            by=by, at=on.now, on=on.today,
        )  # fmt: skip
        ask_for_outcome(tx, on, look_on)
        _tell(tx, on, by, contact_id, said)
        tasks.close_about(tx, str(request_id), by=by, answer=state_words(state), now=on.now)
        letter = _letter(on, by, found.name, found.application, state, kept)
        kept_letters.write_letter(tx, request_id, letter, state="waiting")
        if contact_id:
            assessments.touch(tx, [contact_id])


def _letter(
    on: Ground,
    by: str,
    name: str,
    application: Application,
    state: RequestState,
    granted: Granted | None,
) -> str:
    return answer_text(
        Answered(
            organisation=on.organisation.name,
            sender=on.settings.sender_name or by,
            phone=on.settings.phone,
            applicant=name,
            person=application.orderer,
            state=state,
            granted=granted,
        )
    )


def open_again(doors: Doors, *, org_id: UUID, by: str, request_id: UUID) -> None:
    """Take a decision back. Raises NotPossible once the letter went or the ledger was changed."""
    with _about(doors, org_id, request_id) as (tx, on, found):
        if not found.state.is_decided or found.application is None:
            raise NotPossible("Nothing is decided of this request. Nothing was changed.")
        if found.letter_state not in {"waiting", "none"} or found.in_force_on is not None:
            raise NotPossible(
                "The answer went already, or is about to, so the decision stands. Change limit and "
                "terms on the customer’s page instead."
            )
        if found.write_id is not None and _stands(tx, found.write_id):
            raise NotPossible("Xero was changed already. Undo that first. Nothing was changed.")
        credit_requests.open_again(tx, request_id)
        task = Task(TaskKind.CREDIT_REQUEST, str(request_id), names=(found.name,))
        tasks.open_task(tx, "", task, raised_by=f"again at {on.now.isoformat()}", now=on.now)
        _tell(tx, on, by, found.contact_id or "", f"Took back the decision about {found.name}")


def erase(doors: Doors, *, org_id: UUID, by: str, request_id: UUID) -> None:
    """Destroy what was written in a request that was not granted; its end stays on record.

    What was granted is part of the customer's record, and goes with it.
    """
    with _about(doors, org_id, request_id) as (tx, on, found):
        if found.state.is_granted or not found.state.is_decided:
            raise NotPossible("Only a request that was answered without credit is erased here.")
        if found.letter_state in {"approved", "claimed"}:
            raise NotPossible("The answer is about to go. Take it back, or wait until it went.")
        credit_requests.erase(tx, request_id)
        _tell(tx, on, by, "", "Erased what was written in a request for credit")


@contextmanager
def about_request(
    doors: Doors, org_id: UUID, request_id: UUID
) -> Iterator[tuple[Tx, Ground, CreditRequest]]:
    """One change of one request, under its lock. Raises NotPossible for an unknown one."""
    with _about(doors, org_id, request_id) as found:
        yield found


@contextmanager
def _about(
    doors: Doors, org_id: UUID, request_id: UUID
) -> Iterator[tuple[Tx, Ground, CreditRequest]]:
    with decided(doors, org_id, What.ASSESS, What.WRITE_BACK) as tx:
        found = credit_requests.lock(tx, request_id)
        if found is None:
            raise NotPossible("This request is not known here. Nothing was changed.")
        yield tx, ground(tx, now=doors.clock.now()), found


def _may_decide(state: RequestState, why: str, granted: Granted | None) -> None:
    if not state.is_decided:
        raise NotPossible("Nothing was decided: choose yes, yes with a deposit, cash first or no.")
    if not why.strip():
        raise NotPossible("Nothing was decided: a decision is made with its reason.")
    if state.is_granted:
        _may_grant(granted, is_deposit=state is RequestState.DEPOSIT)


def _may_grant(granted: Granted | None, *, is_deposit: bool) -> None:
    if granted is None or granted.limit.amount <= 0:
        raise NotPossible("Nothing was decided: a yes names a limit above zero.")
    after_days = granted.terms.kind in {TermsKind.AFTER_ISSUE, TermsKind.AFTER_MONTH_END}
    if (
        not (0 if after_days else 1)
        <= granted.terms.days
        <= (_LONGEST_TERMS if after_days else _LAST_DAY)
    ):
        raise NotPossible("Nothing was decided: these payment terms are none that Xero knows.")
    if is_deposit and not 1 <= granted.deposit_per_cent <= _MOST_DEPOSIT:
        raise NotPossible(
            f"Nothing was decided: a deposit is between 1 and {_MOST_DEPOSIT} per cent of an order."
        )


def _may_be(tx: Tx, contact_id: str) -> bool:
    found = contacts.contact(tx, contact_id)
    return found is not None and found.status == "active"


def _stands(tx: Tx, write_id: UUID) -> bool:
    """Whether a write is done, under way, or perhaps done."""
    found = writes.read(tx, write_id)
    return found is not None and found.state.value not in {"dropped", "refused"}


def _said(name: str, state: RequestState, granted: Granted | None) -> str:
    said = f"{name} asked for credit: {state_words(state)}"
    if granted is None:
        return said
    deposit = (
        f", {granted.deposit_per_cent} per cent beforehand" if granted.deposit_per_cent else ""
    )
    return f"{said}, up to {money(granted.limit)}, {terms_words(granted.terms)}{deposit}"


def _tell(tx: Tx, on: Ground, by: str, customer_id: str, words: str) -> None:
    if customer_id:
        timeline.record(
            tx,
            timeline.Event(
                at=on.now, kind="credit_request", by=by, summary=words, customer_id=customer_id
            ),
        )
    else:
        record(tx, on, by, None, "credit_request", words)
