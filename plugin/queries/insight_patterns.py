"""Lateness by weekday, month end, size, terms and salesperson, as tables. It judges nothing itself.

The rule, and when a difference is noise, is `plugin.credit.patterns`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit import lateness
from plugin.credit.ledger_past import LedgerPast
from plugin.credit.money import Money
from plugin.credit.patterns import (
    TERMS,
    GroupStanding,
    PatternGroup,
    Sold,
    Trait,
    by_month_end,
    by_option,
    by_size,
    by_terms,
    by_weekday,
    groups_by,
    thirds,
)
from plugin.letters.wording import money
from plugin.queries.tables import Cell, Named, Table, amount, day, days, number, per_cent, text
from plugin.store import Tx
from plugin.store.reading import patterns as read
from plugin.store.reading.ledger_past import ledger_past

#: due dates that are looked at, back from the newest whose horizon has passed
LOOKED_AT = timedelta(days=365)

_WEEKDAYS = ("", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TENTH, _CENT = Decimal("0.1"), Decimal("0.01")
_STANDS = {
    GroupStanding.LATER: "later than the others",
    GroupStanding.SOONER: "sooner than the others",
    GroupStanding.NOISE: "within noise",
    GroupStanding.TOO_FEW: "n/a: too few customers to tell",
}


@dataclass(frozen=True, slots=True)
class PatternShown:
    """One way of grouping: what stands out in a sentence, and the table; `name` is its file's."""

    name: str
    finding: str
    table: Table
    #: of each group its key, its words and how many invoices it has
    groups: tuple[tuple[str, str, int], ...]


def past_of(tx: Tx, *, on: date) -> LedgerPast:
    """The dated ledger as far back as patterns look."""
    return ledger_past(tx, since=lateness.counts_from(on) - LOOKED_AT)


def sold_of(past: LedgerPast, *, on: date) -> list[Sold]:
    """The invoices whose lateness can be told: due within the year before the horizon."""
    until = lateness.counts_from(on)
    found = []
    for each in past.invoices:
        if each.is_charge:
            continue
        fell = lateness.fell_due(each)
        if until - LOOKED_AT < fell.due <= until and fell.amount > 0:
            found.append(Sold(fell, each.issued))
    return found


@dataclass(frozen=True, slots=True)
class _Cut:
    """One way of cutting the invoices into groups, with what the groups are called."""

    name: str
    title: str
    head: str
    key: Callable[[Sold], Hashable]
    names: Mapping[object, str]
    #: whether its groups are compared within customers
    within: bool

    def called(self, key: object) -> str:
        """A group in words."""
        return self.names.get(key, str(key))


def patterns_shown(tx: Tx, sold: Sequence[Sold], *, currency: str) -> tuple[PatternShown, ...]:
    """Every pattern, in the order of the page; one that the ledger cannot tell is left out."""
    found = []
    for cut in _cuts(tx, sold, currency):
        groups = groups_by(sold, cut.key, within=cut.within)
        if groups:
            found.append(_shown(cut, groups, currency))
    return tuple(found)


def group_cases(
    tx: Tx, past: LedgerPast, sold: Sequence[Sold], *, by: str, group: str, currency: str
) -> Table | None:
    """The invoices of one group, latest paid first; None where there is no such pattern."""
    cut = next((each for each in _cuts(tx, sold, currency) if each.name == by), None)
    if cut is None:
        return None
    numbers = {each.id: each.number for each in past.invoices}
    named = past.customers or {}
    rows: list[tuple[Cell, ...]] = []
    inside = [each.fell for each in sold if (key := cut.key(each)) is not None
              and str(key) == group]  # fmt: skip
    taken = {fell.id: lateness.weighted_days(fell) / fell.amount for fell in inside}
    for fell in sorted(inside, key=lambda fell: (-taken[fell.id], fell.id)):
        customer = named.get(fell.customer_id)
        rows.append(
            (
                Named(customer.name if customer else fell.customer_id, fell.customer_id),
                numbers[fell.id],
                fell.due,
                Money(fell.amount.quantize(_CENT), currency),
                taken[fell.id].quantize(_TENTH),
            )
        )
    names = {str(each): words for each, words in cut.names.items()}
    return Table(
        f"{cut.title}: {names.get(group, group)}",
        (text("Customer"), text("Invoice"), day("Due"), amount("Amount"), days("Days late")),
        rows,
        f"Days late by amount, up to {lateness.HORIZON} days; latest first.",
    )


def _cuts(tx: Tx, sold: Sequence[Sold], currency: str) -> list[_Cut]:
    weekdays: dict[object, str] = {place: name for place, name in enumerate(_WEEKDAYS) if name}
    ends: dict[object, str] = {0: "on other days", 1: "on the last three days of a month"}
    found = [
        _Cut(Trait.WEEKDAY.value, "By weekday of the due date", "Due on", by_weekday, weekdays,
             within=True),
        _Cut(Trait.MONTH_END.value, "By month end", "Due", by_month_end, ends, within=True),
    ]  # fmt: skip
    bounds = thirds(sold)
    if bounds is not None:
        low, high = (money(Money(each.quantize(_CENT), currency)) for each in bounds)
        sizes: dict[object, str] = {
            0: f"smallest third, below {low}",
            1: f"middle third, {low} to {high}",
            2: f"largest third, from {high}",
        }
        size = by_size(bounds)
        found.append(
            _Cut(Trait.SIZE.value, "By size of the invoice", "Size", size, sizes, within=True)
        )
    found.append(_Cut(Trait.TERMS.value, "By terms", "Terms", by_terms, _terms(), within=False))
    found.extend(
        _Cut(f"{Trait.TRACKED.value}-{place}", f"By {category}", category, by_option(options), {},
             within=False)
        for place, (category, options) in enumerate(read.tracked(tx).items())
    )  # fmt: skip
    return found


def _terms() -> dict[object, str]:
    names: dict[object, str] = {}
    lower = 0
    for place, upper in enumerate(TERMS):
        names[place] = f"{lower} to {upper} days"
        lower = upper + 1
    return {**names, len(TERMS): f"more than {TERMS[-1]} days"}


def _shown(cut: _Cut, groups: Sequence[PatternGroup], currency: str) -> PatternShown:
    rows = [
        (
            cut.called(each.key),
            each.invoices,
            each.customers,
            Money(each.amount.quantize(_CENT), currency),
            each.days.quantize(_TENTH),
            each.late.quantize(_TENTH),
            _against(each),
        )
        for each in groups
    ]
    columns = (
        text(cut.head), number("Invoices"), number("Customers"), amount("Amount"),
        days("Days late, average"), per_cent("Not paid in time"), text("Against the others"),
    )  # fmt: skip
    return PatternShown(
        cut.name,
        _finding(groups, cut.names),
        Table(cut.title, columns, rows),
        tuple((str(each.key), cut.called(each.key), each.invoices) for each in groups),
    )


def _against(group: PatternGroup) -> str:
    words = _STANDS[group.standing]
    if group.difference is None:
        return words
    low, high = (each.quantize(_TENTH) for each in (group.difference.low, group.difference.high))
    return f"{words}: {low:+} to {high:+} days"


def _finding(groups: Sequence[PatternGroup], names: Mapping[object, str]) -> str:
    """What stands out most, or that nothing does.

    One weekday that is later makes all the others a little sooner; they are not told of.
    """
    out = [each for each in groups if each.standing in (GroupStanding.LATER, GroupStanding.SOONER)]
    if not out:
        if all(each.standing is GroupStanding.TOO_FEW for each in groups):
            return "Too few customers to tell."
        return "Whatever differs here is within noise."
    apart = [(abs(each.difference.middle), each) for each in out if each.difference is not None]
    if apart:
        said = [max(apart, key=lambda pair: pair[0])[1]]
    else:
        said = [each for each in out if each.standing is GroupStanding.LATER] or out
    words = "; ".join(
        f"{names.get(each.key, str(each.key))} {_STANDS[each.standing]}" for each in said
    )
    return f"{words[0].upper()}{words[1:]}. That is no cause yet."
