"""What differs between two versions of a policy, in plain words. It changes neither."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from plugin.credit.policy import CreditPolicy, as_document
from plugin.queries.policy import level_words, mode_name

#: by path, what a person calls it on the form; a path that is not named is read aloud
_CALLED: Mapping[str, str] = MappingProxyType(
    {
        "days_between_levels": "days between two levels",
        "newly_sent_wait_days": "days after an invoice was first sent",
        "promise_grace_days": "grace after a promise, working days",
        "released_per_day": "released opening debts, customers a day",
        "stale_books_days": "books look stale after, working days",
        "pay_run_wait_days": "wait for their own pay run, at most days",
        "tolerance": "not chased below, any balance",
        "residue_tolerance": "not chased below, after a payment",
        "account_tolerance": "not chased below, whole account",
        "starter_limit": "starter limit for new customers",
        "most_limit": "no limit is proposed above",
        "net_prepayments": "deposits are taken off what is chased",
        "ladder_on": "the ladder is climbed by each",
        "guards": "the rules of the house",
        "repeat.times": "the last one goes out again, times",
        "repeat.every": "the last one goes out again, each time after days",
        "repeat.then": "and then",
        "contact.days_between": "days between unasked messages",
        "contact.in_thirty_days": "messages at most in thirty days",
        "contact.a_day_to_one_address": "messages a day to one address",
        "contact.opens": "messages not before",
        "contact.closes": "messages not after",
        "status.watch_percent": "watch at per cent of the limit",
        "status.watch_days_late": "watch at days late",
        "status.stop_percent": "stop proposed above per cent of the limit",
        "status.stop_days_late": "stop proposed at days late",
        "status.stop_broken_promises": "stop proposed after broken promises",
        "status.clears_percent": "an overrun clears at per cent",
        "statements.scheduled": "statements of account go on a schedule",
        "statements.on": "statements go on the",
        "statements.day": "statements go on this day of the month",
        "statements.kind": "statements list",
        "statements.above": "statements go only where so much is open",
        "statements.currencies": "statements go only in",
        "incoming.on_its_way_days": "a payment on its way silences, working days",
        "incoming.received_days": "a payment that a provider received silences, working days",
        "kind_words.apologies": "an apology is drafted for what crossed",
        "kind_words.thanks": "a thank-you is drafted",
        "kind_words.thanks_days": "at most one thank-you in days",
        "kind_words.punctual_count": "thanks for paying on time, after so many in a row",
        "kind_words.welcome": "a welcome is drafted after the first invoice",
        "kind_words.milestones": "milestones are thanked for",
        "kind_words.milestone_paid": "an amount that is thanked for once they paid it",
        "kind_words.recommend": "the happy and punctual are asked for a recommendation",
        "check_ins.key_weeks": "key accounts are rung to say hello, every so many weeks",
        "kind_words.by_itself": "kind words go without a yes",
        "passport.new": "new customers see their credit passport",
        "passport.good": "good customers see their credit passport",
        "passport.standard": "ordinary customers see their credit passport",
        "passport.slipping": "slipping customers see their credit passport",
        "passport.poor": "poor payers see their credit passport",
        "passport.key": "key accounts see their credit passport",
        "passport.letters": "whoever sees their passport may ask for a good-payer letter",
        "answers.promise_days": "a customer's own promise, at most days ahead",
        "answers.promises": "a customer's own promises for an invoice",
        "answers.paid_days": "“I have paid” pauses, working days",
        "answers.paid_times": "“I have paid”, times an invoice",
        "answers.after_final": "customers settle alone even after a final notice",
        "answers.dispute_days": "what customers contest is answered within days",
        "answers.rest_days": "a proposal rests, working days",
        "answers.offer_days": "an offer lapses after days",
        "groups.watch": "the group for watch",
        "groups.stop": "the group for stop",
    }
)


def changes(before: CreditPolicy, after: CreditPolicy) -> tuple[str, ...]:
    """Each difference as a sentence, the mode and the ladder first; empty where they say the same.

    Names and version numbers are not compared.
    """
    found: list[str] = []
    if before.mode is not after.mode:
        was, now = mode_name(before.mode.value).lower(), mode_name(after.mode.value).lower()
        found.append(f"How freely it acts: {now}, was {was}.")
    found.extend(_ladder(before, after))
    was_at, is_at = dict(_leaves(before)), dict(_leaves(after))
    for path in dict.fromkeys([*was_at, *is_at]):
        if was_at.get(path) != is_at.get(path):
            called = _CALLED.get(path, path.replace("_", " ").replace(".", ": "))
            now, was = _said(is_at.get(path)), _said(was_at.get(path))
            found.append(f"{called[0].upper()}{called[1:]}: {now}, was {was}.")
    return tuple(found)


def _ladder(before: CreditPolicy, after: CreditPolicy) -> Iterator[str]:
    was = [level_words(level) for level in before.levels]
    now = [level_words(level) for level in after.levels]
    for line in difflib.ndiff(was, now):
        sign, words = line[:2], line[2:]
        if sign == "+ ":
            yield f"New: {words}"
        elif sign == "- ":
            yield f"No longer: {words}"


def _leaves(policy: CreditPolicy) -> Iterator[tuple[str, Any]]:
    document = as_document(policy)
    for name in ("name", "mode", "levels"):
        document.pop(name)
    yield from _within("", document)


def _within(path: str, part: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in part.items():
        here = f"{path}.{name}" if path else name
        if isinstance(value, Mapping):
            yield from _within(here, value)
        else:
            yield here, value


def _said(value: Any) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(_said(each) for each in value) or "none"
    text = str(value).replace("_", " ")
    # times of day are kept to the second, which is nobody's business
    return text[:5] if text.count(":") == 2 and text.replace(":", "").isdigit() else text
