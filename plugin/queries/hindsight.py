"""Insight, hindsight: which write-offs and which good payers a rule would have flagged.

The rules and what counts as either are `plugin.credit.hindsight`; this words and tables them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plugin.credit.hindsight import (
    BOUNDS,
    TRIED,
    Flagging,
    FlagRule,
    Hindsight,
    LossSeen,
    tried,
)
from plugin.credit.money import Money
from plugin.letters.wording import money
from plugin.queries.hindsight_pasts import Pasts, pasts
from plugin.queries.tables import Cell, Named, Table, amount, day, number, text
from plugin.store import Tx, policies
from plugin.store.organisations import Organisation

_PENNY = Decimal("0.01")
_WORDS = {
    FlagRule.DAYS_LATE: "An invoice more than {n} days late",
    FlagRule.LATE_SHARE: "More than {n} % of what they owe is late",
    FlagRule.OVER_LIMIT: "More than {n} % of their limit used",
    FlagRule.BROKEN_PROMISES: "{n} broken promises in a year",
    FlagRule.ON_TIME_BELOW: "Under {n} % of their last twelve paid in time",
    FlagRule.SCORE_BELOW: "A score under {n} at the end of a month",
}
_ONE_PROMISE = "A broken promise in a year"
#: what the number of a cell opens into, and how its page is headed
GROUPS = {
    "caught": "Write-offs that it would have flagged",
    "missed": "Write-offs that it would have missed",
    "in-time": "Flagged while you were still selling to them",
    "good": "Good payers that it would have flagged",
    "spared": "Good payers that it would have left alone",
    "others": "Others that it would have flagged",
    "now": "Whom it would flag today",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """One rule with its numbers; each of them opens into `group`."""

    flagging: Flagging
    words: str
    caught: int
    in_time: int
    kept_back: Money
    good: int
    others: int
    now: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HindsightPage:
    """Every rule tried, with what there was to find."""

    tallies: tuple[Tally, ...]
    losses: int
    lost: Money
    good_payers: int
    customers: int
    of: int
    scored: int
    rules: tuple[tuple[str, str, int, int], ...]


def rule_words(flagging: Flagging) -> str:
    """An invoice more than 60 days late."""
    if flagging == Flagging(FlagRule.BROKEN_PROMISES, 1):
        return _ONE_PROMISE
    return _WORDS[flagging.rule].format(n=flagging.bound)


def asked(rule: str, bound: str) -> Flagging | None:
    """The rule that an address names; None where there is no such, or the bound is out of reach."""
    if rule not in set(FlagRule) or not (bound.isascii() and bound.isdecimal() and len(bound) < 4):
        return None
    least, most = BOUNDS[FlagRule(rule)]
    return Flagging(FlagRule(rule), int(bound)) if least <= int(bound) <= most else None


def hindsight_page(
    tx: Tx, organisation: Organisation, *, on: date, extra: Flagging | None = None
) -> HindsightPage:
    """All rules with the house's bounds, and the one that somebody asks for in front."""
    flaggings = tuple(dict.fromkeys((*([extra] if extra is not None else []), *TRIED)))
    with_scores = extra is not None and extra.rule is FlagRule.SCORE_BELOW
    seen = pasts(tx, organisation, on=on, with_scores=with_scores)
    found = tried(flaggings, seen.customers, tolerance=_tolerance(tx, organisation), on=on)
    first, base = found[0], organisation.base_currency
    return HindsightPage(
        tallies=tuple(_tally(each, base) for each in found),
        losses=len(first.losses),
        lost=_sum((each.amount for each in first.losses), base),
        good_payers=len(first.good_flagged) + len(first.good_spared),
        customers=len(seen.customers),
        of=seen.of,
        scored=seen.scored,
        rules=tuple((rule.value, _WORDS[rule].format(n="…"), *BOUNDS[rule]) for rule in FlagRule),
    )


def as_table(page: HindsightPage) -> Table:
    """The numbers of the page."""
    rows: list[tuple[Cell, ...]] = [
        (
            each.words,
            f"{each.caught} of {page.losses}",
            each.in_time,
            each.kept_back,
            f"{each.good} of {page.good_payers}",
            each.others,
            each.now,
        )
        for each in page.tallies
    ]
    return Table(
        "What each rule would have flagged in two years",
        (text("Rule"), text("Write-offs flagged"), number("Of these while still selling"),
         amount("Sold after the flag and lost"), text("Good payers flagged"),
         number("Others flagged"), number("Flagged today")),
        rows,
        "Each day by what the books told by then.",
    )  # fmt: skip


def group_table(
    tx: Tx, organisation: Organisation, flagging: Flagging, group: str, *, on: date
) -> Table | None:
    """The customers behind one number; None for a group that there is not."""
    if group not in GROUPS:
        return None
    with_scores = flagging.rule is FlagRule.SCORE_BELOW
    seen = pasts(tx, organisation, on=on, with_scores=with_scores)
    tolerance = _tolerance(tx, organisation)
    (found,) = tried([flagging], seen.customers, tolerance=tolerance, on=on)
    base, words = organisation.base_currency, rule_words(flagging)
    title = f"{GROUPS[group]}: {words[0].lower()}{words[1:]}"
    losses = {
        "caught": found.caught,
        "missed": tuple(each for each in found.losses if each.flagged_on is None),
        "in-time": found.in_time,
    }.get(group)
    if losses is not None:
        return _losses_table(title, losses, seen, base)
    ids = {
        "good": found.good_flagged,
        "spared": found.good_spared,
        "others": found.others_flagged,
        "now": found.still,
    }[group]
    ordered = sorted(ids, key=lambda one: (seen.names.get(one) or one).casefold())
    return Table(title, (text("Customer"),), [(_named(seen, each),) for each in ordered])


def _losses_table(title: str, losses: Sequence[LossSeen], seen: Pasts, base: str) -> Table:
    return Table(
        title,
        (text("Customer"), day("Written off"), amount("How much"), day("First flagged"),
         amount("Of it sold after that")),
        [
            (
                _named(seen, each.customer_id), each.on, _money(each.amount, base),
                each.flagged_on, _money(each.sold_after, base),
            )
            for each in sorted(losses, key=lambda one: (one.on, one.customer_id))
        ],
        "First flagged within the year before the write-off.",
    )  # fmt: skip


def _named(seen: Pasts, id_: str) -> Named:
    return Named(seen.names.get(id_, id_), id_)


def _tally(found: Hindsight, base: str) -> Tally:
    kept_back = _sum((each.sold_after for each in found.caught), base)
    good = len(found.good_flagged) + len(found.good_spared)
    caught, losses = len(found.caught), len(found.losses)
    in_time = f", {len(found.in_time)} of them while you were still selling" if caught else ""
    saved = f" ({money(kept_back)} of what was lost came after)" if kept_back else ""
    words = rule_words(found.flagging)
    return Tally(
        flagging=found.flagging,
        words=words,
        caught=caught,
        in_time=len(found.in_time),
        kept_back=kept_back,
        good=len(found.good_flagged),
        others=len(found.others_flagged),
        now=len(found.still),
        sentence=(
            f"“{words}” would have flagged {caught} of your {_many(losses, 'write-off')}"
            f"{in_time}{saved}, and {len(found.good_flagged)} of your "
            f"{_many(good, 'good payer')}."
        ),
    )


def _many(count: int, noun: str) -> str:
    """9 write-offs: figures that are compared are never spelled."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _tolerance(tx: Tx, organisation: Organisation) -> Decimal:
    house = policies.in_force(tx).default
    return house.tolerance_for(organisation.base_currency).residue


def _sum(amounts: Iterable[Decimal], base: str) -> Money:
    return _money(sum(amounts, Decimal(0)), base)


def _money(amount_: Decimal, base: str) -> Money:
    return Money(amount_.quantize(_PENNY), base)
