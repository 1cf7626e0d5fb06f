"""Loads accounts: everything known of a batch of customers, in a constant number of statements.

It decides nothing, and knows no holidays: calendars are handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from plugin.credit.account import (
    Account,
    Calendar,
    Credit,
    FamilyMember,
    Invoice,
    PastMessage,
    Payment,
    Promise,
    Rate,
    Step,
)
from plugin.credit.called_off import CalledOff
from plugin.credit.check_in_facts import CheckIn
from plugin.credit.claims import Claim
from plugin.credit.context_facts import ContextNote
from plugin.credit.incoming_fact import Incoming
from plugin.credit.kind_word_facts import NO_KIND_FACTS, KindFacts
from plugin.credit.leaving_findings import LeavingFacts
from plugin.credit.money import Money
from plugin.credit.pay_run_kinds import PayRun
from plugin.credit.resumed_fact import Resumed
from plugin.credit.statements import NO_STATEMENTS, StatementTerms
from plugin.credit.veto_facts import NO_SALESPERSON, SalesSay
from plugin.store import _account_facts as facts
from plugin.store import _account_words as words
from plugin.store._account_agreements import (
    Agreements,
    agreements_of,
    disputed_parts,
    with_retentions,
)
from plugin.store._account_answers import Answers, answers_of
from plugin.store._account_bond import bonds_of
from plugin.store._account_called_off import called_off_of
from plugin.store._account_channels import Reached, reached_of
from plugin.store._account_claims import claims_of
from plugin.store._account_incoming import incoming_of
from plugin.store._account_kind_words import kind_facts_of
from plugin.store._account_leaving import leaving_of
from plugin.store._account_sales import sales_of
from plugin.store._account_standing import law_of
from plugin.store._account_statements import statements_of
from plugin.store._tx import Tx, array_text
from plugin.store.check_ins import check_ins_of
from plugin.store.context_notes import context_of
from plugin.store.payments import newest_reconciled
from plugin.store.resumptions import resumed_of
from plugin.store.sent_answers import books_answered_on
from plugin.store.wishes import pay_runs_of


def load_accounts(
    tx: Tx,
    *,
    on: date,
    calendar_of: Callable[[str], Calendar],
    customer_ids: Sequence[str] | None = None,
    after: str = "",
    limit: int = 500,
) -> tuple[Account, ...]:
    """The accounts of these customers or, without any named, of the next `limit` after id `after`.

    In the order of their ids, as of civil day `on`: open invoices of any age, closed ones of
    the last 400 days, and the payments of all of these. `calendar_of` gives the working days of a
    country; a customer without one has the organisation's. One merged away has no account.
    """
    ids = sorted(set(customer_ids)) if customer_ids is not None else _next(tx, after, limit)
    house = tx.sql(
        "select base_currency, country, connected_on, law from organisations where id = :org"
    ).one()
    batch = facts.Batch(
        tx, array_text(ids), on, house.connected_on, law_of(house.law, house.country)
    )
    found = _gathered(batch, house.base_currency, _books_right_to(tx))
    own = calendar_of(house.country)
    return tuple(
        _account(found, each, house, calendar_of(each.country or house.country), own)
        for each in found.known.values()
    )


@dataclass(frozen=True, slots=True)
class _Gathered:
    """The facts of a batch, each kind by customer id."""

    known: Mapping[str, words.Known]
    held: words.Held
    agreed: Agreements
    invoices: Mapping[str, Sequence[Invoice]]
    payments: Mapping[str, Sequence[Payment]]
    credits: Mapping[str, Sequence[Credit]]
    promises: Mapping[str, Sequence[Promise]]
    steps: Mapping[str, Sequence[Step]]
    messages: Mapping[str, Sequence[PastMessage]]
    quotes: Mapping[str, Sequence[Money]]
    repeating: tuple[Mapping[str, Sequence[Money]], Mapping[str, Sequence[str]]]
    bills: Mapping[str, Sequence[Money]]
    families: Mapping[str, Sequence[FamilyMember]]
    rates: tuple[Rate, ...]
    claims: Mapping[str, Sequence[Claim]]
    reached: Reached
    reconciled_to: date | None
    called_off: Mapping[str, Sequence[CalledOff]]
    resumed: Mapping[str, Sequence[Resumed]]
    statements: Mapping[str, StatementTerms]
    incoming: Mapping[str, Sequence[Incoming]]
    kind: Mapping[str, KindFacts]
    sales: Mapping[str, SalesSay]
    answers: Answers
    pay_runs: Mapping[str, PayRun]
    context: Mapping[str, tuple[ContextNote, ...]]
    check_ins: Mapping[str, CheckIn]
    leaving: Mapping[str, LeavingFacts]


def _gathered(batch: facts.Batch, base_currency: str, reconciled_to: date | None) -> _Gathered:
    known = words.customers_of(batch)
    held = words.holds_of(batch)
    agreed = agreements_of(batch)
    disputed = disputed_parts(each for its in agreed.disputes.values() for each in its)
    invoices = facts.invoices_of(batch, disputed, agreed.covered)
    with_retentions(invoices, agreed.retained)
    payments = facts.payments_of(batch, invoices)
    families = [each.customer.family_id for each in known.values() if each.customer.family_id]
    return _Gathered(
        known=known,
        held=held,
        agreed=agreed,
        invoices=invoices,
        payments=payments,
        credits=facts.credits_of(batch),
        promises=words.promises_of(batch),
        steps=words.steps_of(batch),
        messages=words.messages_of(batch),
        quotes=facts.quotes_of(batch),
        repeating=facts.repeating_of(batch),
        bills=facts.bills_of(batch),
        families=words.families_of(batch, families),
        rates=facts.rates(batch, base_currency),
        claims=claims_of(batch),
        reached=reached_of(batch),
        reconciled_to=reconciled_to,
        called_off=called_off_of(batch),
        resumed=resumed_of(batch),
        statements=statements_of(batch),
        incoming=incoming_of(batch),
        kind=kind_facts_of(batch, invoices, bonds_of(batch, invoices, payments, base_currency)),
        sales=sales_of(batch),
        answers=answers_of(batch),
        pay_runs=pay_runs_of(batch),
        context=context_of(batch),
        check_ins=check_ins_of(batch),
        leaving=leaving_of(batch),
    )


def _account(
    found: _Gathered, each: words.Known, house: Row[Any], calendar: Calendar, own_calendar: Calendar
) -> Account:
    id_ = each.customer.id
    amounts, names = found.repeating
    kin = found.families.get(each.customer.family_id or "", ())
    return Account(
        customer=found.reached.customer(each.customer),
        base_currency=house.base_currency,
        connected_on=house.connected_on,
        invoices=tuple(found.invoices.get(id_, ())),
        credits=tuple(found.credits.get(id_, ())),
        payments=tuple(found.payments.get(id_, ())),
        promises=tuple(found.promises.get(id_, ())),
        holds=(*each.holds, *found.held.get(id_, ())),
        disputes=tuple(found.agreed.disputes.get(id_, ())),
        plans=tuple(found.agreed.plans.get(id_, ())),
        steps=tuple(found.steps.get(id_, ())),
        messages=(*found.messages.get(id_, ()), *found.reached.contacts.get(id_, ())),
        status=each.status,
        calendar=calendar,
        quotes=tuple(found.quotes.get(id_, ())),
        repeating=tuple(amounts.get(id_, ())),
        repeating_names=tuple(names.get(id_, ())),
        bills_owed=tuple(found.bills.get(id_, ())),
        set_off_settled=each.set_off_settled,
        family=tuple(member for member in kin if member.customer_id != id_),
        rates=found.rates,
        claims=tuple(found.claims.get(id_, ())),
        reconciled_to=found.reconciled_to,
        replied_on=found.reached.replied_on.get(id_),
        called_off=tuple(found.called_off.get(id_, ())),
        resumed=tuple(found.resumed.get(id_, ())),
        statements=found.statements.get(id_, NO_STATEMENTS),
        incoming=tuple(found.incoming.get(id_, ())),
        kind=found.kind.get(id_, NO_KIND_FACTS),
        sales=found.sales.get(id_, NO_SALESPERSON),
        own_calendar=own_calendar,
        answered=tuple(found.answers.paid.get(id_, ())),
        talks=tuple(found.answers.talks.get(id_, ())),
        pay_run_said=found.pay_runs.get(id_),
        context=found.context.get(id_, ()),
        check_in=found.check_ins.get(id_),
        leaving=found.leaving.get(id_),
    )


def _books_right_to(tx: Tx) -> date | None:
    """The newest reconciled payment, or the day on which a person said that the books are right."""
    days = [day for day in (newest_reconciled(tx), books_answered_on(tx)) if day is not None]
    return max(days, default=None)


def _next(tx: Tx, after: str, limit: int) -> list[str]:
    rows = tx.sql(
        "select id from contacts where org_id = :org and id > :after and is_customer"
        " and merged_into is null order by id limit :limit",
        after=after,
        limit=limit,
    )
    return list(rows.scalars())
