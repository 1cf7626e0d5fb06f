"""Bad debts as plain data: tax that may be reclaimed, and the doubtful debts of a year's end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plugin.credit.doubtful import DoubtfulDebt, debt_at, doubtful_debts, year_end_before
from plugin.credit.money import Money
from plugin.credit.tax_relief import (
    Relief,
    ReliefRule,
    ReliefState,
    TaxBasis,
    relief_rule,
    reliefs,
)
from plugin.letters.bad_debt_paper import BadDebtFacts
from plugin.letters.bad_debt_words import NOTES, STATES, no_rule, why_doubtful
from plugin.queries.tables import Named, Table, amount, day, days, text
from plugin.store import Tx, organisations
from plugin.store.organisations import Organisation
from plugin.store.reading import bad_debts as read
from plugin.store.reading.ledger_past import ledger_past

#: years' ends that can be asked for
YEARS = 4


@dataclass(frozen=True, slots=True)
class ReliefGroup:
    """All invoices whose tax stands alike, with the sums of what is known, per currency."""

    state: ReliefState
    title: str
    note: str
    rows: tuple[tuple[Relief, str], ...]
    sums: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class ReliefPage:
    """What of the tax on bad debts may be reclaimed; `why_not` says why nothing is worked out."""

    basis: TaxBasis | None
    #: a person said otherwise than the ledger, or for it
    said_by_person: bool
    rule: ReliefRule
    why_not: str
    groups: tuple[ReliefGroup, ...]


@dataclass(frozen=True, slots=True)
class DoubtfulPage:
    """The doubtful debts at a year's end; `choices` are the ends that can be asked for.

    `ended` is None where the ledger does not say when the year ends.
    """

    ended: date | None
    choices: tuple[date, ...]
    debts: tuple[DoubtfulDebt, ...]
    sums: tuple[Money, ...]


def basis_of(tx: Tx, organisation: Organisation) -> tuple[TaxBasis | None, bool]:
    """How an organisation accounts for tax on its sales, and whether a person said so."""
    said = organisations.settings(tx).tax_basis
    written = said or organisation.tax_basis
    return (TaxBasis(written) if written else None, bool(said))


def relief_page(tx: Tx, organisation: Organisation, *, on: date) -> ReliefPage:
    """What may be reclaimed on a civil day, in the order in which to look at it."""
    basis, said = basis_of(tx, organisation)
    rule = relief_rule(organisation.country, basis)
    why_not = no_rule(rule, name=organisation.name, country=organisation.country)
    groups: tuple[ReliefGroup, ...] = ()
    if rule is ReliefRule.COVERED:
        groups = _groups(tx, on)
    return ReliefPage(basis, said, rule, why_not, groups)


def _groups(tx: Tx, on: date) -> tuple[ReliefGroup, ...]:
    known = read.lost_sales(tx, on=on)
    names = {sale.id: name for sale, name in known}
    by_state: dict[ReliefState, list[Relief]] = defaultdict(list)
    for found in reliefs((sale for sale, _ in known), on=on):
        by_state[found.state].append(found)
    return tuple(
        ReliefGroup(
            state,
            title,
            NOTES.get(state, ""),
            tuple((each, names[each.sale.id]) for each in by_state[state]),
            _sums(each.amount for each in by_state[state] if each.amount is not None),
        )
        for state, title in STATES.items()
        if by_state[state]
    )


def _sums(amounts: Iterable[Money]) -> tuple[Money, ...]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for each in amounts:
        sums[each.currency] += each.amount
    return tuple(Money(sums[code], code) for code in sorted(sums))


def doubtful_page(
    tx: Tx, organisation: Organisation, *, on: date, asked: date | None
) -> DoubtfulPage:
    """The doubtful debts at the newest year's end before a day, or at the one asked for."""
    if organisation.year_end is None:
        return DoubtfulPage(None, (), (), ())
    choices = [year_end_before(on, organisation.year_end)]
    while len(choices) < YEARS:
        choices.append(year_end_before(choices[-1], organisation.year_end))
    ended = asked if asked in choices else choices[0]
    past, signs = ledger_past(tx, since=ended), read.signs(tx, on=on)
    known = past.customers or {}
    found = (
        debt_at(
            invoice,
            known[invoice.customer_id].name if invoice.customer_id in known else "",
            signs.of(invoice.customer_id, invoice.id),
            ended=ended,
            on=on,
        )
        for invoice in past.invoices
        if not invoice.is_charge
    )
    debts = doubtful_debts((debt for debt in found if debt is not None), ended=ended)
    return DoubtfulPage(ended, tuple(choices), debts, _sums(each.debt.left for each in debts))


def paper_facts(
    organisation: Organisation, relief: ReliefPage, doubtful: DoubtfulPage, *, on: date
) -> BadDebtFacts | None:
    """What the paper of a year's end says; None where nobody knows when the year ends."""
    if doubtful.ended is None:
        return None
    return BadDebtFacts(
        organisation=organisation.name,
        ended=doubtful.ended,
        today=on,
        debts=doubtful.debts,
        sums=doubtful.sums,
        reliefs=tuple((group.title, group.rows) for group in relief.groups),
        why_no_relief=relief.why_not,
    )


def relief_table(page: ReliefPage) -> Table:
    """Every invoice whose tax is spoken of."""
    return Table(
        "Tax on bad debts",
        (
            text("Invoice"), text("Customer"), day("Dated"), day("Due"), amount("Bad debt"),
            amount("Tax in it"), text("Where it stands"), day("Claim from"), day("Claim until"),
        ),
        tuple(
            (
                each.sale.number, Named(name, each.sale.customer_id), each.sale.issued,
                each.sale.due, each.debt, each.amount, group.title, each.first, each.last,
            )
            for group in page.groups
            for each, name in group.rows
        ),
        "For the United Kingdom: VAT Notice 700/18. The invoice’s date stands for the day of "
        "supply.",
    )  # fmt: skip


def doubtful_table(page: DoubtfulPage) -> Table:
    """The doubtful debts with their reasons."""
    return Table(
        "Doubtful debts",
        (
            text("Invoice"), text("Customer"), day("Due"), days("Days late then"),
            amount("Open at the year’s end"), amount("Came since"), amount("Doubtful"),
            text("Why"),
        ),
        tuple(
            (
                each.debt.number, Named(each.debt.customer, each.debt.customer_id), each.debt.due,
                each.days, each.debt.balance, each.debt.received, each.debt.left,
                why_doubtful(each),
            )
            for each in page.debts
        ),
        f"At {page.ended.isoformat()}; before unallocated credit." if page.ended else "",
    )  # fmt: skip
