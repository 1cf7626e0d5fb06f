"""Reads what the rules of the tidy list look at. It judges nothing and writes nothing."""

from __future__ import annotations

from datetime import date

from plugin.credit.account import CreditKind
from plugin.credit.money import Money
from plugin.credit.terms import Terms, TermsKind
from plugin.credit.tidy import LooseCredit, OpenSale
from plugin.credit.tidy_list import TidyFacts
from plugin.credit.twins import ContactCard
from plugin.store._tx import Tx
from plugin.store.sent_answers import EVERYBODY, HowSent, sent_answers


def tidy_facts(tx: Tx, *, on: date) -> TidyFacts:
    """The facts of the transaction's organisation on its civil day, in five statements."""
    sales, credits_, cards = _sales(tx, on), _credits(tx, on), _cards(tx)
    row = tx.sql("select sales_terms_days from organisations where id = :org").scalar_one()
    spoken_of = {each.customer_id for each in sales} | {each.customer_id for each in credits_}
    names, terms = _of_customers(tx, spoken_of)
    return TidyFacts(
        sales=sales,
        credits=credits_,
        cards=cards,
        terms=terms,
        house_terms=None if row is None else Terms(row),
        names=names,
    )


def _sales(tx: Tx, on: date) -> tuple[OpenSale, ...]:
    answers = sent_answers(tx)
    rows = tx.sql(
        "select id, number, contact_id, issued, due, total, balance, currency, sent, sent_on,"
        " due_assumed, is_charge from invoices where org_id = :org and kind = 'sale'"
        " and state = 'approved' and balance > 0 and issued <= :on order by id",
        on=on,
    )
    return tuple(
        OpenSale(
            id=row.id,
            number=row.number,
            customer_id=row.contact_id,
            issued=row.issued,
            due=row.due,
            total=Money(row.total, row.currency),
            balance=Money(row.balance, row.currency),
            is_sent=row.sent
            or row.sent_on is not None
            or _goes_out(answers, row.contact_id, row.number),
            due_assumed=row.due_assumed,
            is_charge=row.is_charge,
        )
        for row in rows
    )


def _goes_out(answers: dict[str, HowSent], customer: str, number: str) -> bool:
    """Whether a person said that it goes to the customer by another way than the ledger."""
    answer = answers.get(customer) or answers.get(EVERYBODY)
    return answer is not None and answer.covers(number)


def _credits(tx: Tx, on: date) -> tuple[LooseCredit, ...]:
    rows = tx.sql(
        "select id, kind, number, contact_id, credited_on, remaining, currency from credits"
        " where org_id = :org and live and not is_write_off and remaining > 0"
        " and credited_on <= :on order by id",
        on=on,
    )
    return tuple(
        LooseCredit(
            id=row.id,
            number=row.number,
            kind=CreditKind(row.kind),
            customer_id=row.contact_id,
            on=row.credited_on,
            remaining=Money(row.remaining, row.currency),
        )
        for row in rows
    )


def _cards(tx: Tx) -> tuple[ContactCard, ...]:
    """Contacts as they are compared; of addresses and numbers the keyed hashes, never opened."""
    rows = tx.sql(
        "select id, name, company_number, coalesce(email_hash, '') as email,"
        " coalesce(phone_hash, '') as phone, is_customer from contacts"
        " where org_id = :org and merged_into is null and status = 'active' order by id"
    )
    return tuple(
        ContactCard(
            id=row.id,
            name=row.name,
            company_number=row.company_number,
            email=row.email,
            phone=row.phone,
            is_customer=row.is_customer,
        )
        for row in rows
    )


def _of_customers(tx: Tx, ids: set[str]) -> tuple[dict[str, str], dict[str, Terms]]:
    names, terms = {}, {}
    for row in tx.sql(
        "select id, name, terms_days, terms_kind from contacts"
        " where org_id = :org and id = any(:ids)",
        ids=sorted(ids),
    ):
        names[row.id] = row.name
        if row.terms_days is not None and row.terms_kind is not None:
            terms[row.id] = Terms(row.terms_days, TermsKind(row.terms_kind))
    return names, terms
