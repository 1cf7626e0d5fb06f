"""Did a change work: the trial that runs and those that were decided. It decides nothing.

Every figure comes from `plugin.credit.effect`; here it becomes sentences and tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plugin.credit.effect import PairSeen, Side, TrialResult, Verdict, rounded
from plugin.credit.money import Money
from plugin.credit.segment_held import Segment
from plugin.credit.trials import MOST_WEEKS, Balance, TrialPlace, balance
from plugin.credit.typical import Range
from plugin.letters.segment_words import segment_name
from plugin.letters.wording import dated, money
from plugin.queries.change_marks import change_marks
from plugin.queries.series import Effect
from plugin.queries.tables import Named, Table, amount, day, days, number, text
from plugin.store import Tx, trials
from plugin.store.trials import Placed, Trial

_DECIDED = {
    "keep": "Kept for everybody",
    "change": "To be changed and tried again",
    "revert": "Taken back",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialShown:
    """One trial with what it shows, in words and as tables."""

    trial: Trial
    verdict: Verdict
    headline: str
    because: tuple[str, ...]
    balance: Table
    pairs: Table
    switched: int
    waiting: int
    passed_over: int
    #: what else was changed for everybody while it compared, with the day
    meanwhile: tuple[tuple[date, str], ...]
    #: weeks by which the comparison may still be made longer
    may_wait: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A trial that was decided, with what it showed then."""

    trial: Trial
    decided: str
    shown: str


def balance_table(places: Sequence[TrialPlace], currency: str) -> Table:
    """How alike the two sides are."""
    first, second = balance(places)
    segments: dict[str, list[int]] = {}
    for each in places:
        counts = segments.setdefault(each.candidate.segment, [0, 0])
        counts[0 if each.is_first else 1] += 1
    return Table(
        "How alike the two sides are",
        (text("Side"), number("Customers"), amount("Sales of a year, average"),
         days("Days late before, average"), text("Segments")),
        (
            _side("Switch first", first, currency, segments, 0),
            _side("Follow later", second, currency, segments, 1),
        ),
        "Pairs of one segment, like size and like habit; who is first is decided by a keyed hash.",
    )  # fmt: skip


def _side(
    name: str, found: Balance, currency: str, segments: Mapping[str, Sequence[int]], at: int
) -> tuple[str, int, Money, Decimal, str]:
    named = ", ".join(
        f"{segment_name(Segment(each))} {counts[at]}" for each, counts in sorted(segments.items())
    )
    return name, found.customers, Money(found.sales, currency), rounded(found.late), named


def trial_shown(tx: Tx, trial: Trial, found: TrialResult, *, currency: str, on: date) -> TrialShown:
    """A trial as the page shows it; `found` is what it shows on that day."""
    placed = trials.places(tx, trial.id)
    until = trial.ended_on or on
    meanwhile = tuple(
        (at, words)
        for at, words in change_marks(tx)
        if trial.starts_on <= at <= until and not words.startswith("Trial of ")
    )
    return TrialShown(
        trial=trial,
        verdict=found.verdict,
        headline=headline(found, currency),
        because=_because(found, placed, on),
        balance=balance_table([each.place for each in placed], currency),
        pairs=_pairs_table(placed, found),
        switched=sum(each.switched_at is not None for each in placed),
        waiting=sum(each.switched_at is None and not each.passed_over for each in placed),
        passed_over=sum(each.passed_over is not None for each in placed),
        meanwhile=meanwhile,
        may_wait=MOST_WEEKS - trial.weeks,
    )


def headline(found: TrialResult, currency: str) -> str:
    """The answer in one or two sentences."""
    match found.verdict:
        case Verdict.SOONER | Verdict.LATER:
            assert found.days is not None  # a verdict of either has a range
            assert found.released is not None
            way = "sooner" if found.verdict is Verdict.SOONER else "later"
            cash = "set free" if found.verdict is Verdict.SOONER else "tied up"
            spans = _span(found.days, found.verdict)
            amounts = _cash(found.released, currency)
            return f"Customers pay {spans} {way}. That has {cash} {amounts}."
        case Verdict.NOTHING_SEEN:
            assert found.days is not None  # so narrow a range is one
            return (
                f"No effect seen: if there is any, it lies between {_days(found.days.low)} and "
                f"{_days(found.days.high)}."
            )
        case Verdict.TOO_EARLY | Verdict.CANNOT_TELL:
            if found.weeks_more is None:
                return (
                    "Cannot tell: too few of the pairs can be compared, or the differences between "
                    "them are too wide to be told from chance within two years."
                )
            about = "1 more week" if found.weeks_more == 1 else f"{found.weeks_more} more weeks"
            return f"Cannot tell yet, about {about}."


def _span(found: Range, verdict: Verdict) -> str:
    ends = sorted((abs(found.low), abs(found.high)))
    low, high = rounded(ends[0]), rounded(ends[1])
    if not found.is_off_zero:
        return f"{rounded(abs(found.middle))} days"
    return f"{rounded(abs(found.middle))} days (between {low} and {high})"


def _cash(found: Range, currency: str) -> str:
    middle = money(Money(abs(found.middle).quantize(Decimal(1)), currency))
    low, high = sorted((abs(found.low), abs(found.high)))
    return (
        f"{middle} (between {money(Money(low.quantize(Decimal(1)), currency))} and "
        f"{money(Money(high.quantize(Decimal(1)), currency))})"
    )


def _times(percent: Decimal) -> str:
    return f"{rounded(percent).normalize():f}"


def _days(number: Decimal) -> str:
    found = rounded(number)
    if found == 0:
        return "0 days"
    return f"{abs(found)} days {'sooner' if found < 0 else 'later'}"


def _because(found: TrialResult, placed: Sequence[Placed], on: date) -> tuple[str, ...]:
    lines = [f"{found.counted} of {len(found.pairs)} pairs can be compared so far."]
    if found.days is not None:
        lines.append(
            f"Average {_days(found.days.middle)}; the range from {_days(found.days.low)} to "
            f"{_days(found.days.high)} holds the truth {_times(found.days.percent)} times in "
            "a hundred."
        )
    if not found.is_complete:
        last = max((each.place.switch_on for each in placed), default=on)
        lines.append(f"The comparison is complete on {dated(last)}; until then it may still turn.")
    return tuple(lines)


def _pairs_table(placed: Sequence[Placed], found: TrialResult) -> Table:
    by_pair: dict[int, list[Placed]] = {}
    for each in placed:
        by_pair.setdefault(each.place.pair, []).append(each)
    seen = {each.pair: each for each in found.pairs}
    rows = [
        row for pair, both in sorted(by_pair.items()) for row in _pair_rows(both, seen.get(pair))
    ]
    return Table(
        "The pairs",
        (text("Customer"), number("Pair"), text("Segment"), day("Switches on"), text("State"),
         days("Late before"), number("Invoices before"), days("Late since"),
         number("Invoices since"), days("Change"), days("Effect on the pair")),
        rows,
        "Days late weighted by amount; the effect is the change of who switched less the other's.",
    )  # fmt: skip


def _pair_rows(
    both: Sequence[Placed], seen: PairSeen | None
) -> list[tuple[Named, int, str, date, str, Decimal | None, int, Decimal | None, int,
                Decimal | None, Decimal | None]]:  # fmt: skip
    rows = []
    for each in both:
        side = None if seen is None else (seen.first if each.place.is_first else seen.second)
        effect = seen.effect if seen is not None and each.place.is_first else None
        rows.append(
            (
                Named(each.name, each.place.candidate.customer_id),
                each.place.pair + 1,
                segment_name(Segment(each.place.candidate.segment)),
                each.place.switch_on,
                _state(each),
                *_sides(side),
                None if effect is None else rounded(effect),
            )
        )
    return rows


def _sides(side: Side | None) -> tuple[Decimal | None, int, Decimal | None, int, Decimal | None]:
    if side is None:
        return None, 0, None, 0, None
    before, after, change = side.before, side.after, side.change
    return (
        None if before is None else rounded(before.days),
        0 if before is None else before.count,
        None if after is None else rounded(after.days),
        0 if after is None else after.count,
        None if change is None else rounded(change),
    )


def _state(each: Placed) -> str:
    if each.passed_over:
        return f"not switched: {each.passed_over}"
    return "switched" if each.switched_at is not None else "waits"


def effect(trial: Trial, found: TrialResult | None, currency: str) -> Effect:
    """A trial for the picture of effects: what it shows now, or what was kept when it ended."""
    change = f"{trial.policy} against {trial.against}, from {dated(trial.starts_on)}"
    if found is not None:
        span = found.days
        words = headline(found, currency)
        if span is None:
            return Effect(change, words=words)
        return Effect(change, rounded(span.middle), rounded(span.low), rounded(span.high), words)
    kept = (trial.shown or {}).get("days")
    words = ended(trial, currency).shown
    if kept is None:
        return Effect(change, words=words)
    middle, low, high = (rounded(Decimal(each)) for each in kept)
    return Effect(change, middle, low, high, words)


def ended(trial: Trial, currency: str) -> Ended:
    """A decided trial, with the figures that were kept with the decision."""
    kept = trial.shown or {}
    span, cash = kept.get("days"), kept.get("released")
    shown = "Nothing could be told."
    if span is not None and cash is not None:
        shown = (
            f"{_days(Decimal(span[0]))} ({_days(Decimal(span[1]))} to {_days(Decimal(span[2]))}), "
            f"{money(Money.of(cash[0], currency))} set free "
            f"({money(Money.of(cash[1], currency))} to {money(Money.of(cash[2], currency))}), over "
            f"{kept['pairs']} pairs."
        )
    return Ended(trial=trial, decided=_DECIDED[trial.decision or "revert"], shown=shown)
