"""Mail that arrives at an address of ours: whose it is, what kind, and what follows at once.

A reply pauses the ladder until a person has read it. It never changes a promise, an address or a
recipient; what an answer of a machine brings is `arrived_notes`, copies by rule `mail_copies`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import structlog

from plugin.credit.policy_parts import Channel
from plugin.jobs import What
from plugin.mail.reading import Arrived, MailKind, read_arrived
from plugin.operations.arrived_notes import note_away, note_bounces
from plugin.operations.decide import record
from plugin.operations.doors import Doors, decided
from plugin.operations.ground import Ground, ground
from plugin.operations.mail_copies import promise_copies
from plugin.operations.remittances import is_advice, rows_of
from plugin.store import (
    HouseTx,
    Tx,
    assessments,
    calls,
    conversations,
    organisations,
    people,
    timeline,
)
from plugin.store import mail as mails
from plugin.store.conversations import Door, Named
from plugin.store.mail import Mail, MailContent, MailFile

log = structlog.get_logger()

#: of one conversation, and at the blind-copy address; what is beyond is forgotten
MOST_A_DAY = 60
OWN, OWN_ANSWER = "own", "own_answer"
#: of an answer's words beside the mail itself, as those of a text are kept
_SAID_AT_MOST = 2_000
_CUSTOMER = "the customer"


@dataclass(frozen=True, slots=True)
class _Case:
    """One mail before one organisation: what is known of it, and at whose address it arrived."""

    arrived: Arrived
    #: the customer of the address; empty for the blind-copy address
    customer_id: str
    #: an address that one of the organisation's own people writes from
    is_ours: bool


def take_mail(doors: Doors, *, raw: bytes, recipients: Sequence[str] = ()) -> int:
    """Take a mail; says for how many conversations it was written down.

    `recipients` are those that the provider says it was delivered to. Mail to no address of ours
    is nobody's here, and is forgotten; told twice, it counts once.
    """
    arrived = read_arrived(raw)
    with doors.store.house() as house:
        found = _ours(house, (*recipients, *arrived.delivered_to), doors.reply_domain)
        doors_of = [(conversations.org_of(house, each), each) for each in found]
    if arrived.kind is MailKind.RECEIPT or _is_from_us(doors, arrived):
        return 0
    count = 0
    for org_id, each in doors_of:
        if org_id is not None:
            count += _take(doors, org_id, each, arrived)
    if not count:
        log.info("mail for nobody here", addresses=len(found))
    return count


def _ours(house: HouseTx, addresses: Iterable[str], domain: str) -> list[Named]:
    """The addresses of ours among these, each once."""
    known = (conversations.named(house, each, domain) for each in addresses if domain)
    return list(dict.fromkeys(each for each in known if each is not None))


def _is_from_us(doors: Doors, arrived: Arrived) -> bool:
    """Our own mail that came round: nothing of it is news, and answers would go round in rings."""
    ours = {doors.from_address.lower()}
    at_ours = arrived.sender.rpartition("@")[2] == doors.reply_domain
    return arrived.kind is not MailKind.BOUNCE and (arrived.sender in ours or at_ours)


def _take(doors: Doors, org_id: UUID, named: Named, arrived: Arrived) -> int:
    with decided(doors, org_id, What.ASSESS, What.MAIL) as tx:
        customer_id = conversations.customer_of(tx, named)
        if customer_id is None or _is_flooded(tx, customer_id, doors.clock.now()):
            return 0
        on = ground(tx, now=doors.clock.now())
        case = _Case(arrived, customer_id, _writes_for_us(tx, arrived.sender))
        if named.door is Door.COPY:
            return _take_copy(tx, on, case)
        if case.is_ours:
            return _take_aloud(tx, on, case)
        return _take_theirs(tx, on, case, customer_id)


def _is_flooded(tx: Tx, customer_id: str, now: datetime) -> bool:
    """Whether more came than anybody reads: whoever has an address could fill the house with it."""
    count = mails.count_since(tx, customer_id, since=now - timedelta(days=1))
    if count < MOST_A_DAY:
        return False
    log.warning("too much mail in one day", org=str(tx.org_id), taken=count)
    return True


def _take_copy(tx: Tx, on: Ground, case: _Case) -> int:
    """What one of ours blind-copied, or sent on: then it is the mail of whoever wrote it."""
    arrived = case.arrived
    if any(each.startswith(f"{Door.COPY}+") for each in arrived.to):
        words = "The address to blind-copy stood openly in a mail: make another on the mail page"
        record(tx, on, arrived.sender_name or "mail", None, "mail", words)
    if case.is_ours and arrived.kind is MailKind.REPLY:
        return _take_own(tx, on, case, set(mails.customers_with(tx, arrived.to)))
    sent = mails.sent_as(tx, _returned_ids(arrived))
    writers = mails.customers_with(tx, [arrived.sender])
    # who of several customers with one address wrote, only the thread can say
    whose = sent[1] if sent is not None else writers[0] if len(writers) == 1 else ""
    return _take_theirs(tx, on, case, whose)


def _returned_ids(arrived: Arrived) -> tuple[str, ...]:
    back = tuple(each.message_id for each in arrived.undelivered if each.message_id)
    return (*back, *arrived.answers)


def _take_own(tx: Tx, on: Ground, case: _Case, customers: set[str]) -> int:
    """Mail that one of ours wrote joins the timeline of whom it went to, and counts as contact."""
    arrived = case.arrived
    if not customers:
        return int(_keep(tx, on, case, "", OWN, on_file=False) is not None)
    assessments.lock(tx, sorted(customers))
    count = 0
    for customer_id in sorted(customers):
        is_answer = _answers_theirs(tx, customer_id, arrived)
        kind = OWN_ANSWER if is_answer else OWN
        if not _keep(tx, on, case, customer_id, kind, on_file=True):
            continue
        count += 1
        by = arrived.sender_name or arrived.sender
        if is_answer:
            # whoever answers it has read it
            calls.read_replies(tx, customer_id, by=by, at=on.now)
        summary = "Answered from their own mailbox" if is_answer else "Wrote from their own mailbox"
        _tell(tx, on, customer_id, "own_mail", by, summary, arrived)
    assessments.touch(tx, sorted(customers))
    return count


def _take_aloud(tx: Tx, on: Ground, case: _Case) -> int:
    """Mail in the name of one of ours at an address that the customer knows too.

    Anybody may write any sender: it is shown, and neither counts as contact nor has read anything.
    """
    kept = _keep(tx, on, case, case.customer_id, OWN_ANSWER, on_file=True)
    if kept is None:
        return 0
    by = case.arrived.sender_name or case.arrived.sender
    words = "A mail in the name of one of you joined the conversation"
    _tell(tx, on, case.customer_id, "own_mail", by, words, case.arrived)
    return 1


def _answers_theirs(tx: Tx, customer_id: str, arrived: Arrived) -> bool:
    known = {each.content.mail_id for each in mails.of_customer(tx, customer_id, limit=50)}
    return any(each in known for each in arrived.answers)


def _take_theirs(tx: Tx, on: Ground, case: _Case, customer_id: str) -> int:
    """A mail of a customer, or of a machine of theirs."""
    arrived = case.arrived
    if not customer_id:
        return int(_keep(tx, on, case, "", arrived.kind.value, on_file=False) is not None)
    assessments.lock(tx, [customer_id])
    on_file = mails.has_address(tx, customer_id, arrived.sender)
    kept = _keep(tx, on, case, customer_id, arrived.kind.value, on_file=on_file)
    if kept is None:
        return 0
    if arrived.kind is MailKind.BOUNCE:
        note_bounces(tx, on, customer_id, arrived)
    elif arrived.kind is MailKind.AWAY and note_away(tx, on, customer_id, arrived):
        pass
    elif arrived.kind is MailKind.AUTOMATIC and not is_advice(tx, on, customer_id, kept.content):
        record(tx, on, _CUSTOMER, customer_id, "automatic_mail", "A machine of theirs answered")
    else:
        note_reply(tx, on, kept, is_read=promise_copies(tx, on, kept))
    assessments.touch(tx, [customer_id])
    return 1


def note_reply(tx: Tx, on: Ground, mail: Mail, *, is_read: bool = False) -> None:
    """Write down that they answered: nothing goes to them before a person has read it."""
    said = mail.content.said[:_SAID_AT_MOST]
    calls.note_reply(
        tx,
        calls.Reply(
            id=mail.id,
            customer_id=mail.customer_id,
            channel=Channel.EMAIL,
            replied_at=on.now,
            replied_on=on.today,
            said=said,
            is_read=is_read,
        ),
    )
    summary = "Answered by email"
    if not mail.on_file:
        summary += ", from an address that is not on file"
    timeline.record(
        tx,
        timeline.Event(
            at=on.now,
            kind="replied",
            by=_CUSTOMER,
            customer_id=mail.customer_id,
            summary=summary,
            said=said,
            refs={"mail": str(mail.id)},
        ),
    )


def _keep(
    tx: Tx, on: Ground, case: _Case, customer_id: str, kind: str, *, on_file: bool
) -> Mail | None:
    """Write it down with its files; None where this customer's has been told before."""
    arrived = case.arrived
    sent = mails.sent_as(tx, _returned_ids(arrived))
    mail = Mail(
        id=uuid4(),
        customer_id=customer_id,
        kind=kind,
        known_as=arrived.known_as,
        arrived_at=on.now,
        arrived_on=on.today,
        message_id=sent[0] if sent is not None and sent[1] == customer_id else None,
        on_file=on_file,
        automatic=arrived.is_automatic,
        content=_content(arrived),
    )
    files = [
        MailFile(place, each.name or f"file {place}", each.kind, len(each.content), each.content)
        for place, each in enumerate(arrived.files, start=1)
    ]
    return mail if mails.keep(tx, mail, files) else None


def _content(arrived: Arrived) -> MailContent:
    found = MailContent(
        sender_name=arrived.sender_name,
        sender=arrived.sender,
        to=arrived.to,
        subject=arrived.subject,
        mail_id=arrived.message_id,
        said=arrived.said,
        quoted=arrived.quoted,
        failed=tuple(each.address for each in arrived.undelivered if each.is_final),
        remark="It could not be read whole; the mail itself is attached."
        if arrived.is_broken
        else "",
    )
    return replace(found, rows=rows_of(arrived))


def _tell(
    tx: Tx, on: Ground, customer_id: str, kind: str, by: str, summary: str, arrived: Arrived
) -> None:
    subject = f"{arrived.subject}\n\n" if arrived.subject else ""
    timeline.record(
        tx,
        timeline.Event(
            at=on.now,
            kind=kind,
            by=by,
            customer_id=customer_id,
            summary=summary,
            said=f"{subject}{arrived.said}"[:_SAID_AT_MOST],
        ),
    )


def _writes_for_us(tx: Tx, sender: str) -> bool:
    """Whether this is an address of the organisation's own people: a sign-in's, or the signer's."""
    if not sender:
        return False
    own = {each.user.email.lower() for each in people.members_of(tx, tx.org_id)}
    own.add(organisations.settings(tx).reply_to.lower())
    return sender in own
