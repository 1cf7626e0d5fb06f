"""From a message that may go to the very words that go: composed, judged, kept sealed, claimed.

Mail and texts take the same road here; nothing is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plugin.credit.account import Account, StepState
from plugin.credit.decisions import ProposedMessage, Task, TaskKind
from plugin.credit.policy import Channel, CreditPolicy
from plugin.credit.recipients import Recipients
from plugin.letters.compose import Letter, compose
from plugin.letters.enclosures import enclosures_pdf, has_enclosures
from plugin.letters.facts import LetterFacts
from plugin.letters.lint import complaints_for
from plugin.letters.short import Text, TextFacts, as_letter, compose_text
from plugin.operations.ground import Ground
from plugin.operations.letter_facts import Extras, letter_facts
from plugin.operations.portal_links import without_secrets
from plugin.operations.sender import Sender
from plugin.ports import Attachment, OutgoingMail
from plugin.ports.channels import OutgoingText
from plugin.store import Tx, outbox, tasks, texts
from plugin.store.contacts import Contact
from plugin.store.messages import Message
from plugin.store.outbox import Sealed


@dataclass(frozen=True, slots=True)
class Ready:
    """A claimed message with its words, ready for whoever carries it."""

    message: Message
    outgoing: OutgoingMail | OutgoingText
    proposed: ProposedMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Composing:
    """All that the words of one message are made of."""

    on: Ground
    account: Account
    contact: Contact
    policy: CreditPolicy
    sender: Sender
    to: Recipients
    message: Message
    proposed: ProposedMessage
    attached: tuple[Attachment, ...] = ()
    #: the customer's own way into their account: a link of this very message, or a specimen
    portal_url: str = ""
    #: where anybody may read the policy; empty where the owner lets nobody else
    policy_url: str = ""


def claimed(tx: Tx, it: Composing) -> Ready | None:
    """Compose from what is true now, keep the words, claim; None where the words may not go."""
    if it.message.channel is Channel.SMS:
        return _text(tx, it)
    facts = facts_of(it, attached=len(it.attached))
    letter = compose(facts)
    faults = complaints_for(letter, facts)
    if faults:
        _refuse_words(tx, it, faults)
        return None
    domain = it.sender.address.rpartition("@")[2]
    mail = OutgoingMail(
        message_id=f"<{it.message.id}@{domain}>",
        from_name=it.sender.shown_name,
        from_address=it.sender.address,
        reply_to=it.sender.reply_to,
        to=it.to.to,
        copy_to=it.to.copy_to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        language=letter.language,
        sent_at=it.on.now,
        attachments=(*it.attached, *_enclosed(facts)),
    )
    # what we keep opens nothing: the link is the customer's alone
    text, html = without_secrets(mail.text), without_secrets(mail.html)
    kept = Sealed(mail.subject, text, html, mail.to, mail.copy_to, mail.message_id)
    return Ready(it.message, mail, it.proposed) if _claim(tx, it, kept) else None


def _enclosed(facts: LetterFacts) -> tuple[Attachment, ...]:
    """What a letter before action to a person says is with it."""
    if not has_enclosures(facts):
        return ()
    return (Attachment("statement-and-reply-form.pdf", enclosures_pdf(facts)),)


def _text(tx: Tx, it: Composing) -> Ready | None:
    found = text_of(it)
    if found.complaints:
        _refuse_words(tx, it, found.complaints)
        return None
    (number,) = it.to.to
    text = OutgoingText(key=str(it.message.id), to=number, text=found.words, sent_at=it.on.now)
    shown = as_letter(without_secrets(found.words))
    kept = Sealed(shown.subject, shown.text, shown.html, it.to.to, (), text.key)
    if not _claim(tx, it, kept):
        return None
    # before it goes: an answer that comes at once must find who asked
    texts.note_texted(tx, number, at=it.on.now)
    return Ready(it.message, text, it.proposed)


def _claim(tx: Tx, it: Composing, kept: Sealed) -> bool:
    if not outbox.move(
        tx, it.message.id, to=StepState.CLAIMED, frm=(StepState.APPROVED,), now=it.on.now
    ):
        return False
    outbox.explain(tx, it.message.id, None)
    outbox.seal_letter(tx, it.message.id, kept)
    return True


def shown_letter(it: Composing, *, attached: int = 0) -> Letter:
    """What a person sees of the message before it goes, by whatever channel."""
    if it.message.channel is Channel.SMS:
        return as_letter(text_of(it).words)
    return compose(facts_of(it, attached=attached))


def proof_of_text(it: Composing, customer: str) -> Letter:
    """The first text of an organisation, shown to its own user before it goes (rule 2)."""
    return as_letter(
        text_of(it).words,
        f"This is the first text, to {customer}, as it will go. It leaves when half an hour has "
        "passed, unless you take it back.",
    )


def text_of(it: Composing) -> Text:
    """The words of a text message."""
    asked = {step.invoice_id for step in it.proposed.chased}
    invoices = sorted(
        (each for each in it.account.invoices if each.id in asked),
        key=lambda each: (each.due, each.number),
    )
    return compose_text(
        TextFacts(
            on=it.on.today,
            organisation=it.sender.organisation,
            sender=it.sender.name,
            phone=it.sender.phone,
            amount=it.proposed.total,
            numbers=tuple(each.number for each in invoices),
            due=invoices[0].due,
            sentence=it.message.sentence,
            portal_url=it.portal_url,
        )
    )


def facts_of(it: Composing, *, attached: int = 0) -> LetterFacts:
    """The facts of the letter; `attached` is how many invoices go with it as PDFs."""
    extras = Extras(
        sentence=it.message.sentence,
        gentler=it.message.tone is not None,
        attached=attached,
        portal_url=it.portal_url,
        policy_url=it.policy_url,
    )
    return letter_facts(
        it.account, it.proposed, it.contact, it.sender, it.policy, on=it.on.today, extras=extras
    )


def _refuse_words(tx: Tx, it: Composing, faults: Sequence[str]) -> None:
    """The words break a rule of the house: back to a person, with what is wrong."""
    outbox.move(tx, it.message.id, to=StepState.PROPOSED, frm=(StepState.APPROVED,), now=it.on.now)
    tasks.open_task(
        tx,
        it.message.customer_id,
        Task(TaskKind.PERSON_DECIDES, subject=f"words:{it.message.id}", names=tuple(faults)),
        raised_by="outbox",
        now=it.on.now,
    )
