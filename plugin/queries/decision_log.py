"""The log of decisions about credit with what became of each: sentences, and a table. It judges
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from plugin.credit.decision_outcomes import Verdict
from plugin.credit.money import Money
from plugin.letters.limit_words import DECISION_WORDS, VERDICT_WORDS
from plugin.letters.wording import dated, days, listed, money, sentence
from plugin.queries.tables import Cell, Named, Table, day, number, text
from plugin.store import Tx, credit_decisions
from plugin.store.credit_decisions import Logged

_EVERY = 1_000_000
#: how each direction is counted in the summary of the log
_PLURALS = {
    "first": ("first limit", "first limits"),
    "raise": ("raise", "raises"),
    "cut": ("cut", "cuts"),
    "limit_refused": ("refused suggestion", "refused suggestions"),
    "held": ("hold", "holds"),
    "stop": ("decision about a stop", "decisions about a stop"),
    "waived": ("waiver", "waivers"),
    "credit_request": ("request for credit", "requests for credit"),
    "planned": ("payment plan", "payment plans"),
}


def log_shown(log: Iterable[Logged]) -> Table:
    """The same in five columns, as a page has room for; the file has every column by itself."""
    return Table(
        "Decisions and what became of them",
        (day("Decided"), text("Customer"), text("Decision"), text("Then"), text("Since")),
        tuple(
            (each.decided_on, _name(each), _decision(each), _as_it_was(each), _since(each))
            for each in log
        ),
        "The outcome is filled in ninety days after each decision.",
    )


def log_table(log: Iterable[Logged]) -> Table:
    """Decisions about credit, each with exposure then and, ninety days later, what became of it."""
    return Table(
        "Decisions and what became of them",
        (
            day("Decided"), text("Customer"), text("Decision"), text("Why"), text("By"),
            text("Exposure then"), number("Score then"), text("Policy"), text("Outcome"),
            text("Paid since"), text("Days late, by amount"), text("Lost"), text("Exposure after"),
        ),
        tuple(_log_row(each) for each in log),
        "The outcome is filled in ninety days after each decision.",
    )  # fmt: skip


def all_decisions(tx: Tx) -> Table:
    """The whole log, for files."""
    return log_table(credit_decisions.newest(tx, limit=_EVERY))


def outcome_sentences(judged: Sequence[Logged]) -> tuple[str, ...]:
    """Of 14 raises, 13 went well, 1 lost £300: one sentence for each kind of decision."""
    by_kind: dict[str, list[Logged]] = {}
    for each in judged:
        by_kind.setdefault(each.direction, []).append(each)
    order = [*_PLURALS, *sorted(set(by_kind) - set(_PLURALS))]
    return tuple(_outcome_sentence(kind, by_kind[kind]) for kind in order if kind in by_kind)


def _outcome_sentence(kind: str, judged: Sequence[Logged]) -> str:
    one, many = _PLURALS.get(kind, (DECISION_WORDS.get(kind, kind),) * 2)
    parts: list[str] = []
    for verdict in (Verdict.WELL, Verdict.LATE, Verdict.LOST, Verdict.QUIET):
        mine = [each for each in judged if each.outcome and each.outcome.verdict is verdict]
        if not mine:
            continue
        words = VERDICT_WORDS[verdict]
        if verdict is Verdict.LATE:
            words = "had something more than 30 days late"
        if verdict is Verdict.LOST:
            words = f"lost {_sums(mine)}"
        if verdict is Verdict.QUIET:
            words = "had nothing bought or paid since"
        parts.append(f"{len(mine)} {words}")
    return f"Of {len(judged)} {one if len(judged) == 1 else many}, {', '.join(parts)}."


def _sums(judged: Iterable[Logged]) -> str:
    sums: dict[str, Money] = {}
    for each in judged:
        for lost in each.outcome.lost if each.outcome is not None else ():
            sums[lost.currency] = sums.get(lost.currency, Money.zero(lost.currency)) + lost
    return _listed(sums[code] for code in sorted(sums))


def _log_row(each: Logged) -> tuple[Cell, ...]:
    policy = f"{each.policy}, version {each.policy_version}" if each.policy else ""
    outcome = each.outcome
    if outcome is None:
        return (
            each.decided_on, _name(each), _what(each), each.words, each.by, _then(each), each.score,
            policy, f"looked at on {dated(each.look_on)}", "", "", "", "",
        )  # fmt: skip
    late = [f"{figure.normalize():f} ({code})" for code, figure in outcome.days_late]
    return (
        each.decided_on, _name(each), _what(each), each.words, each.by, _then(each), each.score,
        policy, VERDICT_WORDS[outcome.verdict], _listed(outcome.paid), ", ".join(late),
        _listed(outcome.lost), _listed(outcome.exposure) or "nothing",
    )  # fmt: skip


def _name(each: Logged) -> Cell:
    return Named(each.name, each.customer_id) if each.customer_id is not None else each.name


def _what(each: Logged) -> str:
    what = DECISION_WORDS.get(each.direction, each.direction)
    if each.before is None and each.after is None:
        return what
    return f"{what}: {_or_none(each.before)} to {_or_none(each.after)}"


def _decision(each: Logged) -> str:
    """What, why and by whom; a limit's line says the amount already."""
    why = each.words
    if each.kind == "limit":
        why = each.words.partition(": ")[2]
    said = f" ({why})" if why else ""
    return f"{sentence(_what(each))}{said}, by {each.by}"


def _as_it_was(each: Logged) -> str:
    owed = f"{_then(each)} owed" if each.exposure is not None else "not reviewed by then"
    score = f"score {each.score}" if each.score is not None else "no score"
    policy = f"; {each.policy}, version {each.policy_version}" if each.policy else ""
    return f"{sentence(owed)}, {score}{policy}"


def _since(each: Logged) -> str:
    outcome = each.outcome
    if outcome is None:
        return f"Looked at on {dated(each.look_on)}"
    said = [VERDICT_WORDS[outcome.verdict]]
    if outcome.lost:
        said[0] = f"lost {_listed(outcome.lost)}"
    if outcome.verdict is Verdict.LATE:
        said[0] = f"{days(outcome.oldest_days)} late by then"
    if outcome.paid:
        said.append(f"{_listed(outcome.paid)} paid{_lateness(outcome.days_late)}")
    if outcome.exposure:
        said.append(f"{_listed(outcome.exposure)} owed by then")
    return sentence("; ".join(said))


def _lateness(found: Sequence[tuple[str, Decimal]]) -> str:
    parts = []
    for code, figure in found:
        when = "before" if figure < 0 else "after"
        which = f" in {code}" if len(found) > 1 else ""
        parts.append(f"{days(int(abs(figure)))} {when} the due date{which}")
    return f", by amount {listed(parts)}" if parts else ""


def _then(each: Logged) -> str:
    if each.exposure is None:
        return "n/a: not reviewed by then"
    return _listed(each.exposure) or "nothing"


def _or_none(limit: Money | None) -> str:
    return money(limit) if limit is not None else "none"


def _listed(amounts: Iterable[Money]) -> str:
    return listed([money(each) for each in amounts])
