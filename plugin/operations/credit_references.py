"""References of somebody who asks for credit: asked by mail once, answered on a page of their own.

A link carries a signature; opening it changes nothing, and it takes one answer. What was answered
is seen by the business that asked, and by nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from plugin.credit.application import RefereeAnswer
from plugin.letters.credit_mail import ReferenceAsked, compose_reference
from plugin.operations.credit_asking import APPLICANT
from plugin.operations.credit_deciding import about_request
from plugin.operations.credit_door import FORM_PATH
from plugin.operations.credit_sending import send_now
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import ground
from plugin.store import Tx, credit_doors, credit_facts, credit_requests, organisations, throttles
from plugin.store.credit_facts import Reference

_PURPOSE = "credit reference"
#: a link works for so long after it was mailed
WORKS_FOR = timedelta(days=30)
_MOST_WORDS = 1_000
_A_DAY, _TO_ADDRESS = timedelta(days=1), 3
#: the choices of each question, as they are kept and shown
SINCE = ("less than a year", "one to three years", "longer")
PAYS = ("on time", "up to two weeks late", "later than that")
AGAIN = ("yes, gladly", "yes, with a limit", "rather not")


@dataclass(frozen=True, slots=True)
class Asked:
    """The page of one referee: who asks them about whom, and whether they answered."""

    reference: Reference
    organisation: str
    applicant: str


def ask(doors: Doors, *, org_id: UUID, by: str, request_id: UUID, reference_id: UUID) -> str:
    """Mail one of them; the name of the business. At most once, and few a day to one address.

    Raises NotPossible where they were asked, the request is decided, or mail cannot go.
    """
    now = doors.clock.now()
    with about_request(doors, org_id, request_id) as (tx, on, found):
        known = credit_facts.reference(tx, reference_id)
        if known is None or known.request_id != request_id:
            raise NotPossible("Nobody of that name is a reference here. Nobody was asked.")
        if found.state.is_decided or found.application is None:
            raise NotPossible("The request is decided, so nobody was asked any more.")
        if on.organisation.is_stopped(on.today):
            raise NotPossible("Everything is stopped, so no mail goes. Let it go on first.")
        with doors.store.house() as house:
            key = f"credit reference to {known.referee.email.lower()}"
            if not throttles.hit(house, key, limit=_TO_ADDRESS, window=_A_DAY, now=now):
                raise NotPossible("This address was asked often enough today. Try tomorrow.")
        if not credit_facts.asked(tx, reference_id, by=by, at=now):
            raise NotPossible("They were asked already. Nobody is asked twice.")
        link = _link(tx, doors, reference_id)
        asked = ReferenceAsked(
            organisation=on.organisation.name,
            applicant=found.name,
            named_by=found.application.orderer,
            referee=known.referee.name,
            link=link,
        )
        business = known.referee.business
        record(tx, on, by, None, "credit_request", f"Asked {business} about {found.name}")
    letter = compose_reference(asked)
    try:
        send_now(doors, on, f"credit-reference-{reference_id}", known.referee.email, letter)
    except NotPossible:
        with doors.store.tenant(org_id) as tx:
            credit_facts.not_asked(tx, reference_id)
        raise
    return business


def asked_of(doors: Doors, org_id: UUID, reference_id: UUID, token: str) -> Asked | None:
    """The page behind a referee's link; None where it is none of ours, or has run out."""
    with doors.store.house() as house:
        organisation = organisations.read(house, org_id)
    if organisation is None:
        return None
    with doors.store.tenant(org_id) as tx:
        if not credit_doors.has_signed(tx, _PURPOSE, str(reference_id), token):
            return None
        known = credit_facts.reference(tx, reference_id)
        found = credit_requests.read(tx, known.request_id) if known is not None else None
    if known is None or found is None or known.asked_at is None:
        return None
    if known.answer is None and known.asked_at + WORKS_FOR < doors.clock.now():
        return None
    return Asked(known, organisation.name, found.name)


def answer(
    doors: Doors, *, org_id: UUID, reference_id: UUID, token: str, said: RefereeAnswer
) -> bool:
    """Keep what they answered; False where they had answered before.

    Raises NotPossible for a link that is none of ours or has run out, or a choice that is none.
    """
    known = asked_of(doors, org_id, reference_id, token)
    if known is None:
        raise NotPossible("This link does not work any more. Nothing was kept.")
    if said.since_years not in SINCE or said.pays not in PAYS or said.would_again not in AGAIN:
        raise NotPossible("Please choose an answer to each of the three questions.")
    kept = RefereeAnswer(
        since_years=said.since_years,
        pays=said.pays,
        would_again=said.would_again,
        words=" ".join(said.words.split())[:_MOST_WORDS],
    )
    with decided(doors, org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        if not credit_facts.answered(tx, reference_id, kept, at=on.now):
            return False
        business = known.reference.referee.business
        words = f"{business} answered about {known.applicant}"
        record(tx, on, APPLICANT, None, "credit_request", words)
    return True


def _link(tx: Tx, doors: Doors, reference_id: UUID) -> str:
    token = credit_doors.signed(tx, _PURPOSE, str(reference_id))
    return f"{doors.url.rstrip('/')}{FORM_PATH}{tx.org_id}/reference/{reference_id}/{token}"
