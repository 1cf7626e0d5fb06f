"""The page of suggested limits and what became of earlier decisions: as values ready to be shown.

It decides nothing; the suggestions are handed in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from plugin.credit.limit_book import Book, Looked, RefusedBefore, Suggestions
from plugin.credit.limit_suggestions import LimitSuggestion
from plugin.credit.loss_budget import LOSS_PER_CENT, HeldBack, LossBudget, Wanted
from plugin.credit.money import Money
from plugin.credit.score_parts import ScoreBand, band_of
from plugin.letters.limit_words import KIND_WORDS, consequence_words, reason_words
from plugin.letters.wording import dated, money
from plugin.queries.decision_log import log_shown, outcome_sentences
from plugin.queries.tables import Cell, Named, Table, amount, number, per_cent, text
from plugin.store import Tx, credit_decisions
from plugin.store.reading import book as read

#: decisions of the log that the page shows; the file has them all
SHOWN = 40
#: suggestions of each list that the page shows, the best first; the file has them all
LINES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionLine:
    """One suggestion in words; `costs` is what it adds to the book's expected loss."""

    subject: str
    name: str
    customer_id: str
    is_family: bool
    kind: str
    now: Money | None
    to: Money
    score: int | None
    reasons: tuple[str, ...]
    consequence: str
    costs: Money
    thanks: bool
    #: why the budget does not carry it, or with what words it was refused before
    rests: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetShown:
    """The loss budget as a bar: what is used, what the suggestions would add, what is left."""

    budget: LossBudget | None
    currency: str
    used: Money
    wanted: Money
    left: Money | None
    over: Money | None
    #: the bar in words, for those who read it
    said: str
    #: widths of the bar in per cent of its whole length, and where the budget ends on it
    used_width: Decimal
    wanted_width: Decimal
    ends_at: Decimal
    lost: Money
    rates: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsInsight:
    """All that the page shows."""

    budget: BudgetShown
    raises: tuple[SuggestionLine, ...]
    #: first limits below what is owed already: to be looked at one by one
    over_at_once: tuple[SuggestionLine, ...]
    held_back: tuple[SuggestionLine, ...]
    cuts: tuple[SuggestionLine, ...]
    refused: tuple[SuggestionLine, ...]
    #: how many suggestions are in the file only
    more: int
    outcomes: tuple[str, ...]
    next_outcome: date | None
    log: Table
    log_count: int


def limits_insight(tx: Tx, found: Suggestions, *, on: date, base: str) -> LimitsInsight:
    """The page as of a civil day; amounts of the budget in the base currency."""
    log = credit_decisions.newest(tx, limit=SHOWN)
    names = {each.subject: each.name for each, _ in found.held_back}
    over = [each for each in found.raises if _is_over(each)]
    fits = [each for each in found.raises if not _is_over(each)]
    lists = (fits, over, found.held_back, found.cuts, found.refused)
    return LimitsInsight(
        budget=_budget(tx, found, on, base),
        raises=tuple(_line(found.book, each) for each in fits[:LINES]),
        over_at_once=tuple(_line(found.book, each) for each in over[:LINES]),
        held_back=tuple(
            replace(_line(found.book, each), rests=_held(why, names, base))
            for each, why in found.held_back[:LINES]
        ),
        cuts=tuple(_line(found.book, each) for each in found.cuts[:LINES]),
        refused=tuple(_refused(found.book, each) for each in found.refused[:LINES]),
        more=sum(max(len(each) - LINES, 0) for each in lists),
        outcomes=outcome_sentences(credit_decisions.all_judged(tx)),
        next_outcome=credit_decisions.next_look(tx),
        log=log_shown(log),
        log_count=len(log),
    )


def line_of(book: Book, looked: Looked) -> SuggestionLine:
    """One suggestion in words; the one looked at has one."""
    return _line(book, looked)


def suggestions_table(found: Suggestions, *, base: str) -> Table:
    """Every suggestion with its reasons, as a file has them."""
    names = {each.subject: each.name for each, _ in found.held_back}
    lines = [
        *(("suggested", _line(found.book, each)) for each in (*found.raises, *found.cuts)),
        *(
            ("held back", replace(_line(found.book, each), rests=_held(why, names, base)))
            for each, why in found.held_back
        ),
        *(("refused", _refused(found.book, each)) for each in found.refused),
    ]
    return Table(
        "Suggested limits",
        (
            text("Customer"), text("State"), text("What"), amount("Limit now"),
            amount("Suggested"), number("Score"), amount("Adds to expected loss"), text("Why"),
            text("What it would mean"), text("Rests because"),
        ),
        tuple(
            (Named(each.name, each.customer_id), state, each.kind, each.now, each.to, each.score,
             each.costs, " ".join(each.reasons), each.consequence, each.rests)
            for state, each in lines
        ),
    )  # fmt: skip


def bands_table(book: Book, *, base: str) -> Table:
    """The book by band of the score: who, what they could owe, the published share, the loss."""
    rows: list[tuple[Cell, ...]] = []
    for band in ScoreBand:
        mine = [each for each in book.at_risk.values() if band_of(each.score) is band]
        at_limit = sum((each.at_limit for each in mine), Decimal(0))
        loss = sum((each.expected_loss for each in mine), Decimal(0))
        share = LOSS_PER_CENT[band].normalize()
        rows.append((
            band.value, len(mine), Money(at_limit, base).rounded(), share, Money(loss, base)
        ))  # fmt: skip
    return Table(
        "Expected loss by score",
        (
            text("Score"), number("Customers"), amount("At their limit"),
            per_cent("Expected to be lost"), amount("Expected loss"),
        ),
        rows,
        "What they could owe at their limit (or owe already, where that is more) × the share of "
        "their score. The shares are fixed and published, and fitted to nobody’s ledger.",
    )  # fmt: skip


def _suggestion(looked: Looked) -> LimitSuggestion:
    assert looked.suggestion is not None
    return looked.suggestion


def _line(book: Book, looked: Looked) -> SuggestionLine:
    suggestion = _suggestion(looked)
    at = book.at_risk[looked.subject]
    change = replace(at, limit=suggestion.to.amount).expected_loss - at.expected_loss
    return SuggestionLine(
        subject=looked.subject,
        name=looked.name,
        customer_id=looked.customer_id,
        is_family=looked.family_id is not None,
        kind=KIND_WORDS[suggestion.kind],
        now=suggestion.before,
        to=suggestion.to,
        score=looked.score.total,
        reasons=tuple(reason_words(each) for each in suggestion.reasons),
        consequence=(
            consequence_words(suggestion.consequence)
            if suggestion.consequence is not None
            else "What is owed cannot be compared with it: the ledger has used no rate."
        ),
        costs=Money(change, suggestion.to.currency),
        thanks=suggestion.kind.value == "loyalty" and looked.family_id is None,
    )


def _is_over(looked: Looked) -> bool:
    found = _suggestion(looked).consequence
    return found is not None and found.over


def _held(why: HeldBack, names: dict[str, str], base: str) -> str:
    adds = f"It adds {money(Money(why.costs, base))} to the expected loss"
    if why.before is not None and why.costs <= why.left:
        return (
            f"{adds}, but {names[why.before]} comes first by score and does not fit: refuse or "
            "change that one, or raise the budget."
        )
    return f"{adds}, and {money(Money(why.left, base))} of the budget is left for it."


def _refused(book: Book, each: RefusedBefore) -> SuggestionLine:
    rests = f"Refused by {each.by} on {_on(each.at)}: {each.why}"
    return replace(_line(book, each.looked), rests=rests)


def _on(at: datetime) -> str:
    return dated(at.date())


def _budget(tx: Tx, found: Suggestions, on: date, base: str) -> BudgetShown:
    within = found.within
    wanted = within.granted_loss + sum(
        (_costs(found.book, each) for each, _ in found.held_back), Decimal(0)
    )
    limit = within.budget if within.budget is not None else Decimal(0)
    longest = max(limit, within.used + wanted, Decimal("0.01"))
    left = within.left
    return BudgetShown(
        budget=found.budget,
        currency=base,
        used=Money(within.used, base),
        wanted=Money(wanted, base),
        left=Money(left, base) if left is not None and left >= 0 else None,
        over=Money(-left, base) if left is not None and left < 0 else None,
        said=(
            f"{money(Money(within.used, base))} used of {money(Money(limit, base))}, "
            f"{money(Money(wanted, base))} more suggested"
        ),
        used_width=_width(within.used, longest),
        wanted_width=_width(wanted, longest),
        ends_at=_width(limit, longest),
        lost=Money(read.lost_in_a_year(tx, on=on), base).rounded(),
        rates=tuple(
            f"{each.currency} at {each.base_per_unit.normalize():f} {base} of {dated(each.on)}"
            for each in found.book.rates
        ),
        left_out=found.book.left_out,
    )


def _costs(book: Book, looked: Looked) -> Decimal:
    return Wanted(book.at_risk[looked.subject], _suggestion(looked).to.amount).costs


def _width(part: Decimal, whole: Decimal) -> Decimal:
    return (part * 100 / whole).quantize(Decimal("0.01"))
