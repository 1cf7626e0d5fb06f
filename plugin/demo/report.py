"""What a run came to: one JSON object, and the proof of it against the local Xero from outside.

It asks nobody; everything it needs was looked at when the run ended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from plugin.demo.driver import Lived
from plugin.demo.story import story

#: our flags as contact groups of the ledger, by the status that each shows
FLAG_GROUPS: Mapping[str, str] = {"watch": "Goodterms: watch", "stop": "Goodterms: stop"}


def document(lived: Lived) -> dict[str, Any]:
    """The JSON object of a run; days are civil dates, amounts decimal strings."""
    report = lived.report
    return {
        "days": lived.days,
        "messages": [
            {key: each[key] for key in ("day", "customer", "level", "amount", "currency", "state")}
            for each in report["messages"]
        ],
        "payments_seen": [
            {"invoice": each["invoice"], "seconds": each["seconds"]}
            for each in report["payments"]
            if each["seconds"] is not None
        ],
        "flags": [
            {key: each[key] for key in ("day", "customer", "from", "to")}
            for each in report["flags"]
        ],
        "tasks": [{"customer": each["customer"], "why": each["why"]} for each in report["tasks"]],
        "awkward": [
            {"customer": each.customer, "done": each.done, "why": each.why} for each in story(lived)
        ],
        "calls": lived.calls,
        "bytes": lived.bytes,
    }


def contradictions(lived: Lived) -> list[str]:
    """Where the console's report and the local Xero disagree; nothing where all is well."""
    report = lived.report
    sent = [each for each in report["messages"] if each["state"] == "done"]
    return [
        *_mail_contradictions(sent, lived.mails),
        *(f"sent more than once: {words}" for words in _doubles(sent)),
        *(
            f"may or may not have been sent: {each['customer']}"
            for each in report["messages"]
            if each["state"] in {"claimed", "unconfirmed"}
        ),
        *_flag_contradictions(report["customers"], lived.groups),
    ]


def _mail_contradictions(sent: list[Any], mails: Iterable[Any]) -> Iterable[str]:
    """Every message that went by mail arrived exactly once."""
    arrived = Counter(_message_id(mail) for mail in mails)
    for each in sent:
        if each["mail_id"] and arrived[each["mail_id"].strip("<>")] != 1:
            count = arrived[each["mail_id"].strip("<>")]
            yield f"the message to {each['customer']} of {each['day']} arrived {count} times"


def _message_id(mail: Any) -> str:
    return next(
        (value.strip("<> ") for name, value in mail["headers"] if name.lower() == "message-id"), ""
    )


def _doubles(sent: list[Any]) -> Iterable[str]:
    """Levels of an invoice that were sent twice."""
    levels = Counter((number, each["level"]) for each in sent for number in each["invoices"])
    for (number, level), count in levels.items():
        if count > 1:
            yield f"{number}, level {level}, {count} times"


def _flag_contradictions(
    customers: Iterable[Any], groups: Mapping[str, tuple[str, ...]]
) -> Iterable[str]:
    """Every flag that we believe stands is a membership of the group, and the other way round."""
    customers = list(customers)
    for status, group in FLAG_GROUPS.items():
        ours = {each["id"]: each["name"] for each in customers if each["flag"] == status}
        theirs = set(groups.get(group, ()))
        yield from (f"{name} is not in {group}" for key, name in ours.items() if key not in theirs)
        if len(theirs - ours.keys()):
            yield f"{len(theirs - ours.keys())} in {group} are not flagged by us"
