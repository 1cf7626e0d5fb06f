"""Answers to mail: a person's own words, and copies by rule, on their way at most once.

A row first, held for ten minutes where a person wrote it; then claimed, handed over, settled. An
answer counts as no contact of rule 23, and is never sent to a machine.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import structlog

from plugin.credit.account import StepState
from plugin.credit.decisions import Task, TaskKind
from plugin.jobs import What
from plugin.letters.mail_words import as_html, reply_subject
from plugin.operations.conversations import in_conversation
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import Ground, ground, morning
from plugin.operations.invoice_pdfs import copies_of
from plugin.operations.mail_papers import read_papers
from plugin.operations.papers_asked import statements_now
from plugin.operations.sender import Sender, sender_of
from plugin.ports import (
    Attachment,
    Bounced,
    LedgerError,
    OutcomeUnknown,
    OutgoingMail,
    Refused,
    Unavailable,
)
from plugin.store import Tx, calls, due, mail_answers, recipients, tasks, timeline
from plugin.store import mail as mails
from plugin.store.mail import Mail
from plugin.store.mail_answers import AnswerContent, AnswerKind, MailAnswer

log = structlog.get_logger()

#: so long a person may take an answer back
HELD_FOR = timedelta(minutes=10)
_AGAIN_IN = timedelta(minutes=5)
_MOST_WORDS = 20_000


def write_answer(doors: Doors, *, org_id: UUID, by: str, mail_id: UUID, text: str) -> datetime:
    """Answer a mail in the person's own words; says when it leaves.

    It goes to the address that wrote, and nobody else; the mail counts as read. Raises NotPossible
    for a mail that nobody reads the answer of.
    """
    mail = _one(doors, org_id, mail_id)
    if not text.strip() or len(text) > _MOST_WORDS:
        raise NotPossible("Nothing was sent: an answer needs words, and not more than a book.")
    with about(doors, org_id, mail.customer_id) as (tx, on):
        if mail.automatic or not mail.content.sender:
            raise NotPossible(
                "Nothing was sent: a machine wrote this, and answers to machines go round in rings."
            )
        goes_at = on.now + HELD_FOR
        content = AnswerContent(
            to=mail.content.sender,
            subject=reply_subject(mail.content.subject) or f"From {on.organisation.name}",
            text=f"{text.strip()}\n\n{_quoted(mail)}",
            in_reply_to=mail.content.mail_id,
        )
        _put_in_line(tx, on, mail, content, by=by, goes_at=goes_at)
        mails.answered(tx, mail.id, by=by, at=on.now)
        calls.read_replies(tx, mail.customer_id, by=by, at=on.now)
        _tell(tx, on, mail.customer_id, by, "Answered their mail", text.strip())
        return goes_at


def _quoted(mail: Mail) -> str:
    """What is answered, as mail programs quote it."""
    who = mail.content.sender_name or mail.content.sender
    said = "\n".join(f"> {line}" for line in mail.content.said[:4_000].splitlines())
    return f"On {mail.arrived_on:%d %B %Y}, {who} wrote:\n{said}\n"


def _put_in_line(
    tx: Tx, on: Ground, mail: Mail, content: AnswerContent, *, by: str, goes_at: datetime
) -> None:
    mail_answers.write(
        tx,
        MailAnswer(
            id=uuid4(),
            customer_id=mail.customer_id,
            mail_id=mail.id,
            kind=AnswerKind.PERSON,
            state=StepState.APPROVED,
            by=by,
            at=on.now,
            send_after=goes_at,
            content=content,
        ),
    )
    due.put(tx, What.MAIL, goes_at)


def take_back(doors: Doors, *, org_id: UUID, by: str, answer_id: UUID) -> None:
    """Take an answer back while it is held. Raises NotPossible once it has left."""
    with decided(doors, org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        found = mail_answers.read(tx, answer_id)
        if found is None or not mail_answers.move(
            tx, answer_id, to=StepState.DROPPED, frm=(StepState.APPROVED,), now=on.now,
            outcome=f"taken back by {by}",
        ):  # fmt: skip
            raise NotPossible("It has left already. Nothing was taken back.")
        record(tx, on, by, found.customer_id, "answer", "Took an answer back before it left")


def look_after_mail(doors: Doors, org_id: UUID) -> datetime | None:
    """Read what came in PDFs, send the answers whose time has come; says when it is due again."""
    now = doors.clock.now()
    more = read_papers(doors, org_id)
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=now)
        _give_up_claimed(tx, on)
        ready = mail_answers.in_state(tx, StepState.APPROVED, before=now)
    if ready and on.organisation.is_stopped(on.today):
        # rule 28: nothing goes out; it is due again on the morning after
        return morning(on.organisation, on.organisation.stopped_until or on.today)
    sender = sender_of(doors, on.organisation, on.settings) if ready else None
    for answer in ready:
        if sender is not None:
            _send(doors, on, sender, answer)
    with doors.store.tenant(org_id) as tx:
        return now if more else mail_answers.next_after(tx)


def _give_up_claimed(tx: Tx, on: Ground) -> None:
    """Answers claimed by a run that died: nobody can say whether they went."""
    for each in mail_answers.in_state(tx, StepState.CLAIMED):
        _settle(tx, on, each, StepState.UNCONFIRMED, "a run ended while this was on its way")


def _send(doors: Doors, on: Ground, sender: Sender, answer: MailAnswer) -> None:
    pdfs = _copies(doors, on, answer)
    if pdfs is None:
        return
    org_id = on.organisation.id
    with doors.store.tenant(org_id) as tx:
        claimed = mail_answers.move(
            tx, answer.id, to=StepState.CLAIMED, frm=(StepState.APPROVED,), now=on.now
        )
    if not claimed:
        return
    mail = in_conversation(doors, org_id, answer.customer_id, _mail(on, sender, answer, pdfs))
    try:
        doors.mailer.send(mail)
    except Unavailable as passing:
        with doors.store.tenant(org_id) as tx:
            mail_answers.delay(tx, answer.id, until=on.now + _AGAIN_IN, why=str(passing))
    except Refused as refused:
        with decided(doors, org_id, What.ASSESS) as tx:
            if isinstance(refused, Bounced) and mails.has_address(
                tx, answer.customer_id, refused.address
            ):
                recipients.note_bounce(
                    tx, answer.customer_id, refused.address, why=str(refused), at=on.now
                )
            _settle(tx, on, answer, StepState.REFUSED, str(refused))
    except OutcomeUnknown as unknown:
        with doors.store.tenant(org_id) as tx:
            _settle(tx, on, answer, StepState.UNCONFIRMED, str(unknown))
    else:
        with doors.store.tenant(org_id) as tx:
            _settle(tx, on, answer, StepState.DONE, "")


def _copies(doors: Doors, on: Ground, answer: MailAnswer) -> tuple[Attachment, ...] | None:
    """The papers that go with it; None where they cannot be had now or at all."""
    if answer.kind is AnswerKind.STATEMENT:
        return statements_now(doors, org_id=on.organisation.id, customer_id=answer.customer_id)
    if not answer.invoice_ids:
        return ()
    org_id = on.organisation.id
    try:
        return copies_of(doors, org_id, answer.customer_id, answer.invoice_ids)
    except Unavailable as passing:
        again = max(passing.retry_after or _AGAIN_IN, _AGAIN_IN)
        with doors.store.tenant(org_id) as tx:
            mail_answers.delay(tx, answer.id, until=on.now + again, why=str(passing))
    except LedgerError as problem:
        with doors.store.tenant(org_id) as tx:
            _settle(tx, on, answer, StepState.REFUSED, f"no PDF could be had: {problem}")
    return None


def _mail(
    on: Ground, sender: Sender, answer: MailAnswer, pdfs: tuple[Attachment, ...]
) -> OutgoingMail:
    by_person = answer.kind is AnswerKind.PERSON
    named = replace(sender, name=answer.by) if by_person else sender
    content = answer.content
    return OutgoingMail(
        message_id=f"<{answer.id}@{sender.address.rpartition('@')[2]}>",
        from_name=named.shown_name,
        from_address=sender.address,
        reply_to=sender.reply_to,
        to=(content.to,),
        copy_to=(),
        subject=content.subject,
        text=content.text,
        html=as_html(content.text, sender.language),
        language=sender.language,
        sent_at=on.now,
        attachments=pdfs,
        in_reply_to=content.in_reply_to,
        auto_submitted="" if by_person else "auto-replied",
    )


def _settle(tx: Tx, on: Ground, answer: MailAnswer, to: StepState, why: str) -> None:
    """Write down how it ended; what did not certainly go is a person's to look at."""
    mail_answers.move(
        tx,
        answer.id,
        to=to,
        frm=(StepState.APPROVED, StepState.CLAIMED),
        now=on.now,
        on=on.today if to is StepState.DONE else None,
        outcome=why or None,
    )
    if to is StepState.DONE:
        if answer.kind is not AnswerKind.PERSON:
            what = "copies" if answer.kind is AnswerKind.COPY else "statement"
            _tell(tx, on, answer.customer_id, answer.by, f"Sent the {what} they asked for", None)
        return
    words = "may or may not have gone" if to is StepState.UNCONFIRMED else "was not taken"
    tasks.open_task(
        tx,
        answer.customer_id,
        Task(
            TaskKind.PERSON_DECIDES,
            subject=f"answer:{answer.id}",
            names=(f"an answer to their mail {words}: {why}",),
        ),
        raised_by="outbox",
        now=on.now,
    )


def _tell(tx: Tx, on: Ground, customer_id: str, by: str, summary: str, said: str | None) -> None:
    timeline.record(
        tx,
        timeline.Event(
            at=on.now, kind="answer", by=by, customer_id=customer_id, summary=summary, said=said
        ),
    )


def _one(doors: Doors, org_id: UUID, mail_id: UUID) -> Mail:
    with doors.store.tenant(org_id) as tx:
        found = mails.read(tx, mail_id)
    if found is None or not found.customer_id:
        raise NotPossible("This mail is no customer's. Nothing was done: say first whose it is.")
    return found
