"""The whole tidy list of an organisation on a day, from its facts; each line under a name that
stays, so that a person may put it aside. A line is gone as soon as the ledger is in order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from plugin.credit.terms import Terms
from plugin.credit.tidy import (
    LooseCredit,
    NotSent,
    OffTerms,
    OpenSale,
    SmallBalance,
    TidyKind,
    ToleranceOf,
    UnusedCredit,
    not_sent,
    off_terms,
    small_balances,
    unused_credits,
)
from plugin.credit.twins import ContactCard, Twins, likely_twins

#: one finding of the list
Finding = UnusedCredit | SmallBalance | NotSent | OffTerms | Twins


@dataclass(frozen=True, slots=True, kw_only=True)
class TidyFacts:
    """What the rules of the tidy list read; `names` of every customer who is spoken of.

    `terms` are customers' own, by their id; `house_terms` are the organisation's.
    """

    sales: tuple[OpenSale, ...] = ()
    credits: tuple[LooseCredit, ...] = ()
    cards: tuple[ContactCard, ...] = ()
    terms: Mapping[str, Terms] = field(default_factory=dict)
    house_terms: Terms | None = None
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TidyLine:
    """One line: what was found, and the name under which it may be put aside.

    The name holds what the line is about and whatever would make it another line: a credit that is
    partly used since, a due date that was moved, comes back.
    """

    kind: TidyKind
    name: str
    finding: Finding

    @property
    def customer_ids(self) -> tuple[str, ...]:
        """Whom it speaks of."""
        match self.finding:
            case UnusedCredit(credit=credit):
                return (credit.customer_id,)
            case Twins(first=first, second=second):
                return (first.id, second.id)
            case SmallBalance(sale=sale) | NotSent(sale=sale) | OffTerms(sale=sale):
                return (sale.customer_id,)


def tidy_lines(facts: TidyFacts, tolerance_of: ToleranceOf, *, on: date) -> tuple[TidyLine, ...]:
    """Every line of the list on a civil day, kind by kind, each kind in its own order."""
    return tuple(
        TidyLine(_KIND_OF[type(found)], _name(found), found)
        for found in _findings(facts, tolerance_of, on)
    )


def tidy_counts(lines: Collection[TidyLine], aside: Collection[str]) -> Mapping[TidyKind, int]:
    """How many lines of each kind there are that nobody put aside; kinds without one are 0."""
    found = Counter(line.kind for line in lines if line.name not in aside)
    return {kind: found[kind] for kind in TidyKind}


def _findings(facts: TidyFacts, tolerance_of: ToleranceOf, on: date) -> Iterator[Finding]:
    yield from unused_credits(facts.credits, facts.sales)
    yield from small_balances(facts.sales, tolerance_of, on=on)
    yield from not_sent(facts.sales, on=on)
    yield from off_terms(facts.sales, facts.terms, facts.house_terms)
    yield from likely_twins(facts.cards)


_KIND_OF: Mapping[type[Finding], TidyKind] = {
    UnusedCredit: TidyKind.UNUSED_CREDIT,
    SmallBalance: TidyKind.SMALL_BALANCE,
    NotSent: TidyKind.NOT_SENT,
    OffTerms: TidyKind.DUE_DATE,
    Twins: TidyKind.TWINS,
}


def _name(found: Finding) -> str:
    match found:
        case UnusedCredit(credit=credit):
            return f"credit {credit.id} {credit.remaining.amount}"
        case SmallBalance(sale=sale):
            return f"small {sale.id} {sale.balance.amount}"
        case NotSent(sale=sale):
            return f"unsent {sale.id}"
        case OffTerms(sale=sale, expected=expected):
            return f"due {sale.id} {sale.due} {expected}"
        case Twins(first=first, second=second):
            return "twins " + " ".join(sorted((first.id, second.id)))
