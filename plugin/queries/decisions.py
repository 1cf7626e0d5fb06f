"""The last review of a customer, read back from its document into words. It decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from plugin.credit.account import CreditStatus, HoldKind
from plugin.credit.decisions import (
    BrokenPromise,
    CannotCompare,
    ExposurePart,
    NearLimit,
    OldestOverdue,
    OverLimit,
    StatusReason,
    Wait,
    WaitKind,
)
from plugin.credit.money import Money
from plugin.letters.words import part_words, reason_words, status_name, wait_words


@dataclass(frozen=True, slots=True)
class StatusShown:
    """A credit status in words with its reasons."""

    status: CreditStatus
    name: str
    reasons: tuple[str, ...] = ()
    since: date | None = None
    stop_proposed: bool = False


@dataclass(frozen=True, slots=True)
class ExposureShown:
    """Exposure in one currency, line by line (rule 8)."""

    amount: Money
    parts: tuple[tuple[str, Money], ...]


@dataclass(frozen=True, slots=True)
class LimitShown:
    """Exposure against the limit; `percent` is capped at nothing, `rates` name what was used."""

    limit: Money
    used: Money
    headroom: Money
    percent: Decimal
    rates: tuple[str, ...]

    @property
    def over(self) -> Money:
        """By how much the limit is exceeded; nothing where it is not."""
        return (self.used - self.limit).at_least_zero()


@dataclass(frozen=True, slots=True)
class Decision:
    """What the last review said of a customer, ready to be shown."""

    status: StatusShown
    exposure: tuple[ExposureShown, ...]
    limit: LimitShown | None
    waits: tuple[str, ...]


def status_shown(row: Any, today: date) -> StatusShown:
    """The status of a row that carries `status` or `credit_status`, and the last decision."""
    status = CreditStatus(getattr(row, "credit_status", None) or row.status)
    document = row.decision.get("status", {})
    reviewed_on = row.decision.get("on")
    days_since = (today - date.fromisoformat(reviewed_on)).days if reviewed_on else 0
    return StatusShown(
        status=status,
        name=status_name(status),
        reasons=tuple(
            reason_words(_aged(_reason(reason), days_since), today)
            for reason in document.get("reasons", ())
        ),
        since=getattr(row, "since", None),
        stop_proposed=row.stop_proposed and status is not CreditStatus.STOP,
    )


def decision_shown(row: Any, today: date, numbers: Mapping[str, str]) -> Decision:
    """Everything of a customer's last decision; `numbers` are invoice numbers by id."""
    document: Mapping[str, Any] = row.decision
    return Decision(
        status=status_shown(row, today),
        exposure=tuple(_exposure(each) for each in document.get("exposure", ())),
        limit=limit_shown(document),
        waits=tuple(
            wait_words(wait, today, numbers.get(wait.invoice_id or "", ""))
            for wait in waits_of(document)
        ),
    )


def waits_of(document: Mapping[str, Any]) -> tuple[Wait, ...]:
    """The waits of a saved review."""
    return tuple(map(_wait, document.get("waits", ())))


def limit_shown(document: Mapping[str, Any]) -> LimitShown | None:
    """Exposure against the limit as the last review saw it; None where no limit is set."""
    use = document.get("limit_use")
    if not use:
        return None
    currency = use["currency"]
    return LimitShown(
        limit=Money.of(use["limit"], currency),
        used=Money.of(use["used"], currency),
        headroom=Money.of(use["headroom"], currency),
        percent=Decimal(use["utilisation"]),
        rates=tuple(_rate(rate) for rate in use.get("rates", ())),
    )


def _rate(rate: Any) -> str:
    currency, value, on = rate
    return f"1 {currency} = {Decimal(value).normalize():f} in base currency, rate of {on}"


def _exposure(each: Mapping[str, Any]) -> ExposureShown:
    currency = each["currency"]
    return ExposureShown(
        Money.of(each["amount"], currency),
        tuple(
            (part_words(ExposurePart(part)), Money.of(amount, currency))
            for part, amount in each["parts"]
        ),
    )


def _wait(document: Mapping[str, Any]) -> Wait:
    kind = document["kind"]
    until = document.get("until")
    return Wait(
        HoldKind(kind) if kind in HoldKind._value2member_map_ else WaitKind(kind),
        date.fromisoformat(until) if until else None,
        document.get("invoice_id"),
        document.get("by", ""),
    )


def _money(value: Mapping[str, str]) -> Money:
    return Money.of(value["amount"], value["currency"])


def _aged(reason: StatusReason, days_since: int) -> StatusReason:
    """The reason as of today: a debt grows older although nothing else made a new review due."""
    if isinstance(reason, OldestOverdue):
        return replace(reason, days=reason.days + days_since)
    return reason


def _reason(document: Mapping[str, Any]) -> StatusReason:
    return _REASONS[document["is"]](document)


_REASONS: Mapping[str, Callable[[Mapping[str, Any]], StatusReason]] = {
    "OverLimit": lambda d: OverLimit(_money(d["by"]), _money(d["exposure"]), _money(d["limit"])),
    "NearLimit": lambda d: NearLimit(
        Decimal(d["utilisation"]), _money(d["exposure"]), _money(d["limit"])
    ),
    "OldestOverdue": lambda d: OldestOverdue(d["days"], d["invoice_number"], _money(d["balance"])),
    "BrokenPromise": lambda d: BrokenPromise(
        tuple(d["invoice_numbers"]), date.fromisoformat(d["due"]), d["count"]
    ),
    "CannotCompare": lambda d: CannotCompare(d["currency"], d["limit_currency"]),
}
