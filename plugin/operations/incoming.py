"""Incoming: what payment providers tell of payments, looked into and acted on.

A delivery becomes rows before it is answered; looking into them matches each payment to what it
pays and notes where it stands. What follows for the ladder is the review's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from plugin.credit.decisions import Task, TaskKind
from plugin.credit.incoming import Match
from plugin.credit.incoming_fact import IncomingState
from plugin.credit.money import Money
from plugin.jobs import What
from plugin.letters.wording import listed, money
from plugin.operations.doors import Doors, decided, local_date
from plugin.operations.ground import Ground, ground
from plugin.operations.payment_match import Matched, Paying, match_payment
from plugin.store import Tx, assessments, incoming, invoices, organisations, tasks, timeline
from plugin.store.incoming import ProviderPayment, Told, provider_name
from plugin.store.invoices import note_came_back

#: events looked into are kept so long, so that one told again is known
_KEPT = timedelta(days=90)
#: of two events of the same second, the later stage is the newer
_STAGE = {
    IncomingState.ON_ITS_WAY: 0,
    IncomingState.FAILED: 1,
    IncomingState.CANCELLED: 1,
    IncomingState.RECEIVED: 2,
    IncomingState.CAME_BACK: 3,
}
_WORDS = {
    IncomingState.ON_ITS_WAY: "is on its way",
    IncomingState.RECEIVED: "has come in",
    IncomingState.FAILED: "failed",
    IncomingState.CANCELLED: "was cancelled",
    IncomingState.CAME_BACK: "went back",
}


def endpoint_of(org_id: UUID, token: str) -> str:
    """The last part of the address at which a provider delivers for an organisation."""
    return f"{org_id.hex}-{token}"


def secrets_at(doors: Doors, provider: str, endpoint: str) -> tuple[str, ...]:
    """The signing secrets behind an address; none where nobody has it."""
    org_id, token = _read_endpoint(endpoint)
    if org_id is None:
        return ()
    with doors.store.tenant(org_id) as tx:
        known = incoming.provider_of(tx, provider)
    return known.secrets if known is not None and known.token == token else ()


def _read_endpoint(endpoint: str) -> tuple[UUID | None, str]:
    head, _, token = endpoint.partition("-")
    if len(head) != 32 or not head.isascii() or not token:
        return None, ""
    try:
        return UUID(head), token
    except ValueError:
        return None, ""


def take_events(doors: Doors, provider: str, endpoint: str, events: Sequence[Told]) -> int:
    """Keep a delivery under the events' own ids; says how many were new.

    Of an organisation that is not connected nothing is kept: its books may have moved on.
    """
    org_id, _ = _read_endpoint(endpoint)
    if org_id is None or not events:
        return 0
    with doors.store.house() as house:
        organisation = organisations.read(house, org_id)
    if organisation is None or not organisation.is_connected:
        return 0
    with decided(doors, org_id, What.INCOMING) as tx:
        return incoming.store_events(tx, events, received_at=doors.clock.now())


def look_into(doors: Doors, org_id: UUID) -> datetime | None:
    """Look into every event that waits, in the order in which they happened."""
    with doors.store.tenant(org_id) as tx:
        incoming.forget_handled(tx, before=doors.clock.now() - _KEPT)
    while True:
        with doors.store.tenant(org_id) as tx:
            waiting = incoming.unhandled(tx)
        if not waiting:
            return None
        for told in waiting:
            with decided(doors, org_id, What.ASSESS) as tx:
                on = ground(tx, now=doors.clock.now())
                outcome = _look_into(tx, on, told)
                if incoming.settle_event(tx, told, outcome=outcome, now=on.now):
                    incoming.note_last(
                        tx, told.provider, kind=told.kind, at=told.at, outcome=outcome
                    )


def _look_into(tx: Tx, on: Ground, told: Told) -> str:
    """What became of one event, in a word or two."""
    said = told.said
    if said.get("state") is None:
        return "ignored"
    if said.get("is_live") is False and not on.organisation.is_demo:
        return "a test, ignored"
    known = incoming.payment_of(tx, told.provider, told.payment)
    found = _match(tx, told, known)
    owners = {each.customer_id for each in (known, found) if each is not None} - {None}
    assessments.lock(tx, sorted(each for each in owners if each is not None))
    # only now is it certain that no person says at this moment whose it is
    known = incoming.payment_of(tx, told.provider, told.payment)
    found = _match(tx, told, known)
    now = _moved(on, told, known, found)
    incoming.save_payment(tx, now)
    if known is not None and known.customer_id not in (None, now.customer_id):
        assessments.touch(tx, [known.customer_id])
    if known is None or (known.state, known.match) != (now.state, now.match):
        _follow(tx, on, known, now)
    return _outcome(now)


def _match(tx: Tx, told: Told, known: ProviderPayment | None) -> Matched:
    """What the payment is for; what is sure, or what a person said, is not asked again."""
    if known is not None:
        held = Matched(known.match, known.customer_id, known.invoice_ids, known.matched_by)
        if known.match in (Match.SURE, Match.NOT_OURS):
            return held
    found = match_payment(tx, _paying(told, known))
    return held if known is not None and found.match is Match.UNKNOWN else found


def _paying(told: Told, known: ProviderPayment | None) -> Paying:
    said = told.said
    amount = _amount(said)
    return Paying(
        provider=told.provider,
        texts=tuple((where, words) for where, words in said.get("texts", ())),
        amount=amount if amount is not None else known.amount if known is not None else None,
        currency=said.get("currency", "") or (known.currency if known is not None else ""),
        payer=said.get("payer", "") or (known.payer if known is not None else ""),
        email=said.get("email", ""),
    )


def _amount(said: Mapping[str, Any]) -> Decimal | None:
    return Decimal(said["amount"]) if said.get("amount") is not None else None


def _moved(
    on: Ground, told: Told, known: ProviderPayment | None, found: Matched
) -> ProviderPayment:
    """Where the payment stands after this event; one that is older than the last moves nothing."""
    said, state = told.said, IncomingState(told.said["state"])
    day = min(local_date(on.organisation, told.at), on.today)
    paying = _paying(told, known)
    reference = "; ".join(dict.fromkeys(words for _, words in paying.texts))[:500]
    before = known or ProviderPayment(
        id=incoming.new_id(),
        provider=told.provider,
        payment=told.payment,
        state=state,
        began_on=day,
        since_on=day,
        at=told.at,
        match=found.match,
    )
    moved = replace(
        before,
        began_on=min(before.began_on, day),
        amount=before.amount if before.amount is not None else paying.amount,
        currency=before.currency or paying.currency,
        payer=before.payer or paying.payer,
        reference=before.reference or reference,
        match=found.match,
        customer_id=found.customer_id,
        invoice_ids=found.invoice_ids,
        matched_by=found.by,
    )
    if (told.at, _STAGE[state]) < (before.at, _STAGE[before.state]):
        return moved
    return replace(
        moved,
        state=state,
        since_on=before.since_on if state is before.state else day,
        at=told.at,
        amount=paying.amount,
        why="" if state.is_live else said.get("why", "") or before.why,
    )


def _follow(tx: Tx, on: Ground, known: ProviderPayment | None, now: ProviderPayment) -> None:
    """Tell it on the customer's timeline, and put back what went back.

    What is not sure is asked by the review, for as long as the ledger does not answer it.
    """
    if now.customer_id is None:
        return
    name = provider_name(now.provider)
    rows = invoices.invoices_by_id(tx, now.invoice_ids)
    numbers = sorted(row.number for row in rows.values())
    _tell(tx, on, now, numbers)
    was_live = known is not None and known.state.is_live
    failed_late = now.state is IncomingState.FAILED and was_live
    if now.match is not Match.SURE or not (failed_late or now.state is IncomingState.CAME_BACK):
        return
    note_came_back(tx, now.invoice_ids, now.since_on)
    paid = [row for row in rows.values() if not row.balance]
    if paid:
        task = Task(TaskKind.PAYMENT_BACK, str(now.id), _money(now), (name, *numbers))
        tasks.open_task(tx, now.customer_id, task, raised_by="payments", now=on.now)


def _tell(tx: Tx, on: Ground, it: ProviderPayment, numbers: Sequence[str]) -> None:
    amount = _money(it)
    what = f"A payment of {money(amount)}" if amount is not None else "A payment"
    sure = it.match is Match.SURE
    about = f" for {listed(numbers, 6)}" if numbers and sure else ""
    perhaps = "" if sure else ", perhaps theirs: you are asked"
    why = f" ({it.why})" if it.why and not it.state.is_live else ""
    goes_on = "" if it.state.is_live or not sure else "; reminders may go again"
    timeline.record(
        tx,
        timeline.Event(
            at=on.now,
            kind="payment_seen",
            by=provider_name(it.provider),
            customer_id=it.customer_id,
            summary=f"{what}{about} {_WORDS[it.state]}{why}{perhaps}{goes_on}",
            refs={"payment": it.payment, "state": it.state.value, "match": it.match.value},
        ),
    )


def _money(it: ProviderPayment) -> Money | None:
    return Money(it.amount, it.currency) if it.amount is not None and it.currency else None


def _outcome(it: ProviderPayment) -> str:
    if it.match is Match.SURE:
        return "matched"
    return "a person is asked" if it.match is Match.SUGGESTED else "fits no invoice"
