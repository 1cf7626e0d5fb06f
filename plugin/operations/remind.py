"""Remind: send what is approved, at most once, after reading the balance anew.

Three transactions with the outside between them: read again, claim with the words sealed, settle.
A message found claimed by a run that died is marked unconfirmed and shown to a person; it is never
sent again. A balance that went down in the meantime is dropped from the message, and said so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from plugin.credit.account import Account, StepState
from plugin.credit.decisions import RESTING, AskWhy, ProposedMessage, Review, WaitKind
from plugin.credit.policy import Channel, Mode
from plugin.credit.recipients import Recipients
from plugin.credit.review import review
from plugin.credit.working_days import add_working_days, next_contact_moment
from plugin.jobs import What
from plugin.operations.assess import Ground, ground, morning
from plugin.operations.composing import Composing, Ready, claimed
from plugin.operations.doors import Doors, decided
from plugin.operations.handover import ask_whether_sent, hand_over
from plugin.operations.in_turn import drop
from plugin.operations.ingest import reread_balances
from plugin.operations.invoice_pdfs import attached_to
from plugin.operations.pay_links import KEPT_FROM_LISTED, fetch_pay_links
from plugin.operations.policy_links import policy_link
from plugin.operations.portal_links import mint
from plugin.operations.proof import send_proof, without
from plugin.operations.recipients import recipients_for
from plugin.operations.send_kind_words import send_kind_words, show_first_kind_word
from plugin.operations.send_statements import send_statements, show_first_statement
from plugin.operations.sender import Senders, senders_of
from plugin.ports import Attachment, Ledger, Urgency
from plugin.store import (
    Tx,
    accounts,
    assessments,
    contacts,
    kind_words,
    messages,
    outbox,
    plans,
    statements,
)
from plugin.store.contacts import Contact
from plugin.store.messages import Message
from plugin.store.outbox import Under
from plugin.zones import zone_for

#: balances of so many messages are read in one go, just before these are sent
_AT_ONCE = 10


def send(doors: Doors, org_id: UUID) -> datetime | None:
    """Send what is approved and may go now; says when the next message may go."""
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=now)
        give_up_claimed(tx, on)
        ready = messages.in_state(tx, StepState.APPROVED, before=now)
    if not _may_send(on):
        return None
    if ready:
        every = on.policies.policies.policies
        senders = senders_of(doors, on.organisation, on.settings, every)
        ledger = doors.ledger(org_id, urgency=Urgency.NOW)
        stated = [message for message in ready if message.kind == statements.KIND]
        kind = [message for message in ready if message.kind in kind_words.KINDS]
        apart = {statements.KIND, *kind_words.KINDS}
        ready = tuple(message for message in ready if message.kind not in apart)
        if on.organisation.mail_proof_at is None:
            look_until = _show_first(doors, on, ledger, senders, ready)
            if look_until is None:
                look_until = show_first_statement(doors, on, ledger, senders.usual, stated)
            if look_until is None:
                look_until = show_first_kind_word(doors, on, senders.usual, kind)
            if look_until is not None:
                return look_until
        for start in range(0, len(ready), _AT_ONCE):
            _send_batch(doors, on, ledger, senders, ready[start : start + _AT_ONCE])
        send_statements(doors, on, ledger, senders.usual, stated, may_send=_may_send)
        send_kind_words(doors, on, ledger, senders.usual, kind, may_send=_may_send)
    with doors.store.tenant(org_id) as tx:
        return messages.next_send_after(tx)


def _may_send(on: Ground) -> bool:
    """Asked anew before each message: somebody may have stopped everything, or disconnected."""
    is_on = on.organisation.is_connected and on.may_propose
    return is_on and not on.only_drafts


def _show_first(
    doors: Doors, on: Ground, ledger: Ledger, senders: Senders, ready: Sequence[Message]
) -> datetime | None:
    """Send the proof of the first message that may still go; until when a person may look at it."""
    for first in ready:
        _prepare(doors, on.organisation.id, ledger, [first])
        pdfs = attached_to(doors, on, ledger, first)
        if pdfs is None:
            continue
        look_until = send_proof(doors, on, senders.usual, first, pdfs)
        if look_until is not None:
            return look_until
    return None


def _send_batch(
    doors: Doors, began: Ground, ledger: Ledger, senders: Senders, batch: Sequence[Message]
) -> None:
    org_id = began.organisation.id
    _prepare(doors, org_id, ledger, batch)
    for message in batch:
        pdfs = attached_to(doors, began, ledger, message)
        if pdfs is None:
            continue
        with decided(doors, org_id, What.ASSESS) as tx:
            # read anew for each: somebody may have stopped everything a second ago, or changed who
            # signs and how to pay, which then waits for the next run with its own sender
            on = ground(tx, now=doors.clock.now())
            may_go = _may_send(on) and on.settings == began.settings
            may_go = may_go and on.policies == began.policies
            claimed = _claim(doors, tx, on, senders, message.id, pdfs) if may_go else None
        if claimed is not None:
            hand_over(doors, on, claimed)


def _prepare(doors: Doors, org_id: UUID, ledger: Ledger, batch: Sequence[Message]) -> None:
    """Read the balances of these messages' invoices once more, and the pay links not yet known."""
    chased = [step.invoice_id for message in batch for step in message.steps]
    listed = [invoice_id for message in batch for invoice_id in message.also]
    with doors.store.tenant(org_id) as tx:
        # an instalment is paid by money for any invoice of its plan
        planned = plans.planned_with(tx, chased)
    reread_balances(doors, org_id, ledger, [*chased, *listed, *planned])
    fetch_pay_links(doors, org_id, ledger, chased)
    fetch_pay_links(doors, org_id, ledger, listed, keep=KEPT_FROM_LISTED)


def give_up_claimed(tx: Tx, on: Ground) -> None:
    """Messages claimed by a run that died: nobody can say whether they went."""
    for message in messages.in_state(tx, StepState.CLAIMED):
        outbox.move(
            tx,
            message.id,
            to=StepState.UNCONFIRMED,
            frm=(StepState.CLAIMED,),
            now=on.now,
            outcome="a run ended while this message was on its way",
        )
        ask_whether_sent(tx, message, on.now)


def _claim(
    doors: Doors,
    tx: Tx,
    on: Ground,
    senders: Senders,
    message_id: UUID,
    pdfs: Mapping[str, Attachment],
) -> Ready | None:
    """Review the customer once more under its lock and claim the message; None if it may not go."""
    message = messages.read(tx, message_id)
    if message is None:
        return None
    assessments.lock(tx, [message.customer_id])
    # only now is it certain that nobody else sends it or takes it back
    message = messages.read(tx, message_id)
    if message is None or message.state is not StepState.APPROVED:
        return None
    account = _account(tx, on, message)
    contact = contacts.contact(tx, message.customer_id)
    if account is None or contact is None:
        drop(tx, on, message, "the contact is gone from the ledger")
        return None
    proposed = _still_proposed(tx, on, account, message)
    if proposed is None:
        return None
    policy = on.policy_of(account.customer)
    serious = policy.escalation.reached_by(proposed.level, is_final=proposed.is_final)
    to = recipients_for(tx, message, contact, escalated=serious)
    attached = _attached(message, proposed, pdfs)
    if attached is None or _must_wait(tx, on, account, contact, to, message):
        return None
    return claimed(
        tx,
        Composing(
            on=on,
            account=account,
            contact=contact,
            policy=policy,
            sender=senders.of(policy, proposed.level, is_final=proposed.is_final),
            to=to,
            message=message,
            proposed=proposed,
            attached=attached,
            portal_url=mint(tx, doors, contact.id, to.to[0], message.id, at=on.now),
            policy_url=policy_link(tx, doors, on, policy),
        ),
    )


def _attached(
    message: Message, proposed: ProposedMessage, pdfs: Mapping[str, Attachment]
) -> tuple[Attachment, ...] | None:
    """The PDFs of what is asked for; None where somebody wanted them only a moment ago.

    The next run fetches those first.
    """
    if not message.with_invoices:
        return ()
    asked = dict.fromkeys(step.invoice_id for step in proposed.chased)
    return tuple(pdfs[each] for each in asked) if pdfs.keys() >= asked.keys() else None


def _account(tx: Tx, on: Ground, message: Message) -> Account | None:
    loaded = accounts.load_accounts(
        tx, on=on.today, customer_ids=[message.customer_id], calendar_of=on.calendar_of, limit=1
    )
    return without(loaded[0], message) if loaded else None


def _still_proposed(
    tx: Tx, on: Ground, account: Account, message: Message
) -> ProposedMessage | None:
    """What of the message a fresh review still proposes; settles it where nothing of it is left.

    Steps that were not in the approved message are left for the next one: nobody has seen them.
    """
    # somebody said yes to it: it does not wait for the next pay run again
    policy = replace(on.policy_of(account.customer), pay_run_wait_days=0)
    if policy.mode is Mode.DRAFT:
        # their policy became a draft since somebody said yes: it waits for another yes
        outbox.move(tx, message.id, to=StepState.PROPOSED, frm=(StepState.APPROVED,), now=on.now)
        return None
    under = on.under(policy)
    found = review(account, policy, on.today)
    fresh = next((new for new in found.messages if new.currency == message.currency), None)
    if fresh is None:
        carried = {step.invoice_id for step in message.steps}
        why = [wait for wait in found.waits if wait.invoice_id in carried]
        if any(wait.kind in RESTING for wait in why):
            day = add_working_days(on.today, 1, account.calendar)
            outbox.delay(tx, message.id, until=morning(on.organisation, day))
            return None
        drop(tx, on, message, _why_silent(account, found, carried))
        return None
    approved = {(step.invoice_id, step.instalment, step.level) for step in message.steps}
    unseen = [
        step
        for step in fresh.chased
        if (step.invoice_id, step.instalment, step.level) not in approved
    ]
    other = (fresh.is_final, fresh.channel) != (message.is_final, message.channel)
    if unseen or other or _asks_anew(message, fresh):
        # it grew or hardened since somebody said yes: it asks again, with what it says now
        outbox.move(tx, message.id, to=StepState.PROPOSED, frm=(StepState.APPROVED,), now=on.now)
        outbox.rewrite(tx, message.id, fresh, on=on.today, under=under)
        return None
    if _says_other(message, fresh, under):
        outbox.rewrite(tx, message.id, fresh, on=on.today, under=under)
    return fresh


def _asks_anew(message: Message, fresh: ProposedMessage) -> bool:
    """Whether somebody has to look who has not: at money a provider saw since the yes, and at books
    that turned stale where nobody but the policy said it (rule 21)."""
    new = set(fresh.ask) - set(message.ask)
    by_policy = message.approved_by == "policy"
    return AskWhy.PAYMENT_SEEN in new or (by_policy and AskWhy.STALE_BOOKS in new)


def _says_other(message: Message, fresh: ProposedMessage, under: Under) -> bool:
    """Whether the letter will name other amounts than the row; equal totals may hide them."""
    return (
        (message.policy, message.policy_version) != (under.policy, under.version)
        or Counter(message.steps) != Counter(fresh.chased)
        or message.netted != fresh.netted.amount
        or message.total != fresh.total.amount
    )


def _why_silent(account: Account, found: Review, invoice_ids: AbstractSet[str]) -> str:
    """The reason of one of these invoices, else of the whole customer; paid where none is owed."""
    if not any(each.is_open for each in account.invoices if each.id in invoice_ids):
        return "paid"
    own = [wait.kind.value for wait in found.waits if wait.invoice_id in invoice_ids]
    whole = [wait.kind.value for wait in found.waits if wait.invoice_id is None]
    return next(iter((*own, *whole)), "paid")


def _must_wait(
    tx: Tx,
    on: Ground,
    account: Account,
    contact: Contact,
    to: Recipients,
    message: Message,
) -> bool:
    """Contact hours of the customer (rule 24), two a day to one address (rule 23), an address."""
    if not to.to:
        nobody = WaitKind.NO_NUMBER if message.channel is Channel.SMS else WaitKind.NO_EMAIL
        drop(tx, on, message, nobody.value)
        return True
    zone = zone_for(contact.country, on.organisation.timezone)
    hours = on.policy_of(account.customer).contact
    moment = next_contact_moment(on.now, account.calendar, zone, hours.opens, hours.closes)
    if moment > on.now:
        outbox.delay(tx, message.id, until=moment)
        return True
    a_day = on.house.contact.a_day_to_one_address
    if messages.sent_to(tx, (*to.to, *to.copy_to), on=on.today) >= a_day:
        day = add_working_days(on.today, 1, account.calendar)
        outbox.delay(tx, message.id, until=morning(on.organisation, day))
        return True
    return False
