"""A review as a JSON document, for the console to show. It decides nothing and reads nothing."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from plugin.credit.decisions import Exposure, LimitUse, Review
from plugin.credit.money import Money


def review_as_document(review: Review) -> dict[str, Any]:
    """The parts of a review that a page shows; amounts as exact text, dates as ISO text."""
    return {
        "on": review.on.isoformat(),
        "status": {
            "status": review.status.status.value,
            "stop_proposed": review.status.stop_proposed,
            "over_limit": review.status.over_limit,
            "reasons": [
                {"is": type(reason).__name__, **_fields(reason)} for reason in review.status.reasons
            ],
        },
        "exposure": [_exposure(exposure) for exposure in review.exposure],
        "limit_use": _limit_use(review.limit_use),
        "ageing": [
            {
                "currency": profile.currency,
                "open_count": profile.open_count,
                "open": _text(profile.open),
                "late_count": profile.late_count,
                "late": _text(profile.late),
                "unallocated": _text(profile.unallocated),
                "oldest_days": profile.oldest_days,
                "buckets": [[name, n, _text(amount)] for name, n, amount in profile.buckets],
            }
            for profile in review.ageing
        ],
        "waits": [_fields(wait) for wait in review.waits],
        "statement_waits": [_fields(wait) for wait in review.statement_waits],
        "tasks": [_fields(task) for task in review.tasks],
        "broken_promises": list(review.broken_promises),
        "look_again_on": review.look_again_on.isoformat() if review.look_again_on else None,
    }


def _exposure(exposure: Exposure) -> dict[str, Any]:
    return {
        "currency": exposure.currency,
        "amount": _text(exposure.amount),
        "parts": [[part.value, _text(amount)] for part, amount in exposure.parts],
    }


def _limit_use(use: LimitUse | None) -> dict[str, Any] | None:
    if use is None:
        return None
    return {
        "currency": use.limit.currency,
        "limit": _text(use.limit),
        "used": _text(use.used),
        "headroom": _text(use.headroom),
        "utilisation": str(use.utilisation),
        "rates": [[currency, str(rate), on.isoformat()] for currency, rate, on in use.rates],
    }


def _text(amount: Money) -> str:
    return str(amount.rounded().amount)


def _fields(record: Any) -> dict[str, Any]:
    return {spec.name: _plain(getattr(record, spec.name)) for spec in fields(record)}


def _plain(value: Any) -> Any:  # noqa: PLR0911 - one return for each kind of value
    if isinstance(value, Money):
        return {"amount": str(value.amount), "currency": value.currency}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if is_dataclass(value):
        return _fields(value)
    return value
