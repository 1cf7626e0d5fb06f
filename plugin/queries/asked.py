"""What the assistant may speak from for one customer, and what was asked so far. It answers none.

It reads the one customer that it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from plugin.assistant.facts import Facts
from plugin.credit.answering import Answer
from plugin.credit.mail_rules import MailRules
from plugin.credit.recipients import Role
from plugin.queries.passport import passport_page
from plugin.queries.portal_account import theirs
from plugin.queries.public_policy import policy_of_customer
from plugin.queries.who_to_ask import who_to_ask
from plugin.store import (
    Tx,
    asked,
    contacts,
    mail_answers,
    organisations,
    portal_answers,
    recipients,
)
from plugin.store.contacts import Contact
from plugin.store.organisations import Organisation

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One turn for a page; `words` and `reply` are empty once erased, `waits` asks for a yes."""

    at: datetime
    words: str
    reply: str
    sources: tuple[str, ...]
    effects: tuple[str, ...]
    is_passed_on: bool
    waits: bool = False


def facts_of(
    tx: Tx, organisation: Organisation, customer_id: str, *, on: date, at: datetime
) -> Facts | None:
    """The facts of one customer on the organisation's civil day; None where none is known.

    `at` is the instant of the question.
    """
    found = theirs(tx, customer_id, on=on)
    if found is None:
        return None
    chosen = organisations.settings(tx)
    shown = passport_page(tx, organisation, customer_id, on=on)
    contact = contacts.contact(tx, customer_id)
    made = portal_answers.times(tx, customer_id, Answer.PROMISE)
    return Facts(
        account=found.account,
        policy=found.policy,
        on=on,
        organisation=organisation.name,
        country=contact.country if contact is not None else "",
        terms_days=organisation.sales_terms_days,
        how_to_pay=tuple(chosen.how_to_pay),
        sends_copies=_sends_copies(tx, found.policy.mail, customer_id, at=at),
        has_address=_has_address(tx, contact),
        published=policy_of_customer(tx, organisation, customer_id).words.sections,
        passport=shown.words if shown is not None and shown.is_shown else None,
        promises_made=tuple(sorted(made.items())),
        person=who_to_ask(tx, organisation),
    )


def _sends_copies(tx: Tx, rules: MailRules, customer_id: str, *, at: datetime) -> bool:
    """Whether papers go by themselves now: the owner allows it, and not too many went lately."""
    lately = mail_answers.copies_since(tx, customer_id, since=at - _WEEK)
    return rules.copies and lately < rules.copies_a_week


def _has_address(tx: Tx, contact: Contact | None) -> bool:
    people = recipients.people(tx, contact) if contact is not None else ()
    return any(each.email and each.role is not Role.NONE and not each.bounced for each in people)


def exchanges(tx: Tx, customer_id: str, visit: str) -> tuple[Exchange, ...]:
    """The turns of one visit, the oldest first; only the last may wait for a yes."""
    found = [_exchange(each) for each in asked.of_visit(tx, customer_id, visit)]
    lines = asked.of_visit(tx, customer_id, visit)
    if lines and lines[-1].line is not None and lines[-1].line.waits:
        found[-1] = _exchange(lines[-1], waits=True)
    return tuple(found)


def asked_by(tx: Tx, customer_id: str) -> tuple[Exchange, ...]:
    """The last turns of a customer's visits, for the business; the oldest first."""
    return tuple(_exchange(each) for each in asked.of_customer(tx, customer_id))


def _exchange(kept: asked.AskedLine, *, waits: bool = False) -> Exchange:
    line = kept.line
    return Exchange(
        at=kept.at,
        words=line.words if line is not None else "",
        reply=line.reply if line is not None else "",
        sources=line.sources if line is not None else (),
        effects=line.effects if line is not None else (),
        is_passed_on=kept.did == "handover",
        waits=waits,
    )
