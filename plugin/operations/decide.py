"""Decide: what a person says about a customer, in the person's own transaction.

Each is made under the lock of the customer's row, written to the timeline with its reason, and
followed by a fresh review.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from plugin.credit.account import CreditStatus, HoldKind, PromiseSource
from plugin.credit.decisions import TaskKind
from plugin.credit.money import Money
from plugin.credit.silence_kinds import default_review
from plugin.jobs import What
from plugin.letters.notes import NoteLine, PromiseNoted
from plugin.letters.wording import dated, money
from plugin.letters.words import hold_words
from plugin.operations.assess import Ground, ground
from plugin.operations.decision_log import log_decisions
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.expected_dates import lay_down_promised_date
from plugin.operations.ground import policy_held
from plugin.operations.ledger_writes import note_for
from plugin.operations.second_of import stop_needs_second
from plugin.store import (
    Tx,
    agency,
    assessments,
    contacts,
    holds,
    invoices,
    organisations,
    promises,
    refusals,
    sent_answers,
    tasks,
    terms,
    timeline,
    writes,
)
from plugin.store.assessments import Assessment
from plugin.store.holds import ExceptionKind

_AFTER = (What.ASSESS, What.WRITE_BACK)


@contextmanager
def about(doors: Doors, org_id: UUID, customer_id: str) -> Iterator[tuple[Tx, Ground]]:
    """One decision about one customer, under its lock; a review follows it.

    Raises NotPossible where the customer is not known.
    """
    with decided(doors, org_id, *_AFTER) as tx:
        if contacts.contact(tx, customer_id) is None:
            raise NotPossible("This customer is not known here. Nothing was changed.")
        assessments.lock(tx, [customer_id])
        yield tx, ground(tx, now=doors.clock.now())
        assessments.touch(tx, [customer_id])


def hold(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    customer_id: str,
    until: date | None,
    kind: HoldKind = HoldKind.UNTIL,
    invoice_id: str | None = None,
) -> UUID:
    """Silence for a customer or one invoice, by its id; words go again on the day `until`."""
    with about(doors, org_id, customer_id) as (tx, on):
        if until is not None and until <= on.today:
            raise NotPossible("Nothing was changed: the day to go on must be after today.")
        hold_id = holds.add_hold(
            tx,
            customer_id,
            kind,
            by=by,
            at=on.now,
            until=until,
            invoice_id=invoice_id,
            review_on=None if until is not None else default_review(kind, on.today),
            since=on.today,
        )
        end = f" until {dated(until)}" if until else ""
        record(tx, on, by, customer_id, "held", f"{hold_words(kind).capitalize()}{end}")
        return hold_id


def end_hold(doors: Doors, *, org_id: UUID, by: str, hold_id: UUID) -> None:
    """End a silence that a person began."""
    with decided(doors, org_id, *_AFTER) as tx:
        on = ground(tx, now=doors.clock.now())
        if agency.is_of_hand_off(tx, hold_id):
            raise NotPossible(
                "These debts were handed over. Take the hand-off back on its own page, so that "
                "the agency and the customer's notes say the same. Nothing was changed."
            )
        if not holds.end_hold(tx, hold_id, by=by, at=on.now):
            raise NotPossible("This hold had ended already. Nothing was changed.")
        record(tx, on, by, None, "hold_ended", "Ended a hold")


def note_promise(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    customer_id: str,
    invoice_ids: list[str],
    amount: Money,
    due: date,
) -> UUID:
    """Write down what a customer promised, by its id; the ladder waits for it and its grace."""
    with about(doors, org_id, customer_id) as (tx, on):
        return write_promise(
            tx,
            on,
            by=by,
            customer_id=customer_id,
            invoice_ids=invoice_ids,
            amount=amount,
            due=due,
            url=doors.url,
        )


def write_promise(
    tx: Tx,
    on: Ground,
    *,
    by: str,
    customer_id: str,
    invoice_ids: Sequence[str],
    amount: Money,
    due: date,
    url: str,
    source: PromiseSource = PromiseSource.PERSON,
) -> UUID:
    """The same within a decision that says more; raises NotPossible."""
    if amount.amount <= 0 or due < on.today:
        raise NotPossible(
            "Nothing was written down: a promise names an amount and a day from today on."
        )
    known = invoices.invoices_by_id(tx, invoice_ids)
    theirs = {row.id for row in known.values() if row.customer_id == customer_id}
    if theirs != set(invoice_ids):
        raise NotPossible("Nothing was written down: choose invoices of this customer.")
    promise_id = promises.add_promise(
        tx,
        customer_id,
        amount,
        invoice_ids=invoice_ids,
        due=due,
        made_on=on.today,
        by=by,
        at=on.now,
        source=source,
        grace_days=policy_held(tx, on, customer_id).promise_grace_days,
    )
    lines = tuple(
        NoteLine(row.number, row.due, Money(row.balance, row.currency)) for row in known.values()
    )
    note_for(
        tx,
        on,
        PromiseNoted(on.today, lines, amount, due),
        customer_id=customer_id,
        invoice_ids=tuple(known),
        once=f"promise:{promise_id}",
        url=url,
    )
    lay_down_promised_date(tx, on, promise_id)
    record(tx, on, by, customer_id, "promised", f"Promised {money(amount)} by {dated(due)}")
    return promise_id


def decide_stop(doors: Doors, *, org_id: UUID, by: str, customer_id: str, stop: bool) -> None:
    """Answer a proposed stop (rule 19): yes puts it in force, no is remembered."""
    with about(doors, org_id, customer_id) as (tx, on):
        found = assessments.read(tx, customer_id)
        if found is None or not found.stop_proposed:
            raise NotPossible("No stop is proposed for this customer any more. Nothing was done.")
        if stop:
            stop_needs_second(tx, on, customer_id, found)
            assessments.confirm_stop(tx, customer_id, by=by, on=on.today)
        else:
            assessments.refuse_stop(tx, customer_id, on=on.today, exposure=_exposure_of(found))
        tasks.close_tasks(
            tx,
            kind=TaskKind.PROPOSE_STOP,
            customer_id=customer_id,
            by=by,
            answer="stop" if stop else "go on",
            now=on.now,
        )
        summary = "Said yes to a stop" if stop else "Decided against a stop"
        record(tx, on, by, customer_id, "stop", summary)


def clear_stop(doors: Doors, *, org_id: UUID, by: str, customer_id: str) -> None:
    """Lift a stop; the reasons that remain show as watch."""
    with about(doors, org_id, customer_id) as (tx, on):
        found = assessments.read(tx, customer_id)
        if found is None or found.status is not CreditStatus.STOP:
            raise NotPossible("This customer is not stopped. Nothing was changed.")
        assessments.refuse_stop(tx, customer_id, on=on.today, exposure=_exposure_of(found))
        record(tx, on, by, customer_id, "stop", "Lifted the stop")


def _exposure_of(found: Assessment) -> Money | None:
    """Exposure as last reviewed: against the limit where there is one, else in one currency."""
    use = found.decision.get("limit_use")
    if use is not None:
        return Money.of(use["used"], use["currency"])
    exposures = found.decision.get("exposure", ())
    if len(exposures) != 1:
        return None
    return Money.of(exposures[0]["amount"], exposures[0]["currency"])


def close_task(doors: Doors, *, org_id: UUID, by: str, task_id: UUID, answer: str) -> None:
    """Close a task with an answer; a removed flag may by it be written again (rule 31)."""
    with decided(doors, org_id, *_AFTER) as tx:
        on = ground(tx, now=doors.clock.now())
        closed = tasks.close_task(tx, task_id, by=by, answer=answer, now=on.now)
        if closed is None:
            raise NotPossible("This was answered already. Nothing was changed.")
        if closed.kind is TaskKind.FLAG_REMOVED and answer == "put_back":
            writes.flag_put_back_allowed(tx, closed.customer_id)
        if closed.kind is TaskKind.LEDGER_REFUSED and answer == "try_again":
            refusals.allow_again(tx, UUID(closed.subject), now=on.now)
        if closed.kind is TaskKind.SET_OFF:
            terms.set_off_settled(tx, closed.customer_id, True)
        if closed.customer_id:
            assessments.touch(tx, [closed.customer_id])
        summary = f"Answered: {answer}" if answer else "Ticked off a task"
        record(tx, on, by, closed.customer_id or None, "task", summary)


def set_off_settled(doors: Doors, *, org_id: UUID, by: str, customer_id: str) -> None:
    """A person decided on set-off: messages may go although we owe this customer (rule 7)."""
    with about(doors, org_id, customer_id) as (tx, on):
        terms.set_off_settled(tx, customer_id, True)
        record(tx, on, by, customer_id, "set_off", "Decided on set-off: reminders may go")


def never_chase(doors: Doors, *, org_id: UUID, by: str, customer_id: str, yes: bool) -> None:
    """Never chase a customer, or chase it again."""
    with about(doors, org_id, customer_id) as (tx, on):
        terms.set_never_chase(tx, [customer_id], yes)
        summary = "Never to be chased" if yes else "May be chased again"
        record(tx, on, by, customer_id, "never_chase", summary)


def never_chase_invoice(
    doors: Doors, *, org_id: UUID, by: str, invoice_id: str, until: date | None
) -> None:
    """Take one invoice out of the ladder, until a day or for good (rule 16)."""
    with decided(doors, org_id, *_AFTER) as tx:
        on = ground(tx, now=doors.clock.now())
        row = invoices.invoices_by_id(tx, [invoice_id]).get(invoice_id)
        if row is None:
            raise NotPossible("This invoice is not known here. Nothing was changed.")
        assessments.lock(tx, [row.customer_id])
        holds.except_invoices(tx, [invoice_id], ExceptionKind.NEVER, until=until, by=by, at=on.now)
        end = f" until {dated(until)}" if until else ""
        record(tx, on, by, row.customer_id, "never_chase", f"{row.number} not chased{end}")


def books_are_fresh(doors: Doors, *, org_id: UUID, by: str) -> None:
    """The one answer to stale books (rule 21): what is about to go is not paid already."""
    with decided(doors, org_id, *_AFTER) as tx:
        on = ground(tx, now=doors.clock.now())
        sent_answers.answer_stale_books(tx, on=on.today, by=by, at=on.now)
        tasks.close_tasks(
            tx,
            kind=TaskKind.STALE_BOOKS,
            customer_id=None,
            by=by,
            answer="looked at the bank",
            now=on.now,
        )
        record(tx, on, by, None, "books", "Looked at the bank: what is about to go is not paid")


def stop_everything(doors: Doors, *, org_id: UUID, by: str, until: date | None) -> None:
    """Stop everything until a day (rule 28), or go on now; afterwards all is composed anew."""
    with decided(doors, org_id, *_AFTER, What.SEND) as tx:
        on = ground(tx, now=doors.clock.now())
        if until is not None and until <= on.today:
            raise NotPossible("Nothing was stopped: the day to go on must be after today.")
        organisations.stop_until(tx, org_id, until)
        assessments.touch(tx)
        summary = f"Everything is stopped until {dated(until)}" if until else "Everything goes on"
        mark = "Everything stopped" if until else "Everything goes on"
        record(tx, on, by, None, "stopped", summary, mark=mark)


def record(
    tx: Tx,
    on: Ground,
    by: str,
    customer_id: str | None,
    kind: str,
    summary: str,
    *,
    mark: str = "",
    earned: int | None = None,
) -> None:
    """Write one line of the timeline about a person's decision.

    A decision about the credit of one customer also goes into the decision log; `earned` is how
    many on time in a row it thanks for. What changes the whole organisation says by `mark`, in few
    words, what its trends should show.
    """
    timeline.record(
        tx,
        timeline.Event(
            at=on.now,
            kind=kind,
            by=by,
            summary=summary,
            customer_id=customer_id,
            refs={"mark": mark} if mark else {},
        ),
    )
    if customer_id is not None:
        thanked_for = {customer_id: earned} if earned is not None else None
        log_decisions(tx, on, by, [customer_id], kind=kind, words=summary, thanked_for=thanked_for)
