"""Asking a bureau about somebody who asks for credit, and keeping what it said.

Only where the applicant agreed when they sent the form and the owner has switched it on; both are
looked at again in the moment of asking. A bureau is told the business and its numbers, no person.
"""

from __future__ import annotations

from uuid import UUID

import structlog

from plugin.operations.credit_deciding import about_request
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible
from plugin.ports import OutcomeUnknown, Refused, Unavailable
from plugin.ports.bureau import BureauQuestion
from plugin.store import credit_doors, credit_facts

log = structlog.get_logger()


def may_ask(doors: Doors, *, agreed: bool, switched_on: bool) -> str:
    """Why no bureau may be asked, for a person; empty where it may."""
    if not doors.bureau.name:
        return "No bureau is set up."
    if not switched_on:
        return "Asking a bureau is switched off."
    if not agreed:
        return "The applicant did not agree that a bureau is asked."
    return ""


def ask(doors: Doors, *, org_id: UUID, by: str, request_id: UUID) -> None:
    """Ask, and keep the answer with its source and day. Raises NotPossible where it may not be.

    What went wrong is said in the bureau's own words; nothing is asked again by itself.
    """
    with about_request(doors, org_id, request_id) as (tx, on, found):
        door, it = credit_doors.read(tx), found.application
        why_not = may_ask(doors, agreed=found.may_ask_bureau, switched_on=door.asks_bureau)
        if it is None or found.state.is_decided:
            why_not = "The request is decided."
        if why_not or it is None:
            raise NotPossible(f"Nobody was asked. {why_not}")
        question = BureauQuestion(
            key=f"{org_id}:{request_id}",
            name=it.name,
            country=it.country,
            company_number=it.company_number,
            vat_number=it.vat_number,
        )
        said = f"Asked {doors.bureau.name} about {found.name}, who agreed to it"
        record(tx, on, by, None, "credit_request", said)
    try:
        answer = doors.bureau.ask(question)
    except (Refused, Unavailable, OutcomeUnknown) as problem:
        log.warning("a bureau did not answer", why=type(problem).__name__)
        raise NotPossible(f"{doors.bureau.name} gave no answer. {problem}") from problem
    words = "\n".join(f"{name}: {value}" for name, value in answer.lines) or "Nothing is known."
    with about_request(doors, org_id, request_id) as (tx, on, _):
        credit_facts.add_fact(
            tx, request_id, kind=credit_facts.BUREAU, source=answer.source, dated=answer.dated,
            words=words, by=by, at=on.now,
        )  # fmt: skip
