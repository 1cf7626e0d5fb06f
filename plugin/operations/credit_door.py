"""The form by which strangers ask for credit, as its owner sets it: open, shut, a new address.

Nothing is asked of anybody here. Mails go to whom one of the team names, a few a day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from plugin.letters.credit_mail import compose_form_address
from plugin.operations.credit_sending import send_now
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import ground
from plugin.store import Tx, credit_doors, throttles
from plugin.store.credit_doors import CreditDoor

#: where the form of an organisation stands, below GOODTERMS_URL
FORM_PATH = "/p/credit/"
#: what the terms of a business may be long
MOST_TERMS = 20_000
_A_DAY, _MAILS = timedelta(days=1), 20
_LEAST_TERMS = 20


def form_link(tx: Tx, doors: Doors, door: CreditDoor) -> str:
    """The address of the form; empty where it is shut."""
    if not door.is_open:
        return ""
    token = credit_doors.token_of(tx, door)
    return f"{doors.url.rstrip('/')}{FORM_PATH}{tx.org_id}/{token}"


def open_form(doors: Doors, *, org_id: UUID, by: str, terms_text: str) -> None:
    """Open the form, or change the terms that it shows. Raises NotPossible without terms."""
    words = terms_text.replace("\r\n", "\n").strip()
    if not _LEAST_TERMS <= len(words) <= MOST_TERMS:
        raise NotPossible(
            "Nothing was changed: write your terms of trade, which whoever asks for credit has to "
            f"accept; between {_LEAST_TERMS} and {MOST_TERMS:,} letters."
        )
    _change(doors, org_id, by, "The form for credit requests is open", is_open=True, text=words)


def shut_form(doors: Doors, *, org_id: UUID, by: str) -> None:
    """Shut the form; its address opens nothing until it is opened again."""
    _change(doors, org_id, by, "The form for credit requests is shut", is_open=False)


def new_address(doors: Doors, *, org_id: UUID, by: str) -> None:
    """Give the form another address; the one before opens nothing any more."""
    _change(doors, org_id, by, "The form for credit requests has a new address", renew=True)


def switch_bureau(doors: Doors, *, org_id: UUID, by: str, yes: bool) -> None:
    """Let a bureau be asked, or not: even then only about those who agreed themselves."""
    words = "A bureau may be asked" if yes else "No bureau is asked"
    _change(doors, org_id, by, words, bureau=yes)


def mail_form(doors: Doors, *, org_id: UUID, by: str, by_email: str, to: str) -> None:
    """Mail the address of the form to somebody; answers go to whoever asked for it.

    Raises NotPossible where the form is shut, too many went today, or mail cannot go.
    """
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=now)
        link = form_link(tx, doors, credit_doors.read(tx))
    if not link:
        raise NotPossible("The form is shut, so its address was sent to nobody. Open it first.")
    with doors.store.house() as house:
        key = f"credit form of {org_id}"
        if not throttles.hit(house, key, limit=_MAILS, window=_A_DAY, now=now):
            raise NotPossible("Twenty of these went today. Copy the address, or wait a day.")
    letter = compose_form_address(organisation=on.organisation.name, by=by, link=link)
    send_now(doors, on, f"credit-form-{uuid4()}", to, letter, answers_to=by_email)
    with decided(doors, org_id) as tx:
        record(tx, on, by, None, "credit_request", "Mailed the form for credit requests")


def _change(
    doors: Doors,
    org_id: UUID,
    by: str,
    words: str,
    *,
    is_open: bool | None = None,
    text: str = "",
    renew: bool = False,
    bureau: bool | None = None,
) -> None:
    with decided(doors, org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        door = credit_doors.read(tx)
        credit_doors.keep(
            tx,
            replace(
                door,
                is_open=door.is_open if is_open is None else is_open,
                round=max(1, door.round + 1) if renew else max(1, door.round),
                terms_text=text or door.terms_text,
                asks_bureau=door.asks_bureau if bureau is None else bureau,
                changed_by=by,
                changed_at=on.now,
            ),
        )
        record(tx, on, by, None, "credit_request", words)
