"""The salesperson's say: asked by mail before a hard step, answered once, and lifted by a person.

What waits and until when is the engine's; the mail itself is sent by `tell_team`. Nothing that a
salesperson answers sends anything: a final notice and a stop still wait for a person's yes.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from plugin.credit.account import Account, StepState
from plugin.credit.status import status_of
from plugin.credit.veto import VETO_AT_MOST_DAYS, window_ends
from plugin.credit.veto_facts import VetoAnswer, VetoStep
from plugin.letters.wording import dated, days, money
from plugin.letters.words import reason_words
from plugin.operations.account_now import account_now
from plugin.operations.decide import about
from plugin.operations.doors import Doors, NotPossible, organisation_of
from plugin.operations.ground import Ground, ground
from plugin.store import Tx, organisations, timeline, vetoes
from plugin.store.sealing import Seal
from plugin.store.vetoes import Window

PATH = "/sales/asked/"
_PURPOSE = "sales veto"
_IDS, _SIGNATURE, _LETTERS = 32, 16, 64
_MOST_WORDS = 500

NO_QUESTION = (
    "This link does not work: it is not one of ours, or whoever it went to is not asked about this "
    "customer any more. Nothing was changed."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question to a salesperson as its page and its mail show it, as of today."""

    window: Window
    organisation: str
    customer: str
    #: the step in words: a final notice, or a stop
    step: str
    grounds: tuple[str, ...]
    #: the first day on which the step may be taken
    goes_on: date
    #: whether an answer still counts
    is_open: bool
    #: the first and the last day to which it may be held back
    first: date
    last: date


def look(doors: Doors, token: str) -> Question:
    """The question of a link, as of now. Raises NotPossible where there is none (any more)."""
    org_id, window_id = _read_token(doors.store.seal, token)
    with doors.store.tenant(org_id) as tx:
        if organisations.read(tx, org_id) is None:
            raise NotPossible(NO_QUESTION)
        found = vetoes.read(tx, window_id)
        if found is None:
            raise NotPossible(NO_QUESTION)
        return question(tx, ground(tx, now=doors.clock.now()), found)


def question(tx: Tx, on: Ground, window: Window) -> Question:
    """The same for whoever has the row already."""
    account = account_now(tx, on, window.customer_id)
    goes_on = window.until or window_ends(window.opened_on or on.today, account.own_calendar)
    is_open = window.closed_at is None and window.answer is None and on.today < goes_on
    is_over = window.step is VetoStep.FINAL and _is_over(account, window)
    return Question(
        window=window,
        organisation=on.organisation.name,
        customer=account.customer.name,
        step="a final notice" if window.step is VetoStep.FINAL else "a stop on sales on terms",
        grounds=_grounds(on, account, window),
        goes_on=goes_on,
        is_open=is_open and not is_over and vetoes.is_asked(tx, window.id),
        first=on.today + timedelta(days=1),
        last=on.today + timedelta(days=VETO_AT_MOST_DAYS),
    )


def _grounds(on: Ground, account: Account, window: Window) -> tuple[str, ...]:
    if window.step is VetoStep.STOP:
        status = status_of(account, on.policy_of(account.customer), on.today)
        return tuple(reason_words(each, on.today) for each in status.reasons)
    ids = {each[0] for each in window.covers}
    return tuple(
        f"{each.number}: {money(each.balance)}, {days((on.today - each.due).days)} late"
        for each in account.invoices
        if each.id in ids and each.is_open
    )


def answer(
    doors: Doors, token: str, *, veto: bool, until: date | None = None, reason: str = ""
) -> Question:
    """Hold the step back until a day with a reason, or let it go; once. Raises NotPossible."""
    org_id, window_id = _read_token(doors.store.seal, token)
    with doors.store.tenant(org_id) as tx:
        found = vetoes.read(tx, window_id)
    if found is None:
        raise NotPossible(NO_QUESTION)
    with about(doors, org_id, found.customer_id) as (tx, on):
        if not organisation_of(tx, org_id).is_connected:
            raise NotPossible("These books are not connected just now. Nothing was changed.")
        asked = question(tx, on, vetoes.read(tx, window_id) or found)
        if not asked.is_open:
            raise NotPossible(settled(asked))
        words = " ".join(reason.split())[:_MOST_WORDS]
        if veto:
            _refuse_without_grounds(asked, until, words)
        what = VetoAnswer.VETO if veto else VetoAnswer.GO_AHEAD
        held_until = until if veto else None
        vetoes.answer(
            tx, window_id, answer=what, until=held_until, reason=words if veto else "", at=on.now
        )
        who = asked.window.asked
        said = (
            f"{who} held {asked.step} back until {dated(until)}"
            if veto and until is not None
            else f"{who} let {asked.step} go"
        )
        _record(tx, on, found, who, said, words or None)
        return question(tx, on, vetoes.read(tx, window_id) or found)


def _refuse_without_grounds(asked: Question, until: date | None, words: str) -> None:
    if not words:
        raise NotPossible("Nothing was changed: say in a sentence why it should wait. Go back.")
    if until is None or not asked.first <= until <= asked.last:
        raise NotPossible(
            f"Nothing was changed: choose a day from {dated(asked.first)} to {dated(asked.last)}."
        )


def settled(asked: Question) -> str:
    """What happened to a question that takes no answer any more."""
    window = asked.window
    if window.answer is VetoAnswer.VETO and window.until is not None:
        return f"You held it back until {dated(window.until)}. Nothing was changed just now."
    if window.answer is VetoAnswer.GO_AHEAD:
        return "You let it go already. Nothing was changed just now."
    if window.closed_at is not None:
        return f"This is not asked any more: {window.closed_why}. Nothing was changed."
    if window.opened_on is not None and not asked.grounds:
        return "What it was about has been paid or sent. Nothing was changed."
    if window.opened_on is not None:
        return (
            "The two working days are over, so it goes its way. Nothing was changed. Call whoever "
            "looks after what is owed if it must wait."
        )
    return "What it was about is settled, or somebody else looks after them. Nothing was changed."


def lift(doors: Doors, *, org_id: UUID, by: str, customer_id: str, window_id: UUID) -> None:
    """A person who decides ends a veto before its day; never a salesperson's two days."""
    with about(doors, org_id, customer_id) as (tx, on):
        found = vetoes.read(tx, window_id)
        is_theirs = found is not None and found.customer_id == customer_id
        if not is_theirs or found is None or found.answer is not VetoAnswer.VETO:
            raise NotPossible("There is no such veto. Nothing was changed.")
        if found.until is None or found.until <= on.today or found.closed_at is not None:
            raise NotPossible("This veto has ended already. Nothing was changed.")
        vetoes.end_veto(tx, window_id, on=on.today)
        _record(tx, on, found, by, f"{by} ended the veto of {found.asked}", None)


def _record(tx: Tx, on: Ground, window: Window, by: str, summary: str, said: str | None) -> None:
    event = timeline.Event(
        at=on.now,
        kind="veto",
        by=by,
        summary=summary,
        customer_id=window.customer_id,
        said=said,
        refs={"veto": str(window.id)},
    )
    timeline.record(tx, event)


def link_of(doors: Doors, org_id: UUID, window_id: UUID) -> str:
    """The address of a question's page; the same however often it is asked for."""
    return f"{doors.url.rstrip('/')}{PATH}{_token_of(doors.store.seal, org_id, window_id)}"


def _token_of(seal: Seal, org_id: UUID, window_id: UUID) -> str:
    named = org_id.bytes + window_id.bytes
    return base64.urlsafe_b64encode(named + seal.sign(_PURPOSE, named)).decode()


def _read_token(seal: Seal, token: str) -> tuple[UUID, UUID]:
    """What a genuine token names, before any database is asked. Raises NotPossible."""
    # base64 reads + and / as it reads - and _: only what we write ourselves is a link of ours
    if len(token) != _LETTERS or not token.isascii() or {"+", "/"} & set(token):
        raise NotPossible(NO_QUESTION)
    try:
        raw = base64.b64decode(token, altchars=b"-_", validate=True)
    except binascii.Error:
        raise NotPossible(NO_QUESTION) from None
    named, signature = raw[:_IDS], raw[_IDS:]
    if len(signature) != _SIGNATURE or not seal.has_signed(_PURPOSE, named, signature):
        raise NotPossible(NO_QUESTION)
    return UUID(bytes=named[:16]), UUID(bytes=named[16:])


def _is_over(account: Account, window: Window) -> bool:
    """Whether nothing that a question covered is left to be asked for."""
    is_open = {each.id for each in account.invoices if each.is_open}
    done = {
        (step.invoice_id, step.instalment, step.level, step.cycle)
        for step in account.steps
        if step.state is StepState.DONE
    }
    return all(rung[0] not in is_open or rung in done for rung in window.covers)
