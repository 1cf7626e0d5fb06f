"""*Send me a copy*: invoices as PDFs for whoever on file asks for them by mail, by rule.

Only to the very address on file that wrote, never to a machine, rationed, and on record. What the
rule does not cover waits for a person like any other reply.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from plugin.credit.account import StepState
from plugin.credit.remittance import OpenInvoice, invoices_named
from plugin.jobs import What
from plugin.letters.mail_words import copy_words
from plugin.mail.asking import asks_for_copy, asks_only_that
from plugin.operations.decide import record
from plugin.operations.ground import Ground, policy_held
from plugin.operations.remittances import invoices_of
from plugin.store import Tx, due, mail_answers, remitting
from plugin.store.languages import language_of
from plugin.store.mail import Mail
from plugin.store.mail_answers import AnswerContent, AnswerKind, MailAnswer

_WEEK = timedelta(days=7)
_RULE = "rule"


def promise_copies(tx: Tx, on: Ground, mail: Mail) -> bool:
    """Put copies in line where the mail asks for them; True where it asks for nothing else.

    Then nobody has to read it before anything goes.
    """
    words = mail.content.said
    if mail.automatic or not mail.on_file or not asks_for_copy(words):
        return False
    rules = policy_held(tx, on, mail.customer_id).mail
    wanted = _wanted(tx, on, mail) if rules.copies else ()
    if not wanted or len(wanted) > rules.copies_at_once:
        return False
    lately = mail_answers.copies_since(tx, mail.customer_id, since=on.now - _WEEK)
    if lately >= rules.copies_a_week:
        record(
            tx,
            on,
            _RULE,
            mail.customer_id,
            "copies",
            "Copies asked for once too often: a person decides",
        )
        return False
    _put_in_line(tx, on, mail, wanted)
    return asks_only_that(words)


def _wanted(tx: Tx, on: Ground, mail: Mail) -> tuple[OpenInvoice, ...]:
    """The invoices that it names; where it names none, those that our message asked for."""
    invoices = invoices_of(tx, on, mail.customer_id)
    words = f"{mail.content.subject}\n{mail.content.said}"
    named = invoices_named(mail.content.said, invoices) or invoices_named(words, invoices)
    if named:
        return named
    chased = remitting.named_in(tx, mail.message_id) if mail.message_id is not None else ()
    return tuple(each for each in invoices if each.id in chased and each.balance.amount > 0)


def _put_in_line(tx: Tx, on: Ground, mail: Mail, wanted: tuple[OpenInvoice, ...]) -> None:
    numbers = tuple(each.number for each in wanted)
    subject, text = copy_words(
        numbers,
        subject=mail.content.subject,
        signed=on.settings.sender_name,
        language=language_of(tx, mail.customer_id) or on.settings.language,
    )
    mail_answers.write(
        tx,
        MailAnswer(
            id=uuid4(),
            customer_id=mail.customer_id,
            mail_id=mail.id,
            kind=AnswerKind.COPY,
            state=StepState.APPROVED,
            by=_RULE,
            at=on.now,
            send_after=on.now,
            content=AnswerContent(
                to=mail.content.sender,
                subject=subject,
                text=text,
                in_reply_to=mail.content.mail_id,
            ),
            invoice_ids=tuple(each.id for each in wanted),
        ),
    )
    due.put(tx, What.MAIL, on.now)
    record(tx, on, _RULE, mail.customer_id, "copies", f"Asked for copies of {', '.join(numbers)}")
