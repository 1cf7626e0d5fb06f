"""What a customer says of themselves: language, texts, pay run, order route; and the right person.

Each is a decision of the customer, under their lock, on the timeline, and followed by a review.
That an address is the wrong one counts at once; who is proposed in its place is written to only
once somebody of the business has said yes (a forwarded link adds no recipient).
"""

from __future__ import annotations

import re
from uuid import UUID

from plugin.credit.decisions import Task, TaskKind
from plugin.credit.pay_run import PayRun
from plugin.credit.recipients import Role
from plugin.letters.languages import LANGUAGES
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import Ground
from plugin.operations.portal_codes import masked
from plugin.store import Tx, languages, messages, portal_links, recipients, tasks, timeline, wishes
from plugin.store.portal_links import PortalLink
from plugin.store.wishes import Proposed

#: who did it, on the timeline and beside every choice
CUSTOMER = "customer"

_MOST_WORDS, _MOST_NAME, _MOST_ADDRESS = 500, 80, 254
#: an address that mail can go to: no blanks, one @, a domain with a dot
_ODD = r"@\s<>\"',;:()\[\]\\"
_ADDRESS = re.compile(rf"[^{_ODD}]+@[^{_ODD}.]+(\.[^{_ODD}.]+)+")
#: proposals that wait at one time: what is more is no help to anybody
_MOST_OPEN = 3


def choose_language(doors: Doors, *, org_id: UUID, customer_id: str, language: str) -> None:
    """In which language letters come. Raises NotPossible for one without texts."""
    if language not in LANGUAGES:
        raise NotPossible("We have no texts in that language yet. Nothing was changed.")
    with about(doors, org_id, customer_id) as (tx, on):
        if languages.speak(tx, [customer_id], language):
            words = f"Asked for letters in {LANGUAGES[language]}"
            record(tx, on, CUSTOMER, customer_id, "language", words)


def choose_texts(doors: Doors, *, org_id: UUID, customer_id: str, yes: bool) -> None:
    """Whether their mobile number may be texted, as far as the business sends texts at all."""
    with about(doors, org_id, customer_id) as (tx, on):
        contact = recipients.contact_of(tx, customer_id)
        if contact is None or not contact.mobile:
            raise NotPossible("We know no mobile number of yours. Nothing was changed.")
        role = None if yes else Role.NONE
        recipients.choose(tx, customer_id, contact.mobile, role, by=CUSTOMER, at=on.now)
        words = "May be texted, they say" if yes else "Asked for mail only, and no texts"
        record(tx, on, CUSTOMER, customer_id, "recipients", words)


def say_how_we_pay(
    doors: Doors, *, org_id: UUID, customer_id: str, pay_run: PayRun | None, order_route: str
) -> None:
    """When they pay, and how an order number gets onto an invoice.

    A changed order route is a task for a person: it concerns the next invoice, not a reminder.
    """
    route = order_route.strip()
    if len(route) > _MOST_WORDS:
        raise NotPossible(f"That is too long: {_MOST_WORDS} letters at most. Nothing was changed.")
    with about(doors, org_id, customer_id) as (tx, on):
        before = wishes.read(tx, customer_id)
        if (before.pay_run, before.order_route) == (pay_run, route):
            return
        wishes.keep(tx, customer_id, pay_run=pay_run, order_route=route, at=on.now)
        if route != before.order_route:
            tasks.open_task(
                tx, customer_id, Task(TaskKind.ORDER_ROUTE), raised_by="customer", now=on.now
            )
        words = "Said when they pay and how their order numbers come"
        record(tx, on, CUSTOMER, customer_id, "wishes", words)


def sent_with(tx: Tx, link: PortalLink) -> tuple[str, ...]:
    """The addresses that the message of a link went to, the link's own first."""
    found = {link.address: None} if link.address else {}
    if link.message_id is not None:
        letter = messages.opened_letter(tx, link.message_id)
        found |= dict.fromkeys((*letter.to, *letter.copy_to)) if letter is not None else {}
    return tuple(found)


def not_the_person(
    doors: Doors,
    *,
    org_id: UUID,
    link_id: UUID,
    key: str,
    name: str,
    email: str,
) -> None:
    """The reader of a mail is the wrong person: nothing goes to that address any more, from now on.

    `key` says which of the message's addresses is theirs. `name` and `email` of somebody else may
    be empty; nothing goes there before the business says yes. Links sent to the address end.
    Raises NotPossible.
    """
    name, email = name.strip()[:_MOST_NAME], email.strip()
    if email and (len(email) > _MOST_ADDRESS or not _ADDRESS.fullmatch(email)):
        raise NotPossible("That is no email address. Nothing was changed. Go back and look again.")
    with doors.store.tenant(org_id) as tx:
        link = portal_links.read_link(tx, link_id)
        by_key = {address_key(tx, each): each for each in sent_with(tx, link)} if link else {}
    address = by_key.get(key)
    if link is None or address is None:
        raise NotPossible("Say which of the addresses is yours. Nothing was changed.")
    with about(doors, org_id, link.customer_id) as (tx, on):
        recipients.choose(tx, link.customer_id, address, Role.NONE, by=CUSTOMER, at=on.now)
        portal_links.revoke(tx, link.customer_id, by=CUSTOMER, at=on.now, address=address)
        _propose(tx, on, link.customer_id, address, name, email)
        timeline.record(
            tx,
            timeline.Event(
                at=on.now,
                kind="recipients",
                by=CUSTOMER,
                customer_id=link.customer_id,
                summary="Not the right person: nothing goes to that address any more",
                said=f"{masked(address) if '@' in address else 'a number'}"
                + (f"; they named {name or 'somebody'}, {email}" if email else ""),
            ),
        )


def _propose(tx: Tx, on: Ground, customer_id: str, address: str, name: str, email: str) -> None:
    if len(wishes.open_proposals(tx, customer_id)) >= _MOST_OPEN:
        raise NotPossible(
            "Several other people were named already, and nobody has looked at that yet. Nothing"
            " was changed; please ring us."
        )
    proposal = wishes.propose(
        tx, customer_id, instead_of=address, name=name, email=email, at=on.now
    )
    tasks.open_task(
        tx,
        customer_id,
        Task(TaskKind.WRONG_PERSON, subject=str(proposal)),
        raised_by="customer",
        now=on.now,
    )


def address_key(tx: Tx, address: str) -> str:
    """What names an address in a form without showing it."""
    return tx.seal.fingerprint(address)[:16]


def answer_proposal(
    doors: Doors, *, org_id: UUID, by: str, proposal_id: UUID, yes: bool
) -> Proposed:
    """The business says yes or no to whom a customer named; with yes they are written to.

    Raises NotPossible where it was answered already, or nobody was named.
    """
    with doors.store.tenant(org_id) as tx:
        known = wishes.proposal(tx, proposal_id)
    if known is None:
        raise NotPossible("There is no such proposal. Nothing was changed.")
    if yes and not known.email:
        raise NotPossible("They named nobody, so there is nobody to write to. Nothing was changed.")
    with about(doors, org_id, known.customer_id) as (tx, on):
        if not wishes.answer(tx, proposal_id, yes=yes, by=by, at=on.now):
            raise NotPossible("This was answered already. Nothing was changed.")
        if yes:
            recipients.add_person(
                tx,
                known.customer_id,
                name=known.name or known.email.partition("@")[0],
                email=known.email,
                role=Role.TO,
                by=by,
                at=on.now,
            )
        answer = "write to whom they named" if yes else "do not write to whom they named"
        tasks.close_about(tx, str(proposal_id), by=by, answer=answer, now=on.now)
        words = (
            "Whom they named is written to from now on"
            if yes
            else "Whom they named is not written to"
        )
        record(tx, on, by, known.customer_id, "recipients", words)
    return known


def write_there_again(doors: Doors, *, org_id: UUID, by: str, proposal_id: UUID) -> None:
    """The address is right after all, the business says: it is written to again, in its role."""
    with doors.store.tenant(org_id) as tx:
        known = wishes.proposal(tx, proposal_id)
    if known is None:
        raise NotPossible("There is no such proposal. Nothing was changed.")
    answer_proposal(doors, org_id=org_id, by=by, proposal_id=proposal_id, yes=False)
    with about(doors, org_id, known.customer_id) as (tx, on):
        recipients.choose(tx, known.customer_id, known.instead_of, None, by=by, at=on.now)
        words = "Written to again although they said that they are the wrong person"
        record(tx, on, by, known.customer_id, "recipients", words)
