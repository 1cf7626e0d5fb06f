"""The proof: the very first message of an organisation goes to its own user first (rule 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from plugin.credit.account import Account, StepState
from plugin.credit.decisions import ProposedMessage
from plugin.credit.money import Money
from plugin.credit.policy_parts import Channel
from plugin.credit.recipients import Recipients
from plugin.credit.review import review
from plugin.credit.statements import StatementTerms, StatementWish
from plugin.letters.compose import Letter, compose
from plugin.letters.facts import Proof
from plugin.operations.assess import Ground, as_asked
from plugin.operations.composing import Composing, facts_of, proof_of_text
from plugin.operations.doors import Doors
from plugin.operations.policy_links import policy_link
from plugin.operations.portal_links import specimen
from plugin.operations.sender import Sender
from plugin.ports import Attachment, OutgoingMail
from plugin.store import accounts, contacts, messages, organisations, outbox, timeline
from plugin.store.messages import Message

#: how long the user has to look at the proof before the first message leaves
LOOK_FOR = timedelta(minutes=30)


def send_proof(
    doors: Doors, on: Ground, sender: Sender, first: Message, pdfs: Mapping[str, Attachment]
) -> datetime | None:
    """Show the user how the first reminder will look; the reminders follow half an hour later.

    `pdfs` are by invoice id; those of what is asked for go with the proof as with the reminder.
    Raises what the Mailer raises; the proof is then tried again, and no reminder leaves before it.
    """
    leaves = on.now + LOOK_FOR
    with doors.store.tenant(on.organisation.id) as tx:
        loaded = accounts.load_accounts(
            tx, on=on.today, customer_ids=[first.customer_id], calendar_of=on.calendar_of, limit=1
        )
        contact = contacts.contact(tx, first.customer_id)
        policy = on.policy_of(loaded[0].customer) if loaded else on.house
        policy_url = policy_link(tx, doors, on, policy)
    if not loaded or contact is None or not sender.reply_to:
        return None
    found = review(without(loaded[0], first), policy, on.today)
    fresh = next((new for new in found.messages if new.currency == first.currency), None)
    if fresh is None:
        # it is not what it was when somebody said yes: sending will settle it, without a proof
        return None
    asked = dict.fromkeys(step.invoice_id for step in fresh.chased)
    attached = tuple(pdfs[each] for each in asked if each in pdfs)
    composing = Composing(
        on=on,
        account=loaded[0],
        contact=contact,
        policy=policy,
        sender=sender,
        to=Recipients((), ()),
        message=first,
        proposed=fresh,
        attached=attached,
        portal_url=specimen(doors.url),
        policy_url=policy_url,
    )
    letter = _shown(composing)
    mail = proof_mail(doors, on, sender, first, letter)
    doors.mailer.send(replace(mail, attachments=attached))
    note_proof(doors, on, first, leaves, what="reminder")
    return leaves


def _shown(it: Composing) -> Letter:
    """The letter or text, with a word to the user in front."""
    customer = it.account.customer.name
    if it.proposed.channel is Channel.SMS:
        return proof_of_text(it, customer)
    facts = facts_of(it, attached=len(it.attached))
    goes_when = "half an hour has passed, unless you take it back"
    return compose(replace(facts, proof=Proof(customer, goes_when)))


def proof_mail(
    doors: Doors, on: Ground, sender: Sender, first: Message, letter: Letter
) -> OutgoingMail:
    """The proof as an email from us to the user's own address."""
    return OutgoingMail(
        message_id=f"<proof-{first.id}@{sender.address.rpartition('@')[2]}>",
        from_name="Goodterms",
        from_address=doors.from_address,
        reply_to=doors.from_address,
        to=(sender.reply_to,),
        copy_to=(),
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        language=letter.language,
        sent_at=on.now,
    )


def note_proof(doors: Doors, on: Ground, first: Message, leaves: datetime, *, what: str) -> None:
    """Remember the proof, and let everything that is approved wait until it was looked at."""
    org_id = on.organisation.id
    with doors.store.tenant(org_id) as tx:
        organisations.note_mail_proof(tx, org_id, now=on.now)
        for message in messages.in_state(tx, StepState.APPROVED):
            if message.send_after is None or message.send_after < leaves:
                outbox.delay(tx, message.id, until=leaves)
        timeline.record(
            tx,
            timeline.Event(
                at=on.now,
                kind="proof_sent",
                by="Goodterms",
                customer_id=first.customer_id,
                summary=f"The first {what} was shown to you before it goes to the customer",
                refs={"message": str(first.id)},
            ),
        )


def without(account: Account, message: Message) -> Account:
    """The account as if this message did not exist, so that a review may propose it anew.

    Somebody said yes to it, so a statement that is near does not take its place any more.
    """
    account = as_asked(account)
    own = {(step.invoice_id, step.instalment, step.level, step.cycle) for step in message.steps}
    return replace(
        account,
        steps=tuple(
            step
            for step in account.steps
            if (step.invoice_id, step.instalment, step.level, step.cycle) not in own
            or step.state is StepState.DONE
        ),
        statements=StatementTerms(wish=StatementWish.NEVER),
    )


def as_proposed(message: Message) -> ProposedMessage:
    """A stored message in the shape of a proposal."""
    return ProposedMessage(
        currency=message.currency,
        level=message.level,
        is_courtesy=message.is_courtesy,
        is_final=message.is_final,
        chased=message.steps,
        also=message.also,
        netted=Money(message.netted, message.currency),
        total=Money(message.total, message.currency),
        ask=message.ask,
        channel=message.channel,
    )
