"""What was done for each awkward customer, and why, as sentences. It decides and asks nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from plugin.demo.driver import Lived, Seen

#: reasons that only say that today is not the day; they explain nobody's silence
_OF_THE_DAY = frozenset(
    {"not_late", "next_level_later", "gap", "cap", "not_working_day", "proposal_open", "just_sent"}
)
NOTHING_SENT, NO_FLAG = "Nothing was sent.", "No flag was set."
_NAMED = 4
_SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$"}


@dataclass(frozen=True, slots=True)
class Told:
    """One awkward customer: what was done and why, in sentences, the most telling first."""

    customer: str
    name: str
    label: str
    acts: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def done(self) -> str:
        """What was done."""
        return " ".join(self.acts)

    @property
    def why(self) -> str:
        """Why it was done, or not."""
        return " ".join(self.reasons)


def story(lived: Lived) -> tuple[Told, ...]:
    """Every awkward customer of the books, in their order."""
    return tuple(
        Told(
            each.key,
            each.name,
            each.label,
            tuple(_done(lived.report, each.id)),
            _why(lived.report, each.id, lived.silences.get(each.id, [])),
        )
        for each in lived.awkward
    )


def amount(figure: str, currency: str) -> str:
    """An amount as people write it: £1,250.00."""
    symbol = _SYMBOLS.get(currency)
    number = f"{Decimal(figure):,.2f}"
    return f"{symbol}{number}" if symbol else f"{number} {currency}"


def day(text: str) -> str:
    """A civil date as 25 Nov."""
    found = date.fromisoformat(text)
    return f"{found.day} {found:%b}"


def _of(rows: Iterable[Any], customer_id: str) -> list[Any]:
    return [row for row in rows if row["customer_id"] == customer_id]


def _done(report: Any, customer_id: str) -> Iterable[str]:
    messages = _of(report["messages"], customer_id)
    if not any(each["state"] == "done" for each in messages):
        yield NOTHING_SENT
    yield from _sent(messages)
    yield from _not_sent(messages)
    flags = _of(report["flags"], customer_id)
    yield from _flagged(flags)
    if not flags:
        yield NO_FLAG
    tasks = _of(report["tasks"], customer_id)
    if tasks:
        yield f"A person was asked{'' if len(tasks) == 1 else f' {len(tasks)} questions'}."
    paid = _of(report["payments"], customer_id)
    if paid:
        yield f"Paid meanwhile: {_listed(_payment(each) for each in paid)}."


def _sent(messages: Sequence[Any]) -> Iterable[str]:
    sent = [
        f"{each['level_name']} on {day(each['day'])} ({amount(each['amount'], each['currency'])})"
        for each in messages
        if each["state"] == "done"
    ]
    if sent:
        yield f"Sent: {_listed(sent)}."


def _not_sent(messages: Sequence[Any]) -> Iterable[str]:
    for each in messages:
        what = f"A {each['level_name']} of {amount(each['amount'], each['currency'])}"
        if each["state"] == "dropped":
            because = f" ({each['outcome'].replace('_', ' ')})" if each["outcome"] else ""
            yield f"{what} was prepared and withdrawn{because}."
        elif each["state"] == "refused":
            yield f"{what} was refused by the mail system."
        elif each["state"] in {"proposed", "approved"}:
            yield f"{what} waits for its turn."


def _flagged(flags: Sequence[Any]) -> Iterable[str]:
    if flags:
        moves = [
            f"cleared on {day(each['day'])}"
            if each["to"] == "open"
            else f"{each['to']} on {day(each['day'])}"
            for each in flags
        ]
        yield f"Flag in the ledger: {_listed(moves)}."


def _payment(each: Any) -> str:
    return f"{amount(each['amount'], each['currency'])} on {day(each['day'])}"


def _why(report: Any, customer_id: str, silences: Sequence[Seen]) -> tuple[str, ...]:
    """Silences that last, then why messages went or did not, then what was and what remains."""
    customer = next((each for each in report["customers"] if each["id"] == customer_id), None)
    telling = [each for each in silences if each.kind not in _OF_THE_DAY]
    today = report["today"]
    told = [_silence(each, today) for each in telling if each.last_day == today]
    told += filter(None, map(_occasion, _of(report["messages"], customer_id)))
    told += [_silence(each, today) for each in telling if each.last_day != today]
    told += list(customer["reasons"]) if customer is not None else []
    told += [each["why"] for each in _of(report["tasks"], customer_id)]
    if not told:
        told = [_standing(customer["owes"] if customer is not None else [])]
    return tuple(dict.fromkeys(told))


def _occasion(message: Any) -> str:
    """Why a message went, or was withdrawn; empty while neither happened."""
    numbers = message["invoices"]
    if message["state"] == "done":
        return (
            f"{_listed(numbers)} {'was' if len(numbers) == 1 else 'were'} "
            f"{_late(message['days_late'], len(numbers))} on {day(message['day'])}."
        )
    if message["state"] == "dropped" and message["outcome"] == "paid":
        return f"{_listed(numbers)} {'was' if len(numbers) == 1 else 'were'} paid before it left."
    return ""


def _standing(owes: Sequence[Any]) -> str:
    if not owes:
        return "Owes nothing, and nothing stands against selling on terms."
    open_ = _listed(amount(each["open"], each["currency"]) for each in owes)
    late = [amount(each["late"], each["currency"]) for each in owes if Decimal(each["late"])]
    of_it = f"{_listed(late)} of it late" if late else "none of it late"
    return f"Owes {open_}, {of_it}, and nothing stands against selling on terms."


def _silence(seen: Seen, today: str) -> str:
    """A reason for silence with its days, and with its invoices where it is not about them all."""
    if seen.last_day == today:
        when = f"Since {day(seen.first_day)}"
    elif seen.first_day == seen.last_day:
        when = f"On {day(seen.first_day)}"
    else:
        when = f"From {day(seen.first_day)} to {day(seen.last_day)}"
    numbers = [number for number in seen.invoices if number]
    if len(numbers) > _NAMED:
        numbers = [*numbers[: _NAMED - 1], f"{len(numbers) - _NAMED + 1} more"]
    what = f"{_listed(numbers)}: " if all(seen.invoices) else ""
    return f"{when}, {what}{seen.words[:1].lower()}{seen.words[1:]}"


def _late(days: int, invoices: int) -> str:
    if days <= 0:
        return "not due yet"
    up_to = "up to " if invoices > 1 else ""
    return f"{up_to}{days} day{'' if days == 1 else 's'} late"


def _listed(parts: Iterable[str]) -> str:
    found = list(parts)
    return found[0] if len(found) == 1 else ", ".join(found[:-1]) + f" and {found[-1]}"
