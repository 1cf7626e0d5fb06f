"""Mail for a person to read: what waits, one mail whole, a customer's conversation. It decides
nothing, and what a mail suggests is only shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from plugin.credit.money import Money
from plugin.credit.policy_parts import Channel
from plugin.credit.remittance import OpenInvoice, Remittance, read_remittance
from plugin.credit.steps import StepState
from plugin.mail.contents import type_words
from plugin.store import Tx, calls, mail_answers, remitting
from plugin.store import mail as mails
from plugin.store.mail import Mail
from plugin.store.mail_answers import AnswerKind, MailAnswer
from plugin.store.reading import customers

_LATELY = timedelta(days=90)
_SNIPPET = 90
_KINDS = {
    "reply": "wrote",
    "own": "one of you wrote",
    "own_answer": "one of you answered",
    "away": "a machine of theirs: away",
    "bounce": "mail that came back",
    "automatic": "a machine of theirs",
}
_STATES = {
    StepState.APPROVED: "leaves",
    StepState.CLAIMED: "is on its way",
    StepState.DONE: "sent",
    StepState.REFUSED: "was not taken",
    StepState.DROPPED: "taken back",
    StepState.UNCONFIRMED: "may or may not have gone",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLine:
    """One mail in a list."""

    id: UUID
    at: datetime
    customer_id: str
    customer: str
    sender: str
    subject: str
    snippet: str
    kind: str
    words: str
    waits: bool
    on_file: bool
    answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One answer of ours; `may_take_back` while it is held."""

    id: UUID
    at: datetime
    by: str
    text: str
    to: str
    is_copy: bool
    words: str
    goes_at: datetime | None
    outcome: str
    may_take_back: bool


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of a mail, by its place; `type` in words, by its content."""

    place: int
    name: str
    type: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPage:
    """One mail whole, with the allocation that it suggests and what was answered."""

    mail: Mail
    line: MailLine
    files: tuple[FileLine, ...]
    answers: tuple[AnswerLine, ...]
    suggested: Remittance | None
    #: open invoices that it does not name, in the currency of what it suggests
    unnamed: tuple[OpenInvoice, ...] = ()
    may_answer: bool = False


@dataclass(frozen=True, slots=True)
class MailBox:
    """The last mails: those that wait, oldest first; those of nobody; the rest, newest first."""

    waiting: tuple[MailLine, ...]
    of_nobody: tuple[MailLine, ...]
    lately: tuple[MailLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Replies that nobody has read, by whatever channel, for the overview."""

    count: int
    days: int
    customer_id: str
    customer: str
    snippet: str
    #: the mail of the oldest; None where it came by text
    mail_id: UUID | None


def mail_box(tx: Tx, *, most: int = 100) -> MailBox:
    """The mail of an organisation."""
    lately = mails.latest(tx, limit=most)
    names = customers.names(tx, [each.customer_id for each in lately])
    lines = tuple(_line(each, names) for each in lately)
    return MailBox(
        waiting=tuple(reversed([each for each in lines if each.waits])),
        of_nobody=tuple(_line(each, names) for each in mails.of_nobody(tx)),
        lately=tuple(each for each in lines if not each.waits and each.customer_id),
    )


def mail_page(tx: Tx, mail_id: UUID, *, on: date) -> MailPage | None:
    """One mail whole; None where there is none."""
    mail = mails.read(tx, mail_id)
    if mail is None:
        return None
    names = customers.names(tx, [mail.customer_id])
    invoices = _invoices(tx, mail.customer_id, on)
    suggested = read_remittance(mail.content.rows, invoices) if invoices else None
    named = {line.invoice.id for line in suggested.lines} if suggested is not None else set()
    is_own = mail.kind.startswith("own")
    return MailPage(
        mail=mail,
        line=_line(mail, names),
        files=tuple(
            FileLine(each.place, each.name, type_words(each.type), each.size)
            for each in mails.files_of(tx, mail_id)
        ),
        answers=tuple(_answer(each) for each in mail_answers.of_mail(tx, mail_id)),
        suggested=None if is_own else suggested,
        unnamed=tuple(
            each
            for each in invoices
            if suggested is not None
            and each.id not in named
            and each.balance.amount > 0
            and each.balance.currency == suggested.currency
        ),
        may_answer=bool(mail.customer_id and mail.content.sender)
        and not mail.automatic
        and not is_own,
    )


def conversation(
    tx: Tx, customer_id: str, *, limit: int = 8
) -> tuple[tuple[MailLine, ...], tuple[AnswerLine, ...]]:
    """A customer's last mails and our answers to them, newest first each."""
    found = mails.of_customer(tx, customer_id, limit=limit)
    names = customers.names(tx, [customer_id])
    answers = mail_answers.of_customer(tx, customer_id, limit=limit)
    return tuple(_line(each, names) for each in found), tuple(_answer(each) for each in answers)


def people_waiting(tx: Tx, *, on: date) -> Waiting | None:
    """What nobody has read yet; None where all is read."""
    unread = calls.every_unread(tx)
    if not unread:
        return None
    oldest = unread[0]
    names = customers.names(tx, [oldest.customer_id])
    return Waiting(
        count=len(unread),
        days=(on - oldest.replied_on).days,
        customer_id=oldest.customer_id,
        customer=names.get(oldest.customer_id, ""),
        snippet=_snippet(oldest.said),
        mail_id=oldest.id if oldest.channel is Channel.EMAIL else None,
    )


def _invoices(tx: Tx, customer_id: str, on: date) -> tuple[OpenInvoice, ...]:
    if not customer_id:
        return ()
    found = remitting.invoices_meant(tx, customer_id, since=on - _LATELY)
    return tuple(
        OpenInvoice(each.id, each.number, Money(each.balance, each.currency), each.reference)
        for each in found
    )


def _line(mail: Mail, names: dict[str, str]) -> MailLine:
    content = mail.content
    return MailLine(
        id=mail.id,
        at=mail.arrived_at,
        customer_id=mail.customer_id,
        customer=names.get(mail.customer_id, ""),
        sender=content.sender_name or content.sender or "no sender",
        subject=content.subject,
        snippet=_snippet(content.said),
        kind=mail.kind,
        words=_KINDS.get(mail.kind, mail.kind),
        waits=mail.waits,
        on_file=mail.on_file,
        answered=mail.answered_at is not None,
    )


def _answer(answer: MailAnswer) -> AnswerLine:
    is_held = answer.state is StepState.APPROVED
    return AnswerLine(
        id=answer.id,
        at=answer.at,
        by=answer.by,
        text=answer.content.text,
        to=answer.content.to,
        is_copy=answer.kind is AnswerKind.COPY,
        words=_STATES.get(answer.state, answer.state.value),
        goes_at=answer.send_after if is_held else None,
        outcome=answer.outcome,
        may_take_back=is_held,
    )


def _snippet(said: str) -> str:
    words = " ".join(said.split())
    return words if len(words) <= _SNIPPET else f"{words[:_SNIPPET].rsplit(' ', 1)[0]}…"
