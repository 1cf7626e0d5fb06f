"""Requests for credit as pages show them: the list, and all that is known of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from plugin.credit.applicant import Named, likenesses
from plugin.credit.application import Application
from plugin.credit.money import Money
from plugin.credit.registration import (
    CheckedNumber,
    NumberVerdict,
    check_company_number,
    check_vat_number,
)
from plugin.letters.credit_words import same_by_words, state_words, verdict_words
from plugin.letters.wording import listed
from plugin.store import Tx, credit_facts, credit_requests
from plugin.store.credit_facts import Fact, Reference
from plugin.store.credit_requests import CreditRequest
from plugin.store.reading import Record, applicants

_SHOWN = 200
#: so many who may be the applicant stand on the page, the surest first
_ALIKE = 12


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request in the list."""

    request: CreditRequest
    state: str


@dataclass(frozen=True, slots=True)
class NumberShown:
    """A registration number with what its form says."""

    name: str
    number: str
    words: str
    is_wrong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeShown:
    """Somebody in the books who may be the applicant: by what, and how it went with them."""

    contact_id: str
    name: str
    by: str
    is_customer: bool
    is_archived: bool
    status: str
    limit: Money | None
    owed: tuple[Money, ...]
    late: tuple[Money, ...]
    oldest_days: int
    written_off: tuple[Money, ...]
    last_sold: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPage:
    """One request with everything to decide it by."""

    request: CreditRequest
    state: str
    numbers: tuple[NumberShown, ...]
    alike: tuple[AlikeShown, ...]
    facts: tuple[Fact, ...]
    references: tuple[Reference, ...]


def request_lines(tx: Tx) -> tuple[RequestLine, ...]:
    """The newest requests, those that wait first."""
    found = credit_requests.newest(tx, limit=_SHOWN)
    return tuple(RequestLine(each, state_words(each.state)) for each in found)


def request_page(tx: Tx, request_id: UUID, *, on: date) -> RequestPage | None:
    """One request whose address was shown to be theirs; None where there is none."""
    found = credit_requests.read(tx, request_id)
    if found is None or found.proved_at is None:
        return None
    it = found.application
    return RequestPage(
        request=found,
        state=state_words(found.state),
        numbers=_numbers(it) if it is not None else (),
        # the whole ledger is compared, so only for as long as it decides something
        alike=_alike(tx, it, on) if it is not None and not found.state.is_decided else (),
        facts=credit_facts.facts_of(tx, request_id),
        references=credit_facts.references_of(tx, request_id),
    )


def _numbers(it: Application) -> tuple[NumberShown, ...]:
    told = (
        ("Company number", it.company_number, check_company_number),
        ("VAT number", it.vat_number, check_vat_number),
    )
    return tuple(
        _number(name, check(written, it.country)) for name, written, check in told if written
    )


def _number(name: str, checked: CheckedNumber) -> NumberShown:
    verdict: NumberVerdict = checked.verdict
    return NumberShown(name, checked.number, verdict_words(verdict), verdict.is_wrong)


def _alike(tx: Tx, it: Application, on: date) -> tuple[AlikeShown, ...]:
    emails = tuple(each for each in (it.email, it.payer_email) if each)
    asked = Named(
        name=it.name,
        emails=emails,
        company_number=it.company_number,
        vat_number=it.vat_number,
    )
    books = list(applicants.everybody(tx))
    found = likenesses(asked, books)
    if it.trading_as:
        known = {each.customer_id for each in found}
        trading = Named(name=it.trading_as)
        found += tuple(e for e in likenesses(trading, books) if e.customer_id not in known)
    found = found[:_ALIKE]
    rows = applicants.known(tx, [each.customer_id for each in found], on=on)
    return tuple(
        _shown(rows[each.customer_id], listed([same_by_words(by) for by in each.by], 6))
        for each in found
        if each.customer_id in rows
    )


def _shown(row: Record, by: str) -> AlikeShown:
    owes = row.owes or ()
    late = tuple(Money(Decimal(each[2]), each[0]) for each in owes if Decimal(each[2]))
    limit = None
    if row.credit_limit is not None:
        limit = Money(row.credit_limit, row.limit_currency)
    return AlikeShown(
        contact_id=row.id,
        name=row.name,
        by=by,
        is_customer=row.is_customer,
        is_archived=row.in_ledger != "active",
        status=row.status,
        limit=limit,
        owed=tuple(Money(Decimal(each[1]), each[0]) for each in owes),
        late=late,
        oldest_days=max((each[3] for each in owes), default=0),
        written_off=tuple(Money(Decimal(each[1]), each[0]) for each in row.lost or ()),
        last_sold=row.last_sold,
    )
