"""Facts side by side at the moment of choosing a limit: as it is, as suggested, as typed in.

It sets nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from plugin.credit.exposure import exposure
from plugin.credit.limit_book import Book, Looked
from plugin.credit.limit_suggestions import consequence_of, in_a_row
from plugin.credit.limits import MonthlySales, PaidWithinTerms, proposed_limit
from plugin.credit.loss_budget import LOSS_PER_CENT, LossBudget, book_loss
from plugin.credit.metrics import days_late
from plugin.credit.money import Money
from plugin.credit.policy import CreditPolicy
from plugin.credit.score_parts import OldestDebt, PromisesKept
from plugin.letters.limit_words import consequence_words, limit_reason_words
from plugin.letters.score_words import part_words
from plugin.letters.segment_words import segment_name, segment_why
from plugin.letters.wording import days, listed, money, sentence
from plugin.queries.insight_limits import SuggestionLine, line_of
from plugin.queries.tables import Cell, Table, text


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitChoice:
    """One customer at the moment of choosing: what is known, and what each limit would mean."""

    subject: str
    name: str
    customer_id: str
    is_family: bool
    now: Money | None
    suggestion: SuggestionLine | None
    tried: Money | None
    known: Table
    side_by_side: Table


def limit_choice(
    book: Book, looked: Looked, budget: LossBudget | None, *, tried: Money | None, on: date
) -> LimitChoice:
    """The facts of one customer, and the consequences of each limit beside each other."""
    customer = looked.account.customer
    now = customer.family_limit if looked.family_id is not None else customer.limit
    suggested = looked.suggestion.to if looked.suggestion is not None else None
    columns: list[tuple[str, Money | None]] = [("As it is", now)]
    if suggested is not None:
        columns.append(("As suggested", suggested))
    if tried is not None and tried != suggested:
        columns.append(("As you typed", tried))
    rows = [
        _meaning(book, looked, budget, limit, on=on, is_now=not n)
        for n, (_, limit) in enumerate(columns)
    ]
    return LimitChoice(
        subject=looked.subject,
        name=looked.name,
        customer_id=looked.customer_id,
        is_family=looked.family_id is not None,
        now=now,
        suggestion=line_of(book, looked) if looked.suggestion is not None else None,
        tried=tried,
        known=_known(looked, on),
        side_by_side=_turned([name for name, _ in columns], rows),
    )


_ROWS = ("Limit", "What it would mean today", "Expected loss in a year", "Loss budget left then")


def _meaning(
    book: Book,
    looked: Looked,
    budget: LossBudget | None,
    limit: Money | None,
    *,
    on: date,
    is_now: bool,
) -> tuple[str, ...]:
    at = book.at_risk[looked.subject]
    after = at if is_now else replace(at, limit=limit.amount if limit is not None else None)
    base = looked.account.base_currency
    others = book_loss(each for key, each in book.at_risk.items() if key != looked.subject)
    loss = after.expected_loss
    share = LOSS_PER_CENT[looked.score.band].normalize()
    at_limit = money(Money(after.at_limit, base).rounded())
    left = "no budget is set"
    if budget is not None:
        rest = budget.amount.amount - others - loss
        left = money(Money(rest, base))
        if rest < 0:
            left = f"{money(Money(-rest, base))} over the budget"
    return (
        money(limit) if limit is not None else "none set, which is not zero",
        _consequence(looked, limit, on),
        f"{money(Money(loss, base))}: {share:f} % of {at_limit}",
        left,
    )


def _consequence(looked: Looked, limit: Money | None, on: date) -> str:
    if limit is None:
        return "Nothing is compared."
    found = consequence_of(looked.account, limit, on, looked.policy)
    if found is None:
        return "What is owed cannot be compared with it: the ledger has used no rate."
    return consequence_words(found)


def _turned(names: Sequence[str], columns: Sequence[tuple[str, ...]]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (name, *(column[n] for column in columns)) for n, name in enumerate(_ROWS)
    ]
    return Table("Limits side by side", (text(""), *(text(name) for name in names)), rows)


def _known(looked: Looked, on: date) -> Table:
    account, policy, score = looked.account, looked.policy, looked.score
    segment = looked.segment
    proposal = proposed_limit(account, on, policy)
    best = next((each for each in proposal.reasons if isinstance(each, PaidWithinTerms)), None)
    month = next((each for each in proposal.reasons if isinstance(each, MonthlySales)), None)
    owed = [money(each.amount) for each in exposure(account, policy, on) if each.amount]
    disputed = _sum_of(each.disputed for each in account.invoices if each.is_open)
    row = in_a_row(account, on, policy, looked.limit_since)
    since = "the last change of the limit" if looked.limit_since is not None else "the start"
    rows: list[tuple[Cell, ...]] = [
        ("Score", f"{score.total} of 100" if score.total is not None else "not enough history"),
        ("Segment", f"{sentence(segment_name(segment.segment))}. {segment_why(segment)}"),
        ("Owed now", listed(owed) or "nothing"),
        ("In dispute", disputed or "nothing"),
        ("On time in a row", f"{row} since {since}"),
        ("Largest balance paid within terms", _reason(best)),
        ("Buys in a month", _reason(month)),
        ("Days late, by amount", _lateness(looked, on)),
        *_parts(looked),
        ("Their policy", _bounds(policy, account.base_currency)),
    ]  # fmt: skip
    return Table("What is known", (text("Fact"), text("Today")), rows)


def _parts(looked: Looked) -> list[tuple[Cell, ...]]:
    wanted = {OldestDebt: "Oldest debt", PromisesKept: "Promises"}
    return [
        (wanted[type(part)], part_words(part))
        for part in looked.score.parts
        if type(part) in wanted
    ]


def _reason(reason: PaidWithinTerms | MonthlySales | None) -> str:
    return limit_reason_words(reason) if reason is not None else "n/a: none in the last year"


def _lateness(looked: Looked, on: date) -> str:
    account = looked.account
    payments = [
        each
        for each in account.payments
        if each.on <= on and each.amount.currency == account.base_currency
    ]
    figure = days_late(account.invoices, payments)
    if figure.value is None:
        return "n/a: nothing was paid"
    early = "before" if figure.value < 0 else "after"
    return f"{days(int(abs(figure.value)))} {early} the due date, weighted by amount"


def _bounds(policy: CreditPolicy, base: str) -> str:
    said = [f"watch at {policy.status.watch_percent.normalize():f} % of the limit"]
    said.append(f"a stop proposed above {policy.status.stop_percent.normalize():f} %")
    if policy.most_limit is not None:
        said.append(f"nothing above {money(Money(policy.most_limit, base))} is proposed")
    return f"{policy.name}: {listed(said)}"


def _sum_of(parts: Iterable[Money | None]) -> str:
    sums: dict[str, Decimal] = {}
    for each in parts:
        if each is not None:
            sums[each.currency] = sums.get(each.currency, Decimal(0)) + each.amount
    return listed([money(Money(sums[code], code)) for code in sorted(sums)])
