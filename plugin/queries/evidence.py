"""The evidence of one customer for chosen invoices, gathered as plain facts. It decides nothing.

Words of theirs stand in it only where a dispute is about them: what else they wrote may be private,
and is named by its day alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from plugin import chain
from plugin.credit.money import Money
from plugin.letters.evidence_facts import (
    ChargeStated,
    CoverStated,
    DebtStated,
    EvidenceFacts,
    HandedStated,
    LogLine,
    LogStated,
    Party,
    PlanStated,
    PromiseStated,
)
from plugin.letters.wording import sentence
from plugin.queries.agreements import Agreements, agreements
from plugin.queries.charges import CustomerCharges, charge_line
from plugin.queries.evidence_acts import (
    Clock,
    calls,
    disputes_about,
    message_sent,
    on_their_page,
    wrote,
)
from plugin.queries.portal_account import as_of
from plugin.store import Tx, agency, organisations, timeline
from plugin.store import charges as kept
from plugin.store.agency import HandOff
from plugin.store.contacts import Contact
from plugin.store.organisations import Organisation, OrgSettings
from plugin.store.reading import evidence as read

_COVERS = {
    "payment": "Payment",
    "write_off": "Written off, not paid",
    "credit_note": "Credit note",
    "overpayment": "Overpayment allocated",
    "prepayment": "Deposit allocated",
}
#: a charge in one of these states is part of what is claimed; one that has been put on an invoice
#: of its own is owed by that invoice
_COUNTED = frozenset({"claimed", "drafting"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a caller knows of both sides already: addresses in lines, kind and law, cautions."""

    organisation: Organisation
    creditor_address: tuple[str, ...]
    debtor_address: tuple[str, ...]
    kind: str
    law: str
    cautions: tuple[str, ...]
    #: by invoice id: what of each is contested, and what another day of interest adds
    disputed: Mapping[str, Money]
    daily: Mapping[str, Money]


def evidence(
    tx: Tx,
    contact: Contact,
    invoice_ids: Sequence[str],
    *,
    known: Standing,
    charges: CustomerCharges | None,
    by: str,
    now: datetime,
) -> EvidenceFacts | None:
    """All of it as of now; None where none of these invoices is this customer's."""
    clock = Clock(ZoneInfo(known.organisation.timezone))
    on = clock.here(now).date()
    debts = _debts(tx, contact.id, invoice_ids, known, on)
    if not debts:
        return None
    ids = [each.id for each in debts]
    numbers = {each.number for each in debts}
    since = min(each.issued for each in debts)
    agreed = agreements(tx, contact.id, on=on)
    read_at = as_of(tx, now=now)
    settings = organisations.settings(tx)
    return EvidenceFacts(
        on=on,
        at=clock.here(now),
        books_at=clock.here(read_at) if read_at is not None else None,
        by=by,
        creditor=_creditor(settings, known),
        debtor=_debtor(contact, known),
        handed=_handed(tx, contact.id, ids),
        cautions=known.cautions,
        how_to_pay=settings.how_to_pay,
        debts=debts,
        credit=read.unallocated(tx, contact.id),
        covers=_covers(tx, ids),
        sent=tuple(message_sent(each, clock) for each in read.sent(tx, contact.id, ids)),
        wrote=wrote(tx, contact.id, since, clock),
        calls=calls(tx, contact.id, since, clock),
        portal=on_their_page(tx, contact.id, since, clock),
        promises=_promises(agreed, numbers),
        plans=_plans(agreed, numbers),
        disputes=disputes_about(tx, contact.id, frozenset(ids), clock),
        charges=_charges(tx, contact.id, charges, numbers, known.daily),
        no_charges=charges.why_not if charges is not None else "",
        log=_log(tx, contact.id, clock),
    )


def _creditor(settings: OrgSettings, known: Standing) -> Party:
    return Party(
        name=known.organisation.name,
        address=known.creditor_address,
        emails=(settings.reply_to,) if settings.reply_to else (),
        phones=(settings.phone,) if settings.phone else (),
        people=(settings.sender_name,) if settings.sender_name else (),
    )


def _covers(tx: Tx, invoice_ids: Sequence[str]) -> tuple[CoverStated, ...]:
    return tuple(
        CoverStated(
            row.on_day,
            row.number,
            _COVERS.get(row.what, row.what),
            Money(row.amount, row.currency),
        )
        for row in read.covers(tx, invoice_ids)
    )


def _promises(agreed: Agreements, numbers: set[str]) -> tuple[PromiseStated, ...]:
    return tuple(
        PromiseStated(
            made_on=each.made_on,
            due=each.due,
            amount=each.amount,
            numbers=each.numbers,
            by=each.by,
            became=f"{sentence(each.state)}. {each.outcome}".strip(),
        )
        for each in agreed.promises
        if not each.numbers or numbers.intersection(each.numbers)
    )


def _plans(agreed: Agreements, numbers: set[str]) -> tuple[PlanStated, ...]:
    return tuple(
        PlanStated(
            agreed_on=each.agreed_on,
            by=each.by,
            numbers=each.numbers,
            parts=tuple((one.due, one.amount, one.paid, one.words) for one in each.parts),
            ended=each.ended,
        )
        for each in agreed.plans
        if numbers.intersection(each.numbers)
    )


def _debts(
    tx: Tx, customer_id: str, invoice_ids: Sequence[str], known: Standing, on: date
) -> tuple[DebtStated, ...]:
    return tuple(
        DebtStated(
            id=row.id,
            number=row.number,
            reference=row.reference,
            issued=row.issued,
            due=row.due,
            sent_on=row.sent_on,
            days_late=(on - row.due).days,
            total=Money(row.total, row.currency),
            paid=Money(row.paid, row.currency),
            credited=Money(row.credited, row.currency),
            balance=Money(row.balance, row.currency),
            disputed=known.disputed.get(row.id, Money.zero(row.currency)),
        )
        for row in read.debts(tx, customer_id, invoice_ids)
    )


def _debtor(contact: Contact, known: Standing) -> Party:
    people = [f"{contact.first_name} {contact.last_name}".strip()]
    people += [each.name for each in contact.people]
    emails = [contact.email, *(each.email for each in contact.people)]
    return Party(
        name=contact.name,
        address=known.debtor_address,
        number=contact.number,
        company_number=contact.company_number,
        kind=known.kind,
        law=known.law,
        emails=tuple(dict.fromkeys(each for each in emails if each)),
        phones=tuple(dict.fromkeys(each for each in (contact.phone, contact.mobile) if each)),
        people=tuple(dict.fromkeys(each for each in people if each)),
    )


def hand_off_of(tx: Tx, customer_id: str, invoice_ids: Sequence[str]) -> HandOff | None:
    """The hand-off in force that has one of these invoices; None where none has."""
    wanted = set(invoice_ids)
    for each in agency.of_customer(tx, customer_id):
        if each.is_in_force and wanted.intersection(one.invoice_id for one in each.invoices):
            return each
    return None


def _handed(tx: Tx, customer_id: str, invoice_ids: Sequence[str]) -> HandedStated | None:
    found = hand_off_of(tx, customer_id, invoice_ids)
    if found is None:
        return None
    return HandedStated(
        name=found.agency, address=found.address, on=found.handed_on, by=found.by, why=found.why
    )


def _charges(
    tx: Tx,
    customer_id: str,
    charges: CustomerCharges | None,
    numbers: set[str],
    daily: Mapping[str, Money],
) -> tuple[ChargeStated, ...]:
    """What was decided first, then what is earned beyond it and not yet claimed."""
    if charges is None:
        return ()
    decided = [
        ChargeStated(
            number=each.number,
            interest=each.interest,
            compensation=each.compensation,
            state=charge_line(each).words,
            reasons=charge_line(each).reasons,
            basis=each.basis,
            counts=each.state.value in _COUNTED,
        )
        for each in kept.of_customer(tx, customer_id)
        if each.number in numbers
    ]
    earned = [
        ChargeStated(
            number=line.number,
            interest=line.interest,
            compensation=line.compensation,
            state="earned up to today, not yet claimed",
            reasons=line.reasons,
            daily=daily.get(line.invoice_id) if line.is_open else None,
        )
        for line in charges.earned
        if line.number in numbers
    ]
    return (*decided, *earned)


def _log(tx: Tx, customer_id: str, clock: Clock) -> LogStated:
    """Their part of the chain, followed from its first link to the head before it is stated."""
    ids = read.ids_of(tx, customer_id)
    document = timeline.log_of(tx, lambda link: json.loads(link.refs).get("customer") in ids)
    verdict = chain.verify(document)
    before, lines = document["before"], []
    for each in document["links"]:
        content = each.get("content") or chain.content_of(each)
        before = chain.sealed(before, each["seq"], content)
        if "content" not in each:
            at = clock.here(datetime.fromisoformat(each["at"]))
            lines.append(LogLine(each["seq"], at, each["what"], each["by"], before))
    return LogStated(
        lines=tuple(lines),
        links=verdict.links,
        head=document["head"],
        wrong=verdict.wrong,
        document=document,
    )
