"""The applicant's side of a request for credit: ask by the form, and show whose address it is.

Anybody may ask who holds the form's address; how often is bounded by address, browser and
organisation. Nothing is decided here, and nobody is told before the address was shown.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from plugin.credit.application import Application, RequestState
from plugin.credit.decisions import Task, TaskKind
from plugin.letters.credit_mail import compose_prove
from plugin.operations.credit_door import FORM_PATH
from plugin.operations.credit_sending import send_now
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible, decided, local_date
from plugin.operations.ground import Ground, ground
from plugin.store import Tx, credit_doors, credit_facts, credit_requests, organisations, throttles
from plugin.store import tasks as open_tasks
from plugin.store.organisations import Organisation

#: a request whose address nobody showed to be theirs is let go after so long
PROVE_WITHIN = timedelta(days=7)
_PROVE = "credit request address"
#: who says what comes in by the form
APPLICANT = "applicant"
_HOUR, _A_DAY = timedelta(hours=1), timedelta(days=1)
_OF_FORM, _OF_BROWSER, _TO_ADDRESS = 60, 10, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenForm:
    """The form as it is shown: whose, in which currency, with which terms."""

    organisation: Organisation
    terms_text: str
    asks_bureau: bool

    @property
    def seen(self) -> str:
        """A short name for exactly these terms: what was shown is what is accepted."""
        return hashlib.sha256(self.terms_text.encode()).hexdigest()[:24]


def form_of(doors: Doors, org_id: UUID, token: str) -> OpenForm | None:
    """The form behind an address; None where it is shut, older, or never was."""
    with doors.store.house() as house:
        organisation = organisations.read(house, org_id)
    if organisation is None or not organisation.is_connected:
        return None
    with doors.store.tenant(org_id) as tx:
        door = credit_doors.read(tx)
        if not credit_doors.opens(tx, door, token):
            return None
    return OpenForm(
        organisation=organisation, terms_text=door.terms_text, asks_bureau=door.asks_bureau
    )


def ask(
    doors: Doors,
    *,
    org_id: UUID,
    token: str,
    application: Application,
    once: str,
    seen: str,
    whence: str,
) -> None:
    """Keep a request and mail the address that was given, so that it is shown to be theirs.

    `whence` is the network address that asks, counted and kept as a keyed hash for an hour. Sent
    twice by one form it is one request. Raises NotPossible where the form is shut, its terms have
    changed since they were shown, too many came, or mail cannot go.
    """
    form = form_of(doors, org_id, token)
    if form is None:
        raise NotPossible(SHUT)
    if seen != form.seen:
        raise NotPossible(CHANGED)
    now = doors.clock.now()
    _not_too_often(doors, org_id, application.email, whence)
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=now)
        credit_requests.forget_unproved(tx, before=now - PROVE_WITHIN)
        request_id = credit_requests.add(
            tx,
            application,
            once=once,
            terms_shown=form.terms_text,
            at=now,
            on=local_date(form.organisation, now),
        )
        if request_id is None:
            return
        credit_facts.add_references(tx, request_id, application.referees)
        link = _link(tx, doors, request_id)
    try:
        _mail(doors, on, request_id, application, link)
    except NotPossible:
        with doors.store.tenant(org_id) as tx:
            credit_requests.forget(tx, request_id)
        raise


def _mail(doors: Doors, on: Ground, request_id: UUID, application: Application, link: str) -> None:
    letter = compose_prove(
        organisation=on.organisation.name,
        applicant=application.name,
        link=link,
        days=PROVE_WITHIN.days,
    )
    send_now(doors, on, f"credit-{request_id}", application.email, letter, even_stopped=True)


def to_prove(doors: Doors, org_id: UUID, request_id: UUID, token: str) -> RequestState | None:
    """Where the request behind a mailed link stands; None where the link is none of ours."""
    with doors.store.house() as house:
        if organisations.read(house, org_id) is None:
            return None
    with doors.store.tenant(org_id) as tx:
        if not credit_doors.has_signed(tx, _PROVE, str(request_id), token):
            return None
        found = credit_requests.read(tx, request_id)
    if found is None or found.application is None:
        return None
    if found.asked_at + PROVE_WITHIN < doors.clock.now() and found.state is RequestState.UNPROVED:
        return None
    return found.state


def prove(doors: Doors, *, org_id: UUID, request_id: UUID, token: str) -> bool:
    """The address is theirs, so a person looks at the request; False where it was shown before.

    Raises NotPossible for a link that is none of ours, or has run out.
    """
    if to_prove(doors, org_id, request_id, token) is None:
        raise NotPossible(
            "This link does not work any more. Fill in the form again, and a new one is mailed."
        )
    with decided(doors, org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        if not credit_requests.prove(tx, request_id, at=on.now):
            return False
        found = credit_requests.read(tx, request_id)
        name = found.name if found is not None else ""
        task = Task(TaskKind.CREDIT_REQUEST, str(request_id), names=(name,))
        open_tasks.open_task(tx, "", task, raised_by=APPLICANT, now=on.now)
        record(tx, on, APPLICANT, None, "credit_request", f"{name} asks to buy on account")
    return True


def _not_too_often(doors: Doors, org_id: UUID, email: str, whence: str) -> None:
    now = doors.clock.now()
    counted = (
        (f"credit from {whence}", _OF_BROWSER, _HOUR),
        (f"credit of {org_id}", _OF_FORM, _HOUR),
        (f"credit to {email.lower()}", _TO_ADDRESS, _A_DAY),
    )
    with doors.store.house() as house:
        fits = [
            throttles.hit(house, key, limit=limit, window=window, now=now)
            for key, limit, window in counted
        ]
    if not all(fits):
        raise NotPossible(
            "Too many requests came from here, or for this address. Nothing was sent. Try again "
            "tomorrow, or ring us."
        )


def _link(tx: Tx, doors: Doors, request_id: UUID) -> str:
    token = credit_doors.signed(tx, _PROVE, str(request_id))
    return f"{doors.url.rstrip('/')}{FORM_PATH}{tx.org_id}/mine/{request_id}/{token}"


SHUT = (
    "This form is not open. Whoever gave you its address can give you a newer one. Nothing was "
    "sent."
)
CHANGED = (
    "The terms have changed while you filled in the form. Read them once more and accept them; "
    "nothing was sent yet."
)
