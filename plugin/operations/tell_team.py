"""Tell the team by mail what waits for one of them: a salesperson before a hard step, a note.

A question's two working days begin on the day on which its mail went; until then the step waits.
To the same person the same mail may go twice where a run died, and never not at all.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import structlog

from plugin.jobs import What
from plugin.letters.veto_mail import VetoAsked, compose_veto_asked
from plugin.letters.wording import dated
from plugin.operations.comments import mail_comments
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import Ground, ground
from plugin.operations.house_mail import house_mail
from plugin.operations.sales_asked import Question, link_of, question
from plugin.ports import OutcomeUnknown, OutgoingMail, Refused
from plugin.store import Tx, assessments, people, timeline, vetoes
from plugin.store.vetoes import Window

log = structlog.get_logger()


def tell_team(doors: Doors, org_id: UUID) -> datetime | None:
    """Send what waits. Raises Unavailable where the mail server cannot be used."""
    with doors.store.tenant(org_id) as tx:
        waiting = vetoes.unmailed(tx)
    for window in waiting:
        _ask(doors, org_id, window)
    mail_comments(doors, org_id)
    return None


def _ask(doors: Doors, org_id: UUID, window: Window) -> None:
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        if not (on.may_propose and on.organisation.is_connected):
            return
        mail = _mail(doors, tx, on, window)
    how = ""
    if mail is not None:
        try:
            doors.mailer.send(mail)
        except OutcomeUnknown as trouble:
            log.warning("a salesperson's mail is uncertain", org=str(org_id), why=str(trouble))
        except Refused as trouble:
            how = f": the mail could not be delivered ({trouble})"
    with decided(doors, org_id, What.ASSESS) as tx:
        assessments.lock(tx, [window.customer_id])
        if mail is None:
            vetoes.close(tx, window.id, why="nobody is to be asked any more", at=on.now)
        else:
            vetoes.opened(tx, window.id, on=on.today)
            _record(tx, on, window, f"Asked {window.asked} before {_STEP[window.step]}{how}")
        assessments.touch(tx, [window.customer_id])


_STEP = {"final": "a final notice", "stop": "a stop"}


def _mail(doors: Doors, tx: Tx, on: Ground, window: Window) -> OutgoingMail | None:
    """None where whoever is asked left the team, or nothing is left to be asked about."""
    user = people.read_user(tx, window.asked_id)
    try:
        asked = question(tx, on, window)
    except NotPossible:
        return None
    if user is None or not asked.is_open:
        return None
    letter = compose_veto_asked(_facts(doors, on, asked))
    return house_mail(doors, f"veto-{window.id}", user.email, letter)


def _facts(doors: Doors, on: Ground, asked: Question) -> VetoAsked:
    return VetoAsked(
        name=asked.window.asked or "there",
        organisation=asked.organisation,
        customer=asked.customer,
        step=asked.step,
        grounds=asked.grounds,
        goes_on=dated(asked.goes_on),
        link=link_of(doors, on.organisation.id, asked.window.id),
    )


def _record(tx: Tx, on: Ground, window: Window, summary: str) -> None:
    event = timeline.Event(
        at=on.now, kind="veto", by="policy", summary=summary, customer_id=window.customer_id,
        refs={"veto": str(window.id)},
    )  # fmt: skip
    timeline.record(tx, event)
