"""The policy's form: document to fields, fields to document, complaints to their fields.

Parts of a policy that the form does not show stay as they are in the version in force.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from plugin.credit.policy import as_document, policy_from_document

#: rows of the ladder that the form offers
ROWS = 8

#: field name to the path of its number in the document
_NUMBERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "days_between_levels": ("days_between_levels",),
        "watch_days_late": ("status", "watch_days_late"),
        "stop_days_late": ("status", "stop_days_late"),
        "stop_broken_promises": ("status", "stop_broken_promises"),
        "days_between": ("contact", "days_between"),
        "in_thirty_days": ("contact", "in_thirty_days"),
        "a_day_to_one_address": ("contact", "a_day_to_one_address"),
        "stale_books_days": ("stale_books_days",),
        "promise_grace_days": ("promise_grace_days",),
        "newly_sent_wait_days": ("newly_sent_wait_days",),
        "released_per_day": ("released_per_day",),
        "pay_run_wait_days": ("pay_run_wait_days",),
        "repeat_times": ("repeat", "times"),
        "repeat_every": ("repeat", "every"),
        "statements_day": ("statements", "day"),
        "calling_tries": ("calling", "tries"),
        "escalation_from_level": ("escalation", "from_level"),
        "plan_payments": ("plans", "payments"),
        "plan_months": ("plans", "months"),
        "plan_missed": ("plans", "missed"),
        "plan_days_late": ("plans", "days_late"),
        "kind_thanks_days": ("kind_words", "thanks_days"),
        "kind_punctual_count": ("kind_words", "punctual_count"),
        "kind_milestone_paid": ("kind_words", "milestone_paid"),
        "check_ins_key_weeks": ("check_ins", "key_weeks"),
        "incoming_on_its_way_days": ("incoming", "on_its_way_days"),
        "incoming_received_days": ("incoming", "received_days"),
        **{
            f"answers_{name}": ("answers", name)
            for name in (
                *("promise_days", "promises", "paid_days", "paid_times"),
                *("dispute_days", "rest_days", "offer_days"),
            )
        },
        "mail_copies_a_week": ("mail", "copies_a_week"),
        "mail_copies_at_once": ("mail", "copies_at_once"),
        "feedback_days_between": ("feedback", "days_between"),
        "feedback_days_open": ("feedback", "days_open"),
    }
)
_TEXTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "watch_percent": ("status", "watch_percent"),
        "stop_percent": ("status", "stop_percent"),
        "clears_percent": ("status", "clears_percent"),
        "residue_tolerance": ("residue_tolerance",),
        "account_tolerance": ("account_tolerance",),
        "opens": ("contact", "opens"),
        "closes": ("contact", "closes"),
        "repeat_then": ("repeat", "then"),
        "statements_on": ("statements", "on"),
        "statements_kind": ("statements", "kind"),
        "statements_above": ("statements", "above"),
        "statements_currencies": ("statements", "currencies"),
        "ladder_on": ("ladder_on",),
        "escalation_name": ("escalation", "name"),
        "escalation_role": ("escalation", "role"),
        "escalation_reply_to": ("escalation", "reply_to"),
        "plan_least": ("plans", "least"),
        "interest_regime": ("interest", "regime"),
        "interest_per_cent": ("interest", "per_cent"),
        "interest_fee": ("interest", "fee"),
        "interest_eu_points": ("interest", "eu_points"),
        "watch_group": ("groups", "watch"),
        "stop_group": ("groups", "stop"),
    }
)
_SWITCHES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "awaiting_approval": ("exposure", "awaiting_approval"),
        "drafts": ("exposure", "drafts"),
        "quotes": ("exposure", "quotes"),
        "repeating": ("exposure", "repeating"),
        "prepayments": ("exposure", "prepayments"),
        "net_prepayments": ("net_prepayments",),
        "statements_scheduled": ("statements", "scheduled"),
        "texting_on": ("texting", "on"),
        "mail_copies": ("mail", "copies"),
        "answers_after_final": ("answers", "after_final"),
        "feedback_asks": ("feedback", "asks"),
        "interest_compensation": ("interest", "compensation"),
        "kind_apologies": ("kind_words", "apologies"),
        "kind_thanks": ("kind_words", "thanks"),
        "kind_welcome": ("kind_words", "welcome"),
        "kind_milestones": ("kind_words", "milestones"),
        "kind_recommend": ("kind_words", "recommend"),
        "kind_by_itself": ("kind_words", "by_itself"),
        "veto_final": ("veto", "final"),
        "veto_stop": ("veto", "stop"),
        "passport_new": ("passport", "new"),
        "passport_good": ("passport", "good"),
        "passport_standard": ("passport", "standard"),
        "passport_slipping": ("passport", "slipping"),
        "passport_poor": ("passport", "poor"),
        "passport_key": ("passport", "key"),
        "passport_letters": ("passport", "letters"),
    }
)
#: fields that may be empty
_LIMITS = ("starter_limit", "most_limit")
_LEVEL = ("days", "after", "channel", "tone")


def from_document(document: Mapping[str, Any], mode: str) -> dict[str, Any]:
    """The fields that show a document; what it does not name yet is shown as it is in force."""
    document = dict[str, Any](as_document(policy_from_document(document)))
    fields: dict[str, Any] = {"mode": mode}
    for names in (_NUMBERS, _TEXTS, _SWITCHES):
        for name, path in names.items():
            fields[name] = _at(document, path)
    # seconds are nobody's business here
    fields |= {name: str(fields[name])[:5] for name in ("opens", "closes")}
    fields |= {name: document.get(name, "") for name in _LIMITS}
    levels = [dict(level) for level in document.get("levels", ())]
    fields["levels"] = levels + [{"tone": "firm"}] * min(1, ROWS - len(levels))
    return fields


def as_typed(form: Mapping[str, str]) -> dict[str, Any]:
    """The fields as a person typed them, to be shown again beside the complaints."""
    fields: dict[str, Any] = {name: form.get(name, "") for name in (*_NUMBERS, *_TEXTS)}
    fields |= {name: name in form for name in _SWITCHES}
    fields |= {"mode": form.get("mode", ""), **{name: form.get(name, "") for name in _LIMITS}}
    fields["levels"] = [
        {part: form.get(f"level-{row}-{part}", "") for part in _LEVEL}
        for row in range(ROWS)
        if f"level-{row}-days" in form
    ]
    return fields


def to_document(
    form: Mapping[str, str], before: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[tuple[str, str], ...]]:
    """The document that a form asks for, and complaints about what is no number at all."""
    document = copy.deepcopy(dict(before))
    complaints: list[tuple[str, str]] = []
    for name, path in _NUMBERS.items():
        _put(document, path, _whole(form.get(name, ""), ".".join(path), complaints))
    for name, path in _TEXTS.items():
        _put(document, path, form.get(name, "").strip())
    for name, path in _SWITCHES.items():
        _put(document, path, name in form)
    for name in _LIMITS:
        document.pop(name, None)
        if limit := form.get(name, "").strip():
            document[name] = limit
    document["levels"] = _levels(form, complaints)
    return document, tuple(complaints)


def _levels(form: Mapping[str, str], complaints: list[tuple[str, str]]) -> list[dict[str, object]]:
    """Rows with days, numbered anew: courtesies 0 and below, the ladder from 1."""
    rows = [
        {part: form.get(f"level-{row}-{part}", "").strip() for part in _LEVEL}
        for row in range(ROWS)
    ]
    rows = [row for row in rows if row["days"]]
    levels: list[dict[str, object]] = []
    days = [_whole(row["days"], f"levels[{i}].days", complaints) for i, row in enumerate(rows)]
    courtesies = sum(number < 0 for number in days)
    for index, (row, number) in enumerate(zip(rows, days, strict=True)):
        levels.append({**row, "days": number, "number": index - courtesies + 1})
    return levels


def _whole(text: str, path: str, complaints: list[tuple[str, str]]) -> int:
    try:
        return int(text.replace("−", "-"))
    except ValueError:
        complaints.append((path, f'not a whole number: "{text}"' if text else "is missing"))
        return 0


def place_complaints(
    complaints: Iterable[tuple[str, str]],
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Complaints by the field that they are about; those about no field of the form apart."""
    fields = {
        ".".join(path): name
        for names in (_NUMBERS, _TEXTS, _SWITCHES)
        for name, path in names.items()
    } | {name: name for name in ("mode", *_LIMITS)}
    placed: dict[str, str] = {}
    others: list[str] = []
    for full, what in complaints:
        path = full.split(".", 2)[2] if full.startswith("policy.") else full
        if path in fields:
            placed[fields[path]] = what
        elif path.startswith("levels[") and "]." in path:
            row, part = path.removeprefix("levels[").split("].", 1)
            placed[f"level-{row}-{part}"] = what
        else:
            others.append(f"{path}: {what}")
    return placed, tuple(others)


def _at(document: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    found: Any = document
    for name in path:
        found = found.get(name, "") if isinstance(found, Mapping) else ""
    return found


def _put(document: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    for name in path[:-1]:
        document = document.setdefault(name, {})
    document[path[-1]] = value
