"""Comments: what people of a team note for each other on a customer, an invoice, a dispute, a task.

A note is never changed: it is withdrawn, and that it was there stays. Whoever it names by @name is
told by mail that there is one, without its words, and only where they may read it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog

from plugin.jobs import What
from plugin.letters.comment_mail import CommentNamed, compose_comment_named
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import Ground, ground
from plugin.operations.house_mail import house_mail
from plugin.operations.roles import Right, may
from plugin.ports import OutcomeUnknown, Refused, Unavailable
from plugin.store import Tx, assessments, comments, contacts, disputes, people, tasks, timeline
from plugin.store.comments import About, Comment, Named
from plugin.store.invoices import invoices_by_id
from plugin.store.people import Member

log = structlog.get_logger()

MOST_LETTERS = 2_000

#: a name called in a note; not the @ of a mail address
_AT = re.compile(r"(?<!\w)@(\w[\w’'-]*)")


@dataclass(frozen=True, slots=True)
class Noted:
    """Whom a note told by mail, whom it names who may not read it, and which @ led to nobody."""

    told: tuple[str, ...]
    may_not_read: tuple[str, ...]
    #: first names that several people share, as they were written
    of_several: tuple[str, ...] = ()
    #: names that nobody of the team has, as they were written
    of_nobody: tuple[str, ...] = ()


def add(
    doors: Doors,
    *,
    org_id: UUID,
    who: UUID,
    by: str,
    customer_id: str,
    about: About,
    subject: str,
    words: str,
) -> Noted:
    """Leave a note about a customer or something of theirs. Raises NotPossible."""
    words = words.strip()
    if not words or len(words) > MOST_LETTERS:
        raise NotPossible(f"A note has 1 to {MOST_LETTERS} characters. Nothing was noted.")
    with decided(doors, org_id, What.TELL_TEAM) as tx:
        on = ground(tx, now=doors.clock.now())
        contact = contacts.contact(tx, customer_id)
        if contact is None:
            raise NotPossible("This customer is not known here. Nothing was noted.")
        assessments.lock(tx, [customer_id])
        what = what_about(tx, on, customer_id, about, subject)
        members = people.members_of(tx, org_id)
        named = _named(words, members, but=who)
        told = [each for each in named if may(each.role, Right.SEE)]
        comment_id = comments.add(
            tx, customer_id=customer_id, about=about, subject=subject, words=words, by_id=who,
            by=by, at=on.now, mail_to=[each.user.id for each in told],
        )  # fmt: skip
        summary = f"{by} left a note{f' on {what}' if what else ''}"
        _record(tx, on, by, customer_id, summary, words, comment_id)
    return Noted(
        tuple(each.user.name for each in told),
        tuple(each.user.name for each in named if each not in told),
        *_astray(words, members),
    )


def withdraw(doors: Doors, *, org_id: UUID, who: UUID, by: str, comment_id: UUID) -> str:
    """Take one's own note back: its words go, that it was there stays. Whose customer it is."""
    with decided(doors, org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        found = comments.read(tx, comment_id)
        if found is None or found.by_id != who:
            raise NotPossible("Only whoever wrote a note takes it back. Nothing was changed.")
        if not comments.withdraw(tx, comment_id, by=by, at=on.now):
            raise NotPossible("This note was taken back before. Nothing was changed.")
        _record(tx, on, by, found.customer_id, f"{by} took a note back", None, comment_id)
    return found.customer_id


def what_about(tx: Tx, on: Ground, customer_id: str, about: About, subject: str) -> str:
    """What a note is about, in a few words; empty for the customer. Raises NotPossible."""
    if about is About.CUSTOMER:
        return ""
    if about is About.INVOICE:
        row = invoices_by_id(tx, [subject]).get(subject)
        if row is not None and row.customer_id == customer_id:
            return str(row.number)
    elif about is About.DISPUTE:
        for each in disputes.disputes(tx, customer_id=customer_id):
            if str(each.id) == subject:
                return "a dispute"
    elif any(str(t.id) == subject and t.customer_id == customer_id for t in tasks.open_tasks(tx)):
        return "a task"
    raise NotPossible("Choose something of this customer. Nothing was noted.")


def _named(words: str, members: Sequence[Member], *, but: UUID) -> list[Member]:
    """Whom the words name: by @ and their whole name, or a first name that only they have."""
    firsts = [_first(each) for each in members]
    found = []
    for member in members:
        calls = {member.user.name.lower()} | (
            {_first(member)} if firsts.count(_first(member)) == 1 else set()
        )
        if member.user.id != but and any(_calls(words, each) for each in calls if each):
            found.append(member)
    return found


def _astray(words: str, members: Sequence[Member]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The @ of a note that tell nobody: shared first names, and names that nobody has."""
    several, nobody = [], []
    firsts = [_first(each) for each in members]
    for found in _AT.finditer(words):
        called = found[1].lower()
        here = words[found.start() :].lower()
        if any(re.match(rf"@{re.escape(each.user.name.lower())}(?!\w)", here) for each in members):
            continue
        if firsts.count(called) > 1:
            several.append(found[1])
        elif called not in firsts:
            nobody.append(found[1])
    return tuple(dict.fromkeys(several)), tuple(dict.fromkeys(nobody))


def _first(member: Member) -> str:
    return member.user.name.lower().partition(" ")[0]


def _calls(words: str, name: str) -> bool:
    return re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", words.lower()) is not None


def mail_comments(doors: Doors, org_id: UUID) -> None:
    """Mail whoever is named and has not been told, each once. Raises Unavailable."""
    with doors.store.tenant(org_id) as tx:
        waiting = comments.unmailed(tx)
    for named in waiting:
        _mail(doors, org_id, named)


def _mail(doors: Doors, org_id: UUID, named: Named) -> None:
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        found = comments.read(tx, named.comment_id)
        member = _reader(tx, org_id, named.user_id)
        if not comments.claim(tx, named, at=on.now):
            return
        if found is None or found.withdrawn_at is not None or member is None:
            # they left, or may not read it any more, since somebody named them
            comments.settle(tx, named, "not sent")
            return
        facts = _facts(tx, doors, on, found, member)
    mail = house_mail(
        doors,
        f"comment-{found.id}-{member.user.id}",
        member.user.email,
        compose_comment_named(facts),
    )
    outcome = "sent"
    try:
        doors.mailer.send(mail)
    except Unavailable:
        with doors.store.tenant(org_id) as tx:
            comments.unclaim(tx, named)
        raise
    except (Refused, OutcomeUnknown) as trouble:
        log.warning("a note's mail did not go", org=str(org_id), why=type(trouble).__name__)
        outcome = "not sent"
    with doors.store.tenant(org_id) as tx:
        comments.settle(tx, named, outcome)


def _reader(tx: Tx, org_id: UUID, user_id: UUID) -> Member | None:
    """The person, where they are in the team and may read the books now."""
    for each in people.members_of(tx, org_id):
        if each.user.id == user_id and may(each.role, Right.SEE):
            return each
    return None


def _facts(tx: Tx, doors: Doors, on: Ground, found: Comment, member: Member) -> CommentNamed:
    contact = contacts.contact(tx, found.customer_id)
    name = contact.name if contact is not None else "a customer"
    try:
        what = what_about(tx, on, found.customer_id, found.about, found.subject)
    except NotPossible:
        # what it was about is settled by now
        what = ""
    base = f"{doors.url.rstrip('/')}/o/{on.organisation.id}/customers/{found.customer_id}"
    return CommentNamed(
        name=member.user.name or "there",
        by=found.by,
        organisation=on.organisation.name,
        about=f"{what} of {name}" if what else name,
        link=f"{base}#our-notes",
    )


def _record(
    tx: Tx, on: Ground, by: str, customer_id: str, summary: str, said: str | None, comment_id: UUID
) -> None:
    event = timeline.Event(
        at=on.now, kind="comment", by=by, summary=summary, customer_id=customer_id, said=said,
        refs={"comment": str(comment_id)},
    )  # fmt: skip
    timeline.record(tx, event)
