"""A run on one screen, for a person. It works out nothing: figures and sentences are handed in."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from statistics import median
from typing import Any

from plugin.demo.driver import Lived
from plugin.demo.story import NO_FLAG, amount, day, story

_WIDTH = 120
_NAMED = 12


def screen(lived: Lived, wrong: Sequence[str]) -> str:
    """Everything that happened; `wrong` are contradictions found from outside."""
    report = lived.report
    lines = [
        _headline(lived),
        "",
        *_messages(report),
        *_payments(report),
        *_flags(report, lived.stopped),
        *_tasks(report),
        *_wrapped("Calls", f"{lived.calls:,} to the local Xero, {lived.bytes:,} bytes answered"),
        "",
        "Awkward customers",
        *_awkward(lived),
        *_proof(lived, wrong),
    ]
    return "\n".join(lines)


def _headline(lived: Lived) -> str:
    report = lived.report
    days = f"{lived.days} day{'' if lived.days == 1 else 's'}"
    return f"{report['name']}: {days} to {day(report['today'])}, lived in {lived.seconds:.0f} s"


def _messages(report: Any) -> Iterator[str]:
    sent = [each for each in report["messages"] if each["state"] == "done"]
    states = Counter(each["state"] for each in report["messages"] if each["state"] != "done")
    levels = Counter(each["level_name"] for each in sent)
    rest = "".join(f"; {count} {state}" for state, count in sorted(states.items()))
    kinds = ", ".join(f"{count} {name}" for name, count in levels.most_common())
    yield from _wrapped(
        "Messages", f"{len(sent)} sent to {len({m['customer'] for m in sent})} customers"
        f" ({kinds or 'none'}){rest}; shown to the user first: {report['proofs']}"
    )  # fmt: skip
    names = {each["key"]: each["name"] for each in report["customers"]}
    to = Counter(names.get(each["customer"], each["customer"]) for each in sent)
    if to:
        yield from _wrapped(
            "To", ", ".join(f"{who} {n}" if n > 1 else who for who, n in to.items())
        )


def _payments(report: Any) -> Iterator[str]:
    paid = report["payments"]
    known = sorted(each["seconds"] for each in paid if each["seconds"] is not None)
    sums: Counter[str] = Counter()
    for each in paid:
        sums[each["currency"]] += Decimal(each["amount"])  # type: ignore[assignment]
    money = ", ".join(amount(str(total), currency) for currency, total in sums.items())
    if not paid:
        yield from _wrapped("Payments", "none")
        return
    words = f"{len(paid)} seen ({money})"
    if known:
        words += (
            f"; by webhook, from the ledger's own instant to the store: median {median(known):.1f}"
            f" s, longest {known[-1]:.1f} s"
        )
    late = len(paid) - len(known)
    yield from _wrapped("Payments", words + (f"; {late} by the hourly reading" if late else ""))


def _flags(report: Any, stopped: int) -> Iterator[str]:
    moves = Counter((each["from"], each["to"]) for each in report["flags"])
    names = {each["key"]: each["name"] for each in report["customers"]}
    told = ", ".join(f"{before} to {after} {n}" for (before, after), n in sorted(moves.items()))
    stand = Counter(each["flag"] for each in report["customers"] if each["flag"] != "open")
    now = ", ".join(f"{n} {flag}" for flag, n in sorted(stand.items())) or "none"
    yield from _wrapped(
        "Flags", f"{told or 'none moved'}; standing: {now}; stops said yes to: {stopped}"
    )
    cleared = [
        f"{names.get(each['customer'], each['customer'])} ({day(each['day'])})"
        for each in report["flags"]
        if each["to"] == "open"
    ]
    if cleared:
        yield from _wrapped("Cleared", ", ".join(cleared))


def _tasks(report: Any) -> Iterator[str]:
    tasks = report["tasks"]
    yield from _wrapped(
        "A person", f"is needed for {len(tasks)}:" if tasks else "is needed for nothing"
    )
    for each in tasks[:_NAMED]:
        yield from _wrapped("", each["why"])
    if len(tasks) > _NAMED:
        yield from _wrapped("", f"and {len(tasks) - _NAMED} more in the console")


def _awkward(lived: Lived) -> Iterator[str]:
    told = story(lived)
    if not told:
        yield "  none in these books"
    for each in told:
        acts = " ".join(act for act in each.acts if act != NO_FLAG)
        yield from textwrap.wrap(
            f"{each.name} ({each.label}). {acts} Why: {_main(each.reasons)}",
            _WIDTH, initial_indent="  ", subsequent_indent="    ",
        )  # fmt: skip


def _main(reasons: Sequence[str]) -> str:
    """The most telling reasons, as many as one line takes; all of them stand in the JSON."""
    taken = reasons[0]
    for reason in reasons[1:]:
        if len(taken) + len(reason) > _WIDTH:
            break
        taken += f" {reason}"
    return taken


def _proof(lived: Lived, wrong: Sequence[str]) -> Iterator[str]:
    yield ""
    for each in lived.complaints:
        yield from _wrapped("Refused", each)
    for each in wrong:
        yield from _wrapped("WRONG", each)
    if not wrong:
        yield from _wrapped(
            "Checked", "every message arrived exactly once, no level of an invoice went twice, and "
            "every flag stands in the local Xero as the console says"
        )  # fmt: skip


def _wrapped(head: str, words: str) -> Iterable[str]:
    return textwrap.wrap(words, _WIDTH, initial_indent=f"{head:<10}", subsequent_indent=" " * 10)
