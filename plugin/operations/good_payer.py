"""Good-payer letters: asked for by a customer or begun by the business, approved by a person.

None is ever given by itself. What stands on one is kept as it was approved; it lapses after ninety
days and can be withdrawn at any time. The address on it is a signature over its id, verified before
the database is asked; it shows the facts and whether the letter is good, and leads nowhere else.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from plugin.credit.good_payer import GoodPayerRecord, good_payer_record
from plugin.credit.task_kinds import Task, TaskKind
from plugin.letters.good_payer import GoodPayerFacts, good_payer_pdf, good_payer_words
from plugin.letters.wording import dated
from plugin.operations.account_now import account_now
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible, local_date
from plugin.operations.ground import Ground, ground
from plugin.operations.papers import envelope_of
from plugin.operations.telling import Telling, tell_soon
from plugin.store import Tx, contacts, good_payer, organisations, tasks
from plugin.store.good_payer import LetterState, StoredLetter
from plugin.store.sealing import Seal

#: who is named where the customer did it
CUSTOMER = "customer"
#: after a letter was declined, the customer may ask again
ASK_AGAIN = timedelta(days=30)
#: where the letter can be checked, below GOODTERMS_URL; what follows is the token
PATH = "/letter/"

_PURPOSE = "good payer letter"
_RAISED_BY = "good_payer"
_IDS, _SIGNATURE, _LENGTH = 32, 16, 64


class Verdict(StrEnum):
    """What is said of a letter that we wrote."""

    GENUINE = "genuine"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Checked:
    """A letter of ours as anybody sees it; a withdrawn one tells no facts any more."""

    verdict: Verdict
    organisation: str
    customer: str
    dated: date
    good_until: date
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """A letter as a person of the team looks at it; no rows where there is no record to state."""

    letter: StoredLetter
    customer: str
    rows: tuple[tuple[str, str], ...]
    check_url: str


def ask(doors: Doors, *, org_id: UUID, customer_id: str, by: str, address: str = "") -> UUID:
    """Ask for a letter; a person decides. `by` is CUSTOMER or one of the team.

    `address` is the one on file that is told. Raises NotPossible where one is asked for already, a
    good one is there, or one was declined within thirty days.
    """
    with about(doors, org_id, customer_id) as (tx, on):
        found = good_payer.letters_of(tx, customer_id)
        _may_ask(found, on, by)
        letter_id = good_payer.ask(tx, customer_id, by=by, address=address, at=on.now)
        task = Task(TaskKind.GOOD_PAYER_LETTER, str(letter_id))
        tasks.open_task(tx, customer_id, task, raised_by=_RAISED_BY, now=on.now)
        record(tx, on, by, customer_id, "good_payer", "Asked for a good-payer letter")
    return letter_id


def _may_ask(found: tuple[StoredLetter, ...], on: Ground, by: str) -> None:
    if any(each.state is LetterState.ASKED for each in found):
        raise NotPossible("A letter is asked for already; a person looks at it. Nothing was done.")
    if by != CUSTOMER:
        return
    if any(each.state is LetterState.APPROVED and not each.has_lapsed(on.today) for each in found):
        raise NotPossible("You have a letter that is still good. Nothing was done.")
    declined = [each.closed_at for each in found if each.state is LetterState.DECLINED]
    if any(at is not None and on.now < at + ASK_AGAIN for at in declined):
        raise NotPossible(
            "A letter was asked for and not given within the last thirty days. Nothing was done. "
            "Talk to a person, or ask again later."
        )


def facts_today(tx: Tx, on: Ground, customer_id: str) -> GoodPayerRecord | None:
    """What a letter of today would say; None where too little is known."""
    account = account_now(tx, on, customer_id)
    since = good_payer.first_invoice(tx, customer_id)
    return good_payer_record(account, on.policy_of(account.customer), on.today, since=since)


def approve(doors: Doors, *, org_id: UUID, letter_id: UUID, by: str) -> None:
    """Give the letter, with the facts of this moment; raises NotPossible where there are none."""
    customer_id = _customer_of(doors, org_id, letter_id)
    with about(doors, org_id, customer_id) as (tx, on):
        words = draft(tx, on, customer_id, by=by)
        if words is None:
            raise NotPossible(
                "Fewer than three invoices of the last twelve months were paid or fell due, so "
                "there is no record to state. Nothing was given."
            )
        until = date.fromisoformat(words["good_until"])
        kept = good_payer.approve(tx, letter_id, facts=words, by=by, at=on.now, good_until=until)
        if not kept:
            raise NotPossible("This letter was decided on already. Nothing was changed.")
        _close_task(tx, on, customer_id, by, "approved")
        summary = f"Gave a good-payer letter, good until {dated(until)}"
        record(tx, on, by, customer_id, "good_payer", summary)
        _tell(tx, on, customer_id, letter_id)


def decline(doors: Doors, *, org_id: UUID, letter_id: UUID, by: str) -> None:
    """Give none this time."""
    customer_id = _customer_of(doors, org_id, letter_id)
    with about(doors, org_id, customer_id) as (tx, on):
        if not good_payer.close(tx, letter_id, LetterState.DECLINED, by=by, at=on.now):
            raise NotPossible("This letter was decided on already. Nothing was changed.")
        _close_task(tx, on, customer_id, by, "declined")
        record(tx, on, by, customer_id, "good_payer", "Gave no good-payer letter")
        _tell(tx, on, customer_id, letter_id)


def withdraw(doors: Doors, *, org_id: UUID, letter_id: UUID, by: str) -> None:
    """Take a letter back: from now on whoever checks it reads that it was withdrawn."""
    customer_id = _customer_of(doors, org_id, letter_id)
    with about(doors, org_id, customer_id) as (tx, on):
        if not good_payer.close(tx, letter_id, LetterState.WITHDRAWN, by=by, at=on.now):
            raise NotPossible("There is no such letter to withdraw. Nothing was changed.")
        record(tx, on, by, customer_id, "good_payer", "Withdrew a good-payer letter")


def draft(tx: Tx, on: Ground, customer_id: str, *, by: str) -> dict[str, Any] | None:
    """Every word of a letter as it would be given now by this person; None where no record is."""
    found = facts_today(tx, on, customer_id)
    contact = contacts.contact(tx, customer_id)
    if found is None or contact is None:
        return None
    settings = on.settings
    facts = GoodPayerFacts(
        organisation=on.organisation.name,
        customer=contact.name,
        record=found,
        signer=by,
        signer_title=settings.sender_title if by == settings.sender_name else "",
        phone=settings.phone,
        reply_to=settings.reply_to,
        envelope=envelope_of(on.organisation, settings, contact),
    )
    return {**good_payer_words(facts), "good_until": found.good_until.isoformat()}


def look(doors: Doors, *, org_id: UUID, letter_id: UUID, by: str) -> Looked | None:
    """One letter with its facts as given, or as they would stand on it now; None for no such."""
    with doors.store.tenant(org_id) as tx:
        found = good_payer.letter(tx, letter_id)
        contact = contacts.contact(tx, found.customer_id) if found is not None else None
        if found is None or contact is None:
            return None
        words = _words_of(tx, doors, found, by=by)
        address = check_address(tx.seal, doors, org_id, letter_id)
    return Looked(found, contact.name, _rows(words), address)


def paper(doors: Doors, *, org_id: UUID, letter_id: UUID, by: str) -> bytes | None:
    """The letter as PDF: as it was given, or as it would be given now; None where none can be."""
    with doors.store.tenant(org_id) as tx:
        found = good_payer.letter(tx, letter_id)
        if found is None:
            return None
        words = _words_of(tx, doors, found, by=by)
        address = check_address(tx.seal, doors, org_id, letter_id)
    return None if words is None else good_payer_pdf(words, address)


def check_address(seal: Seal, doors: Doors, org_id: UUID, letter_id: UUID) -> str:
    """Where anybody who holds the letter can check it."""
    named = org_id.bytes + letter_id.bytes
    token = base64.urlsafe_b64encode(named + seal.sign(_PURPOSE, named)).decode()
    return f"{doors.url.rstrip('/')}{PATH}{token}"


def check(doors: Doors, token: str) -> Checked | None:
    """What is said of the letter of this address; None for any that we did not write.

    Changes nothing, and says nothing of a letter that was never given.
    """
    ids = _read(doors.store.seal, token)
    if ids is None:
        return None
    org_id, letter_id = ids
    with doors.store.tenant(org_id) as tx:
        organisation = organisations.read(tx, org_id)
        found = good_payer.letter(tx, letter_id)
    if organisation is None or found is None or found.facts is None or found.good_until is None:
        return None
    words = found.facts
    verdict = Verdict.GENUINE
    if found.state is LetterState.WITHDRAWN:
        verdict = Verdict.WITHDRAWN
    elif found.has_lapsed(local_date(organisation, doors.clock.now())):
        verdict = Verdict.LAPSED
    return Checked(
        verdict=verdict,
        organisation=words["organisation"],
        customer=words["customer"],
        dated=date.fromisoformat(words["on"]),
        good_until=found.good_until,
        rows=() if verdict is Verdict.WITHDRAWN else _rows(words),
    )


def _words_of(tx: Tx, doors: Doors, found: StoredLetter, *, by: str) -> Mapping[str, Any] | None:
    """What stands on it; of one that is asked for, what would."""
    if found.facts is not None or found.state is not LetterState.ASKED:
        return found.facts
    return draft(tx, ground(tx, now=doors.clock.now()), found.customer_id, by=by)


def _rows(words: Mapping[str, Any] | None) -> tuple[tuple[str, str], ...]:
    return () if words is None else tuple((name, value) for name, value in words["rows"])


def _read(seal: Seal, token: str) -> tuple[UUID, UUID] | None:
    # base64 reads + and / as it reads - and _: only what we write ourselves is a letter of ours
    if len(token) != _LENGTH or not token.isascii() or {"+", "/"} & set(token):
        return None
    try:
        raw = base64.b64decode(token, altchars=b"-_", validate=True)
    except binascii.Error:
        return None
    named, signature = raw[:_IDS], raw[_IDS:]
    if len(signature) != _SIGNATURE or not seal.has_signed(_PURPOSE, named, signature):
        return None
    return UUID(bytes=named[:16]), UUID(bytes=named[16:])


def _customer_of(doors: Doors, org_id: UUID, letter_id: UUID) -> str:
    with doors.store.tenant(org_id) as tx:
        found = good_payer.letter(tx, letter_id)
    if found is None:
        raise NotPossible("There is no such letter. Nothing was changed.")
    return found.customer_id


def _tell(tx: Tx, on: Ground, customer_id: str, letter_id: UUID) -> None:
    """Whoever asked in the portal hears of it by mail, at the address on file."""
    found = good_payer.letter(tx, letter_id)
    if found is not None and found.asked_by == CUSTOMER:
        tell_soon(tx, on, customer_id, Telling.LETTER, letter_id)


def _close_task(tx: Tx, on: Ground, customer_id: str, by: str, answer: str) -> None:
    tasks.close_tasks(
        tx,
        kind=TaskKind.GOOD_PAYER_LETTER,
        customer_id=customer_id,
        by=by,
        answer=answer,
        now=on.now,
    )
