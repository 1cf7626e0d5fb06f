"""Lateness by weekday, month end, size, terms and salesperson, as tables. It judges nothing itself.

The rule, and when a difference is noise, is `plugin.credit.patterns`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from plugin.queries.tables import Table, amount, days, number, per_cent, text
from plugin.store import Tx
from plugin.store.reading import patterns as read
from plugin.store.reading.ledger_past import ledger_past

#: due dates that are looked at, back from the newest whose horizon has passed
LOOKED_AT = timedelta(days=365)

_WEEKDAYS = ("", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TENTH = Decimal("0.1")
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


def patterns_shown(tx: Tx, sold: Sequence[Sold], *, currency: str) -> tuple[PatternShown, ...]:
    """Every pattern, in the order of the page; one that the ledger cannot tell is left out."""
    found = [
        _shown(
            Trait.WEEKDAY.value, "By weekday of the due date", "Due on",
            groups_by(sold, by_weekday, within=True),
            {place: name for place, name in enumerate(_WEEKDAYS) if name}, currency,
        ),
        _shown(
            Trait.MONTH_END.value, "By month end", "Due",
            groups_by(sold, by_month_end, within=True),
            {0: "on other days", 1: "on the last three days of a month"}, currency,
        ),
    ]  # fmt: skip
    bounds = thirds(sold)
    if bounds is not None:
        low, high = (money(Money(each.quantize(Decimal("0.01")), currency)) for each in bounds)
        named: dict[object, str] = {
            0: f"smallest third, below {low}",
            1: f"middle third, {low} to {high}",
            2: f"largest third, from {high}",
        }
        groups = groups_by(sold, by_size(bounds), within=True)
        found.append(
            _shown(Trait.SIZE.value, "By size of the invoice", "Size", groups, named, currency)
        )
    groups = groups_by(sold, by_terms, within=False)
    found.append(_shown(Trait.TERMS.value, "By terms", "Terms", groups, _terms(), currency))
    for place, (category, options) in enumerate(read.tracked(tx).items()):
        groups = groups_by(sold, by_option(options), within=False)
        if groups:
            name = f"{Trait.TRACKED.value}-{place}"
            found.append(_shown(name, f"By {category}", category, groups, {}, currency))
    return tuple(found)


def _terms() -> dict[object, str]:
    names: dict[object, str] = {}
    lower = 0
    for place, upper in enumerate(TERMS):
        names[place] = f"{lower} to {upper} days"
        lower = upper + 1
    return {**names, len(TERMS): f"more than {TERMS[-1]} days"}


def _shown(
    name: str,
    title: str,
    head: str,
    groups: Sequence[PatternGroup],
    names: Mapping[object, str],
    currency: str,
) -> PatternShown:
    rows = [
        (
            names.get(each.key, str(each.key)),
            each.invoices,
            each.customers,
            Money(each.amount.quantize(Decimal("0.01")), currency),
            each.days.quantize(_TENTH),
            each.late.quantize(_TENTH),
            _against(each),
        )
        for each in groups
    ]
    columns = (
        text(head), number("Invoices"), number("Customers"), amount("Amount"),
        days("Days late, average"), per_cent("Not paid in time"), text("Against the others"),
    )  # fmt: skip
    return PatternShown(name, _finding(groups, names), Table(title, columns, rows))


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
