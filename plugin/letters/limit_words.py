"""Suggested limits in words, for the business's own screens. It sends nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from plugin.credit.decision_outcomes import Verdict
from plugin.credit.limit_suggestions import (
    Consequence,
    NotBelowOwed,
    OnTimeInARow,
    ScoredAt,
    Slipping,
    SuggestionKind,
    SuggestionReason,
)
from plugin.credit.limits import (
    AtMost,
    LimitReason,
    MonthlySales,
    PaidWithinTerms,
    RoundedUp,
    StarterLimit,
)
from plugin.credit.segment_held import Segment
from plugin.letters.segment_words import segment_name
from plugin.letters.wording import dated, money

KIND_WORDS: Mapping[SuggestionKind, str] = MappingProxyType(
    {
        SuggestionKind.STARTER: "starter limit",
        SuggestionKind.FIRST: "first limit",
        SuggestionKind.LOYALTY: "loyalty step",
        SuggestionKind.RAISE: "raise by the record",
        SuggestionKind.CUT: "cut",
    }
)

VERDICT_WORDS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.WELL: "went well",
        Verdict.LATE: "late",
        Verdict.LOST: "lost",
        Verdict.QUIET: "nothing bought or paid since",
    }
)

#: what each kind of decision in the log is called; limits by their direction
DECISION_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "first": "first limit",
        "raise": "raise",
        "cut": "cut",
        "removed": "limit taken away",
        "limit_refused": "refused suggestion",
        "held": "hold",
        "stop": "stop",
        "never_chase": "never chase",
        "policy": "choice of policy",
        "segment": "choice of segment",
        "standing": "terms and standing",
        "planned": "payment plan",
        "set_off": "set-off",
        "waived": "waiver",
        "credit_request": "request for credit",
    }
)


def reason_words(reason: SuggestionReason) -> str:
    """One reason of a suggestion as a sentence with its numbers."""
    match reason:
        case OnTimeInARow(count, since):
            after = f"since the limit was last changed on {dated(since)}" if since else "by now"
            return f"{count} invoices in a row paid on time {after}."
        case Slipping(Segment() as segment, on_time, seen):
            return f"{segment_name(segment).capitalize()}: {on_time} of the last {seen} on time."
        case NotBelowOwed(owed):
            return f"Not below the {money(owed)} that is owed today, so that nobody is stopped."
        case ScoredAt(total):
            is_known = total is not None
            return f"Score {total} of 100." if is_known else "No score yet: not enough history."
        case _:
            return limit_reason_words(reason)


def limit_reason_words(reason: LimitReason) -> str:
    """One reason of the published rule as a sentence with its numbers."""
    match reason:
        case PaidWithinTerms(balance, on):
            return f"{money(balance)} stood on {dated(on)} and was all paid on time."
        case MonthlySales(average, on_time, seen):
            return (
                f"Buys for {money(average)} in an average month; "
                f"{on_time} of {seen} invoices paid on time."
            )
        case StarterLimit(limit):
            return f"New: the policy's starter limit of {money(limit)}."
        case RoundedUp(step):
            return f"Rounded up to a multiple of {money(step)}."
        case AtMost(limit, instead_of):
            return f"Their policy proposes no more than {money(limit)}, not {money(instead_of)}."


def consequence_words(found: Consequence) -> str:
    """What a limit would mean at once."""
    if found.used.amount <= 0:
        return "Nothing is owed today: all of it would be free."
    used = f"{money(found.used)} is owed"
    if found.percent.is_finite():
        used += f", {found.percent.normalize():f} % of it"
    if found.over:
        return f"{used}: over the limit at once, and a stop would be proposed."
    free = f"{money(found.headroom)} would be free"
    if found.watch:
        return f"{used}: {free}, and the customer would show as watch."
    return f"{used}: {free}."
